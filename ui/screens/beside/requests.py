"""What one team asks another: will you take this on, is this right for you; and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Choice
from carer_desktop.records.pathway import Request
from carer_desktop.workflow.clocks import on_day
from ui.background import SlowWork
from ui.parts.asking import AskDialog, ask

if TYPE_CHECKING:
    from datetime import date

    from carer_desktop.caseload import Caseload

WE_ASK, THEY_ASK = "we", "they"
ASKED = (
    ask("way", "choice", "Who asks?", required="C", when_empty="Select who asks",
        choices=(Choice(WE_ASK, "We ask another team"), Choice(THEY_ASK, "Another team asks us"))),
    ask("team", "text", "Which team?", required="C", when_empty="Enter the other team",
        hint="For example Prevention and Wellbeing, Camden Carers, a mental health team"),
    ask("about", "text", "About whom?", required="C", when_empty="Enter the carer’s name or Mosaic ID",
        hint="The carer’s name or Mosaic ID"),
    ask("text", "long_text", "What is asked?", required="C", when_empty="Enter what is asked",
        hint="For example: will you lead, or is this right for you? Write to them in the way your team does: "
             "this program sends nothing"),
)  # fmt: skip
ANSWER = (
    ask("answer", "choice", "What was answered?", required="C", when_empty="Select what was answered",
        choices=(Choice("yes", "Accepted: they, or we, take it on"), Choice("no", "Refused"))),
    ask("reply", "long_text", "The words of the answer",
        hint="A refusal needs the reason. For example: we are picking this up, contact the duty worker"),
)  # fmt: skip
WHY = "Enter why it was refused"


class AskTeamDialog(AskDialog):
    """A request to another team, or of one; *record* or *referral* is what it belongs to."""

    def __init__(
        self, caseload: Caseload, work: SlowWork, about: str = "", record: str = "", referral: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._of = {"record": record, "referral": referral}
        starts = {"about": about, "way": WE_ASK}
        super().__init__(caseload, work, "Ask another team", "Keep it", (), ASKED, starts, parent)

    def _keep(self, given: dict[str, Any]) -> str:
        ours = self._caseload.settings.my_details.get("assessor_team", "")
        asks, asked = (ours, given["team"]) if given["way"] == WE_ASK else (given["team"], ours or "us")
        self._caseload.queue.ask(asks, asked, given["about"], given["text"], **self._of)
        return "Kept. It stands on the home page until it is answered."


class RequestDialog(AskDialog):
    """A request that is not answered yet, and its answer."""

    def __init__(self, caseload: Caseload, work: SlowWork, one: Request, parent: QWidget | None = None) -> None:
        self._one = one
        told = [request_words(one, caseload.clock.today()), *([one.text] if one.text else [])]
        super().__init__(
            caseload, work, f"Request about {one.about}", "Keep the answer", told, ANSWER, parent=parent
        )  # fmt: skip

    def _wrong(self) -> dict[str, str]:
        found = super()._wrong()
        if self.fields["answer"].answer == "no" and not str(self.fields["reply"].answer or "").strip():
            found["reply"] = WHY
        return found

    def _keep(self, given: dict[str, Any]) -> str:
        self._caseload.queue.answer(self._one, given["answer"] == "yes", given.get("reply", ""))
        return "The answer is kept."


def request_words(one: Request, today: date) -> str:
    """Who asked whom, when, and what became of it.

    >>> from datetime import date, datetime
    >>> asked = Request("1", date(2026, 11, 20), "", "MH North", "Ann", "", "", "", "me", datetime(2026, 11, 20))
    >>> request_words(asked, date(2026, 11, 22))
    'We asked MH North on Friday 20 November. No answer yet.'
    >>> from dataclasses import replace
    >>> answered = replace(asked, state="refused", reply="Not ours", answered_on=date(2026, 11, 21))
    >>> request_words(answered, date(2026, 11, 22))
    'We asked MH North on Friday 20 November. Refused on Saturday 21 November: Not ours'
    """
    asked = f"{one.from_team or 'We'} asked {one.to_team} on {on_day(one.asked_on, today)}."
    if one.state == "waiting":
        return f"{asked} No answer yet."
    day = f" on {on_day(one.answered_on, today)}" if one.answered_on else ""
    return f"{asked} {one.state.capitalize()}{day}{f': {one.reply}' if one.reply else '.'}"
