"""People of the vault: who may sign in, and their public keys."""

from __future__ import annotations

from datetime import datetime

from carer_desktop.records.person import Person
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "SELECT id, name, roles, signing_public, receiving_public FROM people"


def add(connection: Connection, person: Person, now: datetime) -> None:
    """Keep a new person."""
    connection.execute(
        "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)",
        (
            person.id,
            person.name,
            " ".join(person.roles),
            person.signing_public,
            person.receiving_public,
            moment.written(now),
        ),
    )


def one(connection: Connection, id: str) -> Person | None:
    """The person with this id."""
    row = connection.execute(f"{_COLUMNS} WHERE id = ?", (id,)).fetchone()
    return _person(row) if row else None


def all_(connection: Connection) -> tuple[Person, ...]:
    """Everybody who has been in the vault, in the order they came."""
    return tuple(_person(row) for row in connection.execute(f"{_COLUMNS} ORDER BY added_at, id"))


def _person(row: tuple[str, str, str, bytes, bytes]) -> Person:
    return Person(row[0], row[1], tuple(row[2].split()), row[3], row[4])
