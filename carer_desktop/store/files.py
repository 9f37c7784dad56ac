"""The small files beside the vault: written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from carer_desktop.errors import StoreError
from carer_desktop.store import posix, windows
from carer_desktop.there import is_folder, is_there

system = windows if os.name == "nt" else posix
PRIVATE = 0o600
# Who holds the vault and how many saves were said to be done: always this long, so that it is written over in one go.
_NOTE = "{:>10}\n{:>20}\n"
_NOTE_BYTES = 32
# What may ever lie beside a vault has at most this after the vault's name.
_LONGEST = "damaged-20261122T101112Z-1000"


def beside(path: Path, ending: str) -> Path:
    """The file beside the vault with this ending: `team.vault` and `keys` give `team.vault.keys`."""
    return path.with_name(f"{path.name}.{ending}")


def check_name(path: Path) -> None:
    """StoreError for a name under which a new vault could not have everything beside it that belongs to it."""
    if not path.name:  # such as “.”
        raise StoreError("This is a folder and no file", str(path), "Give the new file a name.")
    is_there(beside(path, _LONGEST))
    above = next(each for each in path.absolute().parents if is_there(each))
    if not is_folder(above):
        raise StoreError(f"“{above.name}” is a file, not a folder", path.name, "Choose a folder.")


def make_empty(path: Path) -> None:
    """A new empty file for its owner alone. FileExistsError if there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def make_folder(path: Path) -> None:
    """The folder and those above it; each new one is for its owner alone."""
    if not is_folder(path):
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def replace_whole(path: Path, content: bytes) -> None:
    """Put the content in the file's place so that at every moment the old or the new one lies there whole."""
    # One name, so that a kill leaves at most one, which the next writer takes; there is one writer, who holds the lock.
    new = path.with_name(f"{path.name}.tmp")
    try:
        handle = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, PRIVATE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        system.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    system.sync_folder(path.parent)


def is_held(path: Path) -> bool:
    """Whether the vault is open in some process, as far as that can be seen without keeping anybody out of it."""
    try:
        handle = os.open(beside(path, "lock"), os.O_RDONLY)
    except OSError:
        return False
    try:
        holder = _holder(os.read(handle, _NOTE_BYTES))
        return holder.isdigit() and system.is_held(handle, int(holder))
    finally:
        os.close(handle)


def was_let_go(path: Path) -> bool:
    """Whether whoever held the vault last let it go: the lock is there, and nobody's name in it."""
    try:
        return beside(path, "lock").stat().st_size == 0
    except OSError:
        return False


def _holder(note: bytes) -> str:
    return note.decode("ascii", "replace").partition("\n")[0].strip()


class Hold:
    """`FILE.lock`, held while the vault is open: it keeps a second start out and names the process that holds it.

    *cut_off* tells whether the last holder ended without letting go: killed, or the power failed; *acknowledged*, how
    many saves the vault had seen by then. Unlike the anchor that number costs nothing to keep, so it misses no save of
    a program that was killed; after a power cut it may be behind, and is never ahead.
    """

    def __init__(self, path: Path) -> None:
        """Take hold for this process. StoreError if the vault is open elsewhere or its folder is read-only."""
        lock = beside(path, "lock")
        try:
            # The lock file may be there already and writable; the journal still needs the folder.
            if not os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
                raise PermissionError
            self._handle = os.open(lock, os.O_RDWR | os.O_CREAT, PRIVATE)
        except OSError as error:
            raise StoreError(
                "The vault's folder can only be read, or cannot be reached",
                path.parent.name,
                "Ask for write access to it, or move the vault to a folder of your own.",
                retry=True,
            ) from error
        if not system.hold(self._handle):
            holder = _holder(os.read(self._handle, _NOTE_BYTES))
            os.close(self._handle)
            raise StoreError(
                "The vault is already open" + (f" (process {holder})" if holder.isdigit() else ""),
                path.name,
                "Close the other window, then try again.",
                retry=True,
            )
        self._last = os.read(self._handle, _NOTE_BYTES)
        self.cut_off = bool(self._last)
        said = self._last.partition(b"\n")[2].strip()
        self.acknowledged = int(said) if said.isdigit() else 0
        self.note(self.acknowledged)

    def note(self, saves: int) -> None:
        """So many saves has the vault seen that were said to be done."""
        with suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _NOTE.format(os.getpid(), saves).encode())

    def release(self, as_found: bool = False) -> None:
        """Let go; the empty file stays, since removing it could take it from under the next holder.

        *as_found* where the vault was not opened: that the last holder was cut off is still to be seen.
        """
        self._say(self._last if as_found else b"")
        os.close(self._handle)

    def _say(self, holder: bytes) -> None:
        # On a full disk there may be no room to say it; the file is held all the same.
        with suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, holder)
