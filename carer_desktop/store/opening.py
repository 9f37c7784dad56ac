"""The open sequence: each check of a vault that is about to be opened, with its own sentence and its kind.

Every check happens before a byte is written. The file itself is only looked at while there is no connection to it.
"""

from __future__ import annotations

import hashlib
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from carer_desktop.clock import day_words
from carer_desktop.errors import CarerError, StoreError
from carer_desktop.records import damage
from carer_desktop.records.backup import BackupInfo
from carer_desktop.records.damage import VaultFault
from carer_desktop.records.vault import VaultFacts
from carer_desktop.store import anchor, engine, files, manifest, moment, schema, slots
from carer_desktop.store.anchor import Anchor
from carer_desktop.store.engine import PAGE_BYTES, Connection
from carer_desktop.there import is_file, is_folder, is_there, unread

SALT_BYTES = 16
NOT_WRITTEN = "Nothing was written."
_ITSELF = "Choose the vault file itself."
_COMPANIONS = (".keys", ".keys2", ".anchor", ".lock", "-journal")
_NEVER_KEYED = b"SQLite format 3\x00"
# How files begin that people have: Word and other zips, PDFs, pictures, older Office files, programs, packed files.
_HEADS = (
    *(b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\xd0\xcf\x11\xe0", b"\x7fELF"),
    *(b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ"),
)
_COPY = b"age-encryption.org/"
# In a page of chance each byte comes about 16 times; one that comes so often is in none of 10**16 pages.
_MOST_OF_ONE = 64
# Up to here, and whenever the last holder was cut off, every index is held against its rows as well: that alone
# finds a transaction of which one half reached the disk and whose journal is gone.
_CHECKED_FULLY_BYTES = 20_000_000
# Above this the quick check would keep a person waiting; the next backup reads every page and is itself checked.
_CHECKED_AT_ONCE_BYTES = 100_000_000
_BLOCK_BYTES = 1 << 20
_DAMAGE_CODES = frozenset({11, engine.NOT_A_DATABASE})


def check_there(path: Path) -> None:
    """Step 1: a file with something in it, which may be a vault."""
    if not _can_be_seen(path):
        raise _not_here(path)
    if not is_file(path):
        what = "a folder" if is_folder(path) else "not a file"
        raise VaultFault(damage.NO_FILE, f"This is {what} and no vault", path.name, _ITSELF)
    alone = not _has_company(path)
    if alone:
        _check_no_companion(path)
    if path.stat().st_size == 0:
        raise VaultFault(
            damage.EMPTY, "The vault file is empty", path.name, f"Put back the newest backup. {NOT_WRITTEN}"
        )
    if alone:
        _check_no_stranger(path)


def _has_company(path: Path) -> bool:
    """Whether anything lies beside it that lies beside a vault: without all of it, it may be any file."""
    named = (files.beside(path, "anchor"), path.with_name(f"{path.name}-journal"), manifest.folder_of(path))
    return slots.exists(path) or any(is_there(each) for each in named)


def _check_no_companion(path: Path) -> None:
    """Not what lies beside a vault, by its name."""
    for ending in _COMPANIONS:
        vault = path.with_name(path.name.removesuffix(ending))
        if path.name.endswith(ending) and vault.name:
            mend = f"Choose “{vault.name}”." if is_file(vault) else _ITSELF
            raise VaultFault(damage.FOREIGN, "This lies beside a vault and is not the vault itself", path.name, mend)


def _check_no_stranger(path: Path) -> None:
    """Not any file of another kind: a vault is whole pages, and looks like chance from its first byte."""
    header = _beginning(path, PAGE_BYTES)
    _check_encrypted(header, path)
    if header.startswith(_COPY):
        what, mend = "This is a locked copy and no vault", "Only the rescue sheet opens it, where a laptop is set up."
        raise VaultFault(damage.FOREIGN, what, path.name, f"{mend} {NOT_WRITTEN}")
    if _is_text(header):
        raise VaultFault(damage.FOREIGN, "This is a file of text and no vault", path.name, f"{_ITSELF} {NOT_WRITTEN}")
    if header.startswith(_HEADS):
        what = "This is a file of another kind and no vault"
        raise VaultFault(damage.FOREIGN, what, path.name, f"{_ITSELF} {NOT_WRITTEN}")
    if path.stat().st_size % PAGE_BYTES or max(Counter(header).values()) > _MOST_OF_ONE:
        what = "This is not a vault, or only a part of one"
        raise VaultFault(damage.FOREIGN, what, path.name, f"{_ITSELF} {NOT_WRITTEN}")


def check_may_be_used(path: Path) -> None:
    """The same for a vault that is to be worked in: not one of the backups, which go in their time."""
    manifest.check_no_backup(path)
    check_there(path)


def _can_be_seen(path: Path) -> bool:
    """Whether anything lies there; a place that cannot be reached or entered is a fault of its own kind."""
    try:
        if is_there(path):
            return True
        if is_folder(path.parent):
            return False
    except StoreError as error:
        raise VaultFault(damage.AWAY, error.what, error.where, error.mend) from error
    raise VaultFault(
        damage.AWAY, "The folder of the vault cannot be reached", str(path.parent),
        "Plug in the stick or connect the drive it is on, then try again.",
    )  # fmt: skip


def _not_here(path: Path) -> VaultFault:
    """The folder is there without the vault: what else of it lies there tells whether one has gone."""
    if slots.exists(path) or is_there(manifest.folder_of(path)):
        return VaultFault(
            damage.MISSING,
            "There is no vault here, although its key file or its backups are",
            path.name,
            "Put it back if it was moved or renamed, or put back the newest backup.",
        )
    return VaultFault(
        damage.AWAY, "There is no vault here", path.name, "Check the name and the folder, or make a new vault."
    )


def check_before_keys(path: Path) -> None:
    """Steps 1 and 2: what can be seen of a vault without a key. VaultFault with its kind."""
    check_there(path)
    check_header(path)


def check_header(path: Path) -> None:
    """Steps 1 and 2, before there is a connection: whole pages, and not a database that was never encrypted."""
    _check_encrypted(_beginning(path, len(_NEVER_KEYED)), path)
    journal = path.with_name(f"{path.name}-journal")
    cut_off = journal.exists() and journal.stat().st_size > 0
    if path.stat().st_size % PAGE_BYTES and not cut_off:
        raise VaultFault(
            damage.SHORT,
            "The vault file has been cut short, or is not a vault",
            path.name,
            f"Put back the newest backup, or choose another file. {NOT_WRITTEN}",
        )


def _beginning(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except PermissionError as error:
        said = unread(error, path)
        raise StoreError(said.what, said.where, said.mend, retry=True) from error


def _check_encrypted(header: bytes, path: Path) -> None:
    if header.startswith(_NEVER_KEYED):
        raise VaultFault(
            damage.NEVER_KEYED,
            "This database was never encrypted, so it is not a vault",
            path.name,
            f"Choose another file. {NOT_WRITTEN}",
        )


def _is_text(header: bytes) -> bool:
    """Whether it reads as text, of which the last sign may be cut in half."""
    try:
        return "\0" not in getincrementaldecoder("utf-8")().decode(header)
    except UnicodeDecodeError:
        return False


def check_keys(path: Path) -> None:
    """That a copy of the key file can be read. VaultFault with its kind, StoreError where the disk refuses."""
    with keys_in_kind(path):
        file = slots.read(path)
    check_keys_fit(path, file)


@contextmanager
def keys_in_kind(path: Path) -> Iterator[None]:
    """Tell a key file that is missing or damaged by its kind; one that only cannot be read now stays as it is."""
    try:
        yield
    except StoreError as error:
        if error.retry or isinstance(error, VaultFault):
            raise
        kind = damage.KEYS if slots.exists(path) else damage.NO_KEYS
        if "newer version" in error.what:
            kind = damage.NEWER_PROGRAM
        raise VaultFault(kind, error.what, error.where, error.mend) from error


def identity(path: Path) -> tuple[int, int]:
    """Which file it is, without opening it."""
    found = path.stat()
    return found.st_dev, found.st_ino


def digest(path: Path) -> str:
    """The SHA-256 of the vault file behind its salt, which is kept elsewhere too; empty for a large one.

    Only while there is no connection to it.
    """
    if path.stat().st_size > _CHECKED_AT_ONCE_BYTES:
        return ""
    found = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(SALT_BYTES)
        while block := file.read(_BLOCK_BYTES):
            found.update(block)
    return found.hexdigest()


def salt_of(path: Path) -> bytes:
    """The first bytes of the file: its salt, which the key file keeps as well."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def page_one(error: Exception, path: Path, salt_as_kept: bool) -> StoreError:
    """Step 4: the first page does not read, although the keys are right."""
    words = engine.in_words(error, path.name)
    if engine.result_code(error) != engine.NOT_A_DATABASE:
        return words if words.retry else damaged(path)
    if salt_as_kept:
        return damaged(path)
    return VaultFault(
        damage.FOREIGN,
        "This file is not the vault that the key file beside it belongs to",
        path.name,
        f"Choose another file, or put back the newest backup. {NOT_WRITTEN}",
    )


def keys_that_fit(path: Path) -> BackupInfo | None:
    """The newest proven backup whose key file belongs to the file that lies here, by its salt."""
    folder = manifest.folder_of(path)
    for info in manifest.all_(folder):
        with suppress(StoreError, OSError):
            if info.proven and _fits(path, slots.read(folder / info.file)):
                return info
    return None


def check_keys_fit(path: Path, file: slots.KeyFile) -> None:
    """VaultFault where the key file beside it is not this vault's, and that of a backup is."""
    with suppress(OSError):
        if _fits(path, file) or keys_that_fit(path) is None:
            return
        raise VaultFault(
            damage.OTHER_KEYS,
            "The key file beside these records is not theirs",
            path.name,
            f"Put back the key file of a backup. {NOT_WRITTEN}",
        )


def _fits(path: Path, file: slots.KeyFile) -> bool:
    return salt_of(path) in (file.database_salt, file.next_salt)


def damaged(path: Path) -> VaultFault:
    """What is said of a vault whose pages are not what they were."""
    return VaultFault(
        damage.DAMAGED,
        "The vault is damaged or has been cut short",
        path.name,
        f"Put back the newest backup. {NOT_WRITTEN}",
    )


@contextmanager
def letting_go(hold: files.Hold, path: Path) -> Iterator[None]:
    """Let go of the lock when opening fails, and put the failure in words."""
    try:
        yield
    except BaseException as error:
        hold.release(as_found=True)
        if isinstance(error, CarerError):
            raise
        raise _in_kind(error, path) from error


def _in_kind(error: BaseException, path: Path) -> StoreError:
    words = engine.in_words(error, path.name)
    if engine.result_code(error) in _DAMAGE_CODES:
        return VaultFault(damage.DAMAGED, words.what, words.where, words.mend)
    return words


def check_not_older(connection: Connection, path: Path, anchored: Anchor) -> None:
    """Step 7: no older than the anchor says it was."""
    if anchor.is_older(anchor.heads(connection), anchored):
        when = f" on {day_words(anchored.at)}" if anchored.at else ""
        raise VaultFault(
            damage.OLDER,
            f"This is an older copy of the vault, which had come further when it was last used{when}",
            path.name,
            f"Find the newer one, put back a backup, or say that this one is right. {NOT_WRITTEN}",
        )


def is_known(path: Path, anchored: Anchor | None, found: str) -> bool:
    """Whether a large vault is byte for byte what the anchor says it was when it was closed."""
    large = path.stat().st_size > _CHECKED_FULLY_BYTES
    return large and anchored is not None and anchored.file != "" and anchored.file == found


def check_as_closed(connection: Connection, path: Path, anchored: Anchor, found: str) -> None:
    """Step 7 too: byte for byte what it was when it was closed, if nothing was saved since.

    A page put back as it was before passes every check of the database itself.
    """
    if anchored.file and found and found != anchored.file and anchor.heads(connection) == anchored.heads:
        raise VaultFault(
            damage.DAMAGED,
            "The vault is not what it was when it was last closed: a part of it was changed or put back from before",
            path.name,
            f"Put back the newest backup. {NOT_WRITTEN}",
        )


def check_content(connection: Connection, path: Path, file: slots.KeyFile) -> VaultFacts:
    """Step 5: ours, not newer than this program, and the vault its keys belong to."""
    row = connection.execute("PRAGMA application_id").fetchone()
    if row != (schema.APPLICATION_ID,):
        raise VaultFault(
            damage.FOREIGN, "This is a vault of another program", path.name, f"Choose another file. {NOT_WRITTEN}"
        )
    if schema.version(connection) > schema.VERSION:
        raise VaultFault(
            damage.NEWER_PROGRAM,
            "This vault was made by a newer version of the program",
            path.name,
            f"Install the newest version. {NOT_WRITTEN}",
        )
    facts = vault_facts(connection)
    if facts is None or facts.id != file.vault:
        raise VaultFault(
            damage.FOREIGN,
            "This vault and the key file beside it do not belong together",
            path.name,
            f"Put back the vault and its key file from the same backup. {NOT_WRITTEN}",
        )
    return facts


def check_whole(connection: Connection, path: Path, cut_off: bool) -> None:
    """Step 6: whole, as far as a person can wait for it."""
    size = path.stat().st_size
    if size <= _CHECKED_FULLY_BYTES or cut_off:
        _check(connection, path, "integrity_check")
    elif size <= _CHECKED_AT_ONCE_BYTES:
        _check(connection, path, "quick_check")


def _check(connection: Connection, path: Path, pragma: str) -> None:
    if connection.execute(f"PRAGMA {pragma}").fetchall() != [("ok",)]:
        raise damaged(path)


def vault_facts(connection: Connection) -> VaultFacts | None:
    """What the vault says of itself."""
    row = connection.execute("SELECT id, demo, created_at FROM vault").fetchone()
    return VaultFacts(row[0], bool(row[1]), moment.read(row[2])) if row else None
