"""A small job in front of the window: what it is about, what is asked, one button that does it, one that leaves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from carer_desktop.text import shortened
from ui.background import SlowWork, soon
from ui.fields.breaks import tip
from ui.fields.order import before, reading_order
from ui.parts.banner import Banner
from ui.parts.busy_line import BusyLine
from ui.parts.enter import enters
from ui.parts.heading import Heading
from ui.parts.page import Page
from ui.parts.sheet import side_by_side
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import button
from ui.theme import em

T = TypeVar("T")
WIDTH = 40
MOST = 100  # letters of a title, which may hold a name


class TaskDialog(QDialog):
    """Add what is asked with `add`, say in `_do` what the main button does, and end with `fit`.

    Slow work goes through `run`: the dialog stays until it is done. `enter_goes`: Enter in a line or on a choice is the
    main button; not where the line is about something else, or what is done takes something away.
    """

    enter_goes = True

    def __init__(self, title: str, go: str, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(shortened(title, MOST))
        self._work = work
        self._is_busy = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.page = Page(self, spacing=0.9)
        rows.addWidget(self.page, 1)
        self._keyboard = WaitingKeyboard(self.page)
        self.heading = Heading(shortened(title, MOST), 1)
        self.heading.setToolTip(tip(title, MOST))
        self.page.add(self.heading)
        self.go_button = button(go, "primary", self)
        self.go_button.clicked.connect(self._go)
        self.leave_button = button("Cancel", parent=self)
        self.leave_button.clicked.connect(self.reject)
        self.busy = BusyLine(self)
        self.busy.setContentsMargins(em(2), 0, em(2), 0)
        rows.addWidget(self.busy)
        foot = side_by_side(self.go_button, self.leave_button, parent=self)
        foot.setContentsMargins(em(2), em(0.6), em(2), em(0.8))
        rows.addWidget(foot)
        self.banner = Banner(self)
        self.banner.close_button.hide()

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others."""
        self.page.add(widget)

    def fit(self, first: QWidget | None = None) -> None:
        """All that is asked has been added: the keyboard goes to *first*, or to the way out."""
        if self.banner.parentWidget() is self:
            self.page.add(self.banner)
        for each in reading_order(self.page.rows):
            before(each, self.go_button)
        self.resize(em(WIDTH), em(24))
        (first or self.leave_button).setFocus(Qt.FocusReason.OtherFocusReason)
        if self.isVisible():
            soon(self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enters(event, self.go_button if self.enter_goes else None):
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.page.fit_window(em(WIDTH))

    def grow(self, shown: QWidget) -> None:
        """Something has appeared: once it has its place the dialog grows with it, and it is in view."""
        soon(self, lambda: self._grown(shown))

    def _grown(self, shown: QWidget) -> None:
        self._fit()
        self.page.show_whole(shown)

    def run(self, words: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do *work* beside the window and say so meanwhile; an error is shown here and what was typed stays."""
        self.banner.clear()
        self._set_busy(words)
        self._work.start(work, lambda given: self._over(lambda: done(given)), self._failed, self)

    def reject(self) -> None:
        """Leave it; not while something is under way that cannot be taken back."""
        if not self._is_busy:
            super().reject()

    def show_done(self) -> None:
        """It is done: one button is left, and it closes."""
        self.go_button.hide()
        self.leave_button.setText("Close")
        self.fit(self.leave_button)

    def _do(self) -> None:
        """What the main button does."""
        raise NotImplementedError

    def _go(self) -> None:
        if not self._is_busy:
            self._do()

    def _over(self, go_on: Callable[[], None]) -> None:
        self._set_busy("")
        go_on()

    def _failed(self, error: BaseException) -> None:
        self._set_busy("")
        self.banner.show_error(error, retry=False)
        self.grow(self.banner)

    def _set_busy(self, words: str) -> None:
        self._is_busy = bool(words)
        if words:
            self._keyboard.hold((self.go_button, self.leave_button))
        self.go_button.setEnabled(not words)
        self.leave_button.setEnabled(not words)
        if words:
            self.busy.begin(words)
        else:
            self.busy.end()
            self._keyboard.give_back()
