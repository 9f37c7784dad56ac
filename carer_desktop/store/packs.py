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


def all_of(connection: Connection, kind: str) -> list[Pack]:
    """Every pack of one kind."""
    rows = connection.execute("SELECT sha256, kind, id, version, content FROM packs WHERE kind = ?", (kind,)).fetchall()
    return [_pack(row) for row in rows]


def one(connection: Connection, sha256: str) -> Pack | None:
    """The pack with this hash."""
    row = connection.execute(
        "SELECT sha256, kind, id, version, content FROM packs WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return _pack(row) if row else None


def _pack(row: tuple[str, ...]) -> Pack:
    return Pack(row[0], row[1], row[2], row[3], MappingProxyType(json.loads(row[4])))
