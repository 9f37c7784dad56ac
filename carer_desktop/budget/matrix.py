"""The scheme with two ratings: an amount for every pair of levels, as Camden's practice page describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from carer_desktop.budget.money import pounds, rounded
from carer_desktop.budget.rating import Axis, Level, read_axis
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.suggestion import Step

KEYS = ("axis", "amounts")
_NO_AMOUNT = "There is no amount for this pair of levels"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two ratings and the amount in pounds for each pair of their levels, keyed (first, second)."""

    axes: tuple[Axis, Axis]
    amounts: Mapping[tuple[str, str], Decimal]

    @property
    def inputs(self) -> tuple[Axis, ...]:
        """The ratings it needs an answer to."""
        return self.axes

    def steps(self, levels: Mapping[str, Level]) -> tuple[Step, ...]:
        """The working for one level of each question: the one cell."""
        first, second = (levels[axis.question] for axis in self.axes)
        amount = self.amounts[first.id, second.id]
        rated = " and ".join(f"“{axis.title}” is “{levels[axis.question].label}”" for axis in self.axes)
        return (Step("matrix", f"{rated}: the table gives {pounds(amount)}", amount),)

    def odd(self, step: Decimal) -> Iterator[tuple[str, str, str]]:
        """What is seldom meant, as key, what, mend: an amount that falls where a rating rises, or is rounded."""
        rows, columns = ([level.id for level in axis.levels] for axis in self.axes)
        pairs = [((row, low), (row, high)) for row in rows for low, high in pairwise(columns)]
        pairs += [((low, column), (high, column)) for column in columns for low, high in pairwise(rows)]
        for low_cell, high_cell in pairs:
            low, high = self.amounts[low_cell], self.amounts[high_cell]
            if high < low:
                what = f"{pounds(high)} is less than the {pounds(low)} of the lower level {'.'.join(low_cell)}"
                yield f"amounts.{'.'.join(high_cell)}", what, "Check both amounts; a higher level seldom gives less."
        for cell, amount in self.amounts.items():
            if (nearest := rounded(amount, step)) != amount:
                what = f"{pounds(amount)} is not a multiple of the step {pounds(step)}"
                yield (
                    f"amounts.{'.'.join(cell)}",
                    what,
                    f"It is rounded to {pounds(nearest)}; write that or another step.",
                )


def read_matrix(reader: Reader, data: Mapping[str, Any]) -> Matrix | None:
    """The matrix of a table file: two `[[axis]]` and `[amounts]`, a row for each level of the first axis."""
    tables = reader.tables(data, "axis")
    axes = [read_axis(reader, one, f"axis {number}") for number, one in enumerate(tables, 1)]
    if len(axes) != 2:
        mend = "Write [[axis]] twice, once for each question."
        reader.wrong("axis", f"A matrix has two ratings, not {len(axes)}", mend)
        return None
    first, second = axes
    if first.question and first.question == second.question:
        mend = "Name another question for the second rating."
        reader.wrong("axis 2.question", f"The question “{first.question}” stands twice", mend)
    return Matrix((first, second), MappingProxyType(_amounts(reader, data, first, second)))


def _amounts(reader: Reader, data: Mapping[str, Any], first: Axis, second: Axis) -> dict[tuple[str, str], Decimal]:
    """Every cell, and nothing but the cells."""
    rows = reader.table(data, "amounts")
    columns = [level.id for level in second.levels]
    reader.known(rows, [level.id for level in first.levels], "amounts")
    amounts: dict[tuple[str, str], Decimal] = {}
    for row in (level.id for level in first.levels):
        at = f"amounts.{row}"
        cells = reader.table(rows, row, "amounts")
        reader.known(cells, columns, at)
        for column in columns:
            if column in cells:
                amounts[row, column] = reader.money(cells[column], f"{at}.{column}")
            else:
                reader.wrong(f"{at}.{column}", _NO_AMOUNT, 'Write it; "0.00" where it is nothing.')
    return amounts
