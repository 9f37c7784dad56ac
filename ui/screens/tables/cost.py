"""What a table would have suggested for past cases: the total, a picture, what rises and falls, and no names."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.budget.compare import Calibration
from carer_desktop.budget.money import pounds
from carer_desktop.budget.table import Table
from carer_desktop.forms.question import Question
from ui.background import SlowWork
from ui.fields import Field, field
from ui.parts import Heading, announce, button, line
from ui.parts.doing import Doing
from ui.parts.sheet import refill, side_by_side
from ui.screens.tables.picture import Picture
from ui.screens.tables.words import cost_words, picture_words, reason_words
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ABOUT = (
    "What this table would have suggested for the cases that were sent to a manager between two days. Nobody’s name "
    "and no record is shown, and nothing at all where there are fewer than five cases."
)
BUSY = "Looking at the cases"
YEAR = timedelta(days=365)
PATIENCE_MS = 1_000
EACH = 10
"""After so many cases the page hears how far it is."""


class Stopped(Exception):
    """Somebody has stopped it."""


class Cost(QWidget):
    """Two days, a button, and what comes of it. Longer than a second it says how far it is and can be stopped."""

    told = Signal(int, int)

    def __init__(self, caseload: Caseload, work: SlowWork, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caseload, self._table = caseload, table
        self._stop = Event()
        self.destroyed.connect(self._stop.set)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(1))
        rows.addWidget(line(ABOUT, "hint", self))
        today = caseload.clock.today()
        self.since = self._day("since", "From", today - YEAR)
        self.until = self._day("until", "To", today)
        self.go_button = button("Work it out", parent=self)
        self.go_button.clicked.connect(self.work_out)
        self.stop_button = button("Stop", parent=self)
        self.stop_button.clicked.connect(self._stop.set)
        self.stop_button.hide()
        for each in (self.since, self.until, side_by_side(self.go_button, self.stop_button, parent=self)):
            rows.addWidget(each)
        self.doing = Doing(work, self)
        self.doing.hold(self.go_button)
        self.doing.told.connect(self._over)
        rows.addWidget(self.doing)
        self._found = QWidget(self)
        self._rows = QVBoxLayout(self._found)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(0.35))
        rows.addWidget(self._found)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.stop_button.show)
        self.told.connect(self._tell)

    def _day(self, name: str, label: str, day: date) -> Field:
        made = field(Question(name, name, "table", "date", label, required="C"), self, clock=self._caseload.clock)
        made.show_value(day.isoformat())
        return made

    def work_out(self) -> None:
        """Look at the cases between the two days."""
        until, since = self._read(self.until), self._read(self.since)  # the keyboard ends at the first that is wrong
        if since is None or until is None:
            return
        if until < since:
            self.until.show_problem("“To” must be the same day as “From” or later")
            self.until.focus_first()
            return
        self._stop.clear()
        self._patience.start()
        refill(self._rows, [])
        self.doing.run(BUSY, lambda: self._look(since, until), self._show)

    def _read(self, made: Field) -> date | None:
        made.flush()
        try:
            day = date.fromisoformat(made.answer) if isinstance(made.answer, str) else None
        except ValueError:
            day = None
        made.show_problem(None if day else "Enter a day, with its month and year")
        if day is None:
            made.focus_first()
        return day

    # Beside the window ---------------------------------------------------------------------------

    def _look(self, since: date, until: date) -> Calibration | None:
        try:
            return self._caseload.tables.would_give(self._table, since, until, self._hear)
        except Stopped:
            return None

    def _hear(self, number: int, of: int) -> None:
        if self._stop.is_set():
            raise Stopped
        if number % EACH == 0:
            self.told.emit(number, of)

    # What comes of it ----------------------------------------------------------------------------

    def _tell(self, number: int, of: int) -> None:
        if self.stop_button.isVisible():
            self.doing.busy.go_on(f"{BUSY}: {number} of {of}")

    def _over(self) -> None:
        self._patience.stop()
        if self.window().focusWidget() is self.stop_button:  # hidden, it would lose the keyboard to anything
            self.go_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stop_button.hide()

    def _show(self, found: Calibration | None) -> None:
        self._over()
        if found is None:
            self.doing.say("Stopped. Nothing was kept.")
            return
        shown: list[QWidget] = [
            Heading("Guide figures together", 3, self._found),
            line(pounds(found.total), "figure", self._found),
            *(line(words, "body", self._found) for words in cost_words(found)),
        ]
        if found.bars:
            words = picture_words(found.bars)
            shown += [Heading("How many cases fall in each range", 3, self._found)]
            shown += [Picture(found.bars, words, self._found), line(words, "small", self._found)]
        if found.reasons:
            shown.append(Heading("Without a figure", 3, self._found))
            shown += [line(words, "body", self._found) for words in reason_words(found)]
        refill(self._rows, shown)
        announce(self, f"{pounds(found.total)} for {found.figures} of {found.cases} cases")
