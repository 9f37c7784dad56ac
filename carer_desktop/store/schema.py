"""The tables, as numbered migrations: data that is run once each, in order, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carer_desktop.store import pathway_tables
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


def _leaves_by_removal(table: str, record: str = "assessment") -> str:
    """The one door through which a row may go: while the removal of its record is under way, in that transaction."""
    return (
        f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} "
        f"WHEN NOT EXISTS (SELECT 1 FROM removals WHERE assessment = OLD.{record} AND finished = 0) "
        f"BEGIN SELECT RAISE(ABORT, '{table} leave only with their whole record'); END"
    )


_SECOND = Migration(
    2,
    (
        # Who did what: a chain of MACs, so that nothing in it is changed, left out or put in without being found.
        """CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, roles TEXT NOT NULL,
            event TEXT NOT NULL, subject TEXT NOT NULL, reference TEXT NOT NULL, revision INTEGER NOT NULL,
            says TEXT NOT NULL, mac BLOB NOT NULL, signature BLOB) STRICT""",
        "CREATE INDEX audit_of_subject ON audit (subject, sequence) WHERE subject <> ''",
        # Keys the chain was made with before the vault key was changed, each sealed under the one that followed.
        """CREATE TABLE audit_keys (
            number INTEGER PRIMARY KEY, until INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT""",
        # Where the chain begins once rows older than their time have gone.
        """CREATE TABLE audit_start (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            sequence INTEGER NOT NULL, mac BLOB NOT NULL, seal BLOB NOT NULL) STRICT""",
        """CREATE TRIGGER audit_refuse_update BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END""",
        """CREATE TRIGGER audit_refuse_delete BEFORE DELETE ON audit
            WHEN OLD.sequence > coalesce((SELECT sequence FROM audit_start), 0)
            BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END""",
        # Every signing key a person ever had: what it signed must stay provable after it has ended.
        """CREATE TABLE signing_keys (
            public BLOB NOT NULL, person TEXT NOT NULL, since TEXT NOT NULL, ended TEXT,
            PRIMARY KEY (person, public)) STRICT, WITHOUT ROWID""",
        "INSERT INTO signing_keys SELECT signing_public, id, added_at, NULL FROM people",
        """CREATE TRIGGER signing_keys_of_new_people AFTER INSERT ON people
            BEGIN INSERT INTO signing_keys VALUES (NEW.signing_public, NEW.id, NEW.added_at, NULL); END""",
        """CREATE TRIGGER signing_keys_of_changed_people AFTER UPDATE OF signing_public ON people
            WHEN NOT EXISTS (SELECT 1 FROM signing_keys WHERE person = NEW.id AND public = NEW.signing_public)
            BEGIN INSERT INTO signing_keys VALUES (NEW.signing_public, NEW.id, NEW.added_at, NULL); END""",
        # Answers saved and not yet in the log, which has one row for a record and a session and not one an answer.
        """CREATE TABLE unlogged (
            assessment TEXT NOT NULL, person TEXT NOT NULL, answers INTEGER NOT NULL,
            PRIMARY KEY (assessment, person)) STRICT, WITHOUT ROWID""",
        """CREATE TRIGGER entries_counted AFTER INSERT ON entries BEGIN
            INSERT INTO unlogged VALUES (NEW.assessment, NEW.by, 1)
            ON CONFLICT (assessment, person) DO UPDATE SET answers = answers + 1; END""",
        # What was removed and when. While a row is not finished, the record's own rows may go.
        """CREATE TABLE removals (
            assessment TEXT PRIMARY KEY, reference TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
            stub TEXT NOT NULL, finished INTEGER NOT NULL CHECK (finished IN (0, 1))) STRICT, WITHOUT ROWID""",
        """CREATE TRIGGER removals_refuse_delete BEFORE DELETE ON removals
            BEGIN SELECT RAISE(ABORT, 'that a record was removed is never forgotten'); END""",
        """CREATE TRIGGER removals_refuse_update BEFORE UPDATE ON removals
            WHEN OLD.finished = 1 OR NEW.finished = 0 OR NEW.assessment IS NOT OLD.assessment
                OR NEW.reference IS NOT OLD.reference OR NEW.at IS NOT OLD.at OR NEW.by IS NOT OLD.by
                OR NEW.stub IS NOT OLD.stub
            BEGIN SELECT RAISE(ABORT, 'that a record was removed is never changed'); END""",
        # What stays until the next review is done or handed on, and what stays for the numbers, without identity.
        """CREATE TABLE review_stubs (
            id TEXT PRIMARY KEY, mosaic_id TEXT NOT NULL, initials TEXT NOT NULL, safe_contact TEXT NOT NULL,
            review_due TEXT NOT NULL, budgets TEXT NOT NULL, document_title TEXT NOT NULL,
            made_at TEXT NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE count_rows (
            id TEXT PRIMARY KEY, month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
            team TEXT NOT NULL, form TEXT NOT NULL, bands TEXT NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TRIGGER count_rows_refuse_update BEFORE UPDATE ON count_rows
            BEGIN SELECT RAISE(ABORT, 'count rows are only ever added to'); END""",
        # Somebody looked at a record whose time had come, and keeps it longer for a reason from the list.
        """CREATE TABLE kept_longer (
            assessment TEXT NOT NULL REFERENCES assessments (id), at TEXT NOT NULL, on_day TEXT NOT NULL,
            by TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (assessment, at)) STRICT, WITHOUT ROWID""",
        "DROP TRIGGER entries_refuse_delete",
        "DROP TRIGGER history_refuse_delete",
        _leaves_by_removal("entries"),
        _leaves_by_removal("history"),
        _leaves_by_removal("revisions"),
        _leaves_by_removal("exports"),
        _leaves_by_removal("assessments", "id"),
        """CREATE TRIGGER removals_finish BEFORE UPDATE ON removals WHEN NEW.finished = 1 AND (
                EXISTS (SELECT 1 FROM assessments WHERE id = NEW.assessment)
                OR EXISTS (SELECT 1 FROM entries WHERE assessment = NEW.assessment)
                OR NOT EXISTS (SELECT 1 FROM audit WHERE subject = NEW.assessment AND event = 'record_removed')
                OR (NEW.stub <> '' AND NOT EXISTS (SELECT 1 FROM review_stubs WHERE id = NEW.stub))
                OR (SELECT count(*) FROM count_rows) <= (SELECT count(*) FROM removals WHERE finished = 1))
            BEGIN SELECT RAISE(ABORT, 'a record is removed whole, counted and written down, or not at all'); END""",
    ),
)

_THIRD = Migration(
    3,
    (
        "ALTER TABLE people ADD COLUMN ended_at TEXT",
        # What a person is told when they sign in next: that somebody reset their access, or opened the vault without.
        """CREATE TABLE notices (
            id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (id), at TEXT NOT NULL, text TEXT NOT NULL,
            seen_at TEXT) STRICT, WITHOUT ROWID""",
        "CREATE INDEX notices_not_seen ON notices (person) WHERE seen_at IS NULL",
        # Who alone sees a record ('named'), and who wants to see nothing of it ('knows').
        """CREATE TABLE case_rules (
            assessment TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('named', 'knows')), person TEXT NOT NULL REFERENCES people (id),
            reason TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, lifted_at TEXT) STRICT""",
        "CREATE UNIQUE INDEX case_rules_that_hold ON case_rules (assessment, kind, person) WHERE lifted_at IS NULL",
    ),
)

_FOURTH = Migration(4, pathway_tables.statements(_leaves_by_removal))

_FIFTH = Migration(
    5,
    (
        # Of a file that left: in which size of print and why, and that it has been handed over or deleted since.
        "ALTER TABLE exports ADD COLUMN points INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE exports ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE exports ADD COLUMN protected INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1))",
        "ALTER TABLE exports ADD COLUMN settled TEXT NOT NULL DEFAULT '' "
        "CHECK (settled IN ('', 'handed_over', 'deleted'))",
        "ALTER TABLE exports ADD COLUMN settled_at TEXT",
        "CREATE INDEX exports_not_settled ON exports (number) WHERE settled = ''",
    ),
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
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
