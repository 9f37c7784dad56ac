"""The strip above a record: whose it is, and the three things that are wanted from anywhere in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.parts import IdentityStrip, button
from ui.theme import em, mark, set_role

ROOM = 60  # text sizes; in a narrower window the menus have these three


class RecordBar(QFrame):
    """Identity at the left, *Working*, *Jottings* and *Check answers* at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, em(1.2), 0)
        row.setSpacing(em(0.5))
        self.identity = IdentityStrip(self)
        set_role(self.identity, "inside")
        row.addWidget(self.identity, 1)
        self._box = QWidget(self)
        inside = QHBoxLayout(self._box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(em(0.5))
        self.working_button = self._button("Working", inside)
        self.jottings_button = self._button("Jottings", inside)
        self.check_button = self._button("Check answers", inside, turns=False)
        row.addWidget(self._box)

    def _button(self, words: str, row: QHBoxLayout, turns: bool = True) -> QPushButton:
        made = button(words, "quiet", self._box)
        made.setCheckable(turns)
        row.addWidget(made)
        return made

    def show_check_open(self, is_open: bool) -> None:
        """Whether *Check answers* is the page in view: seen by its border, and said."""
        mark(self.check_button, "open", is_open)
        self.check_button.setAccessibleDescription("Open now" if is_open else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_box"):
            self._fit()

    def _fit(self) -> None:
        self._box.setVisible(self.width() >= em(ROOM))
