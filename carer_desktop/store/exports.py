"""Exports: the register of every file handed over."""

from __future__ import annotations

from typing import Any

from carer_desktop.records.kept import Exported
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "assessment, revision, file, folder, audience, format, sha256, at, by"


def add(connection: Connection, exported: Exported) -> None:
    """Enter a file that has been written."""
    connection.execute(
        f"INSERT INTO exports ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        ),
    )


def of(connection: Connection, assessment: str) -> tuple[Exported, ...]:
    """The files of an assessment, the oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM exports WHERE assessment = ? ORDER BY number", (assessment,))
    return tuple(_exported(row) for row in rows)


def all_(connection: Connection) -> tuple[Exported, ...]:
    """The files of every assessment, the newest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM exports ORDER BY number DESC")
    return tuple(_exported(row) for row in rows)


def _exported(row: tuple[Any, ...]) -> Exported:
    assessment, revision, file, folder, audience, format, sha256, at, by = row
    return Exported(assessment, revision, file, folder, audience, format, sha256, moment.read(at), by)
