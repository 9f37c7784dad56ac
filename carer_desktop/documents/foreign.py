"""Reading somebody else's Word form: what stands beside or beneath which words, with its ticks; no guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from carer_desktop.documents.ooxml import MC, parse, w, w14
from carer_desktop.documents.template import DOCUMENT, STYLES
from carer_desktop.text import clean_text, one_line

Known = Callable[[str], bool]
"""Whether words are those of a question."""

TICKED, BOX = "\u2612", "\u2610"
_SIGNS = {
    **dict.fromkeys("\u2611\u2612\u2713\u2714\u2717\u2718\u25a0\u25a3", TICKED),
    **dict.fromkeys("\u2610\u25a1\u25fb\u25a2", BOX),
}
_SYMBOLS = {"F0FE": TICKED, "F0FD": TICKED, "F053": TICKED, "F0FC": TICKED, "F0A8": BOX, "F06F": BOX, "F071": BOX}
_LONGEST_LABEL = 240
_LONGEST_PREFIX = 90
_LABELLED = re.compile(rf"([^:?\n{BOX}{TICKED}]{{2,{_LONGEST_PREFIX}}}[:?])\s+(\S.*)", re.DOTALL)
_P, _TBL, _TR, _TC, _SDT, _CONTENT = (w(name) for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent"))
_THROUGH = {_SDT, _CONTENT, w("ins"), w("customXml"), w("smartTag"), w("hyperlink"), w("moveTo")}
_NOT_SAID = {w("del"), w("moveFrom"), w("pPr"), w("rPr"), w("sdtPr"), f"{{{MC}}}Fallback"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Words and what stands beside or beneath them. *tag* is the name of a control that may be a question's.

    Of a table with a header row, *table* says what stands above it and *row* the number of the row, from 1.
    """

    label: str
    text: str
    tag: str = ""
    table: str = ""
    row: int = 0


def pairs(parts: Mapping[str, bytes], known: Known) -> tuple[Pair, ...]:
    """Everything that is filled in, in its order; what nobody filled in is not there."""
    body = parse(parts[DOCUMENT]).find(w("body"))
    reading = _Reading(known, _headings(parts[STYLES]))
    if body is not None:
        reading.blocks(body)
    return reading.done()


def _headings(styles: bytes) -> frozenset[str]:
    """The ids of the styles of headings, of the title and of captions."""
    found = []
    for style in parse(styles).iterfind(w("style")):
        name = style.find(w("name"))
        if name is not None and re.match(r"(?i)heading|title|caption", name.get(w("val"), "")):
            found.append(str(style.get(w("styleId"))))
    return frozenset(found)


class _Reading:
    """One document being read: the label that is open, and what has stood beneath it so far."""

    def __init__(self, known: Known, headings: frozenset[str]) -> None:
        self._known = known
        self._headings = headings
        self._pairs: list[Pair] = []
        self._label = ""
        self._inline = True  # the open label and its text stood in one line
        self._beneath: list[str] = []

    def done(self) -> tuple[Pair, ...]:
        self._close("")
        return tuple(self._pairs)

    def blocks(self, parent: etree._Element) -> None:
        for element in parent:
            if element.tag == _P:
                self._paragraph(element)
            elif element.tag == _TBL:
                self._table(element)
            elif element.tag == _SDT:
                self._control(element)
            elif element.tag in _THROUGH:
                self.blocks(element)

    def _close(self, label: str, inline: bool = False) -> None:
        """What stood beneath the open label is a pair; *label* is open now."""
        text = filled_in("\n".join(self._beneath))
        if text:
            self._pairs.append(Pair(self._label, text))
        self._label, self._inline, self._beneath = label, inline, []

    def _control(self, element: etree._Element) -> None:
        """A control around whole paragraphs: its own name, or the words above it, say what it is."""
        content = element.find(_CONTENT)
        tag, alias = _named(element)
        if content is None or next(content.iter(_TBL), None) is not None or not (tag or alias):
            self.blocks(content if content is not None else element)
            return
        above, text = self._label, filled_in(said(element))
        if text:
            beneath, self._beneath = self._beneath, []
            self._pairs.append(Pair(alias or above or "\n".join(beneath), text, tag))

    def _paragraph(self, element: etree._Element) -> None:
        if next(element.iter(_SDT), None) is not None and self._controls(element):
            return
        text = said(element).strip()
        style = element.find(f"{w('pPr')}/{w('pStyle')}")
        heading = style is not None and style.get(w("val")) in self._headings
        labelled = _LABELLED.fullmatch(text)
        if heading or self._asks(text):
            self._close(text)
        elif labelled and (self._known(labelled[1]) or self._inline):
            self._close(labelled[1], inline=True)
            self._beneath = [labelled[2]]
        elif text:
            self._beneath.append(text)
            self._inline = self._inline or TICKED in text or BOX in text

    def _asks(self, text: str) -> bool:
        if not text or "\n" in text or len(text) > _LONGEST_LABEL or TICKED in text or BOX in text:
            return False
        return self._known(text) or text[-1] in ":?"

    def _controls(self, paragraph: etree._Element) -> bool:
        """The controls inside one line, each with the words before it; false where they are only boxes to tick."""
        found: list[Pair] = []
        before = ""
        for kind, text, tag, alias in _segments(paragraph):
            if kind == "words":
                before += text
                continue
            label = one_line(before) or alias or one_line("\n".join(self._beneath[-1:])) or self._label
            before = ""
            if filled_in(text):
                found.append(Pair(label, filled_in(text), tag))
        if _kind_of(paragraph) == "boxes":
            return False
        self._close(self._label, self._inline)
        self._pairs += found
        return True

    # --- tables --------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        rows = [(_cells(row), row) for row in _rows(table)]
        above = " ".join(self._beneath[-1:]) or self._label
        header: list[str] = []
        for number, (cells, row) in enumerate(rows):
            texts = [said(cell).strip() for cell in cells]
            if len(cells) == 1:
                self.blocks(cells[0])
            elif number == 0 and len(rows) > 1 and (_is_header(row) or self._heads(texts, len(rows[1][0]))):
                header = texts
            elif len(cells) == 2:
                self._pair(texts[0], cells[1])
            elif header and len(header) == len(texts):
                for label, text in zip(header, texts, strict=True):
                    if filled_in(text):
                        self._pairs.append(Pair(label, filled_in(text), "", above, number))
            else:
                for label, cell in zip(texts[::2], cells[1::2], strict=False):
                    self._pair(label, cell)

    def _pair(self, label: str, cell: etree._Element) -> None:
        control = next(cell.iter(_SDT), None)
        text = filled_in(said(cell))
        if text and label:
            self._pairs.append(Pair(one_line(label), text, _named(control)[0] if control is not None else ""))
        elif text:
            self._beneath.append(text)

    def _heads(self, texts: list[str], beneath: int) -> bool:
        """Whether a first row without a mark is a header: every cell says something, as many stand beneath, and it
        does not ask and answer in turn."""
        asks = len(texts) % 2 == 0 and all(self._known(text) or text.endswith((":", "?")) for text in texts[::2])
        return len(texts) > 2 and all(texts) and beneath == len(texts) and not asks


# --- what is said --------------------------------------------------------------------------------


def said(element: etree._Element) -> str:
    """The words inside, paragraphs on lines of their own; boxes as signs, nothing that is struck out or a hint."""
    return clean_text("".join(text for _, text, _, _ in _segments(element))).strip("\n")


def filled_in(text: str) -> str:
    """What somebody filled in: beside boxes only the words that are ticked.

    >>> filled_in("\u2612 Yes \u2610 No"), filled_in("\u2610 Yes"), filled_in(" Often ")
    ('Yes', '', 'Often')
    """
    return "\n".join(line for raw in text.split("\n") for line in _ticked(raw)).strip()


def has_boxes(text: str) -> bool:
    """Whether a text holds signs that are read as boxes to tick."""
    return any(letter in _SIGNS for letter in text)


def _ticked(line: str) -> list[str]:
    """The words of a line; where it has boxes, those before the first and those that are ticked."""
    before, *pieces = re.split(f"([{TICKED}{BOX}])", line)
    if not pieces:
        return [line]
    ticked = [one_line(words) for sign, words in zip(pieces[::2], pieces[1::2], strict=True) if sign == TICKED]
    return [f"{one_line(before)} {words or 'Ticked'}".strip() for words in ticked]


Segment = tuple[str, str, str, str]


def _segments(element: etree._Element) -> Iterator[Segment]:
    """What is said bit by bit: `words`, or a `control` with its tag and its name."""
    for one in element:
        if one.tag in _NOT_SAID or not isinstance(one.tag, str):
            continue
        if one.tag == _SDT:
            yield from _of_control(one)
        elif one.tag == w("t"):
            yield "words", "".join(_SIGNS.get(letter, letter) for letter in one.text or ""), "", ""
        elif one.tag == w("sym"):
            yield "words", _SYMBOLS.get(one.get(w("char"), "").upper(), ""), "", ""
        elif one.tag == w("checkBox"):
            yield "words", _legacy_box(one), "", ""
        elif one.tag in _PLAIN:
            yield "words", _PLAIN[one.tag], "", ""
        else:
            yield from _segments(one)
            if one.tag == _P:
                yield "words", "\n", "", ""


_PLAIN = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}


def _of_control(control: etree._Element) -> Iterator[Segment]:
    content, properties = control.find(_CONTENT), control.find(w("sdtPr"))
    box = properties.find(w14("checkbox")) if properties is not None else None
    if box is not None:
        checked = box.find(w14("checked"))
        on = checked is not None and checked.get(w14("val"), "1") in ("1", "true", "on")
        yield "words", TICKED if on else BOX, "", ""
        return
    hint = properties is not None and properties.find(w("showingPlcHdr")) is not None
    text = "" if hint or content is None else "".join(text for _, text, _, _ in _segments(content))
    yield "control", text.replace("\u2002", " ").strip("\n"), *_named(control)


def _named(control: etree._Element) -> tuple[str, str]:
    """The tag and the name of a control."""
    found = (control.find(f"{w('sdtPr')}/{w(name)}") for name in ("tag", "alias"))
    tag, alias = (one_line(one.get(w("val"), "")) if one is not None else "" for one in found)
    return tag, alias


def _legacy_box(box: etree._Element) -> str:
    state = box.find(w("checked"))
    state = box.find(w("default")) if state is None else state
    return TICKED if state is not None and state.get(w("val"), "1") in ("1", "true", "on") else BOX


def _kind_of(paragraph: etree._Element) -> str:
    """`boxes` where the controls of a line are only boxes to tick, else `words`."""
    controls = list(paragraph.iter(_SDT))
    return "boxes" if all(next(one.iter(w14("checkbox")), None) is not None for one in controls) else "words"


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for one in table:
        if one.tag == _TR:
            yield one
        elif one.tag in _THROUGH:
            yield from _rows(one)


def _cells(row: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for one in row:
        found += [one] if one.tag == _TC else _cells(one) if one.tag in _THROUGH else []
    return found


def _is_header(row: etree._Element) -> bool:
    return row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
