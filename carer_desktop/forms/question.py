"""What one question, section and form are: frozen values read from a form pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from carer_desktop.forms.condition import Condition

TYPES = (
    "text", "long_text", "name", "date", "whole", "decimal", "money", "choice", "choices", "phone",
    "email", "postcode", "nhs_number", "signature", "list", "grid", "calculated", "message",
)  # fmt: skip
TYPED = frozenset(("text", "long_text", "name", "phone", "email", "postcode", "nhs_number", "signature"))

Gate: TypeAlias = Literal["C", "E", "A", "X", "U", "K"]
GATES: tuple[Gate, ...] = ("C", "E", "A", "X", "U", "K")
AUDIENCES = ("council", "carer", "carer_asked", "cared_for", "purchase")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen; *alone* means it cannot stand beside others ("None of these")."""

    id: str
    label: str
    alone: bool = False


@dataclass(frozen=True)
class Question:
    """One question, one column of a list, or one row of a grid's header: what is asked and how.

    `key` is the id conditions use: `sleep`, or `cf.name` for the column `name` of the list `cf`.
    `when_empty` are the words about an answer that is still needed, where those made from the label would read
    badly, `required` is the gate (C core, E expected, A decision, X before the council's file, U before
    *on Mosaic*, K before *finished*), `fact` marks what is recorded later and never hashed,
    `filled` says in words where a value comes from, `default` is a constant or the name of a
    calculation that stands in while nothing is answered, `audience` who besides the council may
    read it, `least`/`most` are hard limits, `usual_least`/`usual_most` soft ones, `never_none` says of a
    required set of ticks that one at least always fits, so that it needs no "None of these".
    """

    id: str
    key: str
    section: str
    type: str
    label: str
    carer_label: str = ""
    when_empty: str = ""
    hint: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Question, ...] = ()
    rows: tuple[Choice, ...] = ()
    required: Gate | None = None
    fact: bool = False
    filled: str = ""
    default: Any = None
    default_from: str = ""
    asked_of: Literal["carer", "practitioner"] = "practitioner"
    show_when: Condition | None = None
    audience: tuple[str, ...] = ("council",)
    audience_when: Condition | None = None
    partial: bool = False
    future: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    usual_least: Decimal | None = None
    usual_most: Decimal | None = None
    least_items: int = 0
    never_none: bool = False
    calculation: str = ""
    gives: tuple[str, ...] = ()
    item_title: str = ""
    choices_from: str = ""
    source: str = ""

    @cached_property
    def choice_labels(self) -> dict[str, str]:
        return {choice.id: choice.label for choice in self.choices}

    @cached_property
    def column_by_id(self) -> dict[str, Question]:
        return {column.id: column for column in self.columns}

    @property
    def answerable(self) -> bool:
        """Whether a person can answer it at all."""
        return self.type not in ("calculated", "message")

    @property
    def is_birth(self) -> bool:
        """Whether it asks when somebody was born, by its id (`dob`, `carer_dob`): never answered with today."""
        return self.type == "date" and self.id.rpartition("_")[2] == "dob"


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form: its questions and when it is open.

    `by_moves` marks what is recorded when something happens, `private` what no document repeats: one line
    says whether it was asked.
    """

    id: str
    title: str
    group: str
    questions: tuple[Question, ...]
    intro: str = ""
    show_when: Condition | None = None
    task_list: bool = True
    by_moves: bool = False
    private: bool = False
    asked_of: Literal["carer", "practitioner"] = "practitioner"


@dataclass(frozen=True, slots=True)
class Group:
    """One of the few parts the task list shows."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class FullWhen:
    """A condition kept as data that turns the short path into the full one, and the sentence why."""

    when: Condition
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A cross-field rule: when *when* is true, *text* is a problem (hard or soft) at *question*."""

    question: str
    when: Condition
    text: str
    kind: Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One question as it stands on paper: its words for the carer, room to write, and what can be chosen there.

    *ahead*: it is also among the questions sent in advance.
    """

    question: str
    label: str
    lines: int = 1
    choices: tuple[Choice, ...] = ()
    ahead: bool = True


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One part of the self-assessment on paper; *ahead*: it is also among the questions sent in advance."""

    title: str
    questions: tuple[OnPaper, ...]
    ahead: bool = True


@dataclass(frozen=True)
class Form:
    """One version of a form: what is asked, in which order, and under which conditions.

    `date_question` holds the day of the conversation (it chooses the budget table), `path_question` the
    person's wish for a short or a full form (the answer `full`), `check_questions` tell whose record it is,
    `prior` maps a fact of the last record to the question where it is typed when no record brought it, `paper` is
    the part of the form that a carer can fill in by themselves.
    """

    id: str
    version: str
    status: Literal["draft", "active", "retired"]
    title: str
    sha256: str
    groups: tuple[Group, ...]
    sections: tuple[Section, ...]
    date_question: str
    path_question: str
    full_when: tuple[FullWhen, ...] = ()
    rules: tuple[Rule, ...] = ()
    prior: dict[str, str] = field(default_factory=dict)
    check_questions: tuple[str, ...] = ()
    paper: tuple[PaperPart, ...] = ()

    @cached_property
    def question(self) -> dict[str, Question]:
        """Every top-level question by its id."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Every question and every column by its key (`cf`, `cf.name`)."""
        found = dict(self.question)
        for question in self.question.values():
            found.update((column.key, column) for column in question.columns)
        return found

    @cached_property
    def section(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}
