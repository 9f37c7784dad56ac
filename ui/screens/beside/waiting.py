"""Before the form: what was offered, who waits for a conversation, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from carer_desktop.errors import Refused
from carer_desktop.forms.question import Choice
from carer_desktop.records.pathway import Referral
from carer_desktop.workflow.clocks import on_day
from ui.background import SlowWork
from ui.fields import field
from ui.fields.wrap import check
from ui.parts import Card, Note, line
from ui.parts.asking import WHO, YES_NO, AskDialog, ask, who_is
from ui.parts.sheet import side_by_side
from ui.parts.words import button
from ui.screens.beside.requests import request_words
from ui.screens.beside.visits import visit_lines

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ANSWERS = (
    Choice("yes", "Yes"), Choice("not_now", "Not now"), Choice("no", "No"),
    Choice("register", "Only the carers’ register"),
)  # fmt: skip
OFFER = (
    WHO,
    ask("answer", "choice", "What did they say to a conversation?", choices=ANSWERS, required="C",
        when_empty="Select what they said"),
    ask("given", "text", "What did you give them?", hint="For example, a leaflet"),
    ask("knows", "choices", "Do they know that they can come back?", choices=(Choice("yes", "Yes, they know"),)),
)  # fmt: skip
KINDS = (
    Choice("referral", "Somebody refers the carer"), Choice("self", "The carer asks"),
    Choice("review", "A review is asked for"),
    Choice("named", "The carer was named in an assessment, and not asked yet"),
)  # fmt: skip
WAITS = (
    WHO,
    ask("kind", "choice", "How did it come?", choices=KINDS, required="C", when_empty="Select how it came"),
    ask("asked_by", "text", "Who asked?", hint="Name and service"),
    ask("received_on", "date", "When did they ask?", required="C", when_empty="Enter the date when they asked"),
    ask("urgent", "choice", "Is it urgent?", choices=YES_NO),
    ask("urgent_why", "text", "Why is it urgent?", hint="Only where it is"),
    ask("reach", "text", "How can the carer be reached safely?"),
    ask("cared_for", "name", "Who do they care for?"),
    ask("may_contact", "text", "Does the person cared for agree that the carer is contacted?"),
    ask("note", "long_text", "Anything else?"),
)  # fmt: skip
WHY = ask("why", "text", "Why is no conversation needed here?", required="C", when_empty="Say why, and who does it",
          hint="Where it was passed on, say to whom")  # fmt: skip


class OfferDialog(AskDialog):
    """A conversation was offered: ten seconds, and no form behind it. Who says yes waits."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, "Offered today", "Keep it", questions=OFFER, parent=parent)

    def _add_more(self) -> None:
        """A no asks nothing more than whether they know that they can come back."""
        self.fields["knows"].hide()
        self.fields["answer"].answered.connect(lambda _place, plain: self._answered(plain))

    def _answered(self, plain: object) -> None:
        self.fields["knows"].setVisible(plain in ("no", "not_now"))
        self._fit()

    def _keep(self, given: dict[str, Any]) -> str:
        who = who_is(given["carer"])
        knows = bool(given.get("knows"))
        made = self._caseload.queue.offered(given["answer"], *who, given.get("given", ""), knows_can_return=knows)
        return "Kept. It waits for a conversation." if made.referral else "The offer is kept."


class ReferralDialog(AskDialog):
    """Somebody who waits for a conversation."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        starts = {"received_on": caseload.clock.today().isoformat()}
        super().__init__(
            caseload, work, "Somebody waits for a conversation", "Keep it", questions=WAITS, starts=starts,
            parent=parent,
        )  # fmt: skip

    def _keep(self, given: dict[str, Any]) -> str:
        urgent = given.pop("urgent", "no") == "yes"
        kind, (name, number) = given.pop("kind"), who_is(given.pop("carer"))
        if given.get("urgent_why") and not urgent:
            raise Refused("You say why it is urgent", mend="Select “Yes” there, or take the reason out.")
        self._caseload.queue.take(kind, name, mosaic_id=number, urgent=urgent, **given)
        return "Kept. It waits for a conversation."


class WaitingDialog(AskDialog):
    """One who waits: start the conversation, plan a visit, ask another team, or close it with a reason.

    `begun(id)` for the record, `plan_asked()`, `team_asked()`.
    """

    begun = Signal(str)
    plan_asked = Signal()
    team_asked = Signal()
    enter_goes = False  # the line says why it is closed, and the main button starts it

    def __init__(self, caseload: Caseload, work: SlowWork, one: Referral, parent: QWidget | None = None) -> None:
        self._one = one
        review = one.kind == "review"
        self._form = "carer_review" if review else "carer_conversation"
        go = "Start the Review" if review else "Start the Conversation"
        super().__init__(caseload, work, one.carer_name or one.mosaic_id, go, parent=parent)
        self.go_button.setFocus()

    def _add_more(self) -> None:
        if self._one.urgent:
            self.add(Note(f"Urgent: {self._one.urgent_why}"))
        for words in (*waiting_lines(self._one, self._caseload.clock.today()), *self._since()):
            self.add(line(words, "body"))
        self.plan_button = button("Plan a visit…", parent=self)
        self.plan_button.clicked.connect(lambda: self._leave_for(self.plan_asked))
        self.team_button = button("Ask another team…", parent=self)
        self.team_button.clicked.connect(lambda: self._leave_for(self.team_asked))
        self.add(side_by_side(self.plan_button, self.team_button))
        card = Card("Or close it", self)
        self.why = field(WHY, card)
        self.passed_on: QCheckBox = check("It was passed on to somebody else", card)
        self.close_button = button("Close it with this reason", parent=card)
        self.close_button.clicked.connect(self._close)
        card.add(self.why)
        card.add(self.passed_on)
        card.add(side_by_side(self.close_button, parent=card))
        self.add(card)

    def _since(self) -> list[str]:
        """What was planned and asked since it came."""
        caseload, id = self._caseload, self._one.id
        planned = [visit_lines(each, caseload) for each in caseload.contacts.planned_for(id)]
        asked = [each for each in caseload.queue.requests() if each.referral == id]
        return [
            *(f"Visit planned: {'. '.join(lines)}" for lines in planned),
            *(request_words(each, caseload.clock.today()) for each in asked),
        ]

    def _leave_for(self, asked: Any) -> None:
        self.accept()
        asked.emit()

    def _do(self) -> None:
        queue, one, form = self._caseload.queue, self._one, self._form
        self.run("Starting it", lambda: queue.begin(one, form).id, self._started)

    def _started(self, record: str) -> None:
        self.accept()
        self.begun.emit(record)

    def _close(self) -> None:
        self.why.flush()
        why = str(self.why.answer or "")
        self.why.show_problem(None if why else WHY.when_empty)
        if not why:
            self.why.focus_first()
            return
        queue, one, passed_on = self._caseload.queue, self._one, self.passed_on.isChecked()
        self.run("Closing it", lambda: queue.close(one, why, passed_on), lambda _: self._kept("It is closed."))


def waiting_lines(one: Referral, today: date) -> list[str]:
    """What is known of somebody who waits, one line each."""
    kind = next(each.label for each in KINDS if each.id == one.kind)
    said = [f"{kind}. It came on {on_day(one.received_on, today)}."]
    said += [f"Who asked: {one.asked_by}"] if one.asked_by else []
    said += [f"Mosaic ID {one.mosaic_id}"] if one.mosaic_id and one.carer_name else []
    said += [f"Safe contact: {one.reach}"] if one.reach else []
    said += [f"Cares for {one.cared_for}"] if one.cared_for else []
    said += [f"Agrees that the carer is contacted: {one.may_contact}"] if one.may_contact else []
    return [*said, one.note] if one.note else said
