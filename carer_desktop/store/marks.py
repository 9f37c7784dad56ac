"""Marks: sections said to be complete and warnings confirmed, by whom and when; cleared, never removed."""

from __future__ import annotations

from datetime import datetime

from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

KINDS = ("section", "warning")


def put(connection: Connection, assessment: str, kind: str, name: str, by: str, at: datetime) -> None:
    """Mark a section as complete or a warning as confirmed; a mark that holds already stays as it is."""
    connection.execute(
        "INSERT INTO marks (assessment, kind, name, by, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (assessment, kind, name) WHERE cleared IS NULL DO NOTHING",
        (assessment, kind, name, by, moment.written(at)),
    )


def clear(connection: Connection, assessment: str, kind: str, name: str, at: datetime) -> None:
    """Take a mark back, if it holds."""
    connection.execute(
        "UPDATE marks SET cleared = ? WHERE assessment = ? AND kind = ? AND name = ? AND cleared IS NULL",
        (moment.written(at), assessment, kind, name),
    )


def of(connection: Connection, assessment: str) -> dict[str, frozenset[str]]:
    """The names that are marked now, by kind: `{"section": …, "warning": …}`."""
    rows = connection.execute(
        "SELECT kind, name FROM marks WHERE assessment = ? AND cleared IS NULL", (assessment,)
    ).fetchall()
    return {kind: frozenset(name for found, name in rows if found == kind) for kind in KINDS}
