"""A copy as it is shown on the screen, one part at a time: plain lines, and nothing that the copy does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carer_desktop.documents.report import Answers, Heading, Paragraph, Part, Report, Table


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """One part: its title, and what it says as (question, answer); a question may be empty."""

    title: str
    rows: tuple[tuple[str, str], ...]


def screen_pages(report: Report) -> tuple[ScreenPage, ...]:
    """The first page, then a part for each heading that has something below it."""
    first = ScreenPage(report.title, tuple((fact.label, fact.text) for fact in report.facts))
    return (first, *_parts(report))


def _parts(report: Report) -> Iterator[ScreenPage]:
    title, rows = report.title, list[tuple[str, str]]()
    for part in report.parts:
        if isinstance(part, Heading):
            if rows:
                yield ScreenPage(title, tuple(rows))
            title, rows = part.text, []
        else:
            rows += _rows(part)
    if rows:
        yield ScreenPage(title, tuple(rows))


def _rows(part: Part) -> Iterator[tuple[str, str]]:
    if isinstance(part, Paragraph):
        yield "", part.text
    elif isinstance(part, Answers):
        yield from (("", part.caption),) if part.caption else ()
        yield from ((row.label, row.text) for row in part.rows)
    elif isinstance(part, Table):
        yield from (("", part.caption),) if part.caption else ()
        for row in part.rows:
            yield from ((name, cell.text) for name, cell in zip(part.header, row, strict=True))
