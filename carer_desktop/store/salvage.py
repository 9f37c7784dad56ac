"""Reading what can still be read of a damaged vault, row by row, into a new one; with what a backup still has.

A damaged page takes its own rows and no others. Each table is read by its key: forward until a page refuses, then
on from the nearest row behind it that can be read, and in between by halves. Nothing is written to the damaged
vault: a copy is read, since opening a vault that was cut off rolls its last transaction back.

What is put in was allowed when it was saved, so nothing is refused again on its way in: most rules of a vault look at
what stands there last, and the rows come table by table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from carer_desktop.sealing.chance import random_id
from carer_desktop.store import anchor, engine, entries, schema
from carer_desktop.store.engine import Connection

Row: TypeAlias = tuple[Any, ...]
# How far ahead to look for a row behind a damaged page, in doublings of the distance.
_DOUBLINGS = 24
_LAST = 2**62
_ON_ONE_PAGE = 900
"""Bytes of a row that lies on one page, whichever kind of table: SQLite spills what is longer than (U-12)*64/255-23, of
the U = 4,016 bytes that SQLCipher leaves it of a page (File Format, 1.6)."""
_REMOVALS = "removals"
# The backup's are in the log by now.
_COUNTED = "unlogged"
_AT_ONCE = 512
_KEY = re.compile(r"PRIMARY KEY \(([\w, ]+)\)|(\w+) \w+ PRIMARY KEY")


@dataclass(slots=True)
class Damaged:
    """A copy of a damaged vault that is read again and again: after one bad page a connection refuses good ones too."""

    path: Path
    database_key: bytes = field(repr=False)
    salt: bytes
    lost: int = 0
    _connection: Connection | None = field(default=None, repr=False)
    _hopeless: Exception | None = None

    def rows(self, question: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a question, all of them as they were written; where a page refuses, an error of the engine.

        The last page of a long row that is damaged comes as zeros and without an error: SQLCipher only reads no further
        page of the disk from then on. So one is read after rows of that length.
        """
        if self._hopeless:
            raise self._hopeless
        if self._connection is None:
            self._connection = self._opened()
        try:
            found = self._connection.execute(question, values).fetchall()
            if any(_bytes(row) > _ON_ONE_PAGE for row in found):
                self._connection.execute("PRAGMA shrink_memory")
                self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except engine.driver().Error:
            self.close()
            raise
        return found

    def _opened(self) -> Connection:
        """A new connection; where the first page refuses, none will ever come about."""
        try:
            return engine.connect(self.path, self.database_key, self.salt)
        except engine.driver().Error as error:
            self._hopeless = error
            raise

    def close(self) -> None:
        """Let the copy go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass(frozen=True, slots=True)
class Union:
    """What a salvage gave: rows by table, how many of them only the backup had, and what was left out or lost.

    *set_back* counts the records whose way ends earlier now, because a step of it could not be read.
    """

    rows: dict[str, int]
    from_backup: dict[str, int]
    lost: int
    left_out: int
    set_back: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, and its key where it has no row numbers."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def _bytes(row: Row) -> int:
    """At least as many as the row takes on the disk, but for a few in front of it."""
    return sum(len(each if isinstance(each, bytes) else str(each).encode()) for each in row)


def tables(connection: Connection) -> tuple[Table, ...]:
    """The tables of a vault, those that others refer to first."""
    made = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    return tuple(_table(connection, name, statement) for name, statement in made)


def _table(connection: Connection, name: str, statement: str) -> Table:
    columns = tuple(column[0] for column in connection.execute(f'SELECT * FROM "{name}" LIMIT 0').description)
    key = _KEY.search(statement) if "WITHOUT ROWID" in statement else None
    return Table(name, columns, tuple((key[1] or key[2]).split(", ")) if key else ())


def gather(new: Connection, damaged: Damaged, backup: Connection | None) -> Union:
    """Fill a new empty vault with what the damaged one still gives, and where it gives nothing with the backup's.

    The damaged vault is the newer one, so its rows come first. Rows are told apart by their ids and keys. The caller
    holds the transaction.
    """
    rows: dict[str, int] = {}
    from_backup: dict[str, int] = {}
    left_out = 0
    removed = _removed(damaged)
    rules = _without_rules(new)
    for table in tables(new):
        keeper = _Keeper(new, table)
        keeper.keep(_of_damaged(damaged, new, table))
        read = keeper.kept
        if backup is not None and table.name != _COUNTED:
            keeper.keep(_of_backup(backup, table, removed))
        rows[table.name], from_backup[table.name] = keeper.kept, keeper.kept - read
        left_out += keeper.left_out
    set_back = _set_back(new)
    for rule in rules:
        new.execute(rule)
    _make_usable(new)
    return Union(rows, from_backup, damaged.lost, left_out, set_back)


def answer_ids(damaged: Damaged, known: Iterable[str]) -> Iterator[str]:
    """The ids of the answers somebody gave, of the assessments that can be read and those known from elsewhere."""
    found = (row[0] for row in _by_number(damaged, "SELECT {} FROM assessments", "id", "rowid", ()))
    for assessment in dict.fromkeys([*found, *known]):
        where = ("assessment", assessment)
        rows = _by_number(damaged, "SELECT {} FROM entries", "id, source", "sequence", where)
        yield from (id for id, source in rows if source != entries.BY_ITSELF)


@dataclass(slots=True)
class _Keeper:
    """Puts rows into one table; one that is there already or fits nowhere is passed over."""

    connection: Connection
    table: Table
    kept: int = 0
    left_out: int = 0

    def keep(self, rows: Iterable[Row]) -> None:
        places = ", ".join("?" * len(self.table.columns))
        into = f'"{self.table.name}" ({_listed(self.table)})'
        statement = f"INSERT INTO {into} VALUES ({places}) ON CONFLICT DO NOTHING"
        for row in rows:
            try:
                self.kept += self.connection.execute(statement, row).rowcount
            except engine.driver().IntegrityError:
                # What it belongs to could not be read.
                self.left_out += 1


def _of_damaged(damaged: Damaged, new: Connection, table: Table) -> Iterator[Row]:
    question, wanted = f'SELECT {{}} FROM "{table.name}"', _listed(table)
    if table.key == ("assessment", "sequence"):
        for (assessment,) in new.execute("SELECT id FROM assessments").fetchall():
            yield from _by_number(damaged, question, wanted, "sequence", ("assessment", assessment))
    elif table.key:
        yield from _by_ends(damaged, question.format(wanted), table.key)
    else:
        yield from _by_number(damaged, question, wanted, "rowid", ())


def _of_backup(backup: Connection, table: Table, removed: frozenset[str]) -> Iterator[Row]:
    """The backup's rows, without those of records that have been removed since."""
    record = "id" if table.name == "assessments" else "assessment"
    place = table.columns.index(record) if record in table.columns and table.name != _REMOVALS else None
    with suppress(engine.driver().OperationalError):  # a table the backup did not have yet
        for row in backup.execute(f'SELECT {_listed(table)} FROM "{table.name}"'):
            if place is None or row[place] not in removed:
                yield row


def _without_rules(new: Connection) -> list[str]:
    """Takes the triggers out, and gives what makes them again."""
    found = new.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        new.execute(f'DROP TRIGGER "{name}"')
    return [statement for _, statement in found]


def _set_back(new: Connection) -> int:
    """Of each history what can be proven stays: up to a step that is missing, or is over content that is.

    A step is signed with its number, and a record that stands where nothing shows how it came there cannot be opened.
    """
    steps = new.execute(
        "SELECT assessment, sequence, content_sha256 FROM history ORDER BY assessment, sequence"
    ).fetchall()
    held = set(new.execute("SELECT assessment, sha256 FROM revisions").fetchall())
    reached: dict[str, int] = {}
    broken: dict[str, int] = {}
    for assessment, sequence, content in steps:
        is_next = sequence == reached.get(assessment, 0) + 1
        if assessment not in broken and is_next and (content is None or (assessment, content) in held):
            reached[assessment] = sequence
        else:
            broken.setdefault(assessment, sequence)
    for assessment, sequence in broken.items():
        new.execute("DELETE FROM history WHERE assessment = ? AND sequence >= ?", (assessment, sequence))
    return len(broken)


def _removed(damaged: Damaged) -> frozenset[str]:
    try:
        return frozenset(row[0] for row in damaged.rows(f"SELECT assessment FROM {_REMOVALS}"))
    except engine.driver().Error:
        return frozenset()


def _listed(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.columns)


def _by_number(damaged: Damaged, question: str, wanted: str, key: str, where: tuple[str, ...]) -> Iterator[Row]:
    """The rows that can be read of a table kept by whole numbers; *where* narrows it to one value of a column."""
    narrowed = f"{where[0]} = ? AND " if where else ""
    asked = f"{question.format(f'{key}, {wanted}')} WHERE {narrowed}{key} BETWEEN ? AND ? ORDER BY {key} LIMIT ?"

    def between(first: int, last: int, most: int = -1) -> list[Row]:
        return damaged.rows(asked, (*where[1:], first, last, most))

    first, many = 1, _AT_ONCE
    while True:
        try:
            found = between(first, _LAST, many)
        except engine.driver().Error:
            many //= 2
            if many:
                continue
            good = _next_good(between, first)
            if good is None:
                damaged.lost += 1
                return
            yield from _by_halves(damaged, between, first, good - 1)
            first, many = good, 1
            continue
        yield from (row[1:] for row in found)
        if len(found) < many:
            return
        first, many = found[-1][0] + 1, min(2 * many, _AT_ONCE)


def _next_good(between: Callable[[int, int], list[Row]], bad: int) -> int | None:
    """A number behind a bad one at which reading works again; None where there is none up to far ahead."""
    for doubling in range(_DOUBLINGS):
        ahead: int = bad + (1 << doubling)
        with suppress(engine.driver().Error):
            between(ahead, ahead)
            return ahead
    return None


def _by_halves(damaged: Damaged, between: Callable[[int, int], list[Row]], first: int, last: int) -> Iterator[Row]:
    """The rows from first to last, halving what cannot be read in one go down to the single number."""
    waiting = [(first, last)]
    while waiting:
        low, high = waiting.pop()
        try:
            yield from [row[1:] for row in between(low, high)]
        except engine.driver().Error:
            middle = (low + high) // 2
            if low == high:
                damaged.lost += 1
            else:
                waiting += [(middle + 1, high), (low, middle)]


def _by_ends(damaged: Damaged, question: str, key: tuple[str, ...]) -> Iterator[Row]:
    """The rows that can be read of a small table kept by words: from its beginning, and from its end."""
    for order in (", ".join(key), ", ".join(f"{column} DESC" for column in key)):
        read, many = 0, _AT_ONCE
        while many:
            try:
                found = damaged.rows(f"{question} ORDER BY {order} LIMIT ? OFFSET ?", (many, read))
            except engine.driver().Error:
                many //= 2
                continue
            yield from found
            read += len(found)
            if len(found) < many:
                return
        damaged.lost += 1


def _make_usable(new: Connection) -> None:
    """An assessment needs a revision; where none could be read it begins again with its first."""
    without = new.execute("SELECT id FROM assessments WHERE id NOT IN (SELECT assessment FROM revisions)").fetchall()
    for (assessment,) in without:
        new.execute("INSERT INTO revisions (id, assessment, number) VALUES (?, ?, 1)", (random_id(), assessment))


def make_tables(new: Connection, number: int) -> None:
    """The tables as they were at that migration, empty."""
    new.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    schema.migrate(new, [each for each in schema.MIGRATIONS if each.number <= number])


def came_furthest(
    damaged: Damaged, anchored: anchor.Anchor | None, backup: Connection | None, answers: int
) -> dict[str, int]:
    """What the vault put together has counted: more than any of them has seen, so that it is the newest of all.

    Which of the *answers* in it any of them had counted, nobody can tell: all may be newer.
    """
    seen = [{**anchored.heads, **anchored.work}] if anchored else []
    seen += [anchor.counted(backup)] if backup else []
    for name in anchor.COUNTED:
        with suppress(engine.driver().Error):
            rows = damaged.rows("SELECT value FROM settings WHERE key = ?", (anchor.kept_as(name),))
            seen += [{name: int(row[0])} for row in rows]
    more = {anchor.SAVES: 1, anchor.CHANGES: 1, anchor.ANSWERS: answers}
    return {name: max((each.get(name, 0) for each in seen), default=0) + more[name] for name in anchor.COUNTED}
