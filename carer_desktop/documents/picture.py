"""Pages as pictures: what a PDF looks like, for the screen and for the printer."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

_LOCK = Lock()
"""PDFium does one thing at a time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: so many pixels wide and high, three bytes (blue, green, red) each, *stride* bytes a line."""

    width: int
    height: int
    stride: int
    data: bytes


def pages(pdf: bytes) -> int:
    """How many pages there are."""
    import pypdfium2  # few people look before they write

    with _LOCK, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def picture(pdf: bytes, number: int, width: int) -> Picture:
    """One page, the first is 0, as a picture so many pixels wide."""
    import pypdfium2

    with _LOCK, pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        drawn = page.render(scale=width / page.get_width())
        return Picture(drawn.width, drawn.height, drawn.stride, bytes(drawn.buffer))
