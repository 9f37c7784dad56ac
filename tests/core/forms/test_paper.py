"""The paper part of a form: read strictly, and only what a carer can answer alone."""

from __future__ import annotations

import pytest

from carer_desktop.errors import FormError
from carer_desktop.forms import library
from carer_desktop.forms.load import read_pack
from carer_desktop.forms.question import Choice, Form
from tests.core.forms.small import CHOICES, FORM, ONE, TWO


def read(paper: str, choices: str = "") -> Form:
    return read_pack({"form.toml": FORM + paper, "choices.toml": CHOICES + choices, "one.toml": ONE, "two.toml": TWO})


def part(questions: str) -> str:
    return f'[[paper]]\ntitle = "About you"\nquestions = [{questions}]\n'


def test_a_form_without_paper_has_none():
    assert read("").paper == ()


def test_words_room_and_choices_are_those_of_the_paper():
    form = read(
        part('{ id = "first", lines = 2, ahead = false }, { id = "crisis", label = "How is it?", choices = "PAPER" }'),
        '[[PAPER]]\nid = "weeks"\nlabel = "On paper"\n',
    )
    first, level = form.paper[0].questions
    assert (first.label, first.lines, first.ahead) == (
        form.question["first"].carer_label or form.question["first"].label,
        2,
        False,
    )
    assert (level.label, level.choices, level.ahead) == ("How is it?", (Choice("weeks", "On paper"),), True)


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ('{ id = "nobody" }', "There is no question “nobody”"),
        ('{ id = "first" }, { id = "first" }', "is on the paper twice"),
        ('{ id = "first", lines = 0 }', "has 0 lines to write on"),
        ('{ id = "first", lines = 99 }', "has 99 lines to write on"),
        ('{ id = "crisis", choices = "NONE" }', "no set of choices “NONE”"),
        ('{ id = "crisis", choices = "YN" }', "has no choice “yes”"),
        ('{ id = "first", colour = "red" }', "colour"),
    ],
)
def test_a_slip_of_the_pen_is_named(questions, said):
    with pytest.raises(FormError, match=said):
        read(part(questions))


def test_every_question_that_a_carer_cannot_answer_alone_is_refused():
    form = library.find("carer_conversation")
    for question in form.question.values():
        if question.asked_of != "carer" or question.type in ("list", "calculated", "message", "signature"):
            assert question.id not in {one.question for part in form.paper for one in part.questions}
