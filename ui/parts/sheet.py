"""A narrow page in the middle of the window, for the few things that are asked outside a record."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from ui.background import soon
from ui.parts.page import Page
from ui.theme import em


class Sheet(Page):
    """A page whose column stands in the middle and is not wider than its short lines need."""

    def __init__(self, parent: QWidget | None = None, width: float = 36, spacing: float = 1.2) -> None:
        self._most = width
        super().__init__(parent, spacing)
        self._across.insertStretch(0, 0)

    def bring_into_view(self, widget: QWidget) -> None:
        """The whole of it, once it is laid out: how high it is is not known before. A caret waits until it moves."""
        self._left_alone = True
        soon(self, lambda: self.show_whole(widget))

    def _fit(self) -> None:
        super()._fit()
        if hasattr(self, "_across"):
            self._column.setMaximumWidth(em(self._most))


def refill(rows: QLayout, widgets: Iterable[QWidget]) -> None:
    """What stood in these rows goes, and these take its place; they are there at once, not when the window is idle."""
    while (item := rows.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        rows.addWidget(widget)
        widget.show()


def side_by_side(*widgets: QWidget, parent: QWidget | None = None) -> QWidget:
    """Widgets beside each other, left aligned, as one row of a page."""
    box = QWidget(parent)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(em(0.6))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
