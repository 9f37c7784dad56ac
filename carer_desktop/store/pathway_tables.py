"""The fourth migration: what a history row says beside who and when, and the tables of the way to uploaded."""

from __future__ import annotations

from collections.abc import Callable

_LAST_STAGE = (
    "coalesce((SELECT stage FROM history WHERE assessment = NEW.assessment ORDER BY sequence DESC LIMIT 1), 'draft')"
)
_WROTE = (
    "(EXISTS (SELECT 1 FROM assessments WHERE id = NEW.assessment AND created_by = {who}) OR EXISTS "
    "(SELECT 1 FROM entries WHERE assessment = NEW.assessment AND by = {who} AND source <> 'moved'))"
)


def statements(leaves_by_removal: Callable[[str], str]) -> tuple[str, ...]:
    """The statements, in order; *leaves_by_removal* makes the one door through which a record's rows go."""
    of_a_record = (leaves_by_removal(table) for table in _OF_A_RECORD)
    return (*_HISTORY, *_BESIDE, *of_a_record, *_QUEUE)


_OF_A_RECORD = ("comments", "ticks")
_HISTORY = (
    "ALTER TABLE history ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE history ADD COLUMN manager TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE history ADD COLUMN says TEXT NOT NULL DEFAULT '{}'",
    # Whatever calls it: nobody decides on what they wrote, and what was sent on is not changed.
    f"""CREATE TRIGGER history_refuse_own_work BEFORE INSERT ON history
            WHEN NEW.move IN ('authorise', 'return', 'decline', 'record') AND (
                {_WROTE.format(who="NEW.manager")}
                OR (NEW.move <> 'record' AND {_WROTE.format(who="NEW.by")}))
            BEGIN SELECT RAISE(ABORT, 'nobody decides on what they wrote'); END""",
    """CREATE TRIGGER history_refuse_other_content BEFORE INSERT ON history
            WHEN NEW.content_sha256 IS NOT NULL AND NEW.content_sha256 IS NOT (
                SELECT sha256 FROM revisions WHERE assessment = NEW.assessment ORDER BY number DESC LIMIT 1)
            BEGIN SELECT RAISE(ABORT, 'a move is over the content that was completed'); END""",
    f"""CREATE TRIGGER entries_refuse_after_sending BEFORE INSERT ON entries
            WHEN NEW.source <> 'moved' AND {_LAST_STAGE} NOT IN ('draft', 'returned')
            BEGIN SELECT RAISE(ABORT, 'what was sent on is not changed without a new version'); END""",
)
_BESIDE = (
    """CREATE TABLE comments (
            id TEXT PRIMARY KEY, assessment TEXT NOT NULL REFERENCES assessments (id), revision INTEGER NOT NULL,
            question TEXT NOT NULL, item TEXT NOT NULL, column TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
            text TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX comments_of_assessment ON comments (assessment)",
    """CREATE TABLE ticks (
            assessment TEXT NOT NULL REFERENCES assessments (id), sequence INTEGER NOT NULL, revision INTEGER NOT NULL,
            step TEXT NOT NULL, done INTEGER NOT NULL CHECK (done IN (0, 1)), on_day TEXT NOT NULL, note TEXT NOT NULL,
            by TEXT NOT NULL, at TEXT NOT NULL, signature BLOB,
            PRIMARY KEY (assessment, sequence)) STRICT, WITHOUT ROWID""",
    *(
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
        for table in _OF_A_RECORD
    ),
)
_QUEUE = (
    """CREATE TABLE referrals (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('referral', 'self', 'review', 'named')),
            received_on TEXT NOT NULL, carer_name TEXT NOT NULL, mosaic_id TEXT NOT NULL, reach TEXT NOT NULL,
            asked_by TEXT NOT NULL, source TEXT NOT NULL, cared_for TEXT NOT NULL,
            urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)), urgent_why TEXT NOT NULL, may_contact TEXT NOT NULL,
            note TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'begun', 'passed_on', 'closed')),
            assessment TEXT NOT NULL, closed_on TEXT, closed_why TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER referrals_begin_once BEFORE UPDATE ON referrals
            WHEN OLD.assessment <> '' AND NEW.assessment IS NOT OLD.assessment
            BEGIN SELECT RAISE(ABORT, 'a conversation is begun from a referral once'); END""",
    """CREATE TABLE offers (
            id TEXT PRIMARY KEY, on_day TEXT NOT NULL, carer_name TEXT NOT NULL, mosaic_id TEXT NOT NULL,
            answer TEXT NOT NULL CHECK (answer IN ('yes', 'not_now', 'no', 'register')), given TEXT NOT NULL,
            knows_can_return INTEGER NOT NULL CHECK (knows_can_return IN (0, 1)), referral TEXT NOT NULL,
            by TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE requests (
            id TEXT PRIMARY KEY, asked_on TEXT NOT NULL, from_team TEXT NOT NULL, to_team TEXT NOT NULL,
            about TEXT NOT NULL, text TEXT NOT NULL, referral TEXT NOT NULL, assessment TEXT NOT NULL,
            by TEXT NOT NULL, at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')), reply TEXT NOT NULL,
            answered_on TEXT) STRICT, WITHOUT ROWID""",
    """CREATE TABLE contacts (
            id TEXT PRIMARY KEY, on_day TEXT NOT NULL, carer_name TEXT NOT NULL, mosaic_id TEXT NOT NULL,
            assessment TEXT NOT NULL, how TEXT NOT NULL, who TEXT NOT NULL, asked_for TEXT NOT NULL,
            right_person TEXT NOT NULL, said TEXT NOT NULL, done_now TEXT NOT NULL, message_for TEXT NOT NULL,
            expect_by TEXT, if_no_call TEXT NOT NULL, filed_where TEXT NOT NULL, told_carer_on TEXT,
            follow_up TEXT NOT NULL, due_on TEXT, by TEXT NOT NULL, at TEXT NOT NULL, done_on TEXT,
            done_note TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE visits (
            id TEXT PRIMARY KEY, on_day TEXT NOT NULL, time TEXT NOT NULL, carer_name TEXT NOT NULL,
            assessment TEXT NOT NULL, place TEXT NOT NULL, safe_contact TEXT NOT NULL, needs TEXT NOT NULL,
            bring TEXT NOT NULL, person TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'cancelled'))) STRICT, WITHOUT ROWID""",
    "CREATE INDEX referrals_waiting ON referrals (received_on) WHERE state = 'waiting'",
    "CREATE INDEX contacts_promised ON contacts (due_on) WHERE done_on IS NULL",
)
