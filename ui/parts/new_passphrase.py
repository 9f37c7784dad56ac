"""Choosing a new passphrase: four words drawn by chance, a box for them or for one's own, and how good it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fields.announce import announce
from ui.parts.passphrase import PassphraseBox
from ui.parts.sheet import side_by_side
from ui.parts.surfaces import Card
from ui.parts.words import button, line
from ui.theme import em

HINT = "The four words above, or at least 15 characters of your own"


class NewPassphrase(QWidget):
    """Four words are offered and never typed for the person: typing is how they are learned. `entered()` on Enter.

    They cannot be copied: no passphrase ever lies on the clipboard.
    """

    entered = Signal()

    def __init__(self, words: str = "Your passphrase", hint: str = HINT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw_words: Callable[[], str] | None = None
        self._judge: Callable[[str, str], str] | None = None
        self._name: Callable[[], str] = str
        self._early: Callable[[], None] | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(1.3))
        rows.addWidget(self._offer())
        self.box = PassphraseBox(words, hint, shown=True, parent=self)
        self.box.typed.connect(lambda _: self.say_strength())
        self.box.entered.connect(self.entered)
        rows.addWidget(self.box)
        self._good = line("", "hint", self)
        self.box.add(self._good)

    def _offer(self) -> QWidget:
        card = Card("Four words drawn for you", self)
        self.words = line("Drawing four words…", "figure", card)
        card.add(self.words)
        again = button("Draw four others", "link", card)
        again.clicked.connect(self.draw)
        card.add(side_by_side(again, parent=card))
        return card

    def give(
        self, draw: Callable[[], str], judge: Callable[[str, str], str], name: Callable[[], str] | None = None
    ) -> None:
        """Draw words and judge what is typed from now on; *name* tells for whom."""
        self._draw_words, self._judge, self._name = draw, judge, name or self._name
        self.draw()
        self.say_strength()
        early, self._early = self._early, None
        if early is not None:
            early()

    def when_ready(self, go_on: Callable[[], None]) -> None:
        """Do this once words can be drawn and judged: a button pressed before that is not pressed in vain."""
        if self._judge is None:
            self._early = go_on
        else:
            go_on()

    def draw(self) -> None:
        """Four others."""
        if self._draw_words is not None:
            self.words.setText(self._draw_words())
            announce(self, f"The four words: {self.words.text()}")

    def say_strength(self) -> None:
        """How good what was typed is, in one line."""
        if self._judge is not None:
            self._good.setText(self._judge(self.box.text(), self._name()))

    def forget(self) -> None:
        """Nothing of it is left on the screen."""
        self.box.forget()
        self.words.clear()
