"""The backups of a vault as they lie in their folder: one set of files each, named by number and time.

A set is a vault of its own (`NAME.vault` with its key files and anchor) and a manifest that says what was in it when
it was proven. The database file comes last, so a set is there whole or not at all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carer_desktop.errors import StoreError
from carer_desktop.records.backup import BackupInfo
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import files, moment

ENDING = "manifest"
BESIDE = ("keys", "keys2", "anchor", ENDING)
_FOLDER = "backups"
_VERSION = 1
_MOST_BYTES = 100_000
_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{6}Z)\.vault")
_TIME = "%Y%m%dT%H%M%SZ"


def folder_of(path: Path) -> Path:
    """Where the backups of the vault lie."""
    return files.beside(path, _FOLDER)


def check_no_backup(path: Path) -> None:
    """StoreError for a backup where the rotation takes it for one: what is saved in it would go with it."""
    real = Path(os.path.realpath(path))
    vault = real.parent.name.removesuffix(f".{_FOLDER}")
    if vault != real.parent.name and _NAME.fullmatch(real.name):
        raise StoreError(
            f"This is a backup of “{vault}”", path.name, "Open the records themselves, or put the backup back."
        )


def name(number: int, made_at: datetime) -> str:
    """The name of a backup's database file."""
    return f"{number:06d}-{made_at.astimezone(UTC):{_TIME}}.vault"


def all_(folder: Path) -> tuple[BackupInfo, ...]:
    """Every backup in the folder, the newest first; one without a readable manifest counts as not proven."""
    found = (_one(each) for each in _listed(folder) if _NAME.fullmatch(each.name))
    return tuple(sorted((info for info in found if info), key=lambda info: info.number, reverse=True))


def newest_proven(folder: Path) -> BackupInfo | None:
    """The newest backup that was read back whole."""
    return next((info for info in all_(folder) if info.proven), None)


def next_number(folder: Path) -> int:
    """A number higher than that of any file of a backup in the folder."""
    numbers = (int(match[1]) for match in (_NAME.match(each.name) for each in _listed(folder)) if match)
    return max(numbers, default=0) + 1


def write(database: Path, info: BackupInfo) -> None:
    """Put the manifest beside the place of its database."""
    body = {
        "version": _VERSION,
        "number": info.number,
        "made_at": moment.written(info.made_at),
        "why": info.why,
        "vault": info.vault_id,
        "saves": info.saves,
        "changes": info.changes,
        "answers": info.answers,
        "counts": dict(info.counts),
        "bytes": info.bytes,
        "sha256": info.sha256,
    }
    files.replace_whole(files.beside(database, ENDING), canonical_bytes(body))


def of(database: Path) -> BackupInfo | None:
    """What the manifest beside a database says of it; None where there is none that can be read."""
    try:
        with files.beside(database, ENDING).open("rb") as file:
            body: dict[str, Any] = json.loads(file.read(_MOST_BYTES))
        if body["version"] != _VERSION:
            return None
        size = database.stat().st_size
        return BackupInfo(
            database.name,
            int(body["number"]),
            moment.read(body["made_at"]),
            str(body["why"]),
            str(body["vault"]),
            int(body["saves"]),
            int(body["changes"]),
            {str(table): int(rows) for table, rows in body["counts"].items()},
            size,
            str(body["sha256"]),
            proven=size == body["bytes"],
            answers=None if body.get("answers") is None else int(body["answers"]),
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def files_of(database: Path) -> tuple[Path, ...]:
    """Every file of a backup, its database first."""
    return (database, *(files.beside(database, ending) for ending in BESIDE))


def remove(folder: Path, database: str) -> None:
    """Remove one backup, its database first, so that what is left is never taken for a backup."""
    try:
        for each in files_of(folder / database):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            "An old backup could not be removed", database, "Check the disk, then try again.", retry=True
        ) from error


def clear_unfinished(folder: Path) -> None:
    """Remove what a backup that was cut off has left: nothing in it was ever said to be a backup.

    What lies beside a finished one stays: somebody may have worked in it, and its journal then is what undoes half of a
    save.
    """
    for each in _listed(folder):
        match = _NAME.match(each.name)
        if not match or each.name == match[0]:
            continue
        if each.name.removesuffix("-journal").endswith(".tmp") or not (folder / match[0]).exists():
            each.unlink(missing_ok=True)


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        what = "A file stands where the folder of the backups belongs"
        raise StoreError(what, folder.name, "Move it to another place, then try again.", True) from error
    except OSError as error:
        raise StoreError(
            "The folder of the backups cannot be read", folder.name, "Check that it may be read, then try again.", True
        ) from error


def _one(database: Path) -> BackupInfo | None:
    found = of(database)
    if found:
        return found
    match = _NAME.fullmatch(database.name)
    try:
        if not match:
            return None
        made_at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
        return BackupInfo(
            database.name, int(match[1]), made_at, "asked", "", 0, 0, {}, database.stat().st_size, "", proven=False
        )
    except (ValueError, OSError):
        return None
