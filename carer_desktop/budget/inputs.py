"""What a table looks at: ratings with their levels, and numbers; each the answer to one question of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from carer_desktop.budget.money import pounds, said
from carer_desktop.budget.reading import Reader

UNITS = ("", "£", "%")


class NoFigure(Exception):
    """A table gives no figure for these answers; its words say why. Not the same as £0.00."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a rating: its id, which is the answer's choice id, its name, and its points where points count."""

    id: str
    label: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """A rating a table looks at: the question it is the answer to, its title and its levels, lowest first."""

    question: str
    title: str
    levels: tuple[Level, ...]

    def level(self, answer: object) -> Level | None:
        """The level an answer names, if it names one."""
        return next((level for level in self.levels if level.id == answer), None)

    def takes(self, answer: object) -> Level:
        """The same; NoFigure where the answer names none."""
        level = self.level(answer)
        if level is None:
            told = f" (“{answer}”)" if isinstance(answer, str) else ""
            raise NoFigure(f"the answer to “{self.title}”{told} is not a level of the table")
        return level


@dataclass(frozen=True, slots=True)
class Number:
    """A number a table looks at: points, or with the unit "£" pounds, or with "%" a part of a hundred."""

    question: str
    title: str
    unit: str = ""

    def takes(self, answer: object) -> Decimal:
        """The number an answer gives, exact; NoFigure for anything that is none, or is less than nothing."""
        if isinstance(answer, str):
            answer = _written(answer)
        if isinstance(answer, int) and not isinstance(answer, bool):
            answer = Decimal(answer)
        if not isinstance(answer, Decimal) or not answer.is_finite() or not 0 <= answer < 10**9:
            raise NoFigure(f"the answer to “{self.title}” is not a number the table can count with")
        return answer


def counted(number: Decimal, unit: str) -> str:
    """A number with its unit.

    >>> counted(Decimal(40), "%"), counted(Decimal(40), "£"), counted(Decimal(40), "")
    ('40 %', '£40.00', '40')
    """
    return pounds(number) if unit == "£" else f"{said(number)} {unit}".rstrip()


Input: TypeAlias = Axis | Number


@dataclass(frozen=True, slots=True)
class Taken:
    """The answers a table takes, by question: the level of a rating, the number of a number."""

    levels: Mapping[str, Level]
    numbers: Mapping[str, Decimal]

    def level(self, axis: Axis) -> Level:
        """The level of a rating."""
        return self.levels[axis.question]

    def points(self, one: Input) -> Decimal:
        """What an input counts: a level its points, a number itself."""
        return Decimal(self.level(one).points) if isinstance(one, Axis) else self.numbers[one.question]

    def words(self, one: Input) -> str:
        """An input and its answer in words."""
        if isinstance(one, Axis):
            return f"“{one.title}” is “{self.level(one).label}”"
        return f"“{one.title}” is {counted(self.numbers[one.question], one.unit)}"


def take(inputs: Iterable[Input], answers: Mapping[str, object]) -> tuple[Taken, tuple[str, ...]]:
    """The answers to these inputs, and the titles of those that are not answered; NoFigure for one that cannot be."""
    levels: dict[str, Level] = {}
    numbers: dict[str, Decimal] = {}
    missing: list[str] = []
    for one in inputs:
        answer = answers.get(one.question)
        if answer is None or answer == "":
            missing.append(f"“{one.title}”")
        elif isinstance(one, Axis):
            levels[one.question] = one.takes(answer)
        else:
            numbers[one.question] = one.takes(answer)
    return Taken(levels, numbers), tuple(missing)


def read_axes(reader: Reader, data: Mapping[str, Any], more: Sequence[str] = ()) -> tuple[Axis, ...]:
    """Every `[[axis]]` of a table file; *more* are keys a level has in this mode ("points")."""
    return tuple(read_axis(reader, one, f"axis {n}", more) for n, one in enumerate(reader.tables(data, "axis"), 1))


def read_axis(
    reader: Reader, data: Mapping[str, Any], at: str, more: Sequence[str] = (), beside: Sequence[str] = ()
) -> Axis:
    """One rating; *more* are keys that its levels have besides id and label, *beside* those it has itself."""
    reader.known(data, ("question", "title", "levels", *beside), at)
    levels: list[Level] = []
    for number, one in enumerate(reader.tables(data, "levels", at), 1):
        here = f"{at}.levels {number}"
        reader.known(one, ("id", "label", *more), here)
        points = reader.whole(one, "points", here) if "points" in more else 0
        level = Level(reader.name(one, "id", here), reader.text(one, "label", here), points)
        if level.id and level.id in [before.id for before in levels]:
            reader.wrong(here, f"The level “{level.id}” stands twice", "Give every level an id of its own.")
        levels.append(level)
    if "levels" not in data or data["levels"] == []:
        reader.wrong(f"{at}.levels", "A rating needs levels", 'Write levels = [{ id = "low", label = "Low" }, …].')
    return Axis(reader.name(data, "question", at), reader.text(data, "title", at), tuple(levels))


def read_numbers(reader: Reader, data: Mapping[str, Any]) -> tuple[Number, ...]:
    """Every `[[number]]` of a table file."""
    found = []
    for place, one in enumerate(reader.tables(data, "number"), 1):
        at = f"number {place}"
        reader.known(one, ("question", "title", "unit"), at)
        unit = reader.text(one, "unit", at, needed=False)
        if unit not in UNITS:
            reader.wrong(f"{at}.unit", f"“{unit}” is not a unit here", 'Leave it out, or write "£" or "%".')
        found.append(Number(reader.name(one, "question", at), reader.text(one, "title", at), unit))
    return tuple(found)


def _written(text: str) -> Decimal | None:
    plain = text.replace(".", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdecimal() and len(plain) <= 15 else None
