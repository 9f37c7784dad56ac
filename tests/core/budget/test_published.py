"""Every published scheme, as a table file, gives what its council published; the expected figures are typed by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.budget.check import check
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.table import Table, load

TABLES = Path(__file__).parents[2] / "data" / "tables"
LOADED: dict[str, Table] = {path.stem: load(path) for path in sorted(TABLES.glob("*.toml"))}
DAY = date(2026, 11, 22)

# The scheme, the answers, the figure or (None) why there is none.
WORKED: list[tuple[str, dict[str, Any], str | None]] = [
    ("derbyshire-2017", {"impact": "band1"}, "100.00"),
    ("derbyshire-2017", {"impact": "band2"}, "175.00"),
    ("derbyshire-2017", {"impact": "band3"}, "300.00"),
    ("halton-2015", {"impact": "low"}, "0.00"),
    ("halton-2015", {"impact": "medium"}, "200.00"),
    ("halton-2015", {"impact": "high"}, "300.00"),
    ("city-of-london", {"share": 100}, "1560.00"),
    ("city-of-london", {"share": 40}, "624.00"),
    ("city-of-london", {"share": "40.0"}, "624.00"),
    ("city-of-london", {"share": 0}, "0.00"),
    ("birmingham-2017", {}, "250.00"),
    ("oxfordshire-2017", {"need": "not_highest"}, "0.00"),
    ("oxfordshire-2017", {"need": "highest"}, "300.00"),
    ("torbay", {"tier": "basic"}, "200.00"),
    ("rochdale", {}, "500.00"),
    ("rochdale", {"payments": ["2026-03-31"]}, "500.00"),
    ("tower-hamlets", {"eligible": "no", "significant_impact": "yes"}, "250.00"),
    ("devon-break", {"eligible": "no", "break_cost": 172}, "172.00"),
    ("devon-break", {"eligible": "no", "break_cost": 30}, "50.00"),
    ("devon-break", {"eligible": "no", "break_cost": 172, "payments": ["2024-11-22"]}, "172.00"),
    ("newcastle-wellbeing", {}, "200.00"),
    ("rotherham-2013", {"last_year": 100}, "101.57"),
    ("rotherham-2013", {"last_year": 175}, "177.75"),
    ("dclad-c", {"score": 0}, "0.00"),
    ("dclad-c", {"score": 1}, "20.00"),
    ("dclad-c", {"score": 20}, "20.00"),
    ("dclad-c", {"score": 30}, "40.00"),
    ("dclad-c", {"score": 55}, "40.00"),
    ("dclad-c", {"score": 60}, "60.00"),
    ("dclad-c", {"score": 75}, "60.00"),
    ("dclad-c", {"score": 80}, "85.00"),
    ("dclad-c", {"score": 130}, "85.00"),
    ("adat-carer", {"score": 30}, "1.00"),
    ("adat-carer", {"score": 130}, "1.00"),
    ("adat-person", {"score": 25}, "1.00"),
]

NO_FIGURE: list[tuple[str, dict[str, Any], str]] = [
    ("derbyshire-2017", {}, "not answered yet: “Effect of caring”"),
    ("halton-2015", {"impact": None}, "not answered yet: “Effect of caring”"),
    ("halton-2015", {"impact": "unknown"}, "the answer to “Effect of caring” (“unknown”) is not a level of the table"),
    ("city-of-london", {}, "not answered yet: “Share of the formula”"),
    ("torbay", {"tier": "enhanced"}, "“Tier of the assessment” is “Enhanced”, and the scheme gives no figure for that"),
    (
        "rochdale",
        {"payments": ["2026-04-01"]},
        "the scheme pays once in a financial year, and has paid so often since 1 April 2026; it pays again from "
        "1 April 2027. This is a rule of the scheme and not a limit: the manager may decide otherwise",
    ),
    (
        "tower-hamlets",
        {"eligible": "yes", "significant_impact": "yes"},
        "“Eligible needs” is “Yes”, and an eligible carer has a personal budget instead",
    ),
    (
        "tower-hamlets",
        {"eligible": "no", "significant_impact": "no"},
        "“Significant impact on well-being” is “No”, and the payment is for carers on whom caring has one",
    ),
    ("tower-hamlets", {"eligible": "no"}, "not answered yet: “Significant impact on well-being”"),
    ("tower-hamlets", {}, "not answered yet: “Eligible needs” and “Significant impact on well-being”"),
    (
        "devon-break",
        {"eligible": "yes", "break_cost": 172},
        "“Eligible needs” is “Yes”, and the fund is for carers without eligible needs",
    ),
    (
        "devon-break",
        {"eligible": "no", "break_cost": 172, "payments": ["2024-12-22"]},
        "the last payment was on 22 December 2024, and the scheme pays again after 24 months, from 22 December 2026. "
        "This is a rule of the scheme and not a limit: the manager may decide otherwise",
    ),
    ("dclad-c", {"score": 25}, "25 points are in the band of 21 to 29 points, and the scheme gives no figure for that"),
    ("dclad-c", {"score": 59}, "59 points are in the band of 56 to 59 points, and the scheme gives no figure for that"),
    ("dclad-c", {"score": 76}, "76 points are in the band of 76 to 79 points, and the scheme gives no figure for that"),
    ("dclad-c", {"score": "20.5"}, "20.5 points lie between two bands of the table"),
    ("dclad-c", {"score": 131}, "131 points are more than the table knows (130)"),
    (
        "adat-carer",
        {"score": 29},
        "29 points are in the band of 0 to 29 points, and the scheme gives no figure for that",
    ),
    (
        "adat-person",
        {"score": 24},
        "24 points are in the band of 0 to 24 points, and the scheme gives no figure for that",
    ),
]


@pytest.mark.parametrize(("name", "answers", "amount"), WORKED)
def test_a_published_scheme_gives_the_published_figure(name: str, answers: dict[str, Any], amount: str) -> None:
    found = suggest(LOADED[name], answers, DAY)
    assert str(found.amount) == amount, found.why_none
    assert found.why_none is None
    assert sum(line.amount for line in found.lines) == found.amount == found.lines[-1].running


@pytest.mark.parametrize(("name", "answers", "why"), NO_FIGURE)
def test_a_published_scheme_gives_no_figure_and_says_why(name: str, answers: dict[str, Any], why: str) -> None:
    found = suggest(LOADED[name], answers, DAY)
    assert (found.amount, found.lines) == (None, ())
    assert found.why_none == f"No guide figure: {why}"


@pytest.mark.parametrize("name", LOADED)
def test_every_table_file_is_in_order_and_proves_itself(name: str) -> None:
    assert [str(one) for one in check(TABLES / f"{name}.toml")] == []
    assert LOADED[name].examples
    assert LOADED[name].author


def test_every_scheme_has_worked_figures() -> None:
    assert {name for name, _, _ in WORKED} == set(LOADED)
    assert not any(table.illustrative for table in LOADED.values())


@pytest.mark.parametrize(
    ("name", "answers", "lines"),
    [
        ("halton-2015", {"impact": "high"}, [
            ("band", "“Effect of caring” is “High: significant effect”: the table gives £300.00", "300.00", "300.00"),
            ("up_to", "The figure is up to £300.00: the plan shows how much of it is needed", "0.00", "300.00"),
        ]),
        ("city-of-london", {"share": 125}, [
            ("weekly", "“Share of the formula” is 125 %: £30.00 a week for 52 weeks gives £1,950.00",
             "1950.00", "1950.00"),
            ("usually_up_to", "The scheme usually gives up to £1,560.00; this is £390.00 more, and stays so where the "
             "need is clear", "0.00", "1950.00"),
        ]),
        ("rotherham-2013", {"last_year": 175}, [
            ("points", "“Figure of the year before” is £175.00", "0.00", "0.00"),
            ("rate", "£175.00 at £1.00 a pound: £175.00", "175.00", "175.00"),
            ("uprating", "Raised by 1.57 % for 2013/14", "2.75", "177.75"),
        ]),
        ("devon-break", {"eligible": "no", "break_cost": 30}, [
            ("gate", "“Eligible needs” is “No”: the scheme is for this carer", "0.00", "0.00"),
            ("frequency", "“Earlier breaks from the fund”: none is recorded, so the scheme pays now", "0.00", "0.00"),
            ("points", "“What the break costs” is £30.00", "0.00", "0.00"),
            ("rate", "£30.00 at £1.00 a pound: £30.00", "30.00", "30.00"),
            ("minimum", "The scheme gives at least £50.00", "20.00", "50.00"),
        ]),
        ("dclad-c", {"score": 42}, [
            ("points", "“Score of the domain” is 42: 42 points", "0.00", "0.00"),
            ("band", "42 points (30 to 55 points): the table gives £40.00", "40.00", "40.00"),
        ]),
    ],
)  # fmt: skip
def test_the_working_line_by_line(name: str, answers: dict[str, Any], lines: list[tuple[str, str, str, str]]) -> None:
    found = suggest(LOADED[name], answers, DAY)
    assert [(one.rule, one.text, str(one.amount), str(one.running)) for one in found.lines] == lines
