"""The first key in an answer that is there already: it goes on; only after Tab one line is replaced."""

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
    (ask("town", "text", "Town"), "Camden", " Town", "Camden Town"),
    (ask("who", "name", "Name"), "Ann", " Example", "Ann Example"),
    (ask("hours", "whole", "Hours"), 3, "5", 35),
    (ask("day", "date", "Day"), "2026-03-01", "9", "2026-03-19"),
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
def test_what_stands_in_one_line_goes_on_behind_it(
    qtbot: QtBot, question: Question, before: object, typed: str, after: object
) -> None:
    _, (made,), _ = stand(qtbot, question)
    made.show_value(before)
    made.focus_first()
    type_keys(qtbot, typed)
    assert made._read() == after


def test_each_line_and_each_box_of_a_date_is_replaced_after_tab(qtbot: QtBot) -> None:
    _, (first, town, day), _ = stand(qtbot, ask("street", "text", "Street"), LINES[0][0], LINES[-1][0])
    town.show_value("Elsewhere")
    day.show_value("2026-03-18")
    first.focus_first()
    for words in ("Camden", "22", "11", "2027"):
        at = QApplication.focusWidget()
        assert at is not None
        qtbot.keyClick(at, Qt.Key.Key_Tab)
        type_keys(qtbot, words)
    assert (town._read(), day._read()) == ("Camden", "2027-11-22")


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
