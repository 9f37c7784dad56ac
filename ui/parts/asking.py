"""A small dialog of a few questions; what is wrong stands beside its question, and nothing is lost meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.forms import validation
from carer_desktop.forms.question import Choice, Question
from carer_desktop.forms.values import read
from ui.background import SlowWork
from ui.fields import Field, announce, field
from ui.parts.error_summary import ErrorSummary
from ui.parts.task_dialog import TaskDialog
from ui.parts.words import line

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def ask(id: str, type_: str, label: str, **more: Any) -> Question:
    """A question of one of these dialogs."""
    return Question(id, id, "beside", type_, label, **more)


WHO = ask("carer", "text", "Carer’s name or Mosaic ID", required="C", when_empty="Enter the carer’s name or Mosaic ID")


def who_is(said: str) -> tuple[str, str]:
    """Name and Mosaic ID out of one line: what has a digit and no space is a number.

    >>> who_is("Ann Example"), who_is("M1234567")
    (('Ann Example', ''), ('', 'M1234567'))
    """
    said = said.strip()
    is_number = any(each.isdigit() for each in said) and " " not in said
    return ("", said) if is_number else (said, "")


class AskDialog(TaskDialog):
    """Say in `_keep` what is done with the answers, by id. `kept(words)` once it is done."""

    kept = Signal(str)
    help_page = "next"

    def __init__(
        self, caseload: Caseload, work: SlowWork, title: str, go: str, told: Sequence[str] = (),
        questions: Sequence[Question] = (), starts: Mapping[str, Any] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, go, work, parent)
        self._caseload, self._questions = caseload, questions
        self.summary = ErrorSummary(self)
        self.summary.followed.connect(lambda place: self.fields[place].focus_first())
        self.add(self.summary)
        for words in told:
            self.add(line(words, "body"))
        self.fields: dict[str, Field] = {}
        for question in questions:
            made = self.fields[question.id] = field(question, self, clock=caseload.clock)
            made.show_value((starts or {}).get(question.id))
            self.add(made)
        self._add_more()
        self.fit()
        if questions:
            self.fields[questions[0].id].focus_first()

    def _add_more(self) -> None:
        """What else stands in it."""

    @property
    def given(self) -> dict[str, Any]:
        """The answers by id; days as days, what is left empty is not among them."""
        found: dict[str, Any] = {}
        for question in self._questions:
            plain = self.fields[question.id].answer
            if plain not in (None, "", []):
                found[question.id] = date.fromisoformat(str(plain)) if question.type == "date" else plain
        return found

    def _do(self) -> None:
        if self._is_right():
            self.run("Keeping it", lambda: self._keep(self.given), self._kept)

    def _is_right(self) -> bool:
        """Whether it can be kept; else what is wrong stands beside its question, and above."""
        for made in self.fields.values():
            made.flush()
        wrong = dict(self._wrong())
        for name, made in self.fields.items():
            made.show_problem(wrong.get(name))
        self.summary.show_problems(list(wrong.items()))
        if wrong:
            self.grow(self.summary)
        return not wrong

    def _wrong(self) -> dict[str, str]:
        found, today = {}, self._caseload.clock.today()
        for question in self._questions:
            plain = self.fields[question.id].answer
            if plain in (None, "", []):
                if question.required == "C":
                    found[question.id] = validation.needed(question)
                continue
            reading = read(question, plain)
            problem = reading.problem or validation.hard(question, reading.value, today)
            if problem:
                found[question.id] = problem
        return found

    def _keep(self, given: dict[str, Any]) -> str:
        """Do it, beside the window, and give what is said of it."""
        raise NotImplementedError

    def _kept(self, said: str) -> None:
        announce(self, said)
        self.accept()
        self.kept.emit(said)
