"""The few words of WordprocessingML we write and read: names, elements, and parsing that opens nothing else."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACES = {"w": W, "w14": W14, "r": R, "mc": MC}

# Nothing outside the file is ever fetched, and no entity is expanded.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def w(name: str) -> str:
    """The full name of a `w:` element or attribute."""
    return f"{{{W}}}{name}"


def w14(name: str) -> str:
    """The full name of a `w14:` element or attribute."""
    return f"{{{W14}}}{name}"


def parse(data: bytes) -> etree._Element:
    """The root of an XML part."""
    return etree.fromstring(data, _PARSER)


def as_bytes(root: etree._Element) -> bytes:
    """An XML part as it is stored; the same tree always gives the same bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new last child `w:name` of *parent* with `w:` attributes."""
    child = etree.SubElement(parent, w(name))
    for key, value in attributes.items():
        child.set(w(key), value)
    return child
