"""Buttons in a row: as many in a line as fit, the rest below, and what is lower in the middle of its line."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from ui.parts.flow import in_lines


def laid_out(qtbot, width: int, *sizes: tuple[int, int]) -> list[QWidget]:
    widgets = [QWidget() for _ in sizes]
    for widget, size in zip(widgets, sizes, strict=True):
        widget.setFixedSize(*size)
    box = in_lines(*widgets)
    qtbot.addWidget(box)
    box.resize(width, box.heightForWidth(width))
    box.show()
    qtbot.waitExposed(box)
    return widgets


@pytest.mark.parametrize(("width", "lines"), [(500, 1), (260, 2), (110, 3)])
def test_what_does_not_fit_goes_on_in_the_next_line(qtbot, width, lines):
    widgets = laid_out(qtbot, width, (100, 30), (100, 30), (100, 30))
    assert len({each.y() for each in widgets}) == lines
    assert all(each.geometry().right() < width for each in widgets)


def test_what_is_lower_stands_in_the_middle_of_its_line(qtbot):
    high, low, below = laid_out(qtbot, 250, (100, 40), (100, 20), (100, 20))
    assert low.geometry().center().y() == high.geometry().center().y()
    assert below.y() > high.geometry().bottom() and below.x() == high.x()
