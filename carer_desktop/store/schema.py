"""The tables, as numbered migrations: data that is run once each, in order, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carer_desktop.store.engine import Connection

APPLICATION_ID = 0x4344736B  # "CDsk"


@dataclass(frozen=True, slots=True)
class Migration:
    """The statements that lead from the version before to this one."""

    number: int
    statements: tuple[str, ...]


def _kept(table: str, *, deletes: bool = True) -> tuple[str, ...]:
    """Triggers that make a table append-only for everyone who goes through SQL."""
    refused = ("UPDATE", "DELETE") if deletes else ("UPDATE",)
    return tuple(
        f"CREATE TRIGGER {table}_refuse_{what.lower()} BEFORE {what} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
        for what in refused
    )


_FIRST = Migration(
    1,
    (
        """CREATE TABLE vault (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            id TEXT NOT NULL, demo INTEGER NOT NULL CHECK (demo IN (0, 1)), created_at TEXT NOT NULL) STRICT""",
        """CREATE TABLE people (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL,
            signing_public BLOB NOT NULL, receiving_public BLOB NOT NULL, added_at TEXT NOT NULL) STRICT""",
        "CREATE TABLE carers (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT",
        """CREATE TABLE assessments (
            id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, carer TEXT NOT NULL REFERENCES carers (id),
            form_id TEXT NOT NULL, form_version TEXT NOT NULL, form_sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL, created_by TEXT NOT NULL, source TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT""",
        "CREATE INDEX assessments_of_carer ON assessments (carer)",
        """CREATE TABLE entries (
            assessment TEXT NOT NULL REFERENCES assessments (id), sequence INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
            question TEXT NOT NULL, item TEXT, column TEXT, value TEXT, by TEXT NOT NULL, at TEXT NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('typed', 'filled', 'carried', 'imported', 'self', 'moved')),
            confirmed INTEGER CHECK (confirmed IN (0, 1)),
            PRIMARY KEY (assessment, sequence),
            CHECK ((item IS NULL) = (column IS NULL)), CHECK (column IS NULL OR column <> 'id')
            ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE revisions (
            id TEXT PRIMARY KEY, assessment TEXT NOT NULL REFERENCES assessments (id), number INTEGER NOT NULL,
            parent TEXT REFERENCES revisions (id), content BLOB, sha256 TEXT,
            UNIQUE (assessment, number), CHECK ((content IS NULL) = (sha256 IS NULL))) STRICT""",
        """CREATE TABLE history (
            assessment TEXT NOT NULL REFERENCES assessments (id), sequence INTEGER NOT NULL,
            move TEXT NOT NULL, stage TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, role TEXT NOT NULL,
            note TEXT NOT NULL, amount_pence INTEGER, content_sha256 TEXT, signature BLOB,
            PRIMARY KEY (assessment, sequence)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE packs (
            sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL,
            content TEXT NOT NULL) STRICT""",
        """CREATE TABLE tables (
            sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, content TEXT NOT NULL,
            approved_by TEXT NOT NULL, loaded_at TEXT NOT NULL,
            illustrative INTEGER NOT NULL CHECK (illustrative IN (0, 1))) STRICT""",
        """CREATE TABLE places (
            person TEXT NOT NULL, assessment TEXT NOT NULL REFERENCES assessments (id),
            section TEXT NOT NULL, question TEXT, at TEXT NOT NULL,
            PRIMARY KEY (person, assessment)) STRICT, WITHOUT ROWID""",
        "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE jottings (
            id TEXT PRIMARY KEY, assessment TEXT NOT NULL REFERENCES assessments (id),
            at TEXT NOT NULL, text TEXT NOT NULL, used_for TEXT) STRICT""",
        "CREATE INDEX jottings_of_assessment ON jottings (assessment)",
        """CREATE TABLE marks (
            assessment TEXT NOT NULL REFERENCES assessments (id),
            kind TEXT NOT NULL CHECK (kind IN ('section', 'warning')), name TEXT NOT NULL,
            by TEXT NOT NULL, at TEXT NOT NULL, cleared TEXT) STRICT""",
        "CREATE UNIQUE INDEX marks_that_hold ON marks (assessment, kind, name) WHERE cleared IS NULL",
        """CREATE TABLE exports (
            number INTEGER PRIMARY KEY, assessment TEXT NOT NULL REFERENCES assessments (id),
            revision INTEGER NOT NULL, file TEXT NOT NULL, folder TEXT NOT NULL, audience TEXT NOT NULL,
            format TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL) STRICT""",
        "CREATE INDEX exports_of_assessment ON exports (assessment)",
        *_kept("entries"),
        *_kept("history"),
        *_kept("packs", deletes=False),
        """CREATE TRIGGER revisions_refuse_update BEFORE UPDATE ON revisions
            WHEN OLD.content IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.assessment IS NOT OLD.assessment
                OR NEW.number IS NOT OLD.number OR NEW.parent IS NOT OLD.parent
            BEGIN SELECT RAISE(ABORT, 'completed content never changes'); END""",
    ),
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST,)
VERSION = MIGRATIONS[-1].number


def version(connection: Connection) -> int:
    """The number of the last migration this file has had; 0 for a new one."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0]) if row else 0


def migrate(connection: Connection, migrations: Sequence[Migration]) -> int:
    """Run what this file has not had yet and give how many; the caller holds the transaction."""
    due = [each for each in migrations if each.number > version(connection)]
    for migration in due:
        for statement in migration.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {migration.number}")
    return len(due)
