"""Rows of two lines: how high each is, worked out once and right again whenever what it follows from changes."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from ui.parts import TaskList
from ui.parts.two_lines import TwoLineRow, TwoLines, put_words
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
