"""Entries on their way into the vault: kept in order until the commit has returned, sent again when it failed."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from threading import Lock

from carer_desktop.assessment import Entry
from carer_desktop.clock import Clock
from carer_desktop.records.carer import Carer
from carer_desktop.store import Connection, Store, carers, entries


class Outbox:
    """What was typed and is not yet on the disk. Entries carry an id, so sending one twice adds it once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._waiting: dict[str, Entry] = {}
        self._renamed: dict[str, Carer] = {}

    def send(self, *more: Entry, carer: Carer | None = None) -> Future[datetime]:
        """Sends everything not yet saved, these last; the future gives the time of the last one saved.

        *carer* is how the lists name the carer from now on.
        """
        with self._lock:
            self._waiting.update((entry.id, entry) for entry in more)
            batch = tuple(self._waiting.values())
            if carer:
                self._renamed[carer.id] = carer
            renamed = tuple(self._renamed.values())
        # Not the store's own future: whoever waits for this one must find nothing waiting any more.
        told: Future[datetime] = Future()
        told.set_running_or_notify_cancel()
        saved = self._store.save(_keep, batch, renamed, self._clock)
        saved.add_done_callback(lambda done: self._arrived(batch, renamed, done, told))
        return told

    def _arrived(
        self, batch: tuple[Entry, ...], renamed: tuple[Carer, ...], done: Future[datetime], told: Future[datetime]
    ) -> None:
        failed = done.exception()
        if failed is not None:
            told.set_exception(failed)
            return
        with self._lock:
            for entry in batch:
                self._waiting.pop(entry.id, None)
            for carer in renamed:
                if self._renamed.get(carer.id) is carer:
                    del self._renamed[carer.id]
        told.set_result(done.result())

    def waiting(self, assessment: str | None = None) -> tuple[Entry, ...]:
        """What is not yet on the disk, in order."""
        with self._lock:
            return tuple(e for e in self._waiting.values() if assessment in (None, e.assessment))


def _keep(connection: Connection, batch: tuple[Entry, ...], renamed: tuple[Carer, ...], clock: Clock) -> datetime:
    entries.append(connection, batch)
    for carer in renamed:
        carers.rename(connection, carer)
    return batch[-1].at if batch else clock.now()
