"""The carer's own copy: *What we agreed* in plain words, on one page but in large print, then the plan and the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from sys import maxsize
from typing import NamedTuple

from carer_desktop.assessment import Plain
from carer_desktop.documents.answers import item_title, items_shown
from carer_desktop.documents.corrections import corrections
from carer_desktop.documents.report import (
    ORDINARY,
    Answer,
    Answers,
    Heading,
    Paragraph,
    Part,
    Report,
    is_large,
)
from carer_desktop.documents.sections import not_covered_part, section_of, sections, working_of
from carer_desktop.documents.source import Source, asked_points
from carer_desktop.documents.summary import carer_name, mosaic_id
from carer_desktop.forms.question import Question
from carer_desktop.text import one_line
from carer_desktop.words import say

PLAN = "plan"
_AGREED = ("authorise", "authorise_changed")


class Fit(NamedTuple):
    """How many letters of each text, and how many lines of the plan, the first page takes."""

    matters: int
    item: int
    items: int
    use: int


_FITS = (Fit(330, 110, 5, 220), Fit(220, 80, 5, 160), Fit(160, 60, 4, 110), Fit(100, 50, 3, 80))
"""From the most to the least: the first one with which everything fits on one page is taken. All of it stands in full
further on."""
_WHOLE = Fit(maxsize, maxsize, maxsize, maxsize)
"""In large print, and where there are no pages: whoever needs these is not to look for the end of a sentence."""
_LINES, _LETTERS, _LABEL = 36, 54, 19
"""How many lines the first page has, and how many letters a line of either column."""
_NUMBER = re.compile(r"\+?\d[\d ()\-]{5,}\d")


def carers_copy(source: Source, draft: bool, people: Mapping[str, str], whole: bool = False) -> Report:
    """The copy for the carer. Its first page bears no code and no reference; they stand at the end.

    *people* gives the names behind the ids of the history, for the corrections on the last page; *whole*: nothing of
    the summary is cut, since there are no pages, as nothing is in large print.
    """
    name = carer_name(source)
    plan = section_of(source, source.form.section[PLAN], working_of(source)) if PLAN in source.form.section else ()
    parts: list[Part] = [Heading(1, "Your plan", new_page=True), *plan] if plan else []
    parts += [*sections(source, without=(PLAN,), new_page=not plan), *not_covered_part(source), *_about(source)]
    parts += corrections(source, people)
    as_asked = source.large and is_large(asked_points(source.findings, source.audience))
    return Report(
        title=_title(source, draft),
        subject=source.subject,
        day=source.day,
        facts=_first_page(source, draft, whole or source.large),
        parts=tuple(parts),
        running=f"{name or 'Name not yet given'} - {say('copy', 'own_large' if as_asked else 'own')}",
        footer=source.form.title,
        facts_header=(
            f"For {name}" if name else "For you",
            source.words_of(source.form.date_question) or "No date yet",
        ),
    )


def shortened(text: str, most: int, rest: str) -> str:
    """The text on one line, cut at a word where it is longer, and *rest* where it goes on; a phone number stays whole.

    >>> shortened("one two three", 9, "(more)"), shortened("one two", 9, "(more)")
    ('one two … (more)', 'one two')
    >>> shortened("Camden Carers, 020 7946 0170, or Joan", 20, "")
    'Camden Carers, 020 7946 0170 … '
    """
    line = one_line(text)
    if len(line) <= most:
        return line
    number = next((one for one in _NUMBER.finditer(line) if one.start() < most < one.end()), None)
    cut = line[: number.end()] if number else line[:most].rpartition(" ")[0] or line[:most]
    if cut == line:
        return line
    return f"{cut} … {rest}"


def _title(source: Source, draft: bool) -> str:
    decision = source.plain("decision")
    if draft:
        return say("copy", "planned")
    return say("copy", "agreed" if decision in _AGREED else "decided" if decision else "talked")


def _first_page(source: Source, draft: bool, whole: bool) -> tuple[Answer, ...]:
    found: tuple[Answer, ...] = ()
    for fit in (_WHOLE,) if whole else _FITS:
        found = tuple(Answer(where, label, text) for where, label, text in _rows(source, draft, fit) if text)
        if lines_of(found, source.points) <= _fitting(_LINES, source.points):
            break
    return found


def _fitting(at_size: int, points: int) -> int:
    """How many of them fit in print of this size, from what fits in ordinary print."""
    return at_size * ORDINARY // points


def lines_of(rows: tuple[Answer, ...], points: int = ORDINARY) -> int:
    """How many lines a two-column table of these rows takes, about."""
    label, letters = (_fitting(each, points) for each in (_LABEL, _LETTERS))
    return sum(
        max(ceil(len(row.label) / label), sum(ceil(len(line) / letters) for line in row.text.splitlines()))
        for row in rows
    )


def _rows(source: Source, draft: bool, fit: Fit) -> tuple[tuple[str, str, str | None], ...]:
    return (
        ("what_matters", "What matters to you", _matters(source, fit)),
        ("plan_items", "What will happen", _plan(source, fit)),
        ("decision_amount", say("thing", "proposed" if draft else "authorised"), _amount(source, draft, fit)),
        ("decision_use", "What it is for", _use(source, draft, fit)),
        ("dp_start", "It should come", _when(source, draft)),
        ("no_bank", "Your bank details", say("copy", "bank") if _is_paid(source) else None),
        ("assessor_name", "Who to ring", _whom(source)),
        ("disagree", "If you do not agree", say("copy", "disagree")),
        ("review_due", "We talk again", _again(source)),
    )


def _matters(source: Source, fit: Fit) -> str | None:
    text = source.words_of("what_matters") or source.words_of("rev_changes")
    return shortened(text, fit.matters, say("copy", "further_on")) if text else None


def _plan(source: Source, fit: Fit) -> str | None:
    question = source.form.question.get("plan_items")
    items = items_shown(source, question) if question is not None and source.printed(question) else []
    if question is None or not items:
        none = source.words_of("plan_none")
        return shortened(none, fit.matters, say("copy", "further_on")) if none else None
    said = [f"- {_step(source, question, item, number, fit)}" for number, item in enumerate(items, 1)]
    if len(said) > fit.items:
        said = [*said[: fit.items], f"- and {len(said) - fit.items} more, further on"]
    return "\n".join(said)


def _step(source: Source, question: Question, item: Mapping[str, Plain], number: int, fit: Fit) -> str:
    """What will happen, and who does it."""
    cells = {one.id: source.cell(question, item, one) for one in question.columns}
    what = next((text for one in ("how", "description", "goal") if (text := cells.get(one))), None)
    by = cells.get("provider") or "; ".join(line.removeprefix("- ") for line in (cells.get("who") or "").splitlines())
    said = shortened(what or item_title(source, question, item, number), fit.item, "").rstrip()
    return f"{said} ({shortened(by, fit.item // 2, '').rstrip()})" if by else said


def _amount(source: Source, draft: bool, fit: Fit) -> str | None:
    """What is agreed or asked for; nothing of money where the carer leaves the budget out."""
    if source.reader.left_out & {"budget"}:
        return None
    asked, often = source.words_of("proposed"), source.words_of("proposed_type")
    if draft:
        return f"{asked}. {say('copy', 'not_agreed_yet')}." if asked else None
    agreed = source.words_of("decision_amount")
    if agreed is None:
        said = source.words_of("decision") or say("copy", "no_money")
        return "\n".join(part for part in (said, _why(source, fit)) if part)
    said = f"{agreed} ({often.lower()})" if often else agreed
    changed = source.plain("decision_amount") != source.plain("proposed") and asked and asked != agreed
    return "\n".join(part for part in (said, f"{asked} was asked for." if changed else "", _why(source, fit)) if part)


def _why(source: Source, fit: Fit) -> str:
    why = source.words_of("decision_reason")
    return shortened(f"Why: {why}", fit.use, say("copy", "further_on")) if why else ""


def _is_paid(source: Source) -> bool:
    return (
        not source.reader.left_out & {"budget"}
        and source.plain("budget_how") == "dp"
        and (source.plain("decision") in (None, *_AGREED))
    )


def _use(source: Source, draft: bool, fit: Fit) -> str | None:
    if draft or not _is_agreed(source):
        return None
    text = source.words_of("decision_use")
    return shortened(text.replace("\n", "; "), fit.use, say("copy", "further_on")) if text else None


def _is_agreed(source: Source) -> bool:
    return source.plain("decision") in _AGREED


def _when(source: Source, draft: bool) -> str | None:
    if not _is_paid(source) or (not draft and not _is_agreed(source)):
        return None
    wanted = source.words_of("dp_start")
    return f"Asked for from {wanted}" if wanted else None


def _whom(source: Source) -> str | None:
    name, phone = source.words_of("assessor_name"), source.words_of("assessor_phone")
    return ", ".join(part for part in (name, phone) if part) or None


def _again(source: Source) -> str | None:
    check, review = source.words_of("check_due"), source.words_of("review_due")
    said = (f"{check}, to see how it goes" if check else "", f"By {review}" if review else "")
    return "\n".join(part for part in said if part) or None


def _about(source: Source) -> list[Part]:
    """What the council calls this record, at the very end; and that there is more, without saying what."""
    record = source.assessment
    rows = (
        ("carer_mosaic_id", "Mosaic ID", mosaic_id(source)),
        ("record", "Record", f"{record.reference}, version {record.revision}"),
    )
    said = tuple(Answer(where, label, text) for where, label, text in rows if text)
    return [Heading(1, "About this copy"), Paragraph(say("copy", "all_held")), Answers("", said)]
