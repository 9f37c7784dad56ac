"""When something is asked: structured conditions with three truth values, never an expression string.

A comparison with an unanswered question is *unknown* (None), `not` of unknown is unknown, and unknown
hides; only `answered` is always yes or no. Values are looked up by question id (`sleep`), by a list's
column in the same row (`cf.adult`), by a grid's row (`tasks.moving`) or by a fact of the last record
(`prior.elig_determination`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Truth: TypeAlias = bool | None
Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Other:
    """The answer to another question, as the thing to compare with."""

    question: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: a question, an operator of `OPERATORS` and what it is compared with."""

    question: str
    operator: str
    value: Any

    def truth(self, values: Values) -> Truth:
        given = values.get(self.question)
        if self.operator == "answered":
            return bool((given is not None) == self.value)
        wanted = values.get(self.value.question) if isinstance(self.value, Other) else self.value
        if given is None or wanted is None:
            return None
        return _COMPARE[self.operator](given, wanted)

    def questions(self) -> Iterator[str]:
        yield self.question
        if isinstance(self.value, Other):
            yield self.value.question


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is; false when one is false; else unknown."""

    parts: tuple[Condition, ...]

    def truth(self, values: Values) -> Truth:
        return three_valued_and(part.truth(values) for part in self.parts)

    def questions(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.questions()


@dataclass(frozen=True, slots=True)
class Any_:
    """True when one part is; false when every part is false; else unknown."""

    parts: tuple[Condition, ...]

    def truth(self, values: Values) -> Truth:
        return three_valued_or(part.truth(values) for part in self.parts)

    def questions(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.questions()


@dataclass(frozen=True, slots=True)
class Not:
    """The other truth; unknown stays unknown."""

    part: Condition

    def truth(self, values: Values) -> Truth:
        truth = self.part.truth(values)
        return None if truth is None else not truth

    def questions(self) -> Iterator[str]:
        yield from self.part.questions()


Condition: TypeAlias = Comparison | All | Any_ | Not


def three_valued_and(truths: Iterator[Truth]) -> Truth:
    """
    >>> three_valued_and(iter([True, None])), three_valued_and(iter([None, False]))
    (None, False)
    """
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def three_valued_or(truths: Iterator[Truth]) -> Truth:
    """
    >>> three_valued_or(iter([False, None])), three_valued_or(iter([None, True]))
    (None, True)
    """
    unknown = False
    for truth in truths:
        if truth is True:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def _includes(given: Any, wanted: Any) -> bool:
    return any(one in given for one in wanted) if isinstance(wanted, tuple) else wanted in given


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda given, wanted: bool(given == wanted),
    "is_not": lambda given, wanted: bool(given != wanted),
    "is_any_of": lambda given, wanted: given in wanted,
    "includes": _includes,
    "at_least": lambda given, wanted: bool(given >= wanted),
    "more_than": lambda given, wanted: bool(given > wanted),
    "at_most": lambda given, wanted: bool(given <= wanted),
    "less_than": lambda given, wanted: bool(given < wanted),
}
OPERATORS = ("answered", *_COMPARE)
