"""What `check-table` says about a table file: every finding in words, and what the table asks for."""

from __future__ import annotations

from pathlib import Path

from carer_desktop.budget.reading import Finding
from carer_desktop.budget.table import Table, read
from carer_desktop.forms.dates import shown_date


def check(source: Path | str | bytes, where: str = "") -> list[Finding]:
    """Everything wrong with a table file, or else what is odd about it; nothing at all when it is in order."""
    table, reader = read(source, where)
    if table:
        for key, what, mend in table.scheme.odd(table.step):
            reader.wrong(key, what, mend, "warning")
    return reader.findings


def describe(table: Table) -> list[str]:
    """What the table is and which answers it takes, one line each, as `suggest --answers` needs them."""
    until = f" until {shown_date(table.until)}" if table.until else ""
    lines = [f"{table.id}@{table.version}: {table.title}, from {shown_date(table.start)}{until}"]
    for axis in table.inputs:
        levels = ", ".join(f"{level.id} ({level.label})" for level in axis.levels)
        lines.append(f"{axis.question}: {axis.title}: {levels}")
    return lines
