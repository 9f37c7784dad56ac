"""What follows from the answers, as frozen values the windows, the documents and the door all read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from carer_desktop.assessment import Plain
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.careact.eligibility import Eligibility
from carer_desktop.careact.prompts import Prompt


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend (hard), to look at again (soft, may be kept) or still to answer (needed)."""

    question: str
    item: str | None
    column: str | None
    kind: Literal["hard", "soft", "needed"]
    gate: str | None
    text: str

    @property
    def place(self) -> str:
        """Where it stands: `sleep`, or `cf/ITEM/name` for one cell of a list."""
        return place(self.question, self.item, self.column)

    @property
    def in_the_way(self) -> bool:
        """Whether it stands in the way of sending: wrong, or a core answer that is still needed."""
        return self.kind == "hard" or (self.kind == "needed" and self.gate == "C")


def place(question: str, item: str | None = None, column: str | None = None) -> str:
    """One name for one field on a page.

    >>> place("sleep"), place("cf", "a1", "name")
    ('sleep', 'cf/a1/name')
    """
    return question if item is None else f"{question}/{item}/{column}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many answers a gate needs here, how many are given, how many are marked *not covered*."""

    needed: int = 0
    done: int = 0
    not_covered: int = 0


@dataclass(frozen=True, slots=True)
class SectionState:
    """One section in the task list: shown or not, its status in words of the code, how much is `unmet` in it.

    Status: `not_started`, `in_progress`, `complete`, `problem`, `closed` (not shown).
    """

    id: str
    shown: bool
    status: Literal["not_started", "in_progress", "complete", "problem", "closed"]
    core: Count = Count()
    expected: Count = Count()
    folded: int = 0
    unmet: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """All that follows from one set of answers on one day.

    `values`: what was answered or worked out, by key, typed (hidden answers are not in it).
    `shown`: places that are asked (`sleep`, `cf/ITEM/name`), and what is worked out once it has a value.
    `folded`: shown places the short path folds away. `hidden`: answers kept although their question is
    not asked now. `defaults`: places whose value stands in from elsewhere, with the words saying from
    where. `unmet`: core places still to answer. `wanting`: the
    places without an answer, by the gate that asks for one. `prompts`: what to think of, which blocks nothing.
    """

    values: Mapping[str, Any]
    shown: frozenset[str]
    folded: frozenset[str]
    hidden: Mapping[str, Plain]
    defaults: Mapping[str, str]
    problems: tuple[Problem, ...]
    progress: Mapping[str, Count]
    sections: tuple[SectionState, ...]
    path: Literal["short", "full"]
    path_why: tuple[str, ...]
    eligibility: Eligibility | None
    suggestion: Suggestion | None
    calculated: Mapping[str, Plain] = field(default_factory=dict)
    wanting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prompts: tuple[Prompt, ...] = ()

    def problem_at(self, where: str) -> Problem | None:
        """The first hard or soft problem at a place (what still needs an answer is not one)."""
        return next((p for p in self.problems if p.place == where and p.kind != "needed"), None)

    @property
    def unmet(self) -> tuple[Problem, ...]:
        """What stands in the way of sending, one for each place: what every "still needed" counts."""
        return unmet(self.problems)


def unmet(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Of these problems what stands in the way of sending, the first at each place."""
    first: dict[str, Problem] = {}
    for problem in problems:
        if problem.in_the_way:
            first.setdefault(problem.place, problem)
    return tuple(first.values())
