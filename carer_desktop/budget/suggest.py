"""From two answers to a guide figure with its working; "no suggestion" has a reason and is not £0.00."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from carer_desktop.budget.choose import for_day, why_none
from carer_desktop.budget.money import pounds, rounded
from carer_desktop.budget.rating import Level
from carer_desktop.budget.suggestion import Line, Step, Suggestion
from carer_desktop.budget.table import Table


def suggest(table: Table, inputs: Mapping[str, object]) -> Suggestion:
    """The guide figure a table gives for the answers by question id, or why it gives none; never raises."""
    levels: dict[str, Level] = {}
    unanswered: list[str] = []
    for axis in table.inputs:
        answer = inputs.get(axis.question)
        level = axis.level(answer)
        if level:
            levels[axis.question] = level
        elif answer is None or answer == "":
            unanswered.append(f"“{axis.title}”")
        else:
            said = f" (“{answer}”)" if isinstance(answer, str) else ""
            return _none(table, f"the answer to “{axis.title}”{said} is not a level of the table")
    if unanswered:
        return _none(table, f"not answered yet: {' and '.join(unanswered)}")
    lines = added_up(_rounded(table.scheme.steps(levels), table.step))
    return Suggestion(lines[-1].running, lines, table.id, table.version, table.sha256, table.illustrative)


def suggest_on(tables: Sequence[Table], day: date | None, inputs: Mapping[str, object]) -> Suggestion:
    """The same with the table that holds for the day of the conversation; without one, the reason why."""
    table = for_day(tables, day)
    if table is None:
        return Suggestion(None, (), "", "", "", False, why_none(tables, day))
    return suggest(table, inputs)


def as_json(suggestion: Suggestion) -> dict[str, Any]:
    """The shape the headless door prints: money as text with two places; no table at all is null."""
    table = {
        "id": suggestion.table_id,
        "version": suggestion.table_version,
        "sha256": suggestion.table_sha256,
        "illustrative": suggestion.illustrative,
    }
    return {
        "amount": None if suggestion.amount is None else f"{suggestion.amount:.2f}",
        "lines": [
            {"rule": one.rule, "text": one.text, "amount": f"{one.amount:.2f}", "running": f"{one.running:.2f}"}
            for one in suggestion.lines
        ],
        "table": table if suggestion.table_id else None,
        "why_none": suggestion.why_none,
    }


def added_up(steps: Iterable[Step]) -> tuple[Line, ...]:
    """The working with the sum so far on every line.

    >>> [str(line.running) for line in added_up([Step("a", "", Decimal("1.50")), Step("b", "", Decimal("-0.50"))])]
    ['1.50', '1.00']
    """
    running = Decimal("0.00")
    lines: list[Line] = []
    for step in steps:
        running += step.amount
        lines.append(Line(step.rule, step.text, step.amount, running))
    return tuple(lines)


def _rounded(steps: tuple[Step, ...], to: Decimal) -> tuple[Step, ...]:
    """The steps and, where rounding changes anything, one more that says so."""
    total = sum((step.amount for step in steps), Decimal("0.00"))
    change = rounded(total, to) - total
    if not change:
        return steps
    return (*steps, Step("rounding", f"Rounded to the nearest {pounds(to)}", change))


def _none(table: Table, why: str) -> Suggestion:
    reason = f"No guide figure: {why}"
    return Suggestion(None, (), table.id, table.version, table.sha256, table.illustrative, reason)
