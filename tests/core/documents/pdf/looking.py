"""Looking into a PDF: its structure as pairs, its words, and what the validator says of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import page
from pypdf import PdfReader

from carer_desktop.documents.pdf.readback import marked


def failures(data: bytes) -> list[str]:
    """The rules of PDF/UA-1 that the validator finds broken; there must be none."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert report.rules.total >= 100, "the validator looks at all of its rules"
    return [failure.rule_id for failure in report.failures]


def words(data: bytes) -> str:
    """All that is part of the text, in order, without what stands around it."""
    return "".join(text for _, text in sorted(marked(data)[1].items()))


def pages(data: bytes) -> list[str]:
    """Everything that is seen on each page, without white space."""
    return marked(data)[0]


def roles(data: bytes) -> list[str]:
    """The role of every element of the structure, in reading order."""
    reader = PdfReader(io.BytesIO(data))
    tree: Any = reader.root_object["/StructTreeRoot"]
    return list(_roles(tree["/K"].get_object()))


def _roles(element: Any) -> Iterator[str]:
    yield str(element["/S"]).removeprefix("/")
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if "/S" in found:
            yield from _roles(found)


def information(data: bytes) -> dict[str, str]:
    """What the file says of itself."""
    return {str(key): str(value) for key, value in (PdfReader(io.BytesIO(data)).metadata or {}).items()}
