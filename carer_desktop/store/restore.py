"""Putting a backup back: into a new file, or in the place of a damaged vault, whose files are put aside and kept.

Nothing is ever overwritten or deleted: what lay there is moved to `FILE.damaged-TIME` beside it. From then on no
backup is removed either, until a person has looked and says that what was put back is right.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from carer_desktop.errors import CarerError, StoreError
from carer_desktop.records.backup import BackupInfo, RestoreTest
from carer_desktop.records.damage import PutBack
from carer_desktop.records.person import Person
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import backup, engine, files, leavers, manifest, moment, slots
from carer_desktop.store.backup import Source
from carer_desktop.store.entering import Signed
from carer_desktop.there import is_there

KEYS = ("keys", "keys2")
SMALL = (*KEYS, "anchor")
_SUSPENDED = "suspended.json"
_TESTED = "restore-test.json"
_TRIAL = "trial"
_MOST_ASIDE = 1_000
_BLOCK_BYTES = 1 << 20


def to_new_file(database: Path, target: Path) -> BackupInfo | None:
    """Put a backup (or any closed vault with its key files) into a new file; what its manifest said, if it has one.

    StoreError if anything of that name is there already: a restore never takes the place of a file.
    """
    files.check_name(target)
    taken = [each for each in _all_of(target) if is_there(each)]
    if taken:
        raise StoreError(
            "There is a file of this name already", taken[0].name, "Choose another name: nothing is ever overwritten."
        )
    info = backup.check_unchanged(database) if files.beside(database, manifest.ENDING).exists() else None
    with in_words(target):
        files.make_folder(target.parent)
        try:
            copy_set(database, target)
        except BaseException:
            for each in _all_of(target):
                each.unlink(missing_ok=True)
            raise
    return info


def hand_out(database: Path, folder: Path) -> Path:
    """Copy a backup with everything beside it into another folder; where its database lies there."""
    target = folder / database.name
    to_new_file(database, target)
    with in_words(target):
        note = files.beside(database, manifest.ENDING)
        files.replace_whole(files.beside(target, manifest.ENDING), note.read_bytes())
    return target


def put_back(
    path: Path, database: Path, now: datetime, signed: Signed | None = None, today: Mapping[str, Person] | None = None
) -> PutBack:
    """Put a backup in the vault's place; the files that lay there go aside first.

    Where somebody signed in by today's key file that stays, if the backup can be brought under it: whoever changed
    their passphrase since, or left, is not brought back. *today* is everybody the vault tells of until now. Otherwise
    the backup's own key files come with it, and the passphrases of its day.
    """
    info = backup.check_unchanged(database)
    ready = files.beside(path, "restoring")
    with held(path):
        try:
            copy_set(database, ready)
            left = leavers.keep_out(ready, signed, today or {}, now) if signed else None
            keys_kept = left is not None
            again = None if keys_kept else _of_its_own_keys(ready, database, signed, today or {})
            suspend(manifest.folder_of(path), now, {"what": "backup_restored", "number": str(info.number)})
            endings = ("anchor",) if keys_kept else SMALL
            aside = put_aside(path, now, endings)
            for ending in endings:
                files.system.replace(files.beside(ready, ending), files.beside(path, ending))
            files.system.replace(ready, path)
            files.system.sync_folder(path.parent)
        finally:
            for each in _all_of(ready):
                each.unlink(missing_ok=True)
    return PutBack(info, aside, keys_kept, left or (), again)


def may_be_put_back(database: Path) -> bool:
    """Whether a backup is what it was when it was proven, and has a key file."""
    try:
        backup.check_unchanged(database)
        slots.read(database)
    except (StoreError, OSError):
        return False
    return True


def keys_back(path: Path, database: Path, now: datetime) -> PutBack:
    """Put only the key files of a backup beside the vault; those that lay there go aside first."""
    info = backup.check_unchanged(database)
    file = slots.read(database)
    if file.vault != info.vault_id:
        raise StoreError("This backup does not belong together", database.name, "Choose another one.")
    with held(path):
        contents = {ending: files.beside(database, ending).read_bytes() for ending in KEYS}
        aside = put_aside(path, now, KEYS, database_too=False)
        for ending, content in contents.items():
            files.replace_whole(files.beside(path, ending), content)
    return PutBack(info, aside, again=(), keys_alone=True)


def put_aside(path: Path, now: datetime, endings: Iterable[str], database_too: bool = True) -> str | None:
    """Move what lies at the vault's place into a new folder beside it, whose name is given; None if nothing did.

    The key files that stay are copied, so that what was put aside could still be opened.
    """
    moved = [files.beside(path, ending) for ending in endings]
    moved += [path, path.with_name(f"{path.name}-journal")] if database_too else []
    copied = [files.beside(path, ending) for ending in KEYS if ending not in tuple(endings)]
    moved, copied = ([each for each in some if each.exists()] for some in (moved, copied))
    if not moved:
        return None
    folder = _new_folder(path, "damaged", now)
    for each in copied:
        files.replace_whole(folder / each.name, each.read_bytes())
    for each in moved:
        files.system.replace(each, folder / each.name)
    files.system.sync_folder(folder)
    files.system.sync_folder(path.parent)
    return folder.name


def keep_aside(path: Path, database: Path, now: datetime) -> str:
    """Move a backup with all that lies beside it to where it is no longer turned over; the name of the new folder.

    The database comes after what opens it, and its manifest last: cut off in between, the rest follows another time.
    """
    with in_words(database):
        folder = _new_folder(path, "kept", now)
        beside = [each for each in database.parent.iterdir() if each.name.startswith(database.name)]
        last = (database, files.beside(database, manifest.ENDING))
        for each in sorted(beside, key=lambda each: last.index(each) if each in last else -1):
            files.system.replace(each, folder / each.name)
        files.system.sync_folder(folder)
        files.system.sync_folder(database.parent)
    return folder.name


def try_out(source: Source, now: datetime) -> RestoreTest | None:
    """Put the newest backup back for trial and read every row of it; None where there is none. Stays encrypted.

    The result is kept for the health page; the trial itself is removed.
    """
    folder = manifest.folder_of(source.path)
    newest = manifest.newest_proven(folder)
    if newest is None:
        return None
    trial = folder / _TRIAL
    shutil.rmtree(trial, ignore_errors=True)
    try:
        files.make_folder(trial)
        fault = _trial(folder / newest.file, trial / newest.file, source)
    except CarerError as error:
        fault = error.what
    except (OSError, engine.driver().Error) as error:
        fault = engine.in_words(error, newest.file).what
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    tested = RestoreTest(now, newest.file, newest.made_at, fault)
    with in_words(folder):
        _write(folder / _TESTED, {"at": moment.written(now), "file": newest.file, "fault": fault})
    return tested


def last_test(folder: Path) -> RestoreTest | None:
    """The last restore test; None if there was none or its note cannot be read."""
    found = _read(folder / _TESTED)
    try:
        known = next((info for info in manifest.all_(folder) if info.file == found["file"]), None)
        at = moment.read(found["at"])
        return RestoreTest(at, found["file"], known.made_at if known else at, found["fault"])
    except (LookupError, ValueError, TypeError):
        return None


def suspend(folder: Path, now: datetime, why: dict[str, str]) -> None:
    """Let no backup go from now on, until somebody confirms; *why* is what the log will say at the next sign-in."""
    files.make_folder(folder)
    _write(folder / _SUSPENDED, {"at": moment.written(now), **why})


def not_yet_logged(folder: Path) -> dict[str, str]:
    """What was put back and has not been written into the log; nothing once it has."""
    found = _read(folder / _SUSPENDED)
    return found if "what" in found else {}


def logged(folder: Path) -> None:
    """It stands in the log now."""
    found = _read(folder / _SUSPENDED)
    _write(folder / _SUSPENDED, {"at": str(found.get("at", "")), "was": str(found.get("what", ""))})


def suspended(folder: Path) -> bool:
    """Whether something was put back that nobody has confirmed yet."""
    return (folder / _SUSPENDED).exists()


def salvaged(folder: Path) -> bool:
    """Whether what nobody has confirmed yet was read out of damaged files, and is not a backup as it was."""
    found = _read(folder / _SUSPENDED)
    return "vault_salvaged" in (found.get("what"), found.get("was"))


def confirm(folder: Path) -> None:
    """Somebody has looked: what was put back is right, and backups may go again in their time."""
    (folder / _SUSPENDED).unlink(missing_ok=True)


def copy_set(database: Path, target: Path) -> None:
    """Copy a closed vault with what lies beside it; the database last, every file brought to the disk."""
    for ending in SMALL:
        if files.beside(database, ending).exists():
            files.replace_whole(files.beside(target, ending), files.beside(database, ending).read_bytes())
    copy_file(database, target)
    files.system.sync_folder(target.parent)


def copy_file(source: Path, target: Path) -> None:
    """Copy one file for its owner alone, and bring it to the disk."""
    target.unlink(missing_ok=True)
    files.make_empty(target)
    with source.open("rb") as given, target.open("r+b") as taken:
        shutil.copyfileobj(given, taken, _BLOCK_BYTES)
        taken.flush()
        os.fsync(taken.fileno())


@contextmanager
def held(path: Path, as_found: bool = False) -> Iterator[None]:
    """Nobody else opens the vault meanwhile; what fails is told in words.

    *as_found* where it is only looked at: that the last holder was cut off is still to be seen afterwards.
    """
    hold = files.Hold(path)
    done = False
    try:
        with in_words(path):
            yield
        done = True
    finally:
        hold.release(as_found=as_found or not done)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Tell what fails on the disk or in the engine in words."""
    try:
        yield
    except (OSError, engine.driver().Error) as error:
        raise engine.in_words(error, path.name) from error


def _of_its_own_keys(
    ready: Path, database: Path, signed: Signed | None, today: Mapping[str, Person]
) -> tuple[str, ...] | None:
    """Who can sign in again by the backup's own key files; StoreError where nobody at all could."""
    try:
        file = slots.read(ready)
    except StoreError as error:
        raise StoreError(
            "This backup has no key file that can be read", database.name, "Choose another one; it was left as it is."
        ) from error
    return leavers.let_in_again(file, signed, today) if signed else None


def _trial(database: Path, copy: Path, source: Source) -> str:
    info = backup.check_unchanged(database)
    copy_set(database, copy)
    file = slots.read(copy)
    slots.check(copy, file, source.vault_key)
    return backup.read_through(copy, info, source.database_key, file.database_salt)


def _new_folder(path: Path, why: str, now: datetime) -> Path:
    stamp = f"{why}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for number in range(1, _MOST_ASIDE + 1):
        folder = files.beside(path, stamp if number == 1 else f"{stamp}-{number}")
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            return folder
    raise FileExistsError(stamp)


def _all_of(database: Path) -> tuple[Path, ...]:
    journal = database.with_name(f"{database.name}-journal")
    return (database, journal, *(files.beside(database, ending) for ending in SMALL))


def _write(path: Path, content: dict[str, str]) -> None:
    files.replace_whole(path, canonical_bytes(content))


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}
