"""Entries: every answer ever given or cleared, in the order it came; only ever added to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from carer_desktop.assessment import Entry, Plain, fold
from carer_desktop.errors import StoreError
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection
from carer_desktop.text import clean_value

_COLUMNS = "id, assessment, question, item, column, value, by, at, sequence, source, confirmed"


def append(connection: Connection, entries: Iterable[Entry]) -> None:
    """Keep these entries. One that is already there, sent again after an error, is kept once."""
    newest: dict[str, str] = {}
    for entry in entries:
        row = _as_row(entry)
        kept = connection.execute(
            f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            row,
        )
        if kept.rowcount == 0:
            _check_same(connection, row)
        newest[entry.assessment] = max(newest.get(entry.assessment, ""), moment.written(entry.at))
    for assessment, at in newest.items():
        connection.execute("UPDATE assessments SET saved_at = max(saved_at, ?) WHERE id = ?", (at, assessment))


def of(connection: Connection, assessment: str) -> tuple[Entry, ...]:
    """All entries of one assessment, in the order of their sequence."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entries WHERE assessment = ? ORDER BY sequence", (assessment,)
    ).fetchall()
    return tuple(_entry(row) for row in rows)


def last_sequence(connection: Connection, assessment: str) -> int:
    """The highest sequence number the assessment has used; 0 for none."""
    row = connection.execute("SELECT max(sequence) FROM entries WHERE assessment = ?", (assessment,)).fetchone()
    return int(row[0] or 0) if row else 0


def answers(rows: Iterable[Entry]) -> dict[str, Plain]:
    """What is answered after all these entries: `{"cf": [{"id": "a", "name": "Ann Example"}]}`."""
    return fold(rows)[0]


def _as_row(entry: Entry) -> tuple[Any, ...]:
    value = None if entry.value is None else canonical_bytes(clean_value(entry.value)).decode()
    return (
        entry.id,
        entry.assessment,
        entry.question,
        entry.item,
        entry.column,
        value,
        entry.by,
        moment.written(entry.at),
        entry.sequence,
        entry.source,
        entry.confirmed,
    )


def _check_same(connection: Connection, row: tuple[Any, ...]) -> None:
    if connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE id = ?", (row[0],)).fetchone() != row:
        raise StoreError("Another answer is already kept under this id", mend="Close this record and open it again.")


def _entry(row: tuple[Any, ...]) -> Entry:
    id, assessment, question, item, column, value, by, at, sequence, source, confirmed = row
    return Entry(
        id=id,
        assessment=assessment,
        question=question,
        item=item,
        column=column,
        value=None if value is None else json.loads(value),
        by=by,
        at=moment.read(at),
        sequence=sequence,
        source=source,
        confirmed=None if confirmed is None else bool(confirmed),
    )
