"""Reading for the queue and the home page: the month's count, and a few answers of many records at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from carer_desktop.store.engine import Connection

_ASKED = ("setting", "conv_date", "cf")


def clds_conversations(connection: Connection, month: str, setting: str, but: str = "") -> int:
    """How many conversations of a month (2026-11) this service does for people of the learning disability service.

    Without those that were withdrawn or closed early, and the one named in *but*.
    """
    rows = connection.execute(
        """SELECT e.assessment, e.question, e.item, e.column, e.value FROM assessments a
            JOIN entries e ON e.assessment = a.id
            WHERE a.form_id = 'carer_conversation' AND a.id <> ? AND e.question IN (?, ?, ?)
            AND coalesce((SELECT h.stage FROM history h WHERE h.assessment = a.id ORDER BY h.sequence DESC LIMIT 1), '')
                <> 'withdrawn'
            AND NOT EXISTS (SELECT 1 FROM history h WHERE h.assessment = a.id AND h.move = 'close'
                AND NOT EXISTS (SELECT 1 FROM history u WHERE u.assessment = a.id AND u.move = 'upload'))
            ORDER BY e.assessment, e.sequence""",
        (but, *_ASKED),
    ).fetchall()
    found: dict[str, dict[Any, Any]] = {}
    for assessment, question, item, column, value in rows:
        held = found.setdefault(assessment, {})
        held[question if item is None else (item, column)] = None if value is None else json.loads(value)
    return sum(_counts(held, month, setting) for held in found.values())


def answers_of(
    connection: Connection, assessments: Sequence[str], questions: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The newest answers to these questions, by record; lists and cells are not among them.

    Some records at a time: with its memory kept safe, SQLite takes longer to begin a statement than to read a record.
    """
    these, asked = (", ".join("?" * len(each)) for each in (assessments, questions))
    rows = connection.execute(
        f"SELECT assessment, question, value FROM entries WHERE assessment IN ({these}) AND item IS NULL "
        f"AND question IN ({asked}) ORDER BY assessment, sequence",
        (*assessments, *questions),
    )
    found: dict[str, dict[str, Any]] = {assessment: {} for assessment in assessments}
    for assessment, question, value in rows.fetchall():
        found[assessment][question] = None if value is None else json.loads(value)
    return found


def comes_back(connection: Connection, assessment: str) -> bool:
    """Whether something is bought again and again in the plan of this record."""
    rows = connection.execute(
        """SELECT value, max(sequence) FROM entries WHERE assessment = ? AND question = 'plan_items'
            AND column = 'freq' GROUP BY item""",
        (assessment,),
    )
    return any(value and json.loads(value) not in (None, "oneoff") for value, _ in rows)


def _counts(held: dict[Any, Any], month: str, setting: str) -> bool:
    day, people = held.get("conv_date"), held.get("cf")
    if held.get("setting") != setting or not (isinstance(day, str) and day.startswith(month)):
        return False
    order = people.get("order", []) if isinstance(people, dict) else []
    return any(held.get((item, "supported_by")) == "clds" for item in order)
