"""What LibreOffice makes of the file: a text that holds every answer exactly, and pages that can be looked at."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.assessment import Plain
from carer_desktop.documents.report import Answers, Table
from carer_desktop.documents.word import write
from tests.core.documents.conftest import HOUSE
from tests.core.documents.made import ANSWERS, folded, move, report

pytestmark = pytest.mark.office
NARRATIVE = "\n\n".join(f"Paragraph {n}: She wakes at night, and so do I. " * 20 for n in range(11))[:10_000]
HARD = {
    "sleep": NARRATIVE,
    "hours": "👩🏽‍🦽👨‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿 family 😀",
    "carer_first": "שלום עולם",
    "carer_last": "مرحبا بالعالم",
    "carer_nhs": "W" + "x" * 299,
    "decision_name": "one\ttwo\tthree",
    "decision_role": "&<>{{ }} {% if %} \"quoted\" 'single' <w:p/>",
    "decision_ref": "soft\u00adhyphen, no\u00a0break, zero\u200dwidth, é, ﬁ, ½, £, €, ☒",
    "decision_how": "- first point\n- second point\n\nand more\nin two lines",
}
ITEMS: list[Plain] = [{"id": f"i{n}", "what": f"Thing number {n} of sixty", "cost": f"{n}.50"} for n in range(60)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A record full of what documents have lost elsewhere."""
    answers: dict[str, Plain] = {**ANSWERS, **HARD, "items": ITEMS}
    page = report(answers, move("complete", "completed"), demo=True, check_code="ABCD-EFGH-JKMN")
    return write(page, HOUSE, tmp_path / "hard.docx").file


def test_the_text_holds_every_answer_exactly(file: Path, convert: Callable[[Path, str], Path]) -> None:
    text = folded(convert(file, "txt").read_text("utf-8-sig").replace("• ", "").replace("•", ""))
    for place, answer in HARD.items():
        for line in answer.split("\n"):
            assert folded(line.removeprefix("- ")) in text, place
    for number in range(60):
        assert f"Thing number {number} of sixty" in text
        assert f"£{number}.50" in text
    assert "HIDDEN" not in text


def test_the_text_holds_the_whole_page(tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    page = report(None, move("complete", "completed"))
    text = folded(convert(write(page, HOUSE, tmp_path / "a.docx").file, "txt").read_text("utf-8-sig").replace("•", ""))
    rows = [row for part in page.parts if isinstance(part, Answers) for row in part.rows]
    rows += [cell for part in page.parts if isinstance(part, Table) for row in part.rows for cell in row]
    for row in rows:
        for line in row.text.split("\n"):
            assert folded(line.removeprefix("- ")) in text
    assert "HIDDEN" not in text


def test_summary_and_decision_share_the_first_page(tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    pdf = convert(write(report(demo=True), HOUSE, tmp_path / "a.docx").file, "pdf")
    pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout.split(
        "\f"
    )
    assert "Amount asked for" in pages[0]
    assert "Name, role and date" in pages[0]
    assert "Before we start" not in pages[0]
    assert pages[1].count("Before we start") >= 1
    for number, page in enumerate(pages[:-1], 1):
        assert "DRAFT – not agreed by a manager" in page
        assert f"Page {number} of {len(pages) - 1}" in page


def test_a_table_over_two_pages_repeats_its_header(file: Path, convert: Callable[[Path, str], Path]) -> None:
    pdf = convert(file, "pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    assert sum("What" in page and "For the year" in page for page in text.split("\f")) >= 2
