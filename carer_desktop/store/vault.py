"""Making and opening a vault: every check in its fixed order, each with its own sentence, before a byte is written.

While a vault is open nothing else in the process may open, hash or copy its file: closing any such handle
would drop SQLite's lock (the POSIX rule), and acknowledged answers could then be overwritten.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from carer_desktop.errors import CarerError, StoreError
from carer_desktop.records.person import Person
from carer_desktop.records.vault import SignIn, VaultFacts
from carer_desktop.sealing import keys
from carer_desktop.sealing.chance import random_id
from carer_desktop.sealing.passphrase import check_passphrase
from carer_desktop.store import engine, files, moment, people, schema, slots
from carer_desktop.store.engine import PAGE_BYTES, Connection

_NEVER_KEYED = b"SQLite format 3\x00"
_SALT_BYTES = 16
# Above this the quick check would keep a person waiting; it is then left to the check in the background.
_CHECKED_AT_ONCE_BYTES = 100_000_000
_NOT_WRITTEN = "Nothing was written."


@dataclass(slots=True)
class Vault:
    """An open vault, ours alone until it is closed; lives on the store thread."""

    path: Path
    connection: Connection = field(repr=False)
    facts: VaultFacts
    unlocked: slots.Unlocked = field(repr=False)
    _hold: files.Hold = field(repr=False)

    @property
    def person(self) -> Person:
        """Who signed in, with the roles the vault gives them today."""
        return self.unlocked.person

    def close(self) -> None:
        """Close the file first and only then let the next one in."""
        try:
            self.connection.close()
        finally:
            self._hold.release()


def create(
    path: Path, name: str, roles: Sequence[str], passphrase: str, kdf: keys.Kdf | None, demo: bool, now: datetime
) -> Vault:
    """A new vault with one person, open; *kdf* left out is calibrated on this machine.

    Refused for a weak passphrase, an empty name or an unknown role; StoreError where something lies there already.
    """
    check_passphrase(passphrase, name)
    unlocked = slots.new_unlocked(name, roles, keys.new_key())
    _check_free(path)
    try:
        files.make_folder(path.parent)
    except OSError as error:
        raise engine.in_words(error, path.parent.name) from error
    hold = files.Hold(path)
    with _letting_go(hold, path):
        _clear_unfinished(path)
        file = _new_key_file(unlocked, passphrase, kdf or keys.calibrated(), demo)
        try:
            _make_database(path, file, unlocked, now)
        except BaseException:
            _clear_unfinished(path)
            raise
        return _connect(path, file, unlocked, hold)


def open_(path: Path, person: str | None, passphrase: str) -> Vault:
    """The vault, open and ours alone. StoreError (or Refused: several people, none named) with nothing written."""
    _check_there(path)
    hold = files.Hold(path)
    with _letting_go(hold, path):
        _check_header(path)
        file = slots.read(path)
        unlocked = slots.unlock(file, person, passphrase, path.name)
        copies_alike = slots.check(path, file, unlocked.vault_key)
        vault = _connect(path, file, unlocked, hold)
        if not copies_alike:
            slots.write(path, file, unlocked.vault_key)
        return vault


def sign_in(path: Path) -> SignIn:
    """What may be known before anybody signs in. StoreError if there is no vault there."""
    _check_there(path)
    file = slots.read(path)
    return SignIn(file.vault, file.demo, len(file.slots))


def verify(connection: Connection) -> tuple[str, ...]:
    """What a full check finds, one line each; none means every page is as it was written. Slow for a large vault."""
    found: list[str] = []
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        found += (" ".join(map(str, row)) for row in connection.execute(f"PRAGMA {pragma}"))
    return tuple(line for line in found if line != "ok")


def _connect(path: Path, file: slots.KeyFile, unlocked: slots.Unlocked, hold: files.Hold) -> Vault:
    salt_as_kept = _salt_of(path) == file.database_salt
    try:
        connection = engine.connect(path, unlocked.database_key, file.database_salt)
    except engine.driver().DatabaseError as error:
        raise _page_one(error, path, salt_as_kept) from error
    try:
        facts = _check_content(connection, path, file)
        engine.take(connection, "UPDATE vault SET id = id WHERE false")
        if schema.version(connection) < schema.VERSION:
            with engine.transaction(connection):
                schema.migrate(connection, schema.MIGRATIONS)
        known = people.one(connection, unlocked.person.id)
        if known is None:
            raise StoreError(
                "This person is no longer in the vault", path.name, f"Ask whoever looks after it. {_NOT_WRITTEN}"
            )
    except BaseException:
        connection.close()
        raise
    return Vault(path, connection, facts, replace(unlocked, person=known), hold)


def _check_content(connection: Connection, path: Path, file: slots.KeyFile) -> VaultFacts:
    """Steps 5 and 6: ours, not newer than this program, the vault its keys belong to, and whole."""
    row = connection.execute("PRAGMA application_id").fetchone()
    if row != (schema.APPLICATION_ID,):
        raise StoreError("This is a vault of another program", path.name, f"Choose another file. {_NOT_WRITTEN}")
    if schema.version(connection) > schema.VERSION:
        raise StoreError(
            "This vault was made by a newer version of the program",
            path.name,
            f"Install the newest version. {_NOT_WRITTEN}",
        )
    facts = vault_facts(connection)
    if facts is None or facts.id != file.vault:
        raise StoreError(
            "This vault and the key file beside it do not belong together",
            path.name,
            f"Put back the vault and its key file from the same backup. {_NOT_WRITTEN}",
        )
    if path.stat().st_size <= _CHECKED_AT_ONCE_BYTES:
        found = connection.execute("PRAGMA quick_check").fetchall()
        if found != [("ok",)]:
            raise _damaged(path)
    return facts


def vault_facts(connection: Connection) -> VaultFacts | None:
    """What the vault says of itself."""
    row = connection.execute("SELECT id, demo, created_at FROM vault").fetchone()
    return VaultFacts(row[0], bool(row[1]), moment.read(row[2])) if row else None


def _make_database(path: Path, file: slots.KeyFile, unlocked: slots.Unlocked, now: datetime) -> None:
    """The database under another name, then its key file, then the name: a vault is there whole or not at all."""
    new = files.beside(path, "new")
    files.make_empty(new)
    connection = engine.connect(new, unlocked.database_key, file.database_salt)
    try:
        with engine.transaction(connection):
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            schema.migrate(connection, schema.MIGRATIONS)
            connection.execute("INSERT INTO vault VALUES (1, ?, ?, ?)", (file.vault, file.demo, moment.written(now)))
            people.add(connection, unlocked.person, now)
    finally:
        connection.close()
    new.with_name(f"{new.name}-journal").unlink(missing_ok=True)
    slots.write(path, file, unlocked.vault_key)
    _check_header(new)
    files.system.replace(new, path)
    files.system.sync_folder(path.parent)


def _new_key_file(unlocked: slots.Unlocked, passphrase: str, kdf: keys.Kdf, demo: bool) -> slots.KeyFile:
    vault = random_id()
    inbox = keys.receiving_pair(keys.sub_key(unlocked.vault_key, keys.INBOX))
    slot = slots.make_slot(vault, unlocked, passphrase, kdf)
    return slots.KeyFile(vault, demo, 1, secrets.token_bytes(_SALT_BYTES), inbox.public, (slot,))


def _check_free(path: Path) -> None:
    if path.exists():
        raise StoreError("There is a file of this name already", path.name, "Choose another name for the new vault.")
    if slots.exists(path) and not files.beside(path, "new").exists():
        raise StoreError(
            "The key file of another vault lies there, and that vault is missing",
            files.beside(path, "keys").name,
            "Choose another name for the new vault; without the key file the other one could never be opened.",
        )


def _clear_unfinished(path: Path) -> None:
    """Remove what a creation that was cut off has left: nothing in it was ever said to be there."""
    new = files.beside(path, "new")
    if new.exists():
        for each in (new, *(files.beside(path, ending) for ending in ("new-journal", "keys", "keys2"))):
            each.unlink(missing_ok=True)


def _check_there(path: Path) -> None:
    """Step 1: a file with something in it."""
    if not path.exists():
        raise StoreError("There is no vault here", path.name, "Check the name and the folder, or make a new vault.")
    if not path.is_file():
        raise StoreError("This is a folder and not a vault", path.name, "Choose the vault file itself.")
    if path.stat().st_size == 0:
        raise StoreError("The vault file is empty", path.name, f"Put back the newest backup. {_NOT_WRITTEN}")


def _check_header(path: Path) -> None:
    """Steps 1 and 2, before there is a connection: whole pages, and not a database that was never encrypted."""
    with path.open("rb") as file:
        header = file.read(len(_NEVER_KEYED))
    if header == _NEVER_KEYED:
        raise StoreError(
            "This database was never encrypted, so it is not a vault", path.name, f"Choose another file. {_NOT_WRITTEN}"
        )
    journal = path.with_name(f"{path.name}-journal")
    cut_off = journal.exists() and journal.stat().st_size > 0
    if path.stat().st_size % PAGE_BYTES and not cut_off:
        raise StoreError(
            "The vault file has been cut short, or is not a vault",
            path.name,
            f"Put back the newest backup, or choose another file. {_NOT_WRITTEN}",
        )


def _salt_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SALT_BYTES)


def _page_one(error: Exception, path: Path, salt_as_kept: bool) -> StoreError:
    """Step 4: the first page does not read, although the keys are right."""
    words = engine.in_words(error, path.name)
    if engine.result_code(error) != engine.NOT_A_DATABASE:
        return words if words.retry else _damaged(path)
    if salt_as_kept:
        return _damaged(path)
    return StoreError(
        "This file is not the vault that the key file beside it belongs to",
        path.name,
        f"Choose another file, or put back the newest backup. {_NOT_WRITTEN}",
    )


def _damaged(path: Path) -> StoreError:
    return StoreError(
        "The vault is damaged or has been cut short", path.name, f"Put back the newest backup. {_NOT_WRITTEN}"
    )


@contextmanager
def _letting_go(hold: files.Hold, path: Path) -> Iterator[None]:
    """Let go of the lock when opening fails, and put the failure in words."""
    try:
        yield
    except BaseException as error:
        hold.release()
        if isinstance(error, CarerError):
            raise
        raise engine.in_words(error, path.name) from error
