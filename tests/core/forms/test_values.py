"""Answers as kept, as conditions see them, as typed and as shown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from carer_desktop.errors import Refused
from carer_desktop.forms.exact import exact
from carer_desktop.forms.question import TYPES, Choice
from carer_desktop.forms.values import NOT_COVERED, PartialDate, Plain, parse_typed, read, shown, typed_text
from tests.core.forms.made import q

GRID = q(
    "tasks", "grid", rows=(Choice("wash", "Washing"), Choice("meals", "Meals")), choices=(Choice("daily", "Daily"),)
)
PEOPLE = q("cf", "list", columns=(q("name", "name"), q("born", "date"), q("age", "calculated")), item_title="name")
QUESTIONS = {kind: q("one", kind, label="One thing") for kind in TYPES} | {"grid": GRID, "list": PEOPLE}
SIGNED = {"name": "Ann Example", "mode": "typed", "on": "2026-11-22"}
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "plain", "value"),
    [
        ("text", "tea", "tea"),
        ("text", "", None),
        ("long_text", " \n", None),
        ("text", None, None),
        ("choice", "yes", "yes"),
        ("choices", ["day", "night"], ("day", "night")),
        ("choices", [], None),
        ("date", "2026-11-22", DAY),
        ("whole", 0, 0),
        ("decimal", "7.5", Decimal("7.5")),
        ("money", "-3.00", Decimal(-3)),
        ("grid", {"wash": "daily"}, {"wash": "daily"}),
        ("grid", {}, None),
        ("signature", SIGNED, {"name": "Ann Example", "mode": "typed", "on": DAY}),
        (
            "list",
            [{"id": "a", "name": "Ann", "born": "1950-02-01"}],
            ({"id": "a", "name": "Ann", "born": date(1950, 2, 1)},),
        ),
        ("list", [], None),
        ("list", [{"name": "Ann", "old": "x"}], ({"id": None, "name": "Ann"},)),
        ("nhs_number", NOT_COVERED, None),
        ("date", NOT_COVERED, None),
    ],
)
def test_read(kind, plain, value):
    assert read(QUESTIONS[kind], plain) == (value, None)


@pytest.mark.parametrize(
    ("kind", "plain", "value", "problem"),
    [
        ("text", 3, None, "One thing cannot be read as it is kept"),
        ("text", {"typed": "x"}, None, "One thing cannot be read as it is kept"),
        ("choice", ["yes"], None, "One thing cannot be read as it is kept"),
        ("choice", "maybe", None, "“maybe” is not one of the answers to “One thing”"),
        ("choices", "yes", None, "One thing cannot be read as it is kept"),
        ("choices", ["day", "noon"], ("day",), "“noon” is not one of the answers to “One thing”"),
        ("choices", [["day"]], None, "“['day']” is not one of the answers to “One thing”"),
        ("date", "2026-11", None, "One thing must include a day"),
        ("date", "2026-02-31", None, "One thing must be a real date, like 27 3 2026"),
        ("date", 2026, None, "One thing must include a day and a month"),
        ("date", {"typed": "22/2026"}, None, "One thing must include a day"),
        ("date", {"typed": "22/11/2026"}, None, "One thing must be a real date, like 27 3 2026"),
        ("whole", True, None, "One thing must be a whole number, like 30"),
        ("whole", 10**15, None, "One thing must be a whole number, like 30"),
        ("decimal", 7.5, None, "One thing must be a number, like 30 or 7.5"),
        ("decimal", "NaN", None, "One thing must be a number, like 30 or 7.5"),
        ("money", "1.234", None, "One thing must be an amount in pounds and pence, like 300 or 12.50"),
        ("grid", ["wash"], None, "Tasks cannot be read as it is kept"),
        ("grid", {"wash": "daily", "fly": "daily"}, {"wash": "daily"}, "“fly” is not one of the rows of “Tasks”"),
        ("grid", {"wash": ["daily"], "meals": "never"}, None, "“['daily']” is not one of the answers to “Tasks”"),
        ("grid", {"a": "x", "b": "y"}, None, "“a” is not one of the rows of “Tasks”"),
        ("signature", "Ann", None, "One thing cannot be read as it is kept"),
        ("signature", {**SIGNED, "name": " "}, None, "One thing must include the name of the person"),
        ("signature", {**SIGNED, "on": "2026"}, None, "One thing must include the date it was given"),
        ("signature", {"name": "Ann"}, None, "One thing must include the date it was given"),
        ("list", {"id": "a"}, None, "Cf cannot be read as it is kept"),
        ("list", ["a"], None, "Cf cannot be read as it is kept"),
        ("calculated", "5", None, "“One thing” is worked out by the program and is not answered"),
    ],
)
def test_what_cannot_be_read_is_a_problem_in_words(kind, plain, value, problem):
    assert read(QUESTIONS[kind], plain) == (value, problem)


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
)


@given(some.sampled_from(list(TYPES)), ANYTHING)
def test_reading_and_showing_never_raise(kind, plain):
    read(QUESTIONS[kind], plain)
    assert isinstance(shown(QUESTIONS[kind], plain), str)


def test_partial_dates_only_where_the_form_says_so():
    partial = q("when", "date", partial=True)
    assert read(partial, "2026-11").value == PartialDate(2026, 11)
    assert read(partial, "2026").value == PartialDate(2026)
    assert parse_typed(partial, "11/2026") == "2026-11"


def test_choices_from_a_setting_take_any_text():
    team = q("team", "choice", choices=(), choices_from="teams")
    teams = q("teams", "choices", choices=(), choices_from="teams")
    assert read(team, "North").value == "North"
    assert read(teams, ["North", "South"]) == (("North", "South"), None)
    assert read(teams, [3]).problem == "“3” is not one of the answers to “Teams”"
    exact(team, "North")
    assert shown(team, "North") == "North"


@pytest.mark.parametrize(
    ("kind", "text", "plain"),
    [
        ("text", "  ", None),
        ("date", "//", None),
        ("date", " ", None),
        ("text", " tea ", " tea "),
        ("date", "22 November 2026", "2026-11-22"),
        ("date", "31/2/2026", {"typed": "31/2/2026"}),
        ("date", "November 2026", {"typed": "November 2026"}),
        ("date", "22/11/26", {"typed": "22/11/26"}),
        ("whole", "35", 35),
        ("whole", "1,234", 1234),
        ("whole", "1 234", 1234),
        ("whole", "35.", 35),
        ("whole", "-3", -3),
        ("whole", "−3", -3),
        ("whole", "007", 7),
        ("whole", "7.5", {"typed": "7.5"}),
        ("whole", "a few", {"typed": "a few"}),
        ("whole", "12,34", {"typed": "12,34"}),
        ("whole", "1,234 567", {"typed": "1,234 567"}),
        ("whole", "²", {"typed": "²"}),
        ("whole", "9" * 16, {"typed": "9" * 16}),
        ("whole", "9" * 5000, {"typed": "9" * 5000}),
        ("decimal", "7.5", "7.5"),
        ("decimal", ".5", "0.5"),
        ("decimal", "-.5", "-0.5"),
        ("decimal", "1,234.50", "1234.50"),
        ("decimal", "7,5", {"typed": "7,5"}),
        ("decimal", "1e5", {"typed": "1e5"}),
        ("decimal", "NaN", {"typed": "NaN"}),
        ("decimal", "35 hours", {"typed": "35 hours"}),
        ("decimal", "007.5", "7.5"),
        ("money", "£1,234.5", "1234.50"),
        ("money", "300", "300.00"),
        ("money", "£ 12.50", "12.50"),
        ("money", "-£5", "-5.00"),
        ("money", "£-5", "-5.00"),
        ("money", "- £5", "-5.00"),
        ("money", "1.234", {"typed": "1.234"}),
        ("money", "££5", {"typed": "££5"}),
        ("money", "£", {"typed": "£"}),
    ],
)
def test_parse_typed(kind, text, plain):
    assert parse_typed(QUESTIONS[kind], text) == plain


@given(
    some.sampled_from(["date", "whole", "decimal", "money"]),
    some.text(alphabet="0123456789 ,.-£/NOVember", max_size=12),
)
def test_what_was_typed_is_kept_exactly_or_as_it_was_typed(kind, text):
    question = QUESTIONS[kind]
    plain = parse_typed(question, text)
    if typed_text(plain) is not None:
        assert typed_text(plain) == text
        assert read(question, plain).problem
    else:
        exact(question, plain)
        assert read(question, plain).problem is None


@pytest.mark.parametrize(
    ("kind", "plain", "words"),
    [
        ("text", None, ""),
        ("text", "tea", "tea"),
        ("text", NOT_COVERED, "Not covered"),
        ("date", {"typed": "soon"}, "soon"),
        ("choice", "yes", "Yes"),
        ("choice", "gone", "gone"),
        ("choices", ["day", "night"], "Day; Night"),
        ("date", "2026-11-22", "22 November 2026"),
        ("whole", 1200, "1200"),
        ("decimal", "7.50", "7.50"),
        ("money", "1234.50", "£1,234.50"),
        ("money", "-0.50", "-£0.50"),
        ("grid", {"wash": "daily"}, "Washing: Daily"),
        ("signature", SIGNED, "Ann Example, 22 November 2026"),
        ("list", [{"id": "a", "name": "Ann"}, {"id": "b"}], "2: Ann"),
        ("list", [{"id": "a"}], "1"),
        ("nhs_number", "9990000018", "999 000 0018"),
        ("nhs_number", "12", "12"),
        ("postcode", "nw18np", "NW1 8NP"),
        ("postcode", "none", "none"),
        ("calculated", 40, "40"),
        ("list", ["x"], ""),
    ],
)
def test_shown(kind, plain, words):
    assert shown(QUESTIONS[kind], plain) == words


def test_partial_dates_and_calculated_choices_in_words():
    partial = q("when", "date", partial=True)
    assert [shown(partial, plain) for plain in ("2026-11", "2026")] == ["November 2026", "2026"]
    suggested = q("suggested", "calculated", choices=(Choice("yes", "Eligible"),))
    assert shown(suggested, "yes") == "Eligible"


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        ("text", "x"),
        ("choice", "yes"),
        ("choices", ["day"]),
        ("date", "2099-01-01"),
        ("whole", -5),
        ("decimal", "7.50"),
        ("money", "300.00"),
        ("grid", {"wash": "daily"}),
        ("signature", SIGNED),
        ("list", [{"name": "Ann", "born": None}]),
        ("list", [{"id": "a"}, {"id": "b"}]),
        ("text", None),
        ("nhs_number", "12"),
    ],
)
def test_exact_lets_the_kept_form_pass(kind, plain):
    exact(QUESTIONS[kind], plain)


@pytest.mark.parametrize(
    ("kind", "plain", "words"),
    [
        ("text", 3, "wrong type"),
        ("choice", ["yes"], "wrong type"),
        ("choices", "yes", 'like ["yes"]'),
        ("choice", "yess", "Did you mean “yes”?"),
        ("choice", "zzz", "Use one of: yes, no."),
        ("choices", ["noon"], "“noon” is not a choice"),
        ("choices", [3], "“3” is not a choice"),
        ("date", "31/2/2026", "cannot be read"),
        ("date", "2026-11", "cannot be read"),
        ("whole", "3", "wrong type"),
        ("whole", True, "wrong type"),
        ("whole", 10**16, "cannot be read"),
        ("decimal", 7.5, "wrong type"),
        ("decimal", "1,234", "cannot be read"),
        ("money", "300", "two places"),
        ("money", "£3.00", "cannot be read"),
        ("grid", ["wash"], "wrong type"),
        ("grid", {"wish": "daily"}, "Did you mean “wash”?"),
        ("grid", {"wash": "never"}, "“never” is not a choice"),
        ("grid", {"wash": None}, "is not a choice"),
        ("signature", {**SIGNED, "image": "x"}, "“image” is not part of the signature"),
        ("signature", {"name": "A"}, "cannot be read"),
        ("signature", {**SIGNED, "mode": 3}, "wrong type"),
        ("list", {"id": "a"}, "wrong type"),
        ("list", ["a"], "wrong type"),
        ("list", [{"nme": "Ann"}], "Did you mean “name”?"),
        ("list", [{"id": 3}], "cannot be the id"),
        ("list", [{"id": "a"}, {"id": "a"}], "cannot be the id"),
        ("list", [{"born": "soon"}], "cf.born"),
        ("list", [{"age": 3}], "worked out"),
        ("calculated", "5", "worked out"),
        ("message", "x", "worked out"),
        ("date", {"typed": "soon"}, "wrong type"),
        ("text", NOT_COVERED, "cannot be marked as not covered"),
    ],
)
def test_exact_refuses_in_words(kind, plain, words):
    with pytest.raises(Refused) as refused:
        exact(QUESTIONS[kind], plain)
    assert words in str(refused.value)
    assert QUESTIONS[kind].key in str(refused.value)


def test_not_covered_is_for_expected_rows():
    exact(replace(QUESTIONS["text"], required="E"), NOT_COVERED)
    with pytest.raises(Refused, match="not covered"):
        exact(replace(QUESTIONS["text"], required="C"), NOT_COVERED)


def test_typed_text():
    assert typed_text({"typed": "soon"}) == "soon"
    assert typed_text("soon") is None


def test_four_hundred_answers_are_read_within_a_keystroke():
    plain: dict[str, Plain] = {
        "text": "tea",
        "choice": "yes",
        "choices": ["day"],
        "date": "2026-11-22",
        "whole": 4,
        "money": "3.00",
    }
    rows = [(QUESTIONS[kind], answer) for kind, answer in plain.items()] * 70
    started = perf_counter()
    for question, answer in rows:
        read(question, answer)
    assert perf_counter() - started < 0.02
