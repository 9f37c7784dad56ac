"""Copies for others, over both forms: what is not marked for a reader reaches them by no route, and what is, does."""

import io
import random
import re

import pytest
from pypdf import PdfReader

from carer_desktop.documents.leftout import before_writing
from carer_desktop.documents.pages import make_report, source_of
from carer_desktop.documents.pdf.writer import drawn as pdf_drawn
from carer_desktop.documents.plain_text import text_of
from carer_desktop.documents.screen_pages import screen_pages
from carer_desktop.documents.word import write
from carer_desktop.errors import Refused
from carer_desktop.findings.find import find
from carer_desktop.paths import TEMPLATES
from carer_desktop.records.move import Move
from tests.core.documents import looking
from tests.core.packs.packs import FORMS, MADE, NAMES, TABLES, TODAY, record

EACH = pytest.mark.parametrize("name", NAMES)
CASES = 60
TYPED = ("text", "long_text", "name")
STEERED = {
    "copies": (["carer", "cared_for"], ["carer"], ["cared_for"], ["none"]),
    "contact_safe": ("yes", "yes", "careful", "no"),
    "declined": (None,),
    "copy_include": (None, ["none"], ["treated", "willing", "risk"], ["contact", "others", "capacity", "safe"]),
    "copy_leave_out": (None, ["none"], ["plan", "budget"], ["outcomes", "information"], ["people", "wellbeing"]),
    "copy_cared_for": (None, ["none"], ["start"], ["plan"], ["start", "plan"]),
    "decision": (None, "authorise", "decline"),
}


def mark(place):
    return f"Qq{place.replace('/', '.')}qQ"


def answered(question, place, chance):
    """An answer of its kind; one in words is a mark that names its place."""
    if question.id in STEERED:
        return chance.choice(STEERED[question.id])
    if not question.answerable or chance.random() < 0.15:
        return None
    if question.type in TYPED:
        return mark(place)
    if question.type == "choice":
        return chance.choice([one.id for one in question.choices]) if question.choices else mark(place)
    if question.type == "choices":
        return chance.sample([one.id for one in question.choices], chance.randint(1, min(3, len(question.choices))))
    if question.type == "list":
        rows = [f"r{number}" for number in range(chance.randint(1, 2))]
        cells = {id: {c.id: answered(c, f"{place}/{id}/{c.id}", chance) for c in question.columns} for id in rows}
        return [{"id": id, **{one: cell for one, cell in row.items() if cell is not None}} for id, row in cells.items()]
    return {"date": "2026-11-01", "money": "77.00", "whole": 3, "decimal": "3", "phone": "020 7946 0000"}.get(
        question.type
    )


def case(form, seed):
    """A record full of marks, in its history too, and what follows from it."""
    chance = random.Random(seed)
    found = {q.id: answered(q, q.id, chance) for q in form.question.values()}
    answers = {key: value for key, value in found.items() if value is not None}
    answers[form.date_question] = "2026-11-18"
    moves = (Move("complete", "completed", MADE, "p1", "assessor", note="QqnoteqQ"),) if chance.random() < 0.6 else ()
    assessment = record(form, answers, history=moves)
    return assessment, find(form, TABLES, assessment, TODAY)


def placed(form, assessment):
    """Every mark of the record: its place, its question (or column), its list, its row."""
    for question in form.question.values():
        given = assessment.answers.get(question.id)
        if question.type == "list" and isinstance(given, list):
            for row in given:
                for column in question.columns:
                    if row.get(column.id) == mark(f"{question.id}/{row['id']}/{column.id}"):
                        yield f"{question.id}/{row['id']}/{column.id}", column, question, row
        elif given == mark(question.id):
            yield question.id, question, None, {}


def ticked(findings, question):
    return set(findings.values.get(question) or ()) - {"none"}


def theirs(form, findings, audience, question, of, row):
    """Whether a reader may have an answer, worked out from the marks in the form alone."""
    values = {**findings.values, **({f"{of.id}.{key}": value for key, value in row.items()} if of else {})}
    for item in findings.values.get(of.id, ()) if of else ():
        if item["id"] == row["id"]:
            values |= {f"{of.id}.{key}": value for key, value in item.items()}
    marks = question.audience
    holds = question.audience_when is None or question.audience_when.truth(values) is True
    if of is not None and not theirs(form, findings, audience, of, None, {}):
        return False
    if audience == "purchase":
        return "purchase" in marks and holds
    if audience == "cared_for":
        given = ticked(findings, "copy_cared_for") if "cared_for" in ticked(findings, "copies") else set()
        name = question.id in form.check_questions and given
        return "cared_for" in marks and holds and bool(name or question.section in given)
    if question.section in ticked(findings, "copy_leave_out"):
        return False
    if question.id in ("decision_use", "decision_reason") and ticked(findings, "copy_leave_out") & {"budget", "plan"}:
        return False
    if "carer" in marks and holds:
        return True
    asked = ticked(findings, "copy_include") if findings.values.get("contact_safe") == "yes" else set()
    free = question.audience_when is not None or of is not None or "contact" in asked
    return bool("carer_asked" in marks and asked and holds and free)


def page(form, assessment, findings, audience):
    try:
        return make_report(form, assessment, findings, today=TODAY, audience=audience, watermark=False)
    except Refused as refused:
        why = {"cared_for": "Nothing is ticked", "purchase": "No payment was agreed"}.get(audience)
        if why is None or why not in str(refused):
            raise
        return None


@EACH
@pytest.mark.parametrize("audience", ["carer", "cared_for", "purchase"])
def test_marks_reach_whom_they_are_for_and_nobody_else(name, audience):
    form, seen, kept_back, tried = FORMS[name], 0, 0, 0
    for seed in range(CASES):
        assessment, findings = case(form, seed)
        made = page(form, assessment, findings, audience)
        if made is None and audience == "purchase":
            continue
        tried += 1
        said = repr(made)
        assert "QqnoteqQ" not in said, "what people noted at a step is the council's"
        for place, question, of, row in placed(form, assessment):
            if place not in findings.shown or not theirs(form, findings, audience, question, of, row):
                assert mark(place) not in said, f"seed {seed}: {place} reached the copy for {audience}"
                kept_back += 1
            elif not form.section[(of or question).section].by_moves or assessment.history:
                assert mark(place) in said, f"seed {seed}: {place} is not in the copy for {audience}"
                seen += 1
    assert tried > 2 and seen > 10 and kept_back > tried * 10


@EACH
def test_no_label_of_a_practitioners_question_is_in_the_carers_copy(name):
    form = FORMS[name]
    others = [q.label for q in form.by_key.values() if {"carer", "carer_asked"} & set(q.audience)]
    # The law has the written reasons say whether the care is necessary (section 13(2)).
    kept = {q.label for q in form.question.values() if set(q.audience) <= {"council"} and q.id != "necessary_care"}
    kept = {label for label in kept if not any(label in one for one in others)} - {"Form", "Started", "Mosaic"}
    for seed in range(CASES):
        assessment, findings = case(form, seed)
        said = repr(page(form, assessment, findings, "carer"))
        assert not [label for label in kept if label in said]


@EACH
def test_what_is_left_out_is_told_with_a_reason(name):
    form = FORMS[name]
    told = set()
    for seed in range(CASES):
        assessment, findings = case(form, seed)
        for audience in ("carer", "purchase", "cared_for"):
            before = before_writing(source_of(form, assessment, findings, audience))
            labels = " ".join(one.label for one in before.left_out)
            for place, question, of, row in placed(form, assessment):
                if place in findings.shown and not theirs(form, findings, audience, question, of, row):
                    assert (of or question).label in labels, (seed, audience, place)
            told |= {one.why for one in before.left_out}
            assert not any(re.search(r"[a-z]_[a-z]", one.why) for one in before.left_out), "words, not codes"
        councils = before_writing(source_of(form, assessment, findings, "council")).left_out
        assert {one.section for one in councils} <= {form.section["fairness"].title}
    assert len(told) == 8


@EACH
def test_no_way_of_making_the_carers_copy_lets_more_out(name, tmp_path):
    """Any size, a PDF, plain text, the pages to look at, the annex kept apart, other words at the head: never more."""
    form = FORMS[name]
    assessment, findings = case(form, 7)
    own: list[str] = []
    kept: list[str] = []
    for place, question, of, row in placed(form, assessment):
        is_theirs = place in findings.shown and theirs(form, findings, "carer", question, of, row)
        (own if is_theirs else kept).append(mark(place))
    assert len(kept) > 20
    for points, annex, watermark in ((0, False, True), (28, True, False), (14, True, True)):
        made = make_report(
            form, assessment, findings, today=TODAY, audience="carer", points=points, annex=annex,
            watermark=watermark, demo=True, check_code="ABCD-EFGH-JKMN", people={"p1": "Sam Example"},
        )  # fmt: skip
        assert not [one for one in (*kept, "QqnoteqQ") if one in repr(made)]
    assert made.answers == b"", "only the council's file carries its answers"
    data = pdf_drawn(make_report(form, assessment, findings, today=TODAY, audience="carer"))
    reader = PdfReader(io.BytesIO(data))
    said = repr(reader.metadata) + "".join(page.extract_text() for page in reader.pages)
    said += b"".join(stream_of(reader, number) for number in reader.xref[0]).decode("latin-1")
    said += text_of(make_report(form, assessment, findings, today=TODAY, audience="carer"))
    said += repr(screen_pages(make_report(form, assessment, findings, today=TODAY, audience="carer")))
    assert [one for one in own if one in said] and not [one for one in kept if one in said]


def stream_of(reader, number):
    found = reader.get_object(number)
    return found.get_data() if hasattr(found, "get_data") else repr(found).encode()


@EACH
def test_the_bytes_of_a_file_hold_nothing_more_than_its_page(name, tmp_path):
    form = FORMS[name]
    for seed in range(3):
        assessment, findings = case(form, seed)
        for audience in ("carer", "purchase", "cared_for"):
            made = page(form, assessment, findings, audience)
            if made is None:
                continue
            file = write(made, TEMPLATES / "house.docx", tmp_path / f"{seed}.docx").file
            everything = b"".join(looking.parts(file).values()).decode()
            for place, question, of, row in placed(form, assessment):
                if not theirs(form, findings, audience, question, of, row) or place not in findings.shown:
                    assert mark(place) not in everything
