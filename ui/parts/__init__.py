"""Pieces that several screens share; none of them knows a screen."""

from ui.fields.announce import announce
from ui.fields.undo import UndoBar
from ui.parts.banner import Banner
from ui.parts.beside import Beside
from ui.parts.error_summary import ErrorSummary
from ui.parts.heading import Heading
from ui.parts.identity import Identity, IdentityStrip
from ui.parts.jottings import JottingsPage
from ui.parts.page import Page
from ui.parts.save_line import SaveLine
from ui.parts.surfaces import Card, EmptyState, Note
from ui.parts.task_list import TaskList, status_words
from ui.parts.words import button, line, link_button
from ui.parts.working import WorkingPanel, pounds

__all__ = [
    "Banner", "Beside", "Card", "EmptyState", "ErrorSummary", "Heading", "Identity", "IdentityStrip", "JottingsPage",
    "Note", "Page", "SaveLine", "TaskList", "UndoBar", "WorkingPanel", "announce", "button", "line", "link_button",
    "pounds", "status_words",
]  # fmt: skip
