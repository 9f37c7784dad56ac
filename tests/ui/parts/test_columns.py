"""Columns: beside each other where there is room, in balanced lines where there is not, and never over each other."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from ui.parts import line
from ui.parts.columns import Columns

WORDS = ("One", "Two words that go on for longer than a narrow column has room for", "Three", "Four", "Five", "Six")


def laid_out(qtbot, width: int) -> tuple[QWidget, list[QLabel]]:
    box = QWidget()
    qtbot.addWidget(box)
    columns = Columns(box, 100, 10)
    labels = [line(words, "body", box) for words in WORDS]
    for each in labels:
        columns.addWidget(each)
    box.resize(width, columns.heightForWidth(width))
    box.show()
    qtbot.waitExposed(box)
    return box, labels


@pytest.mark.parametrize(
    ("width", "lines"), [(650, [6]), (500, [3, 3]), (330, [3, 3]), (300, [2, 2, 2]), (120, [1] * 6)]
)
def test_as_many_beside_each_other_as_fit(qtbot, width, lines):
    _, labels = laid_out(qtbot, width)
    tops = [each.y() for each in labels]
    assert [tops.count(top) for top in sorted(set(tops))] == lines


@pytest.mark.parametrize("width", [650, 500, 300, 120])
def test_nothing_is_cut_off_or_covered(qtbot, width):
    box, labels = laid_out(qtbot, width)
    for each in labels:
        assert each.height() >= each.heightForWidth(each.width()) and box.rect().contains(each.geometry())
        assert not any(each.geometry().intersects(other.geometry()) for other in labels if other is not each)
