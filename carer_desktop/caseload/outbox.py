"""Entries on their way into the vault: kept in order until the commit has returned, sent again when it failed."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from carer_desktop.assessment import Entry
from carer_desktop.clock import Clock
from carer_desktop.records.carer import Carer
from carer_desktop.store import Connection, Store, carers, entries


class _Sent(NamedTuple):
    """What was handed to the store together, and what the store says of it."""

    batch: tuple[Entry, ...]
    renamed: tuple[Carer, ...]
    saved: Future[datetime]


class Outbox:
    """What was typed and is not yet on the disk. Entries carry an id, so sending one twice adds it once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._waiting: dict[str, Entry] = {}
        self._renamed: dict[str, Carer] = {}
        self._under_way: list[_Sent] = []

    def send(self, *more: Entry, carer: Carer | None = None) -> Future[datetime]:
        """Sends everything not yet saved, these last; the future gives the time of the last one saved.

        *carer* is how the lists name the carer from now on.
        """
        with self._lock:
            self._look_what_arrived()
            self._waiting.update((entry.id, entry) for entry in more)
            if carer:
                self._renamed[carer.id] = carer
            batch, renamed = tuple(self._waiting.values()), tuple(self._renamed.values())
            saved = self._store.save(_keep, batch, renamed, self._clock)
            self._under_way.append(_Sent(batch, renamed, saved))
        return saved

    def waiting(self, assessment: str | None = None) -> tuple[Entry, ...]:
        """What is not yet on the disk, in order."""
        with self._lock:
            self._look_what_arrived()
            return tuple(e for e in self._waiting.values() if assessment in (None, e.assessment))

    def _look_what_arrived(self) -> None:
        """Asked for, not told: whoever waits for a save finds nothing waiting any more, and is never forgotten."""
        under_way, self._under_way = self._under_way, []
        for sent in under_way:
            if not sent.saved.done():
                self._under_way.append(sent)
            elif sent.saved.exception() is None:
                for entry in sent.batch:
                    self._waiting.pop(entry.id, None)
                for carer in sent.renamed:
                    if self._renamed.get(carer.id) is carer:
                        del self._renamed[carer.id]


def _keep(connection: Connection, batch: tuple[Entry, ...], renamed: tuple[Carer, ...], clock: Clock) -> datetime:
    entries.append(connection, batch)
    for carer in renamed:
        carers.rename(connection, carer)
    return batch[-1].at if batch else clock.now()
