"""Approving a table under one's own name: what it means stands there before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.budget.table import Table
from carer_desktop.clock import day_words
from ui.background import SlowWork
from ui.parts import Note, announce, line
from ui.parts.task_dialog import TaskDialog
from ui.screens.tables.words import name_words

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

FOR_GOOD = "This cannot be taken back. Another table, or a new version of this one, can take its place."


class ApproveDialog(TaskDialog):
    """`approved()` once it is done."""

    approved = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, table: Table, parent: QWidget | None = None) -> None:
        super().__init__("Approve this table", "Approve it", work, parent)
        self._caseload, self._table = caseload, table
        me = caseload.me.name
        examples = (
            "Its worked example is" if len(table.examples) == 1 else f"Its {len(table.examples)} worked examples are"
        )
        for words, role in (
            (table.title, "strong"),
            (name_words(table), "body"),
            (f"It was written by {table.author}. {examples} kept.", "body"),
            (f"From now on it gives the guide figure in every draft here with a conversation on "
             f"{day_words(table.start)} or later, until another table begins. "
             "Records that were sent keep theirs.", "body"),
            (f"Your name, {me}, stands with it wherever it is described.", "body"),
        ):  # fmt: skip
            self.add(line(words, role))
        self.add(Note(FOR_GOOD))
        self.fit()

    def _do(self) -> None:
        tables, name = self._caseload.tables, self._table.name
        self.run("Approving it", lambda: tables.approve(name), lambda _: self._approved())

    def _approved(self) -> None:
        announce(self, "Approved")
        self.approved.emit()
        self.accept()
