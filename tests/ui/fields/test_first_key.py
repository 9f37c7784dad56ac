"""The first key in an answer that is there already: a text goes on, and one line is replaced as after Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from carer_desktop.forms.question import Question
from tests.ui.sample import ask
from tests.ui.stand import stand
from ui.fields import field

LONG = ask("told", "long_text", "What they told")
LINES = [
    (ask("town", "text", "Town"), "Elsewhere", "Camden", "Camden"),
    (ask("who", "name", "Name"), "Ann Example", "Bea Sample", "Bea Sample"),
    (ask("hours", "whole", "Hours"), 12, "35", 35),
    (ask("day", "date", "Day"), "2026-03-18", "9", "2026-03-09"),
]


def type_keys(qtbot: QtBot, words: str) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    qtbot.keyClicks(at, words)


def test_a_text_goes_on_behind_its_last_word(qtbot: QtBot) -> None:
    _, (made,), _ = stand(qtbot, LONG)
    made.show_value("Ann is tired")
    made.focus_first()
    type_keys(qtbot, " today")
    assert made._read() == "Ann is tired today"


@pytest.mark.parametrize(("question", "before", "typed", "after"), LINES, ids=lambda each: getattr(each, "id", ""))
def test_what_stands_in_one_line_is_replaced(
    qtbot: QtBot, question: Question, before: object, typed: str, after: object
) -> None:
    _, (made,), _ = stand(qtbot, question)
    made.show_value(before)
    made.focus_first()
    type_keys(qtbot, typed)
    assert made._read() == after


def test_each_box_of_a_date_is_replaced(qtbot: QtBot) -> None:
    _, (made,), _ = stand(qtbot, LINES[-1][0])
    made.show_value("2026-03-18")
    made.focus_first()
    for words in ("22", "11", "2027"):
        type_keys(qtbot, words)
        at = QApplication.focusWidget()
        assert at is not None
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert made._read() == "2027-11-22"


@pytest.mark.parametrize("question", [LONG, LINES[0][0]], ids=lambda each: each.type)
def test_whoever_writes_here_already_goes_on_where_they_write(qtbot: QtBot, question: Question) -> None:
    _, (made,), _ = stand(qtbot, question)
    made.focus_first()
    type_keys(qtbot, "one three")
    for _ in "three":
        at = QApplication.focusWidget()
        assert at is not None
        qtbot.keyClick(at, Qt.Key.Key_Left)
    made.focus_first()
    type_keys(qtbot, "two ")
    assert made._read() == "one two three"


def test_a_dialog_that_opens_at_a_line_has_it_selected(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    made = field(LINES[0][0], dialog)
    QVBoxLayout(dialog).addWidget(made)
    made.show_value("Elsewhere")
    made.focus_first()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    type_keys(qtbot, "Camden")
    assert made._read() == "Camden"
