"""A budget table as two pages for carers' groups and members, in the same words as everywhere else."""

from __future__ import annotations

from collections.abc import Iterator

from carer_desktop.budget.plain import Grid, Section, describe_plainly
from carer_desktop.budget.table import Table as BudgetTable
from carer_desktop.documents.report import Answer, Heading, Paragraph, Part, Report, Table
from carer_desktop.forms.dates import shown_date
from carer_desktop.words import say


def table_report(table: BudgetTable, approved_by: str = "") -> Report:
    """The page of a table; made-up figures are marked on every page."""
    first, *others = describe_plainly(table, approved_by)
    by = approved_by or table.approved or "Nobody yet"
    return Report(
        title=first.title,
        subject=table.title,
        facts=(
            Answer("from", "For conversations from", shown_date(table.start)),
            Answer("approved_by", "Approved by", by),
        ),
        parts=(*_lines(first), *(part for section in others for part in _parts(section))),
        running=table.title,
        footer=f"Table {table.id}, version {table.version}",
        day=table.start,
        marks=(say("thing", "illustrative"),) if table.illustrative else (),
        facts_header=("Budget table", "This version"),
    )


def _parts(section: Section) -> Iterator[Part]:
    yield Heading(2, section.title)
    yield from _lines(section)
    if section.grid:
        yield _grid("Guide figures", section.grid)


def _lines(section: Section) -> Iterator[Part]:
    if section.lines:
        yield Paragraph("\n\n".join(section.lines))


def _grid(caption: str, grid: Grid) -> Table:
    rows = tuple(
        tuple(Answer(f"cell {row} {column}", grid.header[column], text) for column, text in enumerate(cells))
        for row, cells in enumerate(grid.rows)
    )
    return Table(caption, grid.header, rows, "money" if len(grid.header) == 2 else "grid")
