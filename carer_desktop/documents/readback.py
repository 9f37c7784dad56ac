"""Reading a written file back: what it holds is compared with the page, piece by piece, before anybody gets it."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from carer_desktop.documents.carried import answers_in
from carer_desktop.documents.fixed import said_in, words_of
from carer_desktop.documents.lines import filled, lines
from carer_desktop.documents.ooxml import parse, w
from carer_desktop.documents.report import (
    BLANKS_HEADER,
    BOX,
    TICK_ONE,
    Answers,
    DecisionSheet,
    Heading,
    Paragraph,
    Part,
    Report,
)
from carer_desktop.documents.template import DOCUMENT, STYLES, Template, controls, style_ids
from carer_desktop.errors import Refused
from carer_desktop.text import clean_text, one_line

Piece: TypeAlias = tuple[str, ...]
"""One paragraph (`("p", text)`, `("- ", text)`) or one table row (`("row", cell, cell …)`)."""

Wanted: TypeAlias = tuple[tuple[str, ...], Piece]
"""The labels a piece belongs to (the whole, then cell by cell for a table) and the piece."""

_T, _TAB, _BR, _P, _TBL, _TR, _TC = (w(name) for name in ("t", "tab", "br", "p", "tbl", "tr", "tc"))


def check(file: Path, report: Report, content: bytes | None = None, fixed: bool = False) -> None:
    """Refuses a file that does not hold every word of *report*, naming the question that lost something.

    *content* is what is in it, where the file itself is locked. *fixed*: it has a council's own layout, so that its
    words stand in another order.
    """
    with zipfile.ZipFile(file if content is None else io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if fixed:
        _check_controls(parts, report, file)
    else:
        _check_in_order(parts, report, file)
    if answers_in(parts)[0] != report.answers:
        raise lost("the answers that go with it", file)
    template = Template(file.name, parts)
    for kind, said in (("header", (*report.marks, report.running)), ("footer", (report.footer,))):
        for page in (_text_of(parse(parts[name])) for name in template.page_parts(kind)):
            if not all(one_line(line) in page for line in said):
                raise lost(f"the {kind} of every page", file)


def _check_in_order(parts: dict[str, bytes], report: Report, file: Path) -> None:
    found = list(_found(parts))
    wanted = list(wanted_of(report))
    for number, (labels, piece) in enumerate(wanted):
        there = found[number] if number < len(found) else ()
        if there != piece:
            raise lost(_which(labels, piece, there), file)
    if len(found) != len(wanted):
        raise lost("the end of the document", file)


def _check_controls(parts: dict[str, bytes], report: Report, file: Path) -> None:
    """Every control says what belongs there, and every line of the page stands as often as it should."""
    root = parse(parts[DOCUMENT])
    said = {tag: _folded("".join(line.text for line in lines(text))) for tag, text in said_in(report).items()}
    for control, tag in controls(root):
        if tag in said and _folded(_text_of(control)) != said[tag]:
            raise lost(tag, file)
    everything = _folded(_text_of(root))
    wanted = [(label, _folded(line.text)) for label, text in words_of(report) for line in lines(text)]
    often = Counter(text for _, text in wanted)
    for label, text in sorted(wanted, key=lambda each: often[each[1]]):  # what stands once names its question
        if everything.count(text) < often[text]:
            raise lost(label, file)


def _folded(text: str) -> str:
    """Without blanks: where a line ends is looks."""
    return "".join(text.split())


def _which(labels: tuple[str, ...], wanted: Piece, found: Piece) -> str:
    """The label of the cell that differs, or of the whole row or paragraph."""
    if len(wanted) != len(found) or wanted[0] != found[0]:
        return labels[0]
    cells = range(1, len(wanted))
    return next((labels[min(one, len(labels) - 1)] for one in cells if wanted[one] != found[one]), labels[0])


def lost(label: str, file: Path) -> Refused:
    """What is said when a written file is not the page it was made from."""
    return Refused(
        f"The Word file did not hold all of “{label}”",
        file.name,
        "It was removed and nothing was handed over. Try again, or tell whoever looks after the program.",
    )


def wanted_of(report: Report) -> Iterator[Wanted]:
    """What must stand in the file, in order, and the question each piece belongs to."""
    yield ("title",), ("p", clean_text(report.title))
    yield ("whose record",), _row(report.facts_header)
    for fact in report.facts:
        yield (fact.label,), _row((fact.label, fact.text))
    section = report.title
    for part in report.parts:
        section = part.text if isinstance(part, Heading) else section
        yield from _wanted_part(part, section)


def _wanted_part(part: Part, section: str) -> Iterator[Wanted]:
    if isinstance(part, Heading | Paragraph):
        label = (part.label if isinstance(part, Paragraph) else part.text) or section
        yield from (((label,), piece) for piece in _pieces(part.text))
    elif isinstance(part, DecisionSheet):
        yield ("Decision",), _row(BLANKS_HEADER)
        yield ("Decision",), _row((TICK_ONE, "\n\n".join(f"{BOX} {tick}" for tick in part.ticks)))
        yield from (((blank.label,), _row((blank.label, blank.prompt))) for blank in part.blanks)
    else:
        whole = part.caption or section
        yield from (((whole,), piece) for piece in _pieces(part.caption))
        yield (whole,), _row(part.header)
        if isinstance(part, Answers):
            yield from (((row.label,), _row((row.label, row.text))) for row in part.rows)
        else:
            for row in part.rows:
                labels = (whole, *(f"{whole}: {cell.label}" for cell in row))
                yield labels, _row(tuple(cell.text for cell in row))


def _pieces(text: str) -> Iterator[Piece]:
    return (("- " if line.bullet else "p", line.text) for line in lines(text))


def _row(cells: tuple[str, ...]) -> Piece:
    return ("row", *("\n\n".join("".join(piece) for piece in _pieces(filled(cell))) for cell in cells))


def _found(parts: dict[str, bytes]) -> Iterator[Piece]:
    """What does stand in the file, in the same shape."""
    bullet = style_ids(parts[STYLES])["list bullet"]
    body = parse(parts[DOCUMENT]).find(w("body"))
    for element in body if body is not None else ():
        if element.tag == _P:
            yield _paragraph(element, bullet)
        elif element.tag == _TBL:
            for row in element.iterchildren(_TR):
                cells = ([_paragraph(one, bullet) for one in cell.iterchildren(_P)] for cell in row.iterchildren(_TC))
                yield ("row", *("\n\n".join("".join(piece) for piece in cell) for cell in cells))


def _paragraph(paragraph: etree._Element, bullet: str) -> Piece:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    kind = "- " if style is not None and style.get(w("val")) == bullet else "p"
    return kind, _text_of(paragraph)


def _text_of(element: etree._Element) -> str:
    said = []
    for one in element.iter(_T, _TAB, _BR):
        said.append((one.text or "") if one.tag == _T else "\t" if one.tag == _TAB else "\n")
    return "".join(said)
