"""Jottings of the record that lies open: kept like answers, and handed to a question when they fit one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.fields.long_text import LongTextField
from ui.parts import JottingsPage
from ui.screens.record.desk import Desk

if TYPE_CHECKING:
    from carer_desktop.records.kept import Jotting
    from ui.fields import Field


class Jotter(QObject):
    """Ties the page of jottings to the caseload. `saving(future, again)`, `use_asked(words)`."""

    saving = Signal(object, object)
    use_asked = Signal(str)

    def __init__(self, desk: Desk, kept: Sequence[Jotting], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: Jotting | None = None
        self.page = JottingsPage(clock=desk.caseload.clock)
        self.page.jotted.connect(self._keep)
        self.page.use_asked.connect(self.use_asked)
        if kept:
            self._kept = kept[0]
            self.page.show_text(kept[0].text)

    def used_in(self, made: Field, words: str) -> None:
        """The selected words go into a question as if typed there, and are marked as used."""
        if isinstance(made, LongTextField):
            made.write(words)
        else:
            before = made.answer if isinstance(made.answer, str) else ""
            self._desk.answer(made.place, f"{before} {words}".strip())
        self.page.mark_used(made.question.label)
        self.page.flush()

    def _keep(self, text: str) -> None:
        jottings = self._desk.caseload.jottings
        self._kept = replace(self._kept or jottings.new(self._desk.assessment.id), text=text)
        self.saving.emit(self._send(), self._send)

    def _send(self) -> Future[Any]:
        assert self._kept is not None
        return self._desk.caseload.jottings.keep(self._kept)
