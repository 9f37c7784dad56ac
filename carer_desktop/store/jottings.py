"""Jottings: notes taken down while talking; rows of their own, outside entries and content."""

from __future__ import annotations

from carer_desktop.records.kept import Jotting
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection
from carer_desktop.text import clean_text


def keep(connection: Connection, jotting: Jotting) -> None:
    """Keep a jotting; one that is there already gets this text and this use."""
    connection.execute(
        "INSERT INTO jottings (id, assessment, at, text, used_for) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET text = excluded.text, used_for = excluded.used_for",
        (
            jotting.id,
            jotting.assessment,
            moment.written(jotting.at),
            clean_text(jotting.text),
            jotting.used_for,
        ),
    )


def of(connection: Connection, assessment: str) -> tuple[Jotting, ...]:
    """The jottings of an assessment, the oldest first."""
    rows = connection.execute(
        "SELECT id, assessment, at, text, used_for FROM jottings WHERE assessment = ? ORDER BY at, id", (assessment,)
    )
    return tuple(Jotting(row[0], row[1], moment.read(row[2]), row[3], row[4]) for row in rows)


def remove_one(connection: Connection, id: str) -> bool:
    """Remove one jotting; whether it was there."""
    return connection.execute("DELETE FROM jottings WHERE id = ?", (id,)).rowcount == 1


def remove(connection: Connection, assessment: str) -> int:
    """Remove all jottings of an assessment, and give how many there were."""
    return connection.execute("DELETE FROM jottings WHERE assessment = ?", (assessment,)).rowcount
