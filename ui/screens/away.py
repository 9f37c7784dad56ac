"""Records that cannot be reached from here: where they were, what bars the way, and trying again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.damage import Damage
from ui.parts import Card, Heading, announce, button, line
from ui.parts.flow import in_lines
from ui.parts.sheet import Sheet
from ui.parts.words import on_screen, path_line

TITLE = "Your records cannot be reached"
THEN = "Nothing was written. If trying again does not help, ask IT."
TRYING = "Trying to reach them. This can take a while."
NEW = "New records begin empty. What is in the old ones stays there, wherever they are."


class AwayScreen(Sheet):
    """`retry_asked()`, `other_asked()` for records that lie elsewhere, `new_asked()` to begin with empty ones."""

    help_page = "trouble"

    retry_asked = Signal()
    other_asked = Signal()
    new_asked = Signal()

    def __init__(self, path: Path, found: Damage, tried: datetime | None = None, parent: QWidget | None = None) -> None:
        """*tried*: when somebody has tried again and this was still so."""
        super().__init__(parent, width=40)
        self._is_trying = False
        self._said = on_screen(found.said)
        self._tried = f"Tried again at {tried.astimezone():%H:%M:%S}: they still cannot be reached." if tried else ""
        self.add(Heading(TITLE))
        wrong = Card("What is wrong", self)
        wrong.add(path_line(f"Your records were in {path}", "body", wrong))
        wrong.add(line(self._said, "body", wrong))
        self.add(wrong)
        self.add(line(THEN, "strong"))
        self._error = line("", "error")
        self._error.hide()
        self.add(self._error)
        self.retry_button = button("Try again", "primary")
        self.retry_button.clicked.connect(self._retry)
        other = button("Open other records…", "link")
        other.clicked.connect(self.other_asked)
        self.new_button = button("Set up new records", "link")
        self.new_button.clicked.connect(self.new_asked)
        self.add(in_lines(self.retry_button, other, self.new_button))
        self.tried = line(self._tried, "body")  # below the button: that does not move under the mouse
        self.add(self.tried)
        self.tried.setVisible(bool(self._tried))
        self.add(line(NEW, "hint"))

    def begin(self) -> None:
        """The keyboard goes to the first way on."""
        self.retry_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._tried or f"{TITLE}. {self._said}", urgent=True)

    def show_error(self, error: BaseException) -> None:
        """Looking again has met an error of its own; it is said, and trying again stays."""
        words = on_screen(str(error)) if isinstance(error, CarerError) else "The program met an error"
        self._is_trying = False
        self.tried.hide()
        self._error.setText(f"Error: {words}")
        self._error.show()
        announce(self, self._error.text(), urgent=True)

    def forget(self) -> None:
        """Nothing secret stands here."""

    def _retry(self) -> None:
        """The button keeps the keyboard: were it grey, another Enter would press the one beside it."""
        if self._is_trying:
            return
        self._is_trying = True
        self._error.hide()
        self.tried.setText(TRYING)
        self.tried.show()
        announce(self, TRYING)
        self.retry_asked.emit()
