"""The disk under the vault: how much room there is, a reserve that can be given free, and how long a flush takes.

On a full disk even removing needs room. The reserve beside the vault is given free then, so that what was agreed can
still be written out and what is no longer needed can go.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
from pathlib import Path

from carer_desktop.errors import StoreError
from carer_desktop.records.health import Flush, Room, Space
from carer_desktop.store import files

LITTLE_BYTES = 200_000_000
NONE_BYTES = 50_000_000
RESERVE_BYTES = 16_000_000
_ENDING = "reserve"
_TRIES = 15
_PAGE = bytes(4096)


def look(path: Path) -> Space:
    """The disk that holds the vault's folder. StoreError where the folder has vanished."""
    try:
        usage = shutil.disk_usage(path.parent)
    except OSError as error:
        raise StoreError(
            "The vault's folder cannot be reached", path.parent.name, "Check that it is still there.", retry=True
        ) from error
    return Space(usage.free, usage.total, reserve(path), room(usage.free))


def room(free: int) -> Room:
    """What so many free bytes are enough for."""
    return "none" if free < NONE_BYTES else "little" if free < LITTLE_BYTES else "enough"


def check_room(path: Path) -> None:
    """StoreError where there is too little room to begin another record."""
    free = look(path).free
    if room(free) == "none":
        missing = (NONE_BYTES - free) // 1_000_000 + 1
        raise StoreError(
            "There is too little room on this disk to begin another record",
            path.parent.name,
            f"Free at least {missing} MB, then try again. Records that are open can still be saved and exported.",
            retry=True,
        )


def reserve(path: Path) -> int:
    """How many bytes can be given free."""
    kept = files.beside(path, _ENDING)
    return kept.stat().st_size if kept.is_file() else 0


def keep_reserve(path: Path) -> int:
    """Lay the reserve aside unless it is there or there is little room as it is; how many bytes it has now."""
    kept = files.beside(path, _ENDING)
    if reserve(path) < RESERVE_BYTES and look(path).free > LITTLE_BYTES:
        new = kept.with_name(f"{kept.name}.tmp")
        try:
            with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, files.PRIVATE), "wb") as file:
                files.system.take_room(file.fileno(), RESERVE_BYTES)
            files.system.replace(new, kept)
        except OSError:
            # It may fill up in this moment; then there is none until the next time.
            new.unlink(missing_ok=True)
    return reserve(path)


def release_reserve(path: Path) -> int:
    """Give the reserve free, and say how many bytes that was."""
    given = reserve(path)
    files.beside(path, _ENDING).unlink(missing_ok=True)
    return given


def flush_time(folder: Path) -> Flush | None:
    """How long this disk takes to make one page last; None where nothing can be written there."""
    trial = folder / f".flush-{os.getpid()}"
    try:
        handle = os.open(trial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, files.PRIVATE)
        try:
            took = [_one_flush(handle) for _ in range(_TRIES)]
        finally:
            os.close(handle)
    except OSError:
        return None
    finally:
        _remove(trial)
    return Flush(statistics.median(took), max(took))


def _one_flush(handle: int) -> float:
    began = time.perf_counter()
    os.write(handle, _PAGE)
    os.fsync(handle)
    return time.perf_counter() - began


def _remove(trial: Path) -> None:
    try:
        trial.unlink(missing_ok=True)
    except OSError:
        # A folder that has become read-only keeps it until the next time.
        return
