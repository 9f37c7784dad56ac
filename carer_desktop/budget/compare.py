"""What another table would change: cell by cell, one level up or down, and over the cases there have been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from carer_desktop.budget.money import NOTHING, pounds
from carer_desktop.budget.plain import rules, shown
from carer_desktop.budget.scheme import Cell
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.budget.table import Table
from carer_desktop.forms.dates import shown_date

NOT_THERE = "not there"
NOT_SAID = "not said"
OF_ITS_OWN = "No guide figure, for a reason that no other case has"
_MOST_BARS = 12
_WIDTHS = tuple(Decimal(width) for width in (25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 100000, 1000000))


class Change(NamedTuple):
    """One amount in two tables, in words; *difference* where both are amounts."""

    words: str
    before: str
    after: str
    difference: Decimal | None
    kind: Literal["same", "more", "less", "new", "gone", "other"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two tables beside each other: every amount of both, and the other rules that came or went.

    `origin` is what changed of where they come from: from when they hold, who wrote and approved them, their source.
    """

    amounts: tuple[Change, ...]
    rules_gone: tuple[str, ...]
    rules_new: tuple[str, ...]
    origin: tuple[Change, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The amounts that are not the same."""
        return tuple(one for one in self.amounts if one.kind != "same")

    @property
    def counted(self) -> str:
        """How many amounts differ, in words."""
        changed = len(self.changes)
        same = len(self.amounts) - changed
        amounts = "1 amount differs" if changed == 1 else f"{changed} amounts differ"
        return f"{amounts}, {same} {'is' if same == 1 else 'are'} the same"


class Neighbour(NamedTuple):
    """What one level more or less of one rating would give."""

    words: str
    step: Literal[-1, 1]
    suggestion: Suggestion
    difference: Decimal | None


class Case(NamedTuple):
    """One case as a table sees it, without a name: its answers, its day, and the figure it was given."""

    answers: Mapping[str, Any]
    day: date | None
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a table would have suggested for cases; nothing in it tells one case from another.

    `reasons` counts why there was no figure, as far as more than one case has the same reason. `bars` is the picture:
    each range in words, and how many cases fall in it.
    `rise`, `fall` and `same` count the cases that have a figure both times.
    """

    cases: int
    figures: int
    total: Decimal
    before: Decimal
    rise: int
    fall: int
    same: int
    bars: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]


def difference(old: Table, new: Table) -> Difference:
    """Every amount of both tables and what became of it, in the order of the new one."""
    before = {_name(cell): cell for cell in old.scheme.cells()} if old.mode == new.mode else {}
    after = {_name(cell): cell for cell in new.scheme.cells()}
    gone = [cell for cell in old.scheme.cells() if old.mode != new.mode or _name(cell) not in after]
    amounts = [_change(before.get(name), cell) for name, cell in after.items()]
    old_rules, new_rules = rules(old), rules(new)
    return Difference(
        (*amounts, *(Change(cell.words, shown(cell), NOT_THERE, None, "gone") for cell in gone)),
        tuple(one for one in old_rules if one not in new_rules),
        tuple(one for one in new_rules if one not in old_rules),
        tuple(
            Change(words, before, after, None, "other")
            for (words, before), (_, after) in zip(_origin(old), _origin(new), strict=True)
            if before != after
        ),
    )


def _origin(table: Table) -> tuple[tuple[str, str], ...]:
    """Where a table comes from and when it holds, each with its heading."""
    return (
        ("Title", table.title),
        ("Holds from", shown_date(table.start)),
        ("Holds until", shown_date(table.until) if table.until else "another begins"),
        ("Written by", table.author or NOT_SAID),
        ("Source", table.source or NOT_SAID),
        ("Approved by", table.approved or NOT_SAID),
    )


def neighbours(table: Table, answers: Mapping[str, object], day: date | None = None) -> tuple[Neighbour, ...]:
    """What one level up and one level down of each rating would give; for a table's own page, never in a record."""
    here = suggest(table, answers, day).amount
    found: list[Neighbour] = []
    for axis in table.axes:
        level = axis.level(answers.get(axis.question))
        if level is None:
            continue
        at = axis.levels.index(level)
        for step in (-1, 1):
            if 0 <= at + step < len(axis.levels):
                other = axis.levels[at + step]
                there = suggest(table, {**answers, axis.question: other.id}, day)
                change = None if here is None or there.amount is None else there.amount - here
                found.append(Neighbour(f"{axis.title}: {other.label}", -1 if step < 0 else 1, there, change))
    return tuple(found)


def calibrate(table: Table, cases: Iterable[Case]) -> Calibration:
    """What the table would have suggested for these cases."""
    pairs = [(case, suggest(table, case.answers, case.day)) for case in cases]
    figures = [found.amount for _, found in pairs if found.amount is not None]
    both = [found.amount - case.before for case, found in pairs if found.amount is not None and case.before is not None]
    return Calibration(
        cases=len(pairs),
        figures=len(figures),
        total=sum(figures, NOTHING),
        before=sum((case.before for case, _ in pairs if case.before is not None), NOTHING),
        rise=sum(change > 0 for change in both),
        fall=sum(change < 0 for change in both),
        same=sum(change == 0 for change in both),
        bars=_bars(figures),
        reasons=_reasons(Counter(found.why_none or "" for _, found in pairs if found.amount is None)),
    )


def _reasons(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The reasons, the most frequent first; one that a single case has, with its days and numbers, is not told."""
    shared = [(why, number) for why, number in counted.most_common() if number > 1]
    alone = sum(number == 1 for number in counted.values())
    return (*shared, *([(OF_ITS_OWN, alone)] if alone else []))


def _change(before: Cell | None, after: Cell) -> Change:
    if before is None:
        return Change(after.words, NOT_THERE, shown(after), None, "new")
    if before.amount is None or after.amount is None:
        kind: Literal["same", "other"] = "same" if before.amount == after.amount else "other"
        return Change(after.words, shown(before), shown(after), None, kind)
    change = after.amount - before.amount
    way: Literal["same", "more", "less"] = "same" if not change else "more" if change > 0 else "less"
    return Change(after.words, shown(before), shown(after), change, way)


def _name(cell: Cell) -> str:
    """What an amount is for: bands are known by their points, anything else by its place in the file."""
    return cell.words if cell.key.startswith("band ") else cell.key


def _bars(figures: list[Decimal]) -> tuple[tuple[str, int], ...]:
    """How many figures fall into each of at most a dozen ranges of equal width, from nothing to the highest."""
    if not figures:
        return ()
    width = next((one for one in _WIDTHS if max(figures) < one * _MOST_BARS), _WIDTHS[-1])
    counts = Counter(int(figure // width) for figure in figures)
    return tuple(
        (f"{pounds(width * bar)} to {pounds(width * (bar + 1) - Decimal('0.01'))}", counts[bar])
        for bar in range(max(counts) + 1)
    )
