"""How the vault and the machine under it are doing: everything the health page shows, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from carer_desktop.caseload.audit import ANCHOR_LOST, LOOK, Audit
from carer_desktop.caseload.backups import Backups
from carer_desktop.clock import Clock, day_words
from carer_desktop.records.health import Flush, Health, Space, Versions
from carer_desktop.store import Store, engine, files, rotation, space

_CLOCK_MAY_SLIP = timedelta(minutes=5)
_SLOW_FLUSH_SECONDS = 0.15
_MEGABYTE = 1_000_000


class HealthCheck:
    """Looks at one open vault and what lies under it."""

    def __init__(self, store: Store, path: Path, clock: Clock, backups: Backups, audit: Audit) -> None:
        self._audit = audit
        self._path = path
        self._clock = clock
        self._backups = backups
        # As it was when the vault was opened: it is written anew while it is open.
        self._anchored = store.vault.anchored

    def look(self, with_flush: bool = True) -> Health:
        """Everything at once; *with_flush* measures the disk, which takes a moment. For a thread for slow work."""
        now = self._clock.now()
        backups, newest = self._backups.all(), self._backups.newest()
        seen = [at for at in (self._anchored and self._anchored.at, newest and newest.made_at) if at]
        last_seen = max(seen, default=None)
        found = Health(
            at=now,
            space=space.look(self._path),
            disk_encrypted=files.system.disk_encrypted(self._path.parent),
            versions=engine.versions(),
            flush=space.flush_time(self._path.parent) if with_flush else None,
            last_seen=last_seen,
            clock_went_back=last_seen is not None and last_seen - now > _CLOCK_MAY_SLIP,
            last_backup=newest,
            changed=self._backups.changed(),
            backups=len(backups),
            restore_test=self._backups.last_test,
            second_copy=self._backups.second_copy,
            second_place_reached=self._backups.second_place_reached,
            rotation_suspended=self._backups.suspended,
            warnings=(),
        )
        return _with_warnings(found, not self._audit.anchor_lost, self._backups.second_place is not None)

    def space(self) -> Space:
        """The room on the disk under the vault."""
        return space.look(self._path)

    def verify(self) -> tuple[str, ...]:
        """Check every page, every row and the whole log; what is found, one line each, and that it was checked."""
        return self._audit.verify()

    def release_reserve(self) -> int:
        """Give the reserve free on a full disk, so that records can be exported and removed; how many bytes it was."""
        return space.release_reserve(self._path)


def _with_warnings(found: Health, anchored: bool, second_place: bool) -> Health:
    warnings = (
        *_of_space(found.space),
        *_of_backups(found),
        *_of_elsewhere(found, second_place),
        *_of_machine(found, anchored),
    )
    return Health(**{**{name: getattr(found, name) for name in found.__slots__}, "warnings": warnings})


def _of_space(found: Space) -> Iterator[str]:
    megabytes = found.free // _MEGABYTE
    if found.room == "none":
        yield f"Only {megabytes} MB are free on this disk: no new record can be begun until there are 50 MB."
    elif found.room == "little":
        yield f"Only {megabytes} MB are free on this disk. Free some space soon."
    if not found.reserve:
        yield "There is no reserve for a full disk. It is laid aside again once more than 200 MB are free."


def _of_backups(found: Health) -> Iterator[str]:
    if found.last_backup is None:
        yield "There is no proven backup yet."
    elif found.at - found.last_backup.made_at > timedelta(days=2):
        yield f"The last proven backup is of {day_words(found.last_backup.made_at)}."
    if found.rotation_suspended:
        put_back = "The records were mended or put back. Look whether they are right and say so;"
        yield f"{put_back} until then no backup is removed."
    if found.restore_test and found.restore_test.fault:
        yield f"The newest backup could not be put back for trial: {found.restore_test.fault}."
    elif found.last_backup and rotation.restore_test_due(found.restore_test, found.at):
        yield "The newest backup has not been tried out within 30 days: not yet proven."


def _of_elsewhere(found: Health, second_place: bool) -> Iterator[str]:
    if not second_place:
        yield "What is written here exists only on this laptop: there is no second place for backups."
    elif rotation.second_place_late(found.second_copy, found.at):
        when = f"since {day_words(found.second_copy.at)}" if found.second_copy else "yet"
        yield f"No backup has been put into the second place {when}."
    if found.second_place_reached is False:
        yield "The folder of the second place cannot be reached: no new backup goes there."


def _of_machine(found: Health, anchored: bool) -> Iterator[str]:
    if found.disk_encrypted is False:
        yield "This disk does not look encrypted. Records are, but swapped memory and exported files are not."
    if found.clock_went_back and found.last_seen:
        yield f"The clock of this laptop has gone back: it was used on {day_words(found.last_seen)}. Set it right."
    if not anchored:
        yield f"{ANCHOR_LOST}. {LOOK}"
    if found.flush and _slow(found.flush):
        yield f"This disk is slow to write: {found.flush.middle * 1000:.0f} ms a time. Saving may take a moment."


def _slow(flush: Flush) -> bool:
    # A save is four flushes.
    return 4 * flush.middle > _SLOW_FLUSH_SECONDS


def versions() -> Versions:
    """What the vaults are kept by, before any is opened."""
    return engine.versions()
