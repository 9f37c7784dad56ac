"""Places: where each person was in each record, for “continue where I was”.

A place is kept when a section is opened or left, not with every answer: what was typed since then tells the question.
"""

from __future__ import annotations

from typing import Any

from carer_desktop.records.kept import Place
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "person, assessment, section, question, at"
# At the very instant of the place, a question kept with it counts; a section alone says less than an answer.
_TYPED = """SELECT CASE WHEN e.at > p.at OR e.at = p.at AND p.question IS NULL
        THEN e.question || coalesce('/' || e.item || '/' || e.column, '') END
    FROM entries AS e WHERE e.assessment = p.assessment AND e.by = p.person AND e.source = 'typed'
    ORDER BY e.sequence DESC LIMIT 1"""
_WITH_TYPED = f"SELECT person, assessment, section, coalesce(({_TYPED}), question), at FROM"


def keep(connection: Connection, place: Place) -> None:
    """Remember where the person is in this record now."""
    connection.execute(
        f"INSERT INTO places ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, assessment) "
        "DO UPDATE SET section = excluded.section, question = excluded.question, at = excluded.at",
        (place.person, place.assessment, place.section, place.question, moment.written(place.at)),
    )


def last(connection: Connection, person: str) -> Place | None:
    """Where the person was last, in whichever record."""
    newest = "(SELECT * FROM places WHERE person = ? ORDER BY at DESC LIMIT 1)"
    return _place(connection.execute(f"{_WITH_TYPED} {newest} AS p", (person,)).fetchone())


def one(connection: Connection, person: str, assessment: str) -> Place | None:
    """Where the person was last in this record."""
    return _place(
        connection.execute(
            f"{_WITH_TYPED} places AS p WHERE person = ? AND assessment = ?", (person, assessment)
        ).fetchone()
    )


def _place(row: tuple[Any, ...] | None) -> Place | None:
    return Place(row[0], row[1], row[2], row[3], moment.read(row[4])) if row else None
