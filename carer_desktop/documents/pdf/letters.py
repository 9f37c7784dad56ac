"""The letters of a PDF: the font that goes into every file, how wide words are, and what it cannot show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from carer_desktop.paths import RESOURCES
from carer_desktop.text import clean_text

PLAIN, BOLD = "CarerPlain", "CarerBold"
_FILES = {PLAIN: "LiberationSans-Regular.ttf", BOLD: "LiberationSans-Bold.ttf"}
_DRAWN_AS = {"\u2011": "-", "\u2610": "\u25a1"}
"""The same sign under another number: the hyphen that does not break, and the box to tick."""
_NOT_SEEN = frozenset(("Cf", "Cc", "Cs"))
_NEEDS_SHAPING = frozenset(("R", "AL", "AN"))
_PHONE = re.compile(r"\b0\d{2,4} \d{3,4} \d{3,4}\b")
_TO_UNICODE = "toUnicodeCMap:"


class _Embedded(TTFont):
    """A font that goes into the file letter by letter as they are used, and says truly which letter each one is."""

    def addObjects(self, doc: Any) -> None:
        """Adds what the pages used; the library's own table of letters calls empty places U+0000."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        ending = f"+{self.face.name.decode('ascii')}"
        tables = [name for name in doc.idToObject if name.startswith(_TO_UNICODE) and name.endswith(ending)]
        for name, subset in zip(tables, subsets, strict=True):
            doc.idToObject[name].content = _letters_table(name.removeprefix(_TO_UNICODE), subset)


def _letters_table(font: str, subset: list[int]) -> str:
    rows = [f"<{code:02X}> <{letter:04X}>" for code, letter in enumerate(subset) if letter]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join((
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
        f"/CMapName /{font} def", "/CMapType 2 def",
        "1 begincodespacerange", "<00> <FF>", "endcodespacerange",
        *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
        "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
    ))  # fmt: skip


@cache
def _fonts() -> Mapping[str, TTFont]:
    found = {name: _Embedded(name, str(RESOURCES / "fonts" / file), shapable=False) for name, file in _FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    return found


@cache
def _known() -> frozenset[int]:
    known = set.intersection(*(set(font.face.charToGlyph) for font in _fonts().values()))
    return frozenset(code for code in known if unicodedata.bidirectional(chr(code)) not in _NEEDS_SHAPING)


def ready() -> None:
    """Loads the fonts, once."""
    _fonts()


@cache
def _sign(sign: str) -> str:
    """One character as it stands on the page: itself, nothing where it cannot be seen, or its name in brackets."""
    if sign == "\n" or (ord(sign) in _known() and unicodedata.category(sign) not in _NOT_SEEN):
        return sign
    if sign.isspace():
        return " "
    if sign in _DRAWN_AS:
        return _DRAWN_AS[sign]
    if unicodedata.category(sign) in _NOT_SEEN or 0xFE00 <= ord(sign) <= 0xFE0F:
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}')}]"


def shown(text: str) -> str:
    """The text as the font can show it; what it cannot show stands there by its name.

    Letters that are written from right to left or joined count as not had: set one by one they would be misread.
    A telephone number stays on one line.

    >>> shown("tea \\N{HOT BEVERAGE}")
    'tea [HOT BEVERAGE]'
    """
    text = _PHONE.sub(lambda found: found[0].replace(" ", "\u00a0"), clean_text(text))
    return text if text.isascii() and text.isprintable() else "".join(map(_sign, text))


def not_had(text: str) -> set[str]:
    """The characters of a text that stand on the page by their names.

    >>> sorted(not_had("tea \\N{HOT BEVERAGE} caf\\N{LATIN SMALL LETTER E WITH ACUTE}"))
    ['☕']
    """
    text = clean_text(text)
    return set() if text.isascii() else {sign for sign in set(text) if len(_sign(sign)) > 1}


def width(text: str, font: str, size: float) -> float:
    """How wide a line is, in points."""
    _fonts()
    return float(pdfmetrics.stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, most: float) -> list[str]:
    """The lines of a text, none wider than *most*; a word that is wider itself goes on in the next line.

    A line that ends between two words keeps its blank, so that whoever reads the file aloud or copies from it
    does not run words together.
    """
    found: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        blank = width(" ", font, size)
        for word in (word for word in part.replace("\t", " ").split(" ") if word):
            wide = width(word, font, size)
            if line and used + wide > most:
                found.append(line)
                line, used = "", 0.0
            if wide > most:
                *whole, word = _pieces(word, font, size, most)
                found.extend(whole)
                wide = width(word, font, size)
            line, used = f"{line}{word} ", used + wide + blank
        found.append(line)
    return [*found[:-1], found[-1].rstrip(" ")]


def _pieces(word: str, font: str, size: float, most: float) -> list[str]:
    """A word wider than a line, in pieces of at least one letter."""
    pieces, piece, used = [], "", 0.0
    for letter in word:
        wide = width(letter, font, size)
        if piece and used + wide > most:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + letter, used + wide
    return [*pieces, piece]
