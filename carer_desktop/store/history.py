"""History: who made which move when; only ever added to, and its last row is the stage."""

from __future__ import annotations

import json
from typing import Any

from carer_desktop.assessment import Move
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "move, stage, at, by, role, note, amount_pence, content_sha256, signature, revision, manager, says"
_SIGNED = b"cc/v1/move\0"


def append(connection: Connection, assessment: str, move: Move) -> None:
    """Keep a move as the newest of its assessment."""
    connection.execute(
        f"""INSERT INTO history (assessment, sequence, {_COLUMNS})
            SELECT ?, coalesce(max(sequence), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            FROM history WHERE assessment = ?""",
        (
            assessment,
            move.move,
            move.stage,
            moment.written(move.at),
            move.by,
            move.role,
            move.note,
            move.amount_pence,
            move.content_sha256,
            move.signature,
            move.revision,
            move.manager,
            canonical_bytes(move.says).decode(),
            assessment,
        ),
    )


def of(connection: Connection, assessment: str) -> tuple[Move, ...]:
    """All moves of one assessment, the oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM history WHERE assessment = ? ORDER BY sequence", (assessment,))
    return tuple(_move(row) for row in rows)


def signed_part(vault: str, assessment: str, sequence: int, move: Move) -> bytes:
    """What whoever makes a move signs: the vault, the record, the row's number and everything it says.

    Canonical bytes (`sealing.canonical`) of one mapping, behind a label that no other signature begins with.
    """
    whole: dict[str, Any] = {
        "vault": vault,
        "assessment": assessment,
        "sequence": sequence,
        "move": move.move,
        "stage": move.stage,
        "at": moment.written(move.at),
        "by": move.by,
        "role": move.role,
        "note": move.note,
        "amount": "" if move.amount_pence is None else str(move.amount_pence),
        "content": move.content_sha256 or "",
        "revision": move.revision,
        "manager": move.manager,
        "says": dict(move.says),
    }
    return _SIGNED + canonical_bytes(whole)


def _move(row: tuple[Any, ...]) -> Move:
    move, stage, at, by, role, note, amount, content, signature, revision, manager, says = row
    held = json.loads(says)
    return Move(move, stage, moment.read(at), by, role, note, amount, content, signature, revision, manager, held)
