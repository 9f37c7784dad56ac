"""The questions that are sent to a carer before a conversation: what they will be asked, and what is good to know."""

from __future__ import annotations

from datetime import date

from carer_desktop.documents.report import Answer, Heading, Paragraph, Part, Report
from carer_desktop.errors import Refused
from carer_desktop.forms.question import Form, PaperPart
from carer_desktop.words import say

_KNOW = ("long", "who", "where", "help", "ready", "no")


def questions_ahead(form: Form, day: date, points: int, one_by_one: bool = False) -> Report:
    """The page; *one_by_one*: each question with its hint, as in Easy Read. Refused where the form marks none."""
    if not form.paper:
        raise Refused("This form has no questions to send in advance", form.title, "Choose another form.")
    parts: list[Part] = [Heading(1, say("ahead", "questions"))]
    for part in form.paper:
        if part.ahead:
            parts += _part(form, part, one_by_one)
    parts += [Paragraph(say("ahead", "end")), Paragraph(say("ahead", "safe"), "hint")]
    return Report(
        title=say("ahead", "title"),
        subject=form.title,
        facts=tuple(Answer(one, say("ahead", one), say("ahead", f"{one}_is")) for one in _KNOW),
        parts=tuple(parts),
        running=form.title,
        footer=f"{form.title}, form {form.version}",
        day=day,
        facts_header=(say("ahead", "about"), say("ahead", "know")),
        points=points,
    )


def _part(form: Form, part: PaperPart, one_by_one: bool) -> list[Part]:
    asked = [one for one in part.questions if one.ahead]
    if not one_by_one:
        said = "\n".join(f"- {one.label}" for one in asked)
        return [Heading(2, part.title), Paragraph(said)] if asked else []
    found: list[Part] = [Heading(2, part.title)] if asked else []
    for one in asked:
        question = form.question[one.question]
        found.append(Paragraph(one.label, "note"))
        if question.hint and question.type not in ("choices", "grid"):  # those say how to tick
            found.append(Paragraph(question.hint, "hint"))
    return found
