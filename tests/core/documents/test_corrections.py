"""Corrections and comments: the last page of the council's file and of the carer's copy, with day and name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carer_desktop.assessment import Move
from carer_desktop.documents.corrections import TITLE
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.report import Heading, Report, Table
from carer_desktop.documents.word import write
from tests.core.documents.conftest import HOUSE
from tests.core.documents.copies import FORMS, TODAY, demo
from tests.core.documents.made import said

SPELT = "My name is spelt Bil.\nAnd I moved to 2 Example Street."
PEOPLE = {"p1": "Sam Example", "p2": "Morgan Manager"}


def correction(note: str, hour: int = 9, by: str = "p1", revision: int = 1) -> Move:
    """One that was added on 23 November 2026."""
    at = datetime(2026, 11, 23, hour, 5, tzinfo=UTC)
    return Move("correct", "uploaded", at, by, "assessor", note, revision=revision)


def page(audience: str, *more: Move, revision: int = 1) -> Report:
    """The file for one reader of a record with these moves after the decision."""
    form, record, findings = demo(FORMS[0])
    record = replace(record, history=(*record.history, *more), revision=revision)
    return make_report(
        form, record, findings, today=TODAY, audience=audience, people=PEOPLE, watermark=False,
        check_code="ABCD-EFGH-JKMN",
    )  # fmt: skip


def table_of(found: Report) -> Table:
    at = next(number for number, part in enumerate(found.parts) if isinstance(part, Heading) and part.text == TITLE)
    return next(part for part in found.parts[at:] if isinstance(part, Table))


@pytest.mark.parametrize("audience", ["council", "carer"])
def test_they_are_the_last_page_with_day_and_name(audience: str) -> None:
    found = page(audience, correction(SPELT), correction("I would rather say “help”.", 15, "gone"))
    headings = [part for part in found.parts if isinstance(part, Heading) and part.level == 1]
    assert headings[-1].text == TITLE and headings[-1].new_page
    assert [[cell.text for cell in row] for row in table_of(found).rows] == [
        ["23 November 2026 at 09:05\nSam Example, practitioner", SPELT],
        ["23 November 2026 at 15:05\na person no longer in this program, practitioner", "I would rather say “help”."],
    ]
    if audience == "council":
        history = next(part for part in found.parts if isinstance(part, Table) and part.kind == "history")
        assert history.rows[-1][-1].text == "On the last page"


def test_they_void_nothing() -> None:
    before, after = page("council"), page("council", correction(SPELT))
    assert before.facts == after.facts and before.traces == after.traces
    assert "ABCD-EFGH-JKMN" in said(after) and TITLE not in said(before)
    answers = [part for part in before.parts if isinstance(part, Table) and part.kind != "history"]
    assert answers == [part for part in after.parts if isinstance(part, Table) and part.kind != "history"][:-1]


@pytest.mark.parametrize("audience", ["cared_for", "purchase", "safeguarding"])
def test_nobody_else_is_told(audience: str) -> None:
    assert SPELT not in said(page(audience, correction(SPELT)))


def test_one_about_an_earlier_version_stays_and_says_so() -> None:
    again = page("carer", correction(SPELT), correction("Thank you.", 10, revision=2), revision=2)
    first, second = ([cell.text for cell in row] for row in table_of(again).rows)
    assert first[0].endswith("(about version 1)") and "version" not in second[0]


@pytest.mark.parametrize("audience", ["council", "carer"])
def test_they_stand_in_the_file_that_is_written(audience: str, tmp_path: Path) -> None:
    assert write(page(audience, correction(SPELT)), HOUSE, tmp_path / f"{audience}.docx").file.exists()
