"""One line for what a short form leaves out: it can be opened, and nothing in it has to be answered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.assessment import NOT_COVERED
from ui.parts import UndoBar, announce, line
from ui.parts.sheet import side_by_side
from ui.parts.words import button
from ui.screens.record.desk import Desk
from ui.theme import em, show_if


class Fold(QWidget):
    """ "5 more questions here – Show them", and *Nothing here was covered* with a way back. `show_asked()`."""

    show_asked = Signal()

    def __init__(self, desk: Desk, section: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._section = desk, section
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.4))
        self._words = line("", "hint", self)
        rows.addWidget(self._words)
        self.show_button = button("Show them", parent=self)
        self.show_button.clicked.connect(self.show_asked)
        self.nothing_button = button("Nothing here was covered", "quiet", self)
        self.nothing_button.clicked.connect(self.leave_out)
        rows.addWidget(side_by_side(self.show_button, self.nothing_button, parent=self))
        self.undo_bar = UndoBar(self)
        rows.addWidget(self.undo_bar)
        self._marked: object = None

    def leave_out(self) -> None:
        """Mark what is expected here and has no answer as not covered; say how much, and offer the way back."""
        before = self._desk.last_change
        self._desk.not_covered(self._section)
        self._marked = self._desk.last_change
        if self._marked is before:
            announce(self, "Nothing here is left to mark as not covered")
            return
        self.show()
        number = self._not_covered()
        what = "1 question here is" if number == 1 else f"{number} questions here are"
        self.undo_bar.offer(f"{what} marked “Not covered”", self._take_back)

    def _take_back(self) -> None:
        self._desk.undo()
        announce(self, "Taken back")

    def _not_covered(self) -> int:
        """How many of this section are marked so now."""
        answers, shown = self._desk.assessment.answers, self._desk.findings.shown
        questions = self._desk.form.section[self._section].questions
        return sum(one.id in shown and answers.get(one.id) == NOT_COVERED for one in questions)

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
        if self._desk.last_change is not self._marked:
            self.undo_bar.clear()  # something else was done since, or it was taken back
        show_if(hidden > 0 or may_leave_out or not self.undo_bar.isHidden(), self)
