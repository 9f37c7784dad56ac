"""What is to be mended before a page can be marked as complete: one box at its top, each line leads to its field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.fields.announce import announce
from ui.fields.wrap import WrappingButton
from ui.parts.heading import Heading
from ui.theme import em, set_role


class ErrorSummary(QFrame):
    """ "There is a problem": takes the keyboard focus when it appears; `followed(place)` when a line is chosen."""

    followed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(em(0.8), em(0.6), em(0.8), em(0.6))
        self._rows.setSpacing(em(0.1))
        self._rows.addWidget(Heading("There is a problem", 2, self))
        self._links: list[WrappingButton] = []
        self.hide()

    def show_problems(self, problems: Sequence[tuple[str, str]], take_focus: bool = True) -> None:
        """Show these problems, each a place and its words; none hides the box."""
        for link in self._links:
            self._rows.removeWidget(link)
            link.deleteLater()
        self._links = [self._link(place, words) for place, words in problems]
        for first, second in pairwise((self, *self._links)):
            self.setTabOrder(first, second)
        self.setVisible(bool(problems))
        if not problems:
            return
        number = len(problems)
        told = "There is a problem: " + ("1 thing to mend" if number == 1 else f"{number} things to mend")
        self.setAccessibleName(told)
        self.setAccessibleDescription(". ".join(words.rstrip(".") for _, words in problems))
        if take_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, f"{told}. {problems[0][1]}", urgent=True)

    def _link(self, place: str, words: str) -> WrappingButton:
        link = WrappingButton(self)
        set_role(link, "link")
        link.setProperty("error", True)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setAutoDefault(False)
        link.say(words)
        link.clicked.connect(lambda: self.followed.emit(place))
        self._rows.addWidget(link)
        return link
