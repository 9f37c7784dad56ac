"""Which table holds: the one in force on the day of the conversation, whatever came later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carer_desktop.budget.table import Table
from carer_desktop.forms.dates import shown_date


def for_day(tables: Sequence[Table], day: date | None) -> Table | None:
    """The table that holds on that day: of several the one that started last, then the one loaded last."""
    holding = [table for table in tables if day is not None and table.covers(day)]
    return max(reversed(holding), key=lambda table: table.start, default=None)


def why_none(tables: Sequence[Table], day: date | None) -> str:
    """Why `for_day` gave no table, in words."""
    if not tables:
        return "No guide figure: no approved table has been loaded"
    if day is None:
        return "No guide figure: the date of the conversation is not answered yet"
    return f"No guide figure: no table holds for {shown_date(day)}"
