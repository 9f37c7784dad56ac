"""Tab order: what is made later still stands where it is read (WCAG 2.2, 2.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def after(first: QWidget, second: QWidget) -> None:
    """Let Tab go from *first* to *second*."""
    QWidget.setTabOrder(first, second)


def before(first: QWidget, second: QWidget) -> None:
    """Let Tab reach *first* just before *second*."""
    QWidget.setTabOrder(second, first)
    QWidget.setTabOrder(first, second)  # Qt moves the second one: now they have changed places


def reading_order(layout: QLayout) -> Iterator[QWidget]:
    """Every widget of a layout that takes the keyboard, as it stands on the page, hidden ones too."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        inside = item.layout()
        widget = item.widget()
        if inside is not None:
            yield from reading_order(inside)
        elif widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget
            own = widget.layout()
            if own is not None:
                yield from reading_order(own)


def put_in_order(layout: QLayout, anchor: QWidget) -> None:
    """Chain all of a layout in reading order around *anchor*, one of its widgets that stands right already."""
    widgets = list(reading_order(layout))
    at = widgets.index(anchor)
    for widget in widgets[:at]:
        before(widget, anchor)
    for first, second in pairwise(widgets[at:]):
        after(first, second)
