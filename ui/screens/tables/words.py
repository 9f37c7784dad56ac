"""What the pages of budget tables say: who and since when, what differs, what past cases would have come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carer_desktop.budget.approval import by_words
from carer_desktop.budget.check import Tried
from carer_desktop.budget.compare import Calibration, Change, Difference, Neighbour
from carer_desktop.budget.money import pounds
from carer_desktop.budget.plain import example_words
from carer_desktop.budget.reading import Finding
from carer_desktop.budget.table import Table
from carer_desktop.clock import day_words
from carer_desktop.words import say

if TYPE_CHECKING:
    from carer_desktop.caseload import KnownTable

MARKS = {"same": "=", "more": "▲", "less": "▼", "new": "+", "gone": "–", "other": "◆"}
MARKED = "▲ more than in the other table, ▼ less, + not in the other one, ◆ with or without a figure"


def name_words(table: Table) -> str:
    """Which table it is, for whom and since when."""
    until = f" until {day_words(table.until)}" if table.until else ""
    return f"{table.id}, version {table.version}. For conversations from {day_words(table.start)}{until}."


def approved_words(known: KnownTable) -> str:
    """Who approved it, or that nobody has."""
    if known.table.illustrative:
        return f"! {say('thing', 'illustrative')}: made-up figures for practice, never for a real record"
    if not known.approved_by:
        return "○ Not approved: it counts for nothing yet"
    on = f" on {day_words(known.table.loaded)}" if known.table.loaded else ""
    return f"✓ Approved {by_words(known.approved_by)}{on}"


def loaded_words(known: KnownTable) -> str:
    """Who loaded it and when, as far as that is known."""
    if known.loaded_on is None:
        return ""
    by = f" by {known.loaded_by}" if known.loaded_by else ""
    return f"Loaded{by} on {day_words(known.loaded_on)}"


def finding_words(one: Finding) -> str:
    """What is wrong or odd in a file, where, and how to mend it."""
    kind = "✗ To mend" if one.kind == "error" else "! Look again"
    place = f"{one.key}: " if one.key else ""
    return f"{kind}: {place}{one.what}. {one.mend}"


def difference_words(found: Difference, present: Table) -> str:
    """How much differs from the table that holds without it."""
    other = f"{present.title}, version {present.version}, which holds for these days without it"
    if not (found.changes or found.rules_gone or found.rules_new or found.origin):
        return f"Nothing differs from {other}."
    return f"Compared with {other}: {found.counted}."


def change_words(change: Change) -> str:
    """What became of one amount, in a few words with a mark; nothing where it is the same."""
    if change.kind == "same":
        return ""
    if change.kind in ("more", "less") and change.difference is not None:
        return f"{MARKS[change.kind]} {pounds(abs(change.difference))} {change.kind}"
    if change.kind in ("new", "gone"):
        return f"{MARKS[change.kind]} {change.kind}"
    return f"{MARKS['other']} before: {change.before}"


def cell_words(when: str, shown: str, change: Change | None) -> str:
    """One amount as a screen reader says it."""
    if change is None or change.kind == "same":
        return f"{when}: {shown}" + (", the same" if change else "")
    if change.difference is None:
        return f"{when}: {shown}, {change_words(change)[2:]}"
    return f"{when}: {shown}, {pounds(abs(change.difference))} {change.kind} than {change.before}"


def tried_words(table: Table, one: Tried) -> str:
    """A worked example: whether it is kept, what was given, and the figure."""
    said = example_words(table, one.example)
    if one.kept:
        return f"✓ Kept: {said}"
    wanted = "no figure" if one.example.amount is None else pounds(one.example.amount)
    return f"✗ Not kept: {said} It should give {wanted}."


def neighbour_words(one: Neighbour) -> str:
    """What one level more or less of one rating would give."""
    if one.suggestion.amount is None:
        return f"{one.words}. {one.suggestion.why_none}"
    told = f"{one.words}: {pounds(one.suggestion.amount)}"
    if one.difference is None:
        return told
    if not one.difference:
        return f"= {told}, the same"
    way = "more" if one.difference > 0 else "less"
    return f"{MARKS[way]} {told}, {pounds(abs(one.difference))} {way}"


def cost_words(found: Calibration) -> Iterator[str]:
    """What the table would have come to, against what the cases were given at the time."""
    yield f"{found.figures} of {found.cases} cases would have a figure from this table."
    if found.before or found.rise or found.fall or found.same:
        more = found.total - found.before
        way = "more" if more > 0 else "less"
        said = f"{pounds(abs(more))} {way} than" if more else "the same as"
        yield f"That is {said} the {pounds(found.before)} that the tables of the time gave."
        yield (
            f"▲ {_cases(found.rise)} would rise, ▼ {found.fall} would fall, = {found.same} would stay the same, "
            "of those with a figure both times."
        )
    else:
        yield "There was no figure at the time to compare with."


def reason_words(found: Calibration) -> Iterator[str]:
    """Why cases would have no figure."""
    for why, number in found.reasons:
        yield f"{_cases(number)}: {why}"


def picture_words(bars: tuple[tuple[str, int], ...]) -> str:
    """The picture in words.

    >>> picture_words((("£0.00 to £49.99", 3), ("£50.00 to £99.99", 0), ("£100.00 to £149.99", 1)))
    'In words: £0.00 to £49.99, 3 cases; £100.00 to £149.99, 1 case; none in between or above.'
    """
    said = "; ".join(f"{words}, {_cases(number)}" for words, number in bars if number)
    return f"In words: {said}; none in between or above." if said else "In words: no case has a figure."


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number} cases"
