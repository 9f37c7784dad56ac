"""A filled-in PDF form: what stands in it comes back exactly, and what could do harm is refused in words."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from carer_desktop.documents.pdf.filled import MOST_BYTES, FilledForm, filled_form
from carer_desktop.documents.pdf.paper import paper_form
from carer_desktop.errors import Refused
from carer_desktop.records.found import Found
from tests.core.documents.pdf.test_paper import DAY, paper
from tests.core.forms.test_paper import part, read

WRITTEN: dict[str, str] = {
    "carer_first": "Zoë \N{BENGALI LETTER AA} \N{HOT BEVERAGE}",
    "what_matters": "That Dad is safe – & “well” <b>\nA second line",
    "hours_week": "35.5",
    "contact_safe": "/careful",
    "duration": "/1_3y",
    "ais_needs.large": "/yes",
    "ais_needs.bsl": "/yes",
    "tasks.meals": "/daily",
    "tasks.moving": "/never",
    "out_home": "/distress",
    "talk_alone.yes": "/yes",
}
FOUND = (
    Found("carer_first", "What is your first name?", WRITTEN["carer_first"]),
    Found("contact_safe", "Is it safe if we ring you or write to you at home?", "Only in some ways", "careful"),
    Found(
        "ais_needs",
        "If yes, what would make it easier?",
        "Large print; British Sign Language interpreter",
        ["large", "bsl"],
    ),
    Found("what_matters", "What matters most to you right now?", WRITTEN["what_matters"]),
    Found("duration", "How long have you looked after them?", "1 to 3 years", "1_3y"),
    Found("hours_week", "About how many hours a week do you help?", "35.5"),
    Found(
        "tasks",
        "How often do you do these things for them?",
        "Cooking and meals: Every day\nMoving and lifting: Never",
        {"meals": "daily", "moving": "never"},
    ),
    Found("out_home", "Keeping your home clean, warm and safe", "It hurts or worries me", "distress"),
    Found("talk_alone", "I would rather talk about something in private", "Yes", ["yes"]),
)


@cache
def blank() -> bytes:
    """A small form nobody has filled in."""
    form = read(part('{ id = "first" }, { id = "detail", lines = 3 }, { id = "crisis" }'))
    return paper_form(form, "ordinary", DAY, True)


def fill(data: bytes, values: dict[str, str]) -> bytes:
    writer = opened(data)
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    return saved(writer)


@cache
def one_answer() -> bytes:
    return fill(blank(), {"first": "Ann", "crisis": "/weeks"})


def opened(data: bytes) -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(io.BytesIO(data)))


def saved(writer: PdfWriter) -> bytes:
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_what_was_filled_in_comes_back_exactly_in_the_order_of_the_form(tmp_path: Path) -> None:
    file = tmp_path / "filled.pdf"
    file.write_bytes(fill(paper("ordinary", fillable=True), WRITTEN))
    form = filled_form(file)
    assert form.form == "carer_conversation@0.1.0"
    assert form.found == FOUND


def test_what_is_written_in_one_field_shows_in_no_other() -> None:
    """Programs write what is typed into the look of the field, so no two may share one."""
    reader = PdfReader(io.BytesIO(paper("ordinary", fillable=True)))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    looks = [note["/AP"].raw_get("/N").idnum for note in notes if note.get("/FT") == "/Tx"]
    assert len(looks) > 20 and len(set(looks)) == len(looks)


def test_a_choice_that_only_the_field_names_is_read(tmp_path: Path) -> None:
    """Some programs write the value of a field and leave its boxes as they were."""
    writer = opened(blank())
    form: Any = writer._root_object["/AcroForm"].get_object()
    group = next(top.get_object() for top in form["/Fields"] if top.get_object()["/T"] == "crisis")
    group[NameObject("/V")] = NameObject("/weeks")
    file = tmp_path / "filled.pdf"
    file.write_bytes(saved(writer))
    assert filled_form(file).found == (Found("crisis", "Might it break down", "Within weeks", "weeks"),)


def test_a_form_nobody_filled_in_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "blank.pdf"
    file.write_bytes(blank())
    assert filled_form(file) == FilledForm("small@0.1.0", ())


def test_of_somebody_elses_form_nothing_is_guessed(tmp_path: Path) -> None:
    file = tmp_path / "theirs.pdf"
    writer = opened(one_answer())
    writer.metadata = {"/Title": "Another form"}
    file.write_bytes(saved(writer))
    form = filled_form(file)
    assert form.form == "" and [one.question for one in form.found] == [None, None]
    assert [(one.label, one.text) for one in form.found] == [
        ("First name", "Ann"),
        ("Might it break down", "Within weeks"),
    ]


# --- what is refused -------------------------------------------------------------------------------------------


def _with(**entries: Any) -> bytes:
    """A filled-in form with something more in its catalogue."""
    writer = opened(one_answer())
    for name, entry in entries.items():
        writer._root_object[NameObject(f"/{name}")] = writer._add_object(entry)
    return saved(writer)


def _action(kind: str, **more: Any) -> DictionaryObject:
    found = {NameObject("/S"): NameObject(f"/{kind}")}
    return DictionaryObject(found | {NameObject(f"/{name}"): value for name, value in more.items()})


def _locked() -> bytes:
    writer = opened(one_answer())
    writer.encrypt("secret", algorithm="AES-256")
    return saved(writer)


def _script_in_a_field() -> bytes:
    writer = opened(blank())
    field = writer.pages[0]["/Annots"][0].get_object()  # type: ignore[index]
    calculated = _action("JavaScript", JS=TextStringObject("app.alert(1)"))
    field[NameObject("/AA")] = DictionaryObject({NameObject("/C"): calculated})
    return saved(writer)


def _with_attachment() -> bytes:
    writer = opened(blank())
    writer.add_attachment("other.exe", b"MZ")
    return saved(writer)


def _nested(depth: int) -> bytes:
    inside: Any = NumberObject(1)
    for _ in range(depth):
        inside = ArrayObject([inside])
    return _with(Deep=inside)


def _in_a_circle() -> bytes:
    writer = opened(blank())
    form: Any = writer._root_object["/AcroForm"].get_object()
    top = form["/Fields"][0]
    top.get_object()[NameObject("/Kids")] = ArrayObject([top])
    return saved(writer)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing in it": (lambda: b"", "not a PDF"),
    "a Word file": (lambda: b"PK\x03\x04" + b"x" * 99, "not a PDF"),
    "cut off": (lambda: one_answer()[:15_000], "damaged or cut off"),
    "cut off near its end": (lambda: one_answer()[:-200] + b"%%EOF", "damaged or cut off|no fields"),
    "only its first line": (lambda: b"%PDF-1.7\n%%EOF", "damaged or cut off"),
    "locked": (_locked, "locked with a password"),
    "a program that runs": (
        lambda: _with(OpenAction=_action("JavaScript", JS=TextStringObject("app.alert(1)"))), "a program",
    ),
    "a program in a field": (_script_in_a_field, "a program"),
    "something that starts": (lambda: _with(Start=_action("Launch")), "starts another program"),
    "something that sends": (lambda: _with(Send=_action("SubmitForm")), "sends what is filled in elsewhere"),
    "another file": (_with_attachment, "another file inside"),
    "a form that runs programs": (
        lambda: _with(More=DictionaryObject({NameObject("/XFA"): ArrayObject()})), "XFA",
    ),
    "things in things": (lambda: _nested(60), "too deep|damaged"),
    "a field in itself": (_in_a_circle, "more fields than any form|damaged"),
    "no fields": (lambda: paper("ordinary"), "no fields that can be filled in"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_could_do_harm_is_refused_in_words(tmp_path: Path, name: str) -> None:
    make, said = BAD[name]
    file = tmp_path / "form.pdf"
    file.write_bytes(make())
    with pytest.raises(Refused, match=said) as refused:
        filled_form(file)
    assert refused.value.mend


def test_what_is_too_large_or_not_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    with file.open("wb") as opened:
        opened.truncate(MOST_BYTES + 1)
    with pytest.raises(Refused, match="over 20 MB"):
        filled_form(file)
    with pytest.raises(Refused, match="This is a folder and not a file"):
        filled_form(tmp_path)
    with pytest.raises(Refused, match=r"There is no such file"):
        filled_form(tmp_path / "gone.pdf")


def test_an_answer_longer_than_any_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(fill(blank(), {"detail": "x" * 100_001}))
    with pytest.raises(Refused, match="longer than any answer"):
        filled_form(file)
