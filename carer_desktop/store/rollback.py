"""A vault that was cut off in the middle of a save: what SQLite would undo at opening is tried on a copy first.

SQLite believes whatever journal lies beside the file. An earlier one would take saves back that were said to be done,
and one whose head is damaged would make a file of terabytes. So the vault itself is opened only once a copy of it has
shown that it comes out whole and no older than it was.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from carer_desktop.errors import CarerError
from carer_desktop.records.damage import VaultFault
from carer_desktop.store import anchor, engine, entering, files, opening, slots
from carer_desktop.store.anchor import Anchor
from carer_desktop.store.engine import PAGE_BYTES
from carer_desktop.store.slots import Unlocked

# How a journal begins that is to be undone; after it the number of pages in it, a start value, the old length.
_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD_BYTES = 28


def settle(path: Path, file: slots.KeyFile, unlocked: Unlocked, acknowledged: int, older_is_right: bool) -> None:
    """See to it that what will be undone is what was not yet saved. VaultFault, with nothing written, where it is not.

    *acknowledged* is how many saves were said to be done. Without room for a copy the journal is believed.
    """
    journal = journal_of(path)
    if not _is_to_be_undone(journal):
        return
    anchored = anchor.read(path, file.vault, unlocked.before or unlocked.vault_key)
    if anchored and anchored.file == opening.digest(path) != "":
        # Byte for byte what it was when it was closed: there is nothing to undo.
        _remove(journal)
        return
    if not fits(path):
        raise opening.damaged(path)
    if shutil.disk_usage(path.parent).free > 2 * (path.stat().st_size + journal.stat().st_size):
        _try(path, file, unlocked, None if older_is_right else acknowledged)
    if anchored and anchored.file:
        _no_longer_as_closed(path, anchored, unlocked)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it would undo."""
    return path.with_name(f"{path.name}-journal")


def fits(path: Path) -> bool:
    """Whether a journal can be of this file, which never gets shorter: it was no longer then than it is now."""
    journal = journal_of(path)
    head = _head(journal) if journal.exists() else b""
    if len(head) < _HEAD_BYTES or not head.startswith(_MAGIC):
        return True
    return int.from_bytes(head[16:20], "big") * PAGE_BYTES <= path.stat().st_size


def _is_to_be_undone(journal: Path) -> bool:
    return journal.exists() and _head(journal)[:1] not in (b"", b"\x00")


def _head(journal: Path) -> bytes:
    with journal.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _no_longer_as_closed(path: Path, anchored: Anchor, unlocked: Unlocked) -> None:
    """Undoing writes pages anew, so from now on the file is another one than was closed."""
    try:
        anchor.write(path, replace(anchored, file=""), unlocked.before or unlocked.vault_key)
    except OSError:
        # On a full disk: without an anchor an older copy cannot be told, and nobody is locked out.
        files.beside(path, anchor.ENDING).unlink(missing_ok=True)


def _try(path: Path, file: slots.KeyFile, unlocked: Unlocked, least: int | None) -> None:
    """VaultFault for what is wrong with a copy of the vault once its journal has been undone."""
    copy = files.beside(path, "trial")
    try:
        _clear(copy)
        shutil.copyfile(path, copy)
        shutil.copyfile(journal_of(path), journal_of(copy))
        connection, unlocked, file = entering.connect(copy, file, unlocked)
        try:
            opening.check_content(connection, path, file)
            opening.check_whole(connection, path, cut_off=True)
            if least is not None:
                anchored = anchor.read(path, file.vault, unlocked.vault_key)
                opening.check_not_older(connection, path, anchor.furthest(anchored, file.vault, least))
        finally:
            connection.close()
    except (CarerError, engine.driver().Error) as error:
        if isinstance(error, VaultFault) and error.where == path.name:
            raise
        raise opening.damaged(path) from error
    finally:
        _clear(copy)


def _clear(copy: Path) -> None:
    for each in (copy, journal_of(copy)):
        each.unlink(missing_ok=True)


def _remove(journal: Path) -> None:
    journal.unlink()
    files.system.sync_folder(journal.parent)
