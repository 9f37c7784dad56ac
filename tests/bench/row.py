"""One line of the table, and how often something is timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    `ours` and `floor` are in `unit`; the floor is the least that the same work can cost, measured in the same run.
    `goal` is the most that ours / floor may be, or the most that ours may be where there is no floor; with `by_itself`
    the most that ours may be, whatever the floor is.
    """

    name: str
    ours: float
    floor: float | None
    goal: float | None
    unit: str
    note: str = ""
    by_itself: bool = False

    @property
    def measured(self) -> float:
        """What the goal is held against."""
        return self.ours / self.floor if self.floor and not self.by_itself else self.ours

    @property
    def verdict(self) -> str:
        """Met, missed, or a dash where there is no goal."""
        if self.goal is None:
            return "-"
        return "met" if self.measured <= self.goal else "MISSED"


def median_ms(work: Callable[[], object], times: int) -> float:
    """The median of so many runs, in milliseconds, after one that is not counted."""
    work()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1000
