"""What is done with the amount a mode has found, in this order: raised, rounded, at least, and told how high it goes.

Each gives its own line and works on whole pennies. None is a cap: the last two only say something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from carer_desktop.budget.money import NOTHING, PENNY, pounds, rounded, said
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.suggestion import Step

KEYS = ("uprating", "step", "minimum", "usually_up_to", "up_to")


class Modifier(Protocol):
    """One thing done with the amount so far."""

    def steps(self, total: Decimal) -> Iterator[Step]:
        """Its line, where it changes or says anything."""

    @property
    def words(self) -> str:
        """The rule in plain words, for the description of the table."""


@dataclass(frozen=True, slots=True)
class Uprating:
    """So many per cent more, to the penny; *why* says for what."""

    percent: Decimal
    why: str

    def steps(self, total: Decimal) -> Iterator[Step]:
        """What is added."""
        yield Step("uprating", self.words, rounded(total * self.percent / 100))

    @property
    def words(self) -> str:
        """The rule."""
        return f"Raised by {said(self.percent)} % for {self.why}"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The nearest multiple of a step, half up."""

    step: Decimal

    def steps(self, total: Decimal) -> Iterator[Step]:
        """What rounding adds or takes away, where it does."""
        if change := rounded(total, self.step) - total:
            yield Step("rounding", self.words, change)

    @property
    def words(self) -> str:
        """The rule."""
        return f"Rounded to the nearest {pounds(self.step)}"


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least the scheme gives; a figure of nothing stays nothing."""

    least: Decimal

    def steps(self, total: Decimal) -> Iterator[Step]:
        """What is missing to the least."""
        if 0 < total < self.least:
            yield Step("minimum", self.words, self.least - total)

    @property
    def words(self) -> str:
        """The rule."""
        return f"The scheme gives at least {pounds(self.least)}"


@dataclass(frozen=True, slots=True)
class UsuallyUpTo:
    """What the scheme usually gives at most: said, and never taken off."""

    most: Decimal

    def steps(self, total: Decimal) -> Iterator[Step]:
        """How much more this is, where it is."""
        if total > self.most:
            more = f"this is {pounds(total - self.most)} more, and stays so where the need is clear"
            yield Step("usually_up_to", f"{self.words}; {more}", NOTHING)

    @property
    def words(self) -> str:
        """The rule."""
        return f"The scheme usually gives up to {pounds(self.most)}"


@dataclass(frozen=True, slots=True)
class UpTo:
    """The figure says how high it usually goes: how much of it is needed, the plan shows."""

    def steps(self, total: Decimal) -> Iterator[Step]:
        """That it is an "up to" figure."""
        if total > 0:
            text = f"The figure is up to {pounds(total)}: the plan shows how much of it is needed"
            yield Step("up_to", text, NOTHING)

    @property
    def words(self) -> str:
        """The rule."""
        return "Every figure is “up to”: the plan shows how much of it is needed"


def read_modifiers(reader: Reader, data: Mapping[str, Any]) -> tuple[Modifier, ...]:
    """The modifiers of a table file, in the order they work."""
    found: list[Modifier] = []
    for number, one in enumerate(reader.tables(data, "uprating"), 1):
        at = f"uprating {number}"
        reader.known(one, ("percent", "why"), at)
        found.append(Uprating(reader.percent(one, "percent", at), reader.text(one, "why", at)))
    found.append(Rounding(_step(reader, data)))
    if "minimum" in data:
        found.append(Minimum(reader.money(data["minimum"], "minimum")))
    if "usually_up_to" in data:
        found.append(UsuallyUpTo(reader.money(data["usually_up_to"], "usually_up_to")))
    if reader.flag(data, "up_to"):
        found.append(UpTo())
    return tuple(found)


def _step(reader: Reader, data: Mapping[str, Any]) -> Decimal:
    if "step" not in data:
        return PENNY
    if data["step"] == "0.00":
        reader.wrong("step", "Nothing can be rounded to £0.00", 'Write "0.01", "1.00" or "5.00".')
    return reader.money(data["step"], "step") or PENNY
