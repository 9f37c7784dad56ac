"""Bringing an older vault up to date: a proven backup of it as it was, then every migration it has not had."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carer_desktop.store import anchor, backup, engine, manifest, schema
from carer_desktop.store.backup import Source
from carer_desktop.store.engine import Connection


def bring_up_to_date(connection: Connection, source: Source, last_used: datetime) -> None:
    """Back the vault up as it was when it was last used, then migrate it in one transaction; nothing where not due.

    StoreError, with the vault as it was, where the backup cannot be made or proven.
    """
    if schema.version(connection) >= schema.VERSION:
        return
    copied = backup.copy(connection, source, manifest.folder_of(source.path), last_used, "migration")
    backup.prove(copied, source)
    _may_be_sealed_anew(source)
    with engine.transaction(connection):
        schema.migrate(connection, schema.MIGRATIONS)
        anchor.count_up(connection)


def _may_be_sealed_anew(source: Source) -> None:
    """What is rolled back is what it was, but its pages are sealed anew: no longer byte for byte what was closed."""
    anchored = anchor.read(source.path, source.vault, source.vault_key)
    if anchored is not None and anchored.file:
        anchor.write(source.path, replace(anchored, file=""), source.vault_key)
