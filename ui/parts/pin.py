"""The box a PIN is typed in: short, hidden, digits only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.parts.passphrase import PassphraseBox
from ui.theme import em


class PinBox(PassphraseBox):
    """A labelled line for a PIN; `entered` on Enter."""

    def __init__(self, words: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, hint, parent=parent)
        self.show_box.hide()
        self.line.setMaximumWidth(em(10))
        hints = Qt.InputMethodHint
        self.line.setInputMethodHints(hints.ImhDigitsOnly | hints.ImhSensitiveData | hints.ImhNoPredictiveText)
