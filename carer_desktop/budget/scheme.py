"""What every way of finding an amount has: the inputs it needs, its working, its amounts, and what is odd in them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, Protocol

from carer_desktop.budget.inputs import Input, NoFigure, Taken
from carer_desktop.budget.money import pounds
from carer_desktop.budget.suggestion import Step


class Cell(NamedTuple):
    """One amount of a table: where it stands in the file, when it counts in words, and the amount, None for none."""

    key: str
    words: str
    amount: Decimal | None


class Odd(NamedTuple):
    """What is seldom meant: where, what and how to mend it; *falls* where an amount falls as a rating rises."""

    key: str
    what: str
    mend: str
    falls: bool = False


class Scheme(Protocol):
    """A mode of a table."""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The answers it needs."""

    def steps(self, taken: Taken) -> tuple[Step, ...]:
        """The working for these answers; NoFigure where it has no amount for them."""

    def cells(self) -> tuple[Cell, ...]:
        """Every amount it has, in the order of the file."""

    def odd(self) -> Iterator[Odd]:
        """What is seldom meant in its amounts."""


def given(amount: Decimal | None, said: str) -> Decimal:
    """The amount; NoFigure where the scheme gives none for what was *said*."""
    if amount is None:
        raise NoFigure(f"{said}, and the scheme gives no figure for that")
    return amount


def falls(low: tuple[str, Decimal | None], high: tuple[str, Decimal | None]) -> Iterator[Odd]:
    """An amount that is less than the one of the level below; each is its key in the file and its amount."""
    (below, least), (key, amount) = low, high
    if amount is not None and least is not None and amount < least:
        level = below.partition(".")[2] or below
        what = f"{pounds(amount)} is less than the {pounds(least)} of the lower level {level}"
        yield Odd(key, what, "Check both amounts; a higher level seldom gives less.", True)
