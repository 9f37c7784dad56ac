"""What is going on while something takes longer than a moment, and for how long it has been going on."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QWidget

from ui.fields.announce import announce
from ui.fields.label import Label

SECOND_MS = 1_000


class BusyLine(Label):
    """One line: the words, and after a second how many have passed, so that nobody thinks it has stopped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "hint", parent)
        self._words = ""
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self._count)
        self.hide()

    def begin(self, words: str) -> None:
        """Something is going on; said aloud once."""
        self._words = words
        self.setText(words)
        self.show()
        self._since.start()
        self._timer.start()
        announce(self, words)

    def go_on(self, words: str) -> None:
        """The same, and how far it is; not said aloud again."""
        self._words = words
        self._count()

    def end(self) -> None:
        """It is over."""
        self._timer.stop()
        self.setText("")
        self.hide()

    def _count(self) -> None:
        seconds = self._since.elapsed() // SECOND_MS
        so_far = f" {seconds} seconds so far" if seconds > 1 else ""
        self.setText(f"{self._words}{so_far}")
