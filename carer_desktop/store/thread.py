"""The store thread: it alone owns the connection, and takes saves before reads before scans.

Every call gives a future at once. A save's future is done when its commit has returned, never earlier; what
comes out of a future is a value, a StoreError or a Refused, and nothing else crosses.
"""

from __future__ import annotations

import atexit
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from queue import PriorityQueue
from typing import Any, Concatenate, ParamSpec, TypeVar

from carer_desktop.errors import CarerError, StoreError
from carer_desktop.records.audit import Checked, Event, Log
from carer_desktop.records.backup import BackupInfo
from carer_desktop.records.person import Person
from carer_desktop.records.vault import VaultFacts
from carer_desktop.store import anchor, backup, chain, engine, manifest
from carer_desktop.store.engine import Connection
from carer_desktop.store.vault import Vault, verify

T = TypeVar("T")
P = ParamSpec("P")

_SAVE, _CLOSE, _READ, _SCAN, _CHECK = range(5)
# To open a record a window asks half a dozen things, and may wait for a slice before each.
_SLICE_SECONDS = 0.003
# A save takes a dozen turns of the interpreter; at Python's own 5 ms a turn it would wait for a page to be drawn.
_TURN_SECONDS = 0.0005
_MORE = object()
# Two at once would take each other's half-made files for those of one that was cut off.
_ONE_BACKUP = threading.Lock()


@dataclass(order=True, slots=True)
class _Job:
    """One thing to do; within a rank, first come first served."""

    rank: int
    number: int
    work: Callable[[], Any] = field(compare=False)
    future: Future[Any] = field(compare=False)
    alone: bool = field(default=False, compare=False)
    """Never between two steps of a copy: it changes the keys, copies too, or closes the vault."""

    def settle(self, give: Callable[[Future[Any]], None]) -> None:
        """Make the future done, unless it was cancelled while it waited."""
        if self.future.running() or self.future.set_running_or_notify_cancel():
            give(self.future)


class Store:
    """An open vault seen from any thread. Callbacks added to its futures run on the store thread."""

    def __init__(self, open_vault: Callable[[], Vault]) -> None:
        """Open the vault on a new thread, and wait until it is open; raises what opening raises."""
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = itertools.count()
        self._door = threading.Lock()
        self._closing: Future[None] | None = None
        self._process = os.getpid()
        sys.setswitchinterval(_TURN_SECONDS)
        opened: Future[Vault] = Future()
        self._thread = threading.Thread(target=self._live, args=(open_vault, opened), name="store", daemon=True)
        self._thread.start()
        self._vault = opened.result()
        # A daemon thread would be cut off at the end of the process with saves still waiting.
        atexit.register(self.close)

    @property
    def person(self) -> Person:
        """Who signed in."""
        return self._vault.person

    @property
    def facts(self) -> VaultFacts:
        """What the vault says of itself."""
        return self._vault.facts

    @property
    def vault(self) -> Vault:
        """The open vault, for the other files of this room; its connection is the store thread's alone."""
        return self._vault

    def save(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the job in one transaction, before all reads; done when the commit has returned. Never cancelled."""
        return self._save(lambda connection: job(connection, *args, **kwargs), aside=False)

    def save_logged(
        self, job: Callable[Concatenate[Connection, Log, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """The same for a job that is handed the log as well: what it writes there stands or falls with its work."""
        return self.save(lambda connection: job(connection, self._vault.log, *args, **kwargs))

    def keep_aside(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The same for what is no work, such as where somebody is: no reason for another backup."""
        return self._save(lambda connection: job(connection, *args, **kwargs), aside=True)

    def keep_log(
        self, job: Callable[Concatenate[Connection, Log, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """The same for a job that writes the log and what belongs to it alone."""
        return self.keep_aside(lambda connection: job(connection, self._vault.log, *args, **kwargs))

    def log(self, event: Event) -> Future[int]:
        """Write one event into the log, where nothing else is saved with it."""
        return self.keep_aside(lambda _: self._vault.log(event))

    def check_log(self) -> Future[list[Checked]]:
        """Go through the whole log in slices, after what somebody waits for on a page.

        What was found, and how far it had come every so often.
        """
        vault = self._vault
        seen = vault.anchored.heads.get(anchor.LOG, 0) if vault.anchored else 0
        return self._in_slices(_CHECK, lambda connection: chain.check(connection, vault.facts.id, vault.pen.key, seen))

    def change_keys(self, job: Callable[Concatenate[Vault, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a job that changes who opens the vault and how; it sees to its own transactions. Never cancelled."""
        return self._put(_SAVE, lambda: job(self._vault, *args, **kwargs), alone=True)

    def read(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the job after the saves that wait now."""
        return self._put(_READ, lambda: job(self._vault.connection, *args, **kwargs))

    def scan(
        self, job: Callable[Concatenate[Connection, P], Iterator[T]], *args: P.args, **kwargs: P.kwargs
    ) -> Future[list[T]]:
        """Gather what the job yields, in slices of 3 ms between which saves and reads go first.

        A save may come between any two of its rows, so the job reads on by key. May be cancelled at any time.
        """
        return self._in_slices(_SCAN, lambda connection: job(connection, *args, **kwargs))

    def _in_slices(self, rank: int, job: Callable[[Connection], Iterator[T]]) -> Future[list[T]]:
        found: list[T] = []
        rows: list[Iterator[T]] = []

        def work() -> Any:
            if not rows:
                rows.append(job(self._vault.connection))
            until = time.monotonic() + _SLICE_SECONDS
            for row in rows[0]:
                found.append(row)
                if time.monotonic() >= until:
                    return _MORE
            return found

        return self._put(rank, work)

    def verify(self) -> Future[tuple[str, ...]]:
        """Check every page and every row; what is found, one line each."""
        return self.read(verify)

    def back_up(self, now: datetime, why: str) -> BackupInfo:
        """A backup copied on the store thread and proven on this one, which has to wait; saves and reads go on.

        StoreError, with nothing left behind, where it cannot be made or proven.
        """

        def work() -> tuple[backup.Copied, backup.Source]:
            source = self._vault.source
            folder = manifest.folder_of(source.path)
            return backup.copy(self._vault.connection, source, folder, now, why, self._do_between_steps), source

        with _ONE_BACKUP:
            return backup.prove(*self._put(_READ, work, alone=True).result())

    def close(self) -> None:
        """Finish the saves that wait, close the file and let it go; what else waits fails in words. Twice is once."""
        if not self._is_mine:
            return
        with self._door:
            if self._closing is None:
                self._closing = Future()
                self._jobs.put(_Job(_CLOSE, next(self._numbers), self._vault.close, self._closing, alone=True))
        try:
            self._closing.result()
        finally:
            self._thread.join()
            atexit.unregister(self.close)

    @property
    def _is_mine(self) -> bool:
        """Whether the store thread runs in this process: a forked child has everything but that."""
        return os.getpid() == self._process

    def _save(self, job: Callable[[Connection], T], aside: bool) -> Future[T]:
        def work() -> T:
            connection = self._vault.connection
            with engine.transaction(connection):
                changes = connection.total_changes
                outcome = job(connection)
                if connection.total_changes != changes:
                    anchor.count_up(connection, aside)
            self._vault.check_in_place()
            self._vault.note_saves()
            return outcome

        return self._put(_SAVE, work)

    def _put(self, rank: int, work: Callable[[], Any], alone: bool = False) -> Future[Any]:
        job = _Job(rank, next(self._numbers), work, Future(), alone)
        if rank == _SAVE:
            job.future.set_running_or_notify_cancel()
        with self._door:
            if self._closing is None and self._is_mine:
                self._jobs.put(job)
            else:
                job.future.set_exception(_closed())
        return job.future

    def _live(self, open_vault: Callable[[], Vault], opened: Future[Vault]) -> None:
        """The whole life of the store thread: open, do one job after the other, close."""
        try:
            vault = open_vault()
        except BaseException as error:
            opened.set_exception(error)
            return
        opened.set_result(vault)
        job = self._jobs.get()
        while job.rank != _CLOSE:
            self._do(job)
            job = self._jobs.get()
        self._run(job, vault.path.name)
        while not self._jobs.empty():
            self._jobs.get().settle(lambda future: future.set_exception(_closed()))

    def _do(self, job: _Job) -> None:
        self._run(job, self._vault.path.name)
        self._vault.keep_anchor_now_and_then()

    def _do_between_steps(self) -> None:
        """Do what waits, and of a scan one slice; from what must be alone on, everything waits for the copy's end."""
        # What is put meanwhile has its turn after the next step, so that the copy goes on.
        for _ in range(self._jobs.qsize()):
            job = self._jobs.get()
            if job.alone:
                self._jobs.put(job)
                return
            self._do(job)
            if job.rank >= _SCAN:
                return

    def _run(self, job: _Job, where: str) -> None:
        if job.rank == _READ and not job.future.set_running_or_notify_cancel():
            return
        if job.future.cancelled():
            return
        try:
            outcome = job.work()
        except BaseException as error:
            try:
                told = error if isinstance(error, CarerError) else engine.in_words(error, where)
            except Exception:
                # Where even the words fail, somebody still waits, and so do all who come after.
                told = StoreError("The vault could not do this", where, "Close the program and start it again.")
            job.settle(lambda future: future.set_exception(told))
            return
        if outcome is _MORE:
            job.number = next(self._numbers)
            self._jobs.put(job)
            return
        job.settle(lambda future: future.set_result(outcome))


def _closed() -> StoreError:
    return StoreError("The vault is closed", mend="Sign in again.")
