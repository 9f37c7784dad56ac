"""What it takes to open a record, read from the store in one go: whoever opens it waits once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.seeing import Known, known
from carer_desktop.errors import TooLate
from carer_desktop.records.kept import Jotting, Place, Revision
from carer_desktop.records.retention import Holding
from carer_desktop.store import Connection, assessments, entries, jottings, places, retention, revisions, settings
from carer_desktop.workflow.retention import is_over
from carer_desktop.workflow.stage import may_change


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as it lies open: with its jottings, oldest first, and where this person was in it last."""

    assessment: Assessment
    jottings: tuple[Jotting, ...]
    last: Place | None


class Read(NamedTuple):
    """A record, the number of its last answer, and what decides who sees it."""

    found: Assessment | None
    last: int
    known: Known


class Beside(NamedTuple):
    """What lies beside a record, what tells whether its time is over, and the version that was sent."""

    jottings: tuple[Jotting, ...] = ()
    last: Place | None = None
    holding: Holding | None = None
    settings: Mapping[str, Any] = MappingProxyType({})
    sent: Revision | None = None


def one(connection: Connection, name: str, person: str) -> Read:
    """The record with that id or reference."""
    found = assessments.one(connection, name)
    if found is None:
        return Read(None, 0, (None, ""))
    return Read(found, entries.last_sequence(connection, found.id), known(connection, found.id, person))


def whole(connection: Connection, name: str, person: str) -> tuple[Read, Beside]:
    """The same with what lies beside it."""
    read = one(connection, name, person)
    if read.found is None:
        return read, Beside()
    id = read.found.id
    return read, Beside(
        jottings.of(connection, id),
        places.one(connection, person, id),
        retention.holding(connection, id),
        settings.all_(connection),
        None if may_change(read.found.stage) else revisions.current(connection, id),
    )


def check_time(beside: Beside, today: date) -> None:
    """TooLate where the time of the record is long over."""
    if beside.holding and is_over(beside.holding, beside.settings, today):
        what = "The time of this record is long over, so it cannot be opened any more"
        raise TooLate(what, mend="Look at what goes, then remove it, or keep it longer with a reason.")
