"""Setting up a laptop that is new: who works here, what for, and the passphrase that opens the records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from carer_desktop.forms.question import Choice, Question
from ui.fields import field
from ui.parts import Card, Heading, announce, button, line
from ui.parts.passphrase import PassphraseBox
from ui.parts.sheet import Sheet, side_by_side
from ui.parts.words import on_screen

PURPOSE = Question(
    "purpose", "purpose", "set_up", "choice", "What will you use it for?", required="C",
    choices=(Choice("real", "My own work, with real people"), Choice("demo", "To try it, with made-up people only")),
)  # fmt: skip
NAME = Question("name", "name", "set_up", "name", "Your full name", hint="As your colleagues know you", required="C")
HINT = "The four words above, or at least 15 characters of your own"


class SetUpScreen(Sheet):
    """Asks for name, purpose and passphrase. `set_up_asked(name, passphrase, demo)`, `other_asked()`."""

    set_up_asked = Signal(str, str, bool)
    other_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=34, spacing=1.3)
        self._new_words: Callable[[], str] | None = None
        self._strength: Callable[[str, str], str] | None = None
        self.add(Heading("Set up this laptop"))
        self.add(line("Your records are kept on this laptop, locked. Only your passphrase opens them.", "hint"))
        self.name = field(NAME)
        self.name.answered.connect(lambda *_: self._say_strength())
        self.add(self.name)
        self.purpose = field(PURPOSE)
        self.add(self.purpose)
        self.add(self._offer())
        self.passphrase = PassphraseBox("Your passphrase", HINT, shown=True)
        self.passphrase.typed.connect(lambda _: self._say_strength())
        self.passphrase.entered.connect(self._ask)
        self.add(self.passphrase)
        self._good = line("", "hint")
        self.passphrase.add(self._good)
        self.add(line("Nobody can open your records without it, not even IT. Write it down and keep it safe.", "body"))
        self.set_up_button = button("Set up this laptop", "primary")
        self.set_up_button.clicked.connect(self._ask)
        other = button("Open other records…", "link")
        other.clicked.connect(self.other_asked)
        self.add(side_by_side(self.set_up_button, other))
        self._progress = line("", "hint")
        self.add(self._progress)

    def _offer(self) -> QWidget:
        card = Card("Four words drawn for you")
        self.words = line("Drawing four words…", "figure", card)
        card.add(self.words)
        again = button("Draw four others", "link", card)
        again.clicked.connect(self._draw)
        copied = button("Copy", "link", card)
        copied.setAccessibleName("Copy the four words")
        copied.clicked.connect(self._copy)
        card.add(side_by_side(again, copied, parent=card))
        return card

    def give_words(self, new_words: Callable[[], str], strength: Callable[[str, str], str]) -> None:
        """The sealing is loaded: draw words and judge what is typed from now on."""
        self._new_words, self._strength = new_words, strength
        self._draw()
        self._say_strength()

    def begin(self) -> None:
        """The keyboard goes where typing begins."""
        self.name.focus_first()

    def show_progress(self, words: str) -> None:
        """Say what is going on; empty words: it is over."""
        self._progress.setText(words)
        self.set_up_button.setEnabled(not words)
        if words:
            announce(self, words)

    def show_error(self, error: BaseException) -> None:
        """Say in words why the laptop could not be set up."""
        self.show_progress("")
        what, mend = (error.what, error.mend) if isinstance(error, CarerError) else ("The program met an error", "")
        words = on_screen(f"{what.rstrip('.')}. {mend}".strip())
        self.passphrase.show_problem(words)
        announce(self, f"Error: {words}", urgent=True)

    def _draw(self) -> None:
        if self._new_words is not None:
            self.words.setText(self._new_words())
            announce(self, f"The four words: {self.words.text()}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.text())
        announce(self, "Copied")

    def _say_strength(self) -> None:
        if self._strength is not None:
            self._good.setText(self._strength(self.passphrase.text(), self._name()))

    def _name(self) -> str:
        self.name.flush()
        return str(self.name.answer or "")

    def _ask(self) -> None:
        if not self.set_up_button.isEnabled() or self._strength is None:
            return
        name, purpose = self._name(), self.purpose.answer
        self.name.show_problem(None if name else "Enter your full name")
        self.purpose.show_problem(None if purpose else "Select what you will use it for")
        self.passphrase.show_problem("" if self.passphrase.text() else "Enter your passphrase")
        for missing, wrong in ((not name, self.name), (not purpose, self.purpose)):
            if missing:
                wrong.focus_first()
                announce(self, wrong.problem, urgent=True)
                return
        if not self.passphrase.text():
            return
        self.show_progress("Setting up. This takes a few seconds.")
        self.set_up_asked.emit(name, self.passphrase.text(), purpose == "demo")
