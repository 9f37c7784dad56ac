"""What stands above the list of records until it is put right: drafts that are nowhere else, a backup put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.errors import CarerError
from ui.parts import announce, button, line
from ui.theme import em, set_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carer_desktop.caseload import Card, Caseload

ASK_LEAD = "Ask your access lead for a second place for backups."
LOOK = "Look whether your records are as they should be. Until you say so, no backup is removed."
PUT_BACK = f"A backup was put back. {LOOK}"
SALVAGED = f"Your records were damaged, and what could still be read was kept. {LOOK}"


def only_here_words(drafts: int) -> str:
    """How many drafts exist on this laptop alone.

    >>> only_here_words(1), only_here_words(3)
    ('This draft exists only on this laptop.', 'These 3 drafts exist only on this laptop.')
    """
    if drafts == 1:
        return "This draft exists only on this laptop."
    return f"These {drafts} drafts exist only on this laptop."


def outside_words(files: int) -> str:
    """How many files lie outside, of which nobody has said what became of them.

    >>> outside_words(1)
    '1 file lies outside the program. Say when it is handed over, or delete it.'
    """
    if files == 1:
        return "1 file lies outside the program. Say when it is handed over, or delete it."
    return f"{files} files lie outside the program. Say when they are handed over, or delete them."


@dataclass(frozen=True, slots=True)
class Warned:
    """What is to be put right, each in words; empty where nothing is."""

    only_here: str
    put_back: str
    outside: str


def warned(caseload: Caseload, cards: Sequence[Card]) -> Warned:
    """What is to be put right, with these records in the list."""
    backups = caseload.backups
    put_back = (SALVAGED if backups.salvaged else PUT_BACK) if backups.suspended else ""
    files = caseload.files.waiting(cards)
    return Warned(_only_here(caseload, cards), put_back, outside_words(files) if files else "")


def _only_here(caseload: Caseload, cards: Sequence[Card]) -> str:
    drafts, backups = sum(card.stage == "draft" for card in cards), caseload.backups
    if not drafts or caseload.vault.demo or not backups.only_here():
        return ""
    place, words = backups.second_place, only_here_words(drafts)
    if place is not None:
        return f"{words} The second place cannot be reached: {place}. Put the stick in, or join the network."
    return words if "keeper" in caseload.people.me.roles else f"{words} {ASK_LEAD}"


class Warnings(QWidget):
    """Amber notes, each with the one thing to do, or none. `second_place_asked()`, `outside_asked()`."""

    second_place_asked = Signal()
    outside_asked = Signal()

    def __init__(self, caseload: Caseload, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caseload = caseload
        self._may_choose = "keeper" in caseload.people.me.roles
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        self._drafts, inside = self._note()
        self.only_here = line("", "note-words", self._drafts)
        self.place_button = button("Choose a second place…", parent=self._drafts)
        self.place_button.clicked.connect(self.second_place_asked)
        inside.addWidget(self.only_here)
        inside.addWidget(self.place_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._restored, inside = self._note()
        self._what_was_done = line("", "note-words", self._restored)
        inside.addWidget(self._what_was_done)
        self.right_button = button("My records are right", parent=self._restored)
        self.right_button.clicked.connect(self._confirm)
        inside.addWidget(self.right_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._outside, inside = self._note()
        self.outside = line("", "note-words", self._outside)
        self.outside_button = button("Look at them", parent=self._outside)
        self.outside_button.clicked.connect(self.outside_asked)
        inside.addWidget(self.outside)
        inside.addWidget(self.outside_button, 0, Qt.AlignmentFlag.AlignLeft)
        for each in (self._restored, self._drafts, self._outside):
            each.hide()
            rows.addWidget(each)

    def _note(self) -> tuple[QFrame, QVBoxLayout]:
        note = QFrame(self)
        set_role(note, "note")
        inside = QVBoxLayout(note)
        inside.setContentsMargins(em(0.9), em(0.5), em(0.9), em(0.5))
        inside.setSpacing(em(0.4))
        return note, inside

    def show_warned(self, warned: Warned) -> None:
        """Say these; the place is only for the access lead to choose."""
        self.only_here.setText(warned.only_here)
        self.place_button.setVisible(self._may_choose)
        self._drafts.setVisible(bool(warned.only_here))
        self._what_was_done.setText(warned.put_back)
        self._restored.setVisible(bool(warned.put_back))
        self.outside.setText(warned.outside)
        self._outside.setVisible(bool(warned.outside))
        self.setVisible(self.has_some)

    @property
    def has_some(self) -> bool:
        """Whether there is anything to say."""
        return not all(each.isHidden() for each in (self._drafts, self._restored, self._outside))

    def _confirm(self) -> None:
        try:
            self._caseload.backups.confirm()
        except CarerError:
            return  # it is asked again the next time
        self._restored.hide()
        self.setVisible(self.has_some)
        announce(self, "Noted. Backups are removed again in their time.")
