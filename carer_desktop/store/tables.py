"""Tables: the budget tables of this vault, who approved each, and the text of its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from carer_desktop.records.kept import KeptTable
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "sha256, id, version, content, approved_by, loaded_at, illustrative"


def keep(connection: Connection, table: KeptTable) -> None:
    """Keep a table unless it is kept already; who approved it first stays."""
    connection.execute(
        f"INSERT INTO tables ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        (
            table.sha256,
            table.id,
            table.version,
            table.text,
            table.approved_by,
            moment.written(table.loaded_at),
            table.illustrative,
        ),
    )


def approve(connection: Connection, sha256: str, by: str, at: datetime) -> None:
    """Write down who approved a table that waited for it, and since when it counts; who did so first stays."""
    connection.execute(
        "UPDATE tables SET approved_by = ?, loaded_at = ? WHERE sha256 = ? AND approved_by = ''",
        (by, moment.written(at), sha256),
    )


def take_out(connection: Connection, sha256: str) -> None:
    """Take out a table that waits to be approved; what was approved stays for good."""
    connection.execute("DELETE FROM tables WHERE sha256 = ? AND approved_by = ''", (sha256,))


def all_(connection: Connection) -> tuple[KeptTable, ...]:
    """Every table, in the order they were loaded or approved."""
    return tuple(_table(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM tables ORDER BY loaded_at, sha256"))


def _table(row: tuple[Any, ...]) -> KeptTable:
    sha256, id, version, content, approved_by, loaded_at, illustrative = row
    return KeptTable(sha256, id, version, content, approved_by, moment.read(loaded_at), bool(illustrative))
