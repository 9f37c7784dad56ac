"""Pieces that several screens share; none of them knows a screen."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
_WHERE = {
    "ui.fields.announce": ("announce",), "ui.fields.undo": ("UndoBar",), "ui.parts.banner": ("Banner",),
    "ui.parts.beside": ("Beside",), "ui.parts.error_summary": ("ErrorSummary",), "ui.parts.heading": ("Heading",),
    "ui.parts.identity": ("Identity", "IdentityStrip"), "ui.parts.jottings": ("JottingsPage",),
    "ui.parts.page": ("Page",), "ui.parts.save_line": ("SaveLine",),
    "ui.parts.surfaces": ("Card", "EmptyState", "Note"), "ui.parts.task_list": ("TaskList", "status_words"),
    "ui.parts.words": ("button", "line", "link_button"), "ui.parts.working": ("WorkingPanel", "pounds"),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Each is loaded when first asked for: the window that asks for the passphrase needs few of them."""
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(name)
