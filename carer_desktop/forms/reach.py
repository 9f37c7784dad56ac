"""Whether a condition can ever be true: a search through the answers it allows and what must be shown for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil, floor
from typing import Any, TypeAlias

from carer_desktop.forms.condition import All, Comparison, Condition, Not, Other
from carer_desktop.forms.question import Form, Question

STEPS = 20_000
NUMBERS = ("whole", "decimal", "money")
ORDERING = ("at_least", "more_than", "at_most", "less_than")
Goal: TypeAlias = tuple[Condition, bool]


class TooLargeError(Exception):
    """The search was given up after `STEPS` steps: nothing is known about the condition."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One name a condition may use: its question, and whether it is that question's own answer.

    `kind` is the question's type, `choice` for a grid's row; `offered` is the closed set of values, None
    where any text will do; a calculation offers what it can give.
    """

    name: str
    kind: str
    question: Question
    offered: tuple[str, ...] | None = None


class Names:
    """Every name a condition of one form may use, and what its value can be. *faulty* conditions, which
    cannot be worked out at all, are left out of what must be shown."""

    def __init__(self, form: Form, calculations: Mapping[str, tuple[str, ...]]) -> None:
        self.form = form
        self.calculations = calculations
        self.faulty: set[int] = set()

    @cached_property
    def variables(self) -> dict[str, Variable]:
        found = {key: self._variable(key, question) for key, question in self.form.by_key.items()}
        for question in self.form.question.values():
            for row in question.rows:
                name = f"{question.id}.{row.id}"
                found[name] = Variable(name, "choice", question, tuple(question.choice_labels))
        for fact, asked in self.form.prior.items():
            if asked in found:
                found[f"prior.{fact}"] = replace(found[asked], name=f"prior.{fact}")
        return found

    def _variable(self, key: str, question: Question) -> Variable:
        offered: tuple[str, ...] | None = tuple(question.choice_labels)
        if question.type == "calculated":
            known = self.calculations.get(question.calculation, ())
            both = tuple(one for one in question.gives if one in known)
            offered = (both if known else question.gives) or known or None
        elif question.choices_from or question.type not in ("choice", "choices"):
            offered = None
        return Variable(key, question.type, question, offered)

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of every question and column in the order of asking; a column after its list."""
        asked = (q for section in self.form.sections for top in section.questions for q in (top, *top.columns))
        return {question.key: number for number, question in enumerate(asked)}

    @cached_property
    def parents(self) -> dict[str, tuple[Condition, ...]]:
        """For every question and column the conditions under which it is shown, outermost first."""
        found: dict[str, tuple[Condition, ...]] = {}
        for section in self.form.sections:
            for question in section.questions:
                above = _given(section.show_when, question.show_when)
                found[question.key] = above
                for column in question.columns:
                    found[column.key] = above + _given(column.show_when)
        return found


def _given(*conditions: Condition | None) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if condition is not None)


@dataclass(frozen=True, slots=True)
class Room:
    """What one variable may still be: answered or not, and inside which bounds."""

    answered: bool | None = None
    among: frozenset[Any] | None = None
    without: frozenset[Any] = frozenset()
    low: Any = None
    low_open: bool = False
    high: Any = None
    high_open: bool = False
    has: frozenset[str] = frozenset()


State: TypeAlias = dict[str, Room]


class Reach:
    """The search over one form. *limits*: whether least and most, and what a calculation gives, are held to;
    *follow*: whether an answered question must itself be shown."""

    def __init__(self, names: Names, limits: bool = True, follow: bool = True) -> None:
        self.names = names
        self.limits = limits
        self.follow = follow
        self.steps = 0

    def possible(self, *conditions: Condition) -> bool:
        """Whether all the conditions can be true at once; raises TooLargeError when the search is given up."""
        self.steps = 0
        return self._search([(condition, True) for condition in conditions], {})

    def _search(self, goals: list[Goal], state: State) -> bool:
        """Depth first: takes goals off the end until none is left (possible) or one cannot be met."""
        goals, state = list(goals), dict(state)
        while goals:
            self.steps += 1
            if self.steps > STEPS:
                raise TooLargeError
            condition, wanted = goals.pop()
            if isinstance(condition, Not):
                goals.append((condition.part, not wanted))
            elif isinstance(condition, Comparison):
                ways = list(self._ways(condition, wanted, state))
                if len(ways) != 1:
                    return any(self._search([*goals, *more], {**state, **rooms}) for rooms, more in ways)
                state.update(ways[0][0])
                goals.extend(ways[0][1])
            elif isinstance(condition, All) is wanted:
                goals.extend((part, wanted) for part in condition.parts)
            else:
                return any(self._search([*goals, (part, wanted)], state) for part in condition.parts)
        return True

    def _ways(self, test: Comparison, wanted: bool, state: State) -> Iterator[tuple[State, list[Goal]]]:
        """The ways to make one comparison come out as wanted: changed rooms, and what must then hold as well."""
        given = state.get(test.question, Room())
        if test.operator == "answered":
            answered = test.value is wanted
            if given.answered in (None, answered):
                yield {test.question: replace(given, answered=answered)}, self._shown(test.question, given, answered)
            return
        if isinstance(test.value, Other):
            yield from self._both(test, state)
            return
        if given.answered is False:
            return
        variable = self.names.variables[test.question]
        shown = self._shown(test.question, given, True)
        for room in _narrowed(replace(given, answered=True), test, wanted):
            if self._has_room(variable, room):
                yield {test.question: room}, shown

    def _both(self, test: Comparison, state: State) -> Iterator[tuple[State, list[Goal]]]:
        """A comparison of two questions needs both answered; how it comes out is left open."""
        rooms: State = {}
        goals: list[Goal] = []
        for name in test.questions():
            given = state.get(name, Room())
            if given.answered is False:
                return
            rooms[name] = replace(given, answered=True)
            goals += self._shown(name, given, True)
        yield rooms, goals

    def _shown(self, name: str, given: Room, answered: bool) -> list[Goal]:
        """What must hold because a question is answered, the first time that is known; a fact of the last
        record needs nothing here."""
        if not (self.follow and answered) or given.answered or name.startswith("prior."):
            return []
        parents = self.names.parents[self.names.variables[name].question.key]
        return [(parent, True) for parent in parents if id(parent) not in self.names.faulty]

    def _has_room(self, variable: Variable, room: Room) -> bool:
        """Whether the variable can still have a value."""
        if variable.kind == "choices":
            return _ticks(variable, room)
        if variable.offered is not None and (self.limits or variable.kind != "calculated"):
            among = room.among if room.among is not None else frozenset(variable.offered)
            return bool(among.intersection(variable.offered) - room.without)
        if room.among is not None and not room.among - room.without:
            return False
        if self.limits and variable.kind in NUMBERS:
            room = _limited(room, variable.question)
        return _between(room, variable.kind == "whole")


def _narrowed(room: Room, test: Comparison, wanted: bool) -> Iterator[Room]:
    """The room after one comparison with a constant comes out as wanted."""
    value, operator = test.value, test.operator
    if operator == "includes":
        ticks = value if isinstance(value, tuple) else (value,)
        if wanted:
            yield from (replace(room, has=room.has | {tick}) for tick in ticks)
        else:
            yield replace(room, without=room.without | set(ticks))
    elif operator in ORDERING:
        yield _ordered(room, operator if wanted else _OPPOSITE[operator], value)
    else:
        several = frozenset(value) if operator == "is_any_of" else frozenset((value,))
        if (operator == "is_not") is wanted:
            yield replace(room, without=room.without | several)
        else:
            yield replace(room, among=several if room.among is None else room.among & several)


_OPPOSITE = {"at_least": "less_than", "less_than": "at_least", "more_than": "at_most", "at_most": "more_than"}


def _ordered(room: Room, operator: str, value: Any) -> Room:
    if operator in ("at_least", "more_than"):
        return _above(room, value, operator == "more_than")
    return _below(room, value, operator == "less_than")


def _above(room: Room, value: Any, is_open: bool) -> Room:
    if room.low is None or value > room.low or (value == room.low and is_open):
        return replace(room, low=value, low_open=is_open)
    return room


def _below(room: Room, value: Any, is_open: bool) -> Room:
    if room.high is None or value < room.high or (value == room.high and is_open):
        return replace(room, high=value, high_open=is_open)
    return room


def _limited(room: Room, question: Question) -> Room:
    least = Decimal(0) if question.least is None and question.type == "money" else question.least
    room = room if least is None else _above(room, least, False)
    return room if question.most is None else _below(room, question.most, False)


def _between(room: Room, whole: bool) -> bool:
    """Whether anything lies between the bounds."""
    if room.among is not None:
        return any(_inside(one, room) for one in room.among - room.without)
    if room.low is None or room.high is None:
        return True
    if whole or isinstance(room.low, date):
        return _steps_between(room)
    if room.low == room.high:
        return not (room.low_open or room.high_open or room.low in room.without)
    return bool(room.low < room.high)


def _inside(one: Any, room: Room) -> bool:
    above = room.low is None or one > room.low or (one == room.low and not room.low_open)
    below = room.high is None or one < room.high or (one == room.high and not room.high_open)
    return bool(above and below)


def _steps_between(room: Room) -> bool:
    """Whether a whole number, or a day, lies between the bounds that is not left out one by one."""
    if isinstance(room.low, date):
        first, last = room.low.toordinal(), room.high.toordinal()
        out = {one.toordinal() for one in room.without}
    else:
        first, last = ceil(room.low), floor(room.high)
        out = {one for one in room.without if first <= one <= last}
    first += room.low_open and (isinstance(room.low, date) or first == room.low)
    last -= room.high_open and (isinstance(room.high, date) or last == room.high)
    return bool(last - first + 1 > sum(first <= one <= last for one in out))


def _ticks(variable: Variable, room: Room) -> bool:
    """Whether some set of ticks fits: none left out is in it, and one that stands alone is alone."""
    if room.has & room.without:
        return False
    alone = {choice.id for choice in variable.question.choices if choice.alone}
    if len(room.has) > 1 and room.has & alone:
        return False
    if variable.offered is None:
        return True
    return room.has <= set(variable.offered) and bool(set(variable.offered) - room.without)
