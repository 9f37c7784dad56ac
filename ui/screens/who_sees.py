"""Who may see a record: restricting it to some people with a reason, and stepping back from somebody one knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.forms.question import Choice, Question
from ui.background import SlowWork
from ui.fields import field
from ui.parts import Note, announce, line
from ui.parts.sheet import side_by_side
from ui.parts.task_dialog import TaskDialog
from ui.parts.words import button

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ALONE = "You always see it yourself. If you tick nobody, only you do, and the access lead sees no records anyway."
RULE = "On one laptop this is a rule of the program, not of the encryption."
MISSING = "Say why only these people may see it"
STEP_BACK = (
    "If you know the carer, as a neighbour or a friend for example, somebody else has to do this. The record goes from "
    "your lists, and you cannot open it any more. Managers here are told that you know the carer of this reference."
)
FOR_GOOD = "This cannot be taken back."


class RestrictDialog(TaskDialog):
    """Asks who besides oneself may see the record, and why; or gives it back to everybody."""

    def __init__(self, caseload: Caseload, work: SlowWork, record: Assessment, parent: QWidget | None = None) -> None:
        super().__init__(f"Who may see {record.reference}", "Restrict it", work, parent)
        self._caseload, self._record = caseload, record
        me, named = caseload.me.id, caseload.records.seeing.named(record.id)
        here = [each for each in caseload.people.all() if each.ended_at is None and each.id != me]
        choices = tuple(Choice(each.id, each.name) for each in here)
        who = Question("who", "who", "seeing", "choices", "Who may see it besides you?", choices=choices, hint=ALONE)
        why = Question("why", "why", "seeing", "text", "Why?", required="C", hint="For example: a neighbour of ours")
        self.who, self.why = field(who, self), field(why, self)
        ticked = named or {record.created_by}
        self.who.show_value([each.id for each in here if each.id in ticked])
        self.who.setVisible(bool(choices))
        self.lift_button = button("Everybody again who could see it before", parent=self)
        self.lift_button.clicked.connect(self._lift)
        self.lift_button.setVisible(bool(named))
        for widget in (self.who, self.why, line(RULE, "hint"), side_by_side(self.lift_button)):
            self.add(widget)
        self.fit()
        (self.who if choices else self.why).focus_first()

    def _do(self) -> None:
        self.why.flush()
        why = str(self.why.answer or "")
        self.why.show_problem(None if why else MISSING)
        if not why:
            self.why.focus_first()
            announce(self, self.why.problem, urgent=True)
            return
        ticked = self.who.answer
        to = [str(each) for each in ticked] if isinstance(ticked, list) else []
        seeing, record = self._caseload.records.seeing, self._record
        self.run("Restricting it", lambda: seeing.restrict(record, to, why), lambda _: self._end("It is restricted"))

    def _lift(self) -> None:
        seeing, record = self._caseload.records.seeing, self._record
        self.run("Giving it back", lambda: seeing.lift(record), lambda _: self._end("It is restricted no more"))

    def _end(self, words: str) -> None:
        announce(self, words)
        self.accept()


class StepBackDialog(TaskDialog):
    """“I know this person.” `stepped_back()` once the record is gone from one's lists."""

    stepped_back = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, record: Assessment, parent: QWidget | None = None) -> None:
        super().__init__("You know this person", "I know this person", work, parent)
        self._caseload, self._record = caseload, record
        self.add(line(record.reference, "strong"))
        self.add(line(STEP_BACK, "body"))
        self.add(Note(FOR_GOOD))
        self.fit()

    def _do(self) -> None:
        seeing, record = self._caseload.records.seeing, self._record
        self.run("Taking it from your lists", lambda: seeing.step_back(record), lambda _: self._gone())

    def _gone(self) -> None:
        announce(self, "The record is gone from your lists")
        self.accept()
        self.stepped_back.emit()
