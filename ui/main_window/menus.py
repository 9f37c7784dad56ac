"""The menus: every command of the program with its words and keys; which make sense where."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from ui.main_window import papers, tasks
from ui.main_window.budget_tables import show_tables
from ui.main_window.editing import in_text
from ui.main_window.opening import restrict, step_back
from ui.parts.commands import Command, Commands
from ui.theme import Look

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

WITH_RECORDS = (
    "new", "review", "records", "details", "find", "save", "cover", "lock", "listening", "pin", "settings",
)  # fmt: skip
IN_A_RECORD = (
    "export", "carer_draft", "show_carer", "needed", "working", "jottings", "complete", "not_covered", "check", "next",
    "previous", "part", "record_details", "restrict", "step_back",
)  # fmt: skip
HELP = {
    "start": "&Getting started", "next": "What is ne&xt, and the checklist",
    "filling": "&Filling in a record", "short-full": "&Short and full",
    "saving": "Sa&ving, and what “Saved” promises", "guide-figure": "The guide fig&ure",
    "sending": "Se&nding, and what comes after", "deciding": "Dec&iding as a manager",
    "lock": "&Cover and lock", "word": "Making the &Word file",
    "files": "Files outside, checking, man&y at once", "paper": "PDF &and paper forms",
    "bring-in": "Bringing in a fi&le", "templates": "T&emplates of your council",
    "backups": "&Backups and the second place", "people": "&People and the rescue sheet",
    "teams": "Tea&ms and how you work",
    "due": "What is &due to go", "budget-tables": "Budge&t tables",
    "keys": "&Keyboard shortcuts", "trouble": "When something goes w&rong",
}  # fmt: skip
"""The pages of resources/help, as the menu names them; those of PATHS beside them."""
PATHS = {
    "paths": "&Who does what", "path-alone": "&One practitioner on one laptop",
    "path-three": "&Three people on one laptop", "path-outreach": "O&utreach",
    "path-admin": "An &admin worker with many cases",
}  # fmt: skip
"""One page for each way of working, and the whole way, in a menu of their own."""


def add_menus(window: MainWindow) -> Commands:
    """All menus of the window."""
    commands = Commands(window)
    _add_file(window, commands)
    _add_edit(window, commands)
    _add_view(window, commands)
    _add_record(window, commands)
    tasks.add_menu(window, commands)
    papers.add_menu(window, commands)
    _add_manage(window, commands)
    helps = commands.add_menu("&Help", [
        Command("help-here", "&Help about this page", partial(_help_here, window), ("F1",)), None,
        *_pages(window, HELP),
    ])  # fmt: skip
    commands.fill(helps.addMenu("Fr&om start to finish"), _pages(window, PATHS))
    for number in range(1, 10):
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window.screens)  # so none works under a cover
        shortcut.activated.connect(partial(window.in_record, "open_number", number))
    return commands


def _pages(window: MainWindow, pages: Mapping[str, str]) -> list[Command]:
    return [Command(f"help-{page}", words, partial(window.show_help, page)) for page, words in pages.items()]


def _help_here(window: MainWindow) -> None:
    """The page of help that is about what stands in the window."""
    window.show_help(getattr(window.screens.currentWidget(), "help_page", "start"))


def _add_file(window: MainWindow, commands: Commands) -> None:
    commands.add_menu("&File", [
        Command("new", "New Carer &Conversation", partial(window.begin_record, "carer_conversation"), ("Ctrl+N",)),
        Command("review", "New Carer &Review", partial(window.begin_record, "carer_review"), ("Ctrl+Shift+N",)),
        Command("bring_in", "&Bring in a file…", window.papers.bring_in),
        None,
        Command("records", "&Your records", window.show_home, ("Ctrl+O",)),
        Command("other", "&Open other records…", window.open_other),
        Command("details", "Your &details", window.show_details),
        None,
        Command("save", "&Save", window.save, ("Ctrl+S",)),
        Command("export", "&Export to Word…", window.export, ("Ctrl+E",)),
        None,
        Command("cover", "Co&ver the window", window.guard.cover, ("F12",)),
        Command("lock", "&Lock", window.guard.lock, ("Ctrl+L",)),
        Command("listening", "Do &not cover or lock for 30 minutes", window.guard.turn_listening, ("F8",), ticks=True),
        Command("pin", "PIN for &today…", window.guard.choose_pin),
        Command("settings", "Settin&gs…", window.guard.show_settings),
        None,
        Command("quit", "&Quit", window.close, ("Ctrl+Q",)),
    ])  # fmt: skip


def _add_edit(window: MainWindow, commands: Commands) -> None:
    commands.add_menu("&Edit", [
        Command("undo", "&Undo", window.undo, ("Ctrl+Z",)),
        Command("redo", "&Redo", partial(in_text, "redo"), ("Ctrl+Shift+Z",)),
        None,
        Command("cut", "Cu&t", partial(in_text, "cut"), ("Ctrl+X",)),
        Command("copy", "&Copy", partial(in_text, "copy"), ("Ctrl+C",)),
        Command("paste", "&Paste", partial(in_text, "paste"), ("Ctrl+V",)),
        None,
        Command("find", "&Find…", window.find_something, ("Ctrl+F",)),
    ])  # fmt: skip


def _add_view(window: MainWindow, commands: Commands) -> None:
    looks: tuple[tuple[Look, str], ...] = (("system", "As the &system"), ("light", "L&ight"), ("dark", "&Dark"))
    commands.add_menu("&View", [
        Command("larger", "&Larger text", partial(window.looks.step_text, 1), ("Ctrl++", "Ctrl+=")),
        Command("smaller", "S&maller text", partial(window.looks.step_text, -1), ("Ctrl+-",)),
        Command("usual", "&Usual text size", partial(window.looks.step_text, 0), ("Ctrl+0",)),
        None,
        *(Command(look, words, partial(window.looks.set_look, look), group="look") for look, words in looks),
        None,
        Command("needed", "&Only what is still needed", window.turn_needed_only, ("F9",), ticks=True),
        Command("carer_sees", "The &carer can see the screen", window.carer_mode.turn, ("Ctrl+Shift+H",), ticks=True),
        Command("working", "&Working", partial(window.in_record, "toggle_pane", "working"), ("Ctrl+Shift+W",)),
        Command("jottings", "&Jottings", partial(window.in_record, "toggle_pane", "jottings"), ("Ctrl+J",)),
        None,
        Command("part", "&Between sections and page", partial(window.in_record, "focus_next_part"), ("F6",)),
    ])  # fmt: skip


def _add_record(window: MainWindow, commands: Commands) -> None:
    do = window.in_record
    commands.add_menu("&Record", [
        Command("next", "&Next section", partial(do, "step", 1), ("Alt+Right",)),
        Command("previous", "&Previous section", partial(do, "step", -1), ("Alt+Left",)),
        Command("record_details", "&Details of the record", partial(do, "open_details")),
        None,
        Command("complete", "&Mark the section as complete", partial(do, "turn_complete"), ("Ctrl+Return",)),
        Command("not_covered", "N&othing in this section was covered", partial(do, "not_covered")),
        Command("check", "&Check answers", partial(do, "open_check"), ("Ctrl+K",)),
        None,
        Command("restrict", "Who may &see it…", partial(restrict, window)),
        Command("step_back", "&I know this person…", partial(step_back, window)),
    ])  # fmt: skip


def _add_manage(window: MainWindow, commands: Commands) -> None:
    manage = window.managing
    commands.add_menu("&Manage", [
        Command("health", "&Health of your records", manage.show_health),
        Command("due", "What is &due to go", manage.show_due),
        Command("passphrase", "Change your &passphrase", manage.show_passphrase),
        None,
        Command("tables", "&Budget tables", partial(show_tables, window)),
        Command("people", "P&eople", manage.show_people),
        Command("teams", "&Teams and how you work", manage.show_teams),
        Command("sheet", "&Rescue sheet", manage.show_sheet),
        Command("second_place", "&Second place for backups", manage.show_second_place),
        Command("log", "&Who did what", manage.show_log),
    ])  # fmt: skip
