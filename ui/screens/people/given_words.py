"""Four words to hand to somebody, shown once: they open the records until a passphrase of their own is chosen."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.parts import Card, announce, button, line
from ui.parts.sheet import side_by_side

HOW = (
    "Say them in person or by telephone, or hand them over on paper; never by e-mail. They are not shown again. "
    "At the first sign-in these words must be changed, so that you do not know the passphrase."
)


class GivenWords(Card):
    """The words, large, with a way to copy them."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Words for {name}", parent)
        self.words = line(words, "figure", self)
        self.add(self.words)
        copied = button("Copy", "link", self)
        copied.setAccessibleName("Copy the four words")
        copied.clicked.connect(self._copy)
        self.add(side_by_side(copied, parent=self))
        self.add(line(HOW, "body", self))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.text())
        announce(self, "Copied")
