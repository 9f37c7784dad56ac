"""People of the vault: who may sign in, their public keys, and what they are to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carer_desktop.records.person import Person
from carer_desktop.records.sign_in import Notice
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_NAMES = "id, name, roles, signing_public, receiving_public"
# Keys of the settings table that begin with a dot are the store's own and never shown.
_KEY_SEQUENCE, _NAMES_SHOWN = ".keys", ".names"
_COLUMNS = f"SELECT {_NAMES}, ended_at FROM people"
EVERYBODY = f"{_COLUMNS} ORDER BY rowid"


def add(connection: Connection, person: Person, now: datetime) -> None:
    """Keep a new person; their signing key is entered with them."""
    connection.execute(
        f"INSERT INTO people ({_NAMES}, added_at) VALUES (?, ?, ?, ?, ?, ?)",
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
    """The person with this id, whether still here or not."""
    row = connection.execute(f"{_COLUMNS} WHERE id = ?", (id,)).fetchone()
    return of_row(row) if row else None


def all_(connection: Connection) -> tuple[Person, ...]:
    """Everybody who has been in the vault, in the order they came."""
    return tuple(of_row(row) for row in connection.execute(EVERYBODY))


def of_row(row: Any) -> Person:
    """The person of a row of `EVERYBODY`."""
    return Person(row[0], row[1], tuple(row[2].split()), row[3], row[4], moment.read(row[5]) if row[5] else None)


def end(connection: Connection, id: str, now: datetime) -> None:
    """The person has left: no slot opens for them, and what they signed can still be proven."""
    connection.execute("UPDATE people SET ended_at = ? WHERE id = ?", (moment.written(now), id))
    _end_keys(connection, id, now)


def set_roles(connection: Connection, id: str, roles: tuple[str, ...]) -> None:
    """What the person may do from now on."""
    connection.execute("UPDATE people SET roles = ? WHERE id = ?", (" ".join(roles), id))


def set_keys(connection: Connection, person: Person, now: datetime) -> None:
    """The person signs and receives with other keys from now on; the earlier ones are ended, never forgotten."""
    _end_keys(connection, person.id, now)
    connection.execute(
        "INSERT INTO signing_keys VALUES (?, ?, ?, NULL)", (person.signing_public, person.id, moment.written(now))
    )
    connection.execute(
        "UPDATE people SET signing_public = ?, receiving_public = ?, ended_at = NULL WHERE id = ?",
        (person.signing_public, person.receiving_public, person.id),
    )


def ended_keys(connection: Connection, id: str) -> dict[bytes, datetime]:
    """The signing keys the person no longer has, and since when."""
    rows = connection.execute("SELECT public, ended FROM signing_keys WHERE person = ? AND ended IS NOT NULL", (id,))
    return {public: moment.read(ended) for public, ended in rows}


def signing_keys(connection: Connection) -> dict[str, list[bytes]]:
    """Every key each person has ever signed with, by the person's id."""
    found: dict[str, list[bytes]] = {}
    for person, public in connection.execute("SELECT person, public FROM signing_keys").fetchall():
        found.setdefault(person, []).append(public)
    return found


def tell(connection: Connection, person: str, text: str, now: datetime) -> None:
    """Keep something for the person to be told at their next sign-in."""
    connection.execute(
        "INSERT INTO notices VALUES (?, ?, ?, ?, NULL)", (random_id(), person, moment.written(now), text)
    )


def told(connection: Connection, person: str) -> tuple[Notice, ...]:
    """What the person has not seen yet, the oldest first."""
    rows = connection.execute(
        "SELECT id, at, text FROM notices WHERE person = ? AND seen_at IS NULL ORDER BY at, id", (person,)
    )
    return tuple(Notice(id, moment.read(at), text) for id, at, text in rows)


def seen(connection: Connection, person: str, id: str, now: datetime) -> None:
    """The person has seen it."""
    connection.execute("UPDATE notices SET seen_at = ? WHERE id = ? AND person = ?", (moment.written(now), id, person))


def key_sequence(connection: Connection) -> int:
    """The number of the key file that was written last, as far as the vault knows; 0 before the first change."""
    return int(_own(connection, _KEY_SEQUENCE) or 0)


def keep_key_sequence(connection: Connection, number: int) -> None:
    """The key file of this number is the newest now."""
    _set_own(connection, _KEY_SEQUENCE, str(number))


def names_are_shown(connection: Connection) -> bool:
    """Whether the people of this vault choose their name from a list at the sign-in."""
    return _own(connection, _NAMES_SHOWN) == "1"


def show_names(connection: Connection, shown: bool) -> None:
    """Whether names may stand at the sign-in, where anybody reads them."""
    _set_own(connection, _NAMES_SHOWN, str(int(shown)))


def _own(connection: Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _set_own(connection: Connection, key: str, value: str) -> None:
    connection.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def _end_keys(connection: Connection, id: str, now: datetime) -> None:
    connection.execute(
        "UPDATE signing_keys SET ended = ? WHERE person = ? AND ended IS NULL", (moment.written(now), id)
    )
