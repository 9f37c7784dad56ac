"""The answers of a record group by group, with the working where it belongs, and what was not covered."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.documents.answers import private_line, section_parts
from carer_desktop.documents.audience import SAFEGUARDING
from carer_desktop.documents.report import Answer, Answers, Heading, Paragraph, Part, Table
from carer_desktop.documents.source import Source
from carer_desktop.documents.summary import uncovered
from carer_desktop.documents.wording import money, not_covered
from carer_desktop.forms.question import Section
from carer_desktop.words import say


def sections(source: Source, without: Collection[str] = (), new_page: bool = True) -> list[Part]:
    """Every group and section that has something to say, but for those *without*; the first begins a new page."""
    working = working_of(source)
    parts: list[Part] = []
    for group in source.form.groups:
        found = [
            (section, section_of(source, section, working))
            for section in source.form.sections
            if section.group == group.id and section.id not in without
        ]
        found = [(section, inner) for section, inner in found if inner]
        for number, (section, inner) in enumerate(found):
            same = number == 0 and section.title == group.title
            about = f"section:{section.id}"
            if number == 0:
                parts.append(Heading(1, group.title, new_page and not parts, about if same else ""))
            parts += inner if same else (Heading(2, section.title, about=about), *inner)
    return parts


def section_of(source: Source, section: Section, working: Mapping[str, tuple[Part, ...]]) -> tuple[Part, ...]:
    """The answers of one section; nothing of what is recorded by moves before the first."""
    if section.by_moves and not source.assessment.history:
        return ()
    if source.annex and section.id == SAFEGUARDING:
        return (Paragraph(say("copy", "annex_elsewhere"), "hint"),)
    return private_line(source, section) if section.private else section_parts(source, section, working)


def working_of(source: Source) -> dict[str, tuple[Part, ...]]:
    """How the eligibility result and the guide figure came about, by the question it stands after."""
    found: dict[str, tuple[Part, ...]] = {}
    eligibility, suggestion = source.findings.eligibility, source.findings.suggestion
    if eligibility is not None and source.audience == "council" and source.words_of("elig_why") is None:
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


def not_covered_part(source: Source) -> list[Part]:
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
        Heading(1, not_covered(), about="page:not_covered"),
        reason,
        Answers("Questions that were not covered", rows, ("Section", "Questions")),
    ]
