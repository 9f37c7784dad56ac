"""A table as the sheets of a workbook and back: what finance people look at, change, and hand on.

A workbook is its sheets by name, each a tuple of rows of plain cells; who writes and reads the file is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from carer_desktop.budget.check import look_over
from carer_desktop.budget.mends import for_a_cell
from carer_desktop.budget.reading import NONE, Finding
from carer_desktop.budget.table import Table, parse, read
from carer_desktop.budget.writing import file_text
from carer_desktop.forms.dates import read_iso
from carer_desktop.text import one_line

Row: TypeAlias = Sequence[Any]
Workbook: TypeAlias = Mapping[str, Sequence[Row]]

HEAD = "Table"
_HEAD = {
    "id": "Id", "version": "Version", "title": "Title", "source": "Source", "from": "From", "until": "Until",
    "author": "Author", "illustrative": "Illustrative", "approved": "Approved", "mode": "Mode", "rising": "Rising",
    "step": "Step", "minimum": "Minimum", "usually_up_to": "Usually up to", "up_to": "Up to",
    "rate": "Rate", "weeks": "Weeks", "amount": "Amount",
}  # fmt: skip
_MONEY = ("amount", "rate", "step", "minimum", "usually_up_to")
_DAYS = ("from", "until", "on")
_FLAGS = ("illustrative", "rising", "up_to", "open")
_POUNDS = re.compile(r"(?=£|[^,]+,)£? ?(0|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}|[1-9][0-9]{0,6})(\.[0-9]{2})?", re.ASCII)
"""An amount as people type it: with a pound sign, or with commas between thousands; without either it is a number."""
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_WHOLE = ("to", "weeks", "points", "months", "most_in_financial_year")


class _Sheet(NamedTuple):
    """A sheet for one kind of block: its own columns, and those of the levels each of its blocks may have."""

    title: str
    key: str
    columns: Mapping[str, str]
    levels: Mapping[str, str] = {}
    one: bool = False


_LEVEL = {"id": "Level", "label": "Name"}
_SHEETS = (
    _Sheet("For whom", "gate", {"question": "Question", "title": "Title", "otherwise": "Otherwise"},
           {**_LEVEL, "open": "Open"}),
    _Sheet("Ratings", "axis", {"question": "Question", "title": "Title"}, {**_LEVEL, "points": "Points"}),
    _Sheet("Numbers", "number", {"question": "Question", "title": "Title", "unit": "Unit"}),
    _Sheet("Bands", "band", {"from": "From", "to": "To", "amount": "Amount"}),
    _Sheet("Raised by", "uprating", {"percent": "Per cent", "why": "For what"}),
    _Sheet("How often", "frequency", {"question": "Question", "column": "Column", "title": "Title", "months": "Months",
                                      "most_in_financial_year": "Times in a financial year"}, one=True),
)  # fmt: skip
AMOUNTS, EXAMPLES = "Amounts", "Examples"
MISSING = "This sheet is missing"
_LISTS = (*_SHEETS, _Sheet(AMOUNTS, "amounts", {}))
_EXAMPLE = {"title": "Title", "on": "Day", "amount": "Amount"}


class Imported(NamedTuple):
    """What came out of a workbook: the text of a table file, the table, and what is wrong, each with its cell.

    `questions` says in which cell each question stands that the table looks at.
    """

    text: str
    table: Table | None
    findings: tuple[Finding, ...]
    questions: Mapping[str, str]


# --- out -------------------------------------------------------------------------------------------


def to_sheets(content: bytes) -> dict[str, list[Row]]:
    """The workbook of a table file that can be read."""
    data = parse(content)
    plain = [(_HEAD[key], _shown(key, data[key])) for key in _HEAD if key in data]
    book: dict[str, list[Row]] = {HEAD: [("What", "Value"), *plain]}
    for sheet in _SHEETS:
        if sheet.key in data:
            blocks = [data[sheet.key]] if sheet.one else data[sheet.key]
            book[sheet.title] = [(*sheet.columns.values(), *sheet.levels.values()), *_blocks(sheet, blocks)]
    if "amounts" in data:
        book[AMOUNTS] = list(_grid(data["amounts"]))
    if "example" in data:
        book[EXAMPLES] = list(_examples(data["example"]))
    return book


def _blocks(sheet: _Sheet, blocks: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for block in blocks:
        own = [_shown(key, block.get(key)) for key in sheet.columns]
        for level in block.get("levels", [{}]):
            yield (*own, *(_shown(key, level.get(key)) for key in sheet.levels))
            own = [None] * len(own)


def _grid(amounts: Mapping[str, Any]) -> Iterator[Row]:
    rows = {row: cells if isinstance(cells, Mapping) else {"amount": cells} for row, cells in amounts.items()}
    columns = list(dict.fromkeys(column for cells in rows.values() for column in cells))
    yield ("Level", *("Amount" if column == "amount" else column for column in columns))
    for row, cells in rows.items():
        yield (row, *(_shown("amount", cells.get(column)) for column in columns))


def _examples(examples: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    asked = list(dict.fromkeys(name for one in examples for name in one["answers"]))
    yield (*_EXAMPLE.values(), *asked)
    for one in examples:
        yield (*(_shown(key, one.get(key)) for key in _EXAMPLE), *(_said(one["answers"].get(name)) for name in asked))


def _shown(key: str, value: Any) -> Any:
    """A value as people read it in a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key in (*_MONEY, "percent") and isinstance(value, str) and value != NONE:
        return Decimal(value)
    return value


def _said(answer: Any) -> Any:
    """An answer in a cell: a list of dates one after the other."""
    if isinstance(answer, list):
        words = "; ".join(one.isoformat() if isinstance(one, date) else str(one) for one in answer)
        return words if len(answer) > 1 else f"{words};"
    return answer


# --- in --------------------------------------------------------------------------------------------


def from_sheets(book: Workbook, file: str) -> Imported:
    """The table a workbook holds; every finding names the sheet, the row and the column."""
    found = _Found(file, {sheet.key: sheet.title for sheet in _LISTS if sheet.title not in book})
    data: dict[str, Any] = {}
    known = [HEAD, AMOUNTS, EXAMPLES, *(sheet.title for sheet in _SHEETS)]
    for title in book:
        if title not in known:
            found.wrong(title, 1, 1, "This sheet is not known here", f"Known are: {', '.join(known)}.")
    if HEAD not in book:
        found.wrong(HEAD, 1, 1, MISSING, "Begin with a workbook that the program has written.")
    _head(found, data, book.get(HEAD, ()))
    for sheet in _SHEETS:
        if blocks := _read_blocks(found, sheet, book.get(sheet.title, ())):
            data[sheet.key] = blocks[0] if sheet.one else blocks
    if rows := book.get(AMOUNTS, ()):
        data["amounts"] = _read_grid(found, rows)
    if examples := _read_examples(found, book.get(EXAMPLES, ())):
        data["example"] = examples
    text = file_text(data)
    table, reader = read(text, file)
    if table:
        look_over(table, reader)
    findings = (*found.findings, *dict.fromkeys(found.placed(one) for one in reader.findings))
    return Imported(text, None if found.findings else table, findings, dict(_questions(found, data)))


def _questions(found: _Found, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each question of the sheets that have some, and its cell."""
    for sheet in _SHEETS:
        for number, block in enumerate([data.get(sheet.key, {})] if sheet.one else data.get(sheet.key, ()), 1):
            if "question" in block:
                at = sheet.key if sheet.one else f"{sheet.key} {number}"
                yield str(block["question"]), found.places[f"{at}.question"]


class _Found:
    """Where each part of the table stood, and what was wrong with the sheets themselves."""

    def __init__(self, file: str, missing: Mapping[str, str]) -> None:
        self.file = file
        self.missing = missing
        self.findings: list[Finding] = []
        self.places: dict[str, str] = {}

    def at(self, key: str, sheet: str, row: int, column: int) -> None:
        """This part of the table stood in this cell."""
        self.places.setdefault(key, place(sheet, row, column))

    def wrong(self, sheet: str, row: int, column: int, what: str, mend: str) -> None:
        """Something is wrong with a cell."""
        self.findings.append(Finding(self.file, place(sheet, row, column), what, mend))

    def placed(self, one: Finding) -> Finding:
        """A finding about a part of the table, at its cell; what is missing is at the nearest there is."""
        key = one.key
        if gone := self.missing.get(key.partition(".")[0]):
            return Finding(one.file, f"sheet “{gone}”", MISSING, "Add it as in a workbook the program has written.")
        while key and key not in self.places:
            key = key.rpartition(".")[0]
        where = self.places.get(key, f"sheet “{HEAD}”")
        cell = f"{where} ({one.key})" if where == f"sheet “{HEAD}”" else where
        return Finding(one.file, cell, one.what, for_a_cell(one.mend), one.kind)


def place(sheet: str, row: int, column: int) -> str:
    """A cell in words.

    >>> place("Amounts", 5, 3), place("Amounts", 1, 28)
    ('sheet “Amounts”, row 5, column C', 'sheet “Amounts”, row 1, column AB')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"sheet “{sheet}”, row {row}, column {letters}"


def _head(found: _Found, data: dict[str, Any], rows: Sequence[Row]) -> None:
    keys = {label.casefold(): key for key, label in _HEAD.items()}
    for number, row in _filled(rows):
        label = one_line(str(row[0] or ""))
        key = keys.get(label.casefold())
        if key is None:
            found.wrong(HEAD, number, 1, f"“{label}” is not known here", f"Known are: {', '.join(_HEAD.values())}.")
        elif key in data:
            found.wrong(HEAD, number, 1, f"“{label}” stands twice", "Take out one of the two rows.")
        elif len(row) > 1 and row[1] is not None:
            data[key] = _value(key, row[1])
            found.at(key, HEAD, number, 2)


def _read_blocks(found: _Found, sheet: _Sheet, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The blocks of a sheet; with levels, a row without a question is one more level of the block above."""
    columns = _columns(found, sheet.title, rows, {**sheet.columns, **sheet.levels})
    blocks: list[dict[str, Any]] = []
    for number, row in _filled(rows):
        found.at(sheet.key, sheet.title, number, 1)
        own = {key: row[at] for at, key in columns.items() if key in sheet.columns and row[at] is not None}
        if own or not blocks or not sheet.levels:
            blocks.append({})
        at = sheet.key if sheet.one else f"{sheet.key} {len(blocks)}"
        _into(blocks[-1], found, at, sheet.title, number, {key: c for c, key in columns.items() if key in own}, row)
        if sheet.levels:
            level: dict[str, Any] = {}
            levels = blocks[-1].setdefault("levels", [])
            levels.append(level)
            cells = {key: c for c, key in columns.items() if key in sheet.levels and row[c] is not None}
            _into(level, found, f"{at}.levels {len(levels)}", sheet.title, number, cells, row)
    return blocks


def _into(
    block: dict[str, Any], found: _Found, at: str, sheet: str, number: int, cells: Mapping[str, int], row: Row
) -> None:
    found.at(at, sheet, number, 1 + min(cells.values(), default=0))
    for key, column in cells.items():
        block[key] = _value(key, row[column])
        found.at(f"{at}.{key}", sheet, number, column + 1)


def _read_grid(found: _Found, rows: Sequence[Row]) -> dict[str, Any]:
    """The amounts: a row for each level, and a column for each of the second rating, or one column “Amount”."""
    found.at("amounts", AMOUNTS, 1, 1)
    header = [one_line(str(cell)) if cell is not None else "" for cell in rows[0]]
    flat = [one.casefold() for one in header[1:] if one] == ["amount"]
    amounts: dict[str, Any] = {}
    for number, row in _filled(rows):
        level = one_line(str(row[0] or ""))
        if not level or level in amounts:
            what = f"The level “{level}” stands twice" if level else "There is no level beside these amounts"
            found.wrong(AMOUNTS, number, 1, what, "Write each level once, by its id in “Ratings”.")
            continue
        found.at(f"amounts.{level}", AMOUNTS, number, 1)
        cells = {column: row[at] for at, column in enumerate(header) if at and column and row[at] is not None}
        for at, column in enumerate(header[1:], 2):
            found.at(f"amounts.{level}.{column}", AMOUNTS, number, at)
        if flat:
            found.places[f"amounts.{level}"] = place(AMOUNTS, number, 2)
            if cells:
                amounts[level] = _value("amount", next(iter(cells.values())))
        else:
            amounts[level] = {column: _value("amount", one) for column, one in cells.items()}
    return amounts


def _read_examples(found: _Found, rows: Sequence[Row]) -> list[dict[str, Any]]:
    if not rows:
        return []
    labels = {label.casefold(): key for key, label in _EXAMPLE.items()}
    header = [one_line(str(cell)) if cell is not None else "" for cell in rows[0]]
    examples: list[dict[str, Any]] = []
    for number, row in _filled(rows):
        one: dict[str, Any] = {"answers": {}}
        examples.append(one)
        at = f"example {len(examples)}"
        found.at(at, EXAMPLES, number, 1)
        for column, (label, cell) in enumerate(zip(header, row, strict=False), 1):
            key = labels.get(label.casefold())
            if key and cell is not None:
                one[key] = _value(key, cell)
            elif label and cell is not None:
                one["answers"][label] = _answer(cell)
            found.at(f"{at}.{key or 'answers'}", EXAMPLES, number, column)
    return examples


def _columns(found: _Found, title: str, rows: Sequence[Row], known: Mapping[str, str]) -> dict[int, str]:
    """Which column holds which key; a heading that is not known is wrong."""
    keys = {label.casefold(): key for key, label in known.items()}
    columns: dict[int, str] = {}
    for at, cell in enumerate(rows[0] if rows else ()):
        label = one_line(str(cell)) if cell is not None else ""
        if key := keys.get(label.casefold()):
            columns[at] = key
        elif label:
            found.wrong(title, 1, at + 1, f"“{label}” is not known here", f"Known are: {', '.join(known.values())}.")
    return columns


def _filled(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """The rows below the headings that hold anything, with their numbers; each as wide as the headings."""
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows[1:], 2):
        if any(cell is not None for cell in row):
            yield number, [*row, *[None] * (width - len(row))]


def _value(key: str, cell: Any) -> Any:
    """A cell as the table file holds it; what does not fit stays as it is, and the reader says so."""
    return _TURNED.get(key, _text)(cell)


def _money(cell: Any) -> Any:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        pennies = Decimal(cell).quantize(Decimal("0.01"))
        return f"{pennies:f}" if pennies == cell else str(cell)
    if not isinstance(cell, str):
        return str(cell)
    text = one_line(cell)
    said = _POUNDS.fullmatch(text)
    return f"{said[1].replace(',', '')}{said[2] or '.00'}" if said else text


def _flag(cell: Any) -> Any:
    return {"yes": True, "no": False}.get(str(cell).strip().casefold(), cell)


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdecimal() else cell


def _day(cell: Any) -> Any:
    some = read_iso(cell.strip()) or _british(cell) if isinstance(cell, str) else cell
    return some if isinstance(some, date | int) else str(cell)


def _british(text: str) -> date | None:
    """A day as 01/04/2026, the first of April; nothing else."""
    said = _DAY.fullmatch(text.strip())
    try:
        return date(int(said[3]), int(said[2]), int(said[1])) if said else None
    except ValueError:
        return None


def _answer(cell: Any) -> Any:
    if isinstance(cell, str) and ";" in cell:
        return [_answer(one.strip()) for one in cell.split(";") if one.strip()]
    if isinstance(cell, str):
        some = read_iso(cell) or _british(cell)
        return some if isinstance(some, date) else cell
    return cell if isinstance(cell, int | date) else str(cell)


def _text(cell: Any) -> Any:
    return one_line(str(cell))


def _percent(cell: Any) -> Any:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


_TURNED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_MONEY, _money), **dict.fromkeys(_FLAGS, _flag), **dict.fromkeys(_DAYS, _day),
    **dict.fromkeys(_WHOLE, _whole), "percent": _percent,
}  # fmt: skip
