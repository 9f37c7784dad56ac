"""Workbooks of plain rows, out to a spreadsheet file and back in; nothing in a cell is ever worked out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from carer_desktop.errors import Refused
from carer_desktop.text import clean_text
from carer_desktop.there import is_there, unread, unwritten

MOST_BYTES = 20_000_000
"""What a workbook may hold when it is unpacked; a table is a few thousand."""
MOST_ROWS, MOST_COLUMNS = 2000, 200


def write(book: Mapping[str, Sequence[Sequence[Any]]], target: Path) -> None:
    """A new spreadsheet file with these sheets, headings first; Refused over a file that is there."""
    from openpyxl import Workbook

    if is_there(target):
        raise Refused("There is a file of that name already", str(target), "Choose another name.")
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    for title, rows in book.items():
        _fill(workbook.create_sheet(title), rows)
    try:
        workbook.save(target)
    except OSError as error:
        raise unwritten(error, target) from error


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = clean_text(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # text that begins with = is text, never a formula
            elif isinstance(value, Decimal):
                cell.number_format = "#,##0.00"
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, max(map(len, rows), default=0) + 1):
        widest = max(len(str(row[column - 1])) for row in rows if len(row) >= column)
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(10, widest + 2))
    sheet.freeze_panes = "A2"


def read(source: Path) -> dict[str, list[list[Any]]]:
    """The sheets of a spreadsheet file by name: text, whole numbers, exact decimals, days, yes or no, or nothing."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(source) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
                raise Refused("The workbook is too large for a table", source.name, "Take out what is not the table.")
        workbook = load_workbook(source, data_only=False, keep_links=False)
    except OSError as error:
        raise unread(error, source) from error
    except Refused:
        raise
    except Exception as error:  # whatever the library makes of a file that is none
        mend = "Save it again as an Excel workbook (.xlsx), or begin with one the program has written."
        raise Refused("This is not an Excel workbook", source.name, mend) from error
    return {sheet.title: _rows(sheet) for sheet in workbook.worksheets}


def _rows(sheet: Any) -> list[list[Any]]:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        where = f"sheet “{sheet.title}”"
        raise Refused(
            "The sheet has more rows or columns than a table can have", where, "Take out what is not the table."
        )
    return [[_value(sheet.title, cell) for cell in row] for row in sheet.iter_rows()]


def _value(title: str, cell: Any) -> Any:
    """What a cell holds, without a binary number; Refused for a formula and for an error of the spreadsheet."""
    value = cell.value
    if cell.data_type in ("f", "e"):
        what = "There is a formula in this cell" if cell.data_type == "f" else f"The spreadsheet shows {value} here"
        where = f"sheet “{title}”, row {cell.row}, column {cell.column_letter}"
        raise Refused(what, where, "Put the amount or the words there instead.")
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return int(exact) if exact == exact.to_integral_value() else exact
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return clean_text(value).strip() or None
    return value if isinstance(value, int | date) else None if value is None else str(value)
