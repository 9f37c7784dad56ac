"""What a document will say of each section, question by question: for looking through before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carer_desktop.assessment import Assessment
from carer_desktop.documents.answers import section_parts
from carer_desktop.documents.report import Answers, Paragraph, Part, Table
from carer_desktop.documents.source import Source
from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import Form


@dataclass(frozen=True, slots=True)
class Printed:
    """One answer as it will be read: where it is given, under which heading, its question and its words."""

    place: str
    under: str
    label: str
    text: str


def printed(form: Form, assessment: Assessment, findings: Findings, section: str) -> tuple[Printed, ...]:
    """Everything that is answered in a section, in the words of the council's file; a private section in full too."""
    source = Source(form, assessment, findings, "council")
    return tuple(row for part in section_parts(source, form.section[section]) for row in _rows(part))


def _rows(part: Part) -> Iterator[Printed]:
    if isinstance(part, Answers):
        under = "" if part.caption.endswith(", continued") else part.caption
        yield from (Printed(row.place, under, row.label, row.text) for row in part.rows)
    elif isinstance(part, Table) and part.kind == "grid":
        yield from (Printed(what.place, part.caption, what.text, said.text) for what, said in part.rows)
    elif isinstance(part, Table):
        for number, row in enumerate(part.rows, 1):
            yield from (Printed(one.place, f"{part.caption} – {number}", one.label, one.text) for one in row)
    else:
        assert isinstance(part, Paragraph), "a section holds nothing else"
        yield Printed(part.place, "", part.label, part.text)
