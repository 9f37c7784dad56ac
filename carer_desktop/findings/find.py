"""What follows from one set of answers: one pass over the form in its own order, from nothing, every time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import localcontext
from typing import Any

from carer_desktop.assessment import NOT_COVERED, Assessment, Plain
from carer_desktop.budget.table import Table
from carer_desktop.careact.prompts import known, prompts
from carer_desktop.careact.route import policy
from carer_desktop.findings.calculations import CALCULATIONS
from carer_desktop.findings.given import Given
from carer_desktop.findings.plan import kinds
from carer_desktop.findings.progress import counted, path, states
from carer_desktop.findings.result import Findings, Problem, place
from carer_desktop.forms import validation
from carer_desktop.forms.question import Form, Question, Section
from carer_desktop.forms.values import read

# A quantity of fifteen figures times a price of fifteen figures is nonsense, and must still not stop the form.
_DIGITS = 60


def find(form: Form, tables: Iterable[Table], assessment: Assessment, today: date) -> Findings:
    """All that follows from the answers of *assessment* on the day *today*; pure, never raises on what was typed."""
    walk = _Walk(form, Given(form, tuple(tables), assessment, today, _prior(assessment)))
    with localcontext(prec=_DIGITS):
        for section in form.sections:
            walk.section(section)
        walk.rules()
    which, why = path(form, walk.values)
    given = walk.given
    return Findings(
        values=walk.values,
        shown=frozenset(walk.shown),
        folded=walk.folded() if which == "short" else frozenset(),
        hidden=walk.hidden,
        defaults=walk.defaults,
        problems=tuple(walk.problems),
        progress=counted(walk.asked),
        sections=states(form, assessment, walk.open_sections, walk.asked, walk.problems),
        path=which,
        path_why=why,
        eligibility=given.eligibility() if "elig_suggested" in walk.wanted else None,
        suggestion=given.suggestion() if "suggested" in walk.wanted else None,
        calculated=walk.calculated,
        wanting=walk.wanting(),
        prompts=prompts(walk.values),
    )


def read_rules() -> None:
    """Read the rules that what follows rests on, before anybody waits for it."""
    policy()
    known()
    kinds()


def _prior(assessment: Assessment) -> dict[str, Any]:
    return {f"prior.{name}": value for name, value in assessment.prior.items()}


def kept(where: str, plain: Plain) -> str:
    """The token a person's "keep it" leaves: the warning stays quiet until that answer changes.

    >>> kept("hours_week", "160")
    'hours_week="160"'
    """
    return f"{where}={json.dumps(plain, ensure_ascii=False, sort_keys=True)}"


def _given(plain: Plain | None) -> Plain | None:
    """The answer; None for one that says nothing (blank text, no ticks, an empty grid): it is asked for like any other.

    >>> _given("  "), _given([]), _given(0)
    (None, None, 0)
    """
    blank = plain.isspace() or not plain if isinstance(plain, str) else plain in ([], {})
    return None if blank else plain


class _Walk:
    """One pass: what it has found so far."""

    def __init__(self, form: Form, given: Given) -> None:
        self.form = form
        self.given = given
        self.values = given.values
        self.answers: Mapping[str, Plain] = given.assessment.answers
        self.typed_prior = {asked: name for name, asked in form.prior.items()}
        self.shown: set[str] = set()
        self.hidden: dict[str, Plain] = {}
        self.defaults: dict[str, str] = {}
        self.calculated: dict[str, Any] = {}
        self.wanted: set[str] = set()  # the calculations that the record asks for, with a value or without
        self.problems: list[Problem] = []
        self.open_sections: set[str] = set()
        # place -> (section id, question, given: "yes" | "no" | "not_covered")
        self.asked: dict[str, tuple[str, Question, str]] = {}

    def section(self, section: Section) -> None:
        open_ = section.show_when is None or section.show_when.truth(self.values) is True
        if open_:
            self.open_sections.add(section.id)
        for question in section.questions:
            if open_ and (question.show_when is None or question.show_when.truth(self.values) is True):
                self._ask(question)
            elif question.id in self.answers:
                self.hidden[question.id] = self.answers[question.id]

    def _ask(self, question: Question) -> None:
        if question.type == "calculated":
            self._work_out(question, question.id)
            return
        self.shown.add(question.id)
        if question.type == "message":
            return
        plain = _given(self.answers.get(question.id))
        if question.type == "list":
            self._list(question, plain if isinstance(plain, list) else [])
        else:
            value = self._answer(question, plain, question.id, None, None)
            if isinstance(value, dict) and question.type == "grid":
                self.values.update((f"{question.id}.{row}", choice) for row, choice in value.items())
        prior = self.typed_prior.get(question.id)
        if prior and f"prior.{prior}" not in self.values and question.id in self.values:
            self.values[f"prior.{prior}"] = self.values[question.id]

    def _answer(self, question: Question, plain: Plain | None, where: str, item: str | None, column: str | None) -> Any:
        """Reads, checks and counts one answer; gives its value (None while there is none to rely on: nothing may
        follow from an answer that has to be put right first)."""
        top = where.split("/", 1)[0]
        if plain == NOT_COVERED and question.required == "E":
            self.asked[where] = (question.section, question, "not_covered")
            return None
        if plain is None:
            value = self._stand_in(question, where)
        else:
            reading = read(question, plain)
            value, text = reading.value, reading.problem
            if text is None and value is not None:
                text = validation.hard(question, value, self.given.today)
            if text is not None:
                value = None
                self.problems.append(Problem(top, item, column, "hard", question.required, text))
            elif value is not None:
                text = validation.soft(question, value, self.given.today)
                if text is not None and kept(where, plain) not in self.given.assessment.kept_warnings:
                    self.problems.append(Problem(top, item, column, "soft", question.required, text))
        if value is None and plain in (None, NOT_COVERED):
            self.asked[where] = (question.section, question, "no")
            if question.required == "C":
                self.problems.append(Problem(top, item, column, "needed", "C", validation.needed(question)))
            return None
        self.asked[where] = (question.section, question, "yes" if value is not None else "no")
        if value is not None:
            self.values[question.key] = value
        return value

    def _stand_in(self, question: Question, where: str) -> Any:
        """The value that stands in while nothing is answered: a constant or another part of the form."""
        if question.default_from:
            value = CALCULATIONS[question.default_from].work_out(self.given)
        elif question.default is not None:
            value = read(question, question.default).value
        else:
            return None
        if value is not None:
            self.defaults[where] = question.filled
        return value

    def _work_out(self, question: Question, where: str) -> Any:
        """What the program says for itself, shown once there is something to say."""
        self.wanted.add(question.calculation)
        value = CALCULATIONS[question.calculation].work_out(self.given)
        if value is not None:
            self.shown.add(where)
            self.values[question.key] = value
            self.calculated[where] = value
        return value

    def _list(self, question: Question, rows: list[Any]) -> None:
        rows = [row for row in rows if isinstance(row, dict) and "id" in row]
        enough = len(rows) >= max(1, question.least_items)
        self.asked[question.id] = (question.section, question, "yes" if enough else "no")
        if question.required == "C" and not enough:
            text = validation.needed(question)
            self.problems.append(Problem(question.id, None, None, "needed", "C", text))
        items = [self._item(question, row) for row in rows]
        if items:
            self.values[question.id] = tuple(items)

    def _item(self, question: Question, row: Mapping[str, Plain]) -> dict[str, Any]:
        item = str(row["id"])
        found: dict[str, Any] = {"id": item}
        for column in question.columns:
            where = place(question.id, item, column.id)
            if column.show_when is not None and column.show_when.truth(self.values) is not True:
                if column.id in row:
                    self.hidden[where] = row[column.id]
                continue
            if column.type == "calculated":
                value = self._work_out(column, where)
            else:
                self.shown.add(where)
                if column.type == "message":
                    continue
                value = self._answer(column, _given(row.get(column.id)), where, item, column.id)
            if value is not None:
                found[column.id] = value
        for column in question.columns:
            self.values.pop(column.key, None)
        return found

    def rules(self) -> None:
        """The cross-field rules of the form, each a problem at the question it names."""
        for rule in self.form.rules:
            if rule.question in self.shown and rule.when.truth(self.values) is True:
                token = kept(rule.question, self.answers.get(rule.question, ""))
                if rule.kind == "hard" or token not in self.given.assessment.kept_warnings:
                    gate = self.form.by_key[rule.question].required
                    self.problems.append(Problem(rule.question, None, None, rule.kind, gate, rule.text))

    def wanting(self) -> dict[str, tuple[str, ...]]:
        """The places without an answer, by the gate that asks for one."""
        found: dict[str, list[str]] = {}
        for where, (_, question, given) in self.asked.items():
            if given == "no" and question.required:
                found.setdefault(question.required, []).append(where)
        return {gate: tuple(places) for gate, places in found.items()}

    def folded(self) -> frozenset[str]:
        """What the short path folds away: rows without an answer of their own that are not core."""
        return frozenset(
            where
            for where, (_, question, _) in self.asked.items()
            if "/" not in where and question.required != "C" and where not in self.answers
        )
