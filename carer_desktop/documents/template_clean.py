"""What is kept of a template that somebody made in Word: the parts a document needs, and nothing of who made it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from lxml import etree

from carer_desktop.documents.ooxml import as_bytes, parse, w
from carer_desktop.documents.template import CORE, CUSTOM, DOCUMENT

_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_SETTINGS = "word/settings.xml"
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|custom)\.xml"
    r"|word/(?:document|styles|numbering|settings|fontTable|footnotes|endnotes|theme/theme\d*|header\d*|footer\d*)\.xml"
    r"|word/_rels/(?:document|header\d*|footer\d*)\.xml\.rels|word/media/[^/]+"
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OWN = (
    (CORE, f"{_PACKAGE}/relationships/metadata/core-properties", "package.core-properties+xml"),
    (CUSTOM, f"{_OFFICE}/custom-properties", "officedocument.custom-properties+xml"),
)
_OPENXML = "application/vnd.openxmlformats-"
_MADE_BY = ("rsids", "attachedTemplate", "docVars", "docId", "attachedSchema", "hdrShapeDefaults")


def cleaned(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without what a document does not need: who made it and when, comments, thumbnails, building blocks."""
    kept = {name: data for name, data in parts.items() if _KEPT.fullmatch(name)}
    for name in [one for one in kept if one.endswith(".rels")]:
        kept[name] = _linked(name, kept)
    if _SETTINGS in kept:
        kept[_SETTINGS] = _without(kept[_SETTINGS], _MADE_BY)
    kept[DOCUMENT] = _without(
        kept[DOCUMENT], ("placeholder", "commentRangeStart", "commentRangeEnd", "commentReference")
    )
    for name, kind, _ in _OWN:
        kept.setdefault(name, b"")  # the program writes it anew with every file
        kept[_RELATIONS] = _with_link(kept[_RELATIONS], name, kind)
    kept[_TYPES] = _typed(kept[_TYPES], kept)
    return kept


def _linked(name: str, kept: Mapping[str, bytes]) -> bytes:
    """The links of a part without those to parts that are gone."""
    root, folder = parse(kept[name]), posixpath.dirname(posixpath.dirname(name))
    for link in list(root):
        target = link.get("Target") or ""
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if link.get("TargetMode") != "External" and whole not in kept:
            root.remove(link)
    return as_bytes(root)


def _with_link(relations: bytes, name: str, kind: str) -> bytes:
    root = parse(relations)
    if not any(one.get("Type") == kind for one in root):
        link = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship")
        for key, value in (("Id", f"rIdOwn{len(root)}"), ("Type", kind), ("Target", name)):
            link.set(key, value)
    return as_bytes(root)


def _typed(types: bytes, kept: Mapping[str, bytes]) -> bytes:
    root = parse(types)
    for one in list(root):
        if one.get("PartName") and (one.get("PartName") or "").lstrip("/") not in kept:
            root.remove(one)
    there = {one.get("PartName") for one in root}
    for name, _, kind in _OWN:
        if f"/{name}" not in there:
            added = etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override")
            added.set("PartName", f"/{name}")
            added.set("ContentType", f"{_OPENXML}{kind}")
    return as_bytes(root)


def _without(part: bytes, names: tuple[str, ...]) -> bytes:
    root = parse(part)
    for one in list(root.iter(*(w(name) for name in names))):
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    return as_bytes(root)
