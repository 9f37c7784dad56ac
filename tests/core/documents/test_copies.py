"""The copies for the carer, the person cared for and whoever pays: what each says, how it looks, how it is read."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from carer_desktop.assessment import Move
from carer_desktop.documents.checkfile import differences, named_in
from carer_desktop.documents.leftout import before_writing
from carer_desktop.documents.pages import make_report, source_of
from carer_desktop.documents.received import received
from carer_desktop.documents.report import Answers, Heading, Report, Table
from carer_desktop.documents.template import pack
from carer_desktop.documents.word import write
from carer_desktop.errors import Refused
from carer_desktop.forms import library
from carer_desktop.forms.question import Question
from carer_desktop.paths import RESOURCES
from carer_desktop.records.found import Named
from tests.core.documents import looking
from tests.core.documents.accessible import faults
from tests.core.documents.conftest import HOUSE
from tests.core.documents.copies import FORMS, NOW, READERS, TODAY, copy, demo
from tests.core.documents.made import said

CONVERSATION, REVIEW = FORMS
LARGE: dict[str, Any] = {"confirm_communication": "changed", "ais_any": "yes", "ais_needs": ["large"]}
LONG = "We talked about the nights and about what would help with them, at some length. " * 60


def first(page: Report) -> dict[str, str]:
    """The rows of the first page by label."""
    return {row.label: row.text for row in page.facts}


def pages_of(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


# --- the carer's own copy ------------------------------------------------------------------------


def labels(page: Report) -> set[str]:
    """Everything the answers of a page are called."""
    found = {row.label for part in page.parts if isinstance(part, Answers) for row in part.rows}
    return found | {cell.label for part in page.parts if isinstance(part, Table) for row in part.rows for cell in row}


def test_it_calls_what_was_asked_as_it_was_put_to_them() -> None:
    its = labels(copy(CONVERSATION, "carer"))
    assert {"What this is about", "What you want", "What will happen", "Who takes part"} <= its
    asked = demo(CONVERSATION)[0].question["role_narrative"]
    assert asked.carer_label in its and asked.label not in its
    captions = [part.caption for part in copy(CONVERSATION, "carer").parts if isinstance(part, Answers | Table)]
    assert "Your plan, continued" in captions and not [one for one in captions if "Support plan" in one]
    assert {"Outcome this meets", "What the carer wants", "How it will be met"} <= labels(copy(CONVERSATION, "council"))


@pytest.mark.parametrize("name", FORMS)
def test_it_does_not_speak_about_them(name: str) -> None:
    source = source_of(*demo(name), "carer")
    theirs = [one for one in all_of(name) if {"carer", "carer_asked"} & {*one.audience} and one.type != "message"]
    assert [one.key for one in theirs if re.search(r"\bthe carer\b", source.label(one), re.I)] == []
    named = tomllib.loads((RESOURCES / "carers_copy.toml").read_text("utf-8"))
    sections = {f"section.{section.id}" for each in FORMS for section in library.find(each).sections}
    assert {*named} <= {one.key for each in FORMS for one in all_of(each)} | sections


def all_of(name: str) -> list[Question]:
    """Every question and column of a form."""
    form = library.find(name)
    return [one for section in form.sections for asked in section.questions for one in (asked, *asked.columns)]


def test_it_opens_with_what_was_agreed_in_their_name() -> None:
    page = copy(CONVERSATION, "carer")
    assert page.title == "What we agreed"
    assert page.facts_header == ("For Ann Example", "18 November 2026")
    rows = first(page)
    assert rows["Amount agreed"] == "£300.00 (recurring)\n£330.00 was asked for."
    assert rows["What matters to you"].startswith("That Daniel has a life of his own")
    assert rows["What it is for"] == "Swimming and a short break"
    assert "PIN" in rows["Your bank details"]
    assert "0300" in rows["If you do not agree"]
    assert rows["We talk again"] == "By 18 November 2027"
    headings = [part.text for part in page.parts if isinstance(part, Heading) and part.level == 1]
    assert headings[0] == "Your plan" and headings[-1] == "About this copy"
    assert headings.count("Your plan") == 1


def test_no_code_and_no_reference_before_the_second_page() -> None:
    page = copy(CONVERSATION, "carer")
    opening = repr((page.title, page.facts, page.running, page.footer, page.marks, page.facts_header))
    for code in ("K7Q2M4XR", "M1234567", "ABCD-EFGH", "0.1.0", "version"):
        assert code not in opening
    assert isinstance(page.parts[0], Heading) and page.parts[0].new_page
    assert "K7Q2M4XR" in repr(page.parts[-1]) and "M1234567" in repr(page.parts[-1])


@pytest.mark.parametrize(
    ("more", "title", "amount"),
    [
        ({"decision": "decline", "decision_amount": None, "decision_reason": "Too early."}, "What was decided",
         "Not agreed\nWhy: Too early."),
        ({"decision": None, "decision_amount": None}, "What we talked about", "No money is part of this plan"),
    ],
)  # fmt: skip
def test_another_end_has_another_name(more: dict[str, Any], title: str, amount: str) -> None:
    page = copy(CONVERSATION, "carer", **more)
    assert (page.title, first(page)["Amount agreed"]) == (title, amount)
    assert "What it is for" not in first(page)


def test_a_draft_for_the_carer_says_so_on_every_page() -> None:
    page = copy(CONVERSATION, "carer", draft=True)
    assert page.title == "What we plan to agree"
    assert page.marks[0] == "DRAFT for you to read – nothing is agreed yet"
    assert first(page)["Amount asked for"] == "£330.00. Nobody has agreed an amount yet."
    assert "agreed by a manager" not in said(page)


def test_money_left_out_is_left_out_everywhere() -> None:
    page = copy(CONVERSATION, "carer", copy_leave_out=["budget", "plan"])
    assert not {"Amount agreed", "What it is for", "Your bank details", "What will happen"} & set(first(page))
    assert "£300" not in said(page) and "£330" not in said(page) and "Swimming and a short break" not in said(page)


def test_a_person_who_has_not_agreed_is_not_in_it() -> None:
    people: list[dict[str, Any]] = [
        {"id": "a", "name": "Robin Agreed", "consent": "yes", "adult": "yes"},
        {"id": "b", "name": "Kim Unasked", "consent": "no", "known_asc": "no", "adult": "yes"},
    ]
    page = copy(CONVERSATION, "carer", cf=people)
    assert "Robin Agreed" in said(page) and "Kim Unasked" not in said(page)
    alone = copy(CONVERSATION, "carer", cf=people[1:])
    assert "cf/" not in said(alone), "not even that there is somebody"
    left = before_writing(source_of(*demo(CONVERSATION, cf=people), "carer")).left_out
    assert [one.why for one in left if one.label.endswith(" – 2")] == ["The person it is about has not agreed"]


def test_what_could_harm_is_in_it_only_when_it_is_safe_and_ticked() -> None:
    harm: dict[str, Any] = {
        "treatment_concern": "He shouts at me",
        "others": [{"name": "Joan Example", "agreed": "yes"}],
    }
    for safe, ticks, there in (("yes", ["treated"], True), ("yes", ["none"], False), ("careful", ["treated"], False)):
        page = copy(CONVERSATION, "carer", contact_safe=safe, copy_include=ticks, **harm)
        assert ("He shouts at me" in said(page)) is there
        assert "Joan Example" not in repr(page.parts[:1])


def test_how_to_hand_it_over_is_said_before() -> None:
    before = before_writing(source_of(*demo(CONVERSATION, contact_safe="no", copies=["none"]), "carer"))
    assert any(one.startswith("Do not post or e-mail it") for one in before.take_care)
    assert "The carer did not ask for a copy." in before.take_care
    assert any("still a person" in text for _, text in before.read_through), "somebody reads the long answers first"
    asked = before_writing(source_of(*demo(CONVERSATION, contact_safe="yes", ais_needs=["large", "braille"]), "carer"))
    assert asked.style == "Large print, as the carer asked"
    assert [one for one in asked.take_care if "Braille" in one]
    assert before_writing(source_of(*demo(CONVERSATION, **LARGE), "council")).style == "Ordinary print"


# --- the person cared for, and the purchase ----------------------------------------------------------


def test_the_copy_for_the_person_cared_for_starts_empty() -> None:
    for answers in ({"copy_cared_for": ["none"]}, {"copy_cared_for": None}, {"copies": ["carer"]}):
        with pytest.raises(Refused, match="Nothing is ticked"):
            copy(CONVERSATION, "cared_for", **answers)
    only = copy(CONVERSATION, "cared_for", copy_cared_for=["start"])
    assert "18 November 2026" in said(only) and "teatime call" not in said(only)
    assert "teatime call" in said(copy(CONVERSATION, "cared_for", copy_cared_for=["plan"]))
    assert "K7Q2M4XR" not in repr((only.facts, only.parts, only.running, only.footer))


def test_the_purchase_says_who_what_and_when_and_nothing_clinical() -> None:
    rows = first(copy(CONVERSATION, "purchase"))
    assert rows["Carer"] == "Mrs Ann Example" and rows["Mosaic ID"] == "M1234567"
    assert rows["Amount agreed"] == "£300.00" and rows["Manager who agreed"] == "Morgan Manager, Team manager"
    assert rows["Authorisation number"] == "Check code ABCD-EFGH-JKMN" and rows["Agreed on"] == "24 November 2026"
    assert "Mobile only" in rows["Safe to ring or write home"]
    draft = copy(CONVERSATION, "purchase", draft=True)
    assert "do not pay" in draft.marks[0] and first(draft)["Amount agreed"] == "Nobody has agreed an amount yet"
    assert first(draft)["Agreed on"] == "Not recorded yet"


def test_items_that_do_not_come_to_what_was_agreed_are_named_before_anybody_pays() -> None:
    def page(amount: str, **more: Any) -> dict[str, str]:
        return first(copy(CONVERSATION, "purchase", decision="authorise_changed", decision_amount=amount, **more))

    less = page("250.00", decision_use=None)["Before paying"]
    assert less.startswith("The items below come to £330.00, more than was agreed. Ask the manager")
    assert "less than was agreed" in page("400.00", decision_use=None)["Before paying"]
    same, own = page("330.00", decision_use=None), page("250.00")
    assert "Before paying" not in same and "(£234.00 once, and £96.00 a year for what comes back)" in same["Paid"]
    assert "Before paying" not in own and "£234.00" not in own["Paid"], "the manager wrote what it is for"


@pytest.mark.parametrize(
    "typed", ["12-34-56 12345678", "sort code 123456, account 12345678", "GB33 BUKB 2020 1555 5555 55"]
)
def test_bank_details_are_nowhere_on_it(typed: str) -> None:
    instruction: dict[str, Any] = {"purchase_wanted": "yes", "purchase_text": f"Please pay {typed} at once"}
    page = copy(CONVERSATION, "purchase", decision_use=typed, **instruction)
    left = re.sub(r"\D", "", first(page)["Instruction"] + first(page)["What it may be used for"])
    assert left == "" and "bank details were written here" in first(page)["Instruction"]


# --- on paper and for a screen reader -------------------------------------------------------------------

VARIANTS = [
    (name, audience, draft, large)
    for name in FORMS
    for audience in READERS
    for draft in (False, True)
    for large in ((False, True) if audience == "carer" else (False,))
]


@pytest.mark.parametrize(("name", "audience", "draft", "large"), VARIANTS)
def test_every_variant_is_accessible_and_without_fault(
    name: str, audience: str, draft: bool, large: bool, tmp_path: Path
) -> None:
    page = copy(name, audience, draft, **(LARGE if large else {"ais_needs": None}))
    assert page.large is large
    file = write(page, HOUSE, tmp_path / "a.docx").file
    assert faults(file, 18 if large else 12) == []
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, security_validation=True).validate(file)
    assert [str(one) for one in result.errors] == []
    header = looking.parts(file)["word/header1.xml"].decode()
    assert " Example" in header
    assert ("Mosaic ID M1234567" in header or "Record K7Q2M4XR" in header) is (audience in ("council", "purchase"))


@pytest.mark.parametrize(
    ("part", "was", "made", "fault"),
    [
        ("word/document.xml", b"<w:tblHeader/>", b"", "a table without a header row"),
        ("word/document.xml", b'w:val="Heading1"', b'w:val="Heading3"', "heading 3 follows"),
        ("word/document.xml", b"<w:body>", b"<w:body><w:p/>", "an empty paragraph"),
        ("word/document.xml", b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2"/>', "merged cells"),
        ("word/styles.xml", b'w:val="en-GB"', b'w:val="en-US"', "not British English"),
        ("word/styles.xml", b'<w:sz w:val="24"/>', b'<w:sz w:val="22"/>', "letters of"),
        ("word/footer1.xml", b"NUMPAGES", b"PAGE", "no page x of y"),
        ("docProps/core.xml", b"en-GB", b"", "no language"),
    ],
)
def test_the_checklist_finds_what_it_looks_for(part: str, was: bytes, made: bytes, fault: str, tmp_path: Path) -> None:
    file = write(copy(CONVERSATION, "carer", ais_needs=None), HOUSE, tmp_path / "a.docx").file
    held = looking.parts(file)
    assert was in held[part]
    file.write_bytes(pack({**held, part: held[part].replace(was, made, 1)}))
    assert any(fault in one for one in faults(file)), faults(file)


def test_large_print_is_the_same_words_and_says_so(tmp_path: Path) -> None:
    large, small = (copy(CONVERSATION, "carer", **more) for more in (LARGE, {"ais_needs": ["plain"]}))
    assert "in large print as you asked" in large.running and "large" not in small.running
    tables = [part for part in large.parts if isinstance(part, Table) and part.kind == "list"]
    assert all(len(table.header) <= 2 for table in tables)
    rows = {row.text for part in large.parts if isinstance(part, Answers) for row in part.rows}
    assert {cell.text for part in small.parts if isinstance(part, Answers) for cell in part.rows} - rows == {
        "Plain, short sentences and more time"
    }


def test_in_large_print_nothing_of_the_summary_is_cut_and_no_number_anywhere() -> None:
    by = "Camden Carers at the Example Centre in London, 020 7946 0170, or Joan when they are out"
    answers: dict[str, Any] = {"what_matters": LONG, "decision_use": LONG, "ais_needs": None}
    answers["plan_items"] = [{"need": "home", "how": "One afternoon", "provider": by}] * 8
    large = first(copy(CONVERSATION, "carer", **{**answers, **LARGE}))
    assert large["What matters to you"] == LONG.strip() and large["What will happen"].count(by) == 8
    small = first(copy(CONVERSATION, "carer", **{**answers, "what_matters": "Sleep", "decision_use": "A break"}))
    assert small["What will happen"].count("020 7946 0170 …)") == 5
    assert small["What will happen"].endswith("- and 3 more, further on")
    form, record, findings = demo(CONVERSATION, **answers)
    text = make_report(form, record, findings, today=TODAY, audience="carer", watermark=False, whole=True)
    assert first(text)["What will happen"] == large["What will happen"], "where there are no pages nothing is cut"


@pytest.mark.office
@pytest.mark.parametrize("draft", [False, True])
def test_what_we_agreed_is_one_page_whatever_was_typed(
    draft: bool, tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    answers: dict[str, Any] = {"ais_needs": None, "what_matters": LONG, "decision_use": LONG}
    answers |= {"decision_reason": LONG, "decision_amount": "250.00"} if not draft else {}
    answers["plan_items"] = [{"need": "home", "how": LONG, "provider": LONG, "goal": LONG}] * 12
    page = copy(CONVERSATION, "carer", draft, **answers)
    found = pages_of(convert(write(page, HOUSE, tmp_path / "a.docx").file, "pdf"))
    assert "disagree" in found[0] or "not agree" in found[0]
    assert ("talk again" in found[0]) is not draft
    assert "Your plan" in found[1]


@pytest.mark.parametrize(
    ("answers", "moves", "words"),
    [
        ({"decision_amount": None}, (), "No payment was agreed"),
        ({}, ("instruct", "cancel_purchase"), "does not take place"),
        ({}, ("instruct", "withdraw"), "does not take place"),
    ],
)
def test_there_is_no_page_for_a_payment_that_is_none(
    answers: dict[str, Any], moves: tuple[str, ...], words: str
) -> None:
    form, record, findings = demo(CONVERSATION, **answers)
    stages = {"withdraw": "withdrawn"}
    more = tuple(Move(one, stages.get(one, "authorised"), NOW, "p1", "assessor") for one in moves)
    record = replace(record, history=(*record.history, *more))
    with pytest.raises(Refused, match=words):
        make_report(form, record, findings, today=TODAY, audience="purchase", watermark=False)
    again = replace(record, history=(*record.history, Move("instruct", "authorised", NOW, "p1", "assessor")))
    if moves == ("instruct", "cancel_purchase"):
        page = make_report(form, again, findings, today=TODAY, audience="purchase", watermark=False)
        assert first(page)["Amount agreed"] == "£300.00"


@pytest.mark.office
def test_the_purchase_is_one_page_whatever_was_typed(tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    long: dict[str, Any] = {
        "decision_use": LONG,
        "purchase_text": LONG,
        "contact_safe_how": LONG,
        "carer_phone_note": LONG,
    }
    long |= {"dp_contact": "rep", "dp_contact_who": LONG, "decision_role": LONG, "dp_nominated": LONG}
    for answers in (dict[str, Any](), long):
        file = write(copy(CONVERSATION, "purchase", **answers), HOUSE, tmp_path / "a.docx").file
        assert len(pages_of(convert(file, "pdf"))) == 1


@pytest.mark.office
@pytest.mark.parametrize("audience", ["council", "carer"])
def test_saved_again_by_another_program_it_still_says_the_same(
    audience: str, tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    (tmp_path / "in").mkdir()
    page = copy(CONVERSATION, audience)
    again = received(convert(write(page, HOUSE, tmp_path / "in" / "a.docx").file, "docx"))
    assert named_in(again) == Named("K7Q2M4XR", 1, audience, "ABCD-EFGH-JKMN")
    assert differences(again, page) == ()
    other = copy(CONVERSATION, audience, role_narrative="Something else")
    asked = demo(CONVERSATION)[0].question["role_narrative"]
    label = asked.carer_label if audience == "carer" else asked.label
    assert [(one.label, one.record) for one in differences(again, other)] == [(label, "Something else")]
