"""The scheme with two ratings: an amount for every pair of levels, as Camden's practice page describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from carer_desktop.budget.inputs import Axis, Input, Taken, read_axes
from carer_desktop.budget.money import pounds
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.scheme import Cell, Odd, falls, given
from carer_desktop.budget.suggestion import Step

KEYS = ("axis", "amounts")
_NO_AMOUNT = "There is no amount for this pair of levels"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two ratings and the amount in pounds for each pair of their levels (None: no figure), keyed (first, second)."""

    axes: tuple[Axis, Axis]
    amounts: Mapping[tuple[str, str], Decimal | None]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The two ratings."""
        return self.axes

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """The one cell."""
        first, second = (taken.level(axis) for axis in self.axes)
        rated = " and ".join(taken.words(axis) for axis in self.axes)
        amount = given(self.amounts[first.id, second.id], rated)
        return (Step("matrix", f"{rated}: the table gives {pounds(amount)}", amount),)

    def cells(self) -> tuple[Cell, ...]:
        """Every pair of levels, row by row."""
        first, second = self.axes
        return tuple(
            Cell(f"amounts.{row.id}.{column.id}", f"{row.label}, {column.label}", self.amounts[row.id, column.id])
            for row in first.levels
            for column in second.levels
        )

    def odd(self) -> Iterator[Odd]:
        """An amount that falls where a rating rises."""
        rows, columns = ([level.id for level in axis.levels] for axis in self.axes)
        pairs = [((row, low), (row, high)) for row in rows for low, high in pairwise(columns)]
        pairs += [((low, column), (high, column)) for column in columns for low, high in pairwise(rows)]
        for low, high in pairs:
            yield from falls(
                (f"amounts.{'.'.join(low)}", self.amounts[low]), (f"amounts.{'.'.join(high)}", self.amounts[high])
            )


def read_matrix(reader: Reader, data: Mapping[str, Any]) -> Matrix | None:
    """The matrix of a table file: two `[[axis]]` and `[amounts]`, a row for each level of the first axis."""
    axes = read_axes(reader, data)
    if len(axes) != 2:
        mend = "Write [[axis]] twice, once for each question."
        reader.wrong("axis", f"A matrix has two ratings, not {len(axes)}", mend)
        return None
    first, second = axes
    return Matrix((first, second), MappingProxyType(_amounts(reader, data, first, second)))


def _amounts(
    reader: Reader, data: Mapping[str, Any], first: Axis, second: Axis
) -> dict[tuple[str, str], Decimal | None]:
    """Every cell, and nothing but the cells."""
    rows = reader.table(data, "amounts")
    columns = [level.id for level in second.levels]
    reader.known(rows, [level.id for level in first.levels], "amounts")
    amounts: dict[tuple[str, str], Decimal | None] = {}
    for row in (level.id for level in first.levels):
        at = f"amounts.{row}"
        cells = reader.table(rows, row, "amounts")
        reader.known(cells, columns, at)
        for column in columns:
            if column in cells:
                amounts[row, column] = reader.amount(cells[column], f"{at}.{column}")
            else:
                reader.wrong(f"{at}.{column}", _NO_AMOUNT, 'Write it; "0.00" where it is nothing.')
    return amounts
