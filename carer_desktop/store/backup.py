"""Backups: copied on the store thread, read back with every check, and only then given their name.

The copy is made by SQLite itself from the open vault, never by reading the vault's file: a second handle on it
would drop its lock. What cannot be proven is removed, and said in words.

It is made in steps, between which saves and reads go on. That is right on the connection that is copied and on no
other: SQLite brings what this one writes into the copy as well, also what it takes back, where the writing of another
would begin the copy anew each time. (Answers, deletions, a file that grows and rollbacks of more than its memory holds,
after each of 200 steps: not one began anew, and the copy was the vault, row by row.) What it holds is the vault as it
is committed at the last step.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from carer_desktop.errors import StoreError
from carer_desktop.records.backup import BackupInfo
from carer_desktop.store import anchor, engine, files, manifest, opening, slots
from carer_desktop.store.engine import Connection

_MEGABYTE = 1_000_000
# Room left beside a backup, so that it never fills the disk under the answers.
_SPARE_BYTES = 2 * _MEGABYTE
_BLOCK_BYTES = 1 << 20
# So many take about 3 ms, as long as a slice of a scan; so many rows of the log are counted in 2 ms.
_STEP_PAGES = 100
_STEP_ROWS = 5_000
_PAUSES_A_STEP = 2
# After so many pauses what was copied is brought to the disk: all at once, a save would wait behind it.
_FLUSH_PAUSES = 10
_FIRST_OF_LOG = "SELECT coalesce(min(sequence), 0) FROM audit"


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


def counts(connection: Connection, known: Mapping[str, int] | None = None) -> dict[str, int]:
    """The number of rows of every table; those that are *known* are not counted."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    found = dict(known or {})
    for (table,) in names.fetchall():
        if table not in found:
            found[table] = _only(connection, f'SELECT count(*) FROM "{table}"')
    return found


def copy(
    connection: Connection,
    source: Source,
    folder: Path,
    now: datetime,
    why: str,
    between: Callable[[], None] | None = None,
) -> Copied:
    """A copy of the vault in the folder, with its key files and anchor; on the store thread.

    *between* is called after each step but the last: it may save and read, but neither change the keys nor copy too.
    Without it there is one step. RuntimeError inside a transaction, where SQLite would wait for ever. What fails
    leaves nothing behind.
    """
    if connection.in_transaction:
        raise _in_transaction()
    files.make_folder(folder)
    manifest.clear_unfinished(folder)
    number = manifest.next_number(folder)
    info = BackupInfo(manifest.name(number, now), number, now, why, source.vault, 0, 0, {}, 0, "", proven=False)
    salt = slots.read(source.path).database_salt
    copied = Copied(folder, info, salt, _only(connection, "PRAGMA user_version"))
    _check_room(source.path, folder)
    pauses = _Pauses(connection, between, copied.unproven) if between else None
    try:
        _copy_database(connection, copied, source, pauses)
        # Nothing is saved from the last step to here: all that follows is of one state.
        known = pauses.counted() if pauses else {}
        for ending in ("keys", "keys2"):
            files.replace_whole(files.beside(copied.database, ending), _key_file(source.path, ending))
        seen = anchor.of(connection, source.vault, now)
        anchor.write(copied.database, seen, source.vault_key)
        rows = counts(connection, known)
        saves, changes, answers = seen.heads[anchor.SAVES], seen.work[anchor.CHANGES], seen.work[anchor.ANSWERS]
        return replace(copied, info=replace(info, saves=saves, changes=changes, answers=answers, counts=rows))
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
            files.system.flush(file.fileno())
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


class _Rows:
    """The rows of a long table, counted piece by piece between the steps of a copy: at its end all would take too long.

    They are counted in the order of their *key*, from *start* on, and anew where the *mark* is another: it must be as
    soon as a row has come below those that were counted, or one of these has gone.
    """

    def __init__(self, connection: Connection, table: str, key: str, start: object, mark: Callable[[], int]) -> None:
        self._connection = connection
        self._start, self._mark = start, mark
        self._marked: int | None = None
        self.ended = False
        self._all = f"SELECT count(*) FROM {table}"
        self._above = f"{self._all} WHERE {key} > ?"
        # The last of a piece; the others are passed over: to hold each text takes SQLCipher longer than to count it.
        self._next = f"SELECT {key} FROM {table} WHERE {key} > ? ORDER BY {key} LIMIT 1 OFFSET {_STEP_ROWS - 1}"

    def count_on(self) -> None:
        """Count another piece, if there is a whole one."""
        mark = self._mark()
        if mark != self._marked:
            self._marked, self._up_to, self._rows = mark, self._start, 0
        last = self._connection.execute(self._next, (self._up_to,)).fetchone()
        self.ended = last is None
        if last:
            self._up_to, self._rows = last[0], self._rows + _STEP_ROWS

    def all_(self) -> int:
        """How many there are now."""
        if self._mark() != self._marked or not self.ended:
            return _only(self._connection, self._all)
        return self._rows + _only(self._connection, self._above, self._up_to)


class _Pauses:
    """What is done after each step of a copy but the last: what waits, and more rows of the long tables are counted.

    The last step waits until these are counted. There are not too many pauses: neither somebody who saves more than is
    copied, nor saves that fail so that SQLite begins the copy anew, may make it endless.
    """

    def __init__(self, connection: Connection, between: Callable[[], None], target: Path) -> None:
        self._connection = connection
        self._between = between
        self._target = target
        self._left: int | None = None
        self._long = {
            # Rows come at the end of the log and go from its beginning alone: the database itself sees to that.
            "audit": _Rows(connection, "audit", "sequence", 0, lambda: _only(connection, _FIRST_OF_LOG)),
            "entries": _Rows(connection, "entries", "id", "", lambda: anchor.changes(connection)),
        }

    def __call__(self, status: int, remaining: int, pages: int) -> None:
        """After a step; what is raised here ends the copy."""
        if self._left is None:
            self._left = _PAUSES_A_STEP * pages // _STEP_PAGES
        enough = not remaining
        while self._left and not enough:
            self._left -= 1
            self._pause(flushing=not self._left % _FLUSH_PAUSES)
            enough = remaining > _STEP_PAGES or all(rows.ended for rows in self._long.values())

    def _pause(self, flushing: bool) -> None:
        self._between()
        if self._connection.in_transaction:
            raise _in_transaction()
        if flushing:
            _flush(self._target)
        for rows in self._long.values():
            rows.count_on()

    def counted(self) -> dict[str, int]:
        """How many rows the long tables have now."""
        return {table: rows.all_() for table, rows in self._long.items()}


def _copy_database(connection: Connection, copied: Copied, source: Source, pauses: _Pauses | None) -> None:
    files.make_empty(copied.unproven)
    # Whoever proves it brings it to the disk whole: here everybody who waits for the vault would wait for that.
    target = engine.connect(copied.unproven, source.database_key, copied.salt, flushing=False)
    try:
        connection.backup(target, pages=_STEP_PAGES if pauses else -1, progress=pauses)
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


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        files.system.flush(file.fileno())


def _key_file(path: Path, ending: str) -> bytes:
    """This copy of the key file, or the other one where the disk keeps it back; without this one there is no backup."""
    try:
        return files.beside(path, ending).read_bytes()
    except FileNotFoundError:
        raise
    except OSError:
        return files.beside(path, "keys2" if ending == "keys" else "keys").read_bytes()


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


def _in_transaction() -> RuntimeError:
    return RuntimeError("a backup inside a transaction would never end")


def _not_proven(where: str, why: str) -> StoreError:
    return StoreError(
        f"The backup could not be proven: {why[:1].lower()}{why[1:]}",
        where,
        "Try again; if it happens twice, have the disk checked. The records themselves are as they were.",
        retry=True,
    )


def _only(connection: Connection, question: str, *values: object) -> int:
    row = connection.execute(question, values).fetchone()
    return int(row[0]) if row else 0
