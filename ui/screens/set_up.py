"""Setting up a laptop that is new: who works here, what for, and the passphrase that opens the records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from carer_desktop.forms.question import Choice, Question
from ui.fields import field
from ui.parts import Heading, announce, button, line
from ui.parts.flow import in_lines
from ui.parts.new_passphrase import NewPassphrase
from ui.parts.sheet import Sheet
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import on_screen

PURPOSE = Question(
    "purpose", "purpose", "set_up", "choice", "What will you use it for?", required="C",
    choices=(Choice("real", "My own work, with real people"), Choice("demo", "To try it, with made-up people only")),
)  # fmt: skip
NAME = Question("name", "name", "set_up", "name", "Your full name", hint="As your colleagues know you", required="C")
KEEP = "Write it down and keep it safe."
OFFERED = "The next page offers a rescue sheet: without one nobody else can let you in."


class SetUpScreen(Sheet):
    """Asks for name, purpose and passphrase. `set_up_asked(name, passphrase, demo)`.

    `other_asked()` for records that lie elsewhere, `copy_asked()` for a copy from the second place, `left()` back where
    it was come to from another page.
    """

    set_up_asked = Signal(str, str, bool)
    other_asked = Signal()
    copy_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=34, spacing=1.1)
        self._keyboard = WaitingKeyboard(self)
        self.add(Heading("Set up this laptop"))
        self.add(line("Your records are locked on this laptop. Only your passphrase opens them.", "hint"))
        self.name = field(NAME)
        self.add(self.name)
        self.purpose = field(PURPOSE)
        self.add(self.purpose)
        self.choice = NewPassphrase()
        self.passphrase = self.choice.box
        self.choice.entered.connect(self._ask)
        self.name.answered.connect(lambda *_: self.choice.say_strength())
        for made in (self.name, self.purpose):
            made.answered.connect(lambda _place, plain, made=made: made.show_problem(None) if plain else None)
        self.passphrase.typed.connect(self._typed)
        self.add(self.choice)
        self._keep = line(KEEP, "body")
        self.purpose.answered.connect(lambda *_: self._say_what_follows())
        self.add(self._keep)
        self.set_up_button = button("Set up this laptop", "primary")
        self.set_up_button.clicked.connect(self._ask)
        other = button("Open other records…", "link")
        other.clicked.connect(self.other_asked)
        copy = button("Open a copy with the rescue sheet…", "link")
        copy.clicked.connect(self.copy_asked)
        self.back_button = button("Back", "link")
        self.back_button.clicked.connect(self.left)
        self.back_button.hide()
        self.add(in_lines(self.set_up_button, other, self.back_button))
        self.add(in_lines(copy))
        self._asking = (self.set_up_button, other, self.back_button, copy)
        self._progress = line("", "hint")
        self.add(self._progress)

    def give_words(self, new_words: Callable[[], str], strength: Callable[[str, str], str]) -> None:
        """The sealing is loaded: draw words and judge what is typed from now on."""
        self.choice.give(new_words, strength, self._name)

    def begin(self) -> None:
        """The keyboard goes where typing begins."""
        self.name.focus_first()

    def forget(self) -> None:
        """Nothing of the passphrase is left on the screen."""
        self.choice.forget()

    def show_progress(self, words: str) -> None:
        """Say what is going on; empty words: it is over."""
        self._progress.setText(words)
        if words:
            self._keyboard.hold(self._asking)
        for each in self._asking:
            each.setEnabled(not words)
        if words:
            announce(self, words)
        else:
            self._keyboard.give_back()

    def show_error(self, error: BaseException) -> None:
        """Say in words why the laptop could not be set up."""
        self.show_progress("")
        what, mend = (error.what, error.mend) if isinstance(error, CarerError) else ("The program met an error", "")
        words = on_screen(f"{what.rstrip('.')}. {mend}".strip())
        self.passphrase.show_problem(words)
        self.bring_into_view(self.passphrase)
        announce(self, f"Error: {words}", urgent=True)

    def _say_what_follows(self) -> None:
        """Practice records have no page of the rescue sheet."""
        self._keep.setText(f"{KEEP} {OFFERED}" if self.purpose.answer == "real" else KEEP)

    def _typed(self, words: str) -> None:
        """What was said to be missing is there now; what was refused is another try."""
        if words:
            self.passphrase.show_problem("")

    def _name(self) -> str:
        self.name.flush()
        return str(self.name.answer or "")

    def _ask(self) -> None:
        if self.set_up_button.isEnabled():
            self.choice.when_ready(self._check)

    def _check(self) -> None:
        name, purpose = self._name(), self.purpose.answer
        self.name.show_problem(None if name else "Enter your full name")
        self.purpose.show_problem(None if purpose else "Select what you will use it for")
        self.passphrase.show_problem("" if self.passphrase.text() else "Enter your passphrase")
        for missing, wrong in ((not name, self.name), (not purpose, self.purpose)):
            if missing:
                wrong.focus_first()
                self.bring_into_view(wrong)
                announce(self, wrong.problem, urgent=True)
                return
        if not self.passphrase.text():
            self.bring_into_view(self.passphrase)
            return
        self.show_progress("Setting up. This takes a few seconds.")
        self.set_up_asked.emit(name, self.passphrase.text(), purpose == "demo")
