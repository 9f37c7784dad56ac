"""Calm surfaces to put things on: a card, a note, and what stands where there is nothing yet."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.parts.heading import Heading
from ui.parts.words import line
from ui.theme import em, set_role


class Card(QFrame):
    """A surface with an optional heading; add widgets to `rows`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(em(1), em(0.8), em(1), em(0.8))
        self.rows.setSpacing(em(0.4))
        if title:
            self.rows.addWidget(Heading(title, 3, self))

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others."""
        self.rows.addWidget(widget)


class Note(QFrame):
    """An amber note: something to look at, not an error."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "note")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(0.9), em(0.5), em(0.9), em(0.5))
        self._words = line(text, "note-words", self)
        rows.addWidget(self._words)

    def say(self, text: str) -> None:
        """Change the words."""
        self._words.setText(text)


class EmptyState(QWidget):
    """What stands where there is nothing yet: what this place is for."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, em(1), 0, em(1))
        rows.setSpacing(em(0.5))
        rows.addWidget(Heading(title, 2, self))
        self._words = line(text, "hint", self)
        rows.addWidget(self._words)

    @property
    def words(self) -> str:
        """What stands below the title."""
        return self._words.text()

    def say(self, text: str) -> None:
        """Change the words below the title."""
        self._words.setText(text)
