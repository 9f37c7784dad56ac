"""A visit or call that is planned: who goes, when, where, with a review that is due; and whether it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from carer_desktop.errors import Refused
from carer_desktop.forms.question import Choice, Question
from carer_desktop.records.pathway import Referral, Visit
from carer_desktop.workflow.clocks import on_day
from ui.background import SlowWork
from ui.parts.asking import WHO, YES_NO, AskDialog, ask
from ui.parts.sheet import side_by_side
from ui.parts.words import button
from ui.theme import show_if

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

REVIEW = (
    ask("review", "choice", "Is the review of the person they care for due too?", choices=YES_NO,
        hint="Then do both together: one visit for both of them"),
    ask("review_who", "text", "Who comes for that review?", hint="Name and team"),
)  # fmt: skip
MORE = (
    ask("place", "text", "Where?", hint="For example at home, at the office, by phone"),
    ask("safe_contact", "text", "How can the carer be reached safely before?"),
    *REVIEW,
    ask("needs", "text", "What does the carer need?", hint="For example an interpreter, step-free access"),
    ask("bring", "text", "What to bring", hint="For example the questions in large print"),
)  # fmt: skip


class PlanDialog(AskDialog):
    """A visit or call to plan; *starts* is what is known already, *record* the id of the record or referral."""

    def __init__(
        self, caseload: Caseload, work: SlowWork, starts: Mapping[str, str], record: str = "", cared_for: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._record, self._cared_for = record, cared_for
        asked = (*_when_and_who(caseload), *MORE)
        known = {"person": caseload.me.id, **starts}
        super().__init__(caseload, work, "Plan a visit or call", "Keep it", (), asked, known, parent)

    def _add_more(self) -> None:
        show_if(False, self.fields["review_who"])
        self.fields["review"].answered.connect(lambda _place, plain: self._both(plain == "yes"))

    def _both(self, together: bool) -> None:
        show_if(together, self.fields["review_who"])
        self._fit()

    def _wrong(self) -> dict[str, str]:
        from carer_desktop.caseload.contacts import clock_time

        found, today = super()._wrong(), self._caseload.clock.today()
        try:
            clock_time(str(self.fields["time"].answer or ""))
        except Refused as refused:
            found["time"] = f"{refused.what}. {refused.mend}"
        if "on" not in found and self.given["on"] < today:
            found["on"] = "The day must be today or in the future"
        return found

    def _keep(self, given: dict[str, Any]) -> str:
        who, on = given.pop("carer"), given.pop("on")
        together, by = given.pop("review", "no") == "yes", given.pop("review_who", "")
        if together:
            both = f"together with the review of {self._cared_for or 'the person cared for'}, which is due"
            given["needs"] = "; ".join(each for each in (given.get("needs"), both, by and f"for it comes {by}") if each)
        made = self._caseload.contacts.plan(who, on, record=self._record, **given)
        mine = made.person == self._caseload.me.id
        return f"The visit is planned for {on_day(on, self._caseload.clock.today())}{'' if mine else ', for who goes'}."


class VisitDialog(AskDialog):
    """A visit: whether it was made, and the way to its record. `begun(id)` for a record to be opened."""

    begun = Signal(str)

    def __init__(self, caseload: Caseload, work: SlowWork, visit: Visit, parent: QWidget | None = None) -> None:
        self._visit = visit
        waiting = (one for one in caseload.queue.waiting() if one.id == visit.assessment)
        self._waits: Referral | None = next(waiting, None)
        said = visit_lines(visit, caseload)
        super().__init__(caseload, work, f"Visit: {visit.carer_name}", "The visit was made", said, parent=parent)
        self.go_button.setFocus()

    def _add_more(self) -> None:
        self.cancel_button = button("It does not take place", parent=self)
        self.cancel_button.clicked.connect(self._cancel)
        links: list[QWidget] = [self.cancel_button]
        self.record_button: QPushButton | None = None
        if self._waits is not None:
            self.record_button = button("Start the Conversation", parent=self)
            self.record_button.clicked.connect(self._start)
        elif self._visit.assessment and self._caseload.records.seeing.may(self._visit.assessment):
            self.record_button = button("Open the record", parent=self)
            self.record_button.clicked.connect(lambda: self._leave_for(self._visit.assessment))
        if self.record_button is not None:
            links.insert(0, self.record_button)
        self.add(side_by_side(*links))

    def _start(self) -> None:
        queue, waits = self._caseload.queue, self._waits
        assert waits is not None
        form = "carer_review" if waits.kind == "review" else "carer_conversation"
        self.run("Starting it", lambda: queue.begin(waits, form).id, self._leave_for)

    def _leave_for(self, record: str) -> None:
        self.accept()
        self.begun.emit(record)

    def _keep(self, given: dict[str, Any]) -> str:
        self._caseload.contacts.visited(self._visit)
        return "The visit was made."

    def _cancel(self) -> None:
        contacts, visit = self._caseload.contacts, self._visit
        self.run("Keeping it", lambda: contacts.visited(visit, "cancelled"), lambda _: self._kept("It is cancelled."))


def visit_lines(visit: Visit, caseload: Caseload) -> list[str]:
    """What is known of a visit, one line each."""
    names = {each.id: each.name for each in caseload.people.all()}
    when = f"{on_day(visit.on_day, caseload.clock.today())} {visit.time} {visit.place}".strip()
    told = (
        ("Who goes", names.get(visit.person, "") if visit.person != caseload.me.id else ""),
        ("Safe contact", visit.safe_contact), ("Needs", visit.needs), ("To bring", visit.bring),
    )  # fmt: skip
    return [when, *(f"{label}: {words}" for label, words in told if words)]


def _when_and_who(caseload: Caseload) -> tuple[Question, ...]:
    here = [each for each in caseload.people.all() if each.ended_at is None]
    goers = [each for each in here if "assessor" in each.roles or each.id == caseload.me.id]
    return (
        WHO,
        ask("on", "date", "On which day?", required="C", future=True, when_empty="Enter the day"),
        ask("time", "text", "At what time?", hint="Such as 14:30 or 2.30pm"),
        ask("person", "choice", "Who goes?", required="C", when_empty="Select who goes",
            choices=tuple(Choice(each.id, each.name) for each in goers),
            hint="It stands on their home page on that day"),
    )  # fmt: skip
