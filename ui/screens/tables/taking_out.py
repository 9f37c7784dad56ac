"""Taking out a table that waits to be approved: why, and how to have it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from carer_desktop.budget.table import Table
from carer_desktop.forms.question import Choice
from ui.background import SlowWork
from ui.parts.asking import AskDialog, ask
from ui.screens.tables.words import name_words

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

MEANS = "It is not approved and counts for nothing. No record has a figure from it. The reason is written into the log."
TAKEN_OUT = "✓ Taken out. To have it back, load this table again."


class TakeOutDialog(AskDialog):
    """`kept(words)` once it is done."""

    enter_goes = False
    help_page = "budget-tables"

    def __init__(self, caseload: Caseload, work: SlowWork, table: Table, parent: QWidget | None = None) -> None:
        self._name = table.name
        reasons = tuple(Choice(key, words) for key, words in caseload.tables.reasons.items())
        empty = "Select why it is taken out"
        why = ask("why", "choice", "Why is it taken out?", choices=reasons, required="C", when_empty=empty)
        told = (table.title, name_words(table), MEANS)
        super().__init__(caseload, work, "Take this table out", "Take it out", told, (why,), parent=parent)

    def _keep(self, given: dict[str, Any]) -> str:
        self._caseload.tables.take_out(self._name, given["why"])
        return TAKEN_OUT
