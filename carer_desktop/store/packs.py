"""Packs: each form pack that a record uses, kept once, so that the record opens anywhere with the labels as asked."""

from __future__ import annotations

import json
from types import MappingProxyType

from carer_desktop.records.kept import Pack
from carer_desktop.store.engine import Connection


def keep(connection: Connection, pack: Pack) -> None:
    """Keep a pack unless it is kept already; its sha256 is its name."""
    connection.execute(
        "INSERT INTO packs (sha256, kind, id, version, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (pack.sha256, pack.kind, pack.id, pack.version, json.dumps(dict(pack.files), ensure_ascii=False)),
    )


def one(connection: Connection, sha256: str) -> Pack | None:
    """The pack with this hash."""
    row = connection.execute(
        "SELECT sha256, kind, id, version, content FROM packs WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return Pack(row[0], row[1], row[2], row[3], MappingProxyType(json.loads(row[4]))) if row else None
