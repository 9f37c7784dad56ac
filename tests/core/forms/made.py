"""Small forms to try one thing on: questions, sections and conditions in as few words as possible."""

from dataclasses import replace

from carer_desktop.forms.condition import All, Any_, Comparison, Not, Other
from carer_desktop.forms.question import Choice, Form, Group, Question, Rule, Section

__all__ = ["All", "Any_", "Other", "Rule", "answered", "both", "either", "form", "negated", "q", "section", "when"]

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def when(question, operator, value):
    return Comparison(question, operator, value)


def answered(question, yes=True):
    return Comparison(question, "answered", yes)


def both(*parts):
    return All(parts)


def either(*parts):
    return Any_(parts)


def negated(part):
    return Not(part)


def choices(*ids, alone=()):
    return tuple(Choice(one, one.replace("_", " ").capitalize(), one in alone) for one in ids)


def q(key, kind="text", section="start", label="", **more):
    """A question; a choice without choices offers yes and no, a set of ticks day, night and an alone none."""
    if kind == "choice":
        more.setdefault("choices", YES_NO)
    if kind == "choices":
        more.setdefault("choices", choices("day", "night", "none", alone=("none",)))
    columns = tuple(replace(column, key=f"{key}.{column.id}", section=section) for column in more.pop("columns", ()))
    label = label or key.replace("_", " ").capitalize()
    return Question(key, key, section, kind, label, columns=columns, **more)


def section(name, *questions, **more):
    placed = tuple(
        replace(one, section=name, columns=tuple(replace(c, section=name) for c in one.columns)) for one in questions
    )
    return Section(name, name.capitalize(), "all", placed, **more)


def form(*sections, **more):
    """A form of the sections; every one begins with the date it is about."""
    start = section("record", q("conv_date", "date", required="C"))
    more = {"date_question": "conv_date", "path_question": "conv_date", **more}
    return Form("small", "0.1.0", "draft", "Small form", "", (Group("all", "All"),), (start, *sections), **more)
