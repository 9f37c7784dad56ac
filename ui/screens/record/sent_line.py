"""Above the pages of a record that was sent: why nothing can be changed, and where that is told."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.records.kept import Place
from carer_desktop.records.move import Move
from carer_desktop.words import say
from ui.parts import line
from ui.parts.words import link_button
from ui.theme import em, set_role

STANDING = "standing"
WORDS = "This record is “{}”, so its answers are only to read."
LINK = "Where it stands, and how to change something"


def stands_first(last: Place | None, history: Sequence[Move]) -> bool:
    """Whether a record opens with where it stands: the person was there, or something has happened since."""
    return (last is not None and last.section == STANDING) or bool(history and (not last or last.at <= history[-1].at))


class SentLine(QFrame):
    """One amber line with a link; `standing_asked()`."""

    standing_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "note")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1.2), em(0.5), em(1.2), em(0.3))
        rows.setSpacing(0)
        self._words = line("", "note-words", self)
        rows.addWidget(self._words)
        link = link_button(LINK, self)
        link.clicked.connect(self.standing_asked)
        rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_stage(self, stage: str, wanted: bool) -> None:
        """Say it of a record at this stage, where it is wanted."""
        self._words.setText(WORDS.format(say("stage", stage)))
        self.setVisible(wanted)
