"""How far a form is: counts by gate, the status of each section, and whether the path is short or full."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from carer_desktop.assessment import Assessment
from carer_desktop.findings.result import Count, Problem, SectionState, unmet
from carer_desktop.forms.question import GATES, Form, Question

Asked = Mapping[str, tuple[str, Question, str]]


def path(form: Form, values: Mapping[str, Any]) -> tuple[Literal["short", "full"], tuple[str, ...]]:
    """Short or full, and why full: what the person chose, and the triggers kept as data in the form."""
    why = [one.why for one in form.full_when if one.when.truth(values) is True]
    if values.get(form.path_question) == "full":
        why.insert(0, "You chose the full form")
    return ("full", tuple(why)) if why else ("short", ())


def counted(asked: Asked) -> dict[str, Count]:
    """How many answers each gate needs now, has, and has marked *not covered*."""
    given = _given(asked.values())
    return {gate: _count(given, gate) for gate in GATES}


def _given(asked: Iterable[tuple[str, Question, str]]) -> Counter[tuple[str | None, str]]:
    """How often each gate's answers are given (yes, no, not_covered)."""
    return Counter((question.required, state) for _, question, state in asked)


def _count(given: Counter[tuple[str | None, str]], gate: str) -> Count:
    done, not_covered = given[gate, "yes"], given[gate, "not_covered"]
    return Count(done + not_covered + given[gate, "no"], done, not_covered)


def states(
    form: Form, assessment: Assessment, open_sections: set[str], asked: Asked, problems: Sequence[Problem]
) -> tuple[SectionState, ...]:
    """The sections of the task list with their status."""
    by_section: dict[str, list[tuple[str, Question, str]]] = defaultdict(list)
    for entry in asked.values():
        by_section[entry[0]].append(entry)
    wrong = {form.question[problem.question].section for problem in problems if problem.kind == "hard"}
    left = Counter(form.question[problem.question].section for problem in unmet(problems))
    return tuple(
        _state(
            section.id,
            section.id in open_sections and bool(by_section[section.id]),
            by_section[section.id],
            section.id in assessment.complete_sections,
            section.id in wrong,
            left[section.id],
        )
        for section in form.sections
    )


def _state(
    section: str, shown: bool, asked: list[tuple[str, Question, str]], marked: bool, wrong: bool, left: int
) -> SectionState:
    given = _given(asked)
    core, expected = _count(given, "C"), _count(given, "E")
    done = core.done == core.needed
    all_done = done and core.needed > 0 and expected.done + expected.not_covered == expected.needed
    begun = any(state != "no" and not question.filled for _, question, state in asked)
    status: Literal["not_started", "in_progress", "complete", "problem", "closed"]
    if not shown:
        status = "closed"
    elif wrong or (marked and not done):
        status = "problem" if marked else "in_progress"
    elif marked or all_done:
        status = "complete"
    else:
        status = "in_progress" if begun else "not_started"
    return SectionState(section, shown, status, core, expected, unmet=left)
