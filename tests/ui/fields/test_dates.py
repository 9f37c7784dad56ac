"""Dates in three boxes: typed, pasted, partial, unreadable; never filled in by the program."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from carer_desktop.clock import FixedClock
from tests.ui.sample import ask
from tests.ui.stand import stand
from ui.fields import field

DAY = ask("day", "date", "Day", required="C")
BORN = ask("dob", "date", "Born", required="C")
SINCE = ask("since", "date", "Since", required="C", partial=True)


def fill(qtbot, made, *parts: str) -> None:
    for box, part in zip(made._editors(), parts, strict=True):
        box.setFocus()
        qtbot.keyClicks(box, part)
    made.leave()


@pytest.mark.parametrize(
    ("question", "parts", "told"),
    [
        (DAY, ("22", "11", "2026"), "2026-11-22"),
        (DAY, ("2", "jan", "2026"), "2026-01-02"),
        (DAY, ("2", "Sept", "2026"), "2026-09-02"),
        (DAY, ("31", "2", "2026"), {"typed": "31/2/2026"}),
        (DAY, ("", "11", "2026"), {"typed": "/11/2026"}),
        (DAY, ("1", "1", "26"), {"typed": "1/1/26"}),
        (SINCE, ("", "3", "2019"), "2019-03"),
        (SINCE, ("", "", "2019"), "2019"),
        (SINCE, ("5", "3", "2019"), "2019-03-05"),
    ],
)
def test_three_boxes_give_a_date_or_what_was_typed(qtbot, question, parts, told):
    _, (made,), answers = stand(qtbot, question)
    fill(qtbot, made, *parts)
    assert answers[-1] == (question.id, told)
    other = field(question)
    qtbot.addWidget(other)
    other.show_value(told)
    assert other._read() == told


def test_nothing_is_not_a_date(qtbot):
    _, (made,), told = stand(qtbot, DAY)
    assert made._read() is None and [box.text() for box in made._editors()] == ["", "", ""]
    made.show_value("2026-11-22")
    for box in made._editors():
        box.setFocus()
        box.selectAll()
        qtbot.keyClick(box, Qt.Key.Key_Delete)
    made.leave()
    assert told[-1] == ("day", None)


def test_nothing_jumps_to_the_next_box_by_itself(qtbot):
    _, (made,), _ = stand(qtbot, DAY)
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "22")
    assert QApplication.focusWidget() is made._editors()[0]


@pytest.mark.parametrize("pasted", ["22/11/2026", "2026-11-22", "22 November 2026", "22nd Nov 2026", " 22.11.2026 "])
@pytest.mark.parametrize("box", [0, 1, 2])
def test_a_whole_date_pasted_into_any_box_is_shared_out(qtbot, pasted, box):
    _, (made,), told = stand(qtbot, DAY)
    editor = made._editors()[box]
    editor.setFocus()
    QGuiApplication.clipboard().setText(pasted)
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    made.leave()
    assert [b.text() for b in made._editors()] == ["22", "11", "2026"]
    assert told == [("day", "2026-11-22")]


@pytest.mark.parametrize(
    ("typed", "parts", "kept"),
    [
        ("18/11/2026", ["18", "11", "2026"], "2026-11-18"),
        ("18/11/26", ["18", "11", "26"], {"typed": "18/11/26"}),
        ("18 Nov 26", ["18", "Nov", "26"], {"typed": "18/Nov/26"}),
    ],
)
@pytest.mark.parametrize("box", [0, 1, 2])
def test_a_whole_date_typed_into_one_box_is_shared_out_when_it_is_left(qtbot, typed, parts, kept, box):
    _window, (made,), told = stand(qtbot, DAY)
    editor = made._editors()[box]
    editor.setFocus()
    qtbot.keyClicks(editor, typed)
    assert QApplication.focusWidget() is editor
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    made.leave()
    assert [b.text() for b in made._editors()] == parts
    assert told[-1] == ("day", kept)


@pytest.mark.parametrize("typed", ["22/11/2026", "22/11/26"])
@pytest.mark.parametrize("box", [0, 1, 2])
def test_tab_goes_on_behind_a_whole_date_and_back_from_box_to_box(qtbot, typed, box):
    window, (made, other), _ = stand(qtbot, BORN, ask("o", "text", "O"))
    boxes = made._editors()
    boxes[box].setFocus()
    qtbot.keyClicks(boxes[box], typed)
    qtbot.keyClick(boxes[box], Qt.Key.Key_Tab)
    assert window.focusWidget() is other._editors()[0]
    for back in reversed(boxes):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert window.focusWidget() is back
    qtbot.keyClick(boxes[0], Qt.Key.Key_Tab)
    assert window.focusWidget() is boxes[1]


def test_tab_stops_at_each_box_that_is_filled_in_by_itself(qtbot):
    window, (made,), _ = stand(qtbot, DAY)
    day, month, year = made._editors()
    day.setFocus()
    qtbot.keyClicks(day, "22/11/2026")
    day.selectAll()
    qtbot.keyClicks(day, "23")
    for box in (month, year, made._boxes.today_button):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is box


def test_half_a_date_in_one_box_stays_where_it_is(qtbot):
    _, (made,), _ = stand(qtbot, DAY)
    day, month, _year = made._editors()
    for typed in ("18/11", "soon"):
        day.setFocus()
        day.selectAll()
        qtbot.keyClicks(day, typed)
        qtbot.keyClick(day, Qt.Key.Key_Tab)
        assert [b.text() for b in made._editors()] == [typed, "", ""]
    month.setFocus()
    qtbot.keyClicks(month, "3")
    day.setFocus()
    day.selectAll()
    qtbot.keyClicks(day, "18/11/26")
    qtbot.keyClick(day, Qt.Key.Key_Tab)
    assert [b.text() for b in made._editors()] == ["18/11/26", "3", ""]


def test_today_is_the_day_of_the_clock_handed_in(qtbot):
    made: Any = field(DAY, clock=FixedClock(datetime(2026, 11, 22, 10, tzinfo=UTC)))
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.answered) as told:
        qtbot.mouseClick(made._boxes.today_button, Qt.MouseButton.LeftButton)
    assert told.args == ["day", "2026-11-22"]


def test_what_cannot_be_read_is_shown_again_as_it_was_typed(qtbot):
    _, (made,), _ = stand(qtbot, DAY)
    made.show_value({"typed": "soon"})
    assert [b.text() for b in made._editors()] == ["soon", "", ""]


def test_moving_between_the_boxes_is_not_leaving(qtbot):
    _, (made, other), told = stand(qtbot, DAY, ask("o", "text", "O"))
    made.focus_first()
    for box, part in zip(made._editors(), ("22", "11", "2026"), strict=True):
        box.setFocus()
        qtbot.keyClicks(box, part)
    assert told == []
    other.focus_first()
    assert told == [("day", "2026-11-22")]


def test_a_signature_is_kept_piece_by_piece(qtbot):
    _, (made,), told = stand(qtbot, ask("sign", "signature", "Agreement"))
    made.clock = FixedClock(datetime(2026, 11, 22, 10, tzinfo=UTC))
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "Ann Example")
    qtbot.mouseClick(made._how.buttons()[2], Qt.MouseButton.LeftButton)
    assert told[-1] == ("sign", {"name": "Ann Example", "mode": "verbal"})
    qtbot.mouseClick(made._when.today_button, Qt.MouseButton.LeftButton)
    assert told[-1] == ("sign", {"name": "Ann Example", "mode": "verbal", "on": "2026-11-22"})
    made.leave()
    made.show_value({"name": "Ann Example", "on": "31/2/2026"})
    assert made._read() == {"name": "Ann Example", "on": "31/2/2026"}
