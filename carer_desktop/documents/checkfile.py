"""Is this file what stands in the record? Read piece by piece, however Word has saved it since, and told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from lxml import etree

from carer_desktop.documents.fixed import words_of
from carer_desktop.documents.ooxml import parse, w
from carer_desktop.documents.readback import Piece, Wanted, wanted_of
from carer_desktop.documents.report import TICK_ONE, Report
from carer_desktop.documents.summary import BLANKS
from carer_desktop.documents.template import CUSTOM, DOCUMENT
from carer_desktop.records.found import Difference, Named
from carer_desktop.text import one_line

_P, _TBL, _TR, _TC = (w(name) for name in ("p", "tbl", "tr", "tc"))
_TO_FILL_IN = (TICK_ONE, *(blank.label for blank in BLANKS))
ADDED = "Added text"
OWN_PAGES = "The council’s own pages"
_RECORD = re.compile(r"Record ([0-9A-HJKMNP-TV-Z]{8})(?:\W+[Vv]ersion (\d+))?")


def named_in(parts: Mapping[str, bytes]) -> Named:
    """What a file says it is, in its hidden properties, else in the words of its pages."""
    found = {}
    if CUSTOM in parts:
        for one in parse(parts[CUSTOM]):
            found[one.get("name") or ""] = "".join(str(text) for text in one.itertext()).strip()
    said = " ".join(
        _words(parse(data)) for name, data in sorted(parts.items()) if name.startswith("word/") and _read(name)
    )
    match = _RECORD.search(said)
    reference = found.get("Record") or (match[1] if match else "")
    version = found.get("Version") or (match[2] if match and match[2] else "")
    return Named(
        reference, _number(version), found.get("Made for") or "council", found.get("Check code", ""),
        _number(found.get("Print", "")), found.get("Safeguarding") == "annex",
        found.get("Template", ""),
    )  # fmt: skip


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 6 else 0


def _read(name: str) -> bool:
    return name == DOCUMENT or "header" in name or "footer" in name


def differences(parts: Mapping[str, bytes], report: Report) -> tuple[Difference, ...]:
    """What the file says otherwise than the page made from the record now; empty when every word is the same.

    How it looks, who saved it, and where lines break are no differences; ticks and lines of a filled-in decision
    sheet are left to whoever reads it.
    """
    return _compared([_folded(one) for one in wanted_of(report)], parts)


def differences_of_layout(
    parts: Mapping[str, bytes], report: Report, made: Mapping[str, bytes]
) -> tuple[Difference, ...]:
    """The same for a file in a council's own layout, of which *made* are the parts as they would be written now."""
    asked = {one_line(text): label for label, text in words_of(report)}
    wanted: list[Wanted] = [
        ((asked.get(piece[-1], piece[1] if len(piece) > 2 else OWN_PAGES),), piece)
        for piece in _found(made)
        if piece[1:] != ("",)
    ]
    return _compared(wanted, parts)


def _compared(wanted: list[Wanted], parts: Mapping[str, bytes]) -> tuple[Difference, ...]:
    found = [piece for piece in _found(parts) if piece[1:] != ("",)]
    matcher = SequenceMatcher(None, [piece for _, piece in wanted], found, autojunk=False)
    made: list[Difference] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            made += _between(wanted[a:b], found[c:d])
    return tuple(made)


def _between(wanted: list[Wanted], found: list[Piece]) -> Iterator[Difference]:
    """Rows of the same question stand beside each other; what has no partner stands alone."""
    left = list(found)
    for labels, piece in wanted:
        same = next((one for one in left if one[0] == piece[0] and one[1:2] == piece[1:2]), None)
        if same is None and len(left) == len(wanted) and len(left[0]) == len(piece):
            same = left[0]
        if same is not None:
            left.remove(same)
        if piece[1] not in _TO_FILL_IN:
            yield Difference(labels[0], _said(piece), _said(same) if same else "")
    yield from (Difference(one[1] if len(one) > 2 else ADDED, "", _said(one)) for one in left)


def _said(piece: Piece) -> str:
    return " – ".join(piece[2:] if len(piece) > 2 and piece[0] == "row" else piece[1:])


def _folded(wanted: Wanted) -> Wanted:
    """The same on one line each: how a list or a paragraph is marked is looks, not words."""
    labels, (kind, *cells) = wanted
    if kind != "row":
        return labels, ("p", *map(one_line, cells))
    return labels, ("row", *(one_line(" ".join(_unmarked(part) for part in cell.split("\n\n"))) for cell in cells))


def _unmarked(part: str) -> str:
    """One paragraph of a cell without the sign of its kind (`readback.Piece`)."""
    return part[2:] if part.startswith("- ") else part[1:]


def _found(parts: Mapping[str, bytes]) -> Iterator[Piece]:
    body = parse(parts[DOCUMENT]).find(w("body"))
    yield from _pieces(body) if body is not None else ()


def _pieces(parent: etree._Element) -> Iterator[Piece]:
    for element in parent:
        if element.tag == _P:
            yield ("p", _words(element))
        elif element.tag == _TBL:
            for row in element.iter(_TR):
                yield ("row", *(_words(cell) for cell in row.iter(_TC)))
        elif element.tag in (w("sdt"), w("sdtContent"), w("ins"), w("customXml"), w("smartTag")):
            yield from _pieces(element)


def _words(element: etree._Element) -> str:
    """The words inside on one line; a paragraph, a break and a tab are a blank, what was struck out is not there."""
    said: list[str] = []
    for one in element.iter(w("t"), w("tab"), w("br"), w("cr"), w("noBreakHyphen"), _P):
        said.append((one.text or "") if one.tag == w("t") else "\u2011" if one.tag == w("noBreakHyphen") else " ")
    return one_line("".join(said))
