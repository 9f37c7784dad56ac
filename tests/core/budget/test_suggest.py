"""From answers to a guide figure: every cell, every reason for none, and money that is never a float."""

from __future__ import annotations

import ast
import json
from datetime import date
from decimal import Decimal, FloatOperation, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import carer_desktop.budget
from carer_desktop.budget.library import find, shipped
from carer_desktop.budget.money import pounds, rounded
from carer_desktop.budget.suggest import added_up, suggest, suggest_on
from carer_desktop.budget.suggestion import Step
from carer_desktop.budget.table import Table, load
from carer_desktop.caseload import shapes
from carer_desktop.errors import Refused
from carer_desktop.paths import RESOURCES

ILLUSTRATIVE = find("illustrative")
CARING = ("l1", "l2", "l3", "l4")
IMPACT = ("i0", "i1", "i2", "i3", "i4")
AMOUNTS = {
    "l1": ("0.00", "50.00", "100.00", "150.00", "200.00"),
    "l2": ("0.00", "100.00", "150.00", "225.00", "300.00"),
    "l3": ("0.00", "150.00", "225.00", "300.00", "450.00"),
    "l4": ("0.00", "200.00", "300.00", "450.00", "600.00"),
}
CELLS = [(row, column, AMOUNTS[row][place]) for row in CARING for place, column in enumerate(IMPACT)]


def _with_cell(amount: str, step: str) -> Table:
    text = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
    return load(text.replace('i4 = "600.00"', f'i4 = "{amount}"').replace('step = "5.00"', f'step = "{step}"'))


@pytest.mark.parametrize(("caring", "impact", "amount"), CELLS)
def test_every_pair_of_levels_gives_its_cell(caring: str, impact: str, amount: str) -> None:
    found = suggest(ILLUSTRATIVE, {"caring_level": caring, "impact_level": impact})
    assert found.amount == Decimal(amount)
    assert str(found.amount) == amount
    assert found.why_none is None
    assert [line.rule for line in found.lines] == ["matrix"]
    assert pounds(Decimal(amount)) in found.lines[0].text
    assert found.illustrative


def test_the_working_is_in_the_tables_own_words() -> None:
    (line,) = suggest(ILLUSTRATIVE, {"caring_level": "l3", "impact_level": "i3"}).lines
    assert line.text == (
        "“Level of the caring role” is “High” and “Impact on well-being” is “A lot”: the table gives £300.00"
    )


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({}, "not answered yet: “Level of the caring role” and “Impact on well-being”"),
        ({"caring_level": "l1"}, "not answered yet: “Impact on well-being”"),
        ({"impact_level": "i1", "caring_level": None}, "not answered yet: “Level of the caring role”"),
        ({"impact_level": "i1", "caring_level": ""}, "not answered yet: “Level of the caring role”"),
        ({"caring_level": "l9", "impact_level": "i1"},
         "the answer to “Level of the caring role” (“l9”) is not a level of the table"),
        ({"caring_level": "l1", "impact_level": ["i1"]},
         "the answer to “Impact on well-being” is not a level of the table"),
        ({"caring_level": "Low", "impact_level": "i1"},
         "the answer to “Level of the caring role” (“Low”) is not a level of the table"),
    ],
)  # fmt: skip
def test_no_suggestion_says_why_and_is_not_nothing(inputs: dict[str, object], why: str) -> None:
    found = suggest(ILLUSTRATIVE, inputs)
    assert found.amount is None
    assert found.lines == ()
    assert found.why_none == f"No guide figure: {why}"
    assert found.table_sha256 == ILLUSTRATIVE.sha256
    nothing = suggest(ILLUSTRATIVE, {"caring_level": "l1", "impact_level": "i0"})
    assert nothing.amount == Decimal("0.00")
    assert nothing.lines


@pytest.mark.parametrize(
    ("cell", "step", "amount", "change"),
    [
        ("612.50", "5.00", "615.00", "2.50"),
        ("612.49", "5.00", "610.00", "-2.49"),
        ("600.50", "1.00", "601.00", "0.50"),
        ("601.50", "1.00", "602.00", "0.50"),
        ("604.99", "10.00", "600.00", "-4.99"),
        ("0.49", "1.00", "0.00", "-0.49"),
    ],
)
def test_rounding_is_half_up_and_shown_as_a_line(cell: str, step: str, amount: str, change: str) -> None:
    found = suggest(_with_cell(cell, step), {"caring_level": "l4", "impact_level": "i4"})
    assert [(line.rule, str(line.amount), str(line.running)) for line in found.lines] == [
        ("matrix", cell, cell),
        ("rounding", change, amount),
    ]
    assert found.lines[1].text == f"Rounded to the nearest £{step}"
    assert found.amount == Decimal(amount)


def test_nothing_is_a_cap() -> None:
    found = suggest(_with_cell("9999999.99", "0.01"), {"caring_level": "l4", "impact_level": "i4"})
    assert found.amount == Decimal("9999999.99")
    assert found.lines[0].text.endswith("£9,999,999.99")


@given(
    st.decimals("0", "9999999.99", places=2).map("{:.2f}".format),
    st.sampled_from(["0.01", "0.03", "0.50", "1.00", "5.00", "25.00"]),
)
def test_lines_add_up_to_the_amount(cell: str, step: str) -> None:
    table = _with_cell(cell, step)
    with localcontext() as context:
        context.traps[FloatOperation] = True
        found = suggest(table, {"caring_level": "l4", "impact_level": "i4"})
        shown = shapes.suggestion(found)
    assert found.amount is not None
    assert sum(line.amount for line in found.lines) == found.lines[-1].running == found.amount
    assert found.amount % Decimal(step) == 0
    assert abs(found.amount - Decimal(cell)) * 2 <= Decimal(step)
    for one in shown["lines"]:
        assert all(text == f"{Decimal(text):.2f}" for text in (one["amount"], one["running"]))
    assert shown["amount"] == str(found.amount)


@given(
    st.dictionaries(st.sampled_from(["caring_level", "impact_level", "other"]), st.none() | st.text() | st.integers())
)
def test_any_answers_give_an_amount_or_a_reason(inputs: dict[str, object]) -> None:
    found = suggest(ILLUSTRATIVE, inputs)
    assert (found.amount is None) == bool(found.why_none)
    assert (found.amount is None) == (not found.lines)


@given(st.lists(st.decimals("-9999", "9999", places=2)))
def test_added_up_keeps_the_running_sum(amounts: list[Decimal]) -> None:
    lines = added_up(Step("rule", "text", amount) for amount in amounts)
    assert [line.running for line in lines] == [sum(amounts[: end + 1], Decimal(0)) for end in range(len(amounts))]


def test_uprating_figure_rounds_half_up() -> None:
    assert rounded(Decimal("175") * Decimal("1.0157")) == Decimal("177.75")
    assert rounded(Decimal("0.005")) == Decimal("0.01")
    assert rounded(Decimal("2.665")) == Decimal("2.67")


def test_no_float_is_written_in_the_room() -> None:
    room = Path(str(carer_desktop.budget.__file__)).parent
    for path in room.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id == "float"), path


def test_json_is_what_the_door_prints() -> None:
    found = suggest(ILLUSTRATIVE, {"caring_level": "l3", "impact_level": "i3"})
    assert json.loads(json.dumps(shapes.suggestion(found))) == {
        "amount": "300.00",
        "lines": [
            {"rule": "matrix", "text": found.lines[0].text, "amount": "300.00", "running": "300.00"},
        ],
        "table": {"id": "illustrative", "version": "2026.1", "sha256": ILLUSTRATIVE.sha256, "illustrative": True},
        "why_none": None,
    }
    none = shapes.suggestion(suggest(ILLUSTRATIVE, {}))
    assert (none["amount"], none["lines"]) == (None, [])
    assert none["table"]["id"] == "illustrative"
    assert none["why_none"].startswith("No guide figure: not answered yet")


def test_the_day_of_the_conversation_chooses_the_table() -> None:
    inputs = {"caring_level": "l4", "impact_level": "i4"}
    assert suggest_on([ILLUSTRATIVE], date(2026, 11, 22), inputs).amount == Decimal("600.00")
    without = suggest_on([], date(2026, 11, 22), inputs)
    assert (without.amount, without.lines, without.illustrative) == (None, (), False)
    assert without.why_none == "No guide figure: no approved table has been loaded"
    assert shapes.suggestion(without)["table"] is None


def test_the_shipped_table_is_the_illustrative_one_and_says_so() -> None:
    assert [(table.id, table.illustrative) for table in shipped()] == [("illustrative", True)]
    assert ILLUSTRATIVE.title == "Illustrative – not Camden's"
    assert [[level.id for level in axis.levels] for axis in ILLUSTRATIVE.axes] == [list(CARING), list(IMPACT)]


def test_a_shipped_table_is_found_by_id_and_version(tmp_path: Path) -> None:
    assert find("illustrative@2026.1") == ILLUSTRATIVE
    with pytest.raises(Refused, match=r"There is no table “camden”. Known are: illustrative@2026.1."):
        find("camden")
    text = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
    (tmp_path / "a.toml").write_text(text.replace("2026.1", "2027.1").replace("2020-01-01", "2027-04-01"), "utf-8")
    (tmp_path / "b.toml").write_text(text, "utf-8")
    assert find("illustrative", tmp_path).version == "2027.1"
    assert find("illustrative@2026.1", tmp_path).version == "2026.1"
