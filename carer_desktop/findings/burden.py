"""How much a form asks of people: the core answers a case needs, and how many of them are typed words."""

from __future__ import annotations

from dataclasses import dataclass

from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import TYPED, Form


@dataclass(frozen=True, slots=True)
class Burden:
    """What one case needs before it can be sent: answers in all, typed texts among them, and what is still open."""

    core: int
    typed: int
    expected: int
    open: tuple[str, ...]


def burden(form: Form, findings: Findings) -> Burden:
    """The burden of one case; what the program fills in by itself is not counted."""
    core, expected = [], 0
    for where in findings.shown:
        list_id, _, cell = where.partition("/")
        question = form.by_key[f"{list_id}.{cell.partition('/')[2]}" if cell else list_id]
        if question.fact or question.filled or not question.answerable:
            continue
        if question.required == "C":
            core.append(question)
        expected += question.required == "E"
    typed = sum(question.type in TYPED for question in core)
    return Burden(len(core), typed, expected, tuple(problem.place for problem in findings.unmet))
