"""What each person does next: one list of tasks by role, urgent first and then soonest due, and the days of reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Move
from carer_desktop.caseload.audit import kind_of_folder
from carer_desktop.caseload.contacts import Contacts
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.queue import Queue
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event
from carer_desktop.records.carer import Card
from carer_desktop.records.person import Person
from carer_desktop.store import Connection, Store, files, history, queue, retention
from carer_desktop.workflow import clocks, deciders
from carer_desktop.workflow.calendar_file import Entry, calendar
from carer_desktop.workflow.standing import (
    carer_must_be_told,
    carer_told,
    decided,
    decisions,
    paid,
    payment_day,
    payment_days,
    purchase,
    sent_to,
    taken_by,
    to_confirm,
)

KINDS = (
    "returned", "to_decide", "to_confirm", "tell_carer", "instruct", "to_export", "to_upload", "payment", "promised",
    "visit", "referral", "draft", "waits", "review",
)  # fmt: skip
"""The kinds of tasks, in the order of the home page; `words.toml` [todo] says them."""
_ASKED = ("urgent", "conv_date", "rev_date")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: of which kind, to what (a record's id, or that of a contact, referral or stub), due when."""

    kind: str
    subject: str
    reference: str
    who: str
    words: str = ""
    due: date | None = None
    urgent: bool = False
    taken_by: str = ""


class Todo:
    """The next actions of the person signed in."""

    def __init__(
        self,
        store: Store,
        records: Records,
        queue: Queue,
        contacts: Contacts,
        clock: Clock,
        me: Person,
        settings: Settings,
    ) -> None:
        self._store = store
        self._records = records
        self._queue = queue
        self._contacts = contacts
        self._clock = clock
        self._me = me
        self._settings = settings

    def mine(self) -> tuple[Task, ...]:
        """Everything this person does next: urgent first, then soonest due, then in the order of the kinds."""
        found = [*self._of_records(), *self._of_people(), *self._of_stubs()]
        return tuple(sorted(found, key=lambda one: (not one.urgent, one.due or date.max, KINDS.index(one.kind))))

    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind, in the order of the home page."""
        mine = self.mine()
        counted = {kind: sum(one.kind == kind for one in mine) for kind in KINDS}
        return {kind: count for kind, count in counted.items() if count}

    def due_on(self, cards: tuple[Card, ...]) -> Mapping[str, date]:
        """The next day something is due or expected, by record; only records that have one."""
        known = self._standing(cards)
        found = {}
        for card in cards:
            running = self._clocks(known.rows.get(card.id, ()), known.asked.get(card.id, {}))
            days = [each.by for each in running if each.by]
            if days:
                found[card.id] = min(days)
        return found

    def write_calendar(self, folder: Path) -> Path:
        """The days of my reviews as a file for a calendar: references alone, nothing about a person."""
        days = [
            Entry(
                one.subject,
                one.due,
                f"Carer Review due, record {one.reference}" if one.reference else "Carer Review due",
            )
            for one in self.mine()
            if one.kind == "review" and one.due
        ]
        if not folder.is_dir():
            raise Refused("There is no such folder", str(folder), "Choose another folder.")
        file, number = folder / "reviews.ics", 1
        while file.exists():
            number += 1
            file = folder / f"reviews ({number}).ics"
        try:
            files.replace_whole(file, calendar(days, self._clock.now()))
        except OSError as error:
            raise Refused("The file cannot be written there", str(folder), "Choose another folder.") from error
        says: dict[str, int | str] = {"rows": len(days), "folder": kind_of_folder(file)}
        self._store.log(Event("calendar_made", self._clock.now(), says=says)).result()
        return file

    # --- records ---------------------------------------------------------------------------------

    def _of_records(self) -> Iterator[Task]:
        cards = self._records.all()
        known = self._standing(cards)
        for card in cards:
            rows, asked = known.rows.get(card.id, ()), known.asked.get(card.id, {})
            urgent = asked.get("urgent") == "yes" and card.stage not in ("uploaded", "closed", "withdrawn")
            for kind, words, due in self._kinds(card, rows, asked):
                taken = taken_by(rows)
                yield Task(kind, card.id, card.reference, card.carer.name, words, due, urgent, taken)

    def _kinds(
        self, card: Card, rows: tuple[Move, ...], asked: Mapping[str, Any]
    ) -> Iterator[tuple[str, str, date | None]]:
        roles, mine = self._store.person.roles, card.begun_by == self._me.id
        if "assessor" in roles and mine:
            yield from ((kind, "", None) for kind in _of_the_practitioner(card, rows))
        if "authoriser" in roles and not mine and card.stage == "completed" and self._may_decide(rows):
            yield "to_decide", "", None
        if to_confirm(rows) and ("authoriser" in roles or mine):
            yield "to_confirm", "", None
        if "admin" in roles and card.stage in ("authorised", "declined"):
            yield "to_export", "", None
        if "admin" in roles and card.stage == "exported":
            yield "to_upload", "", None
        if {"admin", "assessor"} & set(roles) and ("admin" in roles or mine):
            for each in self._clocks(rows, asked):
                kind = "payment" if each.clock.sort == "expected" else "review"
                yield kind, each.words, each.by
            if purchase(rows) and not paid(rows) and not payment_day(rows, "told"):
                yield "payment", "The Direct Payments Team has not been told yet", None

    def _may_decide(self, rows: tuple[Move, ...]) -> bool:
        setting = self._settings.get(deciders.SETTING)
        first = {row.manager for row in decisions(rows)}
        return self._me.id not in first and deciders.may_decide(self._me.id, sent_to(rows), setting)

    def _clocks(self, rows: tuple[Move, ...], asked: Mapping[str, Any]) -> tuple[clocks.Running, ...]:
        """The clocks of one record: its payment, and its review once it is on Mosaic."""
        days = {name: date.fromisoformat(day) for name, day in payment_days(rows).items()}
        uploaded = [row for row in rows if row.move == "upload"]
        due = uploaded[-1].says.get("review_due") if uploaded and rows[-1].stage in ("uploaded", "closed") else None
        begun = asked.get("conv_date") or asked.get("rev_date")
        if due and isinstance(begun, str):
            days["conversation"] = date.fromisoformat(begun)
        return clocks.running(days, self._clock.today(), self._switches())

    def _switches(self) -> dict[str, Any]:
        names = [f"{clocks.SETTING}.{clock.id}" for clock in clocks.clocks()]
        return {name: value for name in names if (value := self._settings.get(name)) is not None}

    def _standing(self, cards: tuple[Card, ...]) -> _Known:
        return self._store.read(_known, tuple(card.id for card in cards)).result()

    # --- people ----------------------------------------------------------------------------------

    def _of_people(self) -> Iterator[Task]:
        for contact in self._contacts.promised():
            if contact.follow_up in (self._me.id, self._me.name):
                yield Task("promised", contact.id, "", contact.carer_name, contact.message_for, contact.due_on)
        for visit in self._contacts.visits(self._clock.today()):
            yield Task("visit", visit.id, "", visit.carer_name, f"{visit.time} {visit.place}".strip(), visit.on_day)
        if "assessor" in self._store.person.roles:
            for one in self._queue.waiting():
                yield Task("referral", one.id, "", one.carer_name or one.mosaic_id, one.urgent_why, None, one.urgent)

    def _of_stubs(self) -> Iterator[Task]:
        """Reviews of records that have been removed since: all that stayed is a note to find them on Mosaic."""
        if not self._records.seeing.any or not {"assessor", "admin"} & set(self._store.person.roles):
            return
        today = self._clock.today()
        for stub in self._store.read(retention.stubs).result():
            if stub.review_due:
                words = f"Carer Review due {clocks.on_day(stub.review_due, today)}"
                yield Task("review", stub.id, "", stub.mosaic_id or stub.initials, words, stub.review_due)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of many records: their histories, and a few answers of those that are not drafts."""

    rows: Mapping[str, tuple[Move, ...]]
    asked: Mapping[str, Mapping[str, Any]]


def _known(connection: Connection, ids: tuple[str, ...]) -> _Known:
    rows = history.of_all(connection)
    return _Known(rows, queue.answers_of(connection, ids, _ASKED))


def _of_the_practitioner(card: Card, rows: tuple[Move, ...]) -> Iterator[str]:
    """What the practitioner does next with a record of their own."""
    if card.stage in ("draft", "returned"):
        yield card.stage
    elif card.stage == "completed":
        yield "waits"
    given = decided(rows)
    if given is None or card.stage in ("draft", "returned", "completed", "withdrawn", "closed"):
        return
    if carer_must_be_told(rows) or (given.stage == "declined" and not carer_told(rows)):
        yield "tell_carer"
    if given.amount_pence and not purchase(rows) and not any(row.move == "cancel_purchase" for row in rows):
        yield "instruct"
