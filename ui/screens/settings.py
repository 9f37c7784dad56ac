"""Settings of this laptop: when nobody is there, after how long it is covered and locked, and how that is known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from carer_desktop.forms.question import Question
from ui.fields import Field, field
from ui.parts import Heading, Note, Page, announce, button, line
from ui.parts.enter import enters
from ui.parts.sheet import side_by_side
from ui.session.rules import LEAST_MINUTES, MOST_MINUTES, Waits
from ui.theme import em

ABOUT = (
    "Cover shows a blank page; your PIN brings you back. Lock closes your records; you sign in again and are back in "
    "the same place. Whatever you had typed is saved first."
)
QUESTIONS = (
    Question("cover", "cover", "settings", "whole", "Cover the window after this many minutes", required="C"),
    Question("lock", "lock", "settings", "whole", "Lock your records after this many minutes", required="C"),
)
FIXED = "IT has fixed these for this laptop."
WRONG = f"Minutes must be a whole number from {LEAST_MINUTES} to {MOST_MINUTES}"
WIDTH = 42  # text sizes


class SettingsDialog(QDialog):
    """`waits_chosen(waits)` when both numbers are good."""

    help_page = "lock"

    waits_chosen = Signal(object)

    def __init__(self, waits: Waits, how: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        page = self._page = Page(self, spacing=1.1)
        rows.addWidget(page, 1)
        page.add(Heading("Settings", 1))
        page.add(Heading("When nobody is at the laptop", 2))
        page.add(line(ABOUT, "body"))
        if waits.fixed:
            page.add(Note(FIXED))
        self.fields: list[Field] = []
        for question, minutes in zip(QUESTIONS, (waits.cover, waits.lock), strict=True):
            made = field(question)
            made.show_value(minutes)
            made.set_read_only(waits.fixed)
            self.fields.append(made)
            page.add(made)
        page.add(line(how, "hint"))
        self.keep_button = button("Keep these", "primary", self)
        self.keep_button.clicked.connect(self._keep)
        self.keep_button.setVisible(not waits.fixed)
        close = button("Close" if waits.fixed else "Cancel", parent=self)
        close.clicked.connect(self.reject)
        foot = side_by_side(self.keep_button, close, parent=self)
        foot.setContentsMargins(em(2), em(0.6), em(2), em(0.8))
        rows.addWidget(foot)
        self.resize(em(WIDTH), em(24))
        if waits.fixed:
            close.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.fields[0].focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._page.fit_window(em(WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enters(event, self.keep_button):
            super().keyPressEvent(event)

    def _keep(self) -> None:
        minutes = []
        for made in self.fields:
            made.flush()
            typed = made.answer
            good = isinstance(typed, int) and LEAST_MINUTES <= typed <= MOST_MINUTES
            made.show_problem(None if good else WRONG)
            if isinstance(typed, int) and good:
                minutes.append(typed)
        if len(minutes) < len(self.fields):
            next(made for made in self.fields if made.problem).focus_first()
            announce(self, f"Error: {WRONG}", urgent=True)
            return
        cover, lock = minutes
        self.waits_chosen.emit(Waits(cover, lock))
        self.accept()
