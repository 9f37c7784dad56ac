"""A question that has to be answered before anything goes on; the safe answer has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.heading import Heading
from ui.parts.words import button, line
from ui.theme import em


class Ask(QDialog):
    """Two ways: to stay, which is what Enter and Escape do, or to go on."""

    def __init__(self, title: str, words: str, stay: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(em(28))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1.6), em(1.3), em(1.6), em(1.3))
        rows.setSpacing(em(0.8))
        rows.addWidget(Heading(title, 2, self))
        rows.addWidget(line(words, "body", self))
        row = QHBoxLayout()
        self.stay_button = button(stay, "primary", self)
        self.stay_button.clicked.connect(self.reject)
        self.go_button = button(go, parent=self)
        self.go_button.clicked.connect(self.accept)
        row.addWidget(self.stay_button)
        row.addWidget(self.go_button)
        row.addStretch(1)
        rows.addLayout(row)
        self.stay_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def goes(self) -> bool:
        """Ask, and tell whether the person wants to go on."""
        return self.exec() == int(QDialog.DialogCode.Accepted)
