"""One filled-in form: which form version, whose, what was answered and what has happened to it; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from carer_desktop.errors import Refused
from carer_desktop.workflow.stage import may_change

Plain: TypeAlias = str | int | list[Any] | dict[str, Any]
"""An answer as it is kept and exchanged (the headless door's *Values*): text, choice id, list of
choice ids, whole number, decimal and money as text with a point, date as ISO text, grid as
row -> choice, signature as an object, list as a list of objects each with "id"; `{"not_covered": true}`
and `{"typed": "31/2/2026"}` are answers too."""

NOT_COVERED: dict[str, Any] = {"not_covered": True}


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer given or cleared (value None): the only way anything is ever written into a record.

    For a list, an entry without item holds the order of its item ids; an entry with item and column
    holds one cell. *sequence*, not time, decides the order.
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
    prior: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Move, ...] = ()
    complete_sections: frozenset[str] = field(default_factory=frozenset)
    kept_warnings: frozenset[str] = field(default_factory=frozenset)

    @property
    def stage(self) -> str:
        """The stage is the last row of the history; there is no other truth."""
        return self.history[-1].stage if self.history else "draft"

    def with_entry(self, question: str, value: Plain | None, item: str | None = None, column: str | None = None) -> Assessment:
        """The same assessment with one more answer given, changed or (None) cleared.

        Refused unless it is a draft: what was sent cannot be changed without a new version.
        """
        if not may_change(self.stage):
            raise Refused(
                "This record has been sent and can no longer be changed",
                self.reference,
                "Make a new version of it to change an answer.",
            )
        return replace(self, answers=MappingProxyType(folded(self.answers, question, item, column, value)))


def folded(answers: Mapping[str, Plain], question: str, item: str | None, column: str | None, value: Plain | None) -> dict[str, Plain]:
    """The answers after one entry. A list's own entry is the order of its item ids: cells of an item that
    is taken out are remembered by the record's entries, so putting it back brings them back.

    >>> folded({}, "sleep", None, None, "often")
    {'sleep': 'often'}
    >>> folded({"cf": [{"id": "a"}]}, "cf", "a", "name", "Ann Example")
    {'cf': [{'id': 'a', 'name': 'Ann Example'}]}
    """
    changed: dict[str, Plain] = dict(answers)
    if item is None:
        if value is None:
            changed.pop(question, None)
        else:
            changed[question] = value
        return changed
    items = changed.get(question)
    changed[question] = [
        {k: v for k, v in {**row, column: value}.items() if v is not None} if row["id"] == item else row
        for row in (items if isinstance(items, list) else [])
    ]
    return changed
