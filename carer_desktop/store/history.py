"""History: who made which move when; only ever added to, and its last row is the stage."""

from __future__ import annotations

from carer_desktop.assessment import Move
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

_COLUMNS = "move, stage, at, by, role, note, amount_pence, content_sha256, signature"


def append(connection: Connection, assessment: str, move: Move) -> None:
    """Keep a move as the newest of its assessment."""
    connection.execute(
        f"""INSERT INTO history (assessment, sequence, {_COLUMNS})
            SELECT ?, coalesce(max(sequence), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM history WHERE assessment = ?""",
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
            assessment,
        ),
    )


def of(connection: Connection, assessment: str) -> tuple[Move, ...]:
    """All moves of one assessment, the oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM history WHERE assessment = ? ORDER BY sequence", (assessment,))
    return tuple(Move(row[0], row[1], moment.read(row[2]), *row[3:]) for row in rows)
