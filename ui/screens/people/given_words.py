"""Four words to hand to somebody, shown once: they open the records until a passphrase of their own is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.parts import Card, line

HOW = (
    "Say them in person or by telephone, or hand them over on paper; never by e-mail. They are not shown again. "
    "At the first sign-in these words must be changed, so that you do not know the passphrase."
)


class GivenWords(Card):
    """The words, large, with how to hand them over; they cannot be copied."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Words for {name}", parent)
        self.words = line(words, "figure", self)
        self.add(self.words)
        self.add(line(HOW, "body", self))
