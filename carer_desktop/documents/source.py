"""What one document is made from: a record with what follows from it, read place by place; nothing hidden gets out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from carer_desktop.assessment import Assessment, Plain
from carer_desktop.budget.suggestion import Line
from carer_desktop.documents.audience import Reader, reader
from carer_desktop.documents.report import LARGE, ORDINARY, is_large
from carer_desktop.documents.wording import money, words
from carer_desktop.findings.result import Findings, place
from carer_desktop.forms.dates import read_iso
from carer_desktop.forms.question import Form, Question, Section
from carer_desktop.paths import RESOURCES
from carer_desktop.words import say

GUIDE = frozenset((
    "suggested", "suggested_why", "suggested_placeholder", "suggested_told",
    "variance", "variance_reason", "ras_version",
))  # fmt: skip
"""Questions about the guide figure: none of them is printed while there is no table."""
SAID_ELSEWHERE = frozenset(("status", "upload_state", "exported_at", "auth_snapshot", "suggested_placeholder"))
"""Rows that change when a file is made (printed as answers they would make two files of the same version differ), or
stand on the first page, in the history or in the working in better words."""


@cache
def _carers_labels() -> Mapping[str, str]:
    """What the carer's own copy calls a question that is not put to them, by its key."""
    return tomllib.loads((RESOURCES / "carers_copy.toml").read_text("utf-8"))


def asked_points(findings: Findings, audience: str) -> int:
    """The size of print a file for that reader has when nobody chooses: large for the carer who asked for it."""
    needs = findings.values.get("ais_needs") if audience == "carer" else None
    return LARGE if isinstance(needs, list | tuple) and "large" in needs else ORDINARY


@dataclass(frozen=True)
class Source:
    """One record as one reader may see it; *points* is the size of print.

    *annex*: what is said of safeguarding is left to the annex.
    """

    form: Form
    assessment: Assessment
    findings: Findings
    audience: str = "council"
    points: int = ORDINARY
    annex: bool = False

    @cached_property
    def reader(self) -> Reader:
        """Who reads it, and what the carer said about copies."""
        return reader(self.form, self.audience, self.findings.values, self.annex)

    @property
    def large(self) -> bool:
        """Whether it is drawn in large print, where little fits side by side."""
        return is_large(self.points)

    @property
    def plain_style(self) -> bool:
        """Whether it is drawn in plain style: for the carer who asked to be written to plainly."""
        needs = self.findings.values.get("ais_needs") if self.audience == "carer" else None
        return isinstance(needs, list | tuple) and "plain" in needs

    @property
    def subject(self) -> str:
        """Which record and version a document is about."""
        return f"{self.form.title} {self.assessment.reference}, version {self.assessment.revision}"

    @property
    def day(self) -> date:
        """The day of the conversation, else the day the record was begun: never the day of writing."""
        plain = self.plain(self.form.date_question)
        some = read_iso(plain) if isinstance(plain, str) else None
        return some if isinstance(some, date) else self.assessment.created_at.date()

    @property
    def has_table(self) -> bool:
        """Whether there is a table the guide figure could come from."""
        return self.findings.suggestion is not None and self.findings.suggestion.table_id != ""

    @property
    def working(self) -> tuple[Line, ...]:
        """The guide figure line by line, which is printed as a table of its own; empty while there is none."""
        return self.findings.suggestion.lines if self.findings.suggestion is not None and self.has_table else ()

    def asks(self, question_id: str) -> bool:
        """Whether the form has this question and it is asked in this record."""
        return question_id in self.form.question and question_id in self.findings.shown

    def printed(self, question: Question) -> bool:
        """Whether a top-level question may stand in this document at all."""
        if question.id not in self.findings.shown or question.type == "message":
            return False
        if question.id in SAID_ELSEWHERE or (question.id in GUIDE and not self.has_table):
            return False
        if question.id == "suggested_why" and self.working:
            return False
        return not self.withheld(question)

    def withheld(self, question: Question) -> str:
        """Why this reader does not get the answer to a top-level question; empty when they do."""
        filled = self.assessment.answers.get(question.id) is None
        return self.reader.withheld(question, self.findings.values, filled)

    def plain(self, question_id: str) -> Plain | None:
        """The answer as kept, None when the question is not asked now."""
        return self.assessment.answers.get(question_id) if self.asks(question_id) else None

    def label(self, question: Question) -> str:
        """What this reader is told that was asked: the carer as it was put to them, not as it speaks about them."""
        if self.audience != "carer":
            return question.label
        return question.carer_label or _carers_labels().get(question.key, question.label)

    def title(self, section: Section) -> str:
        """What this reader's document calls a section."""
        own = _carers_labels().get(f"section.{section.id}") if self.audience == "carer" else None
        return own or section.title

    def text(self, question: Question) -> str | None:
        """The answer, worked-out value or stand-in in words; None when there is nothing to print.

        What nobody answered and the program filled in says so, and where it comes from.
        """
        said = self._words(question)
        return said if self.assessment.answers.get(question.id) is not None else self._marked(said, question.id)

    def words_of(self, question_id: str) -> str | None:
        """The bare words of a question by its id; None when it is not asked, not answered or not for this reader."""
        question = self.form.question.get(question_id)
        return self._words(question) if question is not None and self.printed(question) else None

    def marked_words_of(self, question_id: str) -> str | None:
        """The same, as it is printed: with a word where the program filled it in."""
        question = self.form.question.get(question_id)
        return self.text(question) if question is not None and self.printed(question) else None

    def items(self, question: Question) -> list[Mapping[str, Plain]]:
        """The items of a list as kept, in their order."""
        kept = self.assessment.answers.get(question.id)
        return [item for item in kept if isinstance(item, dict)] if isinstance(kept, list) else []

    def cell(self, question: Question, item: Mapping[str, Plain], column: Question) -> str | None:
        """One cell in words; None when it is not asked in this row, empty, or not for this reader."""
        where = place(question.id, str(item["id"]), column.id)
        if where not in self.findings.shown or self.cell_withheld(question, item, column):
            return None
        found: Any = item.get(column.id)
        if found is not None:
            return self._said(column, found)
        found = self.findings.calculated.get(where)
        if found is None and where in self.findings.defaults:
            found = self._found(question, item).get(column.id)
        return self._marked(self._said(column, found), where)

    def cell_withheld(self, question: Question, item: Mapping[str, Plain], column: Question) -> str:
        """Why this reader does not get one cell; empty when they do."""
        filled = item.get(column.id) is None
        return self.reader.withheld(column, self._row(question, item), filled)

    def guide_figure(self) -> str:
        """The guide figure in words, or why there is none; never a figure without a table."""
        suggestion = self.findings.suggestion
        if suggestion is None or not self.has_table:
            return say("thing", "no_table")
        if suggestion.amount is None:
            return suggestion.why_none or "No guide figure: the answers it rests on are not complete"
        return (
            f"{money(suggestion.amount)} ({say('thing', 'illustrative')})"
            if suggestion.illustrative
            else money(suggestion.amount)
        )

    def _words(self, question: Question) -> str | None:
        if question.id == "suggested" and self.has_table:
            return self.guide_figure()
        found = self.assessment.answers.get(question.id)
        if found is None:
            found = self.findings.calculated.get(question.id)
        if found is None and question.id in self.findings.defaults:
            found = self.findings.values.get(question.key)
        return self._said(question, found)

    def _marked(self, said: str | None, where: str) -> str | None:
        """The words, in the council's file with a mark where nobody gave this answer."""
        if said is None or self.audience != "council" or where not in self.findings.defaults:
            return said
        source = self.findings.defaults[where]
        mark = f"(filled in by the program: {source})" if source else "(filled in by the program)"
        return f"{said}\n\n{mark}" if "\n" in said else f"{said} {mark}"

    def _said(self, question: Question, found: Any) -> str | None:
        if found is None:
            return None
        said = words(question, found)
        return said if said.strip() else None

    def _found(self, question: Question, item: Mapping[str, Plain]) -> Mapping[str, Any]:
        rows = self.findings.values.get(question.key) or ()
        return next((row for row in rows if row["id"] == item["id"]), {})

    def _row(self, question: Question, item: Mapping[str, Plain]) -> dict[str, Any]:
        row = self._found(question, item)
        return {**self.findings.values, **{f"{question.id}.{name}": value for name, value in row.items()}}
