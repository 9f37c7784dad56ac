"""A page as plain text, for screen readers and for whoever makes braille: one thing after the other, no tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from carer_desktop.documents.lines import filled, lines
from carer_desktop.documents.readback import Wanted, wanted_of
from carer_desktop.documents.report import Answers, DecisionSheet, Heading, Paragraph, Part, Report, Table
from carer_desktop.documents.writing import Written, handed_over
from carer_desktop.errors import Refused
from carer_desktop.text import one_line

ENCODING = "utf-8-sig"
"""With a mark at its beginning, so that older programs do not take it for something else."""


def write(report: Report, target: Path) -> Written:
    """Writes *report* as the text file *target*, or as `target (2)`; it gets its name when every word is in it."""
    data = text_of(report).replace("\n", "\r\n").encode(ENCODING)
    return handed_over(data, target, lambda file: _check(file, report))


def text_of(report: Report) -> str:
    """The whole page: what stands at the head of pages first, at their foot last."""
    blocks = [*map(one_line, report.marks), one_line(report.running), one_line(report.title)]
    blocks += [_pair(fact.label, fact.text) for fact in report.facts]
    for part in report.parts:
        blocks += _blocks(part)
    return "\n\n".join(block for block in (*blocks, one_line(report.footer)) if block) + "\n"


def _blocks(part: Part) -> Iterator[str]:
    if isinstance(part, Heading):
        yield "\n" + one_line(part.text)
    elif isinstance(part, Paragraph):
        yield _said(part.text)
    elif isinstance(part, DecisionSheet):
        yield "\n".join(part.ticks)
        yield from (_pair(blank.label, blank.prompt) for blank in part.blanks)
    elif isinstance(part, Answers):
        yield from (_said(part.caption), *(_pair(row.label, row.text) for row in part.rows))
    else:
        yield _said(part.caption)
        for row in part.rows:
            yield "\n".join(_pair(title, cell.text) for title, cell in zip(part.header, row, strict=True))


def _pair(label: str, text: str) -> str:
    """What is asked and what is said: on one line where that is short."""
    label, said = _said(filled(label)), _said(filled(text))
    between = "\n" if "\n" in said or len(label) + len(said) > 70 else " "
    return f"{label if label.endswith(('?', ':')) else f'{label}:'}{between}{said}"


def _said(text: str) -> str:
    return "\n".join(f"- {line.text}" if line.bullet else line.text for line in lines(text))


def _check(file: Path, report: Report) -> None:
    """Every piece of the report must stand in the file, one after the other."""
    said, at = "".join(file.read_bytes().decode(ENCODING).split()), 0
    for labels, texts in _pieces(report):
        for text in texts:
            wanted = "".join(text.split())
            found = said.find(wanted, at)
            if found < 0:
                mend = "It was removed and nothing was handed over. Try again, or tell whoever looks after the program."
                raise Refused(f"The file did not hold all of “{labels[0]}”", file.name, mend)
            at = found + len(wanted)


def _pieces(report: Report) -> Iterator[Wanted]:
    """What must be there: of a table not its header, which each answer says for itself."""
    headers = {report.facts_header, *(part.header for part in report.parts if isinstance(part, Answers | Table))}
    for labels, piece in wanted_of(report):
        cells = tuple(cell.removeprefix("p").replace("\n\np", "\n\n") for cell in piece[1:])
        if piece[0] != "row":
            yield labels, piece[1:]
        elif cells not in headers and labels != ("Decision",):
            yield labels, cells
