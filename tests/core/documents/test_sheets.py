"""Spreadsheet files: plain rows out and in, nothing worked out, and what is no such file refused in words."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from carer_desktop.documents import sheets
from carer_desktop.errors import Refused

ROWS: list[list[Any]] = [
    ["Text", "Money", "Whole", "Day", "Yes", "Nothing"],
    ["=1+1", Decimal("150.50"), 7, date(2026, 4, 1), True, None],
    ["+44 20", Decimal("0.01"), 0, date(2027, 3, 31), False, None],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_plain_rows_come_back_as_they_were(file: Path) -> None:
    sheets.write({"One": ROWS, "Two": [["a"]], "Empty": []}, file)
    book = sheets.read(file)
    assert book["One"] == ROWS
    assert book["Two"] == [["a"]]
    assert list(book) == ["One", "Two", "Empty"]
    cells = load_workbook(file)["One"]
    assert cells["A2"].data_type == "s", "text is never a formula"
    assert cells["A1"].font.bold and cells.freeze_panes == "A2"
    assert cells["B2"].number_format == "#,##0.00"


@given(st.lists(st.decimals("-99999", "9999999.99", places=2), min_size=1, max_size=20))
def test_money_keeps_every_penny(amounts: list[Decimal]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "m.xlsx"
        sheets.write({"M": [amounts]}, file)
        (row,) = sheets.read(file)["M"]
    assert [Decimal(each) for each in row] == amounts
    assert not any(isinstance(each, float) for each in row)


def test_what_other_programs_write_is_read_without_a_binary_number(file: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    sheet.append([1.1, 1e16, 1e-05, datetime(2026, 4, 1, 0, 0), "  two\nlines ", "   "])
    book.save(file)
    (row,) = sheets.read(file)["S"]
    assert row == [Decimal("1.1"), 10**16, Decimal("0.00001"), date(2026, 4, 1), "two\nlines", None]
    assert type(row[1]) is int and type(row[3]) is date


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("=SUM(A1:A2)", "There is a formula in this cell (sheet “S”, row 3, column B). Put the amount"),
        ("#REF!", "The spreadsheet shows #REF! here (sheet “S”, row 3, column B). Put the amount"),
    ],
)
def test_a_formula_or_an_error_is_refused_at_its_cell(file: Path, cell: str, words: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    sheet["B3"] = cell
    book.save(file)
    with pytest.raises(Refused) as refused:
        sheets.read(file)
    assert words in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_workbook_is_refused_in_words(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Refused, match=r"This is not an Excel workbook \(book.xlsx\). Save it again"):
        sheets.read(file)


def test_a_packed_file_that_is_no_workbook_is_refused(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.txt", "a")
    with pytest.raises(Refused, match="not an Excel workbook"):
        sheets.read(file)


def test_what_is_too_large_is_not_even_unpacked(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(sheets.MOST_BYTES + 1))
    with pytest.raises(Refused, match="The workbook is too large for a table"):
        sheets.read(file)


@pytest.mark.parametrize("cell", ["A2001", "GS1"])
def test_a_sheet_with_too_many_rows_or_columns_is_refused(file: Path, cell: str) -> None:
    book = Workbook()
    book.worksheets[0][cell] = "x"
    book.save(file)
    with pytest.raises(Refused, match="more rows or columns than a table can have"):
        sheets.read(file)


def test_no_file_and_no_place_for_one_are_refused(file: Path) -> None:
    with pytest.raises(Refused, match="There is no such file"):
        sheets.read(file)
    with pytest.raises(Refused, match="“none” is not there"):
        sheets.write({"A": []}, file.parent / "none" / "a.xlsx")
    sheets.write({"A": []}, file)
    before = file.read_bytes()
    with pytest.raises(Refused, match="There is a file of that name already"):
        sheets.write({"A": ROWS}, file)
    assert file.read_bytes() == before
