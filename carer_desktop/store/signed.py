"""What people have signed in the records: how a tick of the checklist is signed, and what of all that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carer_desktop.records.pathway import Tick
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import moves, people, rows
from carer_desktop.store.engine import Connection

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Unsound:
    """One thing in a record that does not hold: a step of its history in words, or a tick that is not its signer's."""

    reference: str
    fault: str = ""
    tick: Tick | None = None


def signed_part(vault: str, tick: Tick) -> bytes:
    """What whoever ticks a step signs: canonical bytes behind a label of their own."""
    whole = {
        "vault": vault, "assessment": tick.assessment, "sequence": tick.sequence, "revision": tick.revision,
        "step": tick.step, "done": tick.done, "on": tick.on_day.isoformat(), "note": tick.note, "by": tick.by,
    }  # fmt: skip
    return b"cc/v1/tick\0" + canonical_bytes(whole)


def unsound(connection: Connection, vault: str) -> Iterator[Unsound | None]:
    """Everything that does not hold, record by record: the moves of the history, then the ticks.

    After each record it yields None: each is looked at whole, as it is then; saves and reads may go before the next.
    """
    some = f"SELECT rowid, id, reference FROM assessments WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"
    records = connection.execute(some, (0,)).fetchall()
    while records:
        for _, record, reference in records:
            yield from tuple(_in_record(connection, vault, record, reference))
            yield None
        records = connection.execute(some, (records[-1][0],)).fetchall()


def _in_record(connection: Connection, vault: str, record: str, reference: str) -> Iterator[Unsound]:
    for fault in moves.check(connection, vault, record):
        yield Unsound(reference, fault)
    ticks = rows.all_(connection, Tick, assessment=record)
    public = people.signing_keys(connection) if ticks else {}
    for tick in ticks:
        message, mine = signed_part(vault, tick), public.get(tick.by, ())
        if tick.signature is None or not any(keys.signed_by(key, tick.signature, message) for key in mine):
            yield Unsound(reference, tick=tick)
