"""Choosing a PIN after sign-in, for whoever did not give one there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.parts import Heading, button, line
from ui.parts.pin import PinBox
from ui.parts.sheet import side_by_side
from ui.session.pin import pin_problem
from ui.theme import em


class PinDialog(QDialog):
    """Asks for a PIN until the next sign-in. `chosen(pin)`."""

    help_page = "lock"

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("PIN for today")
        self.setMinimumWidth(em(28))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1.6), em(1.3), em(1.6), em(1.3))
        rows.setSpacing(em(0.8))
        rows.addWidget(Heading("PIN for today", 2, self))
        about = "It brings you back after a cover, until you sign in again. It is kept nowhere but in memory."
        rows.addWidget(line(about, "body", self))
        self.pin = PinBox("PIN", "4 digits or more", self)
        self.pin.entered.connect(self._choose)
        rows.addWidget(self.pin)
        self.use_button = button("Use this PIN", "primary", self)
        self.use_button.clicked.connect(self._choose)
        cancel = button("Cancel", parent=self)
        cancel.clicked.connect(self.reject)
        rows.addWidget(side_by_side(self.use_button, cancel, parent=self))
        self.pin.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        problem = pin_problem(self.pin.text())
        if problem:
            self.pin.show_problem(problem)
            return
        self.chosen.emit(self.pin.text())
        self.pin.forget()
        self.accept()
