"""Who sees which record: the table of roles applied, a record restricted to some, and stepping back from one.

On one laptop this is a rule of the program and not of the encryption: everybody who signs in opens the same vault.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from carer_desktop.assessment import Assessment
from carer_desktop.clock import Clock
from carer_desktop.errors import ReasonNeeded, Refused
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.carer import Card
from carer_desktop.records.person import Person
from carer_desktop.store import Connection, Store, assessments, cases, people
from carer_desktop.text import one_line
from carer_desktop.workflow import seeing

Known = tuple[seeing.Case | None, str]
"""The case of one record, where there is one, and the team of whoever looks."""


class Seeing:
    """What the person signed in may see."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._given: set[str] = set()

    def cards(self, given_up: threading.Event | None = None) -> tuple[Card, ...]:
        """One card for each record the person may see, the one saved last first.

        Once whoever asks has *given_up*, it ends soon and means nothing.
        """
        return self._those(seeing.may_see, given_up)

    def without_reason(self) -> tuple[Card, ...]:
        """Those of them that open without saying why: a colleague's is not looked into by the way."""
        return self._those(seeing.opens)

    def _those(
        self, judge: Callable[[Person, str, seeing.Case], bool], given_up: threading.Event | None = None
    ) -> tuple[Card, ...]:
        """In slices: with thousands of records it takes a moment, and whoever works here must not wait for it."""
        if not self.any:
            return ()
        found = self._store.scan(_those, self._store.person, judge, given_up or threading.Event()).result()
        return tuple(sorted(found, key=lambda card: card.saved_at, reverse=True))

    @property
    def any(self) -> bool:
        """Whether any record can be for the person at all."""
        return seeing.may_see_any(self._store.person)

    def may(self, assessment: str) -> bool:
        """Whether the person may see the record with this id."""
        return self.sees(self._store.read(known, assessment, self._store.person.id).result())

    def sees(self, found: Known) -> bool:
        """The same of a record of which that has been read."""
        case, team = found
        return case is not None and seeing.may_see(self._store.person, team, case)

    def reasons(self) -> Mapping[str, str]:
        """Why a colleague's record may be opened, in words by id."""
        return seeing.reasons()

    def colleague(self, assessment: str) -> str:
        """Whose record it is where the person opens it with a reason and has given none since they signed in."""
        found = self._store.read(known, assessment, self._store.person.id).result()
        return self._begun_by(found) if self._asks(assessment, found) else ""

    def ask_reason(self, assessment: Assessment, found: Known, reason: str) -> str:
        """The reason, if this record is a colleague's; ReasonNeeded where none of the list is given."""
        if not self._asks(assessment.id, found):
            return ""
        if reason not in seeing.reasons():
            whose, choose = self._begun_by(found), ", ".join(seeing.reasons())
            raise ReasonNeeded(f"This is {whose}’s record", assessment.reference, f"Say why you open it: {choose}.")
        return reason

    def keep_reason(self, assessment: Assessment, reason: str) -> None:
        """The record was opened with this reason, and needs none again until the person leaves."""
        if reason:
            self._given.add(assessment.id)

    def _asks(self, assessment: str, found: Known) -> bool:
        """Whether a reason is to be given, and none was since the person signed in."""
        case, team = found
        if case is None or assessment in self._given:
            return False
        return seeing.is_a_colleagues(self._store.person, team, case)

    def _begun_by(self, found: Known) -> str:
        names = {each.id: each.name for each in self._store.read(people.all_).result()}
        return names.get(found[0].by if found[0] else "", "somebody else")

    def words(self) -> tuple[str, ...]:
        """What the person's roles let them see, one line a role."""
        return tuple(row.says for row in seeing.table() if row.role in self._store.person.roles)

    def named(self, assessment: str) -> frozenset[str]:
        """The ids of those to whom the record with this id is restricted; empty where it is not."""
        case, _ = self._store.read(known, assessment, self._store.person.id).result()
        return case.named if case else frozenset()

    def restrict(self, assessment: Assessment, to: Sequence[str], reason: str) -> None:
        """Only the people with these ids see the record from now on, and whoever restricts it."""
        why, me = one_line(reason), self._store.person.id
        if not why:
            raise Refused("A reason is needed", assessment.reference, "Say why only these people may see it.")
        here = {each.id for each in self._store.read(people.all_).result() if each.ended_at is None}
        if not set(to) <= here:
            raise Refused("One of these people is not here", mend="Choose them from the list of people.")
        named = list(dict.fromkeys([me, *to]))
        event = self._event("record_restricted", assessment, len(named))
        self._store.save_logged(_restrict, assessment.id, named, why, me, event).result()

    def lift(self, assessment: Assessment) -> None:
        """The record is seen by everybody again whom the table lets see it."""
        self._store.save_logged(_lift, assessment.id, self._event("record_restricted", assessment, 0)).result()

    def step_back(self, assessment: Assessment) -> None:
        """“I know this person”: the record goes from one's lists for good, and the managers are told."""
        text = f"{self._store.person.name} knows the carer of {assessment.reference} and no longer sees the record."
        event = self._event("stepped_back", assessment)
        self._store.save_logged(_step_back, assessment.id, self._store.person.id, text, event).result()

    def _event(self, name: str, assessment: Assessment, named: int | None = None) -> Event:
        says = {} if named is None else {"people": named}
        return Event(name, self._clock.now(), assessment.id, assessment.reference, assessment.revision, says)


def _those(
    connection: Connection,
    me: Person,
    judge: Callable[[Person, str, seeing.Case], bool],
    given_up: threading.Event,
) -> Iterator[Card]:
    team, case_of = cases.teams(connection).get(me.id, ""), cases.finder(connection)
    judged = cache(lambda case: judge(me, team, case))  # many records share one case
    for card in assessments.in_turn(connection):
        if given_up.is_set():
            return
        if judged(case_of(card.id, card.begun_by)):
            yield card


def known(connection: Connection, assessment: str, person: str) -> Known:
    """What decides whether a person sees the record with this id."""
    return cases.one(connection, assessment), cases.teams(connection).get(person, "")


def _restrict(
    connection: Connection, log: Log, assessment: str, named: list[str], reason: str, by: str, event: Event
) -> None:
    cases.restrict(connection, assessment, named, reason, by, event.at)
    log(event)


def _lift(connection: Connection, log: Log, assessment: str, event: Event) -> None:
    cases.lift(connection, assessment, event.at)
    log(event)


def _step_back(connection: Connection, log: Log, assessment: str, person: str, text: str, event: Event) -> None:
    cases.step_back(connection, assessment, person, event.at)
    _tell_managers(connection, person, text, event.at)
    log(event)


def _tell_managers(connection: Connection, person: str, text: str, now: datetime) -> None:
    for each in people.all_(connection):
        if "authoriser" in each.roles and each.ended_at is None and each.id != person:
            people.tell(connection, each.id, text, now)
