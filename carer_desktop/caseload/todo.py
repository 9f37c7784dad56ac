"""What each person does next: one list of tasks by role, urgent first and then soonest due, and the days of reviews."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
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
from carer_desktop.store import Connection, Store, files, history, people, queue, retention
from carer_desktop.there import is_folder, is_there
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
    "returned", "to_decide", "to_confirm", "tell_carer", "instruct", "to_export", "to_upload", "to_finish", "payment",
    "promised", "visit", "referral", "request", "draft", "waits", "review",
)  # fmt: skip
"""The kinds of tasks, in the order of the home page; `words.toml` [todo] says them."""
_BEGUN = ("conv_date", "rev_date")
_AGREED = ("review_due", "check_due", "dp_review_due")
_ASKED = ("urgent", *_BEGUN, *_AGREED, "dp_start", "proposed_type")
_ONCE = "oneoff"
_TO_FINISH = {
    "authorised": "to_export", "declined": "to_export", "exported": "to_upload", "uploaded": "to_finish",
}  # fmt: skip
_CALENDAR = ("review", "check", "dp_review")
_OVER = ("uploaded", "closed")
_AT_ONCE = 25
"""Records of which the answers are read together, in about the time of a slice."""
_BY_DAY = ("promised", "visit")
FAR_DAYS = 60
"""A review further off than this is known and not next."""
OF_A_CASE = ("to_export", "to_upload", "to_finish", "payment")
"""What is done on the checklist of a decided record."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: of which kind, to what (a record's id, or that of a contact, referral or stub), due when.

    *clock* is the id of the clock it comes from, where it comes from one.
    """

    kind: str
    subject: str
    reference: str
    who: str
    words: str = ""
    due: date | None = None
    urgent: bool = False
    taken_by: str = ""
    clock: str = ""


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

    def mine(self, given_up: threading.Event | None = None, cards: tuple[Card, ...] | None = None) -> tuple[Task, ...]:
        """Everything this person does next: urgent first, then soonest due, then in the order of the kinds.

        Once whoever asks has *given_up*, it ends soon and means nothing. *cards* are the records this person may see,
        where somebody has just read them.
        """
        found = [
            *self._of_records(self._records.all() if cards is None else cards, given_up),
            *self._of_people(),
            *self._of_stubs(),
        ]
        return tuple(sorted(found, key=lambda one: (not one.urgent, one.due or date.max, KINDS.index(one.kind))))

    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind, in the order of the home page."""
        mine = self.mine()
        counted = {kind: sum(one.kind == kind for one in mine) for kind in KINDS}
        return {kind: count for kind, count in counted.items() if count}

    def due_on(self, cards: tuple[Card, ...]) -> Mapping[str, date]:
        """The next day something is due or expected, by record; only records that have one."""
        known, set_ = self._standing(cards), self._set()
        found = {}
        for card in cards:
            running = self._clocks(known.rows.get(card.id, ()), known.asked.get(card.id, {}), set_)
            days = [each.by for each in running if each.by]
            if days:
                found[card.id] = min(days)
        return found

    def write_calendar(self, folder: Path) -> Path:
        """The days of my reviews as a file for a calendar: references alone, nothing about a person."""
        days = [_entry(one, one.due) for one in self.mine() if one.clock in _CALENDAR and one.due]
        if not days:
            raise Refused("No review is due yet", mend="A review has its day once a record is on Mosaic.")
        if not is_folder(folder):
            raise Refused("There is no such folder", str(folder), "Choose another folder.")
        file, number = folder / "reviews.ics", 1
        while is_there(file):
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

    def _of_records(self, cards: tuple[Card, ...], given_up: threading.Event | None) -> Iterator[Task]:
        known, set_ = self._standing(cards, given_up), self._set()
        first = _says_urgent(set_.switches)
        for card in cards:
            if given_up is not None and given_up.is_set():
                return
            rows, asked = known.rows.get(card.id, ()), known.asked.get(card.id, {})
            urgent = first and asked.get("urgent") == "yes" and card.stage not in (*_OVER, "withdrawn")
            taken = taken_by(rows)
            for kind, words, due, clock in self._kinds(card, rows, asked, set_):
                yield Task(kind, card.id, card.reference, card.carer.name, words, due, urgent, taken, clock)

    def _kinds(
        self, card: Card, rows: tuple[Move, ...], asked: Mapping[str, Any], set_: _Set
    ) -> Iterator[tuple[str, str, date | None, str]]:
        for kind in self._of_stage(card, rows, set_):
            yield kind, "", None, ""
        roles, mine = self._store.person.roles, card.begun_by == self._me.id
        if "admin" in roles or ("assessor" in roles and mine):
            for each in self._clocks(rows, asked, set_):
                kind = "payment" if each.clock.sort == "expected" else "review"
                yield kind, each.words, each.by, each.clock.id
            if purchase(rows) and not paid(rows) and not payment_day(rows, "told"):
                yield "payment", "The Direct Payments Team has not been told yet", None, ""

    def _of_stage(self, card: Card, rows: tuple[Move, ...], set_: _Set) -> Iterator[str]:
        roles, mine = self._store.person.roles, card.begun_by == self._me.id
        if "assessor" in roles and mine:
            yield from _of_the_practitioner(card, rows)
        if "authoriser" in roles and not mine and card.stage == "completed" and self._may_decide(rows, set_.deciders):
            yield "to_decide"
        if to_confirm(rows) and ("authoriser" in roles or mine):
            yield "to_confirm"
        if card.stage in _TO_FINISH and ("admin" in roles or ("assessor" in roles and mine and set_.no_admin)):
            yield _TO_FINISH[card.stage]

    def _may_decide(self, rows: tuple[Move, ...], setting: Any) -> bool:
        first = {row.manager for row in decisions(rows)}
        today = self._clock.today()
        return self._me.id not in first and deciders.may_decide(self._me.id, sent_to(rows), setting, today)

    def _clocks(self, rows: tuple[Move, ...], asked: Mapping[str, Any], set_: _Set) -> tuple[clocks.Running, ...]:
        """The clocks of one record: its payment, and its reviews once it is on Mosaic."""
        urgent, one_off = asked.get("urgent") == "yes", asked.get("proposed_type") == _ONCE
        days = clock_days(rows, asked)
        return clocks.running(days, self._clock.today(), set_.switches, urgent=urgent, one_off=one_off)

    def _set(self) -> _Set:
        """What the council has set, read once for all records."""
        found = self._settings.some([deciders.SETTING, *(f"{clocks.SETTING}.{clock.id}" for clock in clocks.clocks())])
        here = self._store.read(people.all_).result()
        no_admin = not any("admin" in each.roles and each.ended_at is None for each in here)
        return _Set(found, found.pop(deciders.SETTING, None), no_admin)

    def _standing(self, cards: tuple[Card, ...], given_up: threading.Event | None = None) -> _Known:
        """In slices: with thousands of records it takes seconds, and whoever works here must not wait for it."""
        found = self._store.scan(_known, tuple(card.id for card in cards), given_up or threading.Event()).result()
        return _Known({id: rows for id, rows, _ in found}, {id: asked for id, _, asked in found})

    # --- people ----------------------------------------------------------------------------------

    def _of_people(self) -> Iterator[Task]:
        for contact in self._contacts.promised():
            if self._contacts.is_mine(contact.follow_up):
                yield Task("promised", contact.id, "", contact.carer_name, contact.message_for, contact.due_on)
        for visit in self._contacts.visits():
            yield Task("visit", visit.id, "", visit.carer_name, f"{visit.time} {visit.place}".strip(), visit.on_day)
        if "assessor" in self._store.person.roles:
            for one in self._queue.waiting():
                yield Task("referral", one.id, "", one.carer_name or one.mosaic_id, one.urgent_why, None, one.urgent)
            for asked in self._queue.asked():
                yield Task("request", asked.id, "", asked.about, f"{asked.from_team or 'We'} → {asked.to_team}")

    def _of_stubs(self) -> Iterator[Task]:
        """Reviews of records that have been removed since: all that stayed is a note to find them on Mosaic."""
        if not self._records.seeing.any or not {"assessor", "admin"} & set(self._store.person.roles):
            return
        today = self._clock.today()
        for stub in self._store.read(retention.stubs).result():
            if stub.review_due:
                words = f"Carer Review due {clocks.on_day(stub.review_due, today)}"
                who = stub.mosaic_id or stub.initials
                yield Task("review", stub.id, "", who, words, stub.review_due, clock="review")


def in_order(tasks: Sequence[Task], today: date) -> list[Task]:
    """As the home page has it: urgent, then what was promised for today, then kind by kind, each soonest first."""

    def place(task: Task) -> tuple[bool, bool, bool, int, date]:
        at_once = task.kind in _BY_DAY and task.due is not None and task.due <= today
        return not task.urgent, not at_once, not is_next(task, today), KINDS.index(task.kind), task.due or date.max

    return sorted(tasks, key=place)


def is_next(task: Task, today: date) -> bool:
    """Whether it is to be done now or soon, and by oneself."""
    days = (task.due - today).days if task.due is not None else 0
    far = (task.kind == "review" and days > FAR_DAYS) or (task.kind == "visit" and days > 0)
    return task.kind != "waits" and not far


@dataclass(frozen=True, slots=True)
class _Set:
    """What the council has set: which clocks are on, who decides, and whether no admin worker signs in here."""

    switches: Mapping[str, Any]
    deciders: Any
    no_admin: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of many records: their histories, and a few answers of those that are not drafts."""

    rows: Mapping[str, tuple[Move, ...]]
    asked: Mapping[str, Mapping[str, Any]]


def _known(
    connection: Connection, ids: tuple[str, ...], given_up: threading.Event
) -> Iterator[tuple[str, tuple[Move, ...], Mapping[str, Any]]]:
    for begin in range(0, len(ids), _AT_ONCE):
        for id, asked in queue.answers_of(connection, ids[begin : begin + _AT_ONCE], _ASKED).items():
            if given_up.is_set():
                return
            rows = history.of(connection, id)
            # Asked only where a clock runs, and as the form has it where nobody says otherwise.
            if clock_days(rows, asked) and not asked.get("proposed_type") and not queue.comes_back(connection, id):
                asked["proposed_type"] = _ONCE
            yield id, rows, asked


def clock_days(rows: tuple[Move, ...], asked: Mapping[str, Any]) -> dict[str, date]:
    """The days of one record by the names the clocks know; a day agreed for a review stands in for twelve months."""
    days = {name: date.fromisoformat(day) for name, day in payment_days(rows).items()}
    uploaded = [row for row in rows if row.move == "upload"]
    if not uploaded or rows[-1].stage not in _OVER:
        return days
    given = decided(rows)
    named = {name: _day(asked.get(name)) for name in _AGREED}
    named["review_due"] = named["review_due"] or _day(uploaded[-1].says.get("review_due"))
    if named["review_due"]:
        named["conversation"] = next((day for name in _BEGUN if (day := _day(asked.get(name)))), None)
    if given is not None and given.stage == "authorised":
        named["plan_starts"] = _day(asked.get("dp_start")) or _day(given.says.get("on"))
    return days | {name: day for name, day in named.items() if day}


def _day(said: Any) -> date | None:
    """A whole day as it is kept; a month or a year alone is none."""
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _entry(task: Task, due: date) -> Entry:
    """The day in a calendar: one for each clock of a record, and nothing about a person."""
    clock = next(each for each in clocks.clocks() if each.id == task.clock)
    title = f"{clock.title} {'expected' if clock.sort == 'expected' else 'due'}"
    return Entry(f"{task.subject}-{clock.id}", due, f"{title}, record {task.reference}" if task.reference else title)


def _says_urgent(switches: Mapping[str, Any]) -> bool:
    return any(clock.id == clocks.URGENT for clock in clocks.switched(switches))


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
