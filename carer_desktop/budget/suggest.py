"""From answers to a guide figure with its working; "no suggestion" has a reason and is not £0.00."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from carer_desktop.budget.choose import for_day, why_none
from carer_desktop.budget.inputs import NoFigure, take
from carer_desktop.budget.money import NOTHING
from carer_desktop.budget.suggestion import Line, Step, Suggestion
from carer_desktop.budget.table import Table


def suggest(table: Table, answers: Mapping[str, object], day: date | None = None) -> Suggestion:
    """The guide figure a table gives for the answers by question id, or why it gives none; never raises.

    *day* is the day of the conversation, which only a table with a frequency needs.
    """
    try:
        lines = added_up(_steps(table, answers, day))
    except NoFigure as why:
        reason = f"No guide figure: {why}"
        return Suggestion(None, (), table.id, table.version, table.sha256, table.illustrative, reason)
    return Suggestion(lines[-1].running, lines, table.id, table.version, table.sha256, table.illustrative)


def suggest_on(
    tables: Sequence[Table], day: date | None, answers: Mapping[str, object], by: datetime | None = None
) -> Suggestion:
    """The same with the table that holds for the day of the conversation; without one, the reason why.

    *by* leaves out tables that were loaded later: a record that was sent keeps the version it was sent with.
    """
    known = [table for table in tables if by is None or table.loaded is None or table.loaded <= by]
    table = for_day(known, day)
    if table is None:
        return Suggestion(None, (), "", "", "", False, why_none(known, day))
    return suggest(table, answers, day)


def added_up(steps: Iterable[Step]) -> tuple[Line, ...]:
    """The working with the sum so far on every line.

    >>> from decimal import Decimal
    >>> [str(line.running) for line in added_up([Step("a", "", Decimal("1.50")), Step("b", "", Decimal("-0.50"))])]
    ['1.50', '1.00']
    """
    running = NOTHING
    lines: list[Line] = []
    for step in steps:
        running += step.amount
        lines.append(Line(step.rule, step.text, step.amount, running))
    return tuple(lines)


def _steps(table: Table, answers: Mapping[str, object], day: date | None) -> Iterator[Step]:
    """The working: whom the scheme is for, what the mode finds, what the modifiers do with it."""
    open_to, unknown = take([gate.axis for gate in table.gates], answers)
    for gate in table.gates:
        if gate.axis.question in open_to.levels:
            yield from gate.steps(open_to)
    taken, missing = take(table.scheme.inputs, answers)
    if unknown or missing:
        raise NoFigure(f"not answered yet: {listed((*unknown, *missing))}")
    if table.frequency:
        yield from table.frequency.steps(answers.get(table.frequency.question), day)
    total = NOTHING
    for step in table.scheme.steps(taken):
        total += step.amount
        yield step
    for modifier in table.modifiers:
        for step in modifier.steps(total):
            total += step.amount
            yield step


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
