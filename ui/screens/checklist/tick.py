"""A step that is done: what the form wants to know with it, the day, and a note where one helps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.checklist import Shown
from carer_desktop.forms import validation
from carer_desktop.forms.question import Question
from carer_desktop.forms.values import read
from ui.background import SlowWork
from ui.fields import Field, field
from ui.parts import ErrorSummary, line
from ui.parts.task_dialog import TaskDialog
from ui.parts.words import YOU

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

DAY = Question("tick_on", "tick_on", "tick", "date", "When was it done?", required="C",
               when_empty="Enter the date when it was done")  # fmt: skip
NOTE = Question("tick_note", "tick_note", "tick", "text", "Anything to note?")


class TickDialog(TaskDialog):
    """`ticked()` once it is kept."""

    ticked = Signal()
    help_page = "next"

    def __init__(
        self, caseload: Caseload, work: SlowWork, record: Assessment, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__("This step is done", "It is done", work, parent)
        self._caseload, self._record, self._step = caseload, record, shown.step
        form, asked = caseload.records.form(record), caseload.records.findings(record).shown
        self._facts = [form.question[each] for each in shown.step.facts if each in form.question and each in asked]
        self.summary = ErrorSummary(self)
        self.summary.followed.connect(lambda place: self.fields[place].focus_first())
        self.add(self.summary)
        self.add(line(shown.step.words, "body"))
        if any(each.asked_of == "carer" for each in self._facts):
            self.add(line(YOU, "hint"))
        self.fields: dict[str, Field] = {}
        for question in (*self._facts, DAY, NOTE):
            made = self.fields[question.id] = field(question, self, clock=caseload.clock)
            made.show_value(record.answers.get(question.id))
            self.add(made)
        self.fields[DAY.id].show_value(caseload.clock.today().isoformat())
        self.fit()
        self.fields[(*self._facts, DAY)[0].id].focus_first()

    def _do(self) -> None:
        for made in self.fields.values():
            made.flush()
        wrong = self._wrong()
        for name, made in self.fields.items():
            made.show_problem(wrong.get(name))
        self.summary.show_problems(list(wrong.items()))
        if wrong:
            self.grow(self.summary)
        else:
            self.run("Keeping it", self._keep, lambda _: self._kept())

    def _wrong(self) -> dict[str, str]:
        found, today = {}, self._caseload.clock.today()
        for question in (*self._facts, DAY):
            plain = self.fields[question.id].answer
            if plain in (None, "", []):
                if question is DAY:
                    found[question.id] = validation.needed(question)
                continue
            reading = read(question, plain)
            problem = reading.problem or validation.hard(question, reading.value, today)
            if problem:
                found[question.id] = problem
        return found

    def _keep(self) -> None:
        given: dict[str, Any] = {
            each.id: self.fields[each.id].answer
            for each in self._facts
            if self.fields[each.id].answer != self._record.answers.get(each.id)
        }
        record = self._caseload.moves.give_facts(self._record, given) if given else self._record
        on, note = str(self.fields[DAY.id].answer), str(self.fields[NOTE.id].answer or "")
        self._caseload.checklist.tick(record, self._step.id, date.fromisoformat(on), note)

    def _kept(self) -> None:
        self.accept()
        self.ticked.emit()
