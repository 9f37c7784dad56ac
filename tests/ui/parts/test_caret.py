"""Whoever writes sees where: the caret stays in view while the text grows and while the page gets smaller."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.sample import ask
from ui.fields import field
from ui.parts import Banner, Page


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """A page in a window with the band for errors below it, a long text at its end."""
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    made = Page(window)
    for number in range(5):
        made.add(field(ask(f"line{number}", "text", f"Question {number}")))
    made.add(field(ask("address", "long_text", "Your address")))
    rows.addWidget(made, 1)
    rows.addWidget(Banner(window))
    window.resize(760, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


def box_in(page: Page) -> QPlainTextEdit:
    (box,) = page.findChildren(QPlainTextEdit)
    box.setFocus()
    QApplication.processEvents()
    return box


def is_caret_seen(page: Page) -> bool:
    box = box_in(page)
    at = box.cursorRect()
    return page.viewport().rect().contains(QRect(box.viewport().mapTo(page.viewport(), at.topLeft()), at.size()))


def type_lines(qtbot: QtBot, page: Page, number: int) -> None:
    for _ in range(number):
        qtbot.keyClicks(box_in(page), "one more")
        qtbot.keyClick(box_in(page), Qt.Key.Key_Return)
        QApplication.processEvents()


def test_the_page_follows_the_caret_while_a_text_grows(qtbot: QtBot, page: Page) -> None:
    for _ in range(25):
        type_lines(qtbot, page, 1)
        assert is_caret_seen(page)
    qtbot.keyClick(box_in(page), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert is_caret_seen(page)


def test_the_caret_stays_in_view_when_the_band_for_errors_takes_room(qtbot: QtBot, page: Page) -> None:
    type_lines(qtbot, page, 6)
    (banner,) = page.window().findChildren(Banner)
    banner.show_error(OSError("The disk is full"), retry=True)
    QApplication.processEvents()
    assert is_caret_seen(page)


def test_a_page_that_was_scrolled_away_stays_there_until_somebody_types(qtbot: QtBot, page: Page) -> None:
    type_lines(qtbot, page, 12)
    bar = page.verticalScrollBar()
    at = QPointF(page.viewport().rect().center())
    nothing = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    for _ in range(8):
        event = QWheelEvent(at, page.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), *nothing)
        QApplication.sendEvent(page.viewport(), event)
    assert bar.value() == 0
    page.window().resize(760, 440)
    QApplication.processEvents()
    assert bar.value() == 0
    qtbot.keyClicks(box_in(page), "x")
    QApplication.processEvents()
    assert is_caret_seen(page)


def test_the_page_looks_once_after_many_keys(qtbot: QtBot, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[None] = []
    shown = Page._show_caret

    def counted(self: Page) -> None:
        looks.append(None)
        shown(self)

    monkeypatch.setattr(Page, "_show_caret", counted)
    box = box_in(page)
    for number in range(2):
        looks.clear()
        for _ in range(20):
            box.insertPlainText("a word and one more ")
        assert not looks
        QApplication.processEvents()
        assert len(looks) <= 2 and is_caret_seen(page), number
