"""Typing in a list goes to the row that begins so, with the spaces in a name; Space alone chooses a row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidgetItem
from pytestqt.qtbot import QtBot

from ui.fields.rows import Rows

NAMES = ("Ann Example", "Una Archer", "Una Irwin", "Bo Sample")


@pytest.fixture
def pause() -> Iterator[int]:
    """How long typing may rest, in milliseconds: short enough to wait for."""
    before = QApplication.keyboardInputInterval()
    QApplication.setKeyboardInputInterval(150)
    yield 150
    QApplication.setKeyboardInputInterval(before)


@pytest.fixture
def rows(qtbot: QtBot) -> Rows:
    """A list of names."""
    made = Rows()
    made.addItems(NAMES)
    made.setCurrentRow(0)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_name_of_two_words_is_typed_to(rows: Rows) -> None:
    chosen: list[QListWidgetItem] = []
    rows.chosen.connect(chosen.append)
    QTest.keyClicks(rows, "Una Irwin")
    assert rows.currentItem().text() == "Una Irwin" and not chosen
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert [each.text() for each in chosen] == ["Una Irwin"]


def test_space_chooses_where_nothing_is_being_typed(rows: Rows, qtbot: QtBot, pause: int) -> None:
    chosen: list[str] = []
    rows.chosen.connect(lambda item: chosen.append(item.text()))
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert chosen == ["Ann Example"]
    QTest.keyClicks(rows, "una")
    qtbot.wait(pause + 20)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert chosen == ["Ann Example", "Una Archer"]
    QTest.keyClicks(rows, "una")
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert chosen == ["Ann Example", "Una Archer", "Bo Sample"]
