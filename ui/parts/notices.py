"""What a person should know when they sign in: it stands above the screen until they say that they have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.fields.announce import announce
from ui.parts.words import button, line
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.records.sign_in import Notice


class NoticeBar(QFrame):
    """Amber lines with one button. `seen(notice)` for each of them when it is pressed."""

    seen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "note")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(em(1), em(0.5), em(1), em(0.5))
        self._rows.setSpacing(em(0.2))
        self._lines: list[QWidget] = []
        self._notices: tuple[Notice, ...] = ()
        self._away = False
        self.seen_button = button("I have seen this", parent=self)
        self.seen_button.clicked.connect(self._seen)
        self._rows.addWidget(self.seen_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these, the oldest first; none hides the bar."""
        for old in self._lines:
            self._rows.removeWidget(old)
            old.deleteLater()
        self._notices = tuple(notices)
        self._lines = [line(each.text, "note-words", self) for each in notices]
        for number, made in enumerate(self._lines):
            self._rows.insertWidget(number, made)
        self._show()
        if notices:
            announce(self, " ".join(each.text for each in notices))

    def put_away(self, away: bool) -> None:
        """Not while somebody else can see the screen; what is to be told waits."""
        self._away = away
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._notices) and not self._away)

    def clear(self) -> None:
        """Nothing to be told."""
        self.show_notices(())

    def _seen(self) -> None:
        told = self._notices
        self.clear()
        for each in told:
            self.seen.emit(each)
