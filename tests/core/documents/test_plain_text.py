"""A page as plain text: every word of it, one thing after the other, refused when a letter is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carer_desktop.documents import plain_text
from carer_desktop.documents.plain_text import text_of, write
from carer_desktop.documents.readback import wanted_of
from carer_desktop.documents.report import Answer, Answers, Paragraph, Report, Table
from carer_desktop.errors import Refused
from tests.core.documents.copies import copy
from tests.core.documents.made import TODAY, report

SMALL = Report(
    "A title", "A subject", (Answer("a", "How are you?", "Fine"),), (), "Who", "Which form", TODAY, ("DRAFT",)
)


def test_every_word_of_the_page_is_in_it_and_its_marks_come_first(tmp_path: Path) -> None:
    page = replace(report(), marks=("DRAFT",))
    data = write(page, tmp_path / "a.txt").file.read_bytes()
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbfDRAFT\r\n") and text.count("\n") == text.count("\r\n")
    assert text.rstrip().endswith(page.footer)
    said = "".join(text.split())
    for fact in page.facts:
        assert "".join(fact.label.split()) in said
    assert sum(1 for _ in wanted_of(page)) > 40


def test_what_is_asked_stands_before_what_is_said() -> None:
    part = Answers("Rows", (Answer("b", "Work", "- one\n- two"), Answer("c", "Sleep", "")))
    table = Table("Plan", ("Need", "Cost"), ((Answer("p", "Need", "Sleep"), Answer("p", "Cost", "£5.00")),))
    assert text_of(replace(SMALL, parts=(part, table, Paragraph("The end")))).split("\n\n") == [
        "DRAFT", "Who", "A title", "How are you? Fine", "Rows", "Work:\n- one\n- two", "Sleep: Not answered", "Plan",
        "Need: Sleep\nCost: £5.00", "The end", "Which form\n",
    ]  # fmt: skip


@pytest.mark.parametrize("audience", ["carer", "purchase", "council"])
def test_the_demonstration_is_written_and_read_back(tmp_path: Path, audience: str) -> None:
    assert write(copy("carer_review", audience), tmp_path / "a.txt").sha256


def test_a_lost_letter_is_found_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "text_of", lambda page: text_of(page).replace("Fine", "Fin"))
    with pytest.raises(Refused, match="did not hold all of “How are you"):
        write(SMALL, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []
