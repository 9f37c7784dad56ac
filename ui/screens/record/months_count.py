"""Who should complete this where the month's count decides: the advice with the count, on the details of the record."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.words import say
from ui.parts import Card, line
from ui.parts.sheet import refill
from ui.screens.record.desk import Desk

COUNTED = "clds"
TITLE = "Who should complete this, with the month’s count"


class MonthsCount(QWidget):
    """Nothing at all where no limit counts and the council has no further criteria; worked out anew when it is seen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        said = self._counted() + self._criteria()
        if not said:
            refill(self._rows, [])
            return
        card = Card(TITLE, self)
        for number, words in enumerate(said):
            card.add(line(words, "body" if number else "strong", card))
        refill(self._rows, [card])

    def _counted(self) -> list[str]:
        desk = self._desk
        if not any(row.get("supported_by") == COUNTED for row in desk.findings.values.get("cf") or ()):
            return []
        advice, count = desk.caseload.queue.advice(desk.assessment)
        why = [each.text for each in advice.why]
        return [say("route", advice.who), *why, *advice.warnings, f"{count.words}. This one is not among them."]

    def _criteria(self) -> list[str]:
        further = self._desk.caseload.queue.further_criteria()
        return [f"Your council’s further criteria: {further}"] if further else []
