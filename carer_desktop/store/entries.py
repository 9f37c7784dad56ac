"""Entries: every answer ever given or cleared, in the order it came; only ever added to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from carer_desktop.assessment import Entry, Plain, fold
from carer_desktop.errors import StoreError
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import anchor, moment, typing_on
from carer_desktop.store.engine import Connection
from carer_desktop.text import clean_value

_COLUMNS = "id, assessment, question, item, column, value, by, at, sequence, source, confirmed"
_PLACE, _VALUE, _SEQUENCE = slice(2, 5), 5, 8
_AT = f"SELECT {_COLUMNS} FROM entries WHERE assessment = ? AND sequence = ?"
_LOST = object()
# What the program knew already, and nobody gave.
BY_ITSELF = "filled"


def append(connection: Connection, entries: Iterable[Entry]) -> None:
    """Keep these entries. One that is already there, sent again after an error, is kept once."""
    newest: dict[str, str] = {}
    given = 0
    for entry in entries:
        row = _as_row(entry)
        kept = connection.execute(
            f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (*row[:_VALUE], _shortened(connection, row), *row[_VALUE + 1 :]),
        )
        if kept.rowcount == 0:
            _check_same(connection, row)
        elif entry.source != BY_ITSELF:
            given += 1
        newest[entry.assessment] = max(newest.get(entry.assessment, ""), moment.written(entry.at))
    for assessment, at in newest.items():
        connection.execute("UPDATE assessments SET saved_at = max(saved_at, ?) WHERE id = ?", (at, assessment))
    if given:
        anchor.count_answers(connection, given)


def of(connection: Connection, assessment: str) -> tuple[Entry, ...]:
    """All entries of one assessment, in the order of their sequence; of a damaged vault, those that are whole."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entries WHERE assessment = ? ORDER BY sequence", (assessment,)
    ).fetchall()
    values = {row[_SEQUENCE]: row[_VALUE] for row in rows}
    return tuple(_entry(row, value) for row in rows if (value := _restored(row[_VALUE], values.get)) is not _LOST)


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


def _shortened(connection: Connection, row: tuple[Any, ...]) -> str | None:
    """What is kept in place of the value: of a long text that is being typed, what is new."""
    value: str | None = row[_VALUE]
    if value is None or len(value) < typing_on.LEAST or not value.startswith('"'):
        return value
    before = connection.execute(_AT, (row[1], row[_SEQUENCE] - 1)).fetchone()
    number = row[_SEQUENCE] - 1
    if before is not None and (leans_on := typing_on.leans_on(before[_VALUE])) is not None:
        number = leans_on
        before = connection.execute(_AT, (row[1], number)).fetchone()
    if before is None or before[_PLACE] != row[_PLACE] or not (before[_VALUE] or "").startswith('"'):
        return value
    return typing_on.shortened(json.loads(value), json.loads(before[_VALUE]), number) or value


def _restored(kept: str | None, at: Callable[[int], str | None]) -> Any:
    """The value that is kept, with *at* for what is kept at a sequence number; _LOST where what it leans on is gone."""
    number = typing_on.leans_on(kept)
    if kept is None or number is None:
        return None if kept is None else json.loads(kept)
    whole = at(number)
    try:
        return typing_on.restored(kept, json.loads(whole)) if whole else _LOST
    except (ValueError, TypeError):
        return _LOST


def _check_same(connection: Connection, row: tuple[Any, ...]) -> None:
    def at(sequence: int) -> str | None:
        found = connection.execute(_AT, (row[1], sequence)).fetchone()
        return found[_VALUE] if found else None

    kept = connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE id = ?", (row[0],)).fetchone()
    same = kept is not None and kept[:_VALUE] + kept[_VALUE + 1 :] == row[:_VALUE] + row[_VALUE + 1 :]
    if not same or kept is None or _restored(kept[_VALUE], at) != _restored(row[_VALUE], at):
        raise StoreError("Another answer is already kept under this id", mend="Close this record and open it again.")


def _entry(row: tuple[Any, ...], value: Any) -> Entry:
    id, assessment, question, item, column, _, by, at, sequence, source, confirmed = row
    return Entry(
        id=id,
        assessment=assessment,
        question=question,
        item=item,
        column=column,
        value=value,
        by=by,
        at=moment.read(at),
        sequence=sequence,
        source=source,
        confirmed=None if confirmed is None else bool(confirmed),
    )
