"""The record that lies open: every answer goes through here to the caseload at once, and what follows comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from carer_desktop.assessment import Assessment, Plain, order_of
from carer_desktop.errors import CarerError
from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import Form, Question, Section
from carer_desktop.workflow.stage import may_change
from ui.screens.record.comments import comments_on

if TYPE_CHECKING:
    from carer_desktop.caseload import Answered, Caseload, EarlierBudget
    from carer_desktop.caseload.filling import Step
    from carer_desktop.records.kept import Place

MOST_UNDOS = 200


class Desk(QObject):
    """One open record. `changed()` after every answer, `saving(future, again)` for its save, `refused(error)`."""

    changed = Signal()
    saving = Signal(object, object)
    refused = Signal(object)

    def __init__(self, caseload: Caseload, assessment: Assessment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.caseload = caseload
        self.assessment = assessment
        self.form: Form = caseload.records.form(assessment)
        self.findings: Findings = caseload.records.findings(assessment)
        # What the person asked of a section stays when its page is let go.
        self.checking = set(assessment.complete_sections)
        self.unfolded: set[str] = set()
        self.comments = comments_on(caseload, assessment)
        self._earlier: tuple[object, tuple[EarlierBudget, ...]] | None = None
        self._undo: list[tuple[str, str, Mapping[str, Plain]]] = []

    # What is there --------------------------------------------------------------------------------

    def earlier_budgets(self) -> tuple[EarlierBudget, ...]:
        """What the carer was given in the year before; looked up anew once their Mosaic ID or the day has changed."""
        asked = tuple(self.findings.values.get(name) for name in ("carer_mosaic_id", self.form.date_question))
        if self._earlier is None or self._earlier[0] != asked:
            self._earlier = (asked, self.caseload.earlier_budgets.of(self.assessment))
        return self._earlier[1]

    @property
    def may_change(self) -> bool:
        """Whether answers may be given at the stage the record is in."""
        return may_change(self.assessment.stage)

    def question_at(self, place: str) -> Question:
        """The question, or the column of a list, that stands at a place."""
        name, _, cell = place.partition("/")
        question = self.form.question[name]
        return question.column_by_id[cell.partition("/")[2]] if cell else question

    def section_of(self, place: str) -> str:
        """The section a place stands in."""
        return self.form.question[place.partition("/")[0]].section

    def goes_on_at(self, last: Place | None, sections: Sequence[str]) -> tuple[str, str]:
        """The one of these sections the person was in, and the place in it they typed at; else the first section."""
        if last is None or last.section not in sections:
            return sections[0], ""
        question = self.form.question.get((last.question or "").partition("/")[0])
        is_here = question is not None and question.section == last.section and self.may_change
        return last.section, (last.question or "") if is_here else ""

    def is_shown(self, section: Section) -> bool:
        """Whether a section is open now and has a page of its own in the task list."""
        state = next(one for one in self.findings.sections if one.id == section.id)
        return state.shown and section.task_list and not (section.by_moves and not self.assessment.history)

    def plain_at(self, place: str) -> Plain | None:
        """The answer kept at a place; what is worked out or stands in where there is none."""
        name, _, cell = place.partition("/")
        answer = self.assessment.answers.get(name)
        if cell:
            item, _, column = cell.partition("/")
            rows = answer if isinstance(answer, list) else []
            answer = next((row.get(column) for row in rows if row["id"] == item), None)
        if answer is None and place in self.findings.calculated:
            return self.caseload.exports.words(self.question_at(place), self.findings.calculated[place])
        if answer is None and place in self.findings.defaults and not cell:
            question = self.form.question[name]
            answer = question.default if question.default is not None else self.findings.values.get(name)
        return as_plain(answer)

    # What the person does -------------------------------------------------------------------------

    def answer(self, place: str, plain: Plain | None) -> None:
        """One answer given, changed or cleared."""
        name, _, cell = place.partition("/")
        item, _, column = cell.partition("/")
        give = self.caseload.records.answer
        self._do(place, self.question_at(place).label, lambda: give(
            self.assessment, name, plain, item or None, column or None))  # fmt: skip

    def add_item(self, question: str) -> None:
        """One more entry at the end of a list."""
        self._do("", self.question_at(question).label, lambda: self.caseload.records.add_item(
            self.assessment, question)[0])  # fmt: skip

    def remove_item(self, question: str, item: str) -> None:
        """An entry taken out of a list; its answers are kept aside."""
        self._set_items(question, [one for one in self.items(question) if one != item])

    def restore_item(self, question: str, item: str, index: int) -> None:
        """An entry put back where it was."""
        items = [one for one in self.items(question) if one != item]
        self._set_items(question, [*items[:index], item, *items[index:]])

    def move_item(self, question: str, item: str, by: int) -> None:
        """An entry moved up or down."""
        items = self.items(question)
        at = items.index(item)
        items.insert(min(max(at + by, 0), len(items) - 1), items.pop(at))
        self._set_items(question, items)

    def items(self, question: str) -> list[str]:
        """The ids of a list's entries, in order."""
        rows = self.assessment.answers.get(question)
        return [str(row["id"]) for row in rows] if isinstance(rows, list) else []

    def _set_items(self, question: str, items: list[str]) -> None:
        self._do("", self.question_at(question).label, lambda: self.caseload.records.set_items(
            self.assessment, question, items))  # fmt: skip

    def not_covered(self, section: str) -> None:
        """Nothing expected in a section was talked about."""
        title = self.form.section[section].title
        self._do("", title, lambda: self.caseload.records.not_covered(self.assessment, section))

    def start_plan(self) -> None:
        """A row of the plan for every outcome that is not managed."""
        self._do("", "The plan", lambda: self.caseload.records.start_plan(self.assessment))

    def mark_complete(self, sections: Iterable[str], complete: bool = True) -> None:
        """Sections marked as complete, or opened again."""
        marked = list(sections)
        self._mark(lambda: self.caseload.records.mark_complete(self.assessment, marked, complete))

    def keep_warning(self, place: str) -> None:
        """The person keeps an answer that looks unlikely."""
        self._mark(lambda: self.caseload.records.keep_warning(self.assessment, place))

    def settle(self, place: str) -> None:
        """A field was left: what is typed there next is a change of its own to take back."""
        if self._undo and self._undo[-1][0] == place:
            _, label, answers = self._undo[-1]
            self._undo[-1] = ("", label, answers)
        if self.findings.problem_at(place) is not None:
            self.changed.emit()  # it was held back while the person was typing there

    @property
    def last_change(self) -> object:
        """The change that would be taken back now; the same object as long as it is that one."""
        return self._undo[-1] if self._undo else None

    def undo(self) -> str:
        """Takes the last change back, as answers of their own; the words of what changed, or nothing."""
        if not self._undo:
            return ""
        _, label, before = self._undo.pop()
        steps = list(_steps_back(self.assessment.answers, before))
        if steps:
            self._guarded(lambda: self.caseload.records.give(self.assessment, steps))
        return label

    def _do(self, place: str, label: str, work: Callable[[], Answered]) -> None:
        before, undo = self.assessment.answers, self._undo
        if not (place and undo and undo[-1][0] == place):
            self._undo = [*undo[-MOST_UNDOS:], (place, label, before)]  # whoever hears of the change may ask for it
        if not self._guarded(work) or before == self.assessment.answers:
            self._undo = undo

    def _guarded(self, work: Callable[[], Answered]) -> bool:
        try:
            answered = work()
        except CarerError as error:
            self.refused.emit(error)
            return False
        self._arrived(answered)
        return True

    def _mark(self, work: Callable[[], Answered]) -> None:
        """Marks do not wait in the outbox as answers do: one that fails has to be made again."""
        self._arrived(work(), lambda: work().saved)

    def _arrived(self, answered: Answered, again: Callable[[], Future[Any]] | None = None) -> None:
        self.assessment, self.findings = answered.assessment, answered.findings
        self.saving.emit(answered.saved, again)
        self.changed.emit()


def as_plain(value: Any) -> Plain | None:
    """A worked-out value as an answer is kept: text for numbers and days, a list for several choices.

    >>> from decimal import Decimal
    >>> as_plain(Decimal("12.50")), as_plain(("a", "b")), as_plain(None)
    ('12.50', ['a', 'b'], None)
    """
    if value is None or isinstance(value, str | int | list | dict):
        return value
    if isinstance(value, tuple):
        return list(value)
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _steps_back(now: Mapping[str, Plain], before: Mapping[str, Plain]) -> Iterable[Step]:
    """The answers that lead from what is there now to what was there before."""
    from carer_desktop.caseload.filling import Step

    for name in dict.fromkeys((*now, *before)):
        is_now, was = now.get(name), before.get(name)
        if is_now == was:
            continue
        rows_now, rows_before = _rows(is_now), _rows(was)
        if not rows_now and not rows_before:
            yield Step(name, was)
            continue
        if [*rows_now] != [*rows_before]:
            yield Step(name, order_of(rows_before))
        for item, row in rows_before.items():
            there = rows_now.get(item, {})
            for column in dict.fromkeys((*there, *row)):
                if column != "id" and there.get(column) != row.get(column):
                    yield Step(name, row.get(column), item, column)


def _rows(plain: Plain | None) -> dict[str, dict[str, Any]]:
    if not isinstance(plain, list):
        return {}
    return {str(row["id"]): row for row in plain if isinstance(row, dict)}
