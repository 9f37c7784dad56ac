"""The schemes with bands: one rating with an amount for each level, or points with an amount for each range of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from carer_desktop.budget.inputs import Axis, Input, NoFigure, Number, Taken, read_axes, read_numbers
from carer_desktop.budget.money import NOTHING, pounds, said
from carer_desktop.budget.reading import NONE, Reader
from carer_desktop.budget.scheme import Cell, Odd, falls, given
from carer_desktop.budget.suggestion import Step

LEVEL_KEYS = ("axis", "amounts")
POINT_KEYS = ("axis", "number", "band")


@dataclass(frozen=True, slots=True)
class LevelBands:
    """One rating and the amount in pounds for each of its levels (None: no figure)."""

    axis: Axis
    amounts: Mapping[str, Decimal | None]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The one rating."""
        return (self.axis,)

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """The one band."""
        amount = given(self.amounts[taken.level(self.axis).id], taken.words(self.axis))
        return (Step("band", f"{taken.words(self.axis)}: the table gives {pounds(amount)}", amount),)

    def cells(self) -> tuple[Cell, ...]:
        """Every level, lowest first."""
        return tuple(Cell(f"amounts.{one.id}", one.label, self.amounts[one.id]) for one in self.axis.levels)

    def odd(self) -> Iterator[Odd]:
        """An amount that falls where the rating rises."""
        for low, high in pairwise(self.axis.levels):
            yield from falls((f"amounts.{low.id}", self.amounts[low.id]), (f"amounts.{high.id}", self.amounts[high.id]))


@dataclass(frozen=True, slots=True)
class Band:
    """A range of points, both ends included (*last* None: and more), and its amount; None where there is none."""

    first: int
    last: int | None
    amount: Decimal | None

    @property
    def words(self) -> str:
        """The range in words."""
        if self.last is None:
            return f"{self.first} points or more"
        return f"{self.first} points" if self.first == self.last else f"{self.first} to {self.last} points"


@dataclass(frozen=True, slots=True)
class PointBands:
    """Ratings and numbers that count points, and the amount for each range of points."""

    counted: tuple[Input, ...]
    bands: tuple[Band, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Everything that counts points."""
        return self.counted

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """What each input counts, and the band; NoFigure between two bands and beyond the last, never a guess."""
        total, steps = counting(self.counted, taken)
        for band in self.bands:
            if band.first <= total and (band.last is None or total <= band.last):
                amount = given(band.amount, f"{said(total)} points are in the band of {band.words}")
                text = f"{said(total)} points ({band.words}): the table gives {pounds(amount)}"
                return (*steps, Step("band", text, amount))
        if total > max(band.last or band.first for band in self.bands):
            raise NoFigure(f"{said(total)} points are more than the table knows ({self.bands[-1].last})")
        if total < self.bands[0].first:
            raise NoFigure(f"{said(total)} points are fewer than the table knows ({self.bands[0].first})")
        raise NoFigure(f"{said(total)} points lie between two bands of the table")

    def cells(self) -> tuple[Cell, ...]:
        """Every band."""
        return tuple(Cell(f"band {number}", band.words, band.amount) for number, band in enumerate(self.bands, 1))

    def odd(self) -> Iterator[Odd]:
        """Amounts that fall where the points rise, and points that fall where a rating rises."""
        known = [(f"band {number}", band.amount) for number, band in enumerate(self.bands, 1)]
        for (below, low), (key, high) in pairwise([(key, amount) for key, amount in known if amount is not None]):
            yield from falls((below, low), (f"{key}.amount", high))
        yield from odd_points(self.counted)


def counting(counted: tuple[Input, ...], taken: Taken) -> tuple[Decimal, tuple[Step, ...]]:
    """The points of all inputs, and one line for each: it says what it counts and adds no money."""
    steps: list[Step] = []
    for one in counted:
        points = "" if in_pounds(one) else f": {said(taken.points(one))} points"
        steps.append(Step("points", f"{taken.words(one)}{points}", NOTHING))
    return sum((taken.points(one) for one in counted), Decimal(0)), tuple(steps)


def in_pounds(one: Input) -> bool:
    """Whether an input is a sum of money itself."""
    return isinstance(one, Number) and one.unit == "£"


def odd_points(counted: tuple[Input, ...]) -> Iterator[Odd]:
    """Points that fall where a rating rises."""
    axes = [one for one in counted if isinstance(one, Axis)]
    for place, axis in enumerate(axes, 1):
        for number, (low, high) in enumerate(pairwise(axis.levels), 2):
            if high.points < low.points:
                what = f"{high.points} points are fewer than the {low.points} of the lower level {low.id}"
                mend = "Check both; a higher level seldom counts less."
                yield Odd(f"axis {place}.levels {number}.points", what, mend, True)


def read_level_bands(reader: Reader, data: Mapping[str, Any]) -> LevelBands | None:
    """The bands of a table file: one `[[axis]]`, and in `[amounts]` an amount for each of its levels."""
    axes = read_axes(reader, data)
    if len(axes) != 1:
        reader.wrong("axis", f"These bands have one rating, not {len(axes)}", "Write [[axis]] once.")
        return None
    rows = reader.table(data, "amounts")
    levels = [level.id for level in axes[0].levels]
    reader.known(rows, levels, "amounts")
    amounts = {level: reader.amount(rows[level], f"amounts.{level}") for level in levels if level in rows}
    for level in levels:
        if level not in rows:
            mend = 'Write it; "0.00" where it is nothing.'
            reader.wrong(f"amounts.{level}", "There is no amount for this level", mend)
    return LevelBands(axes[0], MappingProxyType(amounts))


def read_point_bands(reader: Reader, data: Mapping[str, Any]) -> PointBands | None:
    """The points of a table file: levels with points, `[[number]]`, and a `[[band]]` for every range of points."""
    counted = read_counted(reader, data)
    bands = [_band(reader, one, f"band {number}") for number, one in enumerate(reader.tables(data, "band"), 1)]
    if not bands:
        reader.wrong("band", "Points need bands", 'Write [[band]] with from = 0, to = 10 and amount = "50.00".')
        return None
    for number, (before, band) in enumerate(pairwise(bands), 2):
        _follows(reader, before, band, f"band {number}")
    return PointBands(counted, tuple(bands))


def read_counted(reader: Reader, data: Mapping[str, Any]) -> tuple[Input, ...]:
    """Everything that counts points: ratings with points, and numbers."""
    counted: tuple[Input, ...] = (*read_axes(reader, data, ("points",)), *read_numbers(reader, data))
    if not counted:
        reader.wrong("axis", "The table looks at nothing", "Write [[axis]] with points, or [[number]].")
    return counted


def _band(reader: Reader, data: Mapping[str, Any], at: str) -> Band:
    reader.known(data, ("from", "to", "amount"), at)
    first = reader.whole(data, "from", at)
    last = reader.whole(data, "to", at) if "to" in data else None
    if last is not None and last < first:
        reader.wrong(f"{at}.to", f"The last point {last} is before the first, {first}", "Correct one of the two.")
    return Band(first, last, reader.amount(data.get("amount"), f"{at}.amount"))


def _follows(reader: Reader, before: Band, band: Band, at: str) -> None:
    """Each band begins where the one before it ended: nothing twice, nothing left out."""
    if before.last is None or band.first <= before.last:
        end = "all that is more" if before.last is None else str(before.last)
        what = f"From {band.first} on it overlaps the band before, which goes up to {end}"
        reader.wrong(f"{at}.from", what, "Let every number of points stand in one band only, lowest first.")
    elif band.first > before.last + 1:
        left = Band(before.last + 1, band.first - 1, None).words
        mend = f'Write a band for them; with amount = "{NONE}" where the scheme gives no figure.'
        reader.wrong(f"{at}.from", f"No band says anything about {left}", mend)
