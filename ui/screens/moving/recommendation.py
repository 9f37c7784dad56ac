"""What a manager reads first: who asks for what and for which outcomes, the amounts side by side, and their working."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.clock import day_words
from carer_desktop.findings.calculations import unmet_outcomes
from carer_desktop.findings.result import Findings
from carer_desktop.words import say
from ui.parts import Card, Heading, Note, line, pounds
from ui.parts.columns import Columns
from ui.parts.working import working_lines
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

LAST_YEAR = "Agreed in the year before"
ENTERED = "As the practitioner entered it. Never taken off."
_REASONS = (
    ("variance_reason", "Why not the guide figure"), ("proposed_mismatch", "Why not the total of the items"),
    ("use_check_detail", "What needs your view"), ("proposed_wanted", "The carer asked for"),
)  # fmt: skip


class Recommendation(QWidget):
    """Built anew for a record; nothing in it can be changed. *own*: another manager is asked, not who reads it."""

    def __init__(
        self, caseload: Caseload, assessment: Assessment, own: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._own = own
        self._caseload, self._record = caseload, assessment
        self._form = caseload.records.form(assessment)
        self._findings: Findings = caseload.records.findings(assessment)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.8))
        rows.addWidget(self._asked_for())
        if self._budget:
            rows.addWidget(self._amounts())
            suggestion = self._findings.suggestion
            if suggestion is not None and suggestion.lines:
                rows.addWidget(self._working(suggestion))

    @property
    def _budget(self) -> bool:
        return self._findings.values.get("budget_wanted") == "yes"

    def _said(self, name: str) -> str:
        """What the record says at a question, in words; nothing where it says nothing."""
        value = self._findings.values.get(name)
        if value in (None, "") or name not in self._form.question:
            return ""
        return self._caseload.exports.words(self._form.question[name], value)

    def _asked_for(self) -> QWidget:
        card = Card("What is asked of the manager" if self._own else "What is asked of you", self)
        for words in self._sentences():
            card.add(line(words, "body", card))
        if self._said("urgent_why") and self._findings.values.get("urgent") == "yes":
            card.rows.insertWidget(1, Note(f"Urgent: {self._said('urgent_why')}", card))
        return card

    def _sentences(self) -> Iterator[str]:
        who = ", ".join(one for one in (self._said("assessor_name"), self._said("assessor_role")) if one)
        if self._budget:
            how = [self._said(one) for one in ("proposed_type", "budget_how")]
            about = ", ".join(each[:1].lower() + each[1:] for each in how if each)
            yield f"{who or 'The practitioner'} asks for {self._said('proposed')}{f' ({about})' if about else ''}."
        else:
            yield f"{who or 'The practitioner'} asks for no budget: for the plan to be agreed."
        if self._said("dp_needs"):
            yield f"For: {self._said('dp_needs')}"
        outcomes = [self._form.question[f"out_{name}"].label for name in unmet_outcomes(self._findings.values)]
        if outcomes:
            yield f"Outcomes the carer does not manage: {'; '.join(outcomes)}."
        if self._said("elig_determination"):
            yield f"Eligibility, as the practitioner decided it: {self._said('elig_determination')}."
        for name, words in _REASONS:
            if self._said(name):
                yield f"{words}: {self._said(name)}"

    def _amounts(self) -> QWidget:
        box = Amounts(self)
        suggestion = self._findings.suggestion
        figure = suggestion.amount if suggestion is not None else None
        why = suggestion.why_none if suggestion is not None else ""
        box.show_amount(say("thing", "suggested"), figure, why or say("thing", "suggested_meaning"))
        asked = self._findings.values.get("proposed")
        box.show_amount(say("thing", "proposed"), asked, self._difference(asked, figure))
        earlier = self._caseload.earlier_budgets.of(self._record)
        known = [f"{pounds(one.amount)} on {day_words(one.on)}" for one in earlier]
        typed = self._findings.values.get("prior_total")
        if isinstance(typed, Decimal):
            known.append(f"{pounds(typed)} as the practitioner entered it" if earlier else ENTERED)
        total = sum((one.amount for one in earlier), Decimal(0)) if earlier else typed
        box.show_amount(LAST_YEAR, total or None, "; ".join(known) or "Nothing is known here.")
        return box

    def _difference(self, asked: object, figure: Decimal | None) -> str:
        if not isinstance(asked, Decimal) or figure is None:
            return ""
        if asked == figure:
            return "The same as the guide figure"
        more = "more" if asked > figure else "less"
        return f"{pounds(abs(asked - figure))} {more} than the guide figure"

    def _working(self, suggestion: Suggestion) -> QWidget:
        card = Card("How the guide figure was worked out", self)
        if suggestion.illustrative:
            card.add(Note("Made-up figures for practice. Never for a real record.", card))
        card.add(working_lines(suggestion, card))
        card.add(line(f"Table {suggestion.table_id}, version {suggestion.table_version}", "small", card))
        return card


class Amounts(QFrame):
    """Amounts beside each other, each with its name and what to know of it; beneath each other where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._row = Columns(self, em(10), em(1.2))
        self._row.setContentsMargins(em(1), em(0.8), em(1), em(0.8))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_amount(self, name: str, amount: object, about: str) -> None:
        """One more amount; none is said as a word."""
        box = QWidget(self)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.1))
        rows.addWidget(Heading(name, 3, box))
        rows.addWidget(line(pounds(amount) if isinstance(amount, Decimal) else "None", "figure", box))
        if about:
            rows.addWidget(line(about, "small", box))
        rows.addStretch(1)
        self._row.addWidget(box)
