"""Why somebody opens a colleague's record: asked once a day, and written into the log."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Choice, Question
from ui.background import SlowWork
from ui.fields import field
from ui.parts import announce, line
from ui.parts.task_dialog import TaskDialog

LOGGED = "Your reason goes into the log, which the access lead can read."
MISSING = "Select why you open it"


class ReasonDialog(TaskDialog):
    """`chosen(reason)` once one of the reasons is picked."""

    chosen = Signal(str)

    def __init__(self, whose: str, reasons: Mapping[str, str], work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(f"This is {whose}’s record", "Open it", work, parent)
        choices = tuple(Choice(key, words) for key, words in reasons.items())
        asked = Question("why", "why", "seeing", "choice", "Why do you open it?", choices=choices, required="C")
        self.why = field(asked, self)
        self.add(self.why)
        self.add(line(LOGGED, "hint"))
        self.fit()
        self.why.focus_first()

    def _do(self) -> None:
        why = self.why.answer
        self.why.show_problem(None if why else MISSING)
        if not why:
            self.why.focus_first()
            announce(self, self.why.problem, urgent=True)
            return
        self.accept()
        self.chosen.emit(str(why))
