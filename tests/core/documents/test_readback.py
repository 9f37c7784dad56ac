"""A file that lost anything is never handed over, and the question that lost it is named."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from carer_desktop.documents.drawing import Drawing
from carer_desktop.documents.ooxml import w
from carer_desktop.documents.readback import check
from carer_desktop.documents.report import Answers, DecisionSheet, Paragraph, Report, Table
from carer_desktop.documents.template import pack
from carer_desktop.documents.word import write
from carer_desktop.errors import Refused
from tests.core.documents import looking
from tests.core.documents.conftest import HOUSE
from tests.core.documents.made import report


def drops_an_answer(page: Report) -> Report:
    """The page without the answer about sleep."""
    return _changed_answers(page, lambda part: replace(part, rows=tuple(r for r in part.rows if r.place != "sleep")))


def drops_a_letter(page: Report) -> Report:
    """The page with the last letter of the answer about sleep missing."""

    def shorter(part: Answers) -> Answers:
        rows = (replace(row, text=row.text[:-1]) if row.place == "sleep" else row for row in part.rows)
        return replace(part, rows=tuple(rows))

    return _changed_answers(page, shorter)


def drops_a_table_row(page: Report) -> Report:
    """The page without the second item to be bought."""
    return _changed_tables(page, lambda table: replace(table, rows=table.rows[:1]))


def drops_a_cell(page: Report) -> Report:
    """The page with another cost of the second item."""

    def other(table: Table) -> Table:
        first, (what, cost, total) = table.rows
        return replace(table, rows=(first, (what, replace(cost, text="£1,234.5"), total)))

    return _changed_tables(page, other)


def drops_a_tick(page: Report) -> Report:
    """The page without one of the boxes."""
    return _parts(page, lambda part: replace(part, ticks=part.ticks[:-1]) if isinstance(part, DecisionSheet) else part)


def drops_a_line_to_fill_in(page: Report) -> Report:
    """The page without room for a name."""
    return _parts(
        page, lambda part: replace(part, blanks=part.blanks[:-1]) if isinstance(part, DecisionSheet) else part
    )


def drops_the_end(page: Report) -> Report:
    """The page without its last words."""
    return replace(page, parts=page.parts[:-1])


def adds_words(page: Report) -> Report:
    """The page with words nobody said."""
    return replace(page, parts=(*page.parts, Paragraph("More")))


def makes_a_bullet_plain(page: Report) -> Report:
    """The page with an answer whose bullet lost its mark."""

    def plain(part: Answers) -> Answers:
        rows = (replace(r, text=r.text.replace("- tea", "\ntea")) if r.place == "sleep" else r for r in part.rows)
        return replace(part, rows=tuple(rows))

    return _changed_answers(page, plain)


def drops_a_fact(page: Report) -> Report:
    """The page with another Mosaic ID."""
    return replace(page, facts=tuple(replace(f, text="M1") if f.label == "Mosaic ID" else f for f in page.facts))


def _parts(page: Report, change: Callable[..., object]) -> Report:
    return replace(page, parts=tuple(change(part) for part in page.parts))  # type: ignore[misc]


def _changed_answers(page: Report, change: Callable[[Answers], Answers]) -> Report:
    return _parts(page, lambda part: change(part) if isinstance(part, Answers) else part)


def _changed_tables(page: Report, change: Callable[[Table], Table]) -> Report:
    items = "Items to be bought"
    return _parts(page, lambda part: change(part) if isinstance(part, Table) and part.caption == items else part)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (drops_an_answer, "How do you sleep?"),
        (drops_a_letter, "How do you sleep?"),
        (makes_a_bullet_plain, "How do you sleep?"),
        (drops_a_table_row, "Items to be bought"),
        (drops_a_cell, "Items to be bought: Cost"),
        (drops_a_tick, "Decision"),
        (drops_a_line_to_fill_in, "Name, role and date"),
        (drops_the_end, "The plan"),
        (adds_words, "the end of the document"),
        (drops_a_fact, "Mosaic ID"),
    ],
)
def test_a_writer_that_loses_something_is_refused_by_the_questions_name(
    spoil: Callable[[Report], Report], named: str, tmp_path: Path
) -> None:
    def draw(drawing: Drawing, page: Report) -> etree._Element:
        return drawing.report(spoil(page))

    with pytest.raises(Refused) as refused:
        write(report(), HOUSE, tmp_path / "a.docx", draw)
    assert refused.value.what in (
        f"The Word file did not hold all of “{named}”",
        # What stands last in the document belongs to the heading above it.
        "The Word file did not hold all of “Not covered in this conversation”" if spoil is drops_the_end else "",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_whole_page_passes_as_its_own_control(tmp_path: Path) -> None:
    written = write(report(), HOUSE, tmp_path / "a.docx", Drawing.report)
    check(written.file, report())


def test_no_letter_anywhere_can_go_missing(tmp_path: Path) -> None:
    """Every tenth run of the finished file loses one letter in turn; each loss is found."""
    page = report()
    whole = looking.parts(write(page, HOUSE, tmp_path / "a.docx").file)
    root = etree.fromstring(whole["word/document.xml"])
    for said in [one for one in root.iter(w("t")) if one.text][::10]:
        kept = said.text or ""
        said.text = kept[1:]
        spoiled = tmp_path / "spoiled.docx"
        spoiled.write_bytes(pack({**whole, "word/document.xml": etree.tostring(root)}))
        with pytest.raises(Refused, match="did not hold all of"):
            check(spoiled, page)
        said.text = kept


@pytest.mark.parametrize(
    ("part", "lost", "named"),
    [
        ("word/header1.xml", "DRAFT – not agreed by a manager", "the header of every page"),
        ("word/header1.xml", "Mosaic ID M1234567", "the header of every page"),
        ("word/footer1.xml", "Record ABCD2345", "the footer of every page"),
    ],
)
def test_a_mark_missing_from_the_pages_is_a_loss(part: str, lost: str, named: str, tmp_path: Path) -> None:
    page = report()
    parts = looking.parts(write(page, HOUSE, tmp_path / "a.docx").file)
    assert lost in parts[part].decode()
    spoiled = tmp_path / "b.docx"
    spoiled.write_bytes(pack({**parts, part: parts[part].replace(lost.encode(), b"")}))
    with pytest.raises(Refused, match=named):
        check(spoiled, page)


def test_an_empty_file_lost_the_title(tmp_path: Path) -> None:
    parts = looking.parts(write(report(), HOUSE, tmp_path / "a.docx").file)
    document = re.sub(rb"<w:body>.*</w:body>", b"<w:body/>", parts["word/document.xml"], flags=re.S)
    spoiled = tmp_path / "b.docx"
    spoiled.write_bytes(pack({**parts, "word/document.xml": document}))
    with pytest.raises(Refused, match="“title”"):
        check(spoiled, report())
    spoiled.write_bytes(pack({**parts, "word/document.xml": document.replace(b"<w:body/>", b"")}))
    with pytest.raises(Refused, match="“title”"):
        check(spoiled, report())


def test_the_readers_own_way_is_not_the_writers(tmp_path: Path) -> None:
    """What python-docx sees in the file, told without our code, holds every answer too."""
    import docx

    page = report()
    opened = docx.Document(str(write(page, HOUSE, tmp_path / "a.docx").file))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    rows = [row for part in page.parts if isinstance(part, Answers) for row in part.rows]
    assert all(row.label in cells for row in rows)
    assert "999 000 0018" in cells
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert archive.testzip() is None
