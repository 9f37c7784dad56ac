"""The worked examples of a table file: answers and the figure they must give, by which a council proves its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from carer_desktop.budget.reading import Reader


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example: its name, the answers by question id, the day, and the amount (None: no figure)."""

    title: str
    answers: Mapping[str, Any] = field(hash=False)
    on: date | None
    amount: Decimal | None


def read_examples(reader: Reader, data: Mapping[str, Any]) -> tuple[Example, ...]:
    """Every `[[example]]` of a table file."""
    found = []
    for number, one in enumerate(reader.tables(data, "example"), 1):
        at = f"example {number}"
        reader.known(one, ("title", "answers", "on", "amount"), at)
        answers = reader.table(one, "answers", at)
        amount = reader.amount(one.get("amount"), f"{at}.amount")
        found.append(Example(reader.text(one, "title", at), answers, reader.day(one, "on", at), amount))
    return tuple(found)
