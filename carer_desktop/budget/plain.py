"""A table in plain words: what is looked at, every amount, worked examples, that it is a guide, and who approved it.

For carers' groups and members, two pages at most; and the grid of amounts for whoever checks a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carer_desktop.budget.approval import by_words
from carer_desktop.budget.examples import Example
from carer_desktop.budget.inputs import Axis, NoFigure, Number, counted
from carer_desktop.budget.matrix import Matrix
from carer_desktop.budget.modifiers import Rounding
from carer_desktop.budget.money import PENNY, pounds
from carer_desktop.budget.scheme import Cell
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.table import Table
from carer_desktop.forms.dates import shown_date

GUIDE = (
    "The figure is a guide. It is not an offer and not a limit. What is agreed may be more or less, and then the "
    "reason is written down. You can ask how your figure was worked out, and ask for it to be looked at again."
)
NO_FIGURE = "no figure"


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings and rows of words; `when` says of each word of a row for what it is the amount, empty for none."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    when: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the description: a title, its lines, and a grid where there is one."""

    title: str
    lines: tuple[str, ...] = ()
    grid: Grid | None = None


def describe_plainly(table: Table, approved_by: str = "") -> tuple[Section, ...]:
    """The description of a table, part by part."""
    made_up = ("These figures are made up for practice. They are nobody's policy.",) if table.illustrative else ()
    parts = (
        Section(f"How a guide figure is worked out: {table.title}", (*made_up, GUIDE)),
        Section("What is looked at", tuple(_looked_at(table))),
        Section("Whom it is for, and how often", tuple(_open_to(table))),
        Section("The amounts", (), grid(table)),
        Section("What else is done with the figure", tuple(_afterwards(table))),
        Section("Worked examples", tuple(example_words(table, one) for one in table.examples)),
        Section("Where it comes from", tuple(_origin(table, approved_by))),
    )
    return tuple(part for part in parts if part.lines or part.grid)


def rules(table: Table) -> tuple[str, ...]:
    """Every rule of a table besides its amounts, a sentence each."""
    return (*_looked_at(table), *_open_to(table), *_afterwards(table))


def grid(table: Table) -> Grid:
    """Every amount of a table: two ratings as rows and columns, anything else one beneath the other."""
    cells = table.scheme.cells()
    if isinstance(table.scheme, Matrix):
        first, second = table.scheme.axes
        by_key = {cell.key: cell for cell in cells}
        across = [[by_key[f"amounts.{row.id}.{column.id}"] for column in second.levels] for row in first.levels]
        rows = [(row.label, *map(shown, found)) for row, found in zip(first.levels, across, strict=True)]
        when = [("", *(cell.words for cell in found)) for found in across]
        header = (first.title, *(f"{second.title}: {column.label}" for column in second.levels))
        return Grid(header, tuple(rows), tuple(when))
    return Grid(
        ("When", "Amount"),
        tuple((cell.words, shown(cell)) for cell in cells),
        tuple(("", cell.words) for cell in cells),
    )


def shown(cell: Cell) -> str:
    """An amount in words."""
    return NO_FIGURE if cell.amount is None else pounds(cell.amount)


def as_text(parts: Sequence[Section]) -> Iterator[str]:
    """The description as lines of text; the columns of a grid stand beneath each other."""
    for number, part in enumerate(parts):
        if number:
            yield ""
        yield part.title
        yield from part.lines
        if part.grid:
            rows = (part.grid.header, *part.grid.rows)
            widths = [max(len(row[at]) for row in rows) for at in range(len(part.grid.header))]
            for row in rows:
                yield "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()


def _looked_at(table: Table) -> Iterator[str]:
    for one in table.scheme.inputs:
        if isinstance(one, Number):
            yield f"{one.title}: {'an amount of money' if one.unit == '£' else 'a number'}"
            continue
        points = any(level.points for level in one.levels)
        levels = [f"{level.label} ({level.points} points)" if points else level.label for level in one.levels]
        yield f"{one.title}: {', '.join(levels)}"
    if not table.scheme.inputs:
        yield "Nothing: the figure is the same for everybody it is for"


def _open_to(table: Table) -> Iterator[str]:
    for gate in table.gates:
        levels = [level.label for level in gate.axis.levels if level.id in gate.opens]
        yield f"For carers where “{gate.axis.title}” is “{' or '.join(levels)}”; for others, {gate.otherwise}"
    if table.frequency and table.frequency.months:
        yield f"A payment again after {table.frequency.months} months"
    if table.frequency and table.frequency.most:
        times = "One payment" if table.frequency.most == 1 else f"{table.frequency.most} payments"
        yield f"{times} in a financial year, which begins on 1 April"


def _afterwards(table: Table) -> Iterator[str]:
    for one in table.modifiers:
        if not (isinstance(one, Rounding) and one.step == PENNY):
            yield one.words


def example_words(table: Table, example: Example) -> str:
    """A worked example with what the table gives for it, in a sentence."""
    found = suggest(table, example.answers, example.on)
    given = ", ".join(_said(table, name, answer) for name, answer in example.answers.items())
    figure = found.why_none if found.amount is None else f"Guide figure: {pounds(found.amount)}"
    return f"{example.title}. {f'{given}. ' if given else ''}{figure}."


def _said(table: Table, name: str, answer: Any) -> str:
    """One answer of an example in words."""
    for one in table.inputs:
        if one.question == name and isinstance(one, Axis):
            level = one.level(answer)
            return f"{one.title}: {level.label if level else answer}"
        if one.question == name and isinstance(one, Number):
            return f"{one.title}: {_number(one, answer)}"
    if table.frequency and table.frequency.question == name:
        days = [row.get(table.frequency.column) if isinstance(row, Mapping) else row for row in _listed(answer)]
        return f"{table.frequency.title}: {', '.join(map(str, days)) or 'none'}"
    return f"{name}: {answer}"


def _number(one: Number, answer: Any) -> str:
    try:
        return counted(one.takes(answer), one.unit)
    except NoFigure:
        return str(answer)


def _listed(answer: Any) -> Sequence[Any]:
    return answer if isinstance(answer, list | tuple) else [answer]


def _origin(table: Table, approved_by: str) -> Iterator[str]:
    until = f" until {shown_date(table.until)}" if table.until else ""
    yield f"It holds for conversations from {shown_date(table.start)}{until}."
    yield f"Source: {table.source}. Table {table.id}, version {table.version}."
    if table.author:
        yield f"Written by {table.author}."
    by = approved_by or table.approved
    yield f"Approved {by_words(by)}." if by else "Nobody has approved it yet."
