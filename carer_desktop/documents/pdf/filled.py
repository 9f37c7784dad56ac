"""A PDF form that somebody filled in: read without trusting a byte of it, or refused in words; nothing in it is run."""

from __future__ import annotations

import io
import logging
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from carer_desktop.errors import Refused
from carer_desktop.forms.values import Plain
from carer_desktop.records.found import Found
from carer_desktop.text import clean_text, one_line
from carer_desktop.there import unread

MOST_BYTES, MOST_OBJECTS, MOST_FIELDS, MOST_LETTERS, DEEPEST = 20_000_000, 20_000, 2_000, 100_000, 12
"""What a file may weigh, how many objects and fields it may have, how long one answer may be, how deep things may lie
in each other."""
_MEND = "Ask whoever sent it for the form itself, and do not open this one."
_ACTIVE = {
    "/JS": "a program (JavaScript)",
    "/JavaScript": "a program (JavaScript)",
    "/Launch": "something that starts another program",
    "/SubmitForm": "something that sends what is filled in elsewhere",
    "/ImportData": "something that fetches what is not in it",
    "/EmbeddedFile": "another file inside it",
    "/EmbeddedFiles": "another file inside it",
    "/RichMedia": "film or sound",
    "/XFA": "a form of a kind that runs programs (XFA)",
}
_DAMAGED = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, AssertionError,
    NotImplementedError, OverflowError, EOFError, zlib.error,
)  # fmt: skip
_FORM = re.compile(r"\bForm: ([a-z_]+@[0-9.]+)")
_RADIO = 1 << 15
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a file may hold words of the file


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What stands in a form: *form* is `carer_conversation@0.1.0` where it is one of ours, else empty."""

    form: str
    found: tuple[Found, ...]


def filled_form(file: Path) -> FilledForm:
    """What somebody filled in, in the order of the form; what is empty is not there.

    Refused, with the reason: what is no PDF, is cut off, locked with a password, over 20 MB or has no fields; and
    whatever holds programs, other files, or something that sends, fetches or starts anything.
    """
    data = _bytes_of(file)
    try:
        with PdfReader(io.BytesIO(data)) as reader:
            if reader.is_encrypted:
                raise _no("The file is locked with a password", file, "Save it again without one.")
            _check_objects(reader, file)
            about = reader.metadata
            ours = _FORM.search(str(about.get("/Keywords", "")) if about else "")
            found = tuple(_fields(reader, bool(ours), file))
    except _DAMAGED as error:
        raise _no("The file is damaged or cut off", file, "Ask for it again.") from error
    return FilledForm(ours[1] if ours else "", found)


def _no(what: str, file: Path, mend: str = _MEND) -> Refused:
    return Refused(what, file.name, mend)


def _bytes_of(file: Path) -> bytes:
    try:
        kind = file.stat()
        if not stat.S_ISREG(kind.st_mode):
            what = "This is a folder and not a file" if stat.S_ISDIR(kind.st_mode) else "This is not a file"
            raise _no(what, file, "Choose a PDF form.")
        if kind.st_size > MOST_BYTES:
            raise _no("The file is over 20 MB, and no form of ours is", file)
        data = file.read_bytes()
    except OSError as error:
        raise unread(error, file) from error
    if not data.startswith(b"%PDF-"):
        raise _no("This is not a PDF, or its beginning is missing", file, "Choose a PDF form.")
    if b"%%EOF" not in data[-2048:]:
        raise _no("The file is damaged or cut off", file, "Ask for it again.")
    return data


# --- what may be in it -----------------------------------------------------------------------------------------


def _check_objects(reader: PdfReader, file: Path) -> None:
    """Looks at every object, whether or not anything leads to it."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        raise _no(f"The file has {len(numbers)} parts, which no form has", file)
    for number in sorted(numbers):
        _check(reader.get_object(number), file, 0)
    _check(reader.trailer, file, 0)


def _check(what: Any, file: Path, depth: int) -> None:
    if depth > DEEPEST:
        raise _no("Things lie too deep in each other in this file", file)
    if isinstance(what, DictionaryObject):
        for key, value in what.items():
            held = value if isinstance(value, str) and key in ("/S", "/Type", "/Subtype") else ""
            if key in _ACTIVE or held in _ACTIVE:
                raise _no(f"The file holds {_ACTIVE[key if key in _ACTIVE else held]}", file)
            if isinstance(value, IndirectObject):
                continue
            _check(value, file, depth + 1)
    elif isinstance(what, ArrayObject):
        for value in what:
            if not isinstance(value, IndirectObject):
                _check(value, file, depth + 1)


# --- fields ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    """One field with a value: its whole name, what it is called, what is in it and how that is called.

    *row* is what a row of a question is called.
    """

    name: str
    label: str
    kind: str
    value: str
    says: str = ""
    row: str = ""


def _fields(reader: PdfReader, ours: bool, file: Path) -> Iterator[Found]:
    form: Any = reader.root_object.get("/AcroForm")
    tops: Any = form.get_object().get("/Fields") if form is not None else None
    if not tops:
        mend = "A page that was written on by hand has to be typed in."
        raise _no("This PDF has no fields that can be filled in", file, mend)
    seen = _Seen(file)
    for top in tops.get_object():
        fields = list(seen.of(top, "", (), {}, 0))
        if ours and fields:
            yield _one_question(fields)
        else:
            yield from (
                Found(None, " - ".join(filter(None, (field.label, field.row))), _said(field)) for field in fields
            )


def _said(field: _Field) -> str:
    return field.says or field.value


def _one_question(fields: list[_Field]) -> Found:
    """The fields of one question as its answer: a tick or a row of a grid is a field of its own."""
    first = fields[0]
    question, _, part = first.name.partition(".")
    if not part:
        return Found(question, first.label, _said(first), first.value if first.kind == "one" else None)
    if first.kind == "tick":
        ticked: list[Plain] = [field.name.rpartition(".")[2] for field in fields]
        return Found(question, first.label, "; ".join(map(_said, fields)), ticked)
    chosen: dict[str, Plain] = {field.name.rpartition(".")[2]: field.value for field in fields}
    return Found(question, first.label, "\n".join(f"{field.row}: {_said(field)}" for field in fields), chosen)


class _Seen:
    """The fields of a file, each looked at once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._count = 0

    def of(
        self, reference: Any, above: str, labels: tuple[str, ...], inherited: dict[str, Any], depth: int
    ) -> Iterator[_Field]:
        """The filled-in fields below one; what a field does not say itself it has from the one above."""
        self._count += 1
        if self._count > MOST_FIELDS or depth > DEEPEST:
            raise _no("The file has more fields than any form", self._file)
        entry = reference.get_object()
        holds = {**inherited, **{key: entry[key] for key in ("/FT", "/Ff", "/V") if key in entry}}
        name = ".".join(part for part in (above, one_line(str(entry.get("/T", "")))) if part)
        labels = (*labels, one_line(str(entry["/TU"]))[:MOST_LETTERS]) if "/TU" in entry else labels or (name,)
        kids = list(entry.get("/Kids", ()))
        if any("/T" in kid.get_object() for kid in kids):
            for kid in kids:
                yield from self.of(kid, name, labels, holds, depth + 1)
            return
        kind = str(holds.get("/FT", ""))
        if kind == "/Btn":
            yield from self._button(holds, [entry, *kids], name, labels)
        elif kind in ("/Tx", "/Ch"):
            text = clean_text(_text(holds.get("/V"))).strip()
            if len(text) > MOST_LETTERS:
                raise _no("An answer in this file is longer than any answer can be", self._file)
            if text:
                yield _Field(name, labels[-1], "text", text)

    def _button(self, holds: dict[str, Any], states: list[Any], name: str, labels: tuple[str, ...]) -> Iterator[_Field]:
        """A box that is ticked: the one that says so, else the one that the field names."""
        self._count += len(states)
        if self._count > MOST_FIELDS:
            raise _no("The file has more fields than any form", self._file)
        radio = bool(int(holds.get("/Ff", 0)) & _RADIO)
        own = labels[-1].removeprefix(f"{labels[0]}: ") if len(labels) > 1 else ""
        named = str(holds.get("/V", "")).removeprefix("/")
        boxes = [state.get_object() for state in states]
        on = next((box for box in boxes if str(box.get("/AS", "/Off")) != "/Off"), None)
        on = on or next((box for box in boxes if named not in ("", "Off") and f"/{named}" in _looks_of(box)), None)
        if on is not None:
            state = str(on.get("/AS", "/Off")).removeprefix("/")
            says = one_line(str(on.get("/Contents", ""))).removeprefix(labels[-1]).removeprefix(": ")
            kind, row = ("one", own) if radio else ("tick", "")
            chosen = named if state == "Off" else state
            yield _Field(name, labels[0], kind, chosen, says if radio else own or labels[0], row)


def _looks_of(box: Any) -> Any:
    """The states a box can be drawn in."""
    looks = box.get("/AP", {}).get("/N", {})
    return looks.get_object() if hasattr(looks, "get_object") else looks


def _text(value: Any) -> str:
    held = value.get_object() if isinstance(value, IndirectObject) else value
    if isinstance(held, StreamObject):
        return held.get_data().decode("utf-8", "replace")
    return "\n".join(str(one) for one in held) if isinstance(held, ArrayObject) else str(held or "")
