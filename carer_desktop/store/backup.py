"""Backups: one step on the store thread, read back with every check, and only then given their name.

The copy is made by SQLite itself from the open vault, never by reading the vault's file: a second handle on it
would drop its lock. What cannot be proven is removed, and said in words.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from carer_desktop.errors import StoreError
from carer_desktop.records.backup import BackupInfo
from carer_desktop.store import anchor, engine, files, manifest, opening, slots
from carer_desktop.store.anchor import Anchor
from carer_desktop.store.engine import Connection

_MEGABYTE = 1_000_000
# Room left beside a backup, so that it never fills the disk under the answers.
_SPARE_BYTES = 2 * _MEGABYTE
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """Which vault a backup is made of, and the keys it is made and proven with."""

    path: Path
    vault: str
    vault_key: bytes = field(repr=False)
    database_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that nobody has read back yet; *info* is what it must turn out to hold."""

    folder: Path
    info: BackupInfo
    salt: bytes
    user_version: int

    @property
    def database(self) -> Path:
        """Where the database will lie once it is proven."""
        return self.folder / self.info.file

    @property
    def unproven(self) -> Path:
        """Where it lies until then."""
        return self.folder / f"{self.info.file}.tmp"


def counts(connection: Connection) -> dict[str, int]:
    """The number of rows of every table."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = [str(row[0]) for row in names.fetchall()]
    return {table: int(_only(connection, f'SELECT count(*) FROM "{table}"')) for table in tables}


def copy(connection: Connection, source: Source, folder: Path, now: datetime, why: str) -> Copied:
    """A copy of the vault in the folder, with its key files and anchor; on the store thread, in one step.

    RuntimeError inside a transaction, where SQLite would wait for ever. What fails leaves nothing behind.
    """
    if connection.in_transaction:
        raise RuntimeError("a backup inside a transaction would never end")
    files.make_folder(folder)
    manifest.clear_unfinished(folder)
    number = manifest.next_number(folder)
    info = BackupInfo(manifest.name(number, now), number, now, why, source.vault, 0, 0, {}, 0, "", proven=False)
    salt = slots.read(source.path).database_salt
    copied = Copied(folder, info, salt, _only(connection, "PRAGMA user_version"))
    _check_room(source.path, folder)
    try:
        _copy_database(connection, copied, source)
        for ending in ("keys", "keys2"):
            files.replace_whole(files.beside(copied.database, ending), _key_file(source.path, ending))
        heads = anchor.heads(connection)
        anchor.write(copied.database, Anchor(source.vault, heads, now), source.vault_key)
        seen = replace(info, saves=heads[anchor.SAVES], changes=anchor.changes(connection), counts=counts(connection))
        return replace(copied, info=seen)
    except BaseException:
        _remove(copied)
        raise


def prove(copied: Copied, source: Source) -> BackupInfo:
    """The backup, read back on a connection of its own and given its name; on any thread.

    StoreError where anything in it is not what it must be; then nothing of it is left.
    """
    try:
        _read_back(copied, source)
        size = copied.unproven.stat().st_size
        info = replace(copied.info, bytes=size, sha256=sha256_of(copied.unproven, flush=True), proven=True)
        manifest.write(copied.database, info)
        files.system.replace(copied.unproven, copied.database)
        files.system.sync_folder(copied.folder)
        return info
    except BaseException as error:
        _remove(copied)
        if isinstance(error, StoreError):
            raise
        raise _not_proven(copied.info.file, engine.in_words(error, "").what) from error


def sha256_of(path: Path, flush: bool = False) -> str:
    """The SHA-256 of a file; *flush* also brings it to the disk. Never for a vault that is open."""
    digest = hashlib.sha256()
    with path.open("r+b" if flush else "rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
        if flush:
            os.fsync(file.fileno())
    return digest.hexdigest()


def check_unchanged(database: Path) -> BackupInfo:
    """The backup, if every byte of its database is what it was when it was proven; StoreError if not."""
    info = manifest.of(database)
    if info is None or not info.proven or sha256_of(database) != info.sha256:
        raise StoreError(
            "This backup is not what it was when it was made",
            database.name,
            "Choose another one; it was left as it is.",
        )
    return info


def is_as_made(database: Path, info: BackupInfo) -> bool:
    """Whether every byte is what it was, as far as a manifest tells; one that was worked in or damaged is not."""
    try:
        return not info.sha256 or sha256_of(database) == info.sha256
    except FileNotFoundError:
        return True
    except OSError:
        return False


def read_through(database: Path, info: BackupInfo, database_key: bytes, salt: bytes) -> str:
    """What is wrong with a copy of a backup when every page and every row of it is read; empty if nothing is."""
    opening.check_header(database)
    connection = engine.connect(database, database_key, salt)
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            return "a page is not what was written"
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            return "its pages do not fit together"
        if counts(connection) != dict(info.counts):
            return "it does not hold as many rows as the vault did"
        if anchor.heads(connection)[anchor.SAVES] != info.saves:
            return "it does not end where the vault did"
    finally:
        connection.close()
        database.with_name(f"{database.name}-journal").unlink(missing_ok=True)
    return ""


def _copy_database(connection: Connection, copied: Copied, source: Source) -> None:
    files.make_empty(copied.unproven)
    target = engine.connect(copied.unproven, source.database_key, copied.salt)
    try:
        connection.backup(target)
    finally:
        target.close()
    copied.unproven.with_name(f"{copied.unproven.name}-journal").unlink(missing_ok=True)


def _read_back(copied: Copied, source: Source) -> None:
    wrong = read_through(copied.unproven, copied.info, source.database_key, copied.salt)
    file = slots.read(copied.database)
    if file.vault != source.vault or file.database_salt != copied.salt:
        wrong = "its key file is another vault's"
    slots.check(copied.database, file, source.vault_key)
    anchored = anchor.read(copied.database, source.vault, source.vault_key)
    if anchored is None or anchored.heads[anchor.SAVES] != copied.info.saves:
        wrong = "its anchor is not the vault's"
    if wrong:
        raise _not_proven(copied.info.file, wrong)


def _key_file(path: Path, ending: str) -> bytes:
    with files.beside(path, ending).open("rb") as file:
        return file.read()


def _remove(copied: Copied) -> None:
    journal = copied.unproven.with_name(f"{copied.unproven.name}-journal")
    for each in (copied.unproven, journal, *manifest.files_of(copied.database)):
        # What a failing disk does not let go is never taken for a backup, and goes with the next one.
        with suppress(OSError):
            each.unlink(missing_ok=True)


def _check_room(path: Path, folder: Path) -> None:
    needed = path.stat().st_size + _SPARE_BYTES - shutil.disk_usage(folder).free
    if needed > 0:
        raise StoreError(
            "There is no room for a backup",
            folder.name,
            f"Free at least {needed // _MEGABYTE + 1} MB on this disk, then try again.",
            retry=True,
        )


def _not_proven(where: str, why: str) -> StoreError:
    return StoreError(
        f"The backup could not be proven: {why[:1].lower()}{why[1:]}",
        where,
        "Try again; if it happens twice, have the disk checked. The records themselves are as they were.",
        retry=True,
    )


def _only(connection: Connection, question: str) -> int:
    row = connection.execute(question).fetchone()
    return int(row[0]) if row else 0
