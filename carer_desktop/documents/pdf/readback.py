"""Reading a written PDF back by its structure: every piece of the report must be in it, in order."""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from pypdfium2 import raw

from carer_desktop.documents.pdf.letters import shown
from carer_desktop.documents.readback import Piece, wanted_of
from carer_desktop.documents.report import Report
from carer_desktop.errors import Refused

Texts: TypeAlias = dict[tuple[int, int], str]
"""What stands in each marked place, by its page and its number there."""
_HEADINGS = re.compile("H[1-6]")
_APART = {number: unicodedata.normalize("NFKC", chr(number)) for number in range(0xFB00, 0xFB07)}
"""Letters that are drawn as one: PDFium reads them as two. A hyphen that ends a line it reads as
U+0002, and in the text of a whole page as U+FFFE."""


def check(file: Path, report: Report, content: bytes | None = None) -> None:
    """Refuses a file that does not hold every word of *report*, naming the question that lost something.

    *content* is what is in it, where the file itself is locked.
    """
    data = file.read_bytes() if content is None else content
    pages, texts = marked(data)
    found = [_folded(piece) for piece in pieces(data, texts)]
    wanted = list(wanted_of(report))
    for number, (labels, piece) in enumerate(wanted):
        there = found[number] if number < len(found) else ()
        if there != _folded(piece):
            raise lost(_which(labels, _folded(piece), there), file)
    if len(found) != len(wanted):
        raise lost("the end of the document", file)
    around = [folded(line) for line in (*report.marks, report.running, report.footer)]
    for page in pages:
        if not all(line in page for line in around):
            raise lost("the head and foot of every page", file)


def lost(label: str, file: Path) -> Refused:
    """What is said when a written file is not the page it was made from."""
    return Refused(
        f"The PDF did not hold all of “{label}”",
        file.name,
        "It was removed and nothing was handed over. Try again, or tell whoever looks after the program.",
    )


def _which(labels: tuple[str, ...], wanted: Piece, found: Piece) -> str:
    if len(wanted) != len(found) or wanted[0] != found[0]:
        return labels[0]
    cells = range(1, len(wanted))
    return next((labels[min(one, len(labels) - 1)] for one in cells if wanted[one] != found[one]), labels[0])


def folded(text: str) -> str:
    """The text as the page shows it, without white space: where lines end is not part of what is said."""
    return "".join(shown(text).translate(_APART).split())


def _folded(piece: Piece) -> Piece:
    return (piece[0], *(folded(text) for text in piece[1:]))


def marked(data: bytes) -> tuple[list[str], Texts]:
    """What PDFium reads: all of each page, folded, and the text of every marked place."""
    pages: list[str] = []
    texts: Texts = {}
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            pages.append(folded(text.get_text_range().replace("\ufffe", "-")))
            for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
                mark = raw.FPDFPageObj_GetMarkedContentID(item.raw)
                if mark >= 0:
                    texts[number, mark] = texts.get((number, mark), "") + _text_of(item, text)
            text.close()
            page.close()
    finally:
        document.close()
    return pages, texts


def _text_of(item: Any, page: Any) -> str:
    size = raw.FPDFTextObj_GetText(item.raw, page.raw, None, 0)
    held = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(item.raw, page.raw, ctypes.cast(held, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return held.raw[: size - 2].decode("utf-16-le", "replace").replace("\2", "-")


def pieces(data: bytes, texts: Texts) -> Iterator[Piece]:
    """What the structure of the file says, in the shape of the report's own pieces."""
    with PdfReader(io.BytesIO(data)) as reader:
        pages = {
            page.indirect_reference.idnum: number for number, page in enumerate(reader.pages) if page.indirect_reference
        }
        yield from _Tree(texts, pages).document(_structure(reader))


def _structure(reader: PdfReader) -> DictionaryObject:
    tree: Any = reader.root_object["/StructTreeRoot"]
    root = tree["/K"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


class _Tree:
    """The structure of a file: its elements, and the text of each."""

    def __init__(self, texts: Texts, pages: dict[int, int]) -> None:
        self._texts = texts
        self._pages = pages

    def document(self, root: DictionaryObject) -> Iterator[Piece]:
        for role, kid in self._kids(root):
            if role == "Table":
                for _, part in self._kids(kid):
                    for _, row in self._kids(part):
                        yield ("row", *("".join(self._cell(cell)) for _, cell in self._kids(row)))
            elif role == "L":
                yield from (("- ", self._body(item)) for _, item in self._kids(kid))
            else:
                assert role == "P" or _HEADINGS.fullmatch(role), role
                yield ("p", self._text(kid))

    def _cell(self, cell: DictionaryObject) -> Iterator[str]:
        inner = list(self._kids(cell))
        if not inner:
            yield f"p{self._text(cell)}"
        for role, kid in inner:
            if role == "L":
                yield from (f"- {self._body(item)}" for _, item in self._kids(kid))
            else:
                yield f"p{self._text(kid)}"

    def _body(self, item: DictionaryObject) -> str:
        return "".join(self._text(kid) for role, kid in self._kids(item) if role == "LBody")

    def _kids(self, element: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
        for held in self._held(element):
            if "/S" in held:
                yield str(held["/S"]).removeprefix("/"), held

    def _text(self, element: DictionaryObject) -> str:
        said = []
        for held in self._held(element):
            if "/MCID" in held:
                page = held.raw_get("/Pg")
                assert isinstance(page, IndirectObject)
                said.append(self._texts.get((self._pages[page.idnum], _number(held)), ""))
        return "".join(said)

    def _held(self, element: DictionaryObject) -> Iterator[DictionaryObject]:
        kids = element.get("/K", [])
        for held in kids if isinstance(kids, list) else [kids]:
            found = held.get_object()
            assert isinstance(found, DictionaryObject)
            yield found


def _number(held: DictionaryObject) -> int:
    number: Any = held["/MCID"]
    return int(number)
