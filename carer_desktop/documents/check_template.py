"""May a template be used? Looked over without trusting a byte of it, then tried with a full and an empty record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from carer_desktop.assessment import Assessment
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.readback import check
from carer_desktop.documents.received import received
from carer_desktop.documents.report import Answer, Answers, DecisionSheet, Heading, Paragraph, Part, Report, Table
from carer_desktop.documents.summary import BLANKS
from carer_desktop.documents.template import Template
from carer_desktop.documents.template_clean import cleaned
from carer_desktop.documents.template_controls import control_findings, form_of, untagged
from carer_desktop.documents.template_page import Finding, page_findings
from carer_desktop.documents.word import drawn
from carer_desktop.errors import Refused
from carer_desktop.findings.find import find
from carer_desktop.forms.question import Form, Question, Section

_BEGUN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_ALL_SORTS = "“Tom & Jerry” <b>, =1+1, שלום, naïve\nsecond line\n- a bullet"
_LONG = "A long answer goes on and on. " * 340
_LARGE = 18
_MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What came of it: what is wrong, and, where nothing is, the template as it may be used.

    *form* is the form whose questions a layout of its own names; None for a template of looks alone.
    """

    findings: tuple[Finding, ...]
    template: Template | None = None
    form: Form | None = None


def look_over(file: Path, forms: Sequence[Form], form: Form | None = None) -> LookedOver:
    """Everything wrong with a template, for one form or for the one its controls name."""
    try:
        parts = received(file, whole=True)
    except Refused as error:
        return LookedOver((Finding(file.name, error.what, error.mend),))
    template = Template(file.name, cleaned(parts))
    own = (form or form_of(parts, forms)) if template.is_fixed else None
    findings = [*page_findings(parts), *untagged(parts), *(control_findings(parts, own) if own is not None else ())]
    if not findings:
        findings += _tried(template, (own,) if own is not None else forms)
    return LookedOver(tuple(findings), None if findings else template, own)


def _tried(template: Template, forms: Sequence[Form]) -> Iterator[Finding]:
    """A full and an empty record, ordinary, in large print and in plain style: every answer has to be there."""
    for number, form in enumerate(forms):
        full, empty = full_report(form), empty_report(form)
        cases = {"an empty record": empty, "a full record": full}
        if number == 0 and not template.is_fixed:
            cases |= {
                "a full record in large print": replace(full, points=_LARGE),
                "a full record in plain style": replace(full, plain=True),
            }
        for name, report in cases.items():
            try:
                check(Path(template.name), report, drawn(report, template), template.is_fixed)
            except Refused as error:
                yield Finding(f"{form.title}, tried with {name}", error.what, "Look at what is special there.")


def empty_report(form: Form) -> Report:
    """The page of a record that nobody has answered anything in."""
    record = Assessment("trial", "00000000", "nobody", form.id, form.version, form.sha256, _BEGUN, "nobody")
    return make_report(form, record, find(form, (), record, _BEGUN.date()), today=_BEGUN.date())


def full_report(form: Form) -> Report:
    """A page on which every question of the form is answered, with all that text can hold; one that cannot be."""
    parts: list[Part] = [Heading(1, "Decision", about="page:decision"), DecisionSheet(("Agree", "Not agreed"), BLANKS)]
    for group in form.groups:
        parts.append(Heading(1, group.title))
        for section in form.sections:
            if section.group == group.id and not section.private:
                parts += (Heading(2, section.title, about=f"section:{section.id}"), *_section(section))
    parts += (Heading(1, "Not covered", about="page:not_covered"), Paragraph("One reason stands for all of them."))
    end = (Heading(1, "What has happened to this record", about="page:history"), Paragraph("End of this record."))
    return replace(empty_report(form), parts=(*parts, *end))


def _section(section: Section) -> Iterator[Part]:
    """One answer of each section is a very long one, the others hold all that text can."""
    rows: list[Answer] = []
    long = next((one.id for one in section.questions if one.type == "long_text"), "")
    for question in section.questions:
        if question.type == "list":
            yield from _list(question)
        elif question.type == "grid":
            cells = ((Answer(question.id, question.label, row.label), _said(question, row.id)) for row in question.rows)
            yield Table(question.label, ("What", "Answer"), tuple(cells), "grid")
        elif question.type != "message":
            rows.append(_said(question, text=_LONG if question.id == long else _ALL_SORTS))
    if rows:
        yield Answers("All other questions", tuple(rows))


def _list(question: Question) -> Iterator[Part]:
    for item in ("1", "2"):
        cells = tuple(_said(question, f"{item}/{one.id}", one) for one in question.columns)
        if len(cells) > _MOST_COLUMNS:
            yield Answers(f"{question.label} - {item}", cells)
        else:
            yield Table(f"{question.label} - {item}", tuple(one.label for one in question.columns), (cells,))


def _said(question: Question, cell: str = "", column: Question | None = None, text: str = _ALL_SORTS) -> Answer:
    asked = column or question
    place = f"{question.id}/{cell}" if column is not None else question.id
    return Answer(place, asked.label, f"{place}: {text}")
