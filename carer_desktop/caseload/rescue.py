"""Ways out for a vault that does not open: what is wrong, what can be done, and doing it. Nobody is signed in here.

Nothing is deleted: what lay in the vault's place is put aside in a folder beside it, and no backup is removed until
somebody has signed in, looked, and said that what was put back is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from carer_desktop.clock import Clock, SystemClock, moment_words
from carer_desktop.errors import CarerError, Refused, StoreError
from carer_desktop.records import damage
from carer_desktop.records.backup import BackupInfo
from carer_desktop.records.damage import Damage, Newer, PutBack, Salvaged, VaultFault, Way, newer_told
from carer_desktop.store import elsewhere, files, manifest, opening, rescue, restore, space
from carer_desktop.store.entering import Signed
from carer_desktop.there import check_readable

# What putting back a backup cannot mend, or would only hide.
_NO_BACKUP_HELPS = frozenset({damage.NEWER_PROGRAM, damage.PERSON_GONE})
_KEYS_GONE = frozenset({damage.NO_KEYS, damage.KEYS, damage.OTHER_KEYS})
_ROWS_MAY_BE_THERE = frozenset({damage.DAMAGED, damage.SHORT})
# What is no way out, and may spare one.
_ANOTHER = "If this is not the right file, choose another one."
_LOOK_FIRST = {
    damage.MISSING: "If it was only moved or renamed, put it where it was.",
    damage.OLDER: "Look for the newer one first.",
    **dict.fromkeys((damage.NO_FILE, damage.SHORT, damage.NEVER_KEYED, damage.FOREIGN), _ANOTHER),
}


class Rescue:
    """What can be done about one vault that does not open."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self._path = path
        self._clock = clock or SystemClock()
        self._folder = manifest.folder_of(path)
        self._known: tuple[str | None, Signed] | None = None
        self._standing: dict[str, bool] = {}

    def look(self) -> Damage | None:
        """What is wrong as far as that can be seen without a passphrase, with the ways out; None if nothing is."""
        try:
            opening.check_before_keys(self._path)
            opening.check_keys(self._path)
        except VaultFault as fault:
            return self.ways(fault)
        return None

    def ways(self, fault: VaultFault) -> Damage:
        """The ways out of a fault that opening has met, the best one first."""
        ways = tuple(self._ways(fault.kind))
        no_backup = "backup" in fault.mend and self.newest() is None
        return Damage(fault.kind, _said(fault) if ways or no_backup else str(fault), ways)

    def backups(self) -> tuple[BackupInfo, ...]:
        """Every backup beside the vault, the newest first."""
        return manifest.all_(self._folder)

    def proven(self, number: int | None = None) -> BackupInfo:
        """The backup of this number, or the newest; Refused where there is none, or none that was read back whole."""
        found = [each for each in self.backups() if number in (None, each.number)]
        proven = self.newest() if number is None else next((each for each in found if each.proven), None)
        if proven is None:
            which = "no proven backup" if number is None else f"no proven backup number {number}"
            raise Refused(f"There is {which} here", self._folder.name, "See which there are: vault backup --list.")
        return proven

    def newest(self) -> BackupInfo | None:
        """The newest backup that was read back whole and still is what it was, with a key file; None where none is."""
        return next((each for each in self.backups() if self.stands(each)), None)

    def stands(self, backup: BackupInfo) -> bool:
        """Whether a backup is still what it was when it was proven, so that it can be put back."""
        if backup.file not in self._standing:  # every byte of it is read: once
            self._standing[backup.file] = backup.proven and restore.may_be_put_back(self.place_of(backup))
        return self._standing[backup.file]

    def passed_over(self, backup: BackupInfo) -> str:
        """That newer backups than this one are not what they were, in words; nothing where there are none."""
        newer = [each for each in self.backups() if each.number > backup.number]
        if not newer or backup != self.newest():
            return ""
        if len(newer) == 1:
            return (
                f"The backup of {moment_words(newer[0].made_at)} is newer, but it is not what it was when it was made."
            )
        return f"{len(newer)} newer backups are not what they were when they were made."

    def place_of(self, backup: BackupInfo) -> Path:
        """Where a backup lies."""
        return self._folder / backup.file

    def newer(self, backup: BackupInfo) -> Newer | None:
        """What came after a backup; None where nobody can know before somebody signs in."""
        return rescue.newer(self._path, backup)

    def check_opens(self, backup: BackupInfo, person: str | None, passphrase: str) -> None:
        """NotOpened unless the person opens the backup with the passphrase of its day; nothing is counted."""
        Signed.of(self.place_of(backup), person, passphrase)

    # --- the ways out ------------------------------------------------------------------------------

    def newer_answers(self, backup: BackupInfo, person: str | None, passphrase: str) -> int:
        """How many answers that can still be read in the damaged vault are newer than the backup."""
        return rescue.newer_answers(self._signed(person, passphrase), self._folder / backup.file)

    def put_back(self, backup: BackupInfo, person: str | None = None, passphrase: str | None = None) -> PutBack:
        """Put a backup in the vault's place. With a passphrase today's sign-ins are kept where they fit the backup.

        Where there is no key file of today the passphrase must be that of the day of the backup.
        """
        signed = None
        if passphrase is not None:
            try:
                signed = self._signed(person, passphrase)
            except VaultFault as fault:
                if fault.kind not in _KEYS_GONE:
                    raise
                self.check_opens(backup, person, passphrase)
        today = rescue.people_today(signed) if signed else {}
        self.forget()
        return restore.put_back(self._path, self._folder / backup.file, self._clock.now(), signed, today)

    def keys_back(self, backup: BackupInfo) -> PutBack:
        """Put only the key files of a backup back; passphrases are then those of its day."""
        self.forget()
        return restore.keys_back(self._path, self._folder / backup.file, self._clock.now())

    def salvage(self, person: str | None, passphrase: str, merged_with: BackupInfo | None = None) -> Salvaged:
        """Keep what can still be read of the vault, and beside it what only the backup has, if one is given."""
        database = self._folder / merged_with.file if merged_with else None
        signed = self._signed(person, passphrase)
        self.forget()
        return rescue.rebuild(signed, self._clock.now(), database)

    def forget(self) -> None:
        """Nobody is known any more; the next way asks for the passphrase anew."""
        self._known = None

    def _signed(self, person: str | None, passphrase: str) -> Signed:
        """Who it is; for what is counted first and then done the passphrase is stretched once, which takes a second."""
        known = self._known
        if known is None or (known[0], known[1].passphrase) != (person, passphrase):
            known = self._known = person, Signed.of(self._path, person, passphrase, self._clock)
        return known[1]

    def _ways(self, kind: str) -> Iterator[Way]:
        if kind == damage.AWAY:
            return
        newest = self.newest()
        newer = self.newer(newest) if newest else None
        passed_over = f" {self.passed_over(newest)}".rstrip() if newest else ""
        with_keys = opening.keys_that_fit(self._path) if kind == damage.OTHER_KEYS else newest
        if with_keys and kind in _KEYS_GONE:
            of = moment_words(with_keys.made_at)
            words = f"Put back the key file of {of}. Everyone signs in with the passphrase of that day."
            yield Way(damage.KEYS_BACK, words, with_keys)
        if newest and kind in _ROWS_MAY_BE_THERE:
            of = moment_words(newest.made_at)
            words = f"Keep what can still be read, and take the rest from the backup of {of}.{passed_over}"
            yield Way(damage.MERGE, words, newest, newer, needs_passphrase=True)
        if newest and kind not in _NO_BACKUP_HELPS:
            words = f"Put back the backup of {moment_words(newest.made_at)}. {newer_told(newer)}{passed_over}"
            yield Way(damage.PUT_BACK, words, newest, newer)
        if kind in _ROWS_MAY_BE_THERE:
            yield Way(damage.SALVAGE, "Keep only what can still be read of the records.", needs_passphrase=True)
        if kind == damage.OLDER:
            words = "This one is right: open it as it is."
            yield Way(damage.AS_IT_IS, words, needs_passphrase=True)


def restore_to(source: Path, target: Path) -> BackupInfo | None:
    """Put a backup, or any closed vault with its key files, into a new file. Never over an existing one."""
    opening.check_there(source)
    check_readable(source)
    opening.check_before_keys(source)
    opening.check_keys(source)
    journal = source.with_name(f"{source.name}-journal")
    if files.is_held(source) or (journal.exists() and journal.stat().st_size):
        raise StoreError("These records are open, or were never closed", source.name, "Open and close them first.")
    return restore.to_new_file(source, target)


def fetch(sealed: Path, identities: Sequence[bytes | str], target: Path) -> BackupInfo:
    """Open a file from the second place with a rescue key, into a new vault file. Never over an existing one."""
    return elsewhere.fetch(sealed, identities, target)


def release_reserve(path: Path) -> int:
    """Give the reserve beside a vault free where it cannot be opened for want of room; how many bytes that was."""
    return space.release_reserve(path)


def _said(fault: VaultFault) -> str:
    """What is wrong without a way to mend it: the ways stand below, the best one first."""
    look = _LOOK_FIRST.get(fault.kind, "")
    return f"{CarerError(fault.what.rstrip('.'), fault.where)}.{look and ' '}{look}"
