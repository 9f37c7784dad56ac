"""Every page in every look: named, in order, nothing cut off, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.forms import library
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.export import ExportDialog
from ui.screens.help import HelpDialog
from ui.screens.record.find_question import FindQuestion
from ui.theme import Look, Theme

LOOKS: tuple[tuple[Look, int, tuple[int, int]], ...] = (
    ("light", 100, (1180, 860)), ("dark", 100, (1024, 768)), ("light", 200, (1366, 768)),
)  # fmt: skip
FORMS = ("carer_conversation", "carer_review")
SHORT = {"carer_first": "Bea", "carer_last": "Sample", "conv_date": "2026-11-20"}
Fill = Callable[..., str]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def looked_at(request: pytest.FixtureRequest, shut_window: MainWindow, theme: Theme) -> MainWindow:
    """The window in one of the looks, in a window of the size that goes with it."""
    look, percent, size = request.param
    theme.set_look(look)
    theme.set_percent(percent)
    shut_window.resize(*size)
    return shut_window


def look_at(widget: QWidget) -> None:
    QApplication.processEvents()
    check(widget)


def test_the_window_before_anybody_has_signed_in(looked_at: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: looked_at.entrance.ready, timeout=10_000)
    look_at(looked_at)


def test_home_details_and_dialogs(looked_at: MainWindow, window: MainWindow, filled: Fill) -> None:
    look_at(window)
    record = filled()
    window.show_home()
    look_at(window)
    window.show_details()
    look_at(window)
    window.turn("carer_sees", True)
    window.show_home()
    look_at(window)
    window.turn("carer_sees", False)
    window.open_record(record)
    dialog = window.export()
    assert isinstance(dialog, ExportDialog)
    look_at(dialog)
    dialog.reject()
    assert window.record is not None
    window.record.find_question()
    window.show_help("keys")
    for kind in (FindQuestion, HelpDialog):
        found = window.findChild(kind)
        assert found is not None
        look_at(found)
        found.reject()


@pytest.mark.parametrize("form", FORMS)
def test_every_section_of_a_record_just_begun(
    looked_at: MainWindow, window: MainWindow, filled: Fill, form: str
) -> None:
    window.open_record(filled(SHORT if form == FORMS[0] else {}, form))
    record = window.record
    assert record is not None
    for section in record.sections():
        record.open_section(section.id)
        assert record.page is not None
        look_at(record.page)
        assert record.page.verticalScrollBar().value() == 0
    record.open_check()
    look_at(window)


def test_every_section_of_a_full_record(looked_at: MainWindow, window: MainWindow, filled: Fill) -> None:
    window.open_record(filled())
    record = window.record
    assert record is not None
    for section in record.sections():
        record.open_section(section.id)
        assert record.page is not None
        look_at(record.page)
    record.open_section("record")
    look_at(window)
    record.open_check()
    look_at(window)
    record.open_section("eligibility")
    for pane in ("working", "jottings"):
        record.show_pane(pane)
        look_at(window)
    record.show_pane("")


def test_every_section_with_its_problems(looked_at: MainWindow, window: MainWindow, filled: Fill) -> None:
    window.open_record(filled(SHORT))
    record = window.record
    assert record is not None
    for section in record.sections()[:6]:
        record.open_section(section.id)
        assert record.page is not None
        record.page.turn_complete()
        look_at(window)


def test_the_forms_walked_are_all_there_are() -> None:
    assert {folder.parent.name for folder in library.shipped()} == set(FORMS)


def test_every_menu_has_its_own_access_keys(shut_window: MainWindow) -> None:
    bar = shut_window.menuBar()
    menus: list[Any] = [bar, *(action.menu() for action in bar.actions())]
    for menu in menus:
        keys = [action.text()[action.text().index("&") + 1].lower() for action in menu.actions() if action.text()]
        assert len(keys) == len(set(keys)), [action.text() for action in menu.actions()]


def test_no_key_is_taken_twice(shut_window: MainWindow) -> None:
    keys = [key.toString() for action in shut_window.commands.actions.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
