"""Removing a record: all of it, through one door, with what stays beside it, or nothing at all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.assessment import Assessment, Move
from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.audit import Event, Log, Wanted
from carer_desktop.records.kept import Exported, Jotting, Place, Revision
from carer_desktop.records.pathway import Comment, Tick
from carer_desktop.records.retention import CountRow, Removal, ReviewStub
from carer_desktop.store import (
    Connection,
    Store,
    assessments,
    audit,
    carers,
    entries,
    exports,
    history,
    jottings,
    marks,
    places,
    removal,
    retention,
    revisions,
    rows,
    schema,
    unsent,
)
from tests.core.store.given import LATER, NOW, Begun, begin

STUB = ReviewStub("s" * 32, "M1234567", "AE", "Phone", date(2027, 11, 22), ((date(2026, 12, 1), 30000),), "Talk", NOW)
COUNT = CountRow("c" * 32, "2026-11", "North", "carer_conversation", {"age": "26-64"})
CANARY = "canary-feather"


def fill(connection: Connection, begun: Begun) -> None:
    """Something of everything that hangs on a record."""
    record = begun.assessment.id
    entries.append(connection, [begun.entry("sleep", CANARY), begun.entry("hours", 20)])
    history.append(connection, record, Move("upload", "uploaded", NOW, "p1", "admin", CANARY))
    (first,) = revisions.of(connection, record)
    revisions.complete(connection, first.id, CANARY.encode())
    revisions.add(connection, Revision("r2", record, 2, first.id))
    marks.put(connection, record, "section", "start", "p1", NOW)
    jottings.keep(connection, Jotting("j1", record, NOW, CANARY))
    places.keep(connection, Place("p1", record, "start", None, NOW))
    rows.add(connection, Comment("c1", record, 1, "sleep", "", "", "p2", NOW, CANARY))
    unsent.keep(connection, record, "p2", "sleep", CANARY)
    unsent.keep(connection, "other", "p2", "sleep", "stays")
    rows.add(connection, Tick(record, 1, 1, "export", True, NOW.date(), CANARY, "p1", NOW))
    exports.add(connection, Exported(record, 1, f"{CANARY}.docx", "/", "council", "docx", "00" * 32, NOW, "p1"))


@pytest.fixture
def filled(begun: Begun) -> Begun:
    """A vault with one record that has something of everything, and another of another carer."""
    begun.store.save(fill, begun).result()
    other = replace(begun.assessment, id="other", reference="EFGH5678", carer_id="two")
    begun.store.save(begin, other).result()
    return begun


def looked_at(begun: Begun, **more: Any) -> Removal:
    record = begun.assessment
    goes, seen = (begun.store.read(ask, record.id).result() for ask in (removal.goes, removal.seen))
    made = Removal(record.id, record.reference, "Ann Example", "uploaded", goes, STUB, COUNT, seen)  # type: ignore[arg-type]
    return replace(made, **more)


def remove(begun: Begun, what: Removal | None = None) -> None:
    begun.store.save_logged(removal.remove, what or looked_at(begun), "p1", LATER).result()


def tables_that_name_a_record(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every table of the schema that refers to an assessment, and the column in which it does."""
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        for column in re.findall(r"(\w+) TEXT[^,]* REFERENCES assessments", sql):
            yield name, column


def test_everything_of_the_record_goes_and_the_other_record_stays(filled: Begun) -> None:
    store, record = filled.store, filled.assessment
    assert store.read(removal.goes, record.id).result() == {
        "answers": 2, "moves": 1, "files": 1, "jottings": 1, "marks": 1
    }  # fmt: skip
    remove(filled)
    assert store.read(assessments.one, record.id).result() is None
    assert store.read(carers.one, record.carer_id).result() is None
    assert store.read(assessments.one, "other").result() is not None
    assert store.read(carers.one, "two").result() is not None
    assert store.verify().result() == ()

    def left(connection: Connection) -> dict[str, int]:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", (record.id,)).fetchall()[0][0]
            for table, column in tables_that_name_a_record(connection)
        }

    found = store.read(left).result()
    assert set(found) >= {"entries", "history", "revisions", "places", "jottings", "marks", "exports", "kept_longer"}
    assert set(found.values()) == {0}
    assert [store.read(unsent.of, each, "p2").result() for each in (record.id, "other")] == [{}, {"sleep": "stays"}]


def test_the_carer_stays_while_another_record_is_theirs(filled: Begun) -> None:
    second = replace(filled.assessment, id="second", reference="JKMN2345")
    filled.store.save(assessments.add, second).result()
    remove(filled)
    assert filled.store.read(carers.one, filled.assessment.carer_id).result() is not None


def test_what_stays_and_what_the_log_says(filled: Begun) -> None:
    store, record = filled.store, filled.assessment
    remove(filled, looked_at(filled, content_sha256="ab" * 32, revision=2))
    assert store.read(retention.stubs).result() == (STUB,)
    assert store.read(retention.counts).result() == (COUNT,)
    removed, saved = store.read(audit.rows, Wanted(subject=record.id)).result()
    assert (removed.event, removed.reference, removed.revision, removed.signed) == (
        "record_removed", record.reference, 2, True
    )  # fmt: skip
    assert removed.says == {"answers": 2, "moves": 1, "files": 1, "jottings": 1, "stub": 1, "content": "ab" * 32}
    assert (saved.event, saved.says) == ("record_saved", {"answers": 2, "by": "p1"})
    assert [each for each in store.check_log().result() if each.fault] == []


def test_a_record_that_never_was_on_mosaic_leaves_no_stub(filled: Begun) -> None:
    remove(filled, looked_at(filled, stub=None))
    assert filled.store.read(retention.stubs).result() == ()
    assert filled.store.read(audit.rows, Wanted(event="record_removed")).result()[0].says["stub"] == 0


@pytest.mark.parametrize("change", ["entry", "move", "mark", "jotting", "file", "gone"])
def test_what_has_changed_since_it_was_looked_at_is_not_removed(filled: Begun, change: str) -> None:
    store, record = filled.store, filled.assessment.id
    what = looked_at(filled)
    changes: dict[str, Any] = {
        "entry": lambda c: entries.append(c, [filled.entry("copies_how", "hand", source="moved")]),
        "move": lambda c: history.append(c, record, Move("close", "closed", NOW, "p1", "admin")),
        "mark": lambda c: marks.clear(c, record, "section", "start", NOW),
        "jotting": lambda c: jottings.keep(c, Jotting("j1", record, NOW, "other words")),
        "file": lambda c: exports.add(
            c, Exported(record, 1, "two.docx", "/", "carer", "docx", "00" * 32, NOW, "p1")
        ),
        "gone": lambda c: None,
    }  # fmt: skip
    store.save(changes[change]).result()
    if change == "gone":
        remove(filled)
    before = store.read(removal.goes, record).result()
    with pytest.raises(Refused, match="changed since"):
        remove(filled, what)
    assert store.read(removal.goes, record).result() == before


# --- the door ----------------------------------------------------------------------------------------

GUARDED = ("entries", "history", "revisions", "exports", "assessments")


@pytest.mark.parametrize("table", GUARDED)
def test_outside_a_removal_nothing_of_a_record_goes(filled: Begun, table: str) -> None:
    error = filled.store.save(lambda c: c.execute(f"DELETE FROM {table}")).exception()
    assert isinstance(error, StoreError)
    assert filled.store.read(assessments.one, filled.assessment.id).result() is not None


def opened(connection: Connection, record: Assessment, stub: str = "") -> None:
    connection.execute("INSERT INTO removals VALUES (?, ?, ?, 'p1', ?, 0)", (record.id, record.reference, "2026", stub))


def test_the_door_is_for_one_record_alone(filled: Begun) -> None:
    def work(connection: Connection) -> None:
        opened(connection, filled.assessment)
        connection.execute("DELETE FROM places")
        connection.execute("DELETE FROM revisions")

    assert isinstance(filled.store.save(work).exception(), StoreError)
    assert len(filled.store.read(revisions.of, "other").result()) == 1


FINISH = "UPDATE removals SET finished = 1"


@pytest.mark.parametrize("left_out", ["record", "log", "count", "stub", "nothing"])
def test_a_removal_can_be_finished_only_whole_counted_and_written_down(filled: Begun, left_out: str) -> None:
    record = filled.assessment

    def work(connection: Connection, log: Log) -> None:
        opened(connection, record, STUB.id)
        if left_out != "record":
            for table in (*removal._HANGS_ON_IT,):
                connection.execute(f"DELETE FROM {table} WHERE assessment = ?", (record.id,))
            connection.execute("DELETE FROM assessments WHERE id = ?", (record.id,))
        if left_out != "log":
            log(Event("record_removed", LATER, record.id, record.reference))
        if left_out != "count":
            retention.add_count(connection, COUNT)
        if left_out != "stub":
            retention.add_stub(connection, STUB)
        connection.execute(FINISH)

    error = filled.store.save_logged(work).exception()
    assert (error is None) is (left_out == "nothing")


def test_each_removal_needs_a_count_row_of_its_own(filled: Begun) -> None:
    remove(filled)
    other = filled.store.read(assessments.one, "other").result()
    assert other
    again = Begun(filled.store, other)
    with pytest.raises(StoreError):
        remove(again, looked_at(again, stub=None))
    remove(again, looked_at(again, stub=None, count=replace(COUNT, id="d" * 32)))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM removals",
        "UPDATE removals SET finished = 0",
        "UPDATE removals SET finished = 1",
        "UPDATE removals SET reference = 'other'",
        "UPDATE count_rows SET month = '2026-12'",
    ],
)
def test_that_a_record_was_removed_is_never_changed(filled: Begun, statement: str) -> None:
    remove(filled)
    assert isinstance(filled.store.save(lambda c: c.execute(statement)).exception(), StoreError)


# --- really gone -------------------------------------------------------------------------------------


def on_the_disk(path: Path, secure: bool) -> bool:
    """Whether words of a removed record can still be read in the file, with and without secure deletion."""
    plain: Any = sqlite3.connect(path, isolation_level=None)
    for statement in (f"secure_delete = {'ON' if secure else 'OFF'}", "journal_mode = TRUNCATE", "foreign_keys = ON"):
        plain.execute(f"PRAGMA {statement}")
    plain.execute("BEGIN")
    schema.migrate(plain, schema.MIGRATIONS)
    begun = Begun(plain)
    begin(plain, begun.assessment)
    for _ in range(200):
        entries.append(plain, [begun.entry("sleep", CANARY * 30)])
    fill(plain, begun)
    plain.execute("COMMIT")
    assert CANARY.encode() in path.read_bytes()
    record = begun.assessment
    what = Removal(
        record.id, record.reference, "", "uploaded", {}, STUB, COUNT, removal.seen(plain, record.id)
    )  # fmt: skip
    number = iter(range(1, 100))

    def log(event: Event) -> int:
        plain.execute(
            "INSERT INTO audit VALUES (?, '', '', '', ?, ?, '', 0, '', x'', NULL)",
            (next(number), event.name, event.subject),
        )
        return 0

    plain.execute("BEGIN")
    removal.remove(plain, log, what, "p1", LATER)
    plain.execute("COMMIT")
    plain.close()
    return (
        CANARY.encode() in path.read_bytes() or CANARY.encode() in path.with_name(f"{path.name}-journal").read_bytes()
    )


def test_no_word_of_a_removed_record_is_left_in_a_page(tmp_path: Path) -> None:
    """On a file that is not encrypted, so that it can be looked into; `secure_delete` is read back at every opening."""
    assert not on_the_disk(tmp_path / "one", secure=True)


def test_control_without_secure_deletion_its_words_are_left(tmp_path: Path) -> None:
    assert on_the_disk(tmp_path / "two", secure=False)


# --- what is kept how long ---------------------------------------------------------------------------


def test_time_counts_from_mosaic_or_from_the_beginning(filled: Begun) -> None:
    store, record = filled.store, filled.assessment
    one, other = store.read(retention.holdings).result()
    assert (one.kind, one.id, one.stage, one.since) == ("assessment", record.id, "uploaded", NOW.date())
    assert (other.kind, other.stage, other.since, other.kept_on) == ("draft", "draft", NOW.date(), None)
    late = datetime(2026, 12, 24, 8, tzinfo=UTC)
    store.save(history.append, record.id, Move("close", "closed", late, "p1", "admin")).result()
    assert store.read(retention.holding, record.id).result() == replace(one, stage="closed")
    # A new version of it is a draft again, and not on Mosaic.
    store.save(history.append, record.id, Move("reopen", "draft", late, "p1", "assessor")).result()
    again = store.read(retention.holding, record.id).result()
    assert again is not None and (again.kind, again.since) == ("draft", NOW.date())
    assert store.read(retention.holding, "nobody").result() is None


def test_a_record_kept_longer_says_since_when_and_the_log_why(filled: Begun) -> None:
    store, record = filled.store, filled.assessment
    for day in (date(2026, 12, 24), date(2027, 1, 2)):
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        store.save_logged(retention.keep_longer, record.id, "complaint", day, "p1", at).result()
    held = store.read(retention.holding, record.id).result()
    assert held is not None and held.kept_on == date(2027, 1, 2)
    row = store.read(audit.rows, Wanted(event="record_kept")).result()[0]
    assert (row.subject, row.reference, row.says) == (record.id, record.reference, {"reason": "complaint"})


def test_stubs_come_with_the_next_review_first_and_go_when_it_is_done(store: Store) -> None:
    none = replace(STUB, id="n" * 32, review_due=None, budgets=())
    soon = replace(STUB, id="a" * 32, review_due=date(2027, 1, 1), safe_contact="Only:\n  by   phone")
    for stub in (none, STUB, soon):
        store.save(retention.add_stub, stub).result()
    found = store.read(retention.stubs).result()
    assert found == (replace(soon, safe_contact="Only: by phone"), STUB, none)
    assert store.save_logged(retention.finish_stub, STUB.id, "review_done", LATER).result()
    assert not store.save_logged(retention.finish_stub, STUB.id, "review_done", LATER).result()
    assert len(store.read(retention.stubs).result()) == 2
    (row,) = store.read(audit.rows, Wanted(event="stub_finished")).result()
    assert (row.subject, row.says) == (STUB.id, {"how": "review_done"})
