"""Which table holds on a day, and why none does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.budget.choose import for_day, why_none
from carer_desktop.budget.library import find
from carer_desktop.budget.table import Table

BASE = find("illustrative")


def _table(version: str, start: date, until: date | None = None) -> Table:
    return replace(BASE, version=version, start=start, until=until)


FIRST = _table("1", date(2024, 4, 1))
SECOND = _table("2", date(2025, 4, 1), date(2026, 3, 31))
AGAIN = _table("3", date(2025, 4, 1))


@pytest.mark.parametrize(
    ("tables", "day", "version"),
    [
        ([FIRST, SECOND], date(2025, 3, 31), "1"),
        ([FIRST, SECOND], date(2025, 4, 1), "2"),
        ([SECOND, FIRST], date(2026, 3, 31), "2"),
        ([FIRST, SECOND], date(2026, 4, 1), "1"),
        ([FIRST, SECOND, AGAIN], date(2025, 4, 1), "3"),
        ([AGAIN, SECOND, FIRST], date(2025, 4, 1), "2"),
    ],
)
def test_the_table_that_started_last_holds(tables: list[Table], day: date, version: str) -> None:
    chosen = for_day(tables, day)
    assert chosen is not None
    assert chosen.version == version


@pytest.mark.parametrize(
    ("tables", "day", "why"),
    [
        ([], date(2026, 1, 1), "no approved table has been loaded"),
        ([], None, "no approved table has been loaded"),
        ([FIRST], None, "the date of the conversation is not answered yet"),
        ([FIRST], date(2024, 3, 31), "no table holds for 31 March 2024"),
        ([SECOND], date(2026, 4, 1), "no table holds for 1 April 2026"),
    ],
)
def test_none_has_its_reason(tables: list[Table], day: date | None, why: str) -> None:
    assert for_day(tables, day) is None
    assert why_none(tables, day) == f"No guide figure: {why}"


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
some_tables = st.lists(
    st.builds(
        lambda start, lasts: _table("1", start, None if lasts is None else start + timedelta(lasts)),
        days,
        st.none() | st.integers(0, 900),
    ),
    max_size=5,
)


@given(some_tables, days)
def test_the_chosen_table_covers_the_day_and_none_that_covers_it_started_later(tables: list[Table], day: date) -> None:
    chosen = for_day(tables, day)
    covering = [table for table in tables if table.covers(day)]
    assert (chosen is None) == (not covering)
    if chosen:
        assert chosen in covering
        assert chosen.start == max(table.start for table in covering)
