"""Every page in every look: named, in order, nothing cut off, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from carer_desktop.forms import library
from tests.ui.opened import checked, opened
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.export import ExportDialog
from ui.screens.help import HelpDialog
from ui.screens.record.find_question import FindQuestion

FORMS = ("carer_conversation", "carer_review")
SHORT = {"carer_first": "Bea", "carer_last": "Sample", "conv_date": "2026-11-20"}
Fill = Callable[..., str]


def test_the_window_before_anybody_has_signed_in(looked_at: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: looked_at.entrance.ready, timeout=10_000)
    check(looked_at)


def test_home_details_and_dialogs(looked_at: MainWindow, window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    check(window)
    record = filled()
    window.show_home()
    assert window.home is not None
    qtbot.waitUntil(window.home.next.isVisible, timeout=10_000)  # it is read beside the window
    check(window)
    window.show_details()
    check(window)
    window.turn("carer_sees", True)
    window.show_home()
    check(window)
    window.turn("carer_sees", False)
    opened(window, record)
    dialog = window.export()
    assert isinstance(dialog, ExportDialog)
    check(dialog)
    dialog.reject()
    assert window.record is not None
    window.record.find_question()
    window.show_help("keys")
    for kind in (FindQuestion, HelpDialog):
        found = window.findChild(kind)
        assert found is not None
        check(found)
        found.reject()


@pytest.mark.parametrize("form", FORMS)
def test_every_section_of_a_record_just_begun(
    looked_at: MainWindow, window: MainWindow, filled: Fill, form: str
) -> None:
    opened(window, filled(SHORT if form == FORMS[0] else {}, form))
    record = window.record
    assert record is not None
    for section in record.sections():
        record.open_section(section.id)
        assert record.page is not None
        check(record.page)
        assert record.page.verticalScrollBar().value() == 0
    checked(record)
    check(window)


def test_every_section_of_a_full_record(looked_at: MainWindow, window: MainWindow, filled: Fill) -> None:
    opened(window, filled())
    record = window.record
    assert record is not None
    for section in record.sections():
        record.open_section(section.id)
        assert record.page is not None
        check(record.page)
    record.open_section("record")
    check(window)
    checked(record)
    check(window)
    record.open_section("eligibility")
    for pane in ("working", "jottings"):
        record.show_pane(pane)
        check(window)
    record.show_pane("")


def test_every_section_with_its_problems(looked_at: MainWindow, window: MainWindow, filled: Fill) -> None:
    opened(window, filled(SHORT))
    record = window.record
    assert record is not None
    for section in record.sections()[:6]:
        record.open_section(section.id)
        assert record.page is not None
        record.page.turn_complete()
        check(window)


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
