"""Writing a page as a Word file over a base template: whole and read back, or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from carer_desktop.documents.drawing import Drawing, run
from carer_desktop.documents.ooxml import add, as_bytes, parse, w
from carer_desktop.documents.readback import check
from carer_desktop.documents.report import Report
from carer_desktop.documents.template import CORE, CUSTOM, DOCUMENT, Template, pack, read_template
from carer_desktop.errors import Refused
from carer_desktop.text import one_line

CREATOR = "Carer Desktop"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was handed over, and the SHA-256 of its bytes."""

    file: Path
    sha256: str


def write(
    report: Report, template: Path, target: Path, draw: Callable[[Drawing, Report], etree._Element] = Drawing.report
) -> Written:
    """Writes *report* as *target*, or as `target (2)` when there is one: nothing is ever written over.

    The bytes go to a passing name in the same folder, are flushed to the disk and read back against the
    report; only then does the file get its name. Refused, with nothing left behind, when the folder
    cannot take it or when one character is missing.
    """
    data = drawn(report, read_template(template), draw)
    try:
        held = _held(data, target.parent)
        try:
            check(held, report)
            file = named(held, target)
        finally:
            held.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(error, target) from error
    return Written(file, hashlib.sha256(data).hexdigest())


def drawn(
    report: Report, template: Template, draw: Callable[[Drawing, Report], etree._Element] = Drawing.report
) -> bytes:
    """The bytes of the Word file; the same report and template give the same bytes."""
    template = template.large() if report.large else template
    size, margin = template.layout.find(w("pgSz")), template.layout.find(w("pgMar"))
    if size is None or margin is None:
        raise Refused(
            "The template does not say how large its page is", template.name, "Set paper and margins in Word."
        )
    width = int(size.get(w("w"), 0)) - int(margin.get(w("left"), 0)) - int(margin.get(w("right"), 0))
    root = draw(Drawing(template.style_id, width), report)
    root[0].append(parse(as_bytes(template.layout)))
    parts = dict(template.parts)
    parts[DOCUMENT] = as_bytes(root)
    for name in template.page_parts("header"):
        parts[name] = _page_part(template, name, (*report.marks, report.running), "header", numbers=False)
    for name in template.page_parts("footer"):
        parts[name] = _page_part(template, name, (report.footer,), "footer", numbers=True)
    parts[CORE] = _core(report)
    parts[CUSTOM] = _custom(report)
    return pack(parts)


def _page_part(template: Template, name: str, said: tuple[str, ...], style: str, numbers: bool) -> bytes:
    """A header or footer: the council's own letterhead first, then our lines as text that is read aloud."""
    root = parse(template.parts[name])
    for paragraph in root.findall(w("p")):
        if next(paragraph.iter(w("t"), w("drawing")), None) is None:
            root.remove(paragraph)
    for number, line in enumerate(said):
        mark = style == "header" and number < len(said) - 1
        paragraph = add(root, "p")
        add(add(paragraph, "pPr"), "pStyle", val=template.style_id["page mark" if mark else style])
        run(paragraph, one_line(line))
    for words, field in ((" - Page ", "PAGE"), (" of ", "NUMPAGES")) if numbers else ():
        run(paragraph, words)
        run(add(paragraph, "fldSimple", instr=f" {field} "), "1")
    return as_bytes(root)


def _core(report: Report) -> bytes:
    """Title, subject, language and day; the role that made it, not the person; nothing of the machine."""
    day = f"{report.day.isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(one_line(report.title))}</dc:title><dc:subject>{escape(one_line(report.subject))}</dc:subject>"
        f"<dc:creator>{CREATOR}</dc:creator><cp:lastModifiedBy>{CREATOR}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        f"<dc:language>{escape(report.language)}</dc:language></cp:coreProperties>"
    ).encode()


def _custom(report: Report) -> bytes:
    """What lets a file be traced to its record: form, reference, version, check code."""
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(one_line(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(report.traces, 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{properties}</Properties>"
    ).encode()


def _held(data: bytes, folder: Path) -> Path:
    """The bytes under a passing name in *folder*, on the disk; nothing is left when that fails."""
    number, name = tempfile.mkstemp(".part", "export-", folder)
    held = Path(name)
    try:
        with os.fdopen(number, "wb") as open_file:
            open_file.write(data)
            open_file.flush()
            os.fsync(open_file.fileno())
    except OSError:
        held.unlink(missing_ok=True)
        raise
    return held


def named(held: Path, target: Path) -> Path:
    """Gives the file its name, the first free one; taking the name and filling it are two steps, each whole."""
    for number in range(1, 1000):
        file = target if number == 1 else target.with_name(f"{target.stem} ({number}){target.suffix}")
        try:
            file.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        try:
            held.replace(file)
            _settle(file.parent)
        except OSError:
            file.unlink(missing_ok=True)
            raise
        return file
    raise Refused("There are too many files of this name", target.name, "Delete the ones you no longer need.")


def _settle(folder: Path) -> None:
    """Puts the folder's own entry on the disk, where the system can do that (Windows cannot)."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _refused(error: OSError, target: Path) -> Refused:
    folder = f"The folder “{target.parent.name}”"
    if isinstance(error, FileNotFoundError) and not target.parent.is_dir():
        return Refused(f"{folder} is not there", target.name, "Choose another folder.")
    if isinstance(error, NotADirectoryError):
        return Refused(f"“{target.parent.name}” is a file, not a folder", target.name, "Choose a folder.")
    if error.errno in _FULL:
        return Refused(f"{folder} has no room left", target.name, "Free some space or choose another folder.")
    if isinstance(error, FileNotFoundError | PermissionError) or error.errno == errno.EROFS:
        return Refused(
            f"{folder} cannot be written to", target.name, "Choose another folder, or close the file in Word."
        )
    return Refused(
        f"The Word file could not be written: {error.strerror}", target.name, "Try again or choose another folder."
    )
