"""A budget table as a Word file: every amount and every rule of it, read back; made-up figures say so on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from carer_desktop.budget.plain import as_text, describe_plainly
from carer_desktop.documents.table_page import table_report
from carer_desktop.documents.word import write
from carer_desktop.paths import TEMPLATES
from tests.core.budget.test_properties import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_the_word_file_says_all_that_the_text_says(name: str, tmp_path: Path) -> None:
    table = TABLES[name]
    by = "" if table.illustrative else "Dana Example, Head of Service"
    written = write(table_report(table, by), TEMPLATES / "house.docx", tmp_path / "t.docx")
    document = Document(str(written.file))
    cells = {cell.text for one in document.tables for row in one.rows for cell in row.cells}
    words = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for part in describe_plainly(table, by):
        assert all(line in words for line in (part.title, *part.lines))
        assert part.grid is None or {*part.grid.header, *(word for row in part.grid.rows for word in row)} <= cells
    assert (by or "Nobody yet") in cells
    header = "\n".join(one.text for section in document.sections for one in section.header.paragraphs)
    assert ("Illustrative" in header) is table.illustrative
    assert document.core_properties.title == next(as_text(describe_plainly(table)))
