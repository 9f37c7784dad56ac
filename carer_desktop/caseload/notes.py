"""What lies beside the answers: jottings, where a person was, and settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from carer_desktop.caseload.audit import Audit
from carer_desktop.clock import Clock
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import Jotting, Place
from carer_desktop.records.person import Person
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import Connection, Store, jottings, places, settings
from carer_desktop.text import clean_text
from carer_desktop.workflow import teams

TEAM = "assessor_team"


class Jottings:
    """Notes typed as people talk: rows of their own, in no document, saved like any answer."""

    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit

    def of(self, assessment: str) -> tuple[Jotting, ...]:
        """The jottings of one record, oldest first."""
        return self._store.read(jottings.of, assessment).result()

    def new(self, assessment: str, text: str = "") -> Jotting:
        """An empty paragraph with the time on it; it is kept once something is typed."""
        return Jotting(random_id(), assessment, self._clock.now(), clean_text(text))

    def keep(self, jotting: Jotting) -> Future[Any]:
        """Saves a paragraph as it stands; one with nothing in it any more is removed, and that is logged."""
        if jotting.text.strip():
            return self._store.save(jottings.keep, jotting)
        gone = self._audit.event("jottings_removed", jotting.assessment, jottings=1)
        return self._store.save_logged(_emptied, jotting.id, gone)


class Places:
    """Where this person was in each record, to continue there."""

    def __init__(self, store: Store, clock: Clock, me: Person) -> None:
        self._store = store
        self._clock = clock
        self._me = me

    def last(self, assessment: str | None = None) -> Place | None:
        """Where this person was last, in that record or in any."""
        if assessment is None:
            return self._store.read(places.last, self._me.id).result()
        return self._store.read(places.one, self._me.id, assessment).result()

    def keep(self, assessment: str, section: str, question: str | None) -> Future[Any]:
        """Remembers where this person is."""
        return self._store.keep_aside(places.keep, Place(self._me.id, assessment, section, question, self._clock.now()))


class Settings:
    """What the people of a vault have set, by key; and each person's own details under their id."""

    def __init__(self, store: Store, me: Person, audit: Audit) -> None:
        self._store = store
        self._me = me
        self._audit = audit

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The setting's value; *otherwise* while nobody has set it."""
        return self._store.read(settings.all_).result().get(key, otherwise)

    def some(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values of those of these settings that somebody has set, read together."""
        kept = self._store.read(settings.all_).result()
        return {key: kept[key] for key in keys if kept.get(key) is not None}

    def set(self, key: str, value: Any) -> Future[Any]:
        """Sets it for everyone who opens this vault."""
        return self._store.save_logged(_set, key, value, self._audit.event("setting_changed", setting=key))

    def set_all(self, values: Mapping[str, Any]) -> Future[Any]:
        """Sets several together, or none; None takes one away."""
        events = [self._audit.event("setting_changed", setting=key) for key in values]
        return self._store.save_logged(_set_all, dict(values), events)

    @property
    def my_team(self) -> str:
        """The team that the access lead has put this person into; empty where they have not."""
        return teams.team_of(self._me.id, self.get(teams.SETTING))

    @property
    def my_details(self) -> dict[str, str]:
        """What this person has said about themselves once: role, team, e-mail, phone, manager."""
        said = dict(self.get(f"details.{self._me.id}", {}))
        return {**said, TEAM: self.my_team} if self.my_team else said

    def set_my_details(self, details: dict[str, str]) -> Future[Any]:
        """Keeps them; records begun from now on carry them."""
        return self.set(f"details.{self._me.id}", details)


def _emptied(connection: Connection, log: Log, id: str, event: Event) -> None:
    if jottings.remove_one(connection, id):
        log(event)


def _set(connection: Connection, log: Log, key: str, value: Any, event: Event) -> None:
    _set_all(connection, log, {key: value}, [event])


def _set_all(connection: Connection, log: Log, values: Mapping[str, Any], events: Sequence[Event]) -> None:
    for key, value in values.items():
        settings.put(connection, key, value)
    for event in events:
        log(event)
