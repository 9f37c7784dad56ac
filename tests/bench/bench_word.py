"""A Word file of ours, written, flushed and read back, beside python-docx writing the same words and nothing more."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import docx

from carer_desktop.documents.readback import check
from carer_desktop.documents.report import Answer, Answers, Heading, Paragraph, Part, Report, Table
from carer_desktop.documents.template import read_template
from carer_desktop.documents.word import drawn, write
from carer_desktop.paths import TEMPLATES
from tests.bench.row import Row, median_ms

HOUSE = TEMPLATES / "house.docx"
SECTIONS = {"short": 12, "full": 40}
GOAL = 1.5
WORDS = "She wakes three times a night and needs help with every transfer, so I sleep in the next room. "


def page(sections: int) -> Report:
    """A record of so many sections, each with twelve answers, a narrative and a list of five rows."""
    parts: list[Part] = []
    for number in range(sections):
        rows = tuple(Answer(f"q{number}_{n}", f"Question {n} of section {number}", f"Answer {n}") for n in range(12))
        long = Answer(f"long{number}", "What is it like for you?", WORDS * 20)
        cells = tuple(tuple(Answer(f"list{number}", "List", f"Cell {n} {m}") for m in range(4)) for n in range(5))
        parts += [Heading(1, f"Section {number}"), Answers("", (*rows, long))]
        parts += [Table("Items", ("What", "Need", "Cost", "Total"), cells), Paragraph(WORDS)]
    return Report("Carer Conversation", "Bench", rows, tuple(parts), "Ann Example", "Foot", date(2026, 11, 22))


def bare(report: Report, target: Path) -> None:
    """The same paragraphs and tables by python-docx: no reading back, no flushing."""
    document = docx.Document()
    for part in (Answers("", report.facts), *report.parts):
        if isinstance(part, Heading):
            document.add_heading(part.text, part.level)
        elif isinstance(part, Paragraph):
            document.add_paragraph(part.text)
        elif isinstance(part, Answers | Table):
            rows = [part.header, *(_texts(row) for row in part.rows)]
            table = document.add_table(len(rows), len(part.header))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
    document.save(str(target))


def _texts(row: Answer | tuple[Answer, ...]) -> tuple[str, ...]:
    return (row.label, row.text) if isinstance(row, Answer) else tuple(cell.text for cell in row)


def measure(size: str) -> list[Row]:
    """Written, flushed and read back against the bare writing, and the parts of ours apart."""
    report = page(SECTIONS[size])
    times = 7 if size == "short" else 15
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        ours = median_ms(lambda: write(report, HOUSE, here / "ours.docx").file.unlink(), times)
        floor = median_ms(lambda: bare(report, here / "bare.docx"), times)
        template = read_template(HOUSE)
        drawing = median_ms(lambda: drawn(report, template), times)
        written = write(report, HOUSE, here / "ours.docx").file
        reading = median_ms(lambda: check(written, report), times)
        note = (
            f"{len(report.parts)} parts, {written.stat().st_size // 1024} kB: ours drawn, read back and flushed to the"
            " disk, against bare python-docx writing the same paragraphs and tables, neither read back nor flushed"
        )
        return [
            Row("Word file", ours, floor, GOAL, "ms", note),
            Row("Word file: drawing and packing", drawing, None, None, "ms", "part of the row above"),
            Row("Word file: reading back", reading, None, None, "ms", "part of the row above"),
        ]
