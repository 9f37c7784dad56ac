"""Writing a page as a Word file over a base template: whole and read back, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from carer_desktop.documents.carried import parts_with
from carer_desktop.documents.drawing import Drawing, run
from carer_desktop.documents.layout import fill
from carer_desktop.documents.ooxml import add, as_bytes, parse, w
from carer_desktop.documents.readback import check
from carer_desktop.documents.report import Report
from carer_desktop.documents.template import CORE, CUSTOM, DOCUMENT, Template, pack, read_template
from carer_desktop.documents.writing import Written, handed_over
from carer_desktop.errors import Refused
from carer_desktop.text import one_line

CREATOR = "Carer Desktop"


def write(
    report: Report,
    template: Path | Template,
    target: Path,
    draw: Callable[[Drawing, Report], etree._Element] = Drawing.report,
    password: str = "",
) -> Written:
    """Writes *report* as *target*, or as `target (2)` when there is one: nothing is ever written over.

    The bytes go to a passing name in the same folder, are flushed to the disk and read back against the
    report; only then does the file get its name. Refused, with nothing left behind, when the folder
    cannot take it or when one character is missing. With a *password* it is locked, and opened again to read it.
    """
    template = read_template(template) if isinstance(template, Path) else template
    data = drawn(report, template, draw)
    if not password:
        return handed_over(data, target, lambda file: check(file, report, None, template.is_fixed))
    from carer_desktop.documents import protect  # few files are locked

    return handed_over(
        protect.lock(data, password),
        target,
        lambda file: check(file, report, protect.unlock(file, password), template.is_fixed),
    )


def drawn(
    report: Report, template: Template, draw: Callable[[Drawing, Report], etree._Element] = Drawing.report
) -> bytes:
    """The bytes of the Word file; the same report and template give the same bytes."""
    template = template.sized(report.points)
    template = template.plain() if report.plain else template
    size, margin = template.layout.find(w("pgSz")), template.layout.find(w("pgMar"))
    if size is None or margin is None:
        raise Refused(
            "The template does not say how large its page is", template.name, "Set paper and margins in Word."
        )
    width = int(size.get(w("w"), 0)) - int(margin.get(w("left"), 0)) - int(margin.get(w("right"), 0))
    if template.is_fixed:
        root = fill(template, report, width)
    else:
        root = draw(Drawing(template.style_id, width), report)
        root[0].append(parse(as_bytes(template.layout)))
    parts = dict(template.parts)
    parts[DOCUMENT] = as_bytes(root)
    for name in template.page_parts("header"):
        parts[name] = _page_part(template, name, (*report.marks, report.running), "header", numbers=False)
    for name in template.page_parts("footer"):
        parts[name] = _page_part(template, name, (report.footer,), "footer", numbers=True)
    parts[CORE] = _core(report)
    parts[CUSTOM] = _custom((*report.traces, *((("Template", template.sha256),) if template.sha256 else ())))
    return pack(parts_with(parts, report.answers) if report.answers else parts)


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


def _custom(traces: tuple[tuple[str, str], ...]) -> bytes:
    """What lets a file be traced to its record: form, reference, version, check code."""
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(one_line(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(traces, 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{properties}</Properties>"
    ).encode()
