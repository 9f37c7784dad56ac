"""A narrow page with one thing to do or to leave: what the rescue sheet and the second place share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.background import SlowWork
from ui.parts.doing import Doing
from ui.parts.heading import Heading
from ui.parts.sheet import Sheet

WIDTH = 42


class Step(Sheet):
    """`done()` when it was done, `left()` without that."""

    done = Signal()
    left = Signal()

    def __init__(self, title: str, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDTH, spacing=1.0)
        self.doing = Doing(work)
        self.doing.told.connect(lambda: self.bring_into_view(self.doing))
        self.add(Heading(title))
