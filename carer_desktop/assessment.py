"""One filled-in form: which form version, whose, what was answered and what has happened to it; frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from carer_desktop.errors import Refused
from carer_desktop.workflow.stage import may_change

Plain: TypeAlias = str | int | list[Any] | dict[str, Any]
"""An answer as it is kept and exchanged (the headless door's *Values*): text, choice id, list of
choice ids, whole number, decimal and money as text with a point, date as ISO text, grid as
row -> choice, signature as an object, list as a list of objects each with "id"; `{"not_covered": true}`
and `{"typed": "31/2/2026"}` are answers too."""

Row: TypeAlias = dict[str, Any]
"""One item of a list: its "id" and its answered columns."""

NOT_COVERED: dict[str, Any] = {"not_covered": True}


SetAside: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Cells of items that are not in their list now (taken out, or not yet put in): question -> item id -> cells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer given or cleared (value None): the only way anything is ever written into a record.

    For a list, an entry without item holds the order of its item ids, `{"order": ["a", "b"]}`; an entry with
    item and column holds one cell. *sequence*, not time, decides the order.
    """

    id: str
    assessment: str
    question: str
    item: str | None
    column: str | None
    value: Plain | None
    by: str
    at: datetime
    sequence: int
    source: str = "typed"
    confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the history: who did what when, over which content."""

    move: str
    stage: str
    at: datetime
    by: str
    role: str
    note: str = ""
    amount_pence: int | None = None
    content_sha256: str | None = None
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One Carer Conversation or Carer Review of one carer."""

    id: str
    reference: str
    carer_id: str
    form_id: str
    form_version: str
    form_sha256: str
    created_at: datetime
    created_by: str
    revision: int = 1
    saved_at: datetime | None = None
    answers: Mapping[str, Plain] = field(default_factory=dict)
    shelf: Mapping[str, Row] = field(default_factory=dict)
    set_aside: SetAside = field(default_factory=dict)
    prior: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Move, ...] = ()
    complete_sections: frozenset[str] = field(default_factory=frozenset)
    kept_warnings: frozenset[str] = field(default_factory=frozenset)

    @property
    def stage(self) -> str:
        """The stage is the last row of the history; there is no other truth."""
        return self.history[-1].stage if self.history else "draft"

    def with_entry(
        self, question: str, value: Plain | None, item: str | None = None, column: str | None = None
    ) -> Assessment:
        """The same assessment with one more answer given, changed or (None) cleared.

        Refused unless it may be changed: what was sent needs a new version first.
        """
        if not may_change(self.stage):
            raise Refused(
                "This record has been sent and can no longer be changed",
                self.reference,
                "Make a new version of it to change an answer.",
            )
        answers, shelf = folded(self.answers, self.shelf, question, item, column, value)
        return replace(self, answers=answers, shelf=shelf)


def folded(
    answers: Mapping[str, Plain],
    shelf: Mapping[str, Row],
    question: str,
    item: str | None,
    column: str | None,
    value: Plain | None,
) -> tuple[dict[str, Plain], dict[str, Row]]:
    """The answers after one entry, and the shelf: rows taken out of a list, so that undo brings them back whole.

    The entry of a list itself is `{"items": [ids in order]}`; one of a cell has item and column.

    >>> folded({}, {}, "sleep", None, None, "often")
    ({'sleep': 'often'}, {})
    >>> answers, shelf = folded({"cf": [{"id": "a", "name": "Ann"}]}, {}, "cf", None, None, {"items": []})
    >>> answers, shelf
    ({}, {'a': {'id': 'a', 'name': 'Ann'}})
    >>> folded(answers, shelf, "cf", None, None, {"items": ["b", "a"]})
    ({'cf': [{'id': 'b'}, {'id': 'a', 'name': 'Ann'}]}, {})
    """
    changed, kept = dict(answers), dict(shelf)
    if item is None:
        if isinstance(value, dict) and "items" in value:
            _reorder(changed, kept, question, value["items"])
        elif value is None:
            changed.pop(question, None)
        else:
            changed[question] = value
        return changed, kept
    rows = changed.get(question)
    if isinstance(rows, list) and any(row["id"] == item for row in rows):
        changed[question] = [_with_cell(row, str(column), value) if row["id"] == item else row for row in rows]
    else:
        kept[item] = _with_cell(kept.get(item, {"id": item}), str(column), value)
    return changed, kept


def _reorder(answers: dict[str, Plain], shelf: dict[str, Row], question: str, order: list[str]) -> None:
    before = answers.pop(question, [])
    known = {row["id"]: row for row in before} if isinstance(before, list) else {}
    shelf.update((item, row) for item, row in known.items() if item not in order)
    if order:
        answers[question] = [known.get(item) or shelf.pop(item, {"id": item}) for item in order]


def _with_cell(row: Row, column: str, value: Plain | None) -> Row:
    return {name: cell for name, cell in {**row, column: value}.items() if cell is not None}
