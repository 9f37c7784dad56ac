"""A council's base file: its styles by name, its headers and footers; and packing a file the same way each time."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from carer_desktop.documents.ooxml import R, as_bytes, parse, w
from carer_desktop.documents.report import LARGE, ORDINARY
from carer_desktop.errors import Refused

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
_RELATIONS = "word/_rels/document.xml.rels"
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MEND = "Use templates/house.docx, or put the style or part back in Word."
STYLE_NAMES = (
    "Title", "heading 1", "heading 2", "heading 3", "Normal", "List Bullet", "Quote", "caption",
    "Hint", "Note", "Table Header", "Table Cell", "header", "Page Mark", "footer", "Carer Table",
)  # fmt: skip
_AROUND = ("header", "page mark", "footer")
"""What stands around every page: never larger than large print, so that there is room for the page itself."""


@dataclass(frozen=True)
class Template:
    """The parts of a base file, by name; *sha256* of one that a vault keeps."""

    name: str
    parts: Mapping[str, bytes]
    sha256: str = ""

    @cached_property
    def style_id(self) -> Mapping[str, str]:
        """The id of each style by its name; refused when one we need is missing."""
        found = style_ids(self.parts[STYLES])
        missing = [name for name in STYLE_NAMES if name.lower() not in found]
        if missing:
            raise Refused(f"The template has no style “{missing[0]}”", self.name, _MEND)
        return found

    @cached_property
    def layout(self) -> etree._Element:
        """The page layout: the last `sectPr` of the body."""
        found = parse(self.parts[DOCUMENT]).find(f"{w('body')}/{w('sectPr')}")
        if found is None:
            raise Refused("The template has no page layout", self.name, _MEND)
        return found

    def sized(self, points: int) -> Template:
        """The same template with every size of print as many points larger as *points* are over the ordinary size."""
        if points == ORDINARY:
            return self
        around = frozenset(self.style_id[name] for name in _AROUND)
        return self._restyled(lambda root: _grow(root, points, around))

    def plain(self) -> Template:
        """The same template in plain style: black on white, nothing slanted, underlined or in capitals, set left."""
        return self._restyled(_plain)

    def _restyled(self, change: Callable[[etree._Element], None]) -> Template:
        """The same with its styles changed, and what its own pages say about their looks."""
        parts = dict(self.parts)
        for name in (STYLES, *((DOCUMENT,) if self.is_fixed else ())):
            root = parse(parts[name])
            change(root)
            parts[name] = as_bytes(root)
        return Template(self.name, parts, self.sha256)

    @cached_property
    def is_fixed(self) -> bool:
        """Whether it has a layout of its own: named controls in which answers are put."""
        body = parse(self.parts[DOCUMENT]).find(w("body"))
        return body is not None and next(controls(body), None) is not None

    def page_parts(self, kind: str) -> tuple[str, ...]:
        """The `header` or `footer` parts of every kind of page; refused when some pages would have none."""
        relations = parse(self.parts[_RELATIONS])
        target = {
            one.get("Id"): posixpath.normpath(posixpath.join("/word", one.get("Target") or ""))[1:] for one in relations
        }
        found = {
            one.get(w("type")): part
            for one in self.layout.findall(w(f"{kind}Reference"))
            if (part := target.get(one.get(f"{{{R}}}id"), "")) in self.parts
        }
        needed = {"default"} | ({"first"} if self.layout.find(w("titlePg")) is not None else set())
        if not needed <= found.keys():
            raise Refused(f"The template has pages without a {kind}", self.name, _MEND)
        return tuple(dict.fromkeys(found.values()))


def controls(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The controls that have a tag, in their order: control and tag."""
    for control in root.iter(w("sdt")):
        tag = control.find(f"{w('sdtPr')}/{w('tag')}")
        if tag is not None and (name := (tag.get(w("val")) or "").strip()):
            yield control, name


def _grow(root: etree._Element, points: int, around: frozenset[str]) -> None:
    for size in root.iter(w("sz"), w("szCs")):
        if (said := size.get(w("val"), "")).isdecimal():
            style = next(size.iterancestors(w("style")), None)
            capped = style is not None and style.get(w("styleId")) in around
            larger = (min(points, LARGE) if capped else points) - ORDINARY
            size.set(w("val"), str(int(said) + 2 * larger))


def _plain(root: etree._Element) -> None:
    for name in ("color", "shd", "highlight", "i", "iCs", "caps", "smallCaps", "u"):
        for one in list(root.iter(w(name))):
            parent = one.getparent()
            if parent is not None:
                parent.remove(one)
    for one in root.iter():
        if one.get(w("color")) is not None:
            one.set(w("color"), "auto")
        if one.get(w("themeColor")) is not None:
            del one.attrib[w("themeColor")]
    for one in root.iter(w("jc")):
        if one.get(w("val")) in ("both", "center"):
            one.set(w("val"), "left")


def style_ids(styles: bytes) -> dict[str, str]:
    """Style ids by style name in small letters: names are the same in every language of Word, ids are not."""
    found = {}
    for style in parse(styles).iterfind(w("style")):
        name = style.find(w("name"))
        if name is not None:
            found[str(name.get(w("val"))).lower()] = str(style.get(w("styleId")))
    return found


def read_template(path: Path) -> Template:
    """The base file at *path*; refused when it cannot be read as a Word file."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused("The template cannot be opened", path.name, _MEND) from error
    if not {DOCUMENT, STYLES, _RELATIONS, CORE, CUSTOM} <= parts.keys():
        raise Refused("The template is not a Word file made from house.docx", path.name, _MEND)
    return Template(path.name, parts)


def unpacked(name: str, data: bytes, sha256: str) -> Template:
    """A template from its bytes, which were looked over when it was taken in."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Template(name, {part: archive.read(part) for part in archive.namelist()}, sha256)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file, in one order, with one date: the same parts give the same bytes."""
    first = "[Content_Types].xml"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in (first, *sorted(name for name in parts if name != first)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return held.getvalue()
