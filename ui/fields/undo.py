"""The line that offers the way back after something was removed, instead of a question beforehand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.fields.announce import announce
from ui.fields.label import plain_label
from ui.theme import em, set_role


class UndoBar(QFrame):
    """ "Removed Ann Example. Undo": stays until the next such action or until it is closed, never by time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "undo")
        row = QHBoxLayout(self)
        row.setContentsMargins(em(0.8), em(0.3), em(0.8), em(0.3))
        self._words = plain_label("", "strong", self)
        row.addWidget(self._words, 1)
        self.undo_button = QPushButton("Undo", self)
        self.undo_button.clicked.connect(self._take_back)
        row.addWidget(self.undo_button)
        self._undo: Callable[[], None] | None = None
        self.hide()

    def offer(self, words: str, undo: Callable[[], None]) -> None:
        """Say what was done and offer to take it back; the keyboard goes to *Undo*."""
        self._undo = undo
        self._words.setText(words)
        self.undo_button.setAccessibleName(f"Undo: {words}")
        self.show()
        self.undo_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{words}. Undo is offered")

    def clear(self) -> None:
        """Nothing can be taken back any more."""
        self._undo = None
        self.hide()

    def _take_back(self) -> None:
        undo = self._undo
        self.clear()
        if undo is not None:
            undo()
