"""Another text size on the list: what was looked for stays looked for, and the keyboard is where it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import opened
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen

Fill = Callable[..., str]


@pytest.fixture
def three(window: MainWindow, filled: Fill) -> list[str]:
    """Three records, two of them of somebody of the same name; in the third that name stands in an answer."""
    made = [filled({"carer_first": first, "carer_last": "Feather"}) for first in ("Ann", "Bea")]
    made.append(filled({"carer_first": "Cass", "carer_last": "Sample", "carer_view": "Feather pillows"}))
    window.show_home()
    return made


def home_of(window: MainWindow) -> HomeScreen:
    assert window.home is not None
    return window.home


def larger(window: MainWindow, times: int = 1) -> HomeScreen:
    for _ in range(times):
        window.looks.step_text(1)
        QApplication.processEvents()
    return home_of(window)


def test_what_was_looked_for_is_looked_for_still(window: MainWindow, three: list[str]) -> None:
    QTest.keyClicks(home_of(window).search, "Feather")
    before = home_of(window)
    home = larger(window, 3)
    assert home is not before
    assert (home.search.text(), home.list.count()) == ("Feather", 2)
    assert home.search.hasFocus() and home.search.cursorPosition() == len("Feather")
    assert not home.search.hasSelectedText()


def test_with_nothing_looked_for_the_keyboard_stays_in_the_search(window: MainWindow, three: list[str]) -> None:
    window.resize(800, 600)
    assert larger(window, 6).search.hasFocus()


def test_the_keyboard_stays_on_its_record(window: MainWindow, three: list[str]) -> None:
    home = home_of(window)
    home.list.setFocus()
    home.list.setCurrentRow(2)
    record = home.list.current
    home = larger(window, 2)
    assert home.list.hasFocus() and home.list.current == record and home.list.currentRow() == 2


def test_the_keyboard_goes_back_to_a_record_found_in_its_answers(
    window: MainWindow, three: list[str], qtbot: QtBot
) -> None:
    home = home_of(window)
    QTest.keyClicks(home.search, "pillows")
    qtbot.waitUntil(lambda: home.list.count() == 1)
    home.list.setFocus()
    home = larger(window, 2)
    assert home.search.hasFocus()
    qtbot.waitUntil(home.list.hasFocus)
    assert home.list.current == three[2]


def test_the_keyboard_stays_on_its_row_of_what_is_next(window: MainWindow, three: list[str]) -> None:
    home = home_of(window)
    home.begin_next()
    home.next.list.setCurrentRow(1)
    home = larger(window)
    assert home.next.list.hasFocus() and home.next.list.currentRow() == 1


def test_a_window_that_closes_with_a_record_open_draws_nothing_anew(window: MainWindow, filled: Fill) -> None:
    opened(window, filled({"carer_first": "Ann"}))
    window.close()
    assert window.record is not None and window.caseload is None
    larger(window, 2)
