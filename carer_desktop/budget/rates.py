"""The schemes that multiply: pounds for each point, pounds a week; and the one amount that is the same for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from carer_desktop.budget.bands import counting, in_pounds, odd_points, read_counted
from carer_desktop.budget.inputs import Input, Number, Taken, read_numbers
from carer_desktop.budget.money import pounds, rounded, said
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.scheme import Cell, Odd
from carer_desktop.budget.suggestion import Step

POINT_KEYS = ("axis", "number", "rate")
WEEKLY_KEYS = ("number", "rate", "weeks")
FLAT_KEYS = ("amount",)


@dataclass(frozen=True, slots=True)
class PointRate:
    """Ratings and numbers that count points, and the pounds for each point."""

    counted: tuple[Input, ...]
    rate: Decimal

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Everything that counts points."""
        return self.counted

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """What each input counts, and all points times the rate."""
        total, steps = counting(self.counted, taken)
        amount = rounded(total * self.rate)
        counted, each = (pounds(total), "a pound") if self._money else (f"{said(total)} points", "each")
        return (*steps, Step("rate", f"{counted} at {pounds(self.rate)} {each}: {pounds(amount)}", amount))

    def cells(self) -> tuple[Cell, ...]:
        """The rate."""
        return (Cell("rate", "Each pound" if self._money else "Each point", self.rate),)

    @property
    def _money(self) -> bool:
        return all(in_pounds(one) for one in self.counted)

    def odd(self) -> Iterator[Odd]:
        """Points that fall where a rating rises."""
        return odd_points(self.counted)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Pounds a week times the weeks, and times each number: hours, or with the unit % a share."""

    numbers: tuple[Number, ...]
    rate: Decimal
    weeks: int

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The numbers it is multiplied by."""
        return self.numbers

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """The one product."""
        amount = self.rate * self.weeks
        for number in self.numbers:
            amount *= taken.points(number) / (100 if number.unit == "%" else 1)
        times = " and ".join(taken.words(number) for number in self.numbers)
        text = f"{pounds(self.rate)} a week for {self.weeks} weeks gives {pounds(rounded(amount))}"
        return (Step("weekly", f"{times}: {text}" if times else text, rounded(amount)),)

    def cells(self) -> tuple[Cell, ...]:
        """The rate and what it makes in all its weeks."""
        return (
            Cell("rate", "A week", self.rate),
            Cell("weeks", f"{self.weeks} weeks", rounded(self.rate * self.weeks)),
        )

    def odd(self) -> Iterator[Odd]:
        """More weeks than a year has."""
        if self.weeks > 53:
            yield Odd("weeks", f"{self.weeks} weeks are more than a year has", "Check it; a year is 52 weeks.")


@dataclass(frozen=True, slots=True)
class Flat:
    """The same amount for everybody the scheme is for."""

    amount: Decimal

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Nothing."""
        return ()

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """The amount."""
        return (Step("flat", f"The scheme gives everybody it is for {pounds(self.amount)}", self.amount),)

    def cells(self) -> tuple[Cell, ...]:
        """The amount."""
        return (Cell("amount", "Everybody", self.amount),)

    def odd(self) -> Iterator[Odd]:
        """Nothing can be odd about one amount."""
        return iter(())


def read_point_rate(reader: Reader, data: Mapping[str, Any]) -> PointRate:
    """Levels with points, `[[number]]`, and `rate`."""
    return PointRate(read_counted(reader, data), reader.money(data.get("rate"), "rate"))


def read_weekly(reader: Reader, data: Mapping[str, Any]) -> Weekly:
    """`rate`, `weeks`, and `[[number]]` for what they are multiplied by."""
    weeks = reader.whole(data, "weeks", "")
    return Weekly(read_numbers(reader, data), reader.money(data.get("rate"), "rate"), weeks)


def read_flat(reader: Reader, data: Mapping[str, Any]) -> Flat:
    """`amount`."""
    return Flat(reader.money(data.get("amount"), "amount"))
