"""A line of text as every one-line answer uses it: a paste is folded to one line, undo is kept."""

from __future__ import annotations

import re

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from carer_desktop.text import clean_text
from ui.fields.keys import is_command

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class LineEdit(QLineEdit):
    """A line that folds pasted line breaks and control characters to spaces; undo is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self.textEdited.connect(self._fold)
        self.textChanged.connect(self._note)

    def _note(self) -> None:
        text = self.text()  # whoever listens may have changed it again
        if _BREAKS.search(text) is None:
            self._before = text

    def _fold(self, text: str) -> None:
        """Take a paste with line breaks back and put it in again on one line."""
        if _BREAKS.search(text) is None:
            return
        at, before, put = self.cursorPosition(), self._before, self._put_in(text)
        self.undo()
        if self.text() == before:
            start, after = at - len(put), len(text) - at
            self.setSelection(start, len(before) - after - start)
        else:
            put = text
            self.selectAll()
        self.insert(_BREAKS.sub(" ", clean_text(put)))

    def _put_in(self, text: str) -> str:
        """What was typed or pasted just now, of what stands here since."""
        at = self.cursorPosition()
        return text[len(_shared_start(self._before[: len(self._before) - len(text) + at], text[:at])) : at]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_command(self, event, self.isUndoAvailable()):
            super().keyPressEvent(event)

    def put(self, text: str) -> None:
        """Show another text; what was there can be had back with undo unless the box was empty."""
        if text == self.text():
            return
        with QSignalBlocker(self):  # what the program shows is not typed
            if not self.text():
                self.setText(text)
            else:
                self.selectAll()
                self.insert(text) if text else self.del_()
                self.deselect()
        self._before = text


def _shared_start(one: str, other: str) -> str:
    """The beginning both texts share."""
    length = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:length]
