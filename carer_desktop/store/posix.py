"""What Linux and macOS do in their own way: holding a file, and bringing a folder's names to the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def hold(handle: int) -> bool:
    """Whether the open file is ours now; the system lets go of it when the process ends, however it ends."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(handle: int, holder: int) -> bool:
    """Whether this process holds the open file; one that has ended holds nothing, and nobody has to be asked."""
    import fcntl

    with suppress(PermissionError):  # somebody else's process, and alive
        try:
            os.kill(holder, 0)
        except ProcessLookupError:
            return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False  # another process has its number by now; closing the file lets go of it


def replace(new: Path, path: Path) -> None:
    """Put the new file in the other's place in one step."""
    new.replace(path)


def flush(handle: int) -> None:
    """Bring the open file to the disk; on macOS past the disk's own memory, which an ordinary flush leaves it in."""
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        # A share may not know it.
        with suppress(OSError):
            fcntl.fcntl(handle, full)
            return
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Bring the folder's list of names to the disk, so that a file put in place is there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_room(handle: int, size: int) -> None:
    """Make the open file this long with every block of it taken. OSError where there is no room."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size)
    else:
        os.write(handle, bytes(size))


def disk_encrypted(folder: Path, devices: Path = Path("/sys/dev/block")) -> bool | None:
    """Whether the folder's disk is encrypted by the system; None where that cannot be seen.

    Linux shows each block device with those below it; an encrypted one has a name of the device mapper that says so.
    """
    number = folder.stat().st_dev
    device = devices / f"{os.major(number)}:{os.minor(number)}"
    return _encrypted(device) if device.is_dir() else None


def _encrypted(device: Path) -> bool:
    mapped = device / "dm" / "uuid"
    if mapped.is_file() and mapped.read_text("utf-8").startswith("CRYPT-"):
        return True
    below = device / "slaves"
    return below.is_dir() and any(_encrypted(each) for each in below.iterdir())
