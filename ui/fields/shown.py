"""Questions nobody answers: what the program works out, and notes to read."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.assessment import Plain
from ui.fields.base import Field
from ui.fields.label import plain_label
from ui.fields.words import answer_words
from ui.theme import em, set_role


class CalculatedField(Field):
    """A value the program works out from other answers, on the page once there is one; read, not changed."""

    grouped = True

    def _make_body(self) -> QWidget:
        self._line = plain_label("", "reading", self)
        return self._line

    def _set(self, plain: Plain | None) -> None:
        self._line.setText("" if plain is None else answer_words(self.question, plain))

    def _read(self) -> Plain | None:
        return self._answer

    def _editors(self) -> list[QWidget]:
        return []

    def set_read_only(self, read_only: bool) -> None:
        """It is never anything else."""

    def _name(self) -> None:
        self._label.setText(self.label_text())


class MessageField(Field):
    """A note between the questions."""

    grouped = True

    def _make_body(self) -> QWidget:
        self._label.hide()
        body = QFrame(self)
        set_role(body, "note")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(em(0.9), em(0.6), em(0.9), em(0.6))
        self._words = plain_label("", "note-words", body)
        rows.addWidget(self._words)
        return body

    def _set(self, plain: Plain | None) -> None:
        """A note holds no answer."""

    def _read(self) -> Plain | None:
        return None

    def _editors(self) -> list[QWidget]:
        return []

    def set_read_only(self, read_only: bool) -> None:
        """It is never anything else."""

    def _name(self) -> None:
        self._words.setText(self.label_text())
