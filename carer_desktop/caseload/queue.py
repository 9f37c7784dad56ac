"""Before the form: who waits for a conversation, what was offered, what one team asks of another, and the count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.careact.route import Facts, Route, policy, route
from carer_desktop.caseload.filling import Step
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock, day_words
from carer_desktop.errors import Refused
from carer_desktop.findings.given import full_day
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.pathway import OFFER_ANSWERS, REFERRAL_KINDS, Offer, Referral, Request, Visit
from carer_desktop.records.person import Person
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import Connection, Store, queue, rows
from carer_desktop.text import clean_text, one_line

CHECKER, ELSEWHERE, CRITERIA = "routing.checker", "clds", "routing.criteria"
CARERS = "camden_carers"


@dataclass(frozen=True, slots=True)
class CldsCount:
    """How many of a month's conversations are used: found on this laptop, and entered for other laptops by somebody."""

    month: str
    here: int
    elsewhere: int
    limit: int
    entered_by: str = ""
    entered_on: str = ""

    @property
    def used(self) -> int:
        """All that are known of."""
        return self.here + self.elsewhere

    @property
    def words(self) -> str:
        """What it counts, said honestly."""
        month = date.fromisoformat(f"{self.month}-01")
        counted = f"{self.here} on this laptop, {self.elsewhere or 'none'} entered for other laptops"
        by = f" by {self.entered_by} on {self.entered_on}" if self.entered_by else ""
        return f"{self.used} of {self.limit} used in {month:%B}: {counted}{by}"


class Queue:
    """Referrals, offers and requests of one vault, for the person signed in."""

    def __init__(self, store: Store, records: Records, clock: Clock, me: Person, settings: Settings) -> None:
        self._store = store
        self._records = records
        self._clock = clock
        self._me = me
        self._settings = settings

    # --- who waits -------------------------------------------------------------------------------

    def take(
        self,
        kind: str,
        carer_name: str = "",
        *,
        received_on: date | None = None,
        mosaic_id: str = "",
        reach: str = "",
        asked_by: str = "",
        source: str = "",
        cared_for: str = "",
        urgent: bool = False,
        urgent_why: str = "",
        may_contact: str = "",
        note: str = "",
    ) -> Referral:
        """Somebody who waits: a referral, a carer who asks, a review that is asked for, a carer who was named."""
        self._for_records()
        day = self._past(received_on)
        if kind not in REFERRAL_KINDS:
            raise Refused(f"There is no kind “{kind}”", mend=f"One of {', '.join(REFERRAL_KINDS)}.")
        self._somebody(carer_name, mosaic_id)
        if urgent and not one_line(urgent_why):
            raise Refused("Say why it is urgent")
        texts = (carer_name, mosaic_id, reach, asked_by, source, cared_for)
        name, mosaic, how, by, where, who = (one_line(text) for text in texts)
        taken = Referral(
            random_id(), kind, day, name, mosaic, how, by, where, who, urgent, one_line(urgent_why),
            one_line(may_contact), clean_text(note), self._me.id, self._clock.now(),
        )  # fmt: skip
        self._keep(taken, "referral", taken.state)
        return taken

    def waiting(self) -> tuple[Referral, ...]:
        """Who waits: urgent first, else in the order they came."""
        found = (one for one in self.all() if one.state == "waiting")
        return tuple(sorted(found, key=lambda one: (not one.urgent, one.received_on, one.at)))

    def all(self) -> tuple[Referral, ...]:
        """Everybody who waits or waited; none for somebody who sees no records."""
        return self._store.read(rows.all_, Referral).result() if self._records.seeing.any else ()

    def begin(self, referral: Referral, form: str = "carer_conversation") -> Assessment:
        """A record from a referral, with what is known already filled in; once."""
        self._open(referral)
        begun = self._records.begin(form)
        known = [Step(name, value) for name, value in _known(referral) if name in self._records.form(begun).question]
        begun = self._records.give(begun, known, "filled").assessment
        self._records.retry().result()
        after = replace(referral, state="begun", assessment=begun.id)
        self._change(after, "referral", after.state, "state", "assessment")
        for visit in self._store.read(rows.all_, Visit, assessment=referral.id).result():
            self._change(replace(visit, assessment=begun.id), "visit", visit.state, "assessment")
        return begun

    def close(self, referral: Referral, why: str, passed_on: bool = False) -> Referral:
        """It needs no record here: passed on to somebody, or closed for another reason."""
        self._open(referral)
        if not one_line(why):
            raise Refused("A reason is needed", mend="Say why, and to whom it was passed on.")
        state = "passed_on" if passed_on else "closed"
        after = replace(referral, state=state, closed_on=self._clock.today(), closed_why=one_line(why))
        self._change(after, "referral", state, "state", "closed_on", "closed_why")
        return after

    # --- what was offered ------------------------------------------------------------------------

    def offered(
        self,
        answer: str,
        carer_name: str = "",
        mosaic_id: str = "",
        given: str = "",
        knows_can_return: bool = False,
        on: date | None = None,
    ) -> Offer:
        """A conversation was offered: one line, and no form behind it. Who says yes waits in the queue."""
        self._for_records()
        if answer not in OFFER_ANSWERS:
            raise Refused(f"There is no answer “{answer}”", mend=f"One of {', '.join(OFFER_ANSWERS)}.")
        self._somebody(carer_name, mosaic_id)
        day = self._past(on)
        waits = self.take("self", carer_name, mosaic_id=mosaic_id, received_on=day).id if answer == "yes" else ""
        made = Offer(
            random_id(), day, one_line(carer_name), one_line(mosaic_id), answer, clean_text(given), knows_can_return,
            waits, self._me.id, self._clock.now(),
        )  # fmt: skip
        self._keep(made, "offer", answer)
        return made

    def offers(self) -> tuple[Offer, ...]:
        """Every offer, the oldest first."""
        return self._store.read(rows.all_, Offer).result() if self._records.seeing.any else ()

    # --- between teams ---------------------------------------------------------------------------

    def ask(self, from_team: str, to_team: str, about: str, text: str, record: str = "", referral: str = "") -> Request:
        """One team asks another to take a case on, or whether it is right for them."""
        self._for_records()
        if not (one_line(to_team) and one_line(about)):
            raise Refused("Say which team is asked, and about whom")
        made = Request(
            random_id(), self._clock.today(), one_line(from_team), one_line(to_team), one_line(about), clean_text(text),
            referral, record, self._me.id, self._clock.now(),
        )  # fmt: skip
        self._keep(made, "request", made.state)
        return made

    def answer(self, request: Request, accepted: bool, reply: str) -> Request:
        """The reply: we are picking this up, or not, with a reason."""
        if request.state != "waiting":
            raise Refused("This request is answered already")
        if not accepted and not clean_text(reply).strip():
            raise Refused("A reason is needed", mend="Say why it is not for this team.")
        state = "accepted" if accepted else "refused"
        after = replace(request, state=state, reply=clean_text(reply), answered_on=self._clock.today())
        self._change(after, "request", state, "state", "reply", "answered_on")
        return after

    def asked(self) -> tuple[Request, ...]:
        """Every request that is not answered yet, the oldest first."""
        return tuple(one for one in self.requests() if one.state == "waiting")

    def requests(self) -> tuple[Request, ...]:
        """Every request, the oldest first."""
        return self._store.read(rows.all_, Request).result() if self._records.seeing.any else ()

    # --- who should do it ------------------------------------------------------------------------

    def clds_count(self, day: date | None = None, but: str = "") -> CldsCount:
        """The count of the month of this day, without the record named in *but*."""
        month = f"{day or self._clock.today():%Y-%m}"
        here = self._store.read(queue.clds_conversations, month, CARERS, but).result()
        entered = self._settings.get(f"{ELSEWHERE}.m{month.replace('-', '_')}") or {}
        limit = policy().limits["clds_a_month"]
        return CldsCount(month, here, int(entered.get("count", 0)), limit, entered.get("by", ""), entered.get("on", ""))

    def set_clds_elsewhere(self, count: int, day: date | None = None) -> CldsCount:
        """How many other laptops have done in the month of this day, under the name of who says so."""
        self._for_records()
        if count < 0:
            raise Refused("A count is nought or more")
        today = self._clock.today()
        month = f"{day or today:%Y_%m}"
        said = {"count": count, "by": self._me.name, "on": day_words(today)}
        self._settings.set(f"{ELSEWHERE}.m{month}", said).result()
        return self.clds_count(day)

    def advice(self, assessment: Assessment) -> tuple[Route, CldsCount]:
        """Who should complete this record, with the month's count and the council's own names; it blocks nothing.

        The count is without this record.
        """
        values = self._records.findings(assessment).values
        day = full_day(values.get(self._records.form(assessment).date_question))
        count = self.clds_count(day, assessment.id)
        checker = self._settings.get(CHECKER)
        return route(Facts.from_values(values, count.used), names={"checker": checker} if checker else None), count

    def further_criteria(self) -> str:
        """The council's own further criteria, shown beside the advice; empty while there are none."""
        return str(self._settings.get(CRITERIA) or "")

    # --- parts -----------------------------------------------------------------------------------

    def _for_records(self) -> None:
        if not self._records.seeing.any:
            raise Refused("This is for those who work with carers", mend="Ask the access lead for another role.")

    def _somebody(self, carer_name: str, mosaic_id: str) -> None:
        if not (one_line(carer_name) or one_line(mosaic_id)):
            raise Refused("Give the carer’s name or Mosaic ID")

    def _past(self, day: date | None) -> date:
        if day is not None and day > self._clock.today():
            raise Refused(f"{day_words(day)} is in the future", mend="Give today or an earlier day.")
        return day or self._clock.today()

    def _open(self, referral: Referral) -> None:
        kept = self._store.read(rows.one, Referral, referral.id).result()
        if kept is None or kept.state != "waiting":
            raise Refused("This one no longer waits", mend="Look at the list again.")

    def _keep(self, row: Any, what: str, state: str) -> None:
        event = Event("queue_changed", self._clock.now(), row.id, says={"what": what, "state": state})
        self._store.save_logged(added, row, event).result()

    def _change(self, row: Any, what: str, state: str, *names: str) -> None:
        event = Event("queue_changed", self._clock.now(), row.id, says={"what": what, "state": state})
        self._store.save_logged(changed, row, names, event).result()


def added(connection: Connection, log: Log, row: Any, event: Event) -> None:
    """Keep a new row and say so in the log."""
    rows.add(connection, row)
    log(event)


def changed(connection: Connection, log: Log, row: Any, names: tuple[str, ...], event: Event) -> None:
    """Keep what has become of a row and say so in the log."""
    rows.change(connection, row, *names)
    log(event)


def _known(referral: Referral) -> list[tuple[str, Any]]:
    """What a referral says, by the questions that ask for it."""
    first, _, last = referral.carer_name.rpartition(" ")
    known = {
        "carer_first": first or last,
        "carer_last": last if first else "",
        "carer_mosaic_id": referral.mosaic_id,
        "referral_date": referral.received_on.isoformat(),
        "referral_source": referral.source,
        "urgent": "yes" if referral.urgent else "",
        "urgent_why": referral.urgent_why,
    }
    return [(name, value) for name, value in known.items() if value]
