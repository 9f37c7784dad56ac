"""A table as sheets and back: every cell comes back, and a hand-broken sheet names sheet, row and column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from carer_desktop.budget.sheet import from_sheets, to_sheets
from carer_desktop.budget.table import load, parse, read
from carer_desktop.budget.writing import file_text
from carer_desktop.documents import sheets
from carer_desktop.paths import RESOURCES
from tests.core.budget.chance import Chance
from tests.core.budget.test_modes import BANDS, EXAMPLE, FLAT, GATE, OFTEN, POINTS, RAISED, RATE, WEEKLY
from tests.core.budget.test_properties import seeds
from tests.core.budget.test_published import TABLES

FILES = {path.stem: path.read_bytes() for path in [*TABLES.glob("*.toml"), *(RESOURCES / "budget").glob("*.toml")]}
MORE = {
    "bands": BANDS + EXAMPLE,
    "raised": BANDS + RAISED,
    "points": POINTS + GATE,
    "rate": RATE,
    "weekly": WEEKLY,
    "flat": FLAT + OFTEN,
}
ALL = {**FILES, **{name: (text + ("months = 3\n" if name == "flat" else "")).encode() for name, text in MORE.items()}}
BOOK = to_sheets(FILES["illustrative-2026"])


def broken(sheet: str, row: int, column: int, value: Any) -> dict[str, list[list[Any]]]:
    """The illustrative workbook with one cell changed."""
    book = {title: [list(each) for each in rows] for title, rows in BOOK.items()}
    rows = book.setdefault(sheet, [])
    while len(rows) < row:
        rows.append([])
    rows[row - 1] += [None] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value
    return book


@pytest.mark.parametrize("name", ALL)
def test_every_cell_comes_back_through_a_spreadsheet_file(name: str, tmp_path: Path) -> None:
    first = load(ALL[name])
    sheets.write(to_sheets(ALL[name]), tmp_path / "t.xlsx")
    book = sheets.read(tmp_path / "t.xlsx")
    made = from_sheets(book, "t.xlsx")
    assert [str(one) for one in made.findings] == []
    assert made.table is not None
    assert replace(made.table, sha256=first.sha256) == first
    assert load(made.text) == made.table
    again = from_sheets(to_sheets(made.text.encode()), "t.xlsx")
    assert again.text == made.text, "and stays the same from then on"


@given(seeds)
def test_every_cell_of_a_table_made_by_chance_comes_back(seed: int) -> None:
    content = file_text(Chance(seed, spoils=0).table()).encode()
    first = load(content)
    made = from_sheets(to_sheets(content), "t.xlsx").text
    assert replace(load(made), sha256=first.sha256) == first


def of_a_text_file(mends: list[str]) -> list[str]:
    """The mends that only somebody with the text of a table file could follow."""
    return [mend for mend in mends if any(sign in mend for sign in (" = ", "[[", "quotes", "{"))]


@given(seeds)
def test_whatever_stands_in_a_workbook_it_is_read_or_refused_at_a_cell(seed: int) -> None:
    chance = Chance(seed, spoils=0)
    book = {title: [list(row) for row in rows] for title, rows in to_sheets(file_text(chance.table()).encode()).items()}
    for _ in range(3):
        rows = book[chance.random.choice(sorted(book))]
        row = chance.random.choice(rows)
        row[chance.random.randrange(len(row))] = chance.random.choice(
            [None, "", "x", -3, Decimal("1.555"), True, date(2026, 1, 1), "none", "£3", 10**12, "1;2"]
        )
    made = from_sheets(book, "t.xlsx")
    assert made.table is not None or any(one.kind == "error" for one in made.findings)
    assert all(one.key.startswith("sheet “") and one.what and one.mend for one in made.findings)
    assert not of_a_text_file([one.mend for one in made.findings])


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "said"),
    [
        ("Amounts", 5, 6, None, "sheet “Amounts”, row 5, column F: There is no amount for this pair of levels"),
        ("Amounts", 5, 6, "lots", "sheet “Amounts”, row 5, column F: “lots” is not an amount of money"),
        ("Amounts", 5, 6, Decimal("1.555"), "sheet “Amounts”, row 5, column F: “1.555” is not an amount of money"),
        ("Amounts", 5, 6, -5, "sheet “Amounts”, row 5, column F: “-5.00” is not an amount of money"),
        ("Amounts", 5, 6, 400, "sheet “Amounts”, row 5, column F: £400.00 is less than the £450.00 of the lower level"),
        ("Amounts", 5, 1, "l3", "sheet “Amounts”, row 5, column A: The level “l3” stands twice"),
        ("Amounts", 5, 1, None, "sheet “Amounts”, row 5, column A: There is no level beside these amounts"),
        ("Amounts", 5, 1, "l44", "sheet “Amounts”, row 5, column A: “l44” is not known here. Did you mean “l4”?"),
        ("Amounts", 1, 6, "i44", "sheet “Amounts”, row 2, column F: “i44” is not known here. Did you mean “i4”?"),
        ("Ratings", 1, 3, "Levle", "sheet “Ratings”, row 1, column C: “Levle” is not known here"),
        ("Ratings", 3, 3, "l1", "sheet “Ratings”, row 3, column C: The level “l1” stands twice"),
        ("Ratings", 3, 3, "Level 2", "sheet “Ratings”, row 3, column C: “Level 2” cannot be an id"),
        ("Ratings", 3, 4, None, "sheet “Ratings”, row 3, column C: Some text is needed here"),
        ("Ratings", 6, 1, "caring_level", "sheet “Ratings”, row 6, column A: The question “caring_level” stands twice"),
        ("Table", 2, 1, "Identity", "sheet “Table”, row 2, column A: “Identity” is not known here"),
        ("Table", 3, 1, "Id", "sheet “Table”, row 3, column A: “Id” stands twice"),
        ("Table", 3, 2, "one", "sheet “Table”, row 3, column B: “one” cannot be a version"),
        ("Table", 3, 2, None, "sheet “Table” (version): Some text is needed here"),
        ("Table", 6, 2, "soon", "sheet “Table”, row 6, column B: A date is needed here"),
        ("Table", 8, 2, "maybe", "sheet “Table”, row 8, column B: Only yes or no can stand here"),
        ("Table", 9, 2, "magic", "sheet “Table”, row 9, column B: “magic” is not a mode of a table"),
        ("Examples", 2, 3, 1, "sheet “Examples”, row 2, column A: “A high level of caring with a lot of impact”"),
        ("Examples", 2, 3, "1", "sheet “Examples”, row 2, column C: “1” is not an amount of money"),
        ("Examples", 3, 2, "later", "sheet “Examples”, row 3, column B: A date is needed here"),
        ("Examples", 3, 2, "31/02/2026", "sheet “Examples”, row 3, column B: A date is needed here"),
        ("Amounts", 5, 6, "£12,50", "sheet “Amounts”, row 5, column F: “£12,50” is not an amount of money"),
        ("Amounts", 5, 6, "1,25,000", "sheet “Amounts”, row 5, column F: “1,25,000” is not an amount of money"),
        ("Amounts", 5, 6, "£0600", "sheet “Amounts”, row 5, column F: “£0600” is not an amount of money"),
        ("Notes", 1, 1, "Hello", "sheet “Notes”, row 1, column A: This sheet is not known here"),
        ("Bands", 2, 1, 5, "sheet “Bands”, row 2, column A: “band” is not known here"),
    ],
)  # fmt: skip
def test_a_hand_broken_sheet_is_refused_with_sheet_row_and_column(
    sheet: str, row: int, column: int, value: Any, said: str
) -> None:
    book = broken(sheet, row, column, value)
    if sheet == "Bands":
        book[sheet][0] = ["From", "To", "Amount"]
    made = from_sheets(book, "t.xlsx")
    assert any(said in str(one) for one in made.findings), [str(one) for one in made.findings]
    assert all(str(one).startswith("t.xlsx, sheet “") for one in made.findings)
    assert not of_a_text_file([one.mend for one in made.findings])


def test_a_level_without_its_one_amount_is_named_where_it_stands() -> None:
    book = {title: [list(row) for row in rows] for title, rows in to_sheets(FILES["halton-2015"]).items()}
    book["Amounts"][2][1] = None
    (one,) = from_sheets(book, "t.xlsx").findings
    assert str(one).startswith("t.xlsx, sheet “Amounts”, row 3, column B: There is no amount for this level")


@pytest.mark.parametrize("sheet", ["Ratings", "Amounts"])
def test_a_sheet_that_is_needed_and_gone_is_named(sheet: str) -> None:
    made = from_sheets({title: rows for title, rows in BOOK.items() if title != sheet}, "t.xlsx")
    assert [str(one) for one in made.findings] == [
        f"t.xlsx, sheet “{sheet}”: This sheet is missing. Add it as in a workbook the program has written."
    ]


def test_a_workbook_without_its_first_sheet_says_so() -> None:
    made = from_sheets({"Sheet1": [["a"]]}, "t.xlsx")
    assert made.table is None
    assert [str(one) for one in made.findings][:2] == [
        "t.xlsx, sheet “Sheet1”, row 1, column A: This sheet is not known here. Known are: Table, Amounts, Examples, "
        "For whom, Ratings, Numbers, Bands, Raised by, How often.",
        "t.xlsx, sheet “Table”, row 1, column A: This sheet is missing. "
        "Begin with a workbook that the program has written.",
    ]


def test_what_people_type_into_a_spreadsheet_is_understood() -> None:
    book = broken("Table", 3, 2, Decimal("2026.1"))
    book["Table"][5][1] = "01/04/2026"
    book["Table"][7][1] = "No"
    book["Amounts"][1][1] = 0
    book["Amounts"][1][2] = Decimal("50.5")
    book["Amounts"][4][4:6] = ["£1,250.50", "£ 1300"]
    book["Ratings"][2][3] = "  Moderate "
    book["Amounts"].append([None, None])
    table = from_sheets(book, "t.xlsx").table
    assert table is not None
    assert (table.version, table.start, table.illustrative) == ("2026.1", date(2026, 4, 1), False)
    assert [cell.amount for cell in table.scheme.cells()][:2] == [Decimal("0.00"), Decimal("50.50")]
    assert [cell.amount for cell in table.scheme.cells()][-2:] == [Decimal("1250.50"), Decimal("1300.00")]
    assert table.axes[0].levels[1].label == "Moderate"
    raised = to_sheets((FLAT + RAISED).encode())
    raised["Raised by"][1] = [10, "2026/27"]
    assert 'percent = "10"' in from_sheets(raised, "t").text
    weeks = to_sheets(WEEKLY.encode())
    weeks["Table"] = [(key, "48" if key == "Weeks" else value) for key, value in weeks["Table"]]
    assert read(from_sheets(weeks, "t").text)[0] == load(from_sheets(to_sheets(WEEKLY.encode()), "t").text)


def test_answers_of_an_example_keep_their_kind() -> None:
    answers = {"impact": "low", "n": 40, "paid": [date(2026, 3, 31)], "many": ["a", "b"], "none": [], "part": "12.5"}
    data = {**parse(BANDS.encode()), "example": [{"title": "One", "answers": answers, "amount": "100.00"}]}
    text = from_sheets(to_sheets(file_text(data).encode()), "t").text
    (one,) = load(text).examples
    assert one.answers == answers
