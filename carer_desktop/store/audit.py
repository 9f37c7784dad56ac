"""The log of who did what: a chain in which no row can be changed, left out, put in or moved without being found.

Each row's MAC is HMAC-SHA256 under the vault's audit key over the MAC before it and the row. Milestones are signed
by the person as well: whoever holds the vault key could forge the chain, but nobody else's signature. That the end
was cut off is seen by the anchor, which lies outside the vault.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from carer_desktop.records.audit import MILESTONES, Event, Log, Logged, Wanted
from carer_desktop.records.person import Person
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.store import chain, moment, people
from carer_desktop.store.chain import COLUMNS, Head
from carer_desktop.store.engine import Connection

_AT_ONCE = 200  # whoever reads meanwhile waits for them all


@dataclass(frozen=True, slots=True)
class Pen:
    """What writing into the log takes: the audit key, and who writes with which signing key."""

    vault: str
    person: str
    roles: tuple[str, ...]
    key: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    def __reduce__(self) -> str:
        raise TypeError("Keys are not copied out of the program")


def append(connection: Connection, pen: Pen, event: Event) -> int:
    """Write an event down as the next row, in the transaction that is open, and give its number."""
    last = chain.head(connection) or chain.start(connection, pen.vault, _keys(connection, pen))[0]
    row = (
        last.sequence + 1,
        moment.written(event.at),
        pen.person,
        " ".join(pen.roles),
        event.name,
        event.subject,
        event.reference,
        event.revision,
        canonical_bytes(event.says).decode(),
    )
    mac = chain.mac_of(pen.key, last.mac, row)
    signature = keys.sign(pen.signing, chain.signed_part(pen.vault, mac)) if event.name in MILESTONES else None
    connection.execute(
        f"INSERT INTO audit ({COLUMNS}, mac, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, mac, signature),
    )
    return last.sequence + 1


def begin(connection: Connection, log: Log, now: datetime, schema: int) -> None:
    """Begin the log of a vault that was made before there was one: who was in it then, and with which keys."""
    if chain.head(connection) is None:
        log(Event("log_begun", now, says={"schema": schema}))
        _enter_people(connection, log, now)


def person_event(name: str, person: Person, now: datetime) -> Event:
    """An event about a person that says their roles and which signing key is theirs."""
    key = sha256_hex(person.signing_public)
    return Event(name, now, person.id, says={"roles": " ".join(person.roles), "key": key})


def log_saves(connection: Connection, log: Log, now: datetime) -> None:
    """Write down how many answers were saved since the last time, one row a record; those of a killed session too."""
    rows = connection.execute(
        """SELECT u.assessment, coalesce(a.reference, ''), u.person, u.answers FROM unlogged u
            LEFT JOIN assessments a ON a.id = u.assessment ORDER BY u.assessment, u.person"""
    ).fetchall()
    for assessment, reference, person, answers in rows:
        log(Event("record_saved", now, assessment, reference, says={"answers": answers, "by": person}))
    connection.execute("DELETE FROM unlogged")


def hand_over(connection: Connection, pen: Pen, new_key: bytes) -> None:
    """Before the vault key is changed: seal today's audit key under *new_key*, the audit key that is to follow it.

    If the change is cut off, rows written after this with the old key are good as well; trying again seals again.
    """
    last = chain.head(connection)
    until = last.sequence if last else 0
    sealed = chain.seal_key(pen.key, new_key, pen.vault, until)
    connection.execute("INSERT INTO audit_keys (until, sealed) VALUES (?, ?)", (until, sealed))


def shorten(connection: Connection, log: Log, pen: Pen, before: datetime, now: datetime) -> int:
    """Take out the rows older than their time, and give how many; what stays is a chain from its new start."""
    row = connection.execute(
        """SELECT sequence, mac FROM audit WHERE sequence <
            coalesce((SELECT min(sequence) FROM audit WHERE at >= ?), (SELECT max(sequence) FROM audit))
            ORDER BY sequence DESC LIMIT 1""",
        (moment.written(before),),
    ).fetchone()
    if row is None:
        return 0
    begins = Head(*row)
    seal = chain.seal_of(begins, pen.vault, _keys(connection, pen))
    connection.execute("INSERT OR REPLACE INTO audit_start VALUES (1, ?, ?, ?)", (begins.sequence, begins.mac, seal))
    gone = connection.execute("DELETE FROM audit WHERE sequence <= ?", (begins.sequence,)).rowcount
    log(Event("log_shortened", now, says={"rows": gone, "upto": begins.sequence}))
    # The rows that told whose signing key is whose may be among them.
    _enter_people(connection, log, now)
    return gone


def rows(connection: Connection, wanted: Wanted, before: int | None = None, most: int = 200) -> tuple[Logged, ...]:
    """The newest rows below this number that are wanted, the newest first."""
    asked: list[tuple[str, Any]] = [("sequence < ?", 2**62 if before is None else before)]
    asked += [(f"{column} = ?", value) for column, value in wanted.columns() if value]
    # In these words the index knows that it may be used.
    asked += [("subject <> ?", "")] if wanted.subject else []
    asked += [("at >= ?", moment.written(wanted.since))] if wanted.since else []
    asked += [("at < ?", moment.written(wanted.until))] if wanted.until else []
    found = connection.execute(
        f"SELECT {COLUMNS}, signature IS NOT NULL FROM audit WHERE {' AND '.join(each[0] for each in asked)} "
        "ORDER BY sequence DESC LIMIT ?",
        (*(each[1] for each in asked), most),
    )
    return tuple(_logged(row) for row in found)


def each(connection: Connection, wanted: Wanted) -> Iterator[Logged]:
    """All rows that are wanted, the newest first, some at a time."""
    found = rows(connection, wanted, None, _AT_ONCE)
    while found:
        yield from found
        found = rows(connection, wanted, found[-1].sequence, _AT_ONCE)


def _keys(connection: Connection, pen: Pen) -> chain.Keys:
    return chain.all_keys(connection, pen.vault, pen.key)


def _enter_people(connection: Connection, log: Log, now: datetime) -> None:
    """Write down every signing key there is, the ended ones too."""
    roles = {person.id: person.roles for person in people.all_(connection)}
    for person, public in connection.execute(
        "SELECT person, public FROM signing_keys ORDER BY since, public"
    ).fetchall():
        says = {"key": sha256_hex(public), **({"roles": " ".join(roles[person])} if person in roles else {})}
        log(Event("person_known", now, person, says=says))


def _logged(row: tuple[Any, ...]) -> Logged:
    sequence, at, person, roles, event, subject, reference, revision, says, signed = row
    return Logged(
        sequence,
        moment.read(at),
        person,
        tuple(roles.split()),
        event,
        subject,
        reference,
        revision,
        json.loads(says),
        bool(signed),
    )
