"""Looking into a written Word file the way a checker would, with no code of the writer."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(file: Path) -> dict[str, bytes]:
    """Every part of the file by name."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(file: Path) -> etree._Element:
    """The body of the document."""
    return etree.fromstring(parts(file)["word/document.xml"])[0]


def found(element: etree._Element, path: str) -> list[etree._Element]:
    """All elements at a path of `w:` names ("tr/tc"); a leading dot looks at any depth."""
    steps = "/".join(f"{W}{step}" for step in path.lstrip(".").split("/"))
    return element.findall(f".//{steps}" if path.startswith(".") else steps)


def value(element: etree._Element, name: str = "val") -> str:
    """A `w:` attribute."""
    return str(element.get(f"{W}{name}", ""))


def text(element: etree._Element) -> str:
    """The text inside, without tabs and breaks."""
    return "".join(str(one) for one in element.itertext(f"{W}t"))


def style(paragraph: etree._Element) -> str:
    """The style id of a paragraph."""
    return next((value(one) for one in found(paragraph, "pPr/pStyle")), "")
