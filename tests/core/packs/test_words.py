"""What people read: plain words for carers, a hint where a label could be misread, and no code or abbreviation."""

import re
import tomllib
from pathlib import Path

import pytest

from carer_desktop.careact.conditions import OUTCOMES
from carer_desktop.forms.validation import needed
from tests.core.packs.packs import FORMS, NAMES, every_question

NO_HINT = tomllib.loads((Path(__file__).parents[2] / "data" / "no_hint.toml").read_text("utf-8"))
EACH = pytest.mark.parametrize("name", NAMES)
# Everybody knows these, and they have no shorter words: a doctor, a number, two letters of a child's name.
KNOWN = {"GP", "NHS", "ID", "PIN", "TK"}
CAPITALS = re.compile(r"\b[A-Z][A-Z0-9&]+\b")
BRACKETS = re.compile(r"\[[^\]]*\]")
OUR_WORDS = (
    "vault",
    "export",
    "upload",
    "revision",
    "hash",
    "fingerprint",
    "authoriser",
    "authorisation",
    "assessor",
    "service user",
)
CARERS_WORDS_MOST = 22


def texts(form):
    """Everything the form says to people, with where it stands."""
    for section in form.sections:
        yield section.id, section.title
        yield section.id, section.intro
    for key, question, _ in every_question(form):
        said = (question.label, question.carer_label, question.when_empty)
        for text in (*said, question.hint, question.help, question.filled):
            yield key, text
        for choice in (*question.choices, *question.rows):
            yield f"{key}={choice.id}", choice.label
    for rule in (*form.rules, *form.full_when):
        yield "form.toml", rule.text if hasattr(rule, "text") else rule.why


@EACH
def test_no_code_and_no_abbreviation(name):
    for where, text in texts(FORMS[name]):
        assert not set(CAPITALS.findall(text)) - KNOWN - {"NW1", "2DB"}, (where, text)
        assert not BRACKETS.search(text), (where, text)


@EACH
def test_no_word_of_our_own_house(name):
    for where, text in texts(FORMS[name]):
        assert not [word for word in OUR_WORDS if word in text.lower()], (where, text)


@EACH
def test_labels_end_like_labels_and_hints_like_hints(name):
    for key, question, _ in every_question(FORMS[name]):
        if question.type != "message":
            assert not question.label.endswith((".", " ", ":")), key
        assert not question.hint.endswith("."), key
        assert not question.hint or question.hint not in (question.label, question.carer_label), key


NEEDED = re.compile(r"(Select|Enter|Add at least one|Tick) \S.*")


@EACH
def test_what_is_still_needed_is_said_in_one_short_sentence_that_quotes_no_label(name):
    for key, question, _ in every_question(FORMS[name]):
        if question.answerable and question.required and question.required != "E":
            words = needed(question)
            assert NEEDED.fullmatch(words) and len(words) <= 110 and not words.endswith((".", "?")), (key, words)
            assert "“" not in words and not re.search(r"Select (the )?\w+ing ", words), (key, words)


@EACH
def test_the_outcomes_have_one_set_of_names(name):
    form = FORMS[name]
    named = {one: form.by_key[f"out_{one}"].label for one in OUTCOMES}
    for key in ("plan_items.need", "prog.need", "last_unmet"):
        if key in form.by_key:
            labels = form.by_key[key].choice_labels
            assert {one: labels[one] for one in OUTCOMES} == named, key
    for one, label in named.items():
        for part in ("na", "now", "want"):
            row = form.by_key.get(f"out_{one}_{part}")
            assert row is None or row.label.startswith(f"{label}: "), row


@EACH
def test_what_has_no_hint_is_listed_and_is_less_than_half(name):
    asked = [question for _, question, _ in every_question(FORMS[name]) if question.answerable]
    without = {question.key for question in asked if not question.hint}
    assert without == set(NO_HINT[name])
    assert len(without) <= len(asked) / 2


@EACH
def test_every_question_to_the_carer_has_the_carers_words(name):
    for key, question, _ in every_question(FORMS[name]):
        if question.asked_of == "carer" and question.answerable:
            assert question.carer_label, key
            assert len(question.carer_label.split()) <= CARERS_WORDS_MOST, key
        if question.asked_of == "practitioner":
            assert not question.carer_label, f"{key} is not put to the carer"


@EACH
def test_the_carers_words_can_be_read_at_the_age_of_eleven(name):
    """Flesch-Kincaid: the school year a text needs; the mean over all questions is what a child of eleven reads."""
    grades = [
        grade(question.carer_label)
        for _, question, _ in every_question(FORMS[name])
        if question.carer_label and len(question.carer_label.split()) > 2
    ]
    assert sum(grades) / len(grades) <= 6


def grade(text):
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.?!](?:\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word):
    found = len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))
    return max(1, found)


@EACH
def test_groups_are_few_and_sections_have_titles_of_their_own(name):
    form = FORMS[name]
    assert len(form.groups) == 8
    titles = [section.title for section in form.sections]
    assert len(titles) == len(set(titles))
