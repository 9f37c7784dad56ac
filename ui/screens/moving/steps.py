"""The path of a record as a strip of steps: who does each, and where it stands, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.words import say
from ui.parts import line
from ui.parts.columns import Columns
from ui.parts.sheet import refill
from ui.screens.moving.words import STATES
from ui.theme import em, set_role


class Stretch(Protocol):
    """One stretch of the path, as the caseload gives it."""

    @property
    def title(self) -> str: ...

    @property
    def who(self) -> str: ...

    @property
    def state(self) -> str: ...


LEAST = 6.9  # text sizes: narrower they stand in two lines or more


class Steps(QFrame):
    """The steps beside each other, the one where the record stands set off by an edge, a ground and its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The path of this record")
        self._columns = Columns(self, em(LEAST), em(0.3))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_path(self, path: Iterable[Stretch], stage: str) -> None:
        """The steps of a record at this stage."""
        refill(self._columns, (self._step(number, each, stage) for number, each in enumerate(path, 1)))

    def _step(self, number: int, stretch: Stretch, stage: str) -> QWidget:
        here = stretch.state == "now"
        box = QFrame(self)
        set_role(box, "step-here" if here else "step")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(em(0.5), em(0.4), em(0.4), em(0.4))
        rows.setSpacing(em(0.1))
        rows.addWidget(line(f"{number}. {stretch.title}", "strong" if here else "body", box))
        if stretch.who:
            rows.addWidget(line(say("role", stretch.who), "small", box))
        rows.addWidget(line(STATES[stretch.state], "small", box))
        if here:
            rows.addWidget(line(say("stage", stage), "small", box))
        rows.addStretch(1)
        return box
