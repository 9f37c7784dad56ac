"""The modes and modifiers of a table: what each gives, and one row for every way its part of a file can be wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from carer_desktop.budget.check import check, describe
from carer_desktop.budget.conditions import after_months, financial_year
from carer_desktop.budget.suggest import listed, suggest
from carer_desktop.budget.table import load
from carer_desktop.errors import FormError
from carer_desktop.forms.dates import PartialDate

HEAD = 'id = "t"\nversion = "1"\ntitle = "T"\nsource = "Made up"\nfrom = 2026-04-01\n'
BANDS = (
    HEAD
    + """mode = "bands"
[[axis]]
question = "impact"
title = "Impact"
levels = [{ id = "low", label = "Low" }, { id = "high", label = "High" }]
[amounts]
low = "100.00"
high = "175.00"
"""
)
POINTS = (
    HEAD
    + """mode = "points_bands"
[[axis]]
question = "nights"
title = "Nights"
levels = [{ id = "no", label = "Quiet", points = 0 }, { id = "yes", label = "Broken", points = 15 }]
[[number]]
question = "hours"
title = "Hours a week"
[[band]]
from = 0
to = 10
amount = "0.00"
[[band]]
from = 11
to = 30
amount = "120.00"
[[band]]
from = 31
amount = "240.00"
"""
)
RATE = (
    POINTS[: POINTS.index("[[band]]")]
    .replace("points_bands", "points_rate")
    .replace("[[axis]]", 'rate = "2.35"\n[[axis]]')
)
WEEKLY = HEAD + 'mode = "weekly"\nrate = "12.50"\nweeks = 48\n[[number]]\nquestion = "hours"\ntitle = "Hours"\n'
FLAT = HEAD + 'mode = "flat"\namount = "250.00"\n'
GATE = """[[gate]]
question = "eligible"
title = "Eligible"
levels = [{ id = "no", label = "No", open = true }, { id = "yes", label = "Yes" }]
otherwise = "that carer has a budget"
"""
OFTEN = '[frequency]\nquestion = "paid"\ntitle = "Payments"\ncolumn = "date"\n'
EXAMPLE = '[[example]]\ntitle = "One"\nanswers = { impact = "low" }\namount = "100.00"\n'
RAISED = '[[uprating]]\npercent = "1.57"\nwhy = "2026/27"\n'


NOT_A_NUMBER = "the answer to “Hours a week” is not a number the table can count with"


def head(text: str, line: str) -> str:
    """The file with one more line at its top level."""
    return text.replace('version = "1"\n', f'version = "1"\n{line}\n')


# the file, what to replace, with what, the key named, words of the finding, words of the mend
FAULTS = [
    (
        "two ratings in bands",
        BANDS,
        "[amounts]",
        '[[axis]]\nquestion = "b"\ntitle = "B"\nlevels = []\n[amounts]',
        "axis",
        "These bands have one rating, not 2",
        "once",
    ),
    (
        "level without amount",
        BANDS,
        'low = "100.00"\n',
        "",
        "amounts.low",
        "There is no amount for this level",
        '"0.00"',
    ),
    (
        "amount without level",
        BANDS,
        'low = "100.00"\n',
        'low = "1.00"\nmid = "2.00"\n',
        "amounts.mid",
        "not known",
        "low",
    ),
    ("wrong money", BANDS, '"175.00"', '"175"', "amounts.high", "“175” is not an amount of money", '"150.00"'),
    (
        "a key of another mode",
        BANDS,
        'version = "1"',
        'version = "1"\nrate = "1.00"',
        "rate",
        "“rate” is not known",
        "Did you",
    ),
    (
        "overlap",
        POINTS,
        "from = 11",
        "from = 10",
        "band 2.from",
        "From 10 on it overlaps the band before, which goes up to 10",
        "lowest first",
    ),
    (
        "after an open end",
        POINTS,
        "to = 30\n",
        "",
        "band 3.from",
        "overlaps the band before, which goes up to all",
        "one band",
    ),
    ("gap", POINTS, "from = 11", "from = 14", "band 2.from", "No band says anything about 11 to 13 points", '"none"'),
    ("band backwards", POINTS, "to = 10", "to = -1", "band 1.to", "A whole number is needed", "to = 12"),
    (
        "band ends before it begins",
        POINTS,
        "to = 30",
        "to = 3",
        "band 2.to",
        "The last point 3 is before the first, 11",
        "one",
    ),
    (
        "band without amount",
        POINTS,
        'amount = "120.00"\n',
        "",
        "band 2.amount",
        "An amount of money is needed",
        '"150.00"',
    ),
    ("band from text", POINTS, "from = 11", 'from = "11"', "band 2.from", "A whole number is needed here", "from = 12"),
    ("band from yes", POINTS, "from = 11", "from = true", "band 2.from", "A whole number is needed here", "from = 12"),
    ("key of a band", POINTS, "to = 10", "too = 10", "band 1.too", "“too” is not known", "“to”?"),
    ("no bands", POINTS, POINTS[POINTS.index("[[band]]") :], "", "band", "Points need bands", "[[band]]"),
    ("level without points", POINTS, ", points = 15", "", "axis 1.levels 2.points", "A whole number", "points = 12"),
    (
        "points in a rating of bands",
        BANDS,
        'label = "Low"',
        'label = "Low", points = 1',
        "axis 1.levels 1.points",
        "“points” is not known",
        "id, label",
    ),
    (
        "looks at nothing",
        FLAT,
        'mode = "flat"\namount = "250.00"',
        'mode = "points_rate"\nrate = "1.00"',
        "axis",
        "The table looks at nothing",
        "[[number]]",
    ),
    ("no rate", RATE, 'rate = "2.35"\n', "", "rate", "An amount of money is needed here", '"150.00"'),
    ("rate as a number", RATE, '"2.35"', "2.35", "rate", "2.35 is not an amount of money", "in quotes"),
    (
        "question twice",
        POINTS,
        'question = "hours"',
        'question = "nights"',
        "number 1.question",
        "“nights” stands twice",
        "another",
    ),
    ("unit", WEEKLY, 'title = "Hours"', 'title = "Hours"\nunit = "h"', "number 1.unit", "“h” is not a unit", '"%"'),
    (
        "key of a number",
        WEEKLY,
        'title = "Hours"',
        'title = "Hours"\nleast = 1',
        "number 1.least",
        "not known",
        "question",
    ),
    ("no weeks", WEEKLY, "weeks = 48\n", "", "weeks", "A whole number is needed here", "weeks = 12"),
    ("weeks below nothing", WEEKLY, "weeks = 48", "weeks = -1", "weeks", "A whole number is needed here", "weeks = 12"),
    ("no amount", FLAT, 'amount = "250.00"\n', "", "amount", "An amount of money is needed here", '"150.00"'),
    (
        "minimum",
        FLAT,
        'version = "1"',
        'version = "1"\nminimum = 50',
        "minimum",
        "50 is not an amount of money",
        "in quotes",
    ),
    (
        "most",
        FLAT,
        'version = "1"',
        'version = "1"\nusually_up_to = "£1"',
        "usually_up_to",
        "“£1” is not an amount",
        "£",
    ),
    ("up to", FLAT, 'version = "1"', 'version = "1"\nup_to = 1', "up_to", "Only yes or no", "up_to = true"),
    ("rising", FLAT, 'version = "1"', 'version = "1"\nrising = "yes"', "rising", "Only yes or no", "rising = true"),
    (
        "per cent as a number",
        FLAT + RAISED,
        '"1.57"',
        "1.57",
        "uprating 1.percent",
        "Per cent are needed here",
        "in quotes",
    ),
    (
        "per cent with a sign",
        FLAT + RAISED,
        '"1.57"',
        '"1.57 %"',
        "uprating 1.percent",
        "Per cent are needed",
        "without %",
    ),
    ("uprating for what", FLAT + RAISED, 'why = "2026/27"\n', "", "uprating 1.why", "Some text is needed", "why"),
    ("key of an uprating", FLAT + RAISED, "why", "wy", "uprating 1.wy", "“wy” is not known", "“why”?"),
    (
        "gate for all",
        FLAT + GATE,
        'label = "Yes"',
        'label = "Yes", open = true',
        "gate 1.levels",
        "open to all levels or to none",
        "open = true",
    ),
    (
        "gate for none",
        FLAT + GATE,
        ", open = true",
        "",
        "gate 1.levels",
        "open to all levels or to none",
        "open = true",
    ),
    ("gate half open", FLAT + GATE, "open = true", 'open = "yes"', "gate 1.levels 1.open", "Only yes or no", "true"),
    (
        "gate without words",
        FLAT + GATE,
        'otherwise = "that carer has a budget"\n',
        "",
        "gate 1.otherwise",
        "Some text",
        "otherwise",
    ),
    ("gate and rating", BANDS + GATE, '"eligible"', '"impact"', "axis 1.question", "“impact” stands twice", "another"),
    ("how often", FLAT + OFTEN, OFTEN, OFTEN, "frequency", "does not say how often", "months = 24"),
    ("for ever", FLAT + OFTEN, 'column = "date"', "months = 1201", "frequency.months", "hundred years", "Correct"),
    (
        "months in words",
        FLAT + OFTEN,
        'column = "date"',
        'months = "24"',
        "frequency.months",
        "A whole number",
        "months = 12",
    ),
    ("key of a frequency", FLAT + OFTEN, 'column = "date"', "month = 24", "frequency.month", "not known", "“months”?"),
    (
        "frequency not a table",
        FLAT,
        'version = "1"',
        'version = "1"\nfrequency = 24',
        "frequency",
        "A table",
        "frequency =",
    ),
    (
        "example without answers",
        BANDS + EXAMPLE,
        'answers = { impact = "low" }\n',
        "",
        "example 1.answers",
        "is needed",
        "answers",
    ),
    (
        "example without amount",
        BANDS + EXAMPLE,
        'answers = { impact = "low" }\namount = "100.00"',
        "answers = {}",
        "example 1.amount",
        "An amount of money is needed",
        '"150.00"',
    ),
    (
        "example without title",
        BANDS + EXAMPLE,
        'title = "One"\n',
        "",
        "example 1.title",
        "Some text is needed",
        "title",
    ),
    (
        "key of an example",
        BANDS + EXAMPLE,
        'title = "One"',
        'titel = "One"',
        "example 1.titel",
        "not known",
        "“title”?",
    ),
    (
        "day of an example",
        BANDS + EXAMPLE,
        'title = "One"',
        'title = "One"\non = "2026"',
        "example 1.on",
        "A date",
        "on =",
    ),
]


@pytest.mark.parametrize(
    ("text", "old", "new", "key", "what", "mend"), [pytest.param(*row[1:], id=row[0]) for row in FAULTS]
)
def test_every_fault_names_its_key_and_mend(text: str, old: str, new: str, key: str, what: str, mend: str) -> None:
    assert old in text
    spoilt = text.replace(old, new, 1)
    found = check(spoilt, "t.toml")
    named = [one for one in found if one.key == key and what in one.what and mend in one.mend]
    assert len(named) == 1, [str(one) for one in found]
    assert named[0].kind == "error"
    with pytest.raises(FormError):
        load(spoilt)


@pytest.mark.parametrize("text", [BANDS, POINTS, RATE, WEEKLY, FLAT, FLAT + GATE, BANDS + EXAMPLE, FLAT + RAISED])
def test_the_tables_of_these_tests_are_in_order(text: str) -> None:
    assert [str(one) for one in check(text)] == []


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        (
            BANDS.replace('"175.00"', '"75.00"'),
            "amounts.high",
            "£75.00 is less than the £100.00 of the lower level low",
        ),
        (
            POINTS.replace('"240.00"', '"20.00"'),
            "band 3.amount",
            "£20.00 is less than the £120.00 of the lower level band 2",
        ),
        (POINTS.replace("points = 0", "points = 20"), "axis 1.levels 2.points", "15 points are fewer than the 20"),
        (RATE.replace("points = 0", "points = 20"), "axis 1.levels 2.points", "15 points are fewer than the 20"),
        (WEEKLY.replace("48", "54"), "weeks", "54 weeks are more than a year has"),
        (head(BANDS, 'step = "50.00"'), "amounts.high", "£175.00 is not a multiple of the step £50.00"),
    ],
)
def test_what_is_odd_is_a_warning_and_where_the_table_says_rising_an_error(text: str, key: str, what: str) -> None:
    (one,) = check(text)
    assert (one.key, one.kind) == (key, "warning")
    assert what in one.what
    (again,) = check(head(text, "rising = true"))
    assert again.kind == ("error" if "less" in what or "fewer" in what else "warning")
    assert load(text).id == "t"


def test_a_worked_example_that_is_not_kept_is_an_error_and_the_table_can_still_be_read() -> None:
    wrong = BANDS + EXAMPLE.replace('"100.00"', '"99.00"') + EXAMPLE.replace('"100.00"', '"none"')
    missing = EXAMPLE.replace('{ impact = "low" }', "{}")
    assert [str(one) for one in check(wrong + missing, "t.toml")] == [
        "t.toml, example 1: “One” should give £99.00. The table gives £100.00. Correct the example, or the table.",
        "t.toml, example 2: “One” should give no figure. The table gives £100.00. Correct the example, or the table.",
        "t.toml, example 3: “One” should give £100.00. No guide figure: not answered yet: “Impact”. "
        "Correct the example, or the table.",
    ]
    assert len(load(wrong).examples) == 2


@pytest.mark.parametrize(
    ("text", "answers", "amount"),
    [
        (POINTS, {"nights": "no", "hours": 10}, "0.00"),
        (POINTS, {"nights": "no", "hours": 11}, "120.00"),
        (POINTS, {"nights": "yes", "hours": "15.0"}, "120.00"),
        (POINTS, {"nights": "yes", "hours": 16}, "240.00"),
        (POINTS, {"nights": "yes", "hours": Decimal("900")}, "240.00"),
        (RATE, {"nights": "yes", "hours": 10}, "58.75"),
        (RATE, {"nights": "no", "hours": "0.5"}, "1.18"),
        (WEEKLY, {"hours": "3.5"}, "2100.00"),
        (WEEKLY + '[[number]]\nquestion = "s"\ntitle = "S"\nunit = "%"\n', {"hours": 2, "s": "12.5"}, "150.00"),
        (head(BANDS, 'step = "50.00"'), {"impact": "high"}, "200.00"),
        (head(BANDS, 'minimum = "120.00"'), {"impact": "low"}, "120.00"),
        (head(BANDS, 'minimum = "120.00"'), {"impact": "high"}, "175.00"),
        (head(BANDS.replace('"100.00"', '"0.00"'), 'minimum = "120.00"'), {"impact": "low"}, "0.00"),
        (head(BANDS, 'usually_up_to = "50.00"'), {"impact": "high"}, "175.00"),
        (head(BANDS, "up_to = true"), {"impact": "high"}, "175.00"),
        (BANDS + RAISED, {"impact": "high"}, "177.75"),
        (BANDS + RAISED + RAISED.replace("1.57", "10"), {"impact": "high"}, "195.53"),
        (head(BANDS + RAISED, 'step = "5.00"'), {"impact": "high"}, "180.00"),
        (head(BANDS + RAISED, 'step = "10.00"\nminimum = "181.00"'), {"impact": "high"}, "181.00"),
    ],
)
def test_what_a_mode_and_its_modifiers_give(text: str, answers: dict[str, Any], amount: str) -> None:
    found = suggest(load(text), answers)
    assert str(found.amount) == amount, found.why_none
    assert sum(line.amount for line in found.lines) == found.amount


@pytest.mark.parametrize(
    ("text", "answers", "why"),
    [
        (POINTS, {}, "not answered yet: “Nights” and “Hours a week”"),
        (POINTS, {"nights": "no", "hours": "10.5"}, "10.5 points lie between two bands of the table"),
        (
            POINTS.replace("from = 0", "from = 5"),
            {"nights": "no", "hours": 4},
            "4 points are fewer than the table knows (5)",
        ),
        (POINTS, {"nights": "no", "hours": 1.5}, NOT_A_NUMBER),
        (POINTS, {"nights": "no", "hours": "-1"}, NOT_A_NUMBER),
        (POINTS, {"nights": "no", "hours": True}, NOT_A_NUMBER),
        (POINTS, {"nights": "no", "hours": "1e9"}, NOT_A_NUMBER),
        (POINTS, {"nights": "no", "hours": 10**9}, NOT_A_NUMBER),
        (POINTS, {"nights": "no", "hours": Decimal("NaN")}, NOT_A_NUMBER),
        (
            BANDS.replace('"100.00"', '"none"'),
            {"impact": "low"},
            "“Impact” is “Low”, and the scheme gives no figure for that",
        ),
        (BANDS + GATE, {"eligible": "yes"}, "“Eligible” is “Yes”, and that carer has a budget"),
        (BANDS + GATE, {}, "not answered yet: “Eligible” and “Impact”"),
        (BANDS + GATE, {"eligible": "no"}, "not answered yet: “Impact”"),
    ],
)
def test_no_figure_says_which_answer_is_missing_or_wrong(text: str, answers: dict[str, Any], why: str) -> None:
    found = suggest(load(text), answers)
    assert (found.amount, found.lines) == (None, ())
    assert found.why_none == f"No guide figure: {why}"


MONTHS, YEAR = FLAT + OFTEN + "months = 24\n", FLAT + OFTEN + "most_in_financial_year = 2\n"
DAY = date(2026, 11, 22)
LATE = date(9999, 12, 30)


@pytest.mark.parametrize(
    ("text", "paid", "day", "words"),
    [
        (MONTHS, None, DAY, ""),
        (MONTHS, "", DAY, ""),
        (MONTHS, (), DAY, ""),
        (MONTHS, "2024-11-22", DAY, ""),
        (MONTHS, "2024-11-23", DAY, "from 23 November 2026"),
        (MONTHS, date(2024, 12, 31), DAY, "the scheme pays again after 24 months, from 31 December 2026"),
        (MONTHS, [{"date": "2023-01-01"}, {"date": date(2025, 1, 1)}], DAY, "the last payment was on 1 January 2025"),
        (MONTHS, [{"date": "2026-11-23"}], DAY, ""),
        (MONTHS, [{"date": PartialDate(2023)}], DAY, ""),
        (MONTHS, [{"date": "2025"}], DAY, "the last payment was on 31 December 2025"),
        (MONTHS, [{"date": "2024"}], DAY, "the day of a payment is not known exactly, and “Payments” depends on it"),
        (MONTHS, [{"date": "2026-11"}], DAY, "the last payment was on 22 November 2026"),
        (MONTHS, [{"amount": "5.00"}], DAY, "a payment under “Payments” has no date yet"),
        (MONTHS, [{"date": "soon"}], DAY, "a payment under “Payments” has no date yet"),
        (MONTHS, 7, DAY, "a payment under “Payments” has no date yet"),
        (MONTHS, None, None, "the date of the conversation is not answered yet"),
        (YEAR, ["2026-04-01"], DAY, ""),
        (YEAR, ["2026-03-31", "2026-04-01"], DAY, ""),
        (YEAR, ["2026-04-01", "2026-11-22"], DAY, "the scheme pays 2 times in a financial year"),
        (YEAR, ["2026-04-01", "2026-11-22"], date(2027, 3, 31), "it pays again from 1 April 2027"),
        (YEAR, ["2026-04-01", "2026-11-22"], date(2027, 4, 1), ""),
    ],
)
def test_how_often_a_scheme_pays(text: str, paid: object, day: date | None, words: str) -> None:
    found = suggest(load(text), {"paid": paid}, day)
    assert (found.amount is None) == bool(words), found
    assert words in (found.why_none or "")
    if found.amount is not None:
        assert [line.rule for line in found.lines] == ["frequency", "flat"]
        assert "so the scheme pays now" in found.lines[0].text


def test_the_same_day_months_later_in_a_shorter_month() -> None:
    assert after_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert after_months(date(2024, 8, 31), 1) == date(2024, 9, 30)
    assert after_months(date(2024, 12, 1), 1) == date(2025, 1, 1)


def test_a_gap_of_one_point_is_a_gap_and_a_year_of_53_weeks_is_a_year() -> None:
    (one,) = check(POINTS.replace("from = 11", "from = 12"), "t.toml")
    assert str(one).startswith("t.toml, band 2.from: No band says anything about 11 points.")
    assert check(WEEKLY.replace("48", "53")) == []


def test_amounts_that_are_raised_need_not_be_multiples_of_the_step() -> None:
    assert check(head(BANDS + RAISED, 'step = "50.00"')) == []


def test_nothing_is_said_of_a_ceiling_that_is_not_passed_or_of_nothing() -> None:
    at_most = load(head(BANDS, 'usually_up_to = "175.00"'))
    assert [line.rule for line in suggest(at_most, {"impact": "high"}).lines] == ["band"]
    nothing = load(head(BANDS.replace('"100.00"', '"0.00"'), "up_to = true"))
    assert [line.rule for line in suggest(nothing, {"impact": "low"}).lines] == ["band"]
    assert [line.rule for line in suggest(nothing, {"impact": "high"}).lines] == ["band", "up_to"]


def test_the_ends_of_the_calendar_are_no_trouble() -> None:
    assert after_months(date(9999, 6, 1), 24) == date.max
    assert financial_year(date(1, 1, 1)) == date.min
    for text, paid, day in ((MONTHS, "9998-12-31", LATE), (YEAR, ["9999-05-01"] * 2, LATE)):
        assert "pays again" in (suggest(load(text), {"paid": paid}, day).why_none or "")
    assert suggest(load(YEAR), {"paid": "0001-01-01"}, date.min).amount == Decimal("250.00")


def test_describe_tells_every_kind_of_answer() -> None:
    lines = describe(load(WEEKLY + '[[number]]\nquestion = "s"\ntitle = "S"\nunit = "%"\n' + OFTEN + "months = 2\n"))
    assert lines[1:] == ["hours: Hours: a number", "s: S: a number of %", "paid: Payments: dates"]
    assert describe(load(BANDS + EXAMPLE))[-1] == "1 worked example: kept"
    assert listed(["a", "b", "c"]) == "a, b and c"
