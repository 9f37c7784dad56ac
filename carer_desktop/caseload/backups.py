"""Backups of the vault that is open: made and proven, turned over, tried out, and one of them in a second place.

Everything here waits for the disk, so a window calls it from its thread for slow work. `keep` is the whole routine:
at sign-in, every half hour and before closing; it never raises, and says in words what could not be done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.notes import Settings
from carer_desktop.clock import Clock, day_words
from carer_desktop.errors import CarerError, Refused, StoreError
from carer_desktop.records.audit import Event
from carer_desktop.records.backup import BackupInfo, RestoreTest, SecondCopy, Upkeep
from carer_desktop.store import Store, anchor, backup, elsewhere, manifest, restore, rotation, space
from carer_desktop.store.rotation import Occasion
from carer_desktop.there import barred, is_folder

T = TypeVar("T")
SECOND_PLACE = "second_place"


class Backups:
    """The backups of one open vault."""

    def __init__(self, store: Store, path: Path, clock: Clock, settings: Settings, audit: Audit) -> None:
        self._store = store
        self._path = path
        self._clock = clock
        self._settings = settings
        self._audit = audit
        self._folder = manifest.folder_of(path)
        self._doubted = True

    # --- what there is -----------------------------------------------------------------------------

    def all(self) -> tuple[BackupInfo, ...]:
        """Every backup beside the vault, the newest first."""
        return manifest.all_(self._folder)

    def newest(self) -> BackupInfo | None:
        """The newest backup that was read back whole."""
        return manifest.newest_proven(self._folder)

    def begin(self) -> None:
        """Begin a session with what the newest backup has seen; after one that was cut off, a new backup is due."""
        self._doubted = self._store.vault.cut_off

    def changed(self) -> bool:
        """Whether there was work since the newest proven backup of this vault: not what is logged, or where one looked.

        One that has gone, or is not as long as it was, is none.
        """
        newest = self.newest()
        if self._doubted or newest is None or newest.vault_id != self._store.facts.id:
            return True
        return newest.changes != self._store.read(anchor.changes).result()

    def due(self, occasion: Occasion) -> bool:
        """Whether a backup is due at sign-in, in between, or at closing.

        Where nobody can tell, because the folder may not be read, one is: the making of it then says why.
        """
        try:
            return rotation.due(occasion, self.newest(), self.changed(), self._clock.now())
        except (StoreError, OSError):
            return True

    # --- making and turning over -------------------------------------------------------------------

    def make(self, why: str = "asked") -> BackupInfo:
        """A proven backup. StoreError where it cannot be proven."""
        now = self._clock.now()
        try:
            self.all()  # says what is wrong with the folder itself, if something is
            made = self._store.back_up(now, why)
        except StoreError:
            self._audit.note(self._audit.event("backup_failed", why=why))
            raise
        self._doubted = False
        self._audit.note(self._audit.event("backup_made", why=why, number=made.number))
        return made

    def check_apart(self, folder: Path) -> None:
        """Refused for the folder of the backups and those in it: what lies there comes and goes by itself."""
        own, asked = (Path(os.path.realpath(each)) for each in (self._folder, folder))
        if own in (asked, *asked.parents):
            raise Refused("This is the folder of the backups", str(folder), "Choose another folder.")

    def hand_out(self, made: BackupInfo, folder: Path) -> Path:
        """Put a copy of a backup into another folder, where it is never removed; where it lies there."""
        return restore.hand_out(self._folder / made.file, folder)

    def turn_over(self) -> tuple[str, ...]:
        """Remove the backups that may go; nothing while something that was put back is not confirmed.

        StoreError, with the others removed, for one that is not what it was when it was made: it is kept elsewhere.
        """
        may_go = rotation.may_go(self.all(), self._clock.now())
        if restore.suspended(self._folder):
            return ()
        gone, kept = self._let_go(may_go)
        _tell_of(kept)
        return gone

    def check_rebuild(self) -> None:
        """Refused while something that was put back is not confirmed; asked before what `rebuild` is to follow."""
        if self.suspended:
            what = "Nobody has said yet that what was put back is right, so no backup is removed"
            raise Refused(what, mend="Look at your records, then choose “My records are right” above the list of them.")

    def rebuild(self) -> tuple[str, ...]:
        """A new backup, and then every older one goes: what was removed from the vault is in none of them any more.

        Refused as `check_rebuild` says; StoreError as in `turn_over`.
        """
        self.check_rebuild()
        made = self.make("removal")
        gone, kept = self._let_go([each for each in self.all() if each.number < made.number])
        self._audit.note(self._audit.event("backups_rebuilt", removed=len(gone)))
        _tell_of(kept)
        return gone

    def _let_go(self, backups: Sequence[BackupInfo]) -> tuple[tuple[str, ...], dict[str, BackupInfo]]:
        """Remove them, but put aside what is not as it was made: work may have been saved in it; which went where."""
        gone, kept = [], {}
        for each in backups:
            database = self._folder / each.file
            if backup.is_as_made(database, each):
                manifest.remove(self._folder, each.file)
                gone.append(each.file)
            else:
                kept[restore.keep_aside(self._path, database, self._clock.now())] = each
                self._audit.note(self._audit.event("backup_kept", number=each.number))
        return tuple(gone), kept

    def keep(self, occasion: Occasion) -> Upkeep:
        """The routine of the occasion: a backup if due, old ones out, the reserve, the trial, the second place."""
        faults: list[str] = []
        done = Upkeep()
        _tried(self._log_what_was_put_back, faults)
        if self.due(occasion):
            done = replace(done, made=_tried(lambda: self.make(occasion), faults))
        done = replace(done, removed=_tried(self.turn_over, faults) or ())
        if occasion != "close":
            _tried(lambda: space.keep_reserve(self._path), faults)
            done = replace(done, tested=_tried(self._test_if_due, faults))
        done = replace(done, second=_tried(self._send_if_due, faults))
        return replace(done, faults=tuple(dict.fromkeys(faults)))

    # --- trying out --------------------------------------------------------------------------------

    def restore_test(self) -> RestoreTest | None:
        """Put the newest backup back for trial and read all of it; None where there is none."""
        tested = restore.try_out(self._store.vault.source, self._clock.now())
        if tested is not None:
            known = next((each.number for each in self.all() if each.file == tested.file), 0)
            self._audit.note(self._audit.event("backup_tested", number=known, findings=int(bool(tested.fault))))
        return tested

    def _test_if_due(self) -> RestoreTest | None:
        return self.restore_test() if self.restore_test_due() else None

    def restore_test_due(self) -> bool:
        """Whether there is something to try out, and the last trial was 30 days ago or went wrong."""
        last = restore.last_test(self._folder)
        return self.newest() is not None and rotation.restore_test_due(last, self._clock.now())

    @property
    def last_test(self) -> RestoreTest | None:
        """The last trial."""
        return restore.last_test(self._folder)

    @property
    def suspended(self) -> bool:
        """Whether something was put back that nobody has confirmed; until then no backup is removed."""
        return restore.suspended(self._folder)

    @property
    def salvaged(self) -> bool:
        """Whether what is to be confirmed was read out of damaged records, and is not a backup as it was."""
        return restore.salvaged(self._folder)

    def confirm(self) -> None:
        """What was put back is right: backups may go again in their time."""
        self._log_what_was_put_back()
        restore.confirm(self._folder)

    # --- the second place --------------------------------------------------------------------------

    @property
    def second_place(self) -> Path | None:
        """The folder of the second place; None while nobody has set one."""
        folder = self._place().get("folder")
        return Path(folder) if folder else None

    @property
    def second_place_reached(self) -> bool | None:
        """Whether the folder of the second place can be reached now; None while nobody has set one."""
        folder = self.second_place
        return None if folder is None else _is_in(folder)

    def set_second_place(self, folder: Path | None, recipients: Sequence[str] = ()) -> None:
        """Set or take away the second place; *recipients* are `age1…` keys of the organisation, if it has one."""
        if "keeper" not in self._store.person.roles:
            raise Refused("Only the access lead sets the second place for backups")
        place = {"folder": str(folder), "recipients": list(recipients)} if folder else None
        self._settings.set(SECOND_PLACE, place).result()

    def send(self) -> SecondCopy | None:
        """Put the newest backup into the second place; None where there is no place or no backup.

        Refused while nobody outside this vault could open it: a rescue sheet or the organisation's key must come first.
        """
        folder, newest = self.second_place, self.newest()
        if folder is None or newest is None:
            return None
        recipients = elsewhere.recipients(self._store.vault.keys, self._place().get("recipients", []))
        name = f"records-{newest.vault_id[:8]}"
        return elsewhere.send(self._folder / newest.file, folder, recipients, name, self._clock.now())

    @property
    def second_copy(self) -> SecondCopy | None:
        """The newest copy that was put into the second place."""
        return elsewhere.last(self._folder)

    def only_here(self) -> bool:
        """Whether what was written in the last week exists on this laptop alone."""
        return rotation.second_place_late(self.second_copy, self._clock.now())

    def _send_if_due(self) -> SecondCopy | None:
        return self.send() if self._second_due() else None

    def _second_due(self) -> bool:
        folder, last, newest = self.second_place, self.second_copy, self.newest()
        if folder is None or newest is None or not _is_in(folder):
            return False
        return last is None or (last.number != newest.number and rotation.day_old(last.at, self._clock.now()))

    def _place(self) -> dict[str, Any]:
        return dict(self._settings.get(SECOND_PLACE, {}))

    def _log_what_was_put_back(self) -> None:
        found = restore.not_yet_logged(self._folder)
        if found:
            says = {name: int(value) for name, value in found.items() if name in ("number", "rows", "lost")}
            self._store.log(Event(found["what"], self._clock.now(), says=says)).result()
            restore.logged(self._folder)


def _is_in(folder: Path) -> bool:
    """Whether the second place can be reached now."""
    with suppress(StoreError):
        return is_folder(folder)
    return False


def _tell_of(kept: Mapping[str, BackupInfo]) -> None:
    """StoreError for the backups that were kept aside, if there are any, with the folder of the first."""
    for folder, each in kept.items():
        more = f", and {len(kept) - 1} more" if len(kept) > 1 else ""
        raise StoreError(
            f"The backup of {day_words(each.made_at)}{more} was not removed: it is not as it was made, so "
            "somebody may have worked in it",
            folder,
            "It lies in this folder beside the records. Open it there and look, then delete the folder.",
        )


def _tried(work: Callable[[], T], faults: list[str]) -> T | None:
    """What the work gives; or nothing, and why not in words."""
    try:
        return work()
    except CarerError as error:
        faults.append(str(error))
    except OSError as error:
        faults.append(str(barred(error, Path(error.filename or "backups"))))
    return None
