"""A suggested budget as a value: the amount, or why there is none, and the working line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Step(NamedTuple):
    """One step of a working before it is added up: which rule, in words, and what it adds."""

    rule: str
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the working: which rule, in words, what it adds, and the sum so far."""

    rule: str
    text: str
    amount: Decimal
    running: Decimal


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A guide figure from a table: not an offer and not a limit (Care Act guidance 11.24).

    `amount` None means *no suggestion*, which is not £0.00; `why_none` then says why.
    """

    amount: Decimal | None
    lines: tuple[Line, ...]
    table_id: str
    table_version: str
    table_sha256: str
    illustrative: bool
    why_none: str | None = None
