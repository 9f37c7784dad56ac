"""The self-assessment on paper, as a form marks it: which questions, in which order, in words for the carer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carer_desktop.errors import FormError
from carer_desktop.forms import raw
from carer_desktop.forms.question import Choice, Form, OnPaper, PaperPart, Question

WHERE = "form.toml, paper"
MOST_LINES = 12
NOT_ON_PAPER = ("list", "calculated", "message", "signature")


def paper_parts(rows: list[Any], form: Form, sets: Mapping[str, tuple[Choice, ...]]) -> tuple[PaperPart, ...]:
    """The parts of the paper form; FormError names what is asked of the practitioner, unknown or there twice."""
    seen: set[str] = set()
    parts = []
    for data in rows:
        row = raw.table(data, WHERE, raw.PAPER)
        asked = tuple(_on_paper(one, form, sets) for one in row["questions"])
        for one in asked:
            if one.question in seen:
                raise FormError(f"The question “{one.question}” is on the paper twice", WHERE, "Take one away.")
            seen.add(one.question)
        parts.append(PaperPart(row["title"], asked, row["ahead"]))
    return tuple(parts)


def _on_paper(data: Any, form: Form, sets: Mapping[str, tuple[Choice, ...]]) -> OnPaper:
    row = raw.table(data, WHERE, raw.ON_PAPER)
    question = form.question.get(row["id"])
    if question is None:
        raise FormError(f"There is no question “{row['id']}”", WHERE, "Name a question outside a list.")
    if question.asked_of != "carer" or question.type in NOT_ON_PAPER:
        what = f"“{question.id}” cannot be answered on paper by the carer"
        raise FormError(what, WHERE, "Name a question that is asked of the carer and is no list.")
    if not 1 <= row["lines"] <= MOST_LINES:
        raise FormError(f"“{question.id}” has {row['lines']} lines to write on", WHERE, f"Give it 1 to {MOST_LINES}.")
    label = row["label"] or question.carer_label or question.label
    return OnPaper(question.id, label, row["lines"], _choices(row["choices"], question, sets), row["ahead"])


def _choices(name: str, question: Question, sets: Mapping[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """The choices as the carer reads them: the question's own, or a set of the same ids in other words."""
    if not name:
        return question.choices
    if name not in sets:
        raise FormError(f"There is no set of choices “{name}”", WHERE, "Add it to choices.toml.")
    wrong = [choice.id for choice in sets[name] if choice.id not in question.choice_labels]
    if wrong:
        raise FormError(
            f"“{question.id}” has no choice “{wrong[0]}”", WHERE, "Use the ids of the question's own choices."
        )
    return sets[name]
