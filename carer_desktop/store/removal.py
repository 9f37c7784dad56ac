"""Removing a record for good: the one door that its append-only rows have, in one transaction with what stays.

The database itself holds the door: rows may go only while a removal is under way, and that can be finished only
when nothing of the record is left, its count row and stub are there, and it has been written into the log.
"""

from __future__ import annotations

from datetime import datetime

from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.retention import Removal
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.store import audit, moment, retention, unsent
from carer_desktop.store.engine import Connection

# Everything that hangs on a record, before the record itself; a test finds a table that is left out here.
_HANGS_ON_IT = (
    "entries", "history", "revisions", "places", "jottings", "marks", "exports", "kept_longer", "unlogged", "comments",
    "ticks",
)  # fmt: skip
_TOLD = {"answers": "entries", "moves": "history", "files": "exports", "jottings": "jottings", "marks": "marks"}


def goes(connection: Connection, assessment: str) -> dict[str, int]:
    """How much of what goes with a record."""
    return {told: _count(connection, table, assessment) for told, table in _TOLD.items()}


def seen(connection: Connection, assessment: str) -> str:
    """A mark that is another one as soon as anything in the record changes."""
    row = connection.execute(
        """SELECT (SELECT max(sequence) FROM entries WHERE assessment = a.id),
            (SELECT max(sequence) FROM history WHERE assessment = a.id),
            (SELECT group_concat(at || cleared) FROM marks WHERE assessment = a.id),
            (SELECT group_concat(id || text || coalesce(used_for, '')) FROM jottings WHERE assessment = a.id)
        FROM assessments a WHERE id = ?""",
        (assessment,),
    ).fetchone()
    counted = goes(connection, assessment)
    return sha256_hex(canonical_bytes([str(row), sorted(counted.items())])) if row else ""


def remove(connection: Connection, log: Log, removal: Removal, by: str, at: datetime) -> None:
    """Remove the record as it was looked at; Refused, with nothing done, if it has changed or gone since."""
    record = removal.assessment
    if removal.seen != seen(connection, record):
        raise Refused(
            "This record has changed since you looked at what goes", removal.reference, "Look at it again, then remove."
        )
    counted = goes(connection, record)
    audit.log_saves(connection, log, at)
    stub = removal.stub.id if removal.stub else ""
    connection.execute(
        "INSERT INTO removals VALUES (?, ?, ?, ?, ?, 0)", (record, removal.reference, moment.written(at), by, stub)
    )
    if removal.stub:
        retention.add_stub(connection, removal.stub)
    retention.add_count(connection, removal.count)
    carer = connection.execute("SELECT carer FROM assessments WHERE id = ?", (record,)).fetchall()
    for table in _HANGS_ON_IT:
        connection.execute(f"DELETE FROM {table} WHERE assessment = ?", (record,))
    unsent.remove(connection, record)
    connection.execute("DELETE FROM assessments WHERE id = ?", (record,))
    connection.execute(
        "DELETE FROM carers WHERE id = ? AND NOT EXISTS (SELECT 1 FROM assessments WHERE carer = carers.id)", carer[0]
    )
    says: dict[str, int | str] = {each: counted[each] for each in ("answers", "moves", "files", "jottings")}
    says["stub"] = int(bool(stub))
    if removal.content_sha256:
        says["content"] = removal.content_sha256
    log(Event("record_removed", at, record, removal.reference, removal.revision, says))
    connection.execute("UPDATE removals SET finished = 1 WHERE assessment = ?", (record,))


def _count(connection: Connection, table: str, assessment: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table} WHERE assessment = ?", (assessment,)).fetchone()
    return int(row[0]) if row else 0
