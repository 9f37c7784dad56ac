"""The strip above a record: whose it is, and what is wanted from anywhere in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QWidget

from ui.fields.order import before
from ui.parts import IdentityStrip, button
from ui.parts.beside import ROOM
from ui.parts.flow import InLines
from ui.theme import em, mark, set_role


class RecordBar(QFrame):
    """Identity, and the buttons from *Working* to *Where it stands*: beside it, or below in a narrow window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "strip")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.identity = IdentityStrip(self)
        set_role(self.identity, "inside")
        self._row.addWidget(self.identity, 1)
        self._box = QWidget(self)
        self._lines = InLines(self._box, em(0.5))
        self.working_button = self._button("Working", turns=True)
        self.jottings_button = self._button("Jottings", turns=True)
        self.details_button = self._button("Details")
        self.details_button.setAccessibleName("Details of the record")
        self.check_button = self._button("Check answers")
        self.standing_button = self._button("Where it stands")
        self._row.addWidget(self._box)
        self._narrow: bool | None = None
        self._fit()

    def _button(self, words: str, turns: bool = False) -> QPushButton:
        made = button(words, "quiet", self._box)
        made.setCheckable(turns)
        self._lines.addWidget(made)
        return made

    def lead_to(
        self, check: Callable[[], object], details: Callable[[], object], standing: Callable[[], object]
    ) -> None:
        """What these buttons open."""
        pages = ((self.check_button, check), (self.details_button, details), (self.standing_button, standing))
        for made, go in pages:
            made.clicked.connect(lambda _=False, go=go: go())

    def lead_with(self, made: QPushButton) -> None:
        """A button that comes and goes with the width of the window stands before these."""
        set_role(made, "quiet")
        self._lines.put_first(made)
        before(made, self.working_button)

    def show_open(self, check: bool, details: bool, standing: bool) -> None:
        """Which of the pages in view these buttons lead to: seen by a border, and said."""
        pages = ((self.check_button, check), (self.details_button, details), (self.standing_button, standing))
        for made, is_open in pages:
            mark(made, "open", is_open)
            made.setAccessibleDescription("Open now" if is_open else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_narrow"):
            self._fit()

    def _fit(self) -> None:
        narrow = self.width() < em(ROOM)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        direction, policy = QBoxLayout.Direction, QSizePolicy.Policy
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._lines.setContentsMargins(em(1.2), 0 if narrow else em(0.5), em(1.2), em(0.5))
        sizes = QSizePolicy(policy.Preferred if narrow else policy.Fixed, policy.Fixed)
        sizes.setHeightForWidth(narrow)
        self._box.setSizePolicy(sizes)
