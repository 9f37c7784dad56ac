"""A double-click opens, and answers nothing: its second half never lands on the page that the first has brought."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import wait_begun
from ui.main_window import MainWindow
from ui.screens.home.records_list import RecordsList

Fill = Callable[..., str]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
ANSWERS = {"carer_first": "Ann", "carer_last": "Example"}
TIMES = count(1_000_000, 100_000)
"""When the hand clicks first in each test, in milliseconds of the window system."""


def click(window: QWidget, spot: QPoint, at: int) -> None:
    """One click as the window system sends it: to the window, with the time of the hand."""
    handle = window.windowHandle()
    assert isinstance(handle, QWindow)
    for kind, held in ((QEvent.Type.MouseButtonPress, LEFT), (QEvent.Type.MouseButtonRelease, NONE)):
        event = QMouseEvent(kind, QPointF(spot), QPointF(window.mapToGlobal(spot)), LEFT, held, PLAIN)
        event.setTimestamp(at)
        QApplication.sendEvent(handle, event)


def spot_of(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), QPoint(12, widget.height() // 2))


@pytest.fixture
def rows(window: MainWindow, filled: Fill, qtbot: QtBot) -> RecordsList:
    """The list of two records, in a window that has the keyboard."""
    for _ in range(2):
        filled(ANSWERS)
    window.show_home()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    assert window.home is not None
    qtbot.waitUntil(lambda: window.home is not None and not window.work.busy and window.home.list.count() == 2)
    return window.home.list


def spot_of_row(rows: RecordsList, row: int) -> QPoint:
    return rows.viewport().mapTo(rows.window(), rows.visualItemRect(rows.item(row)).center())


def a_radio(window: MainWindow) -> QRadioButton:
    """A choice of the open record that is in view and not made."""
    assert window.record is not None and window.record.page is not None
    QApplication.processEvents()
    page = window.record.page
    return next(
        each for each in page.findChildren(QRadioButton)
        if each.isVisible() and not each.isChecked() and page.is_in_view(each)
    )  # fmt: skip


def answers(window: MainWindow) -> dict[str, object]:
    assert window.record is not None
    return dict(window.record.desk.assessment.answers)


def test_a_double_click_opens_and_nothing_else(window: MainWindow, rows: RecordsList) -> None:
    handle, spot = window.windowHandle(), spot_of_row(rows, 0)
    assert handle is not None
    asked: list[str] = []
    rows.opened.connect(asked.append)
    QTest.mouseDClick(handle, LEFT, PLAIN, spot)
    wait_begun(window)
    assert len(asked) == 1 and window.record is not None


@pytest.mark.parametrize("gap", [0, 20, 350])
def test_what_is_clicked_too_soon_answers_nothing(window: MainWindow, rows: RecordsList, gap: int) -> None:
    at = next(TIMES)
    click(window, spot_of_row(rows, 0), at)
    wait_begun(window)
    before, radio = answers(window), a_radio(window)
    for more in (0, 10):
        click(window, spot_of(radio), at + gap + more)
    assert not radio.isChecked() and answers(window) == before
    click(window, spot_of(radio), at + QApplication.doubleClickInterval())
    assert radio.isChecked()
    if window.record is not None:
        window.record.flush()
    assert answers(window) != before


def test_two_quick_clicks_inside_a_page_both_count(window: MainWindow, rows: RecordsList) -> None:
    at = next(TIMES)
    click(window, spot_of_row(rows, 0), at)
    wait_begun(window)
    later = at + 10_000
    radio = a_radio(window)
    click(window, spot_of(radio), later)
    assert radio.isChecked()
    other = a_radio(window)
    click(window, spot_of(other), later + 100)
    assert other.isChecked()


def test_a_click_after_a_key_has_opened_the_record_counts(window: MainWindow, rows: RecordsList) -> None:
    at = next(TIMES)
    handle = window.windowHandle()
    assert handle is not None
    nowhere = window.mapFromGlobal(rows.mapToGlobal(QPoint(3, rows.height() - 2)))
    click(window, nowhere, at)
    rows.setFocus()
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, PLAIN, "\r"))
    wait_begun(window)
    radio = a_radio(window)
    click(window, spot_of(radio), at + 100)
    assert radio.isChecked()


def test_another_section_of_the_record_is_not_answered_either(window: MainWindow, rows: RecordsList) -> None:
    at = next(TIMES)
    click(window, spot_of_row(rows, 0), at)
    wait_begun(window)
    record, later = window.record, at + 10_000
    assert record is not None
    tasks, before = record.tasks, answers(window)
    items = (tasks.item(row) for row in range(tasks.count()))
    item = next(each for each in items if each.data(Qt.ItemDataRole.UserRole) == "role" and each.flags())
    QApplication.processEvents()
    tasks.scrollToItem(item)
    click(window, tasks.viewport().mapTo(window, tasks.visualItemRect(item).center()), later)
    wait_begun(window)
    assert record.section == "role"
    radio = a_radio(window)
    click(window, spot_of(radio), later + 200)
    assert not radio.isChecked() and answers(window) == before


def test_a_dialog_that_is_closed_by_a_double_click_leaves_the_page_as_it_is(
    window: MainWindow, rows: RecordsList, qtbot: QtBot
) -> None:
    at = next(TIMES)
    click(window, spot_of_row(rows, 0), at)
    wait_begun(window)
    later, radio = at + 10_000, a_radio(window)
    dialog = window.export()
    assert dialog is not None
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    click(dialog, dialog.close_button.mapTo(dialog, QPoint(10, 10)), later)
    assert not dialog.isVisible()
    click(window, spot_of(radio), later + 200)
    assert not radio.isChecked()
    click(window, spot_of(radio), later + 1_000)
    assert radio.isChecked()


def test_the_clicks_that_take_the_cover_away_answer_and_lock_nothing(window: MainWindow, rows: RecordsList) -> None:
    at = next(TIMES)
    click(window, spot_of_row(rows, 0), at)
    wait_begun(window)
    before, guard, later = answers(window), window.guard, at + 10_000
    guard.set_pin("4711")
    radio = a_radio(window)
    under = spot_of(radio)
    guard.cover()
    cover = guard.cover_screen
    assert cover is not None
    QApplication.processEvents()
    cover.ask()
    QApplication.processEvents()
    asked_at = spot_of(cover.lock_button)
    cover.be_blank()
    for more in (0, 200):  # the first asks for the PIN; the second lands where that is asked
        click(window, asked_at, later + more)
        QApplication.processEvents()
    assert guard.cover_screen is cover and not guard.is_locking and window.caseload is not None
    cover.box.line.setText("4711")
    click(window, spot_of(cover.back_button), later + 5_000)
    QApplication.processEvents()
    assert not guard.is_covered
    click(window, under, later + 5_200)
    assert not radio.isChecked() and answers(window) == before
