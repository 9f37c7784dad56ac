"""Two tables beside each other, one level up or down, what a table would have cost, and a table in plain words."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.budget.compare import Case, calibrate, difference, neighbours
from carer_desktop.budget.library import find
from carer_desktop.budget.plain import GUIDE, as_text, describe_plainly, grid, rules, shown
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.table import load, parse
from carer_desktop.budget.writing import file_text
from carer_desktop.paths import RESOURCES
from tests.core.budget.chance import DAY, Chance
from tests.core.budget.test_modes import BANDS, FLAT, OFTEN, POINTS, WEEKLY, head
from tests.core.budget.test_properties import TABLES, seeds
from tests.core.budget.test_published import LOADED

ILLUSTRATIVE = find("illustrative")
TEXT = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
HIGH = {"caring_level": "l3", "impact_level": "i3"}


# --- difference ------------------------------------------------------------------------------------


def test_two_versions_are_compared_cell_by_cell() -> None:
    text = TEXT.replace('i4 = "600.00"', 'i4 = "650.00"').replace(
        'i3 = "300.00", i4 = "450.00"', 'i3 = "290.00", i4 = "none"'
    )
    found = difference(ILLUSTRATIVE, load(text))
    assert len(found.amounts) == 20
    assert [(one.words, one.before, one.after, one.difference, one.kind) for one in found.changes] == [
        ("High, A lot", "£300.00", "£290.00", Decimal("-10.00"), "less"),
        ("High, More than I can manage", "£450.00", "no figure", None, "other"),
        ("Very high, More than I can manage", "£600.00", "£650.00", Decimal("50.00"), "more"),
    ]
    assert (found.rules_gone, found.rules_new) == ((), ())


def test_levels_bands_and_rules_that_came_or_went() -> None:
    more = load(
        BANDS.replace('label = "High" }', 'label = "High" }, { id = "top", label = "Top" }') + 'top = "200.00"\n'
    )
    there, back = difference(load(BANDS), more), difference(more, load(BANDS))
    assert [(one.words, one.before, one.after, one.kind) for one in there.changes] == [
        ("Top", "not there", "£200.00", "new")
    ]
    assert [(one.words, one.before, one.after, one.kind) for one in back.changes] == [
        ("Top", "£200.00", "not there", "gone")
    ]
    assert (there.rules_gone, there.rules_new) == (("Impact: Low, High",), ("Impact: Low, High, Top",))
    bands = difference(load(POINTS), load(POINTS.replace("to = 10", "to = 9").replace("from = 11", "from = 10")))
    assert [(one.words, one.kind) for one in bands.changes] == [
        ("0 to 9 points", "new"), ("10 to 30 points", "new"), ("0 to 10 points", "gone"), ("11 to 30 points", "gone"),
    ]  # fmt: skip
    modes = difference(load(FLAT), load(head(FLAT, "up_to = true")))
    assert modes.changes == ()
    assert modes.rules_new == ("Every figure is “up to”: the plan shows how much of it is needed",)


def test_another_mode_has_no_cell_in_common() -> None:
    found = difference(LOADED["derbyshire-2017"], LOADED["halton-2015"])
    assert [one.kind for one in found.amounts] == ["new", "new", "new", "gone", "gone", "gone"]
    assert [one.kind for one in difference(LOADED["birmingham-2017"], ILLUSTRATIVE).amounts].count("gone") == 1


@given(seeds)
def test_a_table_does_not_differ_from_itself_and_the_way_back_is_the_way_there(seed: int) -> None:
    one, two = (load(file_text(Chance(each, spoils=0).table())) for each in (seed, seed + 1))
    assert difference(one, one).changes == () == difference(one, one).rules_new
    there, back = difference(one, two), difference(two, one)
    turned = {"new": "gone", "gone": "new", "more": "less", "less": "more", "same": "same", "other": "other"}
    assert sorted(turned[each.kind] for each in there.amounts) == sorted(each.kind for each in back.amounts)


# --- neighbours ------------------------------------------------------------------------------------


def test_what_one_level_more_or_less_would_give() -> None:
    found = neighbours(ILLUSTRATIVE, HIGH)
    assert [(one.words, one.step, str(one.suggestion.amount), str(one.difference)) for one in found] == [
        ("Level of the caring role: Moderate", -1, "225.00", "-75.00"),
        ("Level of the caring role: Very high", 1, "450.00", "150.00"),
        ("Impact on well-being: A fair amount", -1, "225.00", "-75.00"),
        ("Impact on well-being: More than I can manage", 1, "450.00", "150.00"),
    ]
    edge = neighbours(ILLUSTRATIVE, {"caring_level": "l1", "impact_level": "i4"})
    assert [(one.step, str(one.difference)) for one in edge] == [(1, "100.00"), (-1, "-50.00")]


def test_neighbours_of_what_is_not_answered_have_no_difference() -> None:
    (up, down) = neighbours(ILLUSTRATIVE, {"caring_level": "l2"})
    assert (up.difference, down.difference) == (None, None)
    assert up.suggestion.why_none == "No guide figure: not answered yet: “Impact on well-being”"
    assert neighbours(ILLUSTRATIVE, {}) == neighbours(LOADED["birmingham-2017"], {}) == ()


@given(st.sampled_from(sorted(TABLES)), seeds)
def test_a_neighbour_is_what_the_table_gives_there(name: str, seed: int) -> None:
    table, chance = TABLES[name], Chance(seed, spoils=0)
    answers = chance.answers(table)
    for one in neighbours(table, answers, DAY):
        here = suggest(table, answers, DAY).amount
        there = one.suggestion.amount
        assert one.difference == (None if here is None or there is None else there - here)


# --- calibration -----------------------------------------------------------------------------------


def case(caring: str, impact: str | None, before: str | None) -> Case:
    """A case of last year."""
    return Case({"caring_level": caring, "impact_level": impact}, date(2025, 6, 1), Decimal(before) if before else None)


def test_what_a_table_would_have_suggested_for_last_years_cases() -> None:
    found = calibrate(
        ILLUSTRATIVE,
        [
            case("l1", "i0", "0.00"), case("l1", "i1", "40.00"), case("l3", "i3", "350.00"), case("l4", "i4", None),
            case("l2", None, "200.00"), case("l2", "i9", None), case("l3", "i3", "250.00"), case("l1", None, None),
        ],
    )  # fmt: skip
    assert (found.cases, found.figures, found.total, found.before) == (8, 5, Decimal("1250.00"), Decimal("840.00"))
    assert (found.rise, found.fall, found.same) == (2, 1, 1)
    assert found.bars[0] == ("£0.00 to £99.99", 2)
    assert [count for _, count in found.bars] == [2, 0, 0, 2, 0, 0, 1]
    assert found.bars[-1] == ("£600.00 to £699.99", 1)
    assert dict(found.reasons) == {
        "No guide figure: not answered yet: “Impact on well-being”": 2,
        "No guide figure, for a reason that no other case has": 1,
    }


def test_no_cases_give_an_empty_picture() -> None:
    found = calibrate(ILLUSTRATIVE, [])
    assert (found.cases, found.figures, found.total, found.bars, found.reasons) == (0, 0, Decimal("0.00"), (), ())
    assert calibrate(ILLUSTRATIVE, [case("l1", None, "5.00")]).bars == ()


@given(st.lists(st.tuples(st.sampled_from(["l1", "l4", "x"]), st.sampled_from(["i1", "i4", None])), max_size=30))
def test_the_picture_holds_every_case_once(rated: list[tuple[str, str | None]]) -> None:
    cases = [case(caring, impact, None) for caring, impact in rated]
    found = calibrate(ILLUSTRATIVE, cases)
    alone = [suggest(ILLUSTRATIVE, one.answers).amount for one in cases]
    assert found.total == sum(amount for amount in alone if amount is not None)
    assert sum(count for _, count in found.bars) == found.figures
    assert found.figures + sum(count for _, count in found.reasons) == found.cases == len(cases)
    assert len(found.bars) <= 12


def test_nothing_in_the_picture_tells_one_case_from_another() -> None:
    kinds = {one.name: one.type for one in fields(calibrate(ILLUSTRATIVE, []))}
    assert set(kinds.values()) == {"int", "Decimal", "tuple[tuple[str, int], ...]"}


# --- in plain words --------------------------------------------------------------------------------


def test_the_illustrative_table_in_plain_words() -> None:
    text = "\n".join(as_text(describe_plainly(ILLUSTRATIVE)))
    assert text.startswith("How a guide figure is worked out: Illustrative – not Camden's\nThese figures are made up")
    assert GUIDE in text
    assert "Level of the caring role: Low, Moderate, High, Very high" in text
    assert (
        "A high level of caring with a lot of impact. Level of the caring role: High, Impact on well-being: A lot. "
        in text
    )
    assert "Rounded to the nearest £5.00" in text
    assert text.endswith("Table illustrative, version 2026.1.\nWritten by Carer Desktop.\nNobody has approved it yet.")
    assert grid(ILLUSTRATIVE).rows[3] == ("Very high", "£0.00", "£200.00", "£300.00", "£450.00", "£600.00")
    assert grid(ILLUSTRATIVE).header[1] == "Impact on well-being: None"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("tower-hamlets", [
            "Nothing: the figure is the same for everybody it is for",
            "For carers where “Eligible needs” is “No”; for others, an eligible carer has a personal budget instead",
            "For carers where “Significant impact on well-being” is “Yes”; for others, the payment is for carers on "
            "whom caring has one",
            "Every figure is “up to”: the plan shows how much of it is needed",
        ]),
        ("devon-break", [
            "What the break costs: an amount of money",
            "For carers where “Eligible needs” is “No”; for others, the fund is for carers without eligible needs",
            "A payment again after 24 months",
            "The scheme gives at least £50.00",
        ]),
        ("rochdale", [
            "Nothing: the figure is the same for everybody it is for",
            "One payment in a financial year, which begins on 1 April",
            "Every figure is “up to”: the plan shows how much of it is needed",
        ]),
        ("city-of-london", ["Share of the formula: a number", "The scheme usually gives up to £1,560.00"]),
        ("rotherham-2013", ["Figure of the year before: an amount of money", "Raised by 1.57 % for 2013/14"]),
    ],
)  # fmt: skip
def test_every_rule_in_a_sentence(name: str, lines: list[str]) -> None:
    assert list(rules(LOADED[name])) == lines


def test_points_and_several_payments_in_plain_words() -> None:
    assert rules(load(POINTS))[0] == "Nights: Quiet (0 points), Broken (15 points)"
    assert "2 payments in a financial year, which begins on 1 April" in rules(
        load(FLAT + OFTEN + "most_in_financial_year = 2\n")
    )


@pytest.mark.parametrize("name", TABLES)
def test_every_table_fits_on_two_pages_with_every_amount_and_example(name: str) -> None:
    table = TABLES[name]
    lines = list(as_text(describe_plainly(table, "Dana Example, Head of Service")))
    text = "\n".join(lines)
    assert sum(1 + len(line) // 95 for line in lines) <= 90, "two pages of some 45 lines"
    for cell in table.scheme.cells():
        assert "no figure" in text if cell.amount is None else f"£{cell.amount:,.2f}" in text
    assert all(example.title in text for example in table.examples)
    assert "Approved by Dana Example, Head of Service." in text
    assert "{" not in text and "None" not in text.replace("None  ", "").replace(": None", "")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_amount_of_the_grid_says_for_what_it_is(name: str) -> None:
    table = TABLES[name]
    made = grid(table)
    said = {
        when: words
        for row, row_when in zip(made.rows, made.when, strict=True)
        for words, when in zip(row, row_when, strict=True)
        if when
    }
    assert said == {cell.words: shown(cell) for cell in table.scheme.cells()}
    assert all(len(row) == len(made.header) for row in (*made.rows, *made.when))


def test_answers_of_examples_are_told_in_words() -> None:
    example = '[[example]]\ntitle = "E"\non = 2026-11-22\namount = "250.00"\nanswers = '
    text = FLAT + OFTEN + "months = 3\n"
    said: list[tuple[str, str]] = [
        ('{ paid = [{ date = "2020-01-01" }], other = 3 }', "Payments: 2020-01-01, other: 3"),
        ("{ paid = [] }", "Payments: none"),
        ("{ paid = 2020-01-01 }", "Payments: 2020-01-01"),
    ]
    for answers, words in said:
        (part,) = [one for one in describe_plainly(load(text + example + answers)) if one.title == "Worked examples"]
        assert part.lines == (f"E. {words}. Guide figure: £250.00.",)
    devon = {one.title: one for one in describe_plainly(LOADED["devon-break"])}
    average = "The average award. Eligible needs: No, What the break costs: £172.00. Guide figure: £172.00."
    assert devon["Worked examples"].lines == (average,)
    assert grid(LOADED["devon-break"]).rows == (("Each pound", "£1.00"),)
    odd = file_text(
        {**parse(WEEKLY.encode()), "example": [{"title": "E", "answers": {"hours": "x"}, "amount": "none"}]}
    )
    assert (
        "Hours: x. No guide figure"
        in {one.title: one for one in describe_plainly(load(odd))}["Worked examples"].lines[0]
    )
    wrong: dict[str, Any] = {one.title: one for one in describe_plainly(load(BANDS + example + '{ impact = "x" }'))}
    assert "E. Impact: x. No guide figure" in wrong["Worked examples"].lines[0]
