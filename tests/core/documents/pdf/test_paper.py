"""Paper for the event table: every question of it once, four pages at most, valid, with fields named as questions."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from carer_desktop.documents.ahead import questions_ahead
from carer_desktop.documents.pdf.paper import STYLES, paper_form, write
from carer_desktop.documents.pdf.readback import folded
from carer_desktop.documents.pdf.writer import drawn
from carer_desktop.documents.report import Paragraph
from carer_desktop.errors import Refused
from carer_desktop.forms import library
from tests.core.documents.made import FORM as SMALL
from tests.core.documents.pdf.looking import failures, information, pages, roles, words

DAY = date(2026, 11, 22)
FORM = library.find("carer_conversation")
ASKED = [one for part in FORM.paper for one in part.questions]


@cache
def paper(style: str, fillable: bool = False) -> bytes:
    return paper_form(FORM, style, DAY, fillable)


@pytest.mark.parametrize("fillable", [False, True])
@pytest.mark.parametrize("style", STYLES)
def test_each_style_holds_every_question_and_is_valid(style: str, fillable: bool) -> None:
    data = paper(style, fillable)
    said = folded(words(data))
    for number, one in enumerate(ASKED, 1):
        assert folded(f"{number}. {one.label}") in said
        assert all(folded(choice.label) in said for choice in one.choices if len(one.choices) > 1)
    assert failures(data) == []


def test_at_fourteen_point_it_takes_four_pages_at_most() -> None:
    assert STYLES["ordinary"].size == 14
    assert len(pages(paper("ordinary"))) <= 4
    assert len(pages(paper("ordinary", fillable=True))) <= 4


def test_print_is_large_in_large_print_and_goes_one_by_one_in_easy_read() -> None:
    assert STYLES["large"].size >= 18 and STYLES["easy_read"].size >= 16
    assert STYLES["easy_read"].one_by_one and not STYLES["large"].one_by_one


def fields(data: bytes) -> dict[str, Any]:
    return dict(PdfReader(io.BytesIO(data)).get_fields() or {})


@pytest.mark.parametrize("style", STYLES)
def test_fields_are_named_as_the_questions_and_say_what_they_ask(style: str) -> None:
    found = fields(paper(style, fillable=True))
    tops = {name.partition(".")[0] for name in found}
    assert tops == {one.question for one in ASKED}
    for one in ASKED:
        question = FORM.question[one.question]
        assert found[one.question]["/TU"] == one.label
        if question.type == "choices":
            assert {f"{one.question}.{choice.id}" for choice in one.choices} <= set(found)
        elif question.type == "grid":
            assert {f"{one.question}.{row.id}" for row in question.rows} <= set(found)
            assert found["tasks.meals"]["/TU"] == f"{one.label}: Cooking and meals"


def test_every_box_says_its_question_and_its_choice() -> None:
    reader = PdfReader(io.BytesIO(paper("ordinary", fillable=True)))
    widgets = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    said = [str(widget.get("/Contents", "")) for widget in widgets]
    assert len(widgets) == len(set(said)) + said.count("What would help?") - 1  # one for each outcome
    assert all(said) and "Do you work, or would you like to?: I work" in said
    assert [str(page["/Tabs"]) for page in reader.pages] == ["/S"] * len(reader.pages)


def test_fields_are_come_to_in_the_order_of_the_questions() -> None:
    reader = PdfReader(io.BytesIO(paper("large", fillable=True)))
    asked = [one.question for one in ASKED]
    order = []
    for page in reader.pages:
        for note in page.get("/Annots", []):
            entry = note.get_object()
            while "/Parent" in entry and "." not in str(entry.get("/T", "")):
                entry = entry["/Parent"].get_object()
            order.append(asked.index(str(entry["/T"])))
    assert order == sorted(order)
    assert roles(paper("large", fillable=True)).count("Form") == len(order)


def test_no_program_and_no_link_is_in_it() -> None:
    for word in (b"/JavaScript", b"/JS", b"/URI", b"/SubmitForm", b"/Launch"):
        assert word not in paper("ordinary", fillable=True)


def test_it_says_which_form_it_is_of() -> None:
    assert information(paper("large"))["/Keywords"] == "Form: carer_conversation@0.1.0; Paper: large"
    assert "CarerConversation,form0.1.0" in pages(paper("ordinary"))[0]


def test_nothing_of_it_is_about_safeguarding_eligibility_money_or_other_peoples_health() -> None:
    sections = {FORM.question[one.question].section for one in ASKED}
    assert not sections & {"safeguarding", "eligibility", "budget", "plan", "people", "children", "decision", "record"}


def test_a_file_that_lost_a_question_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "carer_desktop.documents.pdf.paper.paper_form", lambda *_: drawn(questions_ahead(FORM, DAY, 12))
    )
    with pytest.raises(Refused, match="did not hold all of “What is your first name"):
        write(FORM, "ordinary", DAY, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_form_without_such_a_part_and_a_style_there_is_not_are_refused() -> None:
    with pytest.raises(Refused, match="has no part that a carer fills in alone"):
        paper_form(SMALL, "ordinary", DAY)
    with pytest.raises(Refused, match=r"no style “gold”.*ordinary, large, easy_read"):
        paper_form(FORM, "gold", DAY)


# --- in advance ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one_by_one", [False, True])
def test_the_questions_in_advance_are_those_that_are_sent(one_by_one: bool) -> None:
    page = questions_ahead(FORM, DAY, 16, one_by_one)
    texts = [part.text for part in page.parts if isinstance(part, Paragraph)]
    lines = {line.removeprefix("- ") for text in texts for line in text.splitlines()}
    sent = [one.label for part in FORM.paper if part.ahead for one in part.questions if one.ahead]
    assert set(sent) <= lines
    assert not ({one.label for one in ASKED} - set(sent)) & lines
    data = drawn(page)
    assert failures(data) == [] and all(folded(label) in folded(words(data)) for label in sent)


def test_a_form_without_paper_has_none_in_advance() -> None:
    with pytest.raises(Refused, match="no questions to send in advance"):
        questions_ahead(SMALL, DAY, 12)
