"""What a table gives for one carer's ratings, and for one level more or less; nothing of it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.budget.compare import neighbours
from carer_desktop.budget.inputs import Axis, Input
from carer_desktop.budget.money import pounds
from carer_desktop.budget.suggest import suggest
from carer_desktop.budget.table import Table
from carer_desktop.forms.question import Choice, Question
from ui.fields import Field, field
from ui.parts import Heading, announce, line
from ui.parts.sheet import refill
from ui.parts.working import working_lines
from ui.screens.tables.words import neighbour_words
from ui.theme import em

ABOUT = "Choose what a carer might have. Nothing here is kept, and no record is looked at."
PAID_HINT = "The day of the last payment. Leave it empty where there was none."
NEAR = "One level more or less"
UNITS = {"£": "money", "%": "decimal", "": "decimal"}


class WhatIf(QWidget):
    """The fields, and what the table gives for them as soon as they are answered."""

    def __init__(self, table: Table, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._day = table, max(day, table.start)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(1))
        rows.addWidget(line(ABOUT, "hint", self))
        self.fields: dict[str, Field] = {}
        for question in _asked(table):
            made = field(question, self)
            made.answered.connect(lambda *_: self.refresh(aloud=True))
            self.fields[question.id] = made
            rows.addWidget(made)
        self._given = QWidget(self)
        self._rows = QVBoxLayout(self._given)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(0.35))
        rows.addWidget(self._given)
        self.refresh()

    def answers(self) -> dict[str, Any]:
        """What is chosen now, as the table takes it."""
        return {name: made.answer for name, made in self.fields.items() if made.answer is not None}

    def refresh(self, aloud: bool = False) -> None:
        """Show the figure with its working, and what one level more or less would give."""
        answers = self.answers()
        found = suggest(self._table, answers, self._day)
        shown: list[QWidget]
        if found.amount is None:
            told, shown = found.why_none or "", [line(found.why_none or "", "strong", self._given)]
        else:
            told = f"Guide figure: {pounds(found.amount)}"
            shown = [line(told, "figure", self._given), working_lines(found, self._given)]
        near = neighbours(self._table, answers, self._day)
        if near:
            shown.append(Heading(NEAR, 3, self._given))
            shown += [line(neighbour_words(one), "body", self._given) for one in near]
        refill(self._rows, shown)
        if aloud:
            announce(self, told)


def _asked(table: Table) -> list[Question]:
    """A question for each thing the table looks at."""
    asked = [_question(one) for one in table.inputs]
    if table.frequency:
        name = table.frequency.question
        asked.append(Question(name, name, "table", "date", table.frequency.title, hint=PAID_HINT))
    return asked


def _question(one: Input) -> Question:
    if isinstance(one, Axis):
        choices = tuple(Choice(level.id, level.label) for level in one.levels)
        return Question(one.question, one.question, "table", "choice", one.title, choices=choices, required="C")
    hint = "In per cent" if one.unit == "%" else ""
    return Question(one.question, one.question, "table", UNITS[one.unit], one.title, hint=hint, required="C")
