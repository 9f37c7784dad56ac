"""The log in the hands of somebody with the vault key and time: whatever they do to a row is found, wherever it is."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.records.audit import MILESTONES
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import Connection, Store, chain
from tests.core.store.given import NOW, made_vault
from tests.faults.sizes import SEED, Budget, inputs

ROWS = inputs("rows of the log")
TAMPERINGS = inputs("tamperings of the log")
MARK_EVERY = 1_000
EVENTS = ("record_viewed",) * 40 + ("signed_in", "record_saved", "signed_out", "exported")


def grow(connection: Connection, store: Store, number: int) -> None:
    """As many rows as a team writes in years, each as the program writes it."""
    pen, last = store.vault.pen, chain.head(connection)
    assert last
    chance, mac = random.Random(SEED), last.mac
    made: list[tuple[Any, ...]] = []
    for sequence in range(last.sequence + 1, number + 1):
        at = (NOW + timedelta(seconds=sequence)).isoformat(timespec="microseconds")
        event = chance.choice(EVENTS)
        says = canonical_bytes({"answers": sequence} if event == "record_saved" else {}).decode()
        row = (sequence, at, pen.person, "assessor keeper", event, f"{sequence % 997:032x}", "ABCD1234", 1, says)
        mac = chain.mac_of(pen.key, mac, row)
        signed = keys.sign(pen.signing, chain.signed_part(pen.vault, mac)) if event in MILESTONES else None
        made.append((*row, mac, signed))
    # The index is made once at the end, which is much quicker than row by row.
    (index,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_of_subject'").fetchall()
    connection.execute("DROP INDEX audit_of_subject")
    connection.executemany(f"INSERT INTO audit VALUES ({', '.join('?' * 11)})", made)
    connection.execute(*index)


@contextmanager
def without_triggers(connection: Connection) -> Iterator[None]:
    """Whoever holds the key can drop the triggers; they are back at the end.

    Dropped once for all tamperings: undoing a change of the schema has SQLCipher look at its first page while that
    is still encrypted, and one time in some thousands it takes the page for something else until it is opened again.
    """
    with undone(connection, "triggers"):
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield


@contextmanager
def undone(connection: Connection, what: str = "tampering") -> Iterator[None]:
    """What is done in here is undone at the end."""
    connection.execute(f"SAVEPOINT {what}")
    try:
        yield
    finally:
        connection.execute(f"ROLLBACK TO {what}")
        connection.execute(f"RELEASE {what}")


def edit(connection: Connection, at: int, chance: random.Random) -> None:
    """One field of a row is another one."""
    column, value = chance.choice(
        [
            ("at", "2020-01-01T00:00:00.000000+00:00"), ("person", "0" * 32), ("roles", "keeper"), ("event", "locked"),
            ("subject", "f" * 32), ("reference", "ZZZZ9999"), ("revision", 77), ("says", '{"answers":1}'),
            ("signature", b"0" * 64), ("mac", chance.randbytes(32)),
        ]
    )  # fmt: skip
    connection.execute(f"UPDATE audit SET {column} = ? WHERE sequence = ?", (value, at))


def flip(connection: Connection, at: int, chance: random.Random) -> None:
    """One bit of a MAC is another one."""
    row = connection.execute("SELECT mac FROM audit WHERE sequence = ?", (at,)).fetchone()
    assert row
    mac, bit = bytearray(row[0]), chance.randrange(256)
    mac[bit // 8] ^= 1 << bit % 8
    connection.execute("UPDATE audit SET mac = ? WHERE sequence = ?", (bytes(mac), at))


def delete(connection: Connection, at: int, chance: random.Random) -> None:
    """One row or some in a row are gone."""
    connection.execute("DELETE FROM audit WHERE sequence BETWEEN ? AND ?", (at, at + chance.choice((0, 0, 1, 50))))


def delete_and_close_up(connection: Connection, at: int, chance: random.Random) -> None:
    """One row is gone, and the next hundred are moved up so that no number is missing before them."""
    connection.execute("DELETE FROM audit WHERE sequence = ?", (at,))
    for sequence in range(at + 1, at + 1 + chance.choice((1, 100))):
        connection.execute("UPDATE audit SET sequence = ? WHERE sequence = ?", (sequence - 1, sequence))


def insert(connection: Connection, at: int, chance: random.Random) -> None:
    """A row is put in, a copy of another one or made up; those behind it keep their numbers, so one gives way."""
    copied = chance.randrange(1, ROWS + 1)
    columns = "at, person, roles, event, subject, reference, revision, says, mac, signature"
    if copied == at:
        copied = at % ROWS + 1
    connection.execute(f"INSERT OR REPLACE INTO audit SELECT ?, {columns} FROM audit WHERE sequence = ?", (at, copied))


def reorder(connection: Connection, at: int, chance: random.Random) -> None:
    """Two rows have changed places, MACs and all."""
    other = at + chance.choice((1, 2, 10))
    for old, new in ((at, -1), (other, at), (-1, other)):
        connection.execute("UPDATE audit SET sequence = ? WHERE sequence = ?", (new, old))


def swap_macs(connection: Connection, at: int, chance: random.Random) -> None:
    """Two rows have each other's MAC."""
    other = at + chance.choice((1, 2, 10))
    rows = connection.execute("SELECT sequence, mac FROM audit WHERE sequence IN (?, ?)", (at, other)).fetchall()
    for (sequence, _), (_, mac) in zip(rows, reversed(rows), strict=True):
        connection.execute("UPDATE audit SET mac = ? WHERE sequence = ?", (mac, sequence))


def unsign(connection: Connection, at: int, chance: random.Random) -> None:
    """The next milestone has lost its signature, or has another's."""
    rows = connection.execute(
        "SELECT sequence, signature FROM audit WHERE sequence >= ? AND signature IS NOT NULL ORDER BY sequence LIMIT 2",
        (at,),
    ).fetchall()
    signature = chance.choice((None, rows[-1][1])) if len(rows) > 1 else None
    connection.execute("UPDATE audit SET signature = ? WHERE sequence = ?", (signature, rows[0][0]))


def cut(connection: Connection, at: int, chance: random.Random) -> None:
    """The end is gone from here on."""
    connection.execute("DELETE FROM audit WHERE sequence > ?", (at,))


WAYS = (edit, flip, delete, delete_and_close_up, insert, reorder, swap_macs, unsign, cut)


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Store]:
    """A vault with a long log."""
    store = made_vault(tmp_path / "team.vault")
    store.save(lambda connection: grow(connection, store, ROWS)).result()
    yield store
    store.close()


def marks(connection: Connection) -> dict[int, chain.Head]:
    """Rows of a chain that was found sound, to begin a check of a part behind."""
    rows = connection.execute("SELECT sequence, mac FROM audit WHERE sequence % ? = 0", (MARK_EVERY,))
    return {sequence: chain.Head(sequence, mac) for sequence, mac in rows}


def test_whatever_is_done_to_a_row_is_found(grown: Store, ran: Callable[[str, int, int], None]) -> None:
    vault, key = grown.facts.id, grown.vault.pen.key
    began = time.perf_counter()
    assert [each for each in grown.check_log().result() if each.fault] == []
    took = time.perf_counter() - began
    done: dict[str, int] = dict.fromkeys((way.__name__ for way in WAYS), 0)

    def tamper(connection: Connection) -> list[str]:
        known, chance, budget = marks(connection), random.Random(SEED), Budget.of("tamperings of the log")
        missed: list[str] = []
        while sum(done.values()) < TAMPERINGS and budget.left():
            way = chance.choice(WAYS)
            at = ROWS - chance.choice((1, 2, 10, 1_000)) if way is cut else chance.randrange(1, ROWS - 3_000)
            with undone(connection):
                way(connection, at, chance)
                since = known.get(at // MARK_EVERY * MARK_EVERY - (0 if at % MARK_EVERY else MARK_EVERY))
                found = chain.check(connection, vault, key, ROWS, since)
                if not any(each.fault for each in found):
                    missed.append(f"{way.__name__} at {at}")
            done[way.__name__] += 1
        return missed

    def tamper_without_triggers(connection: Connection) -> list[str]:
        with without_triggers(connection):
            return tamper(connection)

    missed = grown.read(tamper_without_triggers).result()
    assert missed == [], f"seed {SEED}"
    assert grown.read(lambda c: [each for each in chain.check(c, vault, key) if each.fault]).result() == []
    ran(f"tamperings of {ROWS} rows, whole check in {took:.2f} s", sum(done.values()), TAMPERINGS)


def test_control_a_chain_without_the_row_before_misses_what_moves_whole_rows(tmp_path: Path) -> None:
    """MACs of single rows, without a chain: deleting rows and putting them back elsewhere is not found."""
    store = made_vault(tmp_path / "team.vault")
    key = keys.new_key()

    def missed(connection: Connection) -> list[str]:
        connection.execute("CREATE TEMP TABLE loose (sequence INTEGER PRIMARY KEY, says TEXT, mac BLOB)")
        for sequence in range(1, 101):
            row = (f"says {sequence}",)
            connection.execute("INSERT INTO loose VALUES (?, ?, ?)", (sequence, *row, chain.mac_of(key, b"", row)))
        gone: list[str] = []
        for statement in (
            "DELETE FROM loose WHERE sequence = 50",
            "UPDATE loose SET sequence = 500 WHERE sequence = 7",
        ):
            connection.execute(statement)
            rows = connection.execute("SELECT says, mac FROM loose").fetchall()
            if all(chain.mac_of(key, b"", (says,)) == mac for says, mac in rows):
                gone.append(statement)
        return gone

    assert len(store.read(missed).result()) == 2
    store.close()


def test_control_with_a_broken_key_the_check_finds_everything_wrong(tmp_path: Path) -> None:
    store = made_vault(tmp_path / "team.vault")
    store.save(lambda connection: grow(connection, store, 500)).result()
    faults = store.read(lambda c: [e.fault for e in chain.check(c, store.facts.id, keys.new_key()) if e.fault]).result()
    store.close()
    assert len(faults) >= 100
