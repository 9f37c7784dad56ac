"""A button that opens what stands below it, and closes it again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts import announce
from ui.parts.sheet import side_by_side
from ui.parts.words import button
from ui.theme import em


class Unfold(QWidget):
    """Add what it opens to `rows`. `turned()` when it was opened or closed."""

    turned = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        all_rows = QVBoxLayout(self)
        all_rows.setContentsMargins(0, 0, 0, 0)
        all_rows.setSpacing(em(0.3))
        self.button = button("", "link", self)
        self.button.clicked.connect(self.turn)
        all_rows.addWidget(side_by_side(self.button, parent=self), 0, Qt.AlignmentFlag.AlignLeft)
        self.inside = QWidget(self)
        self.rows = QVBoxLayout(self.inside)
        self.rows.setContentsMargins(em(1), 0, 0, em(0.3))
        self.rows.setSpacing(em(0.4))
        self.inside.hide()
        all_rows.addWidget(self.inside)
        self._words = words
        self._say()

    def name(self, words: str) -> None:
        """What it opens."""
        self._words = words
        self._say()

    def turn(self) -> None:
        """Open it, or close it."""
        self.inside.setVisible(self.inside.isHidden())
        self._say()
        self.turned.emit()
        announce(self, "Closed" if self.inside.isHidden() else "Opened")

    def _say(self) -> None:
        sign = "▸" if self.inside.isHidden() else "▾"
        self.button.setText(f"{sign} {self._words}".replace("&", "&&"))
        self.button.setAccessibleName(f"{self._words}, {'closed' if self.inside.isHidden() else 'open'}")
