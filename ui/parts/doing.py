"""What a page is doing beside the window: what is under way, what came of it, what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.background import SlowWork
from ui.fields.announce import announce
from ui.parts.banner import Banner
from ui.parts.busy_line import BusyLine
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import line
from ui.theme import em

T = TypeVar("T")


class Doing(QWidget):
    """One piece of slow work at a time; what it holds cannot be used meanwhile. `told()` when it says something.

    The keyboard waits on the page, where Enter does nothing, and not on whatever may be used next.
    """

    told = Signal()

    def __init__(self, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._held: tuple[QWidget, ...] = ()
        self._keyboard = WaitingKeyboard(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.6))
        self.busy = BusyLine(self)
        self.said = line("", "strong", self)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.hide()
        self.banner = Banner(self)
        self.banner.closed.connect(self._fit)
        for each in (self.busy, self.said, self.banner):
            rows.addWidget(each)
        self._fit()

    def hold(self, *widgets: QWidget) -> None:
        """These cannot be used while something is under way."""
        self._held = widgets

    def begin_at(self, widget: QWidget) -> None:
        """The keyboard goes to this one, as soon as it can be used."""
        if widget in self._held and not widget.isEnabled():
            self._keyboard.begin_at(widget)
        else:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self, words: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do *work* beside the window and say so meanwhile; *done* follows, or an error in words."""
        self.banner.clear()
        self.said.hide()
        self._set_busy(words)
        self._work.start(work, lambda given: self._over(lambda: done(given)), self.fail, self)

    @property
    def would_wait(self) -> bool:
        """Whether what is run now begins only once something else is done, such as a backup."""
        return self._work.would_wait

    def say(self, words: str) -> None:
        """What came of it."""
        self.said.setText(words)
        self.said.show()
        self._fit()
        self.told.emit()
        announce(self, words)

    def fail(self, error: BaseException) -> None:
        """It went wrong: why, and how to mend it."""
        self._set_busy("")
        self.banner.show_error(error, retry=False)
        self._fit()
        self.told.emit()

    def _over(self, go_on: Callable[[], None]) -> None:
        self._set_busy("")
        go_on()

    def _set_busy(self, words: str) -> None:
        if words:
            self._keyboard.hold(self._held)
        for each in self._held:
            each.setEnabled(not words)
        if words:
            self.busy.begin(words)
        else:
            self.busy.end()
            self._keyboard.give_back()
        self._fit()

    def _fit(self) -> None:
        """It takes no room while it has nothing to say."""
        self.setVisible(any(not each.isHidden() for each in (self.busy, self.said, self.banner)))
