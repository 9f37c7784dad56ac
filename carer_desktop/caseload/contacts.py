"""Calls and messages about a carer with what was promised, and the visits that are planned."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

from carer_desktop.caseload.queue import added, changed
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock, day_words
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event
from carer_desktop.records.pathway import VISIT_STATES, Contact, Visit
from carer_desktop.records.person import Person
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import Store, people, rows
from carer_desktop.text import clean_text, one_line

_DAYS = {"expect_by", "told_carer_on", "due_on"}
_OURS = {"id", "on_day", "carer_name", "by", "at", "done_on", "done_note"}
GIVEN = tuple(each.name for each in fields(Contact) if each.name not in _OURS)
"""What may be given with a contact, by name; what is left out is empty."""


class Contacts:
    """The contacts and visits of one vault, for the person signed in."""

    def __init__(self, store: Store, records: Records, clock: Clock, me: Person) -> None:
        self._store = store
        self._records = records
        self._clock = clock
        self._me = me

    def note(self, carer_name: str, on: date | None = None, **given: Any) -> Contact:
        """A short dated record of a contact (`GIVEN` names the rest). What is promised has a day, and who does it."""
        self._for_records()
        strange = set(given) - set(GIVEN)
        if strange:
            raise Refused(f"A contact does not say “{sorted(strange)[0]}”", mend=f"It says {', '.join(GIVEN)}.")
        if not (one_line(carer_name) or one_line(str(given.get("mosaic_id", "")))):
            raise Refused("Give the carer’s name or Mosaic ID")
        day = on or self._clock.today()
        if day > self._clock.today():
            raise Refused(f"{day_words(day)} is in the future", mend="Give today or an earlier day.")
        said: dict[str, Any] = {name: given.get(name) if name in _DAYS else _said(given.get(name)) for name in GIVEN}
        if said["due_on"] and said["due_on"] < day:
            raise Refused("What is promised cannot be due before it was promised")
        if said["due_on"] and not said["follow_up"]:
            said["follow_up"] = self._me.id
        said |= {"id": random_id(), "on_day": day, "carer_name": one_line(carer_name), "by": self._me.id}
        made = Contact(at=self._clock.now(), **said)
        self._store.save_logged(added, made, self._event(made.id, "contact", "noted")).result()
        return made

    def promised(self) -> tuple[Contact, ...]:
        """What was promised and is not done yet, the next first."""
        found = (one for one in self.all() if one.due_on is not None and one.done_on is None)
        return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.at)))

    def all(self) -> tuple[Contact, ...]:
        """Every contact, the oldest first; none for somebody who sees no records."""
        return self._store.read(rows.all_, Contact).result() if self._records.seeing.any else ()

    def about(self, name_or_mosaic_id: str) -> tuple[Contact, ...]:
        """The contacts about one carer, by name or Mosaic ID."""
        wanted = one_line(name_or_mosaic_id).casefold()
        return tuple(one for one in self.all() if wanted in (one.carer_name.casefold(), one.mosaic_id.casefold()))

    def done(self, contact: Contact, note: str = "") -> Contact:
        """What was promised is done; it goes from the home page."""
        kept = self._store.read(rows.one, Contact, contact.id).result()
        if kept is None or kept.done_on is not None:
            raise Refused("This is done already", mend="Look at the list again.")
        after = replace(kept, done_on=self._clock.today(), done_note=clean_text(note))
        event = self._event(after.id, "contact", "done")
        self._store.save_logged(changed, after, ("done_on", "done_note"), event).result()
        return after

    # --- visits ----------------------------------------------------------------------------------

    def plan(
        self,
        carer_name: str,
        on: date,
        time: str = "",
        *,
        person: str = "",
        record: str = "",
        place: str = "",
        safe_contact: str = "",
        needs: str = "",
        bring: str = "",
    ) -> Visit:
        """A visit or call that is planned: who goes, what to bring, and how the carer is safely reached.

        *person* left out is oneself; *record* is a record's id, or a referral's while there is no record yet.
        """
        self._for_records()
        if on < self._clock.today():
            raise Refused(f"{day_words(on)} is in the past")
        if not one_line(carer_name):
            raise Refused("Give the carer’s name or Mosaic ID")
        goes = person or self._me.id
        if not any(each.id == goes and each.ended_at is None for each in self._store.read(people.all_).result()):
            raise Refused("Who goes is not here any more", mend="Choose somebody from the list of people.")
        how = [one_line(text) for text in (place, safe_contact, needs, bring)]
        what = (random_id(), on, clock_time(time), one_line(carer_name), record)
        made = Visit(*what, how[0], how[1], how[2], how[3], goes, self._me.id, self._clock.now())
        self._store.save_logged(added, made, self._event(made.id, "visit", "planned")).result()
        return made

    def planned_for(self, record: str) -> tuple[Visit, ...]:
        """What is planned for a record or a referral, whoever goes, the next first."""
        found = self._store.read(rows.all_, Visit, assessment=record).result() if self._records.seeing.any else ()
        return tuple(sorted((one for one in found if one.state == "planned"), key=lambda one: (one.on_day, one.time)))

    def visits(self, day: date | None = None) -> tuple[Visit, ...]:
        """My visits that are planned: of one day, or all, in the order of their times."""
        found = self._store.read(rows.all_, Visit).result()
        mine = (one for one in found if self.is_mine(one.person) and one.state == "planned")
        return tuple(sorted((one for one in mine if day in (None, one.on_day)), key=lambda one: (one.on_day, one.time)))

    def is_mine(self, whose: str) -> bool:
        """Whether what somebody (by id or name) was to do is mine: what a leaver left over is every practitioner's."""
        if whose in (self._me.id, self._me.name):
            return True
        if not whose or "assessor" not in self._store.person.roles:
            return False
        left = (each for each in self._store.read(people.all_).result() if each.ended_at is not None)
        return any(whose in (each.id, each.name) for each in left)

    def visited(self, visit: Visit, state: str = "done") -> Visit:
        """The visit was made, or does not take place."""
        if state not in VISIT_STATES:
            raise Refused(f"A visit is not “{state}”", mend=f"One of {', '.join(VISIT_STATES)}.")
        after = replace(visit, state=state)
        self._store.save_logged(changed, after, ("state",), self._event(after.id, "visit", state)).result()
        return after

    def _for_records(self) -> None:
        if not self._records.seeing.any:
            raise Refused("This is for those who work with carers", mend="Ask the access lead for another role.")

    def _event(self, id: str, what: str, state: str) -> Event:
        return Event("queue_changed", self._clock.now(), id, says={"what": what, "state": state})


def clock_time(typed: str) -> str:
    """A time of the day as 24 hours, from how people write it; nothing is no time.

    >>> clock_time("2.30 pm"), clock_time("9"), clock_time("1400"), clock_time("")
    ('14:30', '09:00', '14:00', '')
    """
    plain = "".join(typed.casefold().split())
    if not plain:
        return ""
    read = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d\d))?(am|pm)?", plain)
    hour, minute, half = (int(read[1]), int(read[2] or 0), read[3]) if read else (24, 0, None)
    if half and not 1 <= hour <= 12:
        hour = 24
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Refused(f"“{typed}” is not a time", mend="Write it as 14:30 or 2.30pm.")
    return f"{hour:02}:{minute:02}"


def _said(value: Any) -> str:
    return clean_text(str(value)).strip() if value is not None else ""
