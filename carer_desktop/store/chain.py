"""The chain of the log: how a row's MAC is made, where it begins, and the check that finds what was done to it."""

from __future__ import annotations

import hmac
import json
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from carer_desktop.records.audit import MILESTONES, Checked
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.store import engine, people
from carer_desktop.store.engine import Connection

COLUMNS = "sequence, at, person, roles, event, subject, reference, revision, says"
_BEGINS, _SHORTENED, _SIGNED, _KEY = (f"cc/v1/audit-{name}\0".encode() for name in ("begins", "start", "row", "key"))
_AT_ONCE = 200  # about as many as a slice of a scan has time for: whoever reads meanwhile waits for them all
_MOST_FAULTS = 100
_SAYS, _EVENT, _PERSON, _MAC, _SIGNATURE = 8, 4, 2, 9, 10
# The canonical bytes of what a row of ours can hold, quick enough for 600,000 of them; a test holds the two together.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the chain, or of a part of it."""

    sequence: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """The audit keys of a vault: today's, and those of earlier vault keys with the last row each was used for."""

    until: tuple[int, ...]
    earlier: tuple[bytes, ...] = field(repr=False)
    today: bytes = field(repr=False)

    def at(self, sequence: int) -> bytes:
        """The key of this row."""
        place = bisect_left(self.until, sequence)
        return self.earlier[place] if place < len(self.until) else self.today


def mac_of(key: bytes, before: bytes, row: tuple[Any, ...]) -> bytes:
    """The MAC of a row: over the MAC before it and the canonical bytes of the row."""
    return hmac.digest(key, before + _encode(row).encode(), "sha256")


def head(connection: Connection) -> Head | None:
    """The last row; None while nothing has been written."""
    row = connection.execute("SELECT sequence, mac FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    return Head(*row) if row else None


def start(connection: Connection, vault: str, known: Keys) -> tuple[Head, bool]:
    """What the first row follows, and whether that is as it was set."""
    row = connection.execute("SELECT sequence, mac, seal FROM audit_start").fetchone()
    if row is None:
        return Head(0, hmac.digest(known.at(1), _BEGINS + vault.encode(), "sha256")), True
    begins = Head(row[0], row[1])
    return begins, hmac.compare_digest(seal_of(begins, vault, known), row[2])


def seal_of(begins: Head, vault: str, known: Keys) -> bytes:
    """What only a holder of the audit key can set a new start with."""
    content = canonical_bytes([vault, begins.sequence, begins.mac.hex()])
    return hmac.digest(known.at(begins.sequence), _SHORTENED + content, "sha256")


def signed_part(vault: str, mac: bytes) -> bytes:
    """What a person signs of a milestone: the MAC, and by it everything before."""
    return _SIGNED + vault.encode() + mac


def seal_key(old: bytes, new: bytes, vault: str, until: int) -> bytes:
    """The old audit key, sealed under the one that follows it."""
    return keys.seal(new, old, _bound(vault, until))


def all_keys(connection: Connection, vault: str, today: bytes) -> Keys:
    """The keys of all rows. What was sealed for a change of key that never came about does not open: passed by."""
    found: list[tuple[int, bytes]] = []
    key = today
    for until, sealed in connection.execute("SELECT until, sealed FROM audit_keys ORDER BY number DESC").fetchall():
        try:
            key = keys.unseal(key, sealed, _bound(vault, until))
        except keys.SealError:
            continue
        found.insert(0, (until, key))
    return Keys(tuple(each[0] for each in found), tuple(each[1] for each in found), today)


def check(
    connection: Connection, vault: str, today: bytes, anchored: int = 0, since: Head | None = None
) -> Iterator[Checked]:
    """Go through the chain and yield how far it has come every 200 rows, with what is found at the row it is found.

    *anchored* is how far it had come when the anchor was written. *since* is a row known to be sound: the check of a
    part begins behind it. After a hundred findings it ends: the key is another one, or nothing is as it was.
    """
    known = all_keys(connection, vault, today)
    begins, as_set = start(connection, vault, known)
    walk = _Walk(vault, known, since or begins, people.signing_keys(connection))
    if since is None:
        if not as_set:
            yield walk.found(begins.sequence, "The log does not begin where it was shortened")
        yield from _before_the_start(connection, walk, begins)
    try:
        for rows in _rows(connection, walk):
            yield from walk.take(rows)
            if walk.faults >= _MOST_FAULTS:
                return
            yield Checked(walk.sequence)
    except engine.driver().Error:
        yield walk.found(
            walk.sequence + 1, f"Entry {walk.sequence + 1} of the log, or the next there is, cannot be read"
        )
        return
    if walk.sequence < anchored:
        yield walk.found(
            walk.sequence, f"The log had come to entry {anchored} and ends at {walk.sequence}: its end was cut off"
        )
    if since is None and walk.never_entered():
        yield walk.found(walk.sequence, "A person’s signing key is not the one that was written down")


def _rows(connection: Connection, walk: _Walk) -> Iterator[list[tuple[Any, ...]]]:
    """The rows behind what was walked, some at a time and each time anew: between them others may be written."""
    statement = f"SELECT {COLUMNS}, mac, signature FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?"
    most = _AT_ONCE
    while True:
        try:
            rows = connection.execute(statement, (walk.sequence, most)).fetchall()
        except engine.driver().Error:
            if most == 1:
                raise
            # One of them cannot be read: one by one up to it.
            most = 1
            continue
        if not rows:
            return
        yield rows


def _before_the_start(connection: Connection, walk: _Walk, begins: Head) -> Iterator[Checked]:
    for row in connection.execute("SELECT sequence FROM audit WHERE sequence <= ?", (begins.sequence,)).fetchall():
        yield walk.found(row[0], f"Entry {row[0]} of the log was put in before its beginning")


class _Walk:
    """One way along the chain: where it is, and what it has seen."""

    def __init__(self, vault: str, known: Keys, begins: Head, signing: dict[str, list[bytes]]) -> None:
        self.sequence, self._mac = begins.sequence, begins.mac
        self.faults = 0
        self._vault = vault
        self._known = known
        self._signing = signing
        self._entered: set[str] = set()

    def found(self, sequence: int, fault: str) -> Checked:
        """A finding, counted."""
        self.faults += 1
        return Checked(sequence, fault)

    def take(self, rows: list[tuple[Any, ...]]) -> Iterator[Checked]:
        """Go on over these rows; one that was changed is named, and the walk goes on from what stands there."""
        key_at: Callable[[int], bytes] = self._known.at
        sequence, mac = self.sequence, self._mac
        for row in rows:
            if row[0] != sequence + 1:
                yield self.found(row[0], f"Entries {sequence + 1} to {row[0] - 1} of the log are missing")
            sequence = row[0]
            as_made = mac_of(key_at(sequence), mac, row[:_MAC])
            mac = row[_MAC]
            if as_made != mac:
                yield self.found(sequence, f"Entry {sequence} of the log was changed, put in or moved")
            elif "key" in row[_SAYS]:
                self._entered.add(json.loads(row[_SAYS]).get("key", ""))
            if (row[_SIGNATURE] is not None or row[_EVENT] in MILESTONES) and not self._is_signed(row):
                yield self.found(sequence, f"Entry {sequence} of the log is not signed by who is named in it")
        self.sequence, self._mac = sequence, mac

    def never_entered(self) -> bool:
        """Whether somebody signs with a key that the log knows nothing of."""
        return any(sha256_hex(key) not in self._entered for each in self._signing.values() for key in each)

    def _is_signed(self, row: tuple[Any, ...]) -> bool:
        signature, message = row[_SIGNATURE], signed_part(self._vault, row[_MAC])
        mine = self._signing.get(row[_PERSON], [])
        return signature is not None and any(keys.signed_by(key, signature, message) for key in mine)


def _bound(vault: str, until: int) -> bytes:
    return _KEY + canonical_bytes([vault, until])
