"""PDF documents: tagged and valid, with every word of the report, and nothing of the machine."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from carer_desktop.documents.pdf import writer
from carer_desktop.documents.pdf.readback import check, folded
from carer_desktop.documents.pdf.tagging import TaggedCanvas
from carer_desktop.documents.pdf.writer import drawn, not_shown, write
from carer_desktop.documents.report import Answer, Answers, Heading, Paragraph, Report, Table
from carer_desktop.errors import Refused
from tests.core.documents.copies import copy
from tests.core.documents.made import TODAY, move, report
from tests.core.documents.pdf.looking import failures, information, pages, roles, words

LONG = "I am up at night, & then <b>again</b> - “when it rains” £5. "
SMALL = Report("A title", "A subject", (Answer("a", "Label", "Text"),), (), "Who", "Which form", TODAY)


def full() -> Report:
    """A page with everything a report can hold, some of it long."""
    page = report(None, move("complete", "completed"), check_code="ABCD-EFGH-JKMN")
    rows = tuple(
        Answer(f"a{n}", f"Question {n}", LONG * 40 if n == 3 else f"Answer {n}\n\n- one\n- two") for n in range(60)
    )
    plan = tuple(
        tuple(Answer(f"plan/{n}/c", "Plan", text) for text in (f"Need {n}", LONG * 2, "\N{HOT BEVERAGE}", "£12.50"))
        for n in range(60)
    )
    more = (
        Heading(1, "More", new_page=True),
        Paragraph((LONG * 180)[:10_000], "quote", "long", "Tell us"),
        Paragraph("Take care.\n\n- first\n- second", "note"),
        Answers("Many rows", rows),
        Table("A plan", ("Need", "What helps", "Sign", "Cost"), plan, "money"),
    )
    return replace(page, parts=(*page.parts, *more))


@pytest.mark.parametrize("points", [12, 28])
def test_everything_a_report_can_hold_is_in_the_file_and_valid(tmp_path: Path, points: int) -> None:
    written = write(replace(full(), points=points), tmp_path / "a.pdf")
    data = written.file.read_bytes()
    assert failures(data) == []
    assert written.named == ("\N{HOT BEVERAGE}",)
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    assert folded((LONG * 180)[:10_000]) in folded(words(data))
    assert "[HOT BEVERAGE]" in words(data)
    seen = pages(data)
    assert all(f"Page{number}of{len(seen)}" in one for number, one in enumerate(seen, 1))


ODD: dict[str, tuple[Any, ...]] = {
    "tables without rows": (Table("C", ("a", "b"), ()), Answers("", ())),
    "a header taller than a page": (
        Table("C", ("word " * 800, "b"), ((Answer("p", "l", "x"), Answer("p", "l", "y" * 4_000)),)),
    ),
    "a level left out": (Heading(3, "Deep"), Paragraph("x"), Heading(1, "One"), Heading(2, "Two")),
    "nothing but signs": (Paragraph("\N{GRINNING FACE}" * 200), Heading(1, "\N{GRINNING FACE}" * 40)),
    "many columns": (
        Table("C", tuple(f"Header {n}" for n in range(12)), ((Answer("p", "l", "word " * 30),) * 12,)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("points", [12, 28])
@pytest.mark.parametrize("name", ODD)
def test_what_no_record_holds_is_written_and_valid_too(tmp_path: Path, name: str, points: int) -> None:
    page = replace(SMALL, parts=ODD[name], points=points)
    assert failures(write(page, tmp_path / "a.pdf").file.read_bytes()) == []


@pytest.mark.parametrize("audience", ["purchase", "cared_for"])
def test_the_short_copies_are_valid(tmp_path: Path, audience: str) -> None:
    data = write(copy("carer_review", audience), tmp_path / "a.pdf").file.read_bytes()
    assert failures(data) == []
    assert roles(data)[:3] == ["Document", "H1", "Table"]


def test_the_carers_copy_in_large_print_is_valid_and_begins_with_all_of_what_was_agreed(tmp_path: Path) -> None:
    page = copy("carer_conversation", "carer", ais_any="yes", ais_needs=["large"])
    assert page.points == 18
    data = write(page, tmp_path / "a.pdf").file.read_bytes()
    assert failures(data) == []
    agreed, _, plan = "".join(pages(data)).partition("Yourplan-1.")
    assert "Wetalkagain" in agreed and "furtheron" not in agreed and plan


def test_what_has_no_tag_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the validator does see what is not tagged."""
    monkeypatch.setattr(TaggedCanvas, "tagged", lambda self, node: nullcontext())
    assert "CONTENT-TAGGING-001" in " ".join(failures(drawn(SMALL)))


def test_headings_lists_and_tables_are_what_they_are() -> None:
    found = roles(drawn(full()))
    assert found.count("H1") == 1 and "H2" in found and "H3" in found
    assert {"L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "P"} <= set(found)
    levels = [int(role[1]) for role in found if re.fullmatch("H[1-6]", role)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_headings_are_the_contents_beside_the_pages() -> None:
    parts = (Heading(1, "One"), Heading(2, "Two", new_page=True), Paragraph("x"), Heading(1, "Three"))
    reader = PdfReader(io.BytesIO(drawn(replace(SMALL, parts=parts))))
    found: Any = reader.outline
    assert [one.title for one in (found[0], *(found[1][0], found[1][1][0], found[1][2]))] == [
        "A title", "One", "Two", "Three",
    ]  # fmt: skip
    assert reader.get_destination_page_number(found[1][1][0]) == 1


def test_a_header_that_comes_again_on_the_next_page_is_read_once() -> None:
    rows = tuple(Answer(str(n), f"Question {n}", "Answer") for n in range(200))
    data = drawn(replace(SMALL, parts=(Answers("Rows", rows, ("Asked", "Said")),)))
    assert words(data).count("Asked") == 1
    seen = pages(data)
    assert sum("AskedSaid" in one for one in seen) == len(seen) > 3


@pytest.mark.parametrize("points", [12, 18, 24])
def test_no_page_ends_with_a_heading_that_stands_over_nothing(points: int) -> None:
    page = replace(copy("carer_conversation", "carer"), points=points)
    headings = [part.text for part in page.parts if isinstance(part, Heading)]
    captions = [part.caption for part in page.parts if isinstance(part, Answers | Table) and part.caption]
    ends = tuple("".join(text.split()) for text in (*headings, *captions))
    seen = pages(drawn(page))
    assert len(seen) > 5 and [one[-60:] for one in seen if one.endswith(ends)] == []


@pytest.mark.parametrize("points", [12, 18, 24])
def test_the_last_row_of_a_table_does_not_stand_alone_on_a_page(points: int) -> None:
    for number in range(8, 50, 3):
        rows = tuple(Answer(str(n), f"Question <{n}>", "Answer") for n in range(1, number + 1))
        last = pages(drawn(replace(SMALL, parts=(Answers("Rows", rows),), points=points)))[-1]
        assert f"<{number - 1}>" in last and f"<{number}>" in last


def test_the_file_says_what_it_is_and_nothing_of_the_machine() -> None:
    data = drawn(report(check_code="ABCD-EFGH-JKMN"))
    said = information(data)
    assert said["/Title"] == "Carer Conversation"
    assert said["/Author"] == said["/Creator"] == said["/Producer"] == "Carer Desktop"
    assert said["/CreationDate"] == said["/ModDate"] == "D:20261122000000Z"
    assert "Check code: ABCD-EFGH-JKMN" in said["/Keywords"]
    root: Any = PdfReader(io.BytesIO(data)).root_object
    assert root["/Lang"] == "en-GB" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    for mine in (os.uname().nodename, str(Path.home()), str(Path.cwd())):
        assert mine.encode() not in data


def test_the_same_report_gives_the_same_bytes_on_each_paper() -> None:
    assert drawn(SMALL) == drawn(SMALL)
    assert len({drawn(SMALL, paper) for paper in ("white", "cream", "yellow", "blue", "green", "pink")}) == 6


def test_a_paper_there_is_not_is_refused() -> None:
    with pytest.raises(Refused, match=r"There is no paper “gold”.*white, cream"):
        drawn(SMALL, "gold")


def test_in_plain_style_nothing_is_grey_or_shaded() -> None:
    parts = (Paragraph("Why", "hint"), Paragraph("Mind", "note"), Paragraph("Said", "quote"), Answers("A", SMALL.facts))
    page = replace(SMALL, parts=parts)
    colours = {}
    for plain in (False, True):
        drawing = PdfReader(io.BytesIO(drawn(replace(page, plain=plain)))).pages[0].get_contents()
        assert drawing is not None
        colours[plain] = set(re.findall(rb"([.\d]+ [.\d]+ [.\d]+) rg", drawing.get_data()))
    assert len(colours[True]) == 1 and len(colours[False]) > 3


def test_mark_up_in_an_answer_is_only_words() -> None:
    hostile = '<img src="/etc/hostname"/> <a href="file:///etc/passwd">x</a> {{ 7*7 }} %s \\n /JS (app.alert) =cmd'
    data = drawn(replace(SMALL, parts=(Paragraph(hostile),)))
    assert folded(hostile) in folded(words(data))
    raw = b"".join(page.get_contents().get_data() for page in PdfReader(io.BytesIO(data)).pages)  # type: ignore[union-attr]
    assert b"/Subtype /Image" not in data and b"/URI" not in data and b"app.alert" not in data and b" Do" not in raw


# --- reading back ----------------------------------------------------------------------------------------------


def _without(page: Report, change: Callable[[Answer], Answer | None]) -> Report:
    parts = (
        replace(part, rows=tuple(row for row in map(change, part.rows) if row is not None))
        if isinstance(part, Answers) else part for part in page.parts
    )  # fmt: skip
    return replace(page, parts=tuple(parts))


CUTS: dict[str, Callable[[Report], Report]] = {
    "an answer": lambda page: _without(page, lambda row: None if row.place == "sleep" else row),
    "a letter": lambda page: _without(
        page, lambda row: replace(row, text=row.text[:-1]) if row.place == "sleep" else row
    ),
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_file_that_lost_something_of_an_answer_is_refused_by_its_question(tmp_path: Path, cut: str) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(drawn(CUTS[cut](report())))
    with pytest.raises(Refused, match="did not hold all of “How do you sleep"):
        check(file, report())


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("the end of the document", replace(SMALL, parts=(Paragraph("One more"),))),
        ("the head and foot of every page", replace(SMALL, running="Somebody else")),
        ("title", replace(SMALL, title="Another title")),
    ],
)
def test_what_is_around_or_too_much_is_missed_too(tmp_path: Path, name: str, page: Report) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(drawn(page))
    with pytest.raises(Refused, match=f"did not hold all of “{name}”"):
        check(file, SMALL)


def test_nothing_is_left_behind_when_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "drawn", lambda page, paper: drawn(CUTS["a letter"](page), paper))
    with pytest.raises(Refused, match="removed and nothing was handed over"):
        write(report(), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over_and_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert [write(SMALL, tmp_path / "a.pdf").file.name for _ in range(2)] == ["a.pdf", "a (2).pdf"]
    with pytest.raises(Refused, match="is not there"):
        write(SMALL, tmp_path / "gone" / "a.pdf")


def test_a_locked_file_opens_with_its_words_alone(tmp_path: Path) -> None:
    written = write(SMALL, tmp_path / "a.pdf", password="able bird coat")
    reader = PdfReader(written.file)
    assert reader.is_encrypted and not reader.decrypt("another")
    assert PdfReader(written.file, password="able bird coat").metadata


def test_what_cannot_be_shown_is_known_before_anything_is_written() -> None:
    assert not_shown(replace(SMALL, parts=(Paragraph("\N{HOT BEVERAGE} é"),))) == ("\N{HOT BEVERAGE}",)
