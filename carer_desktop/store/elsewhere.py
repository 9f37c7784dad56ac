"""The second place: a proven backup as one file on a stick or a share, sealed to those who may rescue it.

The file is an age file around a tar archive, so that a rescue needs our program only for the last step. It is sealed
to public keys alone: nobody at this laptop can open it again without one of their secrets.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.backup import BackupInfo, SecondCopy
from carer_desktop.sealing import age
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.sealing.keys import SealError
from carer_desktop.store import backup, engine, files, manifest, moment, restore
from carer_desktop.store.key_file import KeyFile
from carer_desktop.there import check_readable, is_file, is_folder

INSIDE = "records.vault"
_NOTE = "second-place.json"
_PARTS = ("", *(f".{ending}" for ending in manifest.BESIDE))
_BLOCK_BYTES = 1 << 20
_KEEP = 5


def recipients(file: KeyFile, organisation: Sequence[str]) -> list[bytes | str]:
    """Who may open what is sent: the holders of this vault's recovery keys, and the organisation.

    Not its people: their secrets lie in the key file, which is inside what would have to be opened. Refused for nobody.
    """
    known: list[bytes | str] = [*(slot.public for slot in file.recovery), *organisation]
    if not known:
        raise Refused(
            "Nobody could open a backup from the second place",
            mend="Print a rescue sheet first, or set the rescue key of the organisation.",
        )
    return known


def send(database: Path, folder: Path, recipients: Sequence[bytes | str], name: str, now: datetime) -> SecondCopy:
    """Put a backup into the second place, read what was written there once more, and note when.

    *name* begins the file's name, so that several vaults may share the place. StoreError where the place is not there,
    which leaves nothing behind; Refused without a recipient.
    """
    info = backup.check_unchanged(database)
    target = folder / f"{name} {Path(info.file).stem}.age"
    new = target.with_name(f"{target.name}.tmp")
    if not is_folder(folder):
        raise StoreError(
            "The second place for backups is not there", folder.name, "Put the stick in, or join the network.", True
        )
    try:
        written = _write_sealed(database, info, new, recipients)
        if backup.sha256_of(new) != written:
            raise StoreError("What was written to the second place is not what lies there", target.name, "Try again.")
        files.system.replace(new, target)
        files.system.sync_folder(folder)
        _forget_oldest(folder, name)
    except OSError as error:
        raise _lost(error, folder) from error
    finally:
        _clear(new)
    sent = SecondCopy(now, target.name, info.number)
    note = {"at": moment.written(now), "file": target.name, "number": info.number}
    files.replace_whole(database.with_name(_NOTE), canonical_bytes(note))
    return sent


def last(folder: Path) -> SecondCopy | None:
    """The newest copy that was put into the second place, as noted beside the backups."""
    try:
        note = json.loads((folder / _NOTE).read_bytes())
        return SecondCopy(moment.read(note["at"]), str(note["file"]), int(note["number"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def fetch(sealed: Path, identities: Sequence[bytes | str], target: Path) -> BackupInfo:
    """Open a file from the second place into a new vault. StoreError where it cannot be opened or is not whole."""
    if not is_file(sealed):
        raise StoreError("There is no such copy", sealed.name, "Check its name and place.")
    check_readable(sealed)
    files.check_name(target)
    work = files.beside(target, "fetching")
    with restore.in_words(target):
        files.make_folder(work)
    try:
        with restore.in_words(sealed):
            try:
                with sealed.open("rb") as given, (work / "tar").open("wb") as taken:
                    age.open_with(given, taken, identities)
            except SealError as error:
                raise StoreError(
                    "This file was not sealed to this rescue sheet or key, or was changed since",
                    sealed.name,
                    "Try an earlier one, or another key.",
                ) from error
            _unpack(work / "tar", work, sealed.name)
        found = backup.check_unchanged(work / INSIDE)
        restore.to_new_file(work / INSIDE, target)
        return found
    finally:
        for each in (work / "tar", *(work / f"{INSIDE}{ending}" for ending in _PARTS)):
            each.unlink(missing_ok=True)
        work.rmdir()


def _write_sealed(database: Path, info: BackupInfo, new: Path, recipients: Sequence[bytes | str]) -> str:
    """Write the sealed file; the SHA-256 of what was written."""
    handle = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, files.PRIVATE)
    with os.fdopen(handle, "wb") as file:
        heard = _Heard(file)
        age.seal_to(_Archive(_blocks(database, int(info.made_at.timestamp()))), heard, recipients)
        file.flush()
        os.fsync(file.fileno())
    return heard.digest.hexdigest()


class _Heard:
    """A file that hashes what is written to it on its way."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Write, and hash."""
        self.digest.update(data)
        return self._file.write(data)


class _Archive:
    """Blocks of bytes, to be read like a file; so that a large backup is never in memory or on the disk in clear."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most *size* of them."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def _blocks(database: Path, made_at: int) -> Iterator[bytes]:
    """A tar archive of a backup, block by block."""
    for ending in _PARTS:
        part = database.with_name(f"{database.name}{ending}")
        member = tarfile.TarInfo(f"{INSIDE}{ending}")
        member.size, member.mtime, member.mode = part.stat().st_size, made_at, files.PRIVATE
        yield member.tobuf(tarfile.USTAR_FORMAT)
        with part.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                yield block
        yield bytes(-member.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _unpack(archive: Path, folder: Path, where: str) -> None:
    """Take the known files out of the archive, and nothing else, whatever it may hold."""
    wanted = {f"{INSIDE}{ending}" for ending in _PARTS}
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() and member.name in wanted else None
                if content is None:
                    raise _not_whole(where)
                wanted.discard(member.name)
                with (folder / member.name).open("xb") as file:
                    while block := content.read(_BLOCK_BYTES):
                        file.write(block)
    except tarfile.TarError as error:
        raise _not_whole(where) from error
    if wanted:
        raise _not_whole(where)


def _forget_oldest(folder: Path, name: str) -> None:
    """Keep the newest few copies of this vault in the second place."""
    ours = sorted(each for each in folder.glob("*.age") if each.name.startswith(f"{name} "))
    for each in ours[:-_KEEP]:
        each.unlink(missing_ok=True)


def _clear(new: Path) -> None:
    try:
        new.unlink(missing_ok=True)
    except OSError:
        return  # The stick was pulled out; the next copy takes this one's place.


def _lost(error: OSError, folder: Path) -> StoreError:
    words = engine.in_words(error, folder.name)
    return StoreError(
        f"The copy for the second place could not be written: {words.what[:1].lower()}{words.what[1:]}",
        folder.name,
        words.mend,
        retry=True,
    )


def _not_whole(where: str) -> StoreError:
    return StoreError("This file is not a backup, or not a whole one", where, "Try an earlier one.")
