"""Settings: one value a key, as plain as an answer."""

from __future__ import annotations

import json

from carer_desktop.assessment import Plain
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store.engine import Connection


def put(connection: Connection, key: str, value: Plain | None) -> None:
    """Set a setting; None takes it away."""
    if value is None:
        connection.execute("DELETE FROM settings WHERE key = ?", (key,))
        return
    connection.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, canonical_bytes(value).decode()),
    )


def own(connection: Connection, key: str) -> Plain | None:
    """One of the store's own, whose keys begin with a dot; None while it has none."""
    row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    value: Plain | None = json.loads(row[0]) if row else None
    return value


def all_(connection: Connection) -> dict[str, Plain]:
    """Every setting by its key; those that begin with a dot are the store's own."""
    rows = connection.execute("SELECT key, value FROM settings WHERE key NOT LIKE '.%'")
    return {key: json.loads(value) for key, value in rows}
