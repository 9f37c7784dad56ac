"""A Word file somebody hands in: opened without trusting a byte of it, or refused in words; nothing in it is run."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from carer_desktop.documents.ooxml import w
from carer_desktop.documents.template import CUSTOM, DOCUMENT, STYLES
from carer_desktop.errors import Refused
from carer_desktop.there import unread

MOST_BYTES = 20_000_000
"""What a file may weigh."""
MOST_UNPACKED, MOST_PARTS, MOST_OF_ONE, MOST_TIMES = 100_000_000, 2_000, 12_000_000, 400
"""What all parts may come to when unpacked, how many there may be, what one that is read may come to, and how many
times larger than packed one may be."""
_MEND = "Ask whoever sent it for the Word file itself, and do not open this one."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TYPES = "[Content_Types].xml"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_\[\]\-.() ]+(?:/[A-Za-z0-9_\[\]\-.() ]+)*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_ACTIVE = (
    "vbaproject",
    "vbadata",
    "activex",
    "embeddings/",
    "oleobject",
    "attachedtoolbars",
    "customui",
    ".bin",
    ".exe",
)
_FETCHED = re.compile(r"attachedTemplate|oleObject|frame|subDocument|aFChunk|package|image|externalLink")
_PLAIN_LINK = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)
_FIELD = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b", re.IGNORECASE)
_PARSED = re.compile(
    r"word/(?:header|footer)\d*\.xml|word/_rels/[^/]+\.rels|_rels/\.rels|customXml/item\d+\.xml|customXml/.*\.rels"
)


def received(file: Path, whole: bool = False) -> Mapping[str, bytes]:
    """The parts of a Word file that are looked at: its text, styles, headers, footers and properties.

    Refused, with the reason: what is no Word file, is cut off, locked with a passphrase, too large, or larger when
    unpacked than a document can be; whatever holds macros or other programs, fetches something from elsewhere, or
    has names that lead out of the file. *whole*: every part of it is looked at and given.
    """
    try:
        kind = file.stat()
        if not stat.S_ISREG(kind.st_mode):
            what = "This is a folder and not a file" if stat.S_ISDIR(kind.st_mode) else "This is not a file"
            raise _no(what, file, "Choose a Word file.")
        if kind.st_size > MOST_BYTES:
            raise _no("The file is over 20 MB, and no document of ours is", file)
        with file.open("rb") as opened:
            start = opened.read(8)
        if start == _OLE:
            raise _no(
                "The file is locked with a password, or is of an old kind (.doc)", file, "Save it as .docx without one."
            )
        if start.startswith(b"%PDF"):
            raise _no("This is a PDF, and only Word files can be checked", file, "Choose the Word file (.docx).")
        if not start.startswith(b"PK\x03\x04"):
            raise _no("This is not a Word file (.docx), or its beginning is missing", file)
        with zipfile.ZipFile(file) as archive:
            return _parts(archive, file, whole)
    except zipfile.BadZipFile as error:
        raise _no("The file is damaged or cut off", file, "Ask for it again.") from error
    except (zlib.error, NotImplementedError, RuntimeError, EOFError, UnicodeError, ValueError, OverflowError) as error:
        raise _no("The file is damaged, or packed in a way that Word does not pack", file) from error
    except OSError as error:
        raise unread(error, file) from error


def _no(what: str, file: Path, mend: str = _MEND) -> Refused:
    return Refused(what, file.name, mend)


def _parts(archive: zipfile.ZipFile, file: Path, whole: bool) -> Mapping[str, bytes]:
    entries = archive.infolist()
    _check_sizes(entries, file)
    _check_names(entries, file)
    _check_layout(entries, file)
    names = {entry.filename for entry in entries}
    if not {_TYPES, DOCUMENT, STYLES} <= names:
        raise _no("This is a packed file, but not a Word document", file)
    wanted = [name for name in sorted(names) if (whole and not name.endswith("/")) or _is_read(name)]
    held = {name: archive.read(name) for name in wanted}
    roots = {name: _parsed(data, file) for name, data in held.items() if name.endswith((".xml", ".rels"))}
    _check_types(roots[_TYPES], file)
    for name, root in roots.items():
        if name.endswith(".rels"):
            _check_links(root, file)
        else:
            _check_fields(root, file)
    return held


def _check_sizes(entries: Iterable[zipfile.ZipInfo], file: Path) -> None:
    entries = list(entries)
    if len(entries) > MOST_PARTS:
        raise _no(f"The file has {len(entries)} parts, which no document has", file)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _no("The file is far larger when unpacked than a document can be", file)
    for entry in entries:
        if entry.flag_bits & 1:
            raise _no("Part of the file is locked with a password", file, "Save it again without one.")
        if entry.compress_type not in _STORED:
            raise _no("The file is packed in a way that Word does not pack", file)
        if entry.file_size > 100_000 and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
            raise _no("The file is far larger when unpacked than a document can be", file)
        if _is_read(entry.filename) and entry.file_size > MOST_OF_ONE:
            raise _no("The text of the file is far larger than a document can be", file)


def _is_read(name: str) -> bool:
    return name in (_TYPES, DOCUMENT, STYLES, CUSTOM) or _PARSED.fullmatch(name) is not None


def _check_names(entries: Iterable[zipfile.ZipInfo], file: Path) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        pieces = name.rstrip("/").split("/")
        plain = (
            len(name) <= 200 and _PLAIN_NAME.fullmatch(name.rstrip("/")) and ".." not in pieces and "." not in pieces
        )
        if not plain or any(_DEVICE.fullmatch(piece.partition(".")[0]) for piece in pieces):
            raise _no("The file has a part with a name that leads out of it", file)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _no("The file has a part that stands for another file", file)
        if name.casefold() in seen:
            raise _no("The file has two parts of the same name", file)
        seen.add(name.casefold())
        if any(word in name.casefold() for word in _ACTIVE):
            raise _no("There are macros or another program in the file", file)


def _check_layout(entries: Iterable[zipfile.ZipInfo], file: Path) -> None:
    """No part lies in another: that is how little is made to look like much."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise _no("Parts of the file lie in each other", file)
        end = entry.header_offset + 30 + len(entry.filename.encode()) + entry.compress_size


def _parsed(data: bytes, file: Path) -> etree._Element:
    """One part as XML: without entities, of a depth and size a document can have, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no("The file is damaged, or made to look like a document", file) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _no("The file has definitions of its own, which can fetch other files", file)
    return root


def _check_types(types: etree._Element, file: Path) -> None:
    for one in types:
        kind = (one.get("ContentType") or "").casefold()
        if "macroenabled" in kind or "vba" in kind or "activex" in kind or "oleobject" in kind:
            raise _no("There are macros or another program in the file", file)
    main = [one.get("ContentType") or "" for one in types if one.get("PartName") == f"/{DOCUMENT}"]
    if main and not main[0].endswith("document.main+xml"):
        raise _no("This is a packed file, but not a Word document", file)


def _check_links(root: etree._Element, file: Path) -> None:
    """An address somebody typed is a link and is never followed; anything that Word itself would fetch is refused."""
    for one in root:
        if (one.get("TargetMode") or "").casefold() != "external":
            continue
        fetched = _FETCHED.search((one.get("Type") or "").rpartition("/")[2])
        if fetched or not _PLAIN_LINK.match(one.get("Target") or ""):
            raise _no("The file fetches something from elsewhere when it is opened", file)


def _check_fields(root: etree._Element, file: Path) -> None:
    code = "".join(one.text or "" for one in root.iter(w("instrText")))
    code += " ".join(one.get(w("instr")) or "" for one in root.iter(w("fldSimple")))
    if _FIELD.search(code):
        raise _no("The file has a field that fetches or starts something", file)
    if next(root.iter(w("object"), w("altChunk"), w("subDoc"), w("control")), None) is not None:
        raise _no("There are macros or another program in the file", file)
