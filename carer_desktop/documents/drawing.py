"""The neutral page as WordprocessingML: real headings, bullets and tables, nothing for looks alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from lxml import etree

from carer_desktop.documents.lines import filled, lines
from carer_desktop.documents.ooxml import MC, NAMESPACES, XML_SPACE, add, w, w14
from carer_desktop.documents.report import (
    BLANKS_HEADER,
    BOX,
    TICK_ONE,
    Answer,
    Answers,
    DecisionSheet,
    Heading,
    Paragraph,
    Part,
    Report,
    Table,
)
from carer_desktop.text import clean_text

_STYLE = {"normal": "Normal", "hint": "Hint", "note": "Note", "quote": "Quote"}
_TWO = (0.36, 0.64)
_SHORT_TEXT = 16  # a date or a telephone number is not broken over two lines
_SHORT_ROW = 400  # a row with fewer letters is kept on one page, a longer one may run on to the next


class Drawing:
    """One body being drawn: the styles of the template and the width of its text, in twentieths of a point."""

    def __init__(self, style_id: Mapping[str, str], width: int) -> None:
        self.style_id = style_id
        self.width = width
        self.root = etree.Element(w("document"), nsmap=NAMESPACES)
        self.root.set(f"{{{MC}}}Ignorable", "w14")
        self.body = add(self.root, "body")
        self._controls = 0

    def report(self, report: Report) -> etree._Element:
        """The whole document but its page layout."""
        self.text(self.body, report.title, "Title")
        self._two_columns(Answers(report.title, report.facts, report.facts_header))
        for part in report.parts:
            self.part(part)
        return self.root

    def part(self, part: Part) -> None:
        """One part of the page."""
        if isinstance(part, Heading):
            self.text(self.body, part.text, f"heading {part.level}", new_page=part.new_page)
        elif isinstance(part, Paragraph):
            self.text(self.body, part.text, _STYLE[part.kind])
        elif isinstance(part, DecisionSheet):
            self._decision(part)
        else:
            if part.caption:
                self.text(self.body, part.caption, "caption")
            self._two_columns(part) if isinstance(part, Answers) else self._columns(part)

    def text(self, parent: etree._Element, text: str, style: str, right: bool = False, new_page: bool = False) -> None:
        """Running text as paragraphs and bullets."""
        for line in lines(text):
            paragraph = self._paragraph(parent, "List Bullet" if line.bullet else style, line.text, right, new_page)
            run(paragraph, line.text)

    def _paragraph(
        self, parent: etree._Element, style: str, text: str, right: bool = False, new_page: bool = False
    ) -> etree._Element:
        paragraph = add(parent, "p")
        properties = add(paragraph, "pPr")
        add(properties, "pStyle", val=self.style_id[style.lower()])
        if new_page:
            add(properties, "pageBreakBefore")
        if reads_right_to_left(text):
            add(properties, "bidi")
        if right:
            add(properties, "jc", val="right")
        return paragraph

    def _two_columns(self, part: Answers) -> None:
        table = self._table(part.caption or part.header[0], self._shares(_TWO), first_column=True)
        self._row(table, part.header, header=True)
        for number, answer in enumerate(part.rows, 1):
            self._row(table, (answer.label, answer.text), last_but_one=number == len(part.rows) - 1)

    def _columns(self, part: Table) -> None:
        figures = part.kind == "money"
        widths = self._shares(_weights(part.header, part.rows))
        table = self._table(part.caption or part.header[0], widths, first_column=part.kind == "grid")
        self._row(table, part.header, header=True, figures=figures)
        for number, row in enumerate(part.rows, 1):
            texts = tuple(cell.text for cell in row)
            self._row(table, texts, figures=figures, last_but_one=number == len(part.rows) - 1)

    def _table(self, title: str, widths: tuple[int, ...], first_column: bool) -> etree._Element:
        table = add(self.body, "tbl")
        properties = add(table, "tblPr")
        add(properties, "tblStyle", val=self.style_id["carer table"])
        add(properties, "tblW", w=str(sum(widths)), type="dxa")
        add(properties, "tblLayout", type="fixed")
        add(
            properties, "tblLook", val="06A0" if first_column else "0620", firstRow="1", lastRow="0",
            firstColumn="1" if first_column else "0", lastColumn="0", noHBand="1", noVBand="1",
        )  # fmt: skip
        add(properties, "tblCaption", val=clean_text(title).replace("\n", " "))
        grid = add(table, "tblGrid")
        for width in widths:
            add(grid, "gridCol", w=str(width))
        self._widths = widths
        return table

    def _row(
        self,
        table: etree._Element,
        cells: tuple[str, ...],
        header: bool = False,
        figures: bool = False,
        last_but_one: bool = False,
    ) -> list[etree._Element]:
        """One row; the *last_but_one*, if it is short, keeps the last with it, which then stands on no page alone."""
        row, short = add(table, "tr"), sum(map(len, cells)) < _SHORT_ROW
        if header or short:
            properties = add(row, "trPr")
            add(properties, "cantSplit")
            if header:
                add(properties, "tblHeader")
        found = []
        for number, (text, width) in enumerate(zip(cells, self._widths, strict=True)):
            cell = add(row, "tc")
            add(add(cell, "tcPr"), "tcW", w=str(width), type="dxa")
            self.text(cell, filled(text), "Table Header" if header else "Table Cell", right=figures and number > 0)
            found.append(cell)
        for properties in row.iter(w("pPr")) if last_but_one and short else ():
            properties.insert(1, etree.Element(w("keepNext")))
        return found

    def _shares(self, weights: tuple[float, ...]) -> tuple[int, ...]:
        widths = [int(self.width * weight / sum(weights)) for weight in weights]
        return (*widths[:-1], self.width - sum(widths[:-1]))

    def _decision(self, sheet: DecisionSheet) -> None:
        """Boxes that can be ticked in Word with a click, and lines that show what to write until somebody has."""
        table = self._table("Decision", self._shares(_TWO), first_column=True)
        self._row(table, BLANKS_HEADER, header=True)
        boxes = self._row(table, (TICK_ONE, "\n\n".join(f"{BOX} {words}" for words in sheet.ticks)))[1]
        for paragraph, words in zip(boxes.findall(w("p")), sheet.ticks, strict=True):
            self._tick(paragraph, words)
        for blank in sheet.blanks:
            for paragraph in self._row(table, (blank.label, blank.prompt))[1].findall(w("p")):
                self._fill_in(paragraph, blank.label, blank.prompt)

    def _tick(self, paragraph: etree._Element, words: str) -> None:
        paragraph.remove(paragraph[-1])
        properties, content = self._control(paragraph, words)
        box = etree.SubElement(properties, w14("checkbox"))
        etree.SubElement(box, w14("checked")).set(w14("val"), "0")
        for state, sign in (("checkedState", "2612"), ("uncheckedState", "2610")):
            one = etree.SubElement(box, w14(state))
            one.set(w14("val"), sign)
            one.set(w14("font"), "MS Gothic")
        run(content, BOX, font="MS Gothic")
        run(paragraph, f" {words}")

    def _fill_in(self, paragraph: etree._Element, label: str, prompt: str) -> None:
        paragraph.remove(paragraph[-1])
        properties, content = self._control(paragraph, label)
        add(properties, "showingPlcHdr")
        add(properties, "text", multiLine="1")
        run(content, prompt)

    def _control(self, paragraph: etree._Element, title: str) -> tuple[etree._Element, etree._Element]:
        self._controls += 1
        control = add(paragraph, "sdt")
        properties = add(control, "sdtPr")
        add(properties, "alias", val=title)
        add(properties, "tag", val=f"decision_{self._controls}")
        add(properties, "id", val=str(self._controls))
        return properties, add(control, "sdtContent")


def run(parent: etree._Element, text: str, font: str = "") -> etree._Element:
    """A run of text; newlines are breaks, tabs are tabs, every blank counts."""
    made = add(parent, "r")
    if font:
        add(add(made, "rPr"), "rFonts", ascii=font, eastAsia=font, hAnsi=font)
    elif reads_right_to_left(text):
        add(add(made, "rPr"), "rtl")
    for number, line in enumerate(text.split("\n")):
        if number:
            add(made, "br")
        for stop, piece in enumerate(line.split("\t")):
            if stop:
                add(made, "tab")
            if piece:
                held = add(made, "t")
                held.text = piece
                held.set(XML_SPACE, "preserve")
    return made


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a right-to-left script (Unicode Annex 9, rule P2)."""
    if text.isascii():
        return False
    found = (direction for direction in map(unicodedata.bidirectional, text) if direction in ("L", "R", "AL"))
    return next(found, "L") != "L"


def _weights(header: tuple[str, ...], rows: tuple[tuple[Answer, ...], ...]) -> tuple[float, ...]:
    """How wide columns should be beside each other: by their longest word, which stays whole, and by their text."""
    weights = []
    for number, title in enumerate(header):
        texts = [title, *(row[number].text for row in rows)]
        whole = (text if len(text) <= _SHORT_TEXT else word for text in texts[1:] for word in text.split())
        word = max(map(len, (*title.split(), *whole)), default=0)
        weights.append(float(max(min(word, 22) + 2, min(max(map(len, texts)), 34) * 0.7)))
    return tuple(weights)
