"""The store thread: saves first, a future for every call, words for every failure, and nothing lost at closing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import CarerError, Refused, StoreError
from carer_desktop.store import Connection, Store, entries, open_vault
from tests.core.store.given import PASSPHRASE, Begun

ROOT = Path(__file__).parents[3]


class Pause:
    """A job that keeps the thread busy until it is told to go on, so that others queue up behind it."""

    def __init__(self, store: Store) -> None:
        self._go_on = threading.Event()
        self._busy = threading.Event()
        self._done = store.read(self._wait)
        assert self._busy.wait(5)

    def _wait(self, connection: Connection) -> None:
        self._busy.set()
        self._go_on.wait(5)

    def end(self) -> None:
        self._go_on.set()
        self._done.result()


def test_saves_go_before_reads_and_reads_before_scans_each_in_their_order(store: Store) -> None:
    done: list[str] = []

    def note(connection: Connection, name: str) -> None:
        done.append(name)

    def note_slowly(connection: Connection, name: str) -> Iterator[str]:
        done.append(name)
        yield name

    pause = Pause(store)
    asked: list[Any] = [store.scan(note_slowly, "scan 1"), store.read(note, "read 1"), store.save(note, "save 1")]
    asked += [store.read(note, "read 2"), store.save(note, "save 2"), store.scan(note_slowly, "scan 2")]
    pause.end()
    wait(asked, timeout=5)
    assert done == ["save 1", "save 2", "read 1", "read 2", "scan 1", "scan 2"]


def test_every_job_runs_on_the_one_thread_that_owns_the_connection(store: Store) -> None:
    def where(connection: Connection) -> str:
        return threading.current_thread().name

    found = {store.save(where).result(), store.read(where).result()}
    assert found == {"store"}
    connection = store.read(lambda connection: connection).result()
    with pytest.raises(Exception, match="thread"):
        connection.execute("SELECT 1")


def test_a_save_that_raises_is_rolled_back_whole(begun: Begun) -> None:
    def half(connection: Connection) -> None:
        entries.append(connection, [begun.entry("sleep", "often")])
        raise Refused("No")

    with pytest.raises(Refused, match="No"):
        begun.store.save(half).result()
    assert begun.store.read(entries.of, begun.assessment.id).result() == ()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("INSERT INTO carers VALUES ('one', NULL)", "does not fit"),
        ("SELECT nothing FROM nowhere", "could not do this"),
        ("ATTACH ':memory:' AS other", "could not do this"),
    ],
)
def test_engine_errors_cross_in_words(store: Store, statement: str, says: str) -> None:
    error = store.save(lambda connection: connection.execute(statement)).exception()
    assert type(error) is StoreError
    assert says in str(error)


def test_a_fault_of_the_program_crosses_in_words_too_and_the_thread_goes_on(store: Store) -> None:
    def broken(connection: Connection) -> None:
        raise KeyError("Ann Example")

    error = store.read(broken).exception()
    assert type(error) is StoreError
    assert "Ann" not in str(error)
    assert isinstance(error.__cause__, KeyError)
    assert store.read(lambda connection: 1).result() == 1


def test_an_error_that_cannot_be_put_into_words_is_told_all_the_same_and_the_thread_goes_on(store: Store) -> None:
    class Unspeakable(Exception):
        def __str__(self) -> str:
            raise RuntimeError("Ann Example")

    def broken(connection: Connection) -> None:
        raise Unspeakable

    error = store.save(broken).exception(5)
    assert type(error) is StoreError
    assert "Ann" not in str(error)
    assert store.read(lambda connection: 1).result(5) == 1


def test_a_save_is_never_cancelled_and_a_waiting_read_may_be(store: Store) -> None:
    done: list[str] = []
    pause = Pause(store)
    save = store.save(lambda connection: done.append("save"))
    read = store.read(lambda connection: done.append("read"))
    assert not save.cancel()
    assert read.cancel()
    pause.end()
    save.result()
    store.read(lambda connection: None).result()
    assert done == ["save"]


def test_a_scan_lets_saves_in_between_its_slices(store: Store) -> None:
    done: list[str] = []

    def slow(connection: Connection) -> Iterator[int]:
        for number in range(4):
            until = time.monotonic() + 0.06
            while time.monotonic() < until:
                pass
            done.append(f"row {number}")
            yield number

    scan = store.scan(slow)
    while not done:
        time.sleep(0.001)
    store.save(lambda connection: done.append("save")).result()
    assert scan.result() == [0, 1, 2, 3]
    assert "save" in done[1:4]


def test_what_a_page_waits_for_goes_before_the_check_of_the_log(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def noted(name: str) -> Iterator[str]:
        for _ in range(3):
            order.append(name)
            yield name

    monkeypatch.setattr("carer_desktop.store.thread._SLICE_SECONDS", 0)
    monkeypatch.setattr("carer_desktop.store.chain.check", lambda *_: noted("check"))
    pause = Pause(store)
    asked: list[Any] = [store.check_log(), store.scan(lambda _: noted("page"))]
    pause.end()
    wait(asked, timeout=5)
    assert order == ["page"] * 3 + ["check"] * 3


def test_a_scan_is_abandoned_between_slices_when_it_is_cancelled(store: Store) -> None:
    begun = threading.Event()

    def endless(connection: Connection) -> Iterator[int]:
        while True:
            begun.set()
            yield 0

    scan = store.scan(endless)
    assert begun.wait(5)
    assert scan.cancel()
    assert store.read(lambda connection: 1).result(5) == 1
    with pytest.raises(CancelledError):
        scan.result()


def test_a_scan_cancelled_in_its_last_slice_stays_cancelled(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def one(connection: Connection) -> Iterator[int]:
        begun.set()
        go_on.wait(5)
        yield 1

    scan = store.scan(one)
    assert begun.wait(5)
    assert scan.cancel()
    go_on.set()
    store.read(lambda connection: None).result()
    assert scan.cancelled()


def test_a_scan_that_fails_says_so(store: Store) -> None:
    def broken(connection: Connection) -> Iterator[int]:
        yield 1
        connection.execute("SELECT nothing FROM nowhere")

    assert isinstance(store.scan(broken).exception(), StoreError)


def test_closing_finishes_the_saves_and_tells_the_rest(begun: Begun, path: Path) -> None:
    store = begun.store
    pause = Pause(store)
    saves = [store.save(entries.append, [begun.entry("sleep", str(number))]) for number in range(50)]
    read = store.read(entries.of, begun.assessment.id)
    closing = threading.Thread(target=store.close)
    closing.start()
    pause.end()
    closing.join(5)
    assert all(save.exception(0) is None for save in saves)
    assert isinstance(read.exception(0), StoreError)
    late = store.save(entries.append, [begun.entry("sleep", "late")]).exception(0)
    assert isinstance(late, StoreError)
    assert "closed" in str(late)
    store.close()
    again = open_vault(path, None, PASSPHRASE)
    assert len(again.read(entries.of, begun.assessment.id).result()) == 50
    again.close()


def test_opening_fails_on_the_callers_thread(path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(CarerError, match="There is no vault here"):
        open_vault(path, None, PASSPHRASE)
    assert threading.active_count() <= before + 1


def test_a_program_that_ends_without_closing_still_saves_what_waits(begun: Begun, path: Path) -> None:
    begun.store.close()
    code = """
import sys, pathlib, time
from carer_desktop.store import open_vault, carers
from carer_desktop.records.carer import Carer
store = open_vault(pathlib.Path(sys.argv[1]), None, sys.argv[2])
store.read(lambda connection: time.sleep(0.1))
for number in range(20):
    store.save(carers.add, Carer(str(number)))
"""
    subprocess.run([sys.executable, "-c", code, str(path), PASSPHRASE], check=True, cwd=ROOT)
    store = open_vault(path, None, PASSPHRASE)
    count = store.read(lambda connection: connection.execute("SELECT count(*) FROM carers").fetchone()).result()
    store.close()
    assert count == (21,)


def test_many_threads_at_once_lose_nothing(begun: Begun) -> None:
    given = [[begun.entry("sleep", str(number)) for number in range(20)] for _ in range(8)]

    def work(mine: list[Any]) -> None:
        for entry in mine:
            begun.store.save(entries.append, [entry]).result()
            begun.store.read(entries.last_sequence, begun.assessment.id).result()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in given]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(begun.store.read(entries.of, begun.assessment.id).result()) == 160


def test_no_code_of_ours_opens_the_vault_while_it_is_open(begun: Begun, path: Path) -> None:
    # An audit hook cannot be taken out again, so this runs in a process of its own.
    begun.store.close()
    code = """
import os, sys, pathlib
from carer_desktop.store import open_vault, carers, sign_in
from carer_desktop.records.carer import Carer
path = pathlib.Path(sys.argv[1])
store = open_vault(path, None, sys.argv[2])
seen = []
def hook(event, arguments):
    if event in ("open", "os.open") and str(arguments[0]) in (str(path), f"{path}-journal"):
        seen.append(event)
sys.addaudithook(hook)
open(path.with_name("other"), "w").close()
store.save(carers.add, Carer("one")).result()
store.read(carers.all_).result()
store.verify().result()
sign_in(path)
try:
    open_vault(path, None, sys.argv[2])
except Exception as error:
    print(error)
assert not seen, seen
store.close()
seen.clear()
path.open("rb").close()
assert seen
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path), PASSPHRASE], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert "already open" in ended.stdout
