"""What makes a Word file readable with eyes, ears or a screen reader, looked for without any code of the writer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree

from tests.core.documents.looking import W, body, found, parts, style, text, value

LEVELS = {"Title": 0, "Heading1": 1, "Heading2": 2, "Heading3": 3}
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def faults(file: Path, least: int = 12) -> list[str]:
    """Every fault, in words; *least* is the smallest letter in points."""
    held = parts(file)
    whole = [
        etree.fromstring(data) for name, data in held.items() if name.startswith("word/") and name.endswith(".xml")
    ]
    return [
        *_language_and_title(held), *_letters(held, least), *_headings(file), *_tables(file),
        *(fault for root in whole for fault in _anywhere(root)), *_pages(held),
    ]  # fmt: skip


def _language_and_title(held: dict[str, bytes]) -> Iterator[str]:
    if b'<w:lang w:val="en-GB"' not in held["word/styles.xml"].split(b"</w:docDefaults>")[0]:
        yield "not British English by default"
    core = etree.fromstring(held["docProps/core.xml"])
    if not (core.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip():
        yield "no title"
    if core.findtext("{http://purl.org/dc/elements/1.1/}language") != "en-GB":
        yield "no language"


def _letters(held: dict[str, bytes], least: int) -> Iterator[str]:
    styles = etree.fromstring(held["word/styles.xml"])
    small = [value(one) for tag in (".sz", ".szCs") for one in found(styles, tag) if int(value(one)) < least * 2]
    if small:
        yield f"letters of {small} half points"
    if {value(one, "ascii") for one in found(styles, ".rFonts")} != {"Arial"}:
        yield "another font than Arial"
    sides = {value(one) for data in (styles, etree.fromstring(held["word/document.xml"])) for one in found(data, ".jc")}
    if sides - {"left", "right"}:  # right: figures, and scripts that are read from there
        yield f"text is set {sides}"
    if found(etree.fromstring(held["word/document.xml"]), ".sz"):
        yield "a size that no style gives"


def _headings(file: Path) -> Iterator[str]:
    levels = [LEVELS[style(one)] for one in found(body(file), ".p") if style(one) in LEVELS]
    if levels[:1] != [0] or levels.count(0) != 1:
        yield "not one title, first"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading {after} follows {before}"


def _tables(file: Path) -> Iterator[str]:
    for table in found(body(file), "tbl"):
        rows = found(table, "tr")
        if not found(rows[0], "trPr/tblHeader") or value(found(table, "tblPr/tblLook")[0], "firstRow") != "1":
            yield "a table without a header row"
        if not found(table, "tblPr/tblCaption"):
            yield "a table without a title"
        if not found(rows[0], "trPr/cantSplit"):
            yield "a header row that splits"
        if any(found(table, f".{merged}") for merged in ("gridSpan", "vMerge", "hMerge")):
            yield "merged cells"
        for cell in found(table, ".tc"):
            if not text(cell).strip():
                yield "an empty cell"


def _anywhere(root: etree._Element) -> Iterator[str]:
    for one in root.iter(DRAWN):
        if not one.get("descr"):
            yield "a picture without words"
    if root.tag != f"{W}styles" and any(True for _ in root.iter(f"{W}txbxContent", f"{W}pict")):
        yield "a text box"
    for paragraph in root.iter(f"{W}p"):
        said = text(paragraph)
        if not said.strip() and next(paragraph.iter(f"{W}drawing"), None) is None:
            yield "an empty paragraph"
        for box in "☐☒":
            if box in said and not said.partition(box)[2].strip():
                yield "a box without words"


def _pages(held: dict[str, bytes]) -> Iterator[str]:
    for name, data in held.items():
        if name.startswith("word/footer"):
            fields = {value(one, "instr").strip() for one in found(etree.fromstring(data), ".fldSimple")}
            if fields != {"PAGE", "NUMPAGES"}:
                yield "no page x of y"
        elif name.startswith("word/header") and not text(etree.fromstring(data)).strip():
            yield "an empty header"
