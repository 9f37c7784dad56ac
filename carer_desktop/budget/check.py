"""What `check-table` says about a table file: every finding in words, and what the table asks for."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from carer_desktop.budget.examples import Example
from carer_desktop.budget.inputs import Axis
from carer_desktop.budget.modifiers import Rounding
from carer_desktop.budget.money import pounds, rounded
from carer_desktop.budget.reading import Finding, Reader
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.budget.table import Table, read
from carer_desktop.forms.dates import shown_date

FIGURES = ("matrix", "bands", "points_bands", "flat")
"""The modes whose amounts are figures themselves."""


class Tried(NamedTuple):
    """A worked example, and what its table gives for it."""

    example: Example
    found: Suggestion

    @property
    def kept(self) -> bool:
        """Whether the table gives what the example says."""
        return self.found.amount == self.example.amount


def check(source: Path | str | bytes, where: str = "") -> list[Finding]:
    """Everything wrong with a table file, or else what is odd about it; nothing at all when it is in order."""
    table, reader = read(source, where)
    if table:
        look_over(table, reader)
    return reader.findings


def look_over(table: Table, reader: Reader) -> None:
    """What is odd about a table that can be read, and the worked examples it does not keep."""
    for odd in table.scheme.odd():
        reader.wrong(odd.key, odd.what, odd.mend, "error" if table.rising and odd.falls else "warning")
    _rounded_cells(table, reader)
    for number, one in enumerate(tried(table), 1):
        if not one.kept:
            gives = one.found.why_none if one.found.amount is None else f"The table gives {pounds(one.found.amount)}"
            wanted = "no figure" if one.example.amount is None else pounds(one.example.amount)
            mend = "Correct the example, or the table."
            reader.wrong(f"example {number}", f"“{one.example.title}” should give {wanted}. {gives}", mend)


def tried(table: Table) -> tuple[Tried, ...]:
    """Every worked example of a table, with what the table gives for it."""
    return tuple(Tried(one, suggest(table, one.answers, one.on)) for one in table.examples)


def _rounded_cells(table: Table, reader: Reader) -> None:
    """Amounts that are figures themselves, and are not what the figure will be."""
    step = next(one.step for one in table.modifiers if isinstance(one, Rounding))
    for cell in table.scheme.cells() if table.mode in FIGURES else ():
        near = rounded(cell.amount, step) if cell.amount else cell.amount
        if cell.amount and near and near != cell.amount and not table.uprated:
            what = f"{pounds(cell.amount)} is not a multiple of the step {pounds(step)}"
            reader.wrong(cell.key, what, f"It is rounded to {pounds(near)}; write that or another step.", "warning")


def describe(table: Table) -> list[str]:
    """What the table is and which answers it takes, one line each, as `suggest --answers` needs them."""
    until = f" until {shown_date(table.until)}" if table.until else ""
    lines = [f"{table.name}: {table.title}, from {shown_date(table.start)}{until}"]
    for one in table.inputs:
        if isinstance(one, Axis):
            levels = ", ".join(f"{level.id} ({level.label})" for level in one.levels)
            lines.append(f"{one.question}: {one.title}: {levels}")
        else:
            lines.append(f"{one.question}: {one.title}: a number{f' of {one.unit}' if one.unit else ''}")
    if table.frequency:
        lines.append(f"{table.frequency.question}: {table.frequency.title}: dates")
    if table.examples:
        lines.append(f"{len(table.examples)} worked example{'s' if len(table.examples) > 1 else ''}: kept")
    return lines
