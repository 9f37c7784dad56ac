"""Budget tables and workbooks made by chance: each is loaded or refused in words, never with a traceback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, FloatOperation, localcontext
from pathlib import Path
from typing import Any

from carer_desktop.budget.check import check
from carer_desktop.budget.sheet import from_sheets, to_sheets
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.table import read
from carer_desktop.budget.writing import file_text
from carer_desktop.documents import sheets
from carer_desktop.errors import Refused
from tests.core.budget.chance import DAY, Chance
from tests.core.budget.test_properties import adds_up
from tests.faults.sizes import SEED, Budget, inputs

Ran = Callable[[str, int, int], None]
TABLES, BOOKS = "tables made by chance", "workbooks spoilt by chance"
SPOILS: tuple[Any, ...] = (
    None, "", "x", -3, 0, Decimal("1.555"), Decimal("0.1"), True, date(2026, 1, 1), "none", "£3", "1,000.00", 10**12,
    "1;2", "=A1", "\x00", "é" * 300,
)  # fmt: skip
TO_DISK = 20
"""Of so many workbooks one is written as a file and read back."""


def test_tables_made_by_chance_are_loaded_or_refused_in_words(ran: Ran) -> None:
    budget, ended = Budget.of(TABLES), Counter[str]()
    while ended.total() < inputs(TABLES) and budget.left():
        chance = Chance(SEED + ended.total())
        text = file_text(chance.table())
        try:
            ended["loaded" if _tried(text, chance) else "refused"] += 1
        except Exception as error:
            raise AssertionError(f"Chance({SEED + ended.total()})\n{text}") from error
    print(f"{ended['loaded']} tables loaded, {ended['refused']} refused in words; seed {SEED}")
    assert min(ended["loaded"], ended["refused"]) * 10 > ended.total(), ended
    ran(TABLES, ended.total(), inputs(TABLES))


def _tried(text: str, chance: Chance) -> bool:
    with localcontext() as context:
        context.traps[FloatOperation] = True
        table, reader = read(text, "made.toml")
        found = check(text)
        if table is not None:
            adds_up(suggest(table, chance.answers(table), DAY))
    assert (table is None) == reader.failed
    assert all(one.what and one.mend and "\n" not in str(one) for one in found)
    return table is not None


def test_workbooks_spoilt_by_chance_are_read_or_refused_at_a_cell(ran: Ran, tmp_path: Path) -> None:
    budget, ended = Budget.of(BOOKS), Counter[str]()
    while ended.total() < inputs(BOOKS) and budget.left():
        number = ended.total()
        chance = Chance(SEED + number, spoils=0)
        book = to_sheets(file_text(chance.table()).encode())
        spoilt = {title: [list(row) for row in rows] for title, rows in book.items()}
        _spoil(spoilt, chance)
        try:
            ended[_read(spoilt, tmp_path / f"{number}.xlsx" if number % TO_DISK == 0 else None)] += 1
        except Exception as error:
            raise AssertionError(f"Chance({SEED + number})\n{spoilt}") from error
    print(f"{ended['read']} workbooks read, {ended['refused']} refused at a cell; seed {SEED}")
    assert ended["read"] and ended["refused"], "the spoiling spoils something, and not everything"
    ran(BOOKS, ended.total(), inputs(BOOKS))


def _spoil(book: dict[str, list[list[Any]]], chance: Chance) -> None:
    for _ in range(chance.random.randint(1, 2)):
        rows = book[chance.random.choice(sorted(book))]
        row = chance.random.choice(rows)
        what = chance.random.random()
        if what < 0.1:
            rows.remove(row) if len(rows) > 1 else rows.append(row)
        elif what < 0.2:
            row.append(chance.random.choice(SPOILS))
        elif row:
            row[chance.random.randrange(len(row))] = chance.random.choice(SPOILS)


def _read(book: dict[str, list[list[Any]]], file: Path | None) -> str:
    shown: dict[str, Sequence[Sequence[Any]]] = dict(book)
    if file is not None:
        try:
            sheets.write(book, file)
            shown = dict(sheets.read(file))
        except Refused:
            return "refused"
        finally:
            file.unlink(missing_ok=True)
    made = from_sheets(shown, "t.xlsx")
    errors = [one for one in made.findings if one.kind == "error"]
    assert made.table is not None or errors
    assert all(one.key.startswith("sheet “") and one.what and one.mend for one in made.findings)
    return "refused" if made.table is None else "read"
