"""Sentences about one answer, in the label's words."""

import re
from datetime import date
from decimal import Decimal

import pytest

from carer_desktop.forms.dates import PartialDate
from carer_desktop.forms.labels import in_a_sentence, mention, subject
from carer_desktop.forms.question import TYPES, Choice
from carer_desktop.forms.validation import hard, needed, soft
from carer_desktop.forms.values import read
from tests.core.forms.made import choices, q

TODAY = date(2026, 11, 22)
HOURS = {"label": "Hours of care a week", "least": Decimal(0), "most": Decimal(168), "usual_most": Decimal("120.5")}
ASKED = "How many hours a week do you care?"


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (q("h", "decimal", **HOURS), Decimal("168.5"), "Hours of care a week must be between 0 and 168"),
        (q("h", "decimal", **HOURS), Decimal(-1), "Hours of care a week must be between 0 and 168"),
        (q("h", "decimal", **HOURS), Decimal(168), None),
        (q("h", "whole", label="Children", least=Decimal(0)), -1, "Children must be 0 or more"),
        (q("h", "whole", label=ASKED, most=Decimal("7.5")), 8, f"The answer to “{ASKED}” must be 7.5 or less"),
        (q("h", "whole"), -1, None),
        (q("m", "money", label="Amount"), Decimal("-0.01"), "Amount must be £0 or more"),
        (q("m", "money", label="Amount", least=Decimal(-10)), Decimal(-5), None),
        (
            q("m", "money", label="Amount", most=Decimal("1500.50")),
            Decimal(2000),
            "Amount must be between £0 and £1,500.50",
        ),
        (q("d", "date", label="Date of visit"), date(2026, 11, 23), "Date of visit must be today or in the past"),
        (q("d", "date", label="Date of visit"), TODAY, None),
        (q("d", "date", label="Date of review", future=True), date(2027, 11, 22), None),
        (q("d", "date", label="Since", partial=True), PartialDate(2026, 11), None),
        (q("d", "date", label="Since", partial=True), PartialDate(2027), "Since must be today or in the past"),
        (q("c", "choices"), ("day", "none"), "Select “None” or the other answers to “C”, not both"),
        (q("c", "choices"), ("day", "night"), None),
        (q("c", "choices"), ("none",), None),
        (
            q("e", "email", label="E-mail"),
            "ann",
            "E-mail must be an e-mail address in the correct format, like name@example.com",
        ),
        (q("e", "email"), " ann@example.org ", None),
        (
            q("n", "nhs_number", label="NHS number"),
            "1111111111",
            "NHS number must be the 10 digits of an NHS number: check each digit, or leave it empty",
        ),
        (q("n", "nhs_number"), "999 000 0018", None),
        (
            q("s", "signature", label="Signature"),
            {"name": "Ann", "on": date(2027, 1, 1)},
            "Signature must have a date that is today or in the past",
        ),
        (q("s", "signature"), {"name": "Ann", "on": TODAY}, None),
        (
            q("s", "signature", label="Signature"),
            {"name": "A" * 101, "on": TODAY},
            "Signature must have a name of 100 characters or fewer",
        ),
        (q("f", "name", label="Your first name"), "A" * 100_000, "Your first name must be 100 characters or fewer"),
        (q("f", "name", label="Your first name"), "A" * 100, None),
        (q("t"), "anything", None),
        (q("d", "date"), None, None),
    ],
)
def test_hard(question, value, words):
    assert hard(question, value, TODAY) == words


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (
            q("h", "decimal", **HOURS),
            Decimal(140),
            "Check the hours of care a week: 140 is unusual, most answers are 120.5 or less",
        ),
        (q("h", "decimal", **HOURS), Decimal(40), None),
        (
            q("a", "whole", label="Age", usual_least=Decimal(18), usual_most=Decimal(100)),
            12,
            "Check the age: 12 is unusual, most answers are between 18 and 100",
        ),
        (
            q("p", "postcode", label="Postcode"),
            "no fixed abode",
            "Check the postcode: “no fixed abode” does not look like a UK postcode",
        ),
        (q("p", "postcode"), "nw1 8np", None),
        (q("p", "phone", label="Your phone"), "12", "Check your phone: “12” does not look like a telephone number"),
        (q("p", "phone"), "020 7946 0000", None),
        (q("t", label="Note"), "x" * 4001, "Check the note: it has 4,001 characters, and a box in Mosaic holds 4,000"),
        (q("t", "long_text"), "x" * 4000, None),
        (
            q("carer_mosaic_id", "text", label="The carer's Mosaic ID"),
            "abc def",
            "Check the carer's Mosaic ID: a Mosaic ID is a number, with no space in it",
        ),
        (q("mosaic_id", "text"), "M1234567", None),
        (
            q("d", "date", label="Date of birth"),
            date(1826, 1, 1),
            "Check the date of birth: 1826 is more than 120 years ago",
        ),
        (q("d", "date", label="Review"), date(2126, 1, 1), "Check the review: 2126 is more than 10 years from now"),
        (q("d", "date"), PartialDate(2019), None),
        (q("e", "email"), "x", None),
        (q("p", "phone"), None, None),
    ],
)
def test_soft(question, value, words):
    assert soft(question, value, TODAY) == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (q("f", "name", label="First name", carer_label="What are you called?"), "Enter the first name"),
        (q("f", label="NHS number"), "Enter the NHS number"),
        (q("f", "decimal", label=ASKED), f"Enter an answer to “{ASKED}”"),
        (q("f", "choice", label="Do you live together?"), "Select yes or no: Do you live together?"),
        (q("f", "choice", label="Way of meeting", choices=choices("home", "phone")), "Select the way of meeting"),
        (
            q("f", "choice", label="How did you meet?", choices=choices("home", "phone")),
            "Select an answer to “How did you meet?”",
        ),
        (q("f", "choices", label="I have been told", choices=(Choice("yes", "Yes"),)), "Tick “I have been told”"),
        (q("f", "choices", label="Told", choices=(Choice("yes", "I have been told"),)), "Tick “I have been told”"),
        (q("f", "choices", label="Times of care"), "Select at least one answer to “Times of care”"),
        (q("f", "choices", label="What was done"), "Select what was done"),
        (q("f", "choice", label="How it was held", choices=choices("home", "phone")), "Select how it was held"),
        (q("f", "choice", label="Time", when_empty="Select whether you have time"), "Select whether you have time"),
        (q("f", "list", label="People you care for"), "Add at least one entry to “People you care for”"),
        (q("f", "list", label="Outcomes", least_items=2), "Add at least 2 entries to “Outcomes”"),
        (q("f", "grid", label="What you do"), "Select an answer in each row of “What you do”"),
        (q("f", "signature", label="Your agreement"), "Enter the name and date for “Your agreement”"),
    ],
)
def test_needed(question, words):
    assert needed(question) == words


@pytest.mark.parametrize(
    ("label", "after_must", "after_enter"),
    [
        ("Date of birth", "Date of birth", "the date of birth"),
        ("Camden worker", "Camden worker", "the Camden worker"),
        ("Care Act outcomes", "Care Act outcomes", "the Care Act outcomes"),
        ("Your Camden worker", "Your Camden worker", "your Camden worker"),
        ("E2E code", "E2E code", "the E2E code"),
        ("I feel safe", "The answer to “I feel safe”", "an answer to “I feel safe”"),
        ("Tell us more", "The answer to “Tell us more”", "an answer to “Tell us more”"),
        ("Who helps – and when", "The answer to “Who helps – and when”", "an answer to “Who helps – and when”"),
        ("x " * 40, f"The answer to “{'x ' * 40}”", f"an answer to “{'x ' * 40}”"),
    ],
)
def test_labels_inside_a_sentence(label, after_must, after_enter):
    assert subject(q("a", label=label)) == after_must
    assert mention(q("a", label=label)) == after_enter


def test_a_label_of_one_word():
    assert (in_a_sentence("Notes"), in_a_sentence("GP")) == ("notes", "GP")


@pytest.mark.parametrize("label", ["Date of birth", ASKED, "I feel safe"])
@pytest.mark.parametrize("kind", TYPES)
def test_no_sentence_begs_or_scolds(kind, label):
    question = q("a", kind, label=label, least=Decimal(1), most=Decimal(2), usual_most=Decimal(1))
    values = [
        "x",
        "x" * 5000,
        Decimal(9),
        date(2400, 1, 1),
        date(1800, 1, 1),
        ("none", "day"),
        {"on": date(2400, 1, 1)},
    ]
    said = [needed(question), read(question, {"typed": "x"}).problem]
    for value in values:
        for rule in (hard, soft):
            try:
                said.append(rule(question, value, TODAY))
            except (TypeError, AttributeError, KeyError):
                continue  # a value of another type never comes here: `read` keeps it out
    words = " ".join(filter(None, said)).lower()
    assert not re.search(r"\b(please|sorry|valid|invalid|forgot|field is required|oops)\b", words)
