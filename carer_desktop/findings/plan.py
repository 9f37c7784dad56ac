"""The arithmetic of the support plan: what is paid once and what comes back, and what is usually not paid for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from carer_desktop.budget.money import NOTHING, pounds, rounded
from carer_desktop.findings.given import Given
from carer_desktop.paths import RESOURCES

TIMES = {"weekly": 52, "fourweekly": 13, "monthly": 12}
"""How often an item comes in a year; once, and every year, are one time."""
_ONCE = ("oneoff", None)


@dataclass(frozen=True, slots=True)
class Kind:
    """Something a carer's budget usually does not pay for: in words, who says so, and what points to it."""

    says: str
    source: str
    words: re.Pattern[str]
    categories: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """What a carer's budget usually does not pay for."""
    rows = tomllib.loads((RESOURCES / "usually_not.toml").read_text("utf-8"))["kind"]
    return tuple(
        Kind(
            row["says"],
            row["source"],
            re.compile(rf"\b(?:{'|'.join(map(re.escape, row['words']))})\b", re.IGNORECASE),
            tuple(row.get("categories", ())),
        )
        for row in rows
    )


def bought(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of the plan that the budget pays for."""
    return [row for row in values.get("plan_items") or () if row.get("by_budget") == "yes"]


def line_total(given: Given) -> Decimal | None:
    """What one item costs in a year: quantity (one if not said) x unit cost x how often."""
    cost = given.values.get("plan_items.unit_cost")
    if cost is None:
        return None
    times = TIMES.get(given.values.get("plan_items.freq", ""), 1)
    return rounded(cost * (given.values.get("plan_items.qty") or 1) * times)


def items_total(given: Given) -> Decimal | None:
    """What the items of the plan that the budget pays for cost together; None while one of them is not known."""
    totals = [row.get("total") for row in bought(given.values)]
    known = [total for total in totals if total is not None]
    return rounded(sum(known, NOTHING)) if totals and len(known) == len(totals) else None


def beside_the_use(values: Mapping[str, Any], use: str) -> Decimal | None:
    """What the items come to that stand in a *use* with what each costs; None where it says something else."""
    total: Decimal | None = values.get("items_total")
    said = all(pounds(row["total"]) in use for row in bought(values)) if total is not None else False
    return total if said else None


def items_split(given: Given) -> str | None:
    """How much of the total is paid once, and how much a year for what comes back."""
    total = given.values.get("items_total")
    if total is None:
        return None
    once = rounded(sum((row["total"] for row in bought(given.values) if row.get("freq") in _ONCE), NOTHING))
    parts = [f"{pounds(once)} once"] if once or not total else []
    parts += [f"{pounds(total - once)} a year for what comes back"] if total > once else []
    return ", and ".join(parts)


def usually_not(given: Given) -> str | None:
    """The items that are of a kind a carer's budget usually does not pay for, each with who says so; never a block."""
    return "\n".join(_pointed_out(given.values)) or None


def _pointed_out(values: Mapping[str, Any]) -> Iterator[str]:
    for row in bought(values):
        said = str(row.get("description", ""))
        for kind in kinds():
            if kind.words.search(said) or row.get("category") in kind.categories:
                yield f"“{said or 'An item'}”: usually not {kind.says} ({kind.source})"
