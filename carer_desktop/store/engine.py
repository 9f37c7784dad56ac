"""SQLCipher itself: the only module that imports `sqlcipher3`, and the words for what it refuses.

The connection is set up in one fixed order and every setting is read back: a wheel without encryption, an old
SQLite or a setting that did not take is found here and never in somebody's data.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeAlias

from carer_desktop.errors import StoreError
from carer_desktop.records.health import Versions

PAGE_BYTES = 4096
LEAST_SQLITE = (3, 51, 3)
"""Before 3.51.3 SQLite could damage a file by resetting its write-ahead log at the wrong moment."""

_SET_UP: tuple[tuple[str, str, str], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "FULL", "2"),
    ("fullfsync", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    # Without it INSERT OR REPLACE would delete an entry behind the back of the trigger that forbids it.
    ("recursive_triggers", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("secure_delete", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
    ("mmap_size", "0", "0"),
)
# Everything else (key, rekey, journal_mode, writable_schema ...) is for this module alone.
_PRAGMAS = frozenset((
    "application_id", "user_version", "quick_check", "integrity_check", "foreign_key_check", "cipher_integrity_check",
    "shrink_memory",
))  # fmt: skip
NOT_A_DATABASE = 26
_NOTHING = "Nothing was written."


class Cursor(Protocol):
    """The rows of one statement."""

    rowcount: int
    description: tuple[tuple[Any, ...], ...]

    def fetchone(self) -> tuple[Any, ...] | None: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...


Progress: TypeAlias = Callable[[int, int, int], None]
"""Called after each step of a copy: how it went, how many pages remain, and of how many."""


class Connection(Protocol):
    """What a job may do with the open vault; it lives on the store thread and nowhere else."""

    @property
    def in_transaction(self) -> bool: ...

    @property
    def total_changes(self) -> int: ...

    def execute(self, statement: str, values: Sequence[Any] = ...) -> Cursor: ...

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> Cursor: ...

    def set_key(self, key: str) -> None: ...

    def reset_key(self, key: str) -> None: ...

    def set_authorizer(self, decide: Callable[..., int] | None) -> None: ...

    def backup(self, target: Connection, *, pages: int = ..., progress: Progress | None = ...) -> None: ...

    def close(self) -> None: ...


def driver() -> ModuleType:
    """The `sqlcipher3` module, imported when first needed."""
    from sqlcipher3 import dbapi2

    module: ModuleType = dbapi2
    return module


def check_engine() -> None:
    """Refuse to go on with an SQLite that is too old or without the cipher."""
    if not hasattr(driver().Connection, "set_key"):
        raise _no_cipher("")
    version: tuple[int, ...] = driver().sqlite_version_info
    if version < LEAST_SQLITE:
        raise StoreError(
            f"The encrypted database part of this program is too old (SQLite {'.'.join(map(str, version))})",
            mend=f"Install the program again: it needs {'.'.join(map(str, LEAST_SQLITE))} or newer.",
        )


def versions() -> Versions:
    """What the vaults are kept by."""
    connection = driver().connect(":memory:")
    try:
        connection.set_key(f"x'{bytes(48).hex()}'")
        said = [
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("cipher_version", "cipher_provider_version")
        ]
    finally:
        connection.close()
    sqlcipher, openssl = (str(row[0]) if row else "unknown" for row in said)
    return Versions(sqlcipher, str(driver().sqlite_version), openssl)


def connect(path: Path, key: bytes, salt: bytes, flushing: bool = True) -> Connection:
    """A connection to an existing file under the raw 256-bit key, every setting read back; not yet ours alone.

    Raises StoreError; nothing has been written then. The key goes through `set_key` and never into a statement.
    *flushing* is False for a file that its maker brings to the disk itself before anybody counts on it.
    """
    check_engine()
    connection: Connection = driver().connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0.2
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA cipher_memory_security = ON")
        connection.set_key(f"x'{key.hex()}{salt.hex()}'")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _check_cipher(connection, path)
        for name, value, back in _SET_UP:
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
            _expect(connection, path, name, back)
        if not flushing:
            connection.execute("PRAGMA synchronous = OFF").fetchall()
            _expect(connection, path, "synchronous", "0")
        connection.set_authorizer(_decide)
    except BaseException:
        connection.close()
        raise
    return connection


def change_key(connection: Connection, key: bytes, salt: bytes) -> None:
    """Write every page anew under another key, all of it or none of it, whenever it is cut off.

    After a failure the connection is closed: it would go on writing with the new key beside pages of the old one.
    """
    try:
        connection.reset_key(f"x'{key.hex()}{salt.hex()}'")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise


def take(connection: Connection, idle_write: str) -> None:
    """Make the file ours alone now: SQLite's exclusive lock is otherwise taken only at the first write.

    *idle_write* changes no row. On a file that can only be read BEGIN EXCLUSIVE alone passes, and it does not.
    """
    with transaction(connection, "EXCLUSIVE"):
        connection.execute(idle_write)


@contextmanager
def transaction(connection: Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """All of it or none of it: one BEGIN IMMEDIATE … COMMIT, rolled back on any error."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk SQLite has already rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def result_code(error: BaseException) -> int:
    """SQLite's primary result code of an error; 0 for an error of another kind."""
    code: int = getattr(error, "sqlite_errorcode", None) or _CODES.get(str(error), 0)
    return code & 0xFF


def in_words(error: BaseException, where: str) -> StoreError:
    """What went wrong in the database or on the disk, for a person; never a value, a name or a statement.

    The error itself is its cause, so that a fault of the program can still be found.
    """
    code = result_code(error)
    if isinstance(error, OSError):
        code = {errno.ENOSPC: 13, errno.EDQUOT: 13, errno.EACCES: 8, errno.EROFS: 8}.get(error.errno or 0, 10)
    if isinstance(error, MemoryError):
        code = 7
    what, mend, retry = _WORDS.get(code, _OTHER)
    told = StoreError(what, where, mend, retry)
    told.__cause__ = error
    return told


def _check_cipher(connection: Connection, path: Path) -> None:
    _expect(connection, path, "cipher_memory_security", "1")
    _expect(connection, path, "cipher_status", "1")
    row = connection.execute("PRAGMA cipher_version").fetchone()
    if not row or not row[0]:
        raise _no_cipher(path.name)


def _no_cipher(where: str) -> StoreError:
    return StoreError(
        "This installation cannot encrypt: its database part is not SQLCipher",
        where,
        "Install the program again. Nothing was written.",
    )


def _expect(connection: Connection, path: Path, name: str, back: str) -> None:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    found = str(row[0]).lower() if row else "nothing"
    if found != back:
        raise StoreError(
            f"The database does not do what it must: “{name}” is {found} and must be {back}",
            path.name,
            "Install the program again. Nothing was written.",
        )


def _decide(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite asks before it prepares a statement: nothing may leave the vault or change how it is kept."""
    known = driver()
    forbidden = (
        action in (known.SQLITE_ATTACH, known.SQLITE_DETACH)
        or (action == known.SQLITE_PRAGMA and (first or "").lower() not in _PRAGMAS)
        or (action == known.SQLITE_FUNCTION and (second or "").lower() == "load_extension")
    )
    return int(known.SQLITE_DENY if forbidden else known.SQLITE_OK)


# By primary result code of SQLite: what it is, what to do, whether trying again may help.
_WORDS: dict[int, tuple[str, str, bool]] = {
    5: ("The vault is in use by another program", "Close the other window, then try again.", True),
    6: ("The vault is in use by another program", "Close the other window, then try again.", True),
    8: ("The vault can only be read here", "Ask for write access to its folder, then try again.", True),
    10: ("The disk could not be read or written", "Check the disk and the cable, then try again.", True),
    11: ("The vault is damaged", f"Put back the newest backup. {_NOTHING}", False),
    13: ("The disk is full", "Free at least 50 MB on it, then try again.", True),
    14: ("The vault file cannot be opened", "Check that its folder is still there, then try again.", True),
    26: (
        "The vault is damaged, or is not the file its keys belong to",
        f"Put back the newest backup. {_NOTHING}",
        False,
    ),
    7: ("The computer has run out of memory", "Close other programs, then try again.", True),
    19: ("This does not fit what is already kept", "Close this record and open it again.", False),
}
# A backup that fails comes without its number: SQLite's own words for it are all there is.
_CODES = {
    "database is locked": 5,
    "out of memory": 7,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
_OTHER = ("The vault could not do this", "Close the program and start it again.", False)
