"""A record as a neutral page: the first page, every answer shown, the working, what is open and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from carer_desktop.assessment import Assessment
from carer_desktop.documents.agreed import carers_copy
from carer_desktop.documents.annex import safeguarding_annex
from carer_desktop.documents.answers import item_title
from carer_desktop.documents.audience import READERS, SAFEGUARDING
from carer_desktop.documents.carrying import carried
from carer_desktop.documents.corrections import MOVE, ON_LAST_PAGE, corrections
from carer_desktop.documents.purchase import purchase_page
from carer_desktop.documents.report import Answer, Answers, Heading, Paragraph, Part, Report, Table
from carer_desktop.documents.sections import not_covered_part, sections
from carer_desktop.documents.shared import shared_copy
from carer_desktop.documents.source import Source, asked_points
from carer_desktop.documents.summary import carer_name, facts, first_page, mosaic_id, open_problems, pounds, who_did
from carer_desktop.documents.wording import day, moment
from carer_desktop.errors import Refused
from carer_desktop.findings.result import Findings, Problem
from carer_desktop.forms.question import Form
from carer_desktop.words import say
from carer_desktop.workflow.moves import done

MARKING = "OFFICIAL-SENSITIVE: PERSONAL"
_DRAFT_MARKS = {one: f"draft_mark_{one}" for one in ("carer", "cared_for", "purchase")}


def make_report(
    form: Form,
    assessment: Assessment,
    findings: Findings,
    *,
    today: date,
    audience: str = "council",
    people: Mapping[str, str] | None = None,
    watermark: bool = True,
    demo: bool = False,
    check_code: str = "",
    marking: str = MARKING,
    points: int = 0,
    annex: bool = False,
    whole: bool = False,
) -> Report:
    """The page of a record for one reader: the whole of it for the council, for others what is theirs.

    *people* gives the names behind the person ids of the history, *watermark* marks a record that is not
    authorised, *check_code* belongs to the completed version and is empty for a draft. *today* stands in
    a draft only: an authorised record says nothing of the day it was printed, so its bytes stay the same.
    *marking* stands at the head and the foot of every page. *points* is the size of print, where one was chosen;
    *annex*: what is said of safeguarding stands in the annex alone; *whole*: the carer's summary is not cut.
    Refused for a reader nobody has heard of, and for the person cared for while nothing is ticked for them.
    """
    if audience not in READERS:
        raise Refused(f"A copy for “{audience}” cannot be made", form.title, f"Choose one of {', '.join(READERS)}.")
    source = source_of(form, assessment, findings, audience, points, annex)
    page = _page_of(source, people or {}, check_code, today if watermark else None, whole)
    mark = say("thing", _DRAFT_MARKS.get(audience, "draft_mark")) if watermark else ""
    kinds = (say("thing", "demo") if demo else "", marking)
    marks = (mark, " - ".join(kind for kind in kinds if kind))
    return replace(
        page,
        marks=tuple(mark for mark in marks if mark),
        footer=" - ".join(words for words in (page.footer, marking) if words),
        traces=_traces(source, check_code, points),
        points=source.points,
        plain=source.plain_style,
    )


def _page_of(
    source: Source, people: Mapping[str, str], check_code: str, printed_on: date | None, whole: bool
) -> Report:
    """What it says to whoever reads it; *printed_on* is the day of a draft."""
    draft = printed_on is not None
    if source.audience == "carer":
        return carers_copy(source, draft, people, whole)
    if source.audience == "cared_for":
        return shared_copy(source)
    if source.audience == "purchase":
        return purchase_page(source, draft, check_code)
    if source.audience == SAFEGUARDING:
        return safeguarding_annex(source, check_code)
    return _councils_file(source, people, check_code, printed_on)


def source_of(
    form: Form, assessment: Assessment, findings: Findings, audience: str, points: int = 0, annex: bool = False
) -> Source:
    """The record as that reader may see it; the carer's own copy in large print where they asked for it."""
    size = points or asked_points(findings, audience)
    return Source(form, assessment, findings, audience, size, annex and audience == "council")


def _councils_file(source: Source, people: Mapping[str, str], check_code: str, printed_on: date | None) -> Report:
    form, record = source.form, source.assessment
    name, mosaic = carer_name(source), mosaic_id(source)
    identifier = f"Mosaic ID {mosaic}" if mosaic else f"Record {record.reference}"
    return Report(
        title=form.title,
        subject=source.subject,
        day=source.day,
        facts=facts(source, check_code),
        parts=_parts(source, people, check_code, printed_on),
        running=f"{name or 'Name not yet given'} - {identifier}",
        footer=f"{form.title}, form {form.version} - Record {record.reference} - Version {record.revision}",
        answers=carried(source),
    )


def _traces(source: Source, check_code: str, points: int) -> tuple[tuple[str, str], ...]:
    record = source.assessment
    found = {
        "Form": f"{record.form_id}@{record.form_version}",
        "Record": record.reference,
        "Version": str(record.revision),
        "Check code": check_code,
        "Made for": source.audience,
        "Print": str(points or ""),
        "Safeguarding": "annex" if source.annex else "",
    }
    return tuple((name, value) for name, value in found.items() if value)


def _parts(source: Source, people: Mapping[str, str], check_code: str, printed_on: date | None) -> tuple[Part, ...]:
    parts = [*first_page(source, people, check_code), *sections(source)]
    parts += [*not_covered_part(source), *_still_to_answer(source), *_history(source, people)]
    parts += corrections(source, people)
    end = "End of this record."
    if printed_on is not None:
        end += f" Draft made on {day(printed_on)}."
    return (*parts, Paragraph(end, "hint"))


def _still_to_answer(source: Source) -> list[Part]:
    """What stands in the way of sending: core questions without an answer, and answers to put right."""
    problems = [one for one in open_problems(source) if not source.withheld(source.form.question[one.question])]
    if not problems:
        return []
    rows = tuple(Answer(one.place, _problem_label(source, one), one.text) for one in problems)
    heading = Heading(1, "Still to answer or put right", about="page:still_to_answer")
    return [heading, Answers("", rows, ("Question", "What is missing"))]


def _problem_label(source: Source, problem: Problem) -> str:
    question = source.form.question[problem.question]
    if problem.item is None or problem.column is None:
        return question.label
    items = list(enumerate(source.items(question), 1))
    title = next((item_title(source, question, item, n) for n, item in items if item["id"] == problem.item), "")
    return f"{question.label} {title}: {question.column_by_id[problem.column].label}"


def _history(source: Source, people: Mapping[str, str]) -> list[Part]:
    """Who did what when. The making of files is left out: a file cannot tell of itself and stay the same."""
    rows = []
    for number, move in enumerate(source.assessment.history, 1):
        if move.move == "export":
            continue
        what = done(move.move)
        if move.amount_pence is not None:
            what = f"{what}: {pounds(move.amount_pence)}"
        note = ON_LAST_PAGE if move.move == MOVE else move.note.strip()
        cells = (moment(move.at), what, who_did(move, people), note or "No note")
        rows.append(tuple(Answer(f"history/{number}", "What has happened to this record", cell) for cell in cells))
    if not rows:
        return []
    header = ("When", "What", "Who", "Note")
    heading = Heading(1, "What has happened to this record", about="page:history")
    return [heading, Table("", header, tuple(rows), "history")]
