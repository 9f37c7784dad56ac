"""Bringing an older vault up to date: a proven backup of it as it was, then every migration it has not had."""

from __future__ import annotations

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
    with engine.transaction(connection):
        schema.migrate(connection, schema.MIGRATIONS)
        anchor.count_up(connection)
