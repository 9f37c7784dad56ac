"""The arithmetic of the support plan, line by line, and what it asks people to look at again; nothing is a block."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.findings.given import Given
from carer_desktop.findings.plan import items_split, items_total, kinds, line_total, usually_not
from tests.core.packs.packs import CONVERSATION, REVIEW, TODAY, found, problems, record

PLANNED = {"conv_date": "2026-11-18", "elig_determination": "yes", "budget_wanted": "yes"}
AGAIN = {
    "rev_date": "2026-11-18", "still_caring": "yes", "rev_outcome": "again", "bud_had": "yes", "bud_amount": "400.00",
    "bud_used": "all",
}  # fmt: skip


def item(cost: str | None, qty: int | None = None, freq: str = "oneoff", **more: Any) -> dict[str, Any]:
    """A row of the plan that the budget pays for."""
    cells = {"need": "home", "by_budget": "yes", "freq": freq, "unit_cost": cost, "qty": qty, **more}
    return {name: cell for name, cell in cells.items() if cell is not None}


def planned(*items: dict[str, Any], **more: Any) -> Any:
    """What follows from a plan with these rows."""
    return found(CONVERSATION, {**PLANNED, "plan_items": list(items), **more})


@pytest.mark.parametrize(
    ("items", "lines", "total", "split"),
    [
        ([item("30.00")], ["30.00"], "30.00", "£30.00 once"),
        ([item("30.00", 10)], ["300.00"], "300.00", "£300.00 once"),
        ([item("12.50", 2, "weekly")], ["1300.00"], "1300.00", "£1,300.00 a year for what comes back"),
        ([item("40.00", None, "monthly")], ["480.00"], "480.00", "£480.00 a year for what comes back"),
        ([item("40.00", 1, "fourweekly")], ["520.00"], "520.00", "£520.00 a year for what comes back"),
        ([item("99.99", 1, "annual")], ["99.99"], "99.99", "£99.99 a year for what comes back"),
        ([item("250.00"), item("20.00", 1, "monthly")], ["250.00", "240.00"], "490.00",
         "£250.00 once, and £240.00 a year for what comes back"),
        ([item("0.00")], ["0.00"], "0.00", "£0.00 once"),
        ([item("30.00"), {"need": "work", "by_budget": "no"}], ["30.00"], "30.00", "£30.00 once"),
    ],
)  # fmt: skip
def test_lines_total_and_what_comes_back(items: list[Any], lines: list[str], total: str, split: str) -> None:
    values = planned(*items).values
    assert [str(row["total"]) for row in values["plan_items"] if "total" in row] == lines
    assert (str(values["items_total"]), values["items_split"]) == (total, split)
    assert str(values["proposed"]) == total, "the amount asked for begins as the total"


def test_nothing_is_parted_before_there_is_a_total() -> None:
    asked = Given(CONVERSATION, (), record(CONVERSATION, {}), TODAY, {})
    assert (items_total(asked), items_split(asked), line_total(asked), usually_not(asked)) == (None, None, None, None)


def test_a_cost_that_is_not_known_makes_no_total() -> None:
    values = planned(item("30.00"), item(None)).values
    assert "items_total" not in values and "items_split" not in values and "proposed" not in values
    assert "items_total" not in planned({"need": "home", "by_budget": "no"}).values


costs = st.decimals("0", "99999.99", places=2).map("{:.2f}".format)
rows = st.builds(
    item,
    costs,
    st.none() | st.integers(1, 500),
    st.sampled_from(["oneoff", "weekly", "fourweekly", "monthly", "annual"]),
)


@given(st.lists(rows, min_size=1, max_size=8))
def test_the_lines_add_up_to_the_total_and_to_its_two_parts(items: list[dict[str, Any]]) -> None:
    values = planned(*items).values
    totals = [row["total"] for row in values["plan_items"]]
    assert sum(totals) == values["items_total"]
    amounts = [part.split()[0].strip("£").replace(",", "") for part in values["items_split"].split(", and ")]
    assert sum(map(Decimal, amounts)) == values["items_total"]
    assert not any(isinstance(each, float) for each in (*totals, values["items_total"]))


def test_another_amount_than_the_items_or_the_guide_figure_needs_a_reason() -> None:
    rated = {"caring_level": "l3", "impact_level": "i3", "impact_reason": "Nights"}
    same = planned(item("300.00"), **rated)
    assert "variance_reason" not in same.shown and "proposed_mismatch" not in same.shown
    other = planned(item("300.00"), **rated, proposed="420.00")
    needed = problems(other, "needed")
    assert {"variance_reason", "proposed_mismatch"} <= set(needed)
    assert other.values["variance"] == Decimal("120.00")
    reasons = {"variance_reason": "A course costs more", "proposed_mismatch": "A charity pays a part"}
    given_ = planned(item("300.00"), **rated, proposed="420.00", **reasons)
    assert not {"variance_reason", "proposed_mismatch", "proposed"} & set(problems(given_, "needed"))
    assert "proposed" not in problems(given_, "hard"), "nothing is a cap"


@pytest.mark.parametrize(
    ("proposed", "reduce", "asked"),
    [
        ("399.99", None, True), ("400.00", None, False), ("450.00", None, False),
        ("300.00", "no", True), ("300.00", "yes", False),
    ],
)  # fmt: skip
def test_less_than_last_time_needs_a_reason_and_notice_once(proposed: str, reduce: str | None, asked: bool) -> None:
    answers = {**AGAIN, "budget_wanted": "yes", "proposed": proposed}
    if reduce:
        answers |= {"rev_outcome": "plan_budget", "rev_reduce": reduce}
    findings = found(REVIEW, answers)
    assert ("proposed_less_reason" in findings.shown) is asked
    assert ("proposed_less_reason" in problems(findings, "needed")) is asked
    assert "four weeks" in REVIEW.question["proposed_less_reason"].hint
    assert ("rev_reduce_reason" in problems(findings, "needed")) is (reduce == "yes")


@pytest.mark.parametrize(
    ("said", "category", "words"),
    [
        ("Rent for March", None, "“Rent for March”: usually not household bills, rent or a mortgage (Camden's page"),
        ("Car rental for a day out", None, ""),
        ("Weekly food shopping", None, "food"),
        ("Credit card", None, "debts, fines or loans"),
        ("A bottle of WINE", None, "gambling, alcohol, tobacco or drugs"),
        ("Dentist", None, "anything the NHS provides"),
        ("A sitter on Fridays", None, "that person's own plan (Care Act 2014, section 20)"),
        ("Fridays off", "sitting", "that person's own plan (Care Act 2014, section 20)"),
        ("Laptop already bought", None, "something that is bought already"),
        ("Ten swimming lessons", "exercise", ""),
        ("Refine a CV", None, ""),
    ],
)
def test_a_kind_usually_not_paid_for_is_pointed_out_with_its_source(
    said: str, category: str | None, words: str
) -> None:
    findings = planned(item("30.00", description=said, category=category), use_check="yes")
    pointed = findings.values.get("usually_not", "")
    assert (words in pointed) if words else pointed == ""
    assert ("use_check" in problems(findings, "soft")) is bool(words)
    assert "use_check" not in problems(findings, "hard")
    asked = planned(item("30.00", description=said, category=category), use_check="no")
    assert "use_check" not in problems(asked, "soft"), "the manager is asked already"


def test_an_item_that_is_not_bought_is_not_pointed_out() -> None:
    row = {"need": "home", "by_budget": "no", "how": "Help with the rent", "description": "Rent"}
    assert "usually_not" not in planned(row, item("5.00", description="Swimming")).values
    two = planned(item("5.00", description="Rent and wine"), item("6.00", category="sitting")).values["usually_not"]
    assert len(two.splitlines()) == 3 and "“An item”" in two


def test_every_kind_has_words_a_source_and_categories_of_the_form() -> None:
    offered = CONVERSATION.by_key["plan_items.category"].choice_labels
    assert len(kinds()) >= 7
    for kind in kinds():
        assert kind.says and kind.source and kind.words.pattern
        assert set(kind.categories) <= set(offered)


def test_several_budgets_in_a_year_are_shown_and_never_taken_off() -> None:
    payments = [{"date": "2026-02-01", "amount": "300.00"}, {"date": "2026-08", "amount": "150.00"}]
    rated = {"caring_level": "l3", "impact_level": "i3", "impact_reason": "Nights"}
    findings = planned(item("300.00"), **rated, prior_payments=payments)
    assert findings.values["prior_total"] == Decimal("450.00")
    assert findings.values["suggested"] == findings.values["proposed"] == Decimal("300.00")
