"""Every condition of a form with the place it stands in: whose it is, what is above it and what may be named there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from carer_desktop.forms.condition import All, Any_, Comparison, Condition, Not
from carer_desktop.forms.question import Form, Question, Section


@dataclass(frozen=True)
class Place:
    """One condition: the file and question it stands at, the conditions above it (section, list), and who it is for.

    `kind`: `section`, `question`, `column`, `audience` (who may read), `path` (short into full), `rule`.
    """

    kind: Literal["section", "question", "column", "audience", "path", "rule"]
    file: str
    question: Question | None
    section: Section | None
    condition: Condition
    above: tuple[Condition, ...] = ()

    @property
    def key(self) -> str:
        return self.question.key if self.question else ""


def places(form: Form) -> Iterator[Place]:
    """Every condition, in the form's own order; rules and what opens the full path last."""
    for section in form.sections:
        file = f"{section.id}.toml"
        if section.show_when:
            yield Place("section", file, None, section, section.show_when)
        above = (section.show_when,) if section.show_when else ()
        for question in section.questions:
            yield from _of_question(question, section, file, above)
    for one in form.full_when:
        yield Place("path", "form.toml", None, None, one.when)
    for rule in form.rules:
        at = form.by_key.get(rule.question)
        own = tuple(c for c in (at.show_when if at else None,) if c)
        home = form.section.get(at.section) if at else None
        over = (home.show_when,) if home and home.show_when else ()
        yield Place("rule", "form.toml", at, home, rule.when, over + own)


def _of_question(question: Question, section: Section, file: str, above: tuple[Condition, ...]) -> Iterator[Place]:
    kind: Literal["question", "column"] = "column" if "." in question.key else "question"
    if question.show_when:
        yield Place(kind, file, question, section, question.show_when, above)
        above = (*above, question.show_when)
    if question.audience_when:
        yield Place("audience", file, question, section, question.audience_when, above)
    for column in question.columns:
        yield from _of_question(column, section, file, above)


def comparisons(condition: Condition, wanted: bool = True) -> Iterator[tuple[Comparison, bool]]:
    """The single comparisons inside a condition, each with how it must come out for the condition to be true."""
    if isinstance(condition, Comparison):
        yield condition, wanted
    elif isinstance(condition, Not):
        yield from comparisons(condition.part, not wanted)
    else:
        for part in condition.parts:
            yield from comparisons(part, wanted)


def conjuncts(condition: Condition, wanted: bool = True) -> Iterator[tuple[Comparison, bool]]:
    """The comparisons that must come out so whenever the condition is true."""
    if isinstance(condition, Comparison):
        yield condition, wanted
    elif isinstance(condition, Not):
        yield from conjuncts(condition.part, not wanted)
    elif isinstance(condition, All) is wanted or len(condition.parts) == 1:
        for part in condition.parts:
            yield from conjuncts(part, wanted)


def ways(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Every part of an *any* with the whole condition as it reads when only that part is left."""
    if isinstance(condition, Any_):
        for part in condition.parts:
            yield part, part
            yield from ways(part)
    elif isinstance(condition, All):
        for number, part in enumerate(condition.parts):
            for way, narrowed in ways(part):
                yield way, All((*condition.parts[:number], narrowed, *condition.parts[number + 1 :]))
