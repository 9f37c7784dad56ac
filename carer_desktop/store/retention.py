"""What stays how long: the records with the days that matter, what is kept longer, review stubs and count rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from carer_desktop.records.audit import Event, Log
from carer_desktop.records.retention import CountRow, Holding, ReviewStub
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection
from carer_desktop.text import one_line

ON_MOSAIC = ("uploaded", "closed")
_STUB = "id, mosaic_id, initials, safe_contact, review_due, budgets, document_title, made_at"


def holdings(connection: Connection) -> tuple[Holding, ...]:
    """Every record with the day its time counts from: on Mosaic since then, or begun then and not there yet."""
    return tuple(_holdings(connection, ""))


def holding(connection: Connection, assessment: str) -> Holding | None:
    """The same of one record."""
    return next(_holdings(connection, "WHERE a.id = ?", assessment), None)


def keep_longer(
    connection: Connection, log: Log, assessment: str, reason: str, day: date, by: str, at: datetime
) -> None:
    """Somebody has looked at a record whose time has come and keeps it, for a reason from the list."""
    connection.execute(
        "INSERT INTO kept_longer (assessment, at, on_day, by, reason) VALUES (?, ?, ?, ?, ?)",
        (assessment, moment.written(at), day.isoformat(), by, reason),
    )
    row = connection.execute("SELECT reference FROM assessments WHERE id = ?", (assessment,)).fetchone()
    log(Event("record_kept", at, assessment, row[0] if row else "", says={"reason": reason}))


def add_stub(connection: Connection, stub: ReviewStub) -> None:
    """Keep a review stub."""
    budgets = canonical_bytes([[day.isoformat(), pence] for day, pence in stub.budgets]).decode()
    connection.execute(
        f"INSERT INTO review_stubs ({_STUB}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            stub.id,
            one_line(stub.mosaic_id),
            one_line(stub.initials),
            one_line(stub.safe_contact),
            stub.review_due.isoformat() if stub.review_due else "",
            budgets,
            one_line(stub.document_title),
            moment.written(stub.made_at),
        ),
    )


def stubs(connection: Connection) -> tuple[ReviewStub, ...]:
    """Every review stub, the next review first; those without a day last."""
    rows = connection.execute(f"SELECT {_STUB} FROM review_stubs ORDER BY review_due = '', review_due, id")
    return tuple(_stub(row) for row in rows)


def finish_stub(connection: Connection, log: Log, id: str, how: str, at: datetime) -> bool:
    """Take a stub out whose review was done or handed on; whether it was there."""
    there = connection.execute("DELETE FROM review_stubs WHERE id = ?", (id,)).rowcount == 1
    if there:
        log(Event("stub_finished", at, id, says={"how": how}))
    return there


def add_count(connection: Connection, count: CountRow) -> None:
    """Keep a count row. Its id is drawn by chance, so that not even the order of rows leads to a record."""
    connection.execute(
        "INSERT INTO count_rows (id, month, team, form, bands) VALUES (?, ?, ?, ?, ?)",
        (count.id, count.month, one_line(count.team), count.form, canonical_bytes(dict(count.bands)).decode()),
    )


def counts(connection: Connection) -> tuple[CountRow, ...]:
    """Every count row, by month."""
    rows = connection.execute("SELECT id, month, team, form, bands FROM count_rows ORDER BY month, id")
    return tuple(CountRow(id, month, team, form, json.loads(bands)) for id, month, team, form, bands in rows)


def _holdings(connection: Connection, where: str, *values: str) -> Iterator[Holding]:
    rows = connection.execute(
        f"""SELECT a.id, a.reference, a.created_at,
            (SELECT h.stage FROM history h WHERE h.assessment = a.id ORDER BY h.sequence DESC LIMIT 1),
            (SELECT h.at FROM history h WHERE h.assessment = a.id AND h.stage = 'uploaded'
                ORDER BY h.sequence DESC LIMIT 1),
            (SELECT max(k.on_day) FROM kept_longer k WHERE k.assessment = a.id)
        FROM assessments a {where} ORDER BY a.created_at, a.id""",
        values,
    )
    for id, reference, created_at, stage, uploaded_at, kept_on in rows.fetchall():
        on_mosaic = uploaded_at is not None and stage in ON_MOSAIC
        since = moment.read(uploaded_at if on_mosaic else created_at).astimezone().date()
        kept = date.fromisoformat(kept_on) if kept_on else None
        yield Holding("assessment" if on_mosaic else "draft", id, reference, stage or "draft", since, kept)


def _stub(row: tuple[Any, ...]) -> ReviewStub:
    id, mosaic_id, initials, safe_contact, review_due, budgets, document_title, made_at = row
    return ReviewStub(
        id,
        mosaic_id,
        initials,
        safe_contact,
        date.fromisoformat(review_due) if review_due else None,
        tuple((date.fromisoformat(day), pence) for day, pence in json.loads(budgets)),
        document_title,
        moment.read(made_at),
    )
