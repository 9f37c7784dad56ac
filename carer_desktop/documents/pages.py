"""A record as a neutral page: the first page, every answer shown, the working, what is open and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from carer_desktop.assessment import Assessment
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.documents.answers import item_title, private_line, section_parts
from carer_desktop.documents.report import Answer, Answers, Heading, Paragraph, Part, Report, Table
from carer_desktop.documents.source import Source
from carer_desktop.documents.summary import (
    carer_name,
    facts,
    first_page,
    mosaic_id,
    open_problems,
    pounds,
    uncovered,
    who_did,
)
from carer_desktop.documents.wording import day, moment, money, not_covered
from carer_desktop.errors import Refused
from carer_desktop.findings.result import Findings, Problem
from carer_desktop.forms.dates import read_iso
from carer_desktop.forms.question import Form, Section
from carer_desktop.words import say
from carer_desktop.workflow.moves import done

MARKING = "OFFICIAL-SENSITIVE: PERSONAL"


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
) -> Report:
    """The whole record as the council files it.

    *people* gives the names behind the person ids of the history, *watermark* marks a record that is not
    authorised, *check_code* belongs to the completed version and is empty for a draft. *today* stands in
    a draft only: an authorised record says nothing of the day it was printed, so its bytes stay the same.
    Refused for other readers than the council: their pages are marked question by question, and a page
    nobody has marked is not theirs.
    """
    if audience != "council":
        raise Refused(f"A copy for “{audience}” cannot be made", form.title, "Choose the council's file.")
    source = Source(form, assessment, findings, audience)
    kinds = (say("thing", "demo") if demo else "", marking)
    marks = (say("thing", "draft_mark") if watermark else "", " - ".join(kind for kind in kinds if kind))
    name, mosaic = carer_name(source), mosaic_id(source)
    identifier = f"Mosaic ID {mosaic}" if mosaic else f"Record {assessment.reference}"
    return Report(
        title=form.title,
        subject=f"{form.title} {assessment.reference}, version {assessment.revision}",
        facts=facts(source, check_code),
        parts=_parts(source, people or {}, check_code, today if watermark else None),
        running=f"{name or 'Name not yet given'} - {identifier}",
        footer=f"{form.title}, form {form.version} - Record {assessment.reference} - Version {assessment.revision}",
        day=_document_day(source),
        marks=tuple(mark for mark in marks if mark),
        traces=_traces(source, check_code, audience),
    )


def _traces(source: Source, check_code: str, audience: str) -> tuple[tuple[str, str], ...]:
    record = source.assessment
    found = {
        "Form": f"{record.form_id}@{record.form_version}",
        "Record": record.reference,
        "Version": str(record.revision),
        "Check code": check_code,
        "Made for": audience,
    }
    return tuple((name, value) for name, value in found.items() if value)


def _document_day(source: Source) -> date:
    plain = source.plain(source.form.date_question)
    some = read_iso(plain) if isinstance(plain, str) else None
    return some if isinstance(some, date) else source.assessment.created_at.date()


def _parts(source: Source, people: Mapping[str, str], check_code: str, printed_on: date | None) -> tuple[Part, ...]:
    parts = [*first_page(source, people, check_code), *_sections(source)]
    parts += [*_not_covered(source), *_still_to_answer(source), *_history(source, people)]
    end = "End of this record."
    if printed_on is not None:
        end += f" Draft made on {day(printed_on)}."
    return (*parts, Paragraph(end, "hint"))


def _sections(source: Source) -> list[Part]:
    """Every group and section that has something to say; the working stands after the question it explains."""
    working = _working(source)
    parts: list[Part] = []
    for group in source.form.groups:
        found = [
            (section, _section(source, section, working))
            for section in source.form.sections
            if section.group == group.id
        ]
        found = [(section, inner) for section, inner in found if inner]
        for number, (section, inner) in enumerate(found):
            same = number == 0 and section.title == group.title
            if number == 0:
                parts.append(Heading(1, group.title, new_page=not parts))
            parts += inner if same else (Heading(2, section.title), *inner)
    return parts


def _section(source: Source, section: Section, working: Mapping[str, tuple[Part, ...]]) -> tuple[Part, ...]:
    if section.by_moves and not source.assessment.history:
        return ()
    return private_line(source, section) if section.private else section_parts(source, section, working)


def _working(source: Source) -> dict[str, tuple[Part, ...]]:
    """How the eligibility result and the guide figure came about, by the question it stands after."""
    found: dict[str, tuple[Part, ...]] = {}
    eligibility, suggestion = source.findings.eligibility, source.findings.suggestion
    if eligibility is not None and source.words_of("elig_why") is None:
        text = f"How the suggested result was worked out: {eligibility.why}"
        found["elig_suggested"] = (Paragraph(text, "normal", "elig_suggested", "Suggested result"),)
    if suggestion is not None and source.working:
        found["suggested"] = _lines_of(suggestion)
    return found


def _lines_of(suggestion: Suggestion) -> tuple[Part, ...]:
    """The working of the guide figure as a table with running figures."""
    mark = f" - {say('thing', 'illustrative')}" if suggestion.illustrative else ""
    label = "How the guide figure was worked out"
    steps = ((line.text or line.rule, money(line.amount), money(line.running)) for line in suggestion.lines)
    rows = tuple(tuple(Answer("suggested", label, cell) for cell in step) for step in steps)
    used = f"Table {suggestion.table_id}, version {suggestion.table_version}."
    return (
        Table(f"{label}{mark}", ("Step", "Amount", "Running figure"), rows, "money"),
        Paragraph(f"{say('thing', 'suggested_meaning')} {used}", "hint", "suggested", label),
    )


_MARKED = " (marked as not covered)"


def _not_covered(source: Source) -> list[Part]:
    """Expected questions that were left out, once, by section, with the record's one reason; some on purpose."""
    rows = tuple(
        Answer("not_covered", title, "\n".join(f"- {one.label}{_MARKED if one.marked else ''}" for one in left))
        for title, left in uncovered(source)
    )
    if not rows:
        return []
    why = source.marked_words_of("not_covered_why")
    said = f"One reason stands for all of them: {why}" if why else "No reason is given yet."
    reason = Paragraph(said, "normal", "not_covered_why", "Reason")
    return [
        Heading(1, not_covered()),
        reason,
        Answers("Questions that were not covered", rows, ("Section", "Questions")),
    ]


def _still_to_answer(source: Source) -> list[Part]:
    """What stands in the way of sending: core questions without an answer, and answers to put right."""
    problems = open_problems(source)
    if not problems:
        return []
    rows = tuple(Answer(one.place, _problem_label(source, one), one.text) for one in problems)
    return [Heading(1, "Still to answer or put right"), Answers("", rows, ("Question", "What is missing"))]


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
        cells = (moment(move.at), what, who_did(move, people), move.note.strip() or "No note")
        rows.append(tuple(Answer(f"history/{number}", "What has happened to this record", cell) for cell in cells))
    if not rows:
        return []
    header = ("When", "What", "Who", "Note")
    return [Heading(1, "What has happened to this record"), Table("", header, tuple(rows), "history")]
