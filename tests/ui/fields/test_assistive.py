"""Answers given by assistive technology: words are set, buttons toggled, rows selected, without a key or a click."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.ui.sample import YNS, ask
from tests.ui.stand import stand
from ui.fields.rows import Rows
from ui.parts import Heading, Page

TEXT, DATE = ask("line", "text", "Line"), ask("day", "date", "Day")
ONE, SEVERAL = ask("one", "choice", "One", choices=YNS), ask("several", "choices", "Several", choices=YNS)


def heard(widget):
    return QAccessible.queryAccessibleInterface(widget)


@pytest.fixture
def listening():
    was = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(was)


def test_words_set_in_a_line_and_in_a_date_are_answers(qtbot):
    _, (line, day), told = stand(qtbot, TEXT, DATE)
    heard(line._editors()[0]).setText(QAccessible.Text.Value, "Ann")
    line.flush()
    for box, part in zip(day._editors(), ("22", "11", "2026"), strict=True):
        heard(box).setText(QAccessible.Text.Value, part)
    day.flush()
    assert told == [(line.place, "Ann"), (day.place, "2026-11-22")]
    line.show_value("Bea")
    day.show_value("2026-01-02")
    line.flush()
    day.flush()
    assert len(told) == 2, "what the program shows is no answer"


def test_a_toggled_radio_button_check_box_or_not_covered_is_an_answer(qtbot):
    _, (one, several), told = stand(qtbot, ONE, SEVERAL)
    one._editors()[1].toggle()
    several._editors()[0].toggle()
    assert [place for place, _ in told] == [one.place, several.place]
    one.show_value(None)
    several.show_value(None)
    assert len(told) == 2


def test_a_selected_row_is_chosen_and_nothing_else_selects(qtbot):
    rows = Rows()
    qtbot.addWidget(rows)
    rows.addItems(["Adult", "Child", "Friend"])
    told = []
    rows.chosen.connect(lambda item: told.append(item.text()))
    rows.setCurrentRow(2)
    rows.mark(rows.item(0))
    assert told == [] and [item.text() for item in rows.selectedItems()] == ["Adult"]
    rows.clearSelection()
    rows.item(1).setSelected(True)
    assert told == ["Child"]
    assert [item.text() for item in rows.selectedItems()] == ["Adult"], "until somebody answers with another mark"
    rows.clear()
    assert told == ["Child"]


@pytest.mark.usefixtures("listening")
def test_a_heading_made_while_somebody_listens_is_a_heading(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    assert heard(Heading("Before we start", 1, page)).role() == QAccessible.Role.Heading


@pytest.mark.parametrize("make", [Page, QScrollArea])
def test_asking_a_page_for_a_scroll_bar_that_has_gone_gives_nothing(qtbot, make):
    page = make()
    qtbot.addWidget(page)
    assert heard(page).child(heard(page).childCount() + 5) is None
