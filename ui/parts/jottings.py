"""A plain page to type on as people talk; each paragraph begins with the time."""

from __future__ import annotations

import re

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carer_desktop.clock import Clock, SystemClock
from ui.fields import PAUSE_MS, announce
from ui.fields.long_text import TextBox
from ui.parts.heading import Heading
from ui.parts.words import button, line
from ui.theme import em

_MARK = re.compile(r"^\d\d:\d\d  ", re.MULTILINE)


class JottingBox(TextBox):
    """A text box that puts the time in front of a new paragraph as its first letter is typed."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text().strip() and not self.textCursor().block().text().strip():
            self.insertPlainText(f"{self._clock.now().astimezone():%H:%M}  ")
        super().keyPressEvent(event)


class JottingsPage(QWidget):
    """Jottings of one record: `jotted(text)` after a pause, `use_asked(words)` for the words selected."""

    jotted = Signal(str)
    use_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, clock: Clock | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1.5), em(1.2), em(1.5), em(1.2))
        rows.setSpacing(em(0.5))
        rows.addWidget(Heading("Jottings", 1, self))
        told = "In no document. They can be asked for like any record, and are removed when this is sent."
        rows.addWidget(line(told, "hint", self))
        self.box = JottingBox(clock or SystemClock(), self)
        self.box.setAccessibleName("Jottings")
        rows.addWidget(self.box, 1)
        foot = QHBoxLayout()
        self.use_button = button("Use selected words for…", parent=self)
        self.use_button.setEnabled(False)
        self.use_button.clicked.connect(self._use)
        foot.addWidget(self.use_button)
        foot.addStretch(1)
        rows.addLayout(foot)
        self._kept = ""
        self._showing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self.box.textChanged.connect(self._typed)
        self.box.selectionChanged.connect(self._selected)

    def show_text(self, text: str) -> None:
        """Show jottings from the record, unless the person is typing."""
        if self._timer.isActive() or text == self._kept:
            return
        self._showing = True
        self._kept = text
        self.box.put(text)
        self.box.moveCursor(QTextCursor.MoveOperation.End)
        self._showing = False

    def text(self) -> str:
        """All jottings as they stand."""
        return self.box.words()

    def flush(self) -> None:
        """What was typed but not yet said is told now."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def mark_used(self, question: str) -> None:
        """Write behind the selected words what they were used for."""
        cursor = self.box.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        cursor.insertText(f" [used for: {question}]")
        announce(self, f"Used for {question}")

    def _typed(self) -> None:
        if not self._showing and not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        text = self.text()
        if text != self._kept:
            self._kept = text
            self.jotted.emit(text)

    def _selected(self) -> None:
        self.use_button.setEnabled(self.box.textCursor().hasSelection())

    def _use(self) -> None:
        words = self.box.textCursor().selectedText().replace("\u2029", "\n")
        self.use_asked.emit(_MARK.sub("", words).strip())
