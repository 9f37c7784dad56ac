"""Many things, some of them at a time: a page never waits for a thousand cards nobody reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fields.order import reading_order
from ui.parts.sheet import refill
from ui.parts.words import button
from ui.theme import em

AT_ONCE = 10


class Portions(QWidget):
    """A widget for each of many things, and a button for more of them. `grown()`: some were added by it."""

    grown = Signal()

    def __init__(self, make: Callable[[Any], QWidget], spacing: float = 0.6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._things: Sequence[Any] = ()
        self._made: list[QWidget] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(spacing))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(em(spacing))
        rows.addLayout(self._rows)
        self.more_button = button("", parent=self)
        self.more_button.clicked.connect(self._show_more)
        self.more_button.hide()
        rows.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_things(self, things: Sequence[Any], nothing: QWidget) -> None:
        """Show these from the first on, as many as stood there before; *nothing* takes the place of none."""
        many = max(AT_ONCE, len(self._made))
        self._things, self._made = things, []
        refill(self._rows, [] if things else [nothing])
        self._add(many)

    def _show_more(self) -> None:
        at = len(self._made)
        self._add(AT_ONCE)
        self.grown.emit()
        own = self._made[at].layout()
        first = next(reading_order(own), None) if own is not None else None
        (first or self._made[at]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, many: int) -> None:
        at = len(self._made)
        for thing in self._things[at : at + many]:
            made = self._make(thing)
            self._rows.addWidget(made)
            made.show()
            self._made.append(made)
        left = len(self._things) - len(self._made)
        self.more_button.setText(f"Show {AT_ONCE} more of {left:,}" if left > AT_ONCE else f"Show {left} more")
        self.more_button.setVisible(left > 0)
