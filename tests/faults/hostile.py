"""Word files made by hand to do harm, each with the reason it is refused for; and a reader in a process apart."""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from carer_desktop.documents.carried import carried_in
from carer_desktop.documents.checkfile import named_in
from carer_desktop.documents.foreign import pairs
from carer_desktop.documents.received import received
from carer_desktop.documents.template_clean import cleaned
from carer_desktop.documents.template_controls import control_findings
from carer_desktop.documents.template_page import page_findings
from carer_desktop.errors import Refused
from carer_desktop.forms import library

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCUMENT, TYPES, LINKS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
HOLDS = "macros or another program"
FETCHES = "fetches something from elsewhere"
LARGER = "far larger"
NAMES = "a name that leads out of it"
DAMAGED = "damaged"
OWN = "definitions of its own"
FIELD = "a field that fetches or starts"
ADDRESS_SPACE = 1_000_000_000

Made = tuple[bytes, str]


def packed(parts: Mapping[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """The parts as a packed file; *change* may touch every entry."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
            entry.filename = name
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change is not None:
                change(entry)
            archive.writestr(entry, data)
    return held.getvalue()


def all_of(good: Mapping[str, bytes]) -> dict[str, Made]:
    """Every hostile file by what it is: its bytes, and words of the reason."""
    whole = packed(good)
    made: dict[str, Made] = {}
    for group in (
        _no_word_file(whole),
        _cut(whole),
        _bombs(good),
        _named(good),
        _active(good),
        _fetching(good),
        _xml(good),
    ):
        made |= group
    return {**made, **_doctored(whole)}


def _no_word_file(whole: bytes) -> dict[str, Made]:
    other = packed({"a.txt": b"a", "xl/workbook.xml": b"<a/>"})
    return {
        "empty": (b"", "not a Word file"),
        "text": (b"Dear manager, all is well.", "not a Word file"),
        "rtf": (b"{\\rtf1 hello}", "not a Word file"),
        "pdf": (b"%PDF-1.7\n", "only Word files"),
        "html as docx": (b"<html><body>hello</body></html>", "not a Word file"),
        "a program": (b"MZ" + b"\0" * 500, "not a Word file"),
        "locked with a password": (OLE + b"EncryptedPackage" * 40, "locked with a password"),
        "an old .doc": (OLE + b"\0" * 4_000, "locked with a password"),
        "another packed file": (other, "not a Word document"),
        "an empty packed file": (b"PK\x05\x06" + b"\0" * 18, "not a Word file"),
        "something before the beginning": (b"#!/bin/sh\n" + whole, "not a Word file"),
        "over 20 MB": (whole + b"\0" * 20_000_000, "over 20 MB"),
        "only a signature": (b"PK\x03\x04", DAMAGED),
        "noise after a signature": (b"PK\x03\x04" + bytes(range(256)) * 20, DAMAGED),
    }


def _cut(whole: bytes) -> dict[str, Made]:
    lengths = {
        "its last byte": len(whole) - 1,
        "its directory": len(whole) - 60,
        "its half": len(whole) // 2,
        "most": 200,
    }
    return {f"without {what}": (whole[:length], DAMAGED) for what, length in lengths.items()}


def _bombs(good: Mapping[str, bytes]) -> dict[str, Made]:
    large = b"<w:document " + W.encode() + b"><w:body>" + b"<w:p/>" * 2_200_000 + b"</w:body></w:document>"
    quine = {f"word/part{n}.xml": b" " * 90_000 for n in range(1_200)}
    return {
        "a bomb in the text": (packed({**good, DOCUMENT: b" " * 150_000_000}), LARGER),
        "a bomb beside the text": (packed({**good, "word/media/image1.png": b"\0" * 99_000_000}), LARGER),
        "many small bombs": (packed({**good, **quine}), LARGER),
        "fifty thousand parts": (
            packed({**good, **{f"word/p{n}.xml": b"" for n in range(50_000)}}),
            "parts, which no document",
        ),
        "a text of 13 MB": (packed({**good, DOCUMENT: large}), LARGER),
        "styles of 13 MB": (packed({**good, "word/styles.xml": bytes(range(48, 58)) * 1_300_000}), LARGER),
        "a file in the file": (packed({**good, "word/embeddings/a.docx": packed(good)}), HOLDS),
    }


def _named(good: Mapping[str, bytes]) -> dict[str, Made]:
    names = (
        "../../outside.txt", "word/../../outside.txt", "/etc/passwd", "\\\\server\\share\\a.xml", "C:\\outside.txt",
        "C:/a", "word/a.xml:stream", "CON", "word/NUL.xml", "word/com1.txt", "word/./a.xml", "word//a.xml", "word/a\nb",
        "word/" + "a" * 64_000, "word/\u202egnp.xml", "~/.profile", "word/\u2025/a",
    )  # fmt: skip
    found: dict[str, Made] = {f"a part called {name[:20]!r}": (packed({**good, name: b"x"}), NAMES) for name in names}

    def link(entry: zipfile.ZipInfo) -> None:
        if entry.filename == "word/link":
            entry.create_system, entry.external_attr = 3, 0o120777 << 16

    found["a part that is a link"] = (packed({**good, "word/link": b"/etc/passwd"}, link), "stands for another file")
    found["two of one name"] = (packed({**good, "word/Document.xml": good[DOCUMENT]}), "two parts of the same name")
    return found


def _active(good: Mapping[str, bytes]) -> dict[str, Made]:
    types = good[TYPES]
    main = b"wordprocessingml.document.main+xml"
    body = good[DOCUMENT]

    def put(xml: str) -> bytes:
        return body.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)

    return {
        "macros": (packed({**good, "word/vbaProject.bin": b"x"}), HOLDS),
        "macros by another name": (packed({**good, "word/VbaData.xml": b"<a/>"}), HOLDS),
        "macros by their kind": (packed({**good, TYPES: types.replace(main, b"x.macroEnabled.main+xml")}), HOLDS),
        "a kind that is no document": (packed({**good, TYPES: types.replace(main, b"spreadsheetml.sheet.main+xml")}),
                                       "not a Word document"),
        "ActiveX": (packed({**good, "word/activeX/activeX1.xml": b"<a/>"}), HOLDS),
        "an object": (packed({**good, "word/embeddings/oleObject1.bin": b"x"}), HOLDS),
        "a program beside it": (packed({**good, "word/media/setup.exe": b"MZ"}), HOLDS),
        "a ribbon": (packed({**good, "customUI/customUI.xml": b"<a/>"}), HOLDS),
        "an object in the text": (packed({**good, DOCUMENT: put("<w:p><w:r><w:object/></w:r></w:p>")}), HOLDS),
        "another file in the text": (packed({**good, DOCUMENT: put("<w:altChunk/>")}), HOLDS),
        "DDE": (packed({**good, DOCUMENT: put("<w:p><w:r><w:instrText>DDEAUTO c:</w:instrText></w:r></w:p>")}),
                FIELD),
        "DDE in pieces": (packed({**good, DOCUMENT: put(
            "<w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>E x</w:instrText></w:r></w:p>")}), FIELD),
        "a field that reads a file": (packed({**good, DOCUMENT: put(
            '<w:p><w:fldSimple w:instr="INCLUDETEXT c:/a"/></w:p>')}), FIELD),
        "a field in the footer": (packed({**good, "word/footer1.xml": good["word/footer1.xml"].replace(
            b"NUMPAGES", b"INCLUDEPICTURE http://a")}), FIELD),
    }  # fmt: skip


def _fetching(good: Mapping[str, bytes]) -> dict[str, Made]:
    def to(kind: str, target: str) -> bytes:
        link = f'<Relationship Id="x1" Type="{RELS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        return packed({**good, LINKS: good[LINKS].replace(b"</Relationships>", link.encode())})

    found = {
        "a template from elsewhere": to("attachedTemplate", "http://example.org/a.dotm"),
        "a picture from elsewhere": to("image", "http://example.org/a.png"),
        "an object from elsewhere": to("oleObject", "http://example.org/a"),
        "a frame from elsewhere": to("frame", "http://example.org/a"),
        "a part from elsewhere": to("subDocument", "http://example.org/a.docx"),
        "a link to a file": to("hyperlink", "file:///etc/passwd"),
        "a link to a share": to("hyperlink", "\\\\server\\share"),
        "a link to a script": to("hyperlink", "javascript:alert(1)"),
        "a link to a handler": to("hyperlink", "ms-msdt:/id"),
    }
    settings = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{RELS}/attachedTemplate" Target="http://a/b" TargetMode="External"/>'
        "</Relationships>"
    )
    found["a template in the settings"] = packed({**good, "word/_rels/settings.xml.rels": settings.encode()})
    return {what: (data, FETCHES) for what, data in found.items()}


def _xml(good: Mapping[str, bytes]) -> dict[str, Made]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f"<w:document {W}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
    documents = {
        "a billion laughs": (f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>' + text % "&l11;", DAMAGED),
        "a file of ours, asked for": ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + text % "&x;", OWN),
        "a page asked for": ('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">' + text % "x", OWN),
        "a parameter": ('<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>' + text % "x", OWN),
        "an entity nobody gave": (text % "&unknown;", DAMAGED),
        "a depth of 100,000": ("<a>" * 100_000 + "</a>" * 100_000, LARGER),
        "a depth of 2,000": ("<a>" * 2_000 + "</a>" * 2_000, DAMAGED),
        "no end": ((text % "x")[:-20], DAMAGED),
        "no XML": ("Dear manager", DAMAGED),
        "nothing": ("", DAMAGED),
        "a null": (text % "\x00", DAMAGED),
    }
    found = {what: (packed({**good, DOCUMENT: xml.encode()}), why) for what, (xml, why) in documents.items()}
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + documents["a file of ours, asked for"][0]).encode("utf-16")
    found["the same in wide letters"] = (packed({**good, DOCUMENT: wide}), OWN)
    lure = documents["a file of ours, asked for"][0].encode()
    for name in ("word/styles.xml", "docProps/custom.xml", TYPES, LINKS, "word/header1.xml"):
        found[f"a definition in {name}"] = (packed({**good, name: lure}), OWN)
    return found


def _doctored(whole: bytes) -> dict[str, Made]:
    """The directory of a good file, changed by hand."""
    at = whole.index(b"PK\x01\x02")
    locked = bytearray(whole)
    locked[at + 8] |= 1
    odd = bytearray(whole)
    struct.pack_into("<H", odd, at + 10, 99)
    lies = bytearray(whole)
    struct.pack_into("<I", lies, at + 24, 3)
    giant = bytearray(whole)
    struct.pack_into("<I", giant, at + 24, 0xFFFFFFF0)
    second = whole.index(b"PK\x01\x02", at + 4)
    overlap = bytearray(whole)
    struct.pack_into("<I", overlap, second + 42, 10)
    wrong = bytearray(whole)
    wrong[100] ^= 0xFF
    return {
        "a part locked": (bytes(locked), "locked with a password"),
        "an unknown packing": (bytes(odd), "a way that Word does not pack"),
        "a size that lies small": (bytes(lies), DAMAGED),
        "a size that lies large": (bytes(giant), LARGER),
        "parts in each other": (bytes(overlap), "lie in each other"),
        "a wrong byte": (bytes(wrong), DAMAGED),
    }


def read(file: Path) -> None:
    """Everything that is ever read in a Word file of somebody else: to check it, to bring it in, to use it."""
    parts = received(file)
    named_in(parts)
    carried_in(parts)
    pairs(parts, lambda words: words.endswith("?"))
    whole = received(file, whole=True)
    list(page_findings(whole))
    list(control_findings(whole, library.find("carer_review")))
    cleaned(whole)


def main(folder: Path) -> None:
    """Opens every file of a folder with little memory: what came of each, how long it took, the most memory."""

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    found = {}
    for file in sorted(folder.iterdir()):
        start = time.monotonic()
        try:
            read(file)
            came = "opened"
        except Refused as refused:
            came = str(refused)
        except Exception as error:  # whatever else comes out is a fault, and is told as one
            came = f"FAULT {type(error).__name__}: {error}"
        found[file.name] = (came, time.monotonic() - start)
    lines = Path("/proc/self/status").read_text().splitlines()
    print(json.dumps({"found": found, "kib": next(int(one.split()[1]) for one in lines if one.startswith("VmHWM"))}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
