"""Assessments: one row each; their answers, history and marks are read from the rows beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from carer_desktop.assessment import Assessment, fold
from carer_desktop.records.carer import Card, Carer
from carer_desktop.records.kept import Revision
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.sealing.chance import random_id, read_reference
from carer_desktop.store import entries, history, marks, moment, revisions
from carer_desktop.store.engine import Connection

_COLUMNS = "id, reference, carer, form_id, form_version, form_sha256, created_at, created_by, saved_at"
_AT_ONCE = 500


def add(connection: Connection, assessment: Assessment, source: str = "typed") -> None:
    """Keep a new assessment and its first revision; the carer is there already. Its entries come by themselves."""
    made = moment.written(assessment.created_at)
    connection.execute(
        f"INSERT INTO assessments ({_COLUMNS}, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            assessment.id,
            assessment.reference,
            assessment.carer_id,
            assessment.form_id,
            assessment.form_version,
            assessment.form_sha256,
            made,
            assessment.created_by,
            moment.written(assessment.saved_at) if assessment.saved_at else made,
            source,
        ),
    )
    revisions.add(connection, Revision(random_id(), assessment.id, assessment.revision, None))


def one(connection: Connection, id: str) -> Assessment | None:
    """The assessment with this id or reference (as anybody may type it), with all that is known of it."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM assessments WHERE id = ? OR reference IN (?, ?)",
        (id.lower(), id.upper(), read_reference(id)),
    ).fetchone()
    return _assessment(connection, row) if row else None


def form(connection: Connection, id: str) -> str:
    """The SHA-256 of the form the assessment with this id was begun with; empty where there is none."""
    row = connection.execute("SELECT form_sha256 FROM assessments WHERE id = ?", (id,)).fetchone()
    return str(row[0]) if row else ""


def forms(connection: Connection) -> dict[str, str]:
    """The SHA-256 of the form of every assessment, by its id."""
    return dict(connection.execute("SELECT id, form_sha256 FROM assessments").fetchall())


def cards(connection: Connection) -> tuple[Card, ...]:
    """Every assessment as the list shows it, the last saved first."""
    return tuple(sorted(in_turn(connection), key=lambda card: card.saved_at, reverse=True))


def in_turn(connection: Connection) -> Iterator[Card]:
    """The same one after the other, the first begun first; saves and reads may go between any two of them.

    Put together here, some hundred at a time: with its memory kept safe, SQLite takes three times as long to join ten
    thousand rows, and twice as long to give them all at once. One that comes or goes meanwhile may be missing.
    """
    names = dict(connection.execute("SELECT id, name FROM carers").fetchall())
    people = dict(connection.execute("SELECT id, name FROM people").fetchall())
    stages = dict(connection.execute("SELECT assessment, stage FROM history ORDER BY assessment, sequence").fetchall())
    some = f"SELECT rowid, {_COLUMNS} FROM assessments WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"
    rows = connection.execute(some, (0,)).fetchall()
    while rows:
        for _, id, reference, carer, form_id, form_version, _, created_at, created_by, saved_at in rows:
            if carer in names:
                yield Card(
                    id,
                    reference,
                    form_id,
                    form_version,
                    stages.get(id, "draft"),
                    Carer(carer, names[carer]),
                    created_by,
                    people.get(created_by, created_by),
                    moment.read(created_at),
                    moment.read(saved_at),
                )
        rows = connection.execute(some, (rows[-1][0],)).fetchall()


def blank(connection: Connection, person: str, form: str, known: Sequence[str], since: datetime) -> str:
    """The id of the newest record that this person has begun since then and put nothing into; empty where none is.

    *known* are the questions that the program fills in by itself, *form* the form's SHA-256.
    """
    row = connection.execute(
        f"""SELECT a.id FROM assessments a JOIN carers c ON c.id = a.carer
            WHERE a.created_by = ? AND a.form_sha256 = ? AND a.created_at >= ? AND c.name = ''
            AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.assessment = a.id
                AND (e.source <> 'filled' OR e.question NOT IN ({", ".join("?" * len(known))})))
            AND NOT EXISTS (SELECT 1 FROM history h WHERE h.assessment = a.id)
            AND NOT EXISTS (SELECT 1 FROM jottings j WHERE j.assessment = a.id)
            AND NOT EXISTS (SELECT 1 FROM marks m WHERE m.assessment = a.id)
            AND NOT EXISTS (SELECT 1 FROM exports x WHERE x.assessment = a.id)
            ORDER BY a.created_at DESC, a.rowid DESC LIMIT 1""",
        (person, form, moment.written(since), *known),
    ).fetchone()
    return str(row[0]) if row else ""


def of_carer(connection: Connection, carer: str) -> tuple[str, ...]:
    """The ids of a carer's assessments, the oldest first."""
    rows = connection.execute("SELECT id FROM assessments WHERE carer = ? ORDER BY created_at, id", (carer,))
    return tuple(row[0] for row in rows)


def agreed_for(connection: Connection, mosaic_id: str) -> tuple[str, ...]:
    """The ids of the assessments with an amount agreed, whose carer was ever given this Mosaic ID; the oldest first."""
    rows = connection.execute(
        """SELECT a.id FROM assessments a
            WHERE EXISTS (SELECT 1 FROM history h
                WHERE h.assessment = a.id AND h.stage = 'authorised' AND h.amount_pence IS NOT NULL)
            AND EXISTS (SELECT 1 FROM entries e
                WHERE e.assessment = a.id AND e.question = 'carer_mosaic_id' AND e.value = ?)
            ORDER BY a.created_at, a.id""",
        (canonical_bytes(mosaic_id).decode(),),
    )
    return tuple(row[0] for row in rows)


def _assessment(connection: Connection, row: tuple[Any, ...]) -> Assessment:
    id, reference, carer, form_id, form_version, form_sha256, created_at, created_by, saved_at = row
    answers, set_aside = fold(entries.of(connection, id))
    held = marks.of(connection, id)
    return Assessment(
        id=id,
        reference=reference,
        carer_id=carer,
        form_id=form_id,
        form_version=form_version,
        form_sha256=form_sha256,
        created_at=moment.read(created_at),
        created_by=created_by,
        revision=revisions.current(connection, id).number,
        saved_at=moment.read(saved_at),
        answers=MappingProxyType(answers),
        set_aside=MappingProxyType(set_aside),
        history=history.of(connection, id),
        complete_sections=held["section"],
        kept_warnings=held["warning"],
    )
