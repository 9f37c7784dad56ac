"""Conditions as English sentences."""

from datetime import date
from decimal import Decimal

import pytest

from carer_desktop.forms.condition import OPERATORS
from carer_desktop.forms.dates import PartialDate
from carer_desktop.forms.question import TYPES, Choice
from carer_desktop.forms.words import condition_words, name_words
from tests.core.forms.made import Other, answered, both, either, form, negated, q, section, when

FORM = form(
    section(
        "start",
        q("hours", "decimal", label="Hours of care"),
        q("together", "choice", label="Do you live together?"),
        q("times", "choices", label="Times"),
        q("told", "choices", label="I have been told", choices=(Choice("yes", "Yes"),)),
        q("born", "date", label="Date of birth"),
        q("seen", "date", label="Date of visit"),
        q("proposed", "money", label="Proposed amount"),
        q("suggested", "calculated", label="Guide figure"),
        q(
            "tasks",
            "grid",
            label="What you do",
            rows=(Choice("moving", "Moving"),),
            choices=(Choice("daily", "Daily"),),
        ),
        q("last", "choice", label="Eligible"),
        q("cf", "list", label="People", columns=(q("adult", "choice", label="Are they an adult?"),)),
        q("note", label="Note"),
    ),
    prior={"determination": "last"},
)
A, B, C = (when("together", "is", "yes"), when("times", "includes", "day"), when("hours", "at_least", 20))
A_WORDS, B_WORDS, C_WORDS = (
    "“Do you live together?” is “Yes”",
    "“Times” includes “Day”",
    "“Hours of care” is 20 or more",
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (answered("hours"), "“Hours of care” is answered"),
        (answered("hours", False), "“Hours of care” is not answered"),
        (negated(answered("hours")), "“Hours of care” is not answered"),
        (A, A_WORDS),
        (when("together", "is_not", "yes"), "“Do you live together?” is answered, but not with “Yes”"),
        (negated(A), "“Do you live together?” is answered, but not with “Yes”"),
        (negated(when("together", "is_not", "yes")), A_WORDS),
        (when("together", "is_any_of", ("yes", "no")), "“Do you live together?” is “Yes” or “No”"),
        (
            negated(when("together", "is_any_of", ("yes", "no"))),
            "“Do you live together?” is answered, but not with “Yes” or “No”",
        ),
        (B, B_WORDS),
        (when("times", "includes", ("day", "night", "none")), "“Times” includes “Day”, “Night” or “None”"),
        (negated(B), "“Times” is answered without “Day”"),
        (when("told", "includes", "yes"), "“I have been told” is ticked"),
        (negated(when("told", "includes", "yes")), "“I have been told” is not ticked"),
        (C, C_WORDS),
        (negated(C), "“Hours of care” is less than 20"),
        (when("hours", "more_than", Decimal("7.5")), "“Hours of care” is more than 7.5"),
        (negated(when("hours", "more_than", 20)), "“Hours of care” is 20 or less"),
        (negated(when("hours", "at_most", 20)), "“Hours of care” is more than 20"),
        (negated(when("hours", "less_than", 20)), C_WORDS),
        (when("born", "less_than", date(2008, 11, 22)), "“Date of birth” is before 22 November 2008"),
        (when("born", "at_least", PartialDate(2008, 11)), "“Date of birth” is on or after November 2008"),
        (when("proposed", "more_than", Decimal(1500)), "“Proposed amount” is more than £1,500"),
        (when("proposed", "is", Decimal("12.5")), "“Proposed amount” is £12.50"),
        (
            when("proposed", "is_not", Other("suggested")),
            "“Proposed amount” is answered and differs from “Guide figure”",
        ),
        (when("proposed", "at_most", Other("suggested")), "“Proposed amount” is as much as “Guide figure” or less"),
        (when("seen", "less_than", Other("born")), "“Date of visit” is before “Date of birth”"),
        (negated(when("times", "includes", Other("note"))), "“Times” leaves out “Note”"),
        (when("tasks.moving", "is", "daily"), "“Moving” in “What you do” is “Daily”"),
        (when("tasks.flying", "is", "daily"), "“tasks.flying” is “Daily”"),
        (when("prior.determination", "is", "yes"), "“Eligible” in the last record is “Yes”"),
        (when("prior.unknown", "is", "yes"), "“unknown” in the last record is “yes”"),
        (when("cf.adult", "is", "no"), "“Are they an adult?” is “No”"),
        (when("nowhere", "is", "no"), "“nowhere” is “no”"),
        (both(A, B, C), f"{A_WORDS} and {B_WORDS} and {C_WORDS}"),
        (either(A, B), f"either {A_WORDS} or {B_WORDS}"),
        (both(A, either(B, C)), f"{A_WORDS} and either {B_WORDS} or {C_WORDS}"),
        (either(both(A, B), C), f"either ({A_WORDS} and {B_WORDS}) or {C_WORDS}"),
        (either(A, either(B, C)), f"either {A_WORDS} or {B_WORDS} or {C_WORDS}"),
        (both(either(A), both(B, C)), f"{A_WORDS} and {B_WORDS} and {C_WORDS}"),
        (
            negated(both(A, B)),
            "either “Do you live together?” is answered, but not with “Yes” or “Times” is answered without “Day”",
        ),
        (negated(either(A, negated(B))), f"“Do you live together?” is answered, but not with “Yes” and {B_WORDS}"),
    ],
)
def test_condition_words(condition, words):
    assert condition_words(condition, FORM) == words


@pytest.mark.parametrize("operator", [one for one in OPERATORS if one != "answered"])
@pytest.mark.parametrize("value", ["x", ("x", "y"), 3, Decimal(3), date(2026, 11, 22), Other("note")])
@pytest.mark.parametrize("kind", TYPES)
def test_every_operator_has_words_and_an_opposite(operator, value, kind):
    one = form(section("start", q("note"), q("a", kind, choices=(Choice("x", "X"), Choice("y", "Y")))))
    said = condition_words(when("a", operator, value), one)
    assert said.startswith("“A” ")
    assert condition_words(negated(when("a", operator, value)), one) != said
    assert condition_words(negated(negated(when("a", operator, value))), one) == said


def test_name_words():
    assert name_words("hours", FORM) == "“Hours of care”"
