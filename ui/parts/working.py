"""What the answers lead to, with every step of the working: eligibility and the guide figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.careact.eligibility import Eligibility
from carer_desktop.careact.prompts import Prompt
from carer_desktop.clock import day_words
from ui.parts.heading import Heading
from ui.parts.prompts import prompt_list
from ui.parts.surfaces import Note
from ui.parts.words import line
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import EarlierBudget

ANSWERS = {"yes": "✓ Yes", "no": "✗ No", "undetermined": "? Cannot tell yet"}
CONDITIONS = {
    "necessary_care": "Needs come from providing necessary care",
    "effect": "Health at risk, or an outcome cannot be achieved",
    "significant_impact": "Significant impact on well-being",
}
SUGGESTED = {
    "yes": "The answers point to eligible needs",
    "no": "The answers do not point to eligible needs",
    "undetermined": "Cannot tell yet",
}


def pounds(amount: Decimal) -> str:
    """An amount as people write it.

    >>> pounds(Decimal("1234.5"))
    '£1,234.50'
    """
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


class WorkingPanel(QFrame):
    """For the practitioner: closed at the start of a visit, never in view of the carer unless wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(em(1), em(1), em(1), em(1))
        self._rows.setSpacing(em(0.9))
        self._parts: list[QWidget] = []
        self._shown: object = ()
        self.setAccessibleName("Working")
        self._rows.addStretch(1)

    def show_working(
        self, eligibility: Eligibility | None, suggestion: Suggestion | None, money: bool = True,
        earlier: Sequence[EarlierBudget] = (), prompts: Sequence[Prompt] = (),
    ) -> None:  # fmt: skip
        """Show both; *money* False keeps the figure back until both ratings have their reasons.

        *earlier* are the budgets agreed in the twelve months before, which stand beside the figure; *prompts*, which
        stand first, are what to think of.
        """
        told = (eligibility, suggestion if money else None, money, tuple(earlier) if money else (), tuple(prompts))
        if told == self._shown:
            return
        self._shown = told
        for part in self._parts:
            self._rows.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [prompt_list(prompts, self)] if prompts else []
        self._parts += [self._eligibility(eligibility), self._figure(suggestion, money)]
        if earlier and money:
            self._parts.append(self._before(earlier))
        for number, part in enumerate(self._parts):
            self._rows.insertWidget(number, part)

    def _block(self, title: str) -> tuple[QWidget, QVBoxLayout]:
        block = QWidget(self)
        rows = QVBoxLayout(block)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.35))
        rows.addWidget(Heading(title, 2, block))
        return block, rows

    def _eligibility(self, eligibility: Eligibility | None) -> QWidget:
        block, rows = self._block("Eligibility")
        if eligibility is None:
            rows.addWidget(line("Nothing to go by yet", "hint", block))
            return block
        rows.addWidget(line(SUGGESTED[eligibility.suggested], "strong", block))
        for key, words in CONDITIONS.items():
            answer = eligibility.conditions.get(key, "undetermined")
            rows.addWidget(line(f"{ANSWERS[answer]}: {words}", "body", block))
        if eligibility.why:
            rows.addWidget(line(eligibility.why, "small", block))
        rows.addWidget(line("You decide; this only shows what the answers say.", "hint", block))
        return block

    def _figure(self, suggestion: Suggestion | None, money: bool) -> QWidget:
        block, rows = self._block("Guide figure")
        if not money:
            rows.addWidget(line("Shown once both levels have their reasons", "hint", block))
            return block
        if suggestion is None or suggestion.amount is None:
            why = suggestion.why_none if suggestion is not None else None
            rows.addWidget(line(why or "No guide figure yet", "body", block))
        else:
            rows.addWidget(line(pounds(suggestion.amount), "figure", block))
            rows.addWidget(line("A guide figure from a table. It is not an offer and not a limit.", "hint", block))
        if suggestion is None:
            return block
        if suggestion.illustrative:
            rows.addWidget(Note("Made-up figures for practice. Never for a real record.", block))
        if suggestion.lines:
            rows.addWidget(working_lines(suggestion, block))
        if suggestion.table_id:
            rows.addWidget(line(f"Table {suggestion.table_id}, version {suggestion.table_version}", "small", block))
        return block

    def _before(self, earlier: Sequence[EarlierBudget]) -> QWidget:
        block, rows = self._block("Agreed in the year before")
        for one in earlier:
            rows.addWidget(line(f"{pounds(one.amount)} on {day_words(one.on)} ({one.where})", "body", block))
        rows.addWidget(line("Shown, never taken off.", "hint", block))
        return block


def working_lines(suggestion: Suggestion, parent: QWidget) -> QWidget:
    """Every step of a figure with its amount beside it."""
    box = QWidget(parent)
    grid = QGridLayout(box)
    grid.setContentsMargins(0, em(0.2), 0, em(0.2))
    grid.setHorizontalSpacing(em(0.8))
    grid.setColumnStretch(0, 1)
    for row, step in enumerate(suggestion.lines):
        grid.addWidget(line(step.text, "body", box), row, 0)
        amount = line(pounds(step.amount), "body", box)
        amount.setWordWrap(False)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        amount.setAccessibleName(f"{pounds(step.amount)}, so far {pounds(step.running)}")
        grid.addWidget(amount, row, 1)
    return box
