"""Places: where each person was in each record, for “continue where I was”."""

from __future__ import annotations

from typing import Any

from carer_desktop.records.kept import Place
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "person, assessment, section, question, at"


def keep(connection: Connection, place: Place) -> None:
    """Remember where the person is in this record now."""
    connection.execute(
        f"INSERT INTO places ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, assessment) "
        "DO UPDATE SET section = excluded.section, question = excluded.question, at = excluded.at",
        (place.person, place.assessment, place.section, place.question, moment.written(place.at)),
    )


def last(connection: Connection, person: str) -> Place | None:
    """Where the person was last, in whichever record."""
    return _place(
        connection.execute(
            f"SELECT {_COLUMNS} FROM places WHERE person = ? ORDER BY at DESC LIMIT 1", (person,)
        ).fetchone()
    )


def one(connection: Connection, person: str, assessment: str) -> Place | None:
    """Where the person was last in this record."""
    return _place(
        connection.execute(
            f"SELECT {_COLUMNS} FROM places WHERE person = ? AND assessment = ?", (person, assessment)
        ).fetchone()
    )


def _place(row: tuple[Any, ...] | None) -> Place | None:
    return Place(row[0], row[1], row[2], row[3], moment.read(row[4])) if row else None
