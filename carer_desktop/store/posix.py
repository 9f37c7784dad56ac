"""What Linux and macOS do in their own way: holding a file, and bringing a folder's names to the disk."""

from __future__ import annotations

import os
from pathlib import Path


def hold(handle: int) -> bool:
    """Whether the open file is ours now; the system lets go of it when the process ends, however it ends."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def replace(new: Path, path: Path) -> None:
    """Put the new file in the other's place in one step."""
    new.replace(path)


def sync_folder(folder: Path) -> None:
    """Bring the folder's list of names to the disk, so that a file put in place is there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
