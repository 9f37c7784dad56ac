"""One line for what a short form leaves out: it can be opened, and nothing in it has to be answered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts import line
from ui.parts.sheet import side_by_side
from ui.parts.words import button
from ui.theme import em, show_if


class Fold(QWidget):
    """ "5 more questions here – Show them". `show_asked()`, `not_covered_asked()`."""

    show_asked = Signal()
    not_covered_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.4))
        self._words = line("", "hint", self)
        rows.addWidget(self._words)
        self.show_button = button("Show them", parent=self)
        self.show_button.clicked.connect(self.show_asked)
        self.nothing_button = button("Nothing here was covered", "quiet", self)
        self.nothing_button.clicked.connect(self.not_covered_asked)
        rows.addWidget(side_by_side(self.show_button, self.nothing_button, parent=self))

    def show_state(self, hidden: int, whole: bool, may_leave_out: bool) -> None:
        """*hidden* questions are folded away here; *whole*: nothing else stands in this section."""
        number = "1 more question" if hidden == 1 else f"{hidden} more questions"
        if whole and hidden:
            self._words.setText(f"Not covered in a short form. {number.replace(' more', '')} to open if they fit.")
        else:
            self._words.setText(f"{number} here, not needed in a short form")
        show_if(hidden > 0, self._words)
        self.show_button.setText("Open this section" if whole else "Show them")
        show_if(hidden > 0, self.show_button)
        show_if(may_leave_out, self.nothing_button)
        show_if(hidden > 0 or may_leave_out, self)
