"""What holds for every table and every answer: sums, no floats, no cap, rising where it says so."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, FloatOperation, localcontext
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.budget.check import FIGURES, check
from carer_desktop.budget.inputs import Axis, Number
from carer_desktop.budget.library import find
from carer_desktop.budget.modifiers import Minimum, Rounding, UpTo, UsuallyUpTo
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.budget.table import Table, load
from carer_desktop.budget.writing import file_text
from carer_desktop.caseload import shapes
from tests.core.budget.chance import DAY, Chance
from tests.core.budget.test_published import LOADED

TABLES = {**LOADED, "illustrative": find("illustrative")}
seeds = st.integers(0, 2**32)


def adds_up(found: Suggestion) -> None:
    """The rules every suggestion keeps."""
    assert (found.amount is None) == (not found.lines) == bool(found.why_none)
    if found.amount is not None:
        assert sum(line.amount for line in found.lines) == found.lines[-1].running == found.amount >= 0
        running = Decimal(0)
        for line in found.lines:
            running += line.amount
            assert line.running == running
            assert line.amount == round(line.amount, 2) and line.text and line.rule


@given(seeds)
def test_a_table_made_right_loads_and_its_lines_add_up(seed: int) -> None:
    chance = Chance(seed, spoils=0)
    table = load(file_text(chance.table()))
    adds_up(suggest(table, chance.answers(table), DAY))


@given(st.sampled_from(sorted(TABLES)), seeds)
def test_the_lines_of_every_shipped_table_add_up_for_any_answers(name: str, seed: int) -> None:
    chance = Chance(seed)
    adds_up(suggest(TABLES[name], chance.answers(TABLES[name]), DAY))


@given(seeds)
def test_a_soft_ceiling_or_an_up_to_never_changes_the_figure(seed: int) -> None:
    chance = Chance(seed, spoils=0)
    table = load(file_text(chance.table()))
    silent = tuple(one for one in table.modifiers if not isinstance(one, UsuallyUpTo | UpTo))
    answers = chance.answers(table)
    spoken = (*silent, UsuallyUpTo(Decimal("0.01")), UpTo())
    figures = {suggest(replace(table, modifiers=each), answers, DAY).amount for each in (silent, spoken)}
    assert len(figures) == 1


@given(seeds)
def test_a_minimum_lifts_and_never_lowers(seed: int) -> None:
    chance = Chance(seed, spoils=0)
    table = load(file_text(chance.table()))
    without = tuple(one for one in table.modifiers if not isinstance(one, Minimum))
    answers = chance.answers(table)
    least = Decimal("60.00")
    before = suggest(replace(table, modifiers=without), answers, DAY).amount
    after = suggest(replace(table, modifiers=(*without, Minimum(least))), answers, DAY).amount
    assert after == (max(before, least) if before else before)


def raised(table: Table, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers with one rating or number of the amount one higher."""
    found = []
    for one in table.scheme.inputs:
        if isinstance(one, Number):
            number = answers[one.question]
            found += [{**answers, one.question: number + 1}] if isinstance(number, int) else []
        else:
            levels = [level.id for level in one.levels]
            found += [{**answers, one.question: high} for low, high in pairwise(levels) if low == answers[one.question]]
    return found


@given(st.sampled_from(sorted(name for name, table in TABLES.items() if table.rising or name == "illustrative")), seeds)
def test_where_a_table_says_that_it_rises_a_higher_level_never_gives_less(name: str, seed: int) -> None:
    table, chance = TABLES[name], Chance(seed, spoils=0)
    answers = {
        one.question: chance.level(one) if isinstance(one, Axis) else chance.random.randint(0, 140)
        for one in table.inputs
    }
    low = suggest(table, answers).amount
    for more in raised(table, answers):
        high = suggest(table, more).amount
        assert low is None or high is None or high >= low


@given(seeds)
def test_a_table_that_says_so_and_passes_the_check_rises_whatever_is_done_with_its_amounts(seed: int) -> None:
    chance = Chance(seed, spoils=0)
    data = {**chance.table(), "rising": True}
    data.pop("example", None)
    if any(one.kind == "error" for one in check(file_text(data))):
        return
    table = load(file_text(data))
    answers = chance.answers(table)
    low = suggest(table, answers, DAY).amount
    known = {one.question for one in table.scheme.inputs}
    if low is None or not all(isinstance(answers[name], int | str) for name in known):
        return
    for more in raised(table, answers):
        high = suggest(table, more, DAY).amount
        assert high is None or high >= low


@given(st.sampled_from(sorted(TABLES)), seeds)
def test_no_float_comes_near_the_money(name: str, seed: int) -> None:
    table = TABLES[name]
    with localcontext() as context:
        context.traps[FloatOperation] = True
        found = suggest(table, Chance(seed).answers(table), DAY)
        shown = shapes.suggestion(found)
    assert not floats(table) and not floats(found) and not floats(shown)


def floats(value: Any) -> list[float]:
    """Every float in a value, however deep."""
    if isinstance(value, float):
        return [value]
    if is_dataclass(value):
        return [each for one in fields(value) for each in floats(getattr(value, one.name))]
    if isinstance(value, dict):
        return [each for pair in value.items() for one in pair for each in floats(one)]
    return [each for one in value for each in floats(one)] if isinstance(value, tuple | list) else []


def test_floats_are_found_where_there_are_any() -> None:
    table = TABLES["illustrative"]
    assert floats({"a": [1, (0.5,)]}) == [0.5]
    assert floats(replace(table, modifiers=(Rounding(0.5),))) == [0.5]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TABLES)
def test_every_amount_of_a_table_is_reached_or_said_to_be_none(name: str) -> None:
    table = TABLES[name]
    cells = table.scheme.cells()
    assert cells and len({cell.key for cell in cells}) == len(cells)
    assert all(cell.words and (cell.amount is None or cell.amount >= 0) for cell in cells)
    assert table.mode in FIGURES or {cell.key for cell in cells} <= {"rate", "weeks"}
