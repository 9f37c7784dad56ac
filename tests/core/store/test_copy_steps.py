"""A backup is copied in steps: between them saves and reads go on, and what it holds is the vault at the last step."""

from __future__ import annotations

import errno
import os
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.records.audit import Event
from carer_desktop.records.backup import BackupInfo
from carer_desktop.records.kept import Jotting
from carer_desktop.store import Connection, access, anchor, audit, backup, engine, entries, jottings, manifest, settings
from carer_desktop.store.thread import _READ
from tests.core.store.given import LATER, NOW, Begun
from tests.core.store.test_thread import Pause

Rows = dict[str, list[str]]
STEP = 10


@pytest.fixture
def answered(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> Begun:
    """An open vault of more pages than a dozen steps copy."""
    monkeypatch.setattr(backup, "_STEP_PAGES", STEP)
    monkeypatch.setattr(backup, "_STEP_ROWS", 5)
    begun.store.save(entries.append, [begun.entry(f"q{number}", "x" * 2_000) for number in range(150)]).result()
    for number in range(20):
        begun.store.log(Event("covered", NOW + timedelta(seconds=number))).result()
    return begun


class Between:
    """What is done between two steps: *work* with the number of the pause, as one that saves or reads asks for it."""

    def __init__(self, begun: Begun, work: Callable[[int], object]) -> None:
        self._store, self._work, self.pauses = begun.store, work, 0

    def __call__(self) -> None:
        self.pauses += 1
        self._work(self.pauses)
        self._store._do_between_steps()


def noting(done: list[str], name: str) -> Callable[[object], None]:
    """What notes, when a future is done, whose it was."""
    return lambda _: done.append(name)


def copied(begun: Begun, between: Callable[[], None]) -> backup.Copied:
    source = begun.store.vault.source
    folder = manifest.folder_of(source.path)
    return begun.store.read(backup.copy, source, folder, NOW, "asked", between).result()


def all_rows(connection: Connection) -> Rows:
    """Every row of every table."""
    return {
        table: sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table}"').fetchall())
        for table in backup.counts(connection)
    }


def held(begun: Begun, made: backup.Copied) -> Rows:
    """Every row of the copy."""
    connection = engine.connect(made.unproven, begun.store.vault.source.database_key, made.salt)
    try:
        return all_rows(connection)
    finally:
        connection.close()


def is_the_vault(begun: Begun, made: backup.Copied) -> None:
    """The copy holds every row of the vault as it is, and is proven."""
    assert held(begun, made) == begun.store.read(all_rows).result()
    assert backup.prove(made, begun.store.vault.source).proven


def begun_backup(begun: Begun, pool: ThreadPoolExecutor) -> tuple[Pause, Future[BackupInfo]]:
    """A backup that waits for its turn."""
    pause = Pause(begun.store)
    made = pool.submit(begun.store.back_up, NOW, "asked")
    while not begun.store._jobs.qsize():
        threading.Event().wait(0.001)
    return pause, made


# --- what waits has its turn ---------------------------------------------------------------------------


def test_what_is_asked_meanwhile_is_done_before_the_backup_is(answered: Begun) -> None:
    store, seen = answered.store, list[tuple[str, bool]]()

    def note(name: str, _: object) -> None:
        seen.append((name, made.done()))

    def asks(connection: Connection, name: str) -> Iterator[str]:
        saved = store.save(entries.append, [answered.entry(name, "between two steps")])
        saved.add_done_callback(partial(note, f"saved {name}"))
        store.read(entries.of, answered.assessment.id).add_done_callback(partial(note, f"read {name}"))
        yield name

    with ThreadPoolExecutor(1) as pool:
        pause, made = begun_backup(answered, pool)
        # A scan comes after the copy that waits, unless the copy lets it in between its steps.
        for name in ("one", "two", "three"):
            store.scan(asks, name).add_done_callback(partial(note, f"looked {name}"))
        pause.end()
        assert made.result().counts["entries"] == 153
    names = ("one", "two", "three")
    assert seen == [(f"{what} {name}", False) for name in names for what in ("looked", "saved", "read")]


def test_of_all_scans_one_slice_is_done_a_pause(answered: Begun) -> None:
    done, seen = list[int](), list[int]()

    def look(connection: Connection, number: int) -> Iterator[int]:
        done.append(number)
        yield number

    def ask(pause: int) -> None:
        seen.append(len(done))
        for number in range(3) if pause == 1 else ():
            answered.store.scan(look, number)

    copied(answered, Between(answered, ask))
    assert seen[:5] == [0, 1, 2, 3, 3]


def test_a_scan_without_end_does_not_keep_it_from_ending(answered: Begun) -> None:
    def endless(connection: Connection) -> Iterator[int]:
        while True:
            yield 0

    with ThreadPoolExecutor(1) as pool:
        pause, made = begun_backup(answered, pool)
        scan = answered.store.scan(endless)
        pause.end()
        assert made.result(20).proven
    assert scan.cancel()


def test_saves_without_end_do_not_keep_it_from_ending(answered: Begun) -> None:
    store, stopped, saves = answered.store, threading.Event(), list[Future[None]]()

    def again(_: object) -> None:
        if not stopped.is_set():
            saved = store.save(entries.append, [answered.entry(f"q{len(saves)}", "y" * 100_000)])
            saves.append(saved)
            saved.add_done_callback(again)

    pages = store.vault.path.stat().st_size // engine.PAGE_BYTES
    between = Between(answered, lambda pause: again(None) if pause == 1 else None)
    made = store.read(backup.copy, store.vault.source, manifest.folder_of(store.vault.path), NOW, "asked", between)
    try:
        assert made.result(20).info.counts["entries"] > 150
        # Each save is more than a step, so the end is further away after each.
        assert between.pauses == 2 * pages // STEP
    finally:
        stopped.set()
    assert backup.prove(made.result(), store.vault.source).proven


def test_the_last_step_waits_until_the_long_tables_are_counted_anew_after_a_save(answered: Begun) -> None:
    asked: list[str] = []

    def save(pause: int) -> None:
        if pause == 9:
            answered.store.save(entries.append, [answered.entry("q", "between two steps")])

    def listen(connection: Any) -> None:
        connection.set_trace_callback(asked.append)

    steps = answered.store.vault.path.stat().st_size // engine.PAGE_BYTES // STEP
    between = Between(answered, save)
    answered.store.read(listen).result()
    made = copied(answered, between)
    assert steps < 9 + 150 // 5 <= between.pauses < 2 * steps
    assert [each for each in asked if each.startswith("SELECT count(*) FROM entries WHERE id >")]
    assert not [each for each in asked if each in ("SELECT count(*) FROM entries", 'SELECT count(*) FROM "entries"')]
    is_the_vault(answered, made)


def test_after_the_last_step_nothing_is_done(answered: Begun) -> None:
    steps = answered.store.vault.path.stat().st_size // engine.PAGE_BYTES // STEP
    between = Between(answered, lambda _: answered.store.log(Event("covered", NOW)))
    is_the_vault(answered, copied(answered, between))
    assert between.pauses < 2 * steps, "no pause was left"


def test_what_is_copied_is_brought_to_the_disk_on_the_way(answered: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []

    def noted(handle: int) -> None:
        flushed.append(os.fstat(handle).st_ino)

    def torn(handle: int) -> None:
        raise OSError(errno.EIO, "torn out")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", noted)
        made = copied(answered, Between(answered, lambda _: None))
    assert flushed.count(made.unproven.stat().st_ino) >= 2
    monkeypatch.setattr(os, "fsync", torn)
    with pytest.raises(StoreError, match="disk could not be read or written"):
        copied(answered, Between(answered, lambda _: None))


# --- what it holds is the vault at the last step ---------------------------------------------------------


def storm(begun: Begun, chance: random.Random) -> Callable[[int], None]:
    """Whatever changes pages: new and larger answers, what is taken back, taken out and put in its place."""
    store = begun.store

    def grow() -> None:
        sizes = [chance.randrange(1, 9_000) for _ in range(5)]
        store.save(entries.append, [begun.entry(f"q{size}", "z" * size) for size in sizes])

    def jot() -> None:
        jotting = Jotting(str(chance.randrange(20)), begun.assessment.id, LATER, "j" * chance.randrange(4_000))
        store.save(jottings.keep, jotting)

    def take_out() -> None:
        store.save(jottings.remove_one, str(chance.randrange(20)))

    def put() -> None:
        store.save(settings.put, f"s{chance.randrange(5)}", "w" * chance.randrange(6_000))

    def fail() -> None:
        taken_back = store.save(fails, begun, chance.randrange(1, 60))
        taken_back.add_done_callback(lambda future: failed.append(type(future.exception())))

    def shorten() -> None:
        before = NOW + timedelta(seconds=chance.randrange(1, 60))
        store.save_logged(audit.shorten, store.vault.pen, before, LATER)

    def log() -> None:
        store.log(Event("covered", NOW + timedelta(seconds=chance.randrange(60))))

    failed: list[type] = []
    works = (grow, jot, jot, take_out, put, fail, shorten, log, log)

    def some(pause: int) -> None:
        for work in chance.choices(works, k=4):
            work()
        assert set(failed) <= {StoreError}

    return some


def fails(connection: Connection, begun: Begun, number: int) -> None:
    """Much is written, and then something that does not fit."""
    entries.append(connection, [begun.entry(f"taken back {each}", "v" * 5_000) for each in range(number)])
    connection.execute("UPDATE jottings SET text = 'taken back'")
    connection.execute("INSERT INTO vault SELECT * FROM vault")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_saved_meanwhile_it_holds_the_vault_as_it_is_at_its_last_step(answered: Begun, seed: int) -> None:
    between = Between(answered, storm(answered, random.Random(seed)))
    is_the_vault(answered, copied(answered, between))
    assert between.pauses > 12


def test_a_save_that_fails_between_two_steps_harms_nothing(answered: Begun) -> None:
    told: list[BaseException | None] = []

    def fail(pause: int) -> None:
        # More than SQLite keeps in memory: it is in the file, and in the copy, before it is taken back.
        failed = answered.store.save(fails, answered, 700 if pause == 5 else 1)
        failed.add_done_callback(lambda future: told.append(future.exception()))

    before = answered.store.read(all_rows).result()
    made = copied(answered, Between(answered, fail))
    assert held(answered, made) == before
    is_the_vault(answered, made)
    assert len(told) > 12
    assert {type(each) for each in told} == {StoreError}


def test_control_what_is_counted_before_the_last_save_is_never_proven(
    answered: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told_too_early(name: str, says: str) -> None:
        with monkeypatch.context() as wrong:
            room, tells = (anchor, anchor.heads) if name == "heads" else (backup, backup.counts)
            first = answered.store.read(tells).result()
            wrong.setattr(room, name, lambda *_: first)
            made = copied(answered, Between(answered, lambda _: saves()))
        with pytest.raises(StoreError, match=says):
            backup.prove(made, answered.store.vault.source)

    def saves() -> None:
        answered.store.save(entries.append, [answered.entry("q", "one more")])

    told_too_early("heads", "does not end where the vault did")
    told_too_early("counts", "does not hold as many rows as the vault did")


def test_control_a_log_counted_before_its_last_row_is_never_proven(
    answered: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup._Rows, "all_", lambda rows: rows._rows)
    monkeypatch.setattr(backup, "_STEP_ROWS", 1)
    made = copied(answered, Between(answered, lambda _: answered.store.log(Event("covered", NOW))))
    with pytest.raises(StoreError, match="does not hold as many rows as the vault did"):
        backup.prove(made, answered.store.vault.source)


# --- what must be alone waits for its end ----------------------------------------------------------------


def test_a_change_of_keys_and_what_comes_after_it_wait_for_the_end(answered: Begun) -> None:
    store, done = answered.store, list[str]()
    asked: list[Future[Any]] = []

    def ask(pause: int) -> None:
        if pause == 3:
            asked.append(store.save(entries.append, [answered.entry("q", "before")]))
            asked.append(store.change_keys(access.rotate, LATER))
            asked.append(store.save(entries.append, [answered.entry("q", "after")]))
            asked.append(store.read(entries.of, answered.assessment.id))
            for name, each in zip(("before", "keys", "after", "read"), asked, strict=True):
                each.add_done_callback(noting(done, name))
        if pause > 3:
            assert done == ["before"]

    source = store.vault.source
    between = Between(answered, ask)
    made = store.read(backup.copy, source, manifest.folder_of(source.path), NOW, "asked", between)
    made.add_done_callback(noting(done, "copy"))
    assert made.result().info.counts["entries"] == 151
    assert len(asked[-1].result()) == 152
    assert done == ["before", "copy", "keys", "after", "read"]
    assert between.pauses > 12
    assert store.vault.source.database_key != source.database_key
    assert backup.prove(made.result(), source).counts["entries"] == 151


def test_it_is_made_with_the_keys_there_are_when_its_turn_comes(answered: Begun) -> None:
    with ThreadPoolExecutor(1) as pool:
        pause, made = begun_backup(answered, pool)
        changed = answered.store.change_keys(access.rotate, LATER)
        pause.end()
        assert changed.result() == 1
        assert made.result().proven


def test_another_copy_waits_for_its_end(answered: Begun) -> None:
    store, done = answered.store, list[str]()
    asked: list[Future[backup.Copied]] = []
    source = store.vault.source
    folders = [manifest.folder_of(source.path), source.path.with_name("other")]

    def copy_too() -> backup.Copied:
        return backup.copy(store.vault.connection, source, folders[1], NOW, "asked", lambda: None)

    def ask(pause: int) -> None:
        if pause == 3:
            asked.append(store._put(_READ, copy_too, alone=True))
            asked[0].add_done_callback(noting(done, "second"))

    first = store.read(backup.copy, source, folders[0], NOW, "asked", Between(answered, ask))
    first.add_done_callback(noting(done, "first"))
    assert backup.prove(first.result(), source).proven
    assert backup.prove(asked[0].result(), source).proven
    assert done == ["first", "second"]


def test_closing_waits_for_its_end(answered: Begun) -> None:
    store = answered.store
    closing = threading.Thread(target=store.close)

    def close(connection: Connection) -> Iterator[int]:
        closing.start()
        while store._closing is None:
            threading.Event().wait(0.001)
        yield 0

    with ThreadPoolExecutor(1) as pool:
        pause, made = begun_backup(answered, pool)
        store.scan(close)
        pause.end()
        assert made.result().proven
    closing.join(5)
    assert not closing.is_alive()


def test_a_transaction_left_open_between_two_steps_ends_the_copy(answered: Begun) -> None:
    store = answered.store

    opens: list[Future[None]] = []

    def leave_open(connection: Connection) -> None:
        connection.execute("BEGIN")

    made = Between(answered, lambda _: opens.append(store.read(leave_open)))
    with pytest.raises(StoreError) as told:
        copied(answered, made)
    assert isinstance(told.value.__cause__, RuntimeError)
    assert made.pauses == 1
    assert not list(manifest.folder_of(store.vault.path).iterdir())
    store.read(lambda connection: connection.execute("ROLLBACK")).result()
    assert store.back_up(LATER, "asked").proven


def test_without_anything_between_it_is_one_step(answered: Begun) -> None:
    source = answered.store.vault.source
    made = answered.store.read(backup.copy, source, manifest.folder_of(source.path), NOW, "asked").result()
    is_the_vault(answered, made)
