"""Rows of two lines: how high each is, worked out once and right again whenever what it follows from changes."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ui.parts import TaskList
from ui.parts.sheet import Sheet
from ui.parts.two_lines import Index, TwoLineRow, TwoLines, put_words
from ui.theme import Theme


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first line of each row whose places were worked out."""
    found: list[str] = []
    work = TwoLineRow._areas

    def noted(row: TwoLineRow, option: Any, index: Any, rect: Any) -> Any:
        if rect.height() == 0:
            found.append(index.data())
        return work(row, option, index, rect)

    monkeypatch.setattr(TwoLineRow, "_areas", noted)
    return found


@pytest.fixture
def rows(qtbot: QtBot) -> TwoLines:
    """Thirty rows of one line each."""
    made = TwoLines()
    qtbot.addWidget(made)
    for number in range(30):
        put_words(QListWidgetItem(made), f"Ann Example {number}", "Carer Conversation")
    made.resize(600, 400)
    made.show()
    made.scrollToBottom()
    return made


def heights(rows: TwoLines) -> list[int]:
    return [rows.visualItemRect(rows.item(row)).height() for row in range(rows.count())]


def test_one_more_row_leaves_the_others_as_they_are(rows: TwoLines, worked_out: list[str]) -> None:
    before = heights(rows)
    worked_out.clear()
    put_words(QListWidgetItem(rows), "Bea Example", "Carer Review")
    assert heights(rows) == [*before, before[0]]
    assert worked_out == ["Bea Example"]


def test_other_words_width_or_text_size_change_the_height(rows: TwoLines, theme: Theme) -> None:
    (one,) = set(heights(rows))
    put_words(
        rows.item(3), "Ann Example", "where it stands and what is to be done, in more words than a line holds" * 3
    )
    assert [height > one for height in heights(rows)] == [row == 3 for row in range(30)]
    put_words(rows.item(3), "Ann Example 3", "Carer Conversation")
    rows.resize(150, 400)
    assert min(heights(rows)) > one
    rows.resize(600, 400)
    assert set(heights(rows)) == {one}
    theme.set_percent(200)
    assert min(heights(rows)) > 1.5 * one


def test_a_group_stands_further_from_what_is_above_than_a_section_of_the_same_name(qtbot: QtBot) -> None:
    tasks = TaskList()
    qtbot.addWidget(tasks)
    tasks.show()
    for kind in ("group", "section", "group"):
        tasks._add(kind, kind, "Eligibility")
    group, section, again = heights(tasks)
    assert group == again > section


def test_the_row_under_the_mouse_is_marked_and_no_other_once_the_page_has_scrolled(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: set[str] = set()

    class Hovered(TwoLineRow):
        hovers = True

        def _draw_surface(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
            state: QStyle.StateFlag = option.state
            if state & QStyle.StateFlag.State_MouseOver:
                marked.add(index.data())

    sheet, upper, lower = Sheet(), TwoLines(row=Hovered), TwoLines(row=Hovered)
    qtbot.addWidget(sheet)
    for made, name in ((upper, "Ann"), (lower, "Bea")):
        for number in range(8):
            put_words(QListWidgetItem(made), f"{name} {number}", "Carer Conversation")
        made.setFixedHeight(400)
        sheet.add(made)
    sheet.resize(600, 420)
    sheet.show()
    qtbot.waitExposed(sheet)
    at = upper.viewport().mapToGlobal(QPoint(60, 30))
    monkeypatch.setattr(QCursor, "pos", lambda: at)
    QTest.mouseMove(upper.viewport(), QPoint(60, 30))

    def under() -> set[str]:
        marked.clear()
        for made in (upper, lower):
            made.viewport().repaint()
        return marked

    assert under() == {upper.indexAt(QPoint(60, 30)).data()}
    for to in (150, 500, 0):
        sheet.verticalScrollBar().setValue(to)
        here = lower if to == 500 else upper
        assert under() == {here.indexAt(here.viewport().mapFromGlobal(at)).data()}
