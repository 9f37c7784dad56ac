"""What may be wrong with the looks of a template: its styles, paper, headers and footers, pictures and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from carer_desktop.documents.ooxml import R, parse, w
from carer_desktop.documents.template import DOCUMENT, STYLE_NAMES, STYLES

A4 = (11906, 16838)
_NEAR = 40
_LEAST_MARGIN, _LEAST_WIDTH = 567, 6800  # twentieths of a point: 1 cm, 12 cm
_LEAST_SIZE = 24
_LEAST_CONTRAST = 4.5
_SETTINGS = "word/settings.xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_FIELDS = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|STYLEREF)\b", re.IGNORECASE)
_PICTURES = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".gif": b"GIF8"}
_MOST_PICTURES = 2_000_000
_ON = (None, "1", "true", "on")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a template: where, what, and how to mend it in Word."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        """One line for people.

        >>> str(Finding("Page setup", "The page is not A4", "Choose A4."))
        'Page setup: The page is not A4. Choose A4.'
        """
        return f"{self.where}: {self.what}. {self.mend}"


def page_findings(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Everything wrong with how it looks, in the order in which somebody would mend it."""
    document, styles = parse(parts[DOCUMENT]), parse(parts[STYLES])
    yield from _language(styles)
    yield from _styles(styles)
    yield from _paper(document)
    yield from _pages(document, parts)
    for name in sorted(parts):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            yield from _header_or_footer("Header" if "header" in name else "Footer", parse(parts[name]))
    yield from _pictures(parts)
    yield from _settings(parts)


# --- styles --------------------------------------------------------------------------------------


def _language(styles: etree._Element) -> Iterator[Finding]:
    found = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
    mend = "In Word: Review, Language, Set proofing language, English (United Kingdom), Set as default."
    if found is None or not found.get(w("val")):
        yield Finding("Language", "The template does not say in which language it is", mend)
    elif found.get(w("val")) != "en-GB":
        yield Finding("Language", f"The template is in another language ({found.get(w('val'))})", mend)


def _styles(styles: etree._Element) -> Iterator[Finding]:
    by_id = {style.get(w("styleId")): style for style in styles.iterfind(w("style"))}
    by_name = {_named(style).casefold(): style for style in by_id.values()}
    for name in STYLE_NAMES:
        where, style = f"Style “{name}”", by_name.get(name.casefold())
        if style is None:
            mend = "Copy it from the template that comes with the program: Styles, Manage styles, Import/Export."
            yield Finding(where, "The style is not there", mend)
            continue
        chain = list(_chain(style, by_id, styles))
        if _switched_on(chain, "vanish") or _switched_on(chain, "webHidden"):
            yield Finding(where, "Text of this style is hidden", "In Word: Modify, Format, Font, untick Hidden.")
        size = _first(chain, "sz")
        if size is not None and (not size.isdecimal() or int(size) < _LEAST_SIZE):
            yield Finding(
                where, f"Text of this style is smaller than 12 point ({_points(size)})", "Make it 12 or larger."
            )
        yield from _colour(where, chain)
        language = _first(chain[:-1], "lang")
        if language not in (None, "en-GB"):
            yield Finding(
                where, f"Text of this style is in another language ({language})", "Set it to British English."
            )


def _points(size: str) -> str:
    return f"{int(size) / 2:g}" if size.isdecimal() else "no number"


def _colour(where: str, chain: list[etree._Element]) -> Iterator[Finding]:
    colour, paper = _first(chain, "color") or "auto", _fill(chain) or "FFFFFF"
    if paper == "auto" or not _is_colour(paper):
        paper = "FFFFFF"
    if _is_colour(colour) and contrast(colour, paper) < _LEAST_CONTRAST:
        what = f"Its text is hard to read on its background ({contrast(colour, paper):.1f} to 1)"
        yield Finding(where, what, "Choose a darker colour: at least 4.5 to 1.")


def contrast(one: str, other: str) -> float:
    """How much two colours stand out from each other (WCAG 2.2).

    >>> contrast("000000", "FFFFFF"), contrast("777777", "FFFFFF") < 4.5
    (21.0, True)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _is_colour(text: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{6}", text) is not None


def _named(style: etree._Element) -> str:
    name = style.find(w("name"))
    return "" if name is None else str(name.get(w("val")))


def _chain(
    style: etree._Element, by_id: Mapping[str | None, etree._Element], styles: etree._Element
) -> Iterator[etree._Element]:
    """A style, those it is based on, and the defaults of the document; a circle is gone round once."""
    seen: set[str | None] = set()
    one: etree._Element | None = style
    while one is not None and one.get(w("styleId")) not in seen:
        seen.add(one.get(w("styleId")))
        yield one
        based = one.find(w("basedOn"))
        one = by_id.get(based.get(w("val"))) if based is not None else None
    defaults = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}")
    yield defaults if defaults is not None else etree.Element(w("rPrDefault"))


def _first(chain: list[etree._Element], name: str) -> str | None:
    found = (one.find(f"{w('rPr')}/{w(name)}") for one in chain)
    return next((one.get(w("val")) for one in found if one is not None), None)


def _switched_on(chain: list[etree._Element], name: str) -> bool:
    found = (one.find(f"{w('rPr')}/{w(name)}") for one in chain)
    return next((one.get(w("val")) in _ON for one in found if one is not None), False)


def _fill(chain: list[etree._Element]) -> str | None:
    found = (one.find(f"{w(kind)}/{w('shd')}") for one in chain for kind in ("rPr", "pPr"))
    return next((one.get(w("fill")) for one in found if one is not None), None)


# --- paper, headers and footers ------------------------------------------------------------------


def _paper(document: etree._Element) -> Iterator[Finding]:
    where, layouts = "Page setup", list(document.iter(w("sectPr")))
    last = document.find(f"{w('body')}/{w('sectPr')}")
    if last is None:
        yield Finding(
            where, "The template has no page layout", "Make it from the template that comes with the program."
        )
    for layout in layouts:
        size, margin, columns = (layout.find(w(name)) for name in ("pgSz", "pgMar", "cols"))
        across, down = (_number(size, name) for name in ("w", "h"))
        if size is None or abs(min(across, down) - A4[0]) > _NEAR or abs(max(across, down) - A4[1]) > _NEAR:
            yield Finding(where, "The page is not A4", "In Word: Layout, Size, A4.")
            continue
        left, right, top, bottom = (_number(margin, name) for name in ("left", "right", "top", "bottom"))
        if margin is None or min(left, right, abs(top), abs(bottom)) < _LEAST_MARGIN:
            yield Finding(where, "A margin is narrower than 1 cm", "In Word: Layout, Margins, 2 cm.")
        elif across - left - right < _LEAST_WIDTH:
            yield Finding(where, "There is less than 12 cm for the text", "In Word: Layout, Margins, 2 cm.")
        if columns is not None and _number(columns, "num") > 1:
            yield Finding(
                where, "The text stands in columns, in which tables do not fit", "In Word: Layout, Columns, One."
            )


def _number(element: etree._Element | None, name: str) -> int:
    text = "" if element is None else element.get(w(name), "")
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0


def _pages(document: etree._Element, parts: Mapping[str, bytes]) -> Iterator[Finding]:
    layout = document.find(f"{w('body')}/{w('sectPr')}")
    if layout is None:
        return
    settings = parse(parts[_SETTINGS]) if _SETTINGS in parts else etree.Element(w("settings"))
    kinds = {"default": "every page", "first": "the first page", "even": "even pages"}
    needed = {"default"} | ({"first"} if _has(layout, "titlePg") else set())
    needed |= {"even"} if _has(settings, "evenAndOddHeaders") else set()
    for kind in ("header", "footer"):
        there = {one.get(w("type")) for one in layout.findall(w(f"{kind}Reference")) if one.get(f"{{{R}}}id")}
        for one in sorted(needed - there):
            what = f"There is no {kind} on {kinds[one]}"
            mend = f"In Word: Insert, {kind.capitalize()}; it may be empty, the program writes its own line there."
            yield Finding(kind.capitalize(), what, mend)


def _has(parent: etree._Element, name: str) -> bool:
    found = parent.find(w(name))
    return found is not None and found.get(w("val")) in _ON


def _header_or_footer(where: str, root: etree._Element) -> Iterator[Finding]:
    if next(root.iter(w("txbxContent")), None) is not None:
        yield Finding(where, "There is text in a text box, which is not read aloud", "Type it into the line itself.")
    if next(root.iter(w("pict")), None) is not None:
        mend = "Take it out, and use a picture with alt text: Insert, Pictures."
        yield Finding(where, "There is a watermark or a drawing of an old kind", mend)
    yield from _without_words(where, root)
    for code in _codes(root):
        if not _FIELDS.match(code):
            mend = "Only page numbers may stand there: the program writes the rest."
            yield Finding(where, f"There is a field that fills itself in ({code.split()[0][:20]})", mend)
    if next(root.iter(w("sdt")), None) is not None:
        mend = "Take it out; the program writes whose record it is on every page."
        yield Finding(where, "There is a control", mend)
    if next(root.iter(w("ins"), w("del")), None) is not None:
        yield Finding(where, "There are tracked changes", "In Word: Review, Accept all changes.")


def _codes(root: etree._Element) -> Iterator[str]:
    for one in root.iter(w("fldSimple")):
        yield one.get(w("instr")) or "?"
    for paragraph in root.iter(w("p")):
        code = "".join(one.text or "" for one in paragraph.iter(w("instrText")))
        yield from (code,) if code.strip() else ()


def _without_words(where: str, root: etree._Element) -> Iterator[Finding]:
    for one in root.iter(f"{{{_DRAWING}}}docPr"):
        if not (one.get("descr") or "").strip():
            mend = "In Word: right-click the picture, Edit alt text, and say what it shows."
            yield Finding(
                where, f"A picture has no words for people who cannot see it ({one.get('name') or 'picture'})", mend
            )


# --- the rest of the file ------------------------------------------------------------------------


def _pictures(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    media = {name: data for name, data in parts.items() if name.startswith("word/media/")}
    for name, data in sorted(media.items()):
        short = name.rpartition("/")[2]
        start = _PICTURES.get(f".{short.rpartition('.')[2].casefold()}")
        if start is None:
            yield Finding(
                "Pictures", f"“{short}” is of a kind that is not safe to hand on", "Use a PNG or JPEG picture."
            )
        elif not data.startswith(start):
            yield Finding("Pictures", f"“{short}” is not the kind of picture that it says", "Insert the picture again.")
    if sum(map(len, media.values())) > _MOST_PICTURES:
        mend = "In Word: Picture format, Compress pictures. They are in every file that is made."
        yield Finding("Pictures", "The pictures come to over 2 MB", mend)
    if any(name.casefold().endswith((".odttf", ".ttf", ".otf")) for name in parts):
        mend = "In Word: Options, Save, untick Embed fonts in the file."
        yield Finding("Fonts", "Fonts are packed into the file, which Mosaic may refuse", mend)


def _settings(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    root = parse(parts[_SETTINGS]) if _SETTINGS in parts else etree.Element(w("settings"))
    said = {
        "documentProtection": ("The template is protected against changes", "In Word: Review, Restrict editing, Stop."),
        "writeProtection": ("The template may only be read", "In Word: Save as, Tools, General options; untick it."),
        "mailMerge": ("The template fetches data for a mail merge", "In Word: Mailings, Start mail merge, Normal."),
        "trackRevisions": ("Changes are being tracked, so every file would open that way", "Turn Track changes off."),
    }
    for name, (what, mend) in said.items():
        found = root.find(w(name))
        if found is not None and found.get(w("val")) in _ON and found.get(w("enforcement")) in _ON:
            yield Finding("Settings", what, mend)
    if "word/comments.xml" in parts and next(parse(parts["word/comments.xml"]).iter(w("comment")), None) is not None:
        yield Finding("Comments", "There are comments in the template", "In Word: Review, Delete all comments.")
