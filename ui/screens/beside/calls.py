"""The duty call with what was promised, what was promised and is done, and the month's count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Choice
from carer_desktop.records.pathway import Contact
from carer_desktop.workflow.clocks import on_day
from ui.background import SlowWork
from ui.parts import announce
from ui.parts.asking import WHO, YES_NO, AskDialog, ask, who_is

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.queue import CldsCount

HOW = (
    Choice("phone", "Phone"), Choice("text", "Text message"), Choice("email", "E-mail"), Choice("letter", "Letter"),
    Choice("person", "In person"),
)  # fmt: skip
CALL = (
    WHO,
    ask("how", "choice", "How were they in touch?", required="U", choices=HOW),
    ask("who", "text", "Who rang or wrote?", required="U", hint="The carer, or who else"),
    ask("asked_for", "text", "Whom did they ask for?"),
    ask("right_person", "choice", "Is that the right person?", required="U",
        choices=(*YES_NO, Choice("unsure", "Not sure"))),
    ask("said", "long_text", "What was said?", required="U"),
    ask("done_now", "text", "What did you do now?"),
    ask("message_for", "text", "Message left for"),
)  # fmt: skip
PROMISED = (
    ask("due_on", "date", "Call back promised by", future=True,
        hint="It stands on the home page of whoever does it until it is done"),
    ask("if_no_call", "text", "What should they do if the call does not come?",
        hint="As you told them, for example: ring the duty line"),
    ask("expect_by", "date", "When were they told to expect a call?", future=True),
    ask("filed_where", "text", "Where is the letter or e-mail filed?"),
    ask("told_carer_on", "date", "When was the carer told?"),
)  # fmt: skip
DONE = ask("note", "text", "How did it go?")
SAFE = "If somebody is in danger now: ring 999 first."


class CallDialog(AskDialog):
    """Somebody rang or wrote."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        here = [each for each in caseload.people.all() if each.ended_at is None]
        whose = ask(
            "follow_up", "choice", "Who calls back?", choices=tuple(Choice(each.id, each.name) for each in here)
        )
        questions = (*CALL, PROMISED[0], whose, *PROMISED[1:])
        super().__init__(
            caseload, work, "Duty call or message", "Keep it", (SAFE, *caseload.teams.numbers()), questions,
            {"follow_up": caseload.me.id}, parent,
        )  # fmt: skip

    def _keep(self, given: dict[str, Any]) -> str:
        if "due_on" not in given:
            given.pop("follow_up", None)
        name, number = who_is(given.pop("carer"))
        made = self._caseload.contacts.note(name, mosaic_id=number, **given)
        return "Kept. The call stands on the home page until it is done." if made.due_on else "The contact is kept."


class PromisedDialog(AskDialog):
    """What was promised, and that it is done."""

    def __init__(self, caseload: Caseload, work: SlowWork, contact: Contact, parent: QWidget | None = None) -> None:
        self._contact = contact
        told = promised_lines(contact, caseload.clock.today())
        name = contact.carer_name or contact.mosaic_id
        super().__init__(caseload, work, f"Promised call: {name}", "It is done", told, (DONE,), parent=parent)
        self.go_button.setFocus()

    def _keep(self, given: dict[str, Any]) -> str:
        self._caseload.contacts.done(self._contact, given.get("note", ""))
        return "The promised call is done."


class CountDialog(AskDialog):
    """How many of a month's conversations for the learning disability service are used, here and elsewhere."""

    def __init__(self, caseload: Caseload, work: SlowWork, count: CldsCount, parent: QWidget | None = None) -> None:
        month = f"{caseload.clock.today():%B}"
        asked = ask("count", "whole", f"How many were done on other laptops in {month}?", required="C", least=0,
                    when_empty="Enter a number, or 0")  # fmt: skip
        told = (f"Conversations for carers of people whom the learning disability service supports: {count.words}.",)
        starts = {"count": count.elsewhere} if count.entered_by else {}
        super().__init__(caseload, work, "Conversations this month", "Keep it", told, (asked,), starts, parent)

    def _keep(self, given: dict[str, Any]) -> str:
        return f"Kept: {self._caseload.queue.set_clds_elsewhere(int(given['count'])).words}."

    def _kept(self, said: str) -> None:
        super()._kept(said)
        announce(self, said)


def promised_lines(contact: Contact, today: date) -> list[str]:
    """What is known of a promise, one line each."""
    due = f"Promised by {on_day(contact.due_on, today)}." if contact.due_on else "Promised."
    told = (
        ("Who was in touch", contact.who), ("They asked for", contact.asked_for), ("What was said", contact.said),
        ("What was done", contact.done_now), ("Message for", contact.message_for),
        ("If the call does not come", contact.if_no_call), ("Filed", contact.filed_where),
        ("Mosaic ID", contact.mosaic_id),
    )  # fmt: skip
    return [due, *(f"{label}: {words}" for label, words in told if words)]
