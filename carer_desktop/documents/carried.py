"""The part of the council's file that carries its answers, so that they can come back in; no copy has one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from carer_desktop.assessment import Plain
from carer_desktop.documents.ooxml import as_bytes, parse
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex

NAMESPACE = "urn:carer-desktop:answers:1"
PART = "customXml/item1.xml"
_ROOT = f"{{{NAMESPACE}}}answers"
_PROPERTIES = "customXml/itemProps1.xml"
_DOCUMENT_RELATIONS, _RELATIONS = "word/_rels/document.xml.rels", "customXml/_rels/item1.xml.rels"
_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STORE = (
    f'{_HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{8C1D5B7E-2F64-4B0A-9C3D-5A70E1B4C9D2}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
_LINK = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers a file carries: of which form and record, by question id, and whether they are as they were written.

    *whole* is false where somebody has changed them by hand since.
    """

    form_id: str
    form_version: str
    reference: str
    version: int
    answers: Mapping[str, Plain]
    whole: bool


def parts_with(parts: Mapping[str, bytes], answers: bytes) -> dict[str, bytes]:
    """The parts of a Word file with the answers in them, as text that no program does anything with."""
    root = etree.Element(_ROOT, nsmap={"carer": NAMESPACE})
    root.set("sha256", sha256_hex(answers))
    root.text = answers.decode()
    relations, types = parse(parts[_DOCUMENT_RELATIONS]), parse(parts[_TYPES])
    link = etree.SubElement(relations, f"{{{_PACKAGE}/relationships}}Relationship")
    for name, value in (("Id", "rIdAnswers"), ("Type", f"{_OFFICE}/customXml"), ("Target", f"../{PART}")):
        link.set(name, value)
    override = etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override")
    override.set("PartName", f"/{_PROPERTIES}")
    override.set("ContentType", _PROPERTIES_TYPE)
    added = {PART: as_bytes(root), _PROPERTIES: _STORE.encode(), _RELATIONS: _LINK.encode()}
    return {**parts, **added, _DOCUMENT_RELATIONS: as_bytes(relations), _TYPES: as_bytes(types)}


def answers_in(parts: Mapping[str, bytes]) -> tuple[bytes, str]:
    """The answers as they stand in a Word file, and the hash they were given; empty where it carries none.

    Word may have named their part otherwise since.
    """
    for name, data in sorted(parts.items()):
        if name.startswith("customXml/item") and NAMESPACE.encode() in data:
            root = parse(data)
            if root.tag == _ROOT:
                return "".join(str(one) for one in root.itertext()).encode(), root.get("sha256") or "none"
    return b"", ""


def carried_in(parts: Mapping[str, bytes]) -> Carried | None:
    """The answers a Word file carries; with nothing in them where they cannot be read at all."""
    text, sha256 = answers_in(parts)
    if not sha256:
        return None
    try:
        held = json.loads(text)
        answers, version = held["answers"], held["version"]
        form, form_version, reference = (str(held[name]) for name in ("form", "form_version", "record"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return _NOTHING
    if not isinstance(answers, dict) or type(version) is not int:
        return _NOTHING
    return Carried(form, form_version, reference, version, answers, _is_whole(held, text, sha256))


_NOTHING = Carried("", "", "", 0, {}, whole=False)


def _is_whole(held: Any, text: bytes, sha256: str) -> bool:
    try:
        return canonical_bytes(held) == text and sha256_hex(text) == sha256
    except (ValueError, TypeError):
        return False
