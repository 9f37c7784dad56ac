"""The line that says that the carer can see the screen, with the way out of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.parts.words import button, line
from ui.theme import em, set_role

WORDS = "The carer can see the screen. What is only for you is put away."


class CarerLine(QFrame):
    """A calm line above the page. `left()` when the person turns the screen back to themselves."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "carer")
        row = QHBoxLayout(self)
        row.setContentsMargins(em(1.2), em(0.3), em(1.2), em(0.3))
        row.setSpacing(em(0.8))
        row.addWidget(line(WORDS, "strong", self), 1)
        self.leave_button = button("Only I can see it now", parent=self)
        self.leave_button.clicked.connect(self.left)
        row.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()
