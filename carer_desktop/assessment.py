"""One filled-in form: which form version, whose, what was answered and what has happened to it; frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from carer_desktop.errors import Refused
from carer_desktop.forms.values import NOT_COVERED as NOT_COVERED
from carer_desktop.forms.values import Plain as Plain
from carer_desktop.records.move import Move as Move
from carer_desktop.workflow.stage import may_change

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

        Refused unless it is a draft: what was sent cannot be changed without a new version.
        """
        if not may_change(self.stage):
            raise Refused(
                "This record has been sent and can no longer be changed",
                self.reference,
                "Make a new version of it to change an answer. What comes after the decision goes with its own step.",
            )
        answers, set_aside = folded(self.answers, self.set_aside, question, item, column, value)
        return replace(self, answers=MappingProxyType(answers), set_aside=MappingProxyType(set_aside))


def order_of(items: Iterable[str]) -> dict[str, Any]:
    """The value of the entry that says which items a list has, in this order.

    >>> order_of(["a", "b"])
    {'order': ['a', 'b']}
    """
    return {"order": list(items)}


def folded(
    answers: Mapping[str, Plain],
    set_aside: SetAside,
    question: str,
    item: str | None,
    column: str | None,
    value: Plain | None,
) -> tuple[dict[str, Plain], dict[str, Any]]:
    """The answers, and what is set aside, after one entry; what was handed in stays as it was.

    The cells of an item that is taken out are set aside, so putting it back brings them back.

    >>> folded({}, {}, "sleep", None, None, "often")
    ({'sleep': 'often'}, {})
    >>> one = folded({}, {"cf": {"a": {"name": "Ann Example"}}}, "cf", None, None, order_of(["a"]))
    >>> one
    ({'cf': [{'id': 'a', 'name': 'Ann Example'}]}, {})
    >>> folded(*one, "cf", None, None, order_of([]))
    ({}, {'cf': {'a': {'name': 'Ann Example'}}})
    """
    after, aside = dict(answers), dict(set_aside)
    _fold_in(after, aside, question, item, column, value)
    return after, aside


def fold(entries: Iterable[Entry]) -> tuple[dict[str, Plain], dict[str, Any]]:
    """The answers and what is set aside after all these entries, in the order of their sequence numbers."""
    after: dict[str, Plain] = {}
    aside: dict[str, Any] = {}
    for entry in sorted(entries, key=lambda each: each.sequence):
        _fold_in(after, aside, entry.question, entry.item, entry.column, entry.value)
    return after, aside


def _fold_in(
    answers: dict[str, Plain],
    aside: dict[str, Any],
    question: str,
    item: str | None,
    column: str | None,
    value: Plain | None,
) -> None:
    """Change *answers* and *aside* by one entry; the values inside them are replaced, never changed."""
    if item is not None:
        _fold_cell(answers, aside, question, item, column or "", value)
        return
    cells = dict(aside.get(question, {}))
    for row in _rows(answers.get(question)):
        cells[row["id"]] = {name: cell for name, cell in row.items() if name != "id"}
    wanted = _order(value)
    if wanted:
        answers[question] = [{"id": each, **cells.pop(each, {})} for each in wanted]
    elif value is None or wanted is not None:
        answers.pop(question, None)
    else:
        answers[question] = value
    _keep_aside(aside, question, {each: kept for each, kept in cells.items() if kept})


def _fold_cell(
    answers: dict[str, Plain], aside: dict[str, Any], question: str, item: str, column: str, value: Plain | None
) -> None:
    rows = _rows(answers.get(question))
    if any(row["id"] == item for row in rows):
        answers[question] = [_with_cell(row, column, value) if row["id"] == item else row for row in rows]
        return
    cells = dict(aside.get(question, {}))
    cells[item] = _with_cell(cells.get(item, {}), column, value)
    _keep_aside(aside, question, {each: kept for each, kept in cells.items() if kept})


def _with_cell(row: Mapping[str, Any], column: str, value: Plain | None) -> dict[str, Any]:
    changed = {name: cell for name, cell in row.items() if name != column}
    return changed if value is None else {**changed, column: value}


def _keep_aside(aside: dict[str, Any], question: str, cells: dict[str, Any]) -> None:
    if cells:
        aside[question] = cells
    else:
        aside.pop(question, None)


def _rows(value: Plain | None) -> list[dict[str, Any]]:
    """The items of a list's answer; none where the answer is text, choices or nothing."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _order(value: Plain | None) -> list[str] | None:
    """The item ids of an order entry, each once; None where the value is any other answer."""
    if isinstance(value, dict) and set(value) == {"order"} and isinstance(value["order"], list):
        return list(dict.fromkeys(value["order"]))
    return None
