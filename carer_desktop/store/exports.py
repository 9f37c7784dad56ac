"""Exports: the register of every file that left, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carer_desktop.records.kept import Exported
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "assessment, revision, file, folder, audience, format, sha256, at, by, points, reason, protected"


def add(connection: Connection, exported: Exported) -> None:
    """Enter a file that has been written."""
    connection.execute(
        f"INSERT INTO exports ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            exported.assessment,
            exported.revision,
            exported.file,
            exported.folder,
            exported.audience,
            exported.format,
            exported.sha256,
            moment.written(exported.at),
            exported.by,
            exported.points,
            exported.reason,
            int(exported.protected),
        ),
    )


def settle(connection: Connection, number: int, how: str, at: datetime) -> None:
    """Note that a file was `handed_over` or `deleted`; the last word counts."""
    connection.execute(
        "UPDATE exports SET settled = ?, settled_at = ? WHERE number = ?", (how, moment.written(at), number)
    )


def of(connection: Connection, assessment: str) -> tuple[Exported, ...]:
    """The files of an assessment, the oldest first."""
    return _read(connection, "WHERE assessment = ? ORDER BY number", assessment)


def all_(connection: Connection) -> tuple[Exported, ...]:
    """The files of every assessment, the newest first."""
    return _read(connection, "ORDER BY number DESC")


def open_(connection: Connection) -> tuple[Exported, ...]:
    """The files of every assessment that nobody has settled, the newest first."""
    return _read(connection, "WHERE settled = '' ORDER BY number DESC")


def _read(connection: Connection, which: str, *values: str) -> tuple[Exported, ...]:
    rows = connection.execute(f"SELECT {_COLUMNS}, settled, settled_at, number FROM exports {which}", values)
    return tuple(_exported(row) for row in rows)


def _exported(row: tuple[Any, ...]) -> Exported:
    assessment, revision, file, folder, audience, format, sha256, at, by, *more = row
    points, reason, protected, settled, settled_at, number = more
    when = moment.read(settled_at) if settled_at else None
    what = (assessment, revision, file, folder, audience, format, sha256, moment.read(at), by)
    return Exported(*what, points, reason, bool(protected), settled, when, number)
