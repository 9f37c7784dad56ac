"""The first window of every day: the passphrase, and the records are open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from ui.fields.line_edit import LineEdit
from ui.parts import Heading, announce, button, line
from ui.parts.passphrase import PassphraseBox
from ui.parts.pin import PinBox
from ui.parts.sheet import Sheet, side_by_side
from ui.parts.words import on_screen
from ui.session.pin import pin_problem
from ui.theme import em

PIN_HINT = "4 digits or more. It brings you back quickly when the window has been covered"
AFTER_LOCK = "Locked. Everything you had typed is saved. Sign in to go on where you were."


class UnlockScreen(Sheet):
    """Asks for the passphrase, and for the name where several people use the records.

    `unlock_asked(name, passphrase)`, `other_asked()` for records that lie elsewhere.
    """

    unlock_asked = Signal(str, str)
    other_asked = Signal()

    def __init__(self, where: str, after_lock: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=30)
        self.rows.insertSpacing(0, em(3))
        self.add(Heading("Open your records"))
        about = f"They are kept locked in {where}" if where else "They are kept locked on this laptop."
        self.add(line(AFTER_LOCK if after_lock else about, "hint"))
        self._who = line("Your name", "question")
        self.name = LineEdit()
        self.name.setMaximumWidth(em(28))
        self._who.setBuddy(self.name)
        self._who.hide()
        self.name.hide()
        self.add(self._who)
        self.add(self.name)
        self.passphrase = PassphraseBox("Your passphrase")
        self.passphrase.entered.connect(self._ask)
        self.add(self.passphrase)
        self.pin = PinBox("PIN for today (optional)", PIN_HINT)
        self.pin.entered.connect(self._ask)
        self.add(self.pin)
        self.open_button = button("Open", "primary")
        self.open_button.clicked.connect(self._ask)
        other = button("Open other records…", "link")
        other.clicked.connect(self.other_asked)
        self.add(side_by_side(self.open_button, other))
        self._progress = line("", "hint")
        self.add(self._progress)

    def ask_name(self, several: bool) -> None:
        """Ask who is signing in; needed only where several people may."""
        self._who.setVisible(several)
        self.name.setVisible(several)

    def begin(self) -> None:
        """The keyboard goes where typing begins."""
        (self.passphrase.line if self.name.isHidden() else self.name).setFocus()

    def show_progress(self, words: str) -> None:
        """Say what is going on; nothing can be asked for meanwhile. Empty words: it is over."""
        self._progress.setText(words)
        self.open_button.setEnabled(not words)
        self.passphrase.line.setReadOnly(bool(words))
        self.pin.line.setReadOnly(bool(words))
        if words:
            announce(self, words)

    def show_error(self, error: BaseException) -> None:
        """Say in words why the records stay locked; what was typed stays selected."""
        self.show_progress("")
        what, mend = (error.what, error.mend) if isinstance(error, CarerError) else ("The program met an error", "")
        words = on_screen(f"{what.rstrip('.')}. {mend}".strip())
        if self.name.isHidden() and "passphrase" in what:
            words = "This passphrase does not open your records. Check it and try again."
        self.passphrase.show_problem(words)
        announce(self, f"Error: {words}", urgent=True)

    def take_pin(self) -> str:
        """The PIN that was chosen, or nothing; it is gone from the screen."""
        pin = self.pin.text()
        self.pin.forget()
        return pin

    def _ask(self) -> None:
        if not self.open_button.isEnabled():
            return
        if not self.passphrase.text():
            self.passphrase.show_problem("Enter your passphrase")
            return
        self.passphrase.show_problem("")
        problem = pin_problem(self.pin.text()) if self.pin.text() else ""
        self.pin.show_problem(problem)
        if problem:
            announce(self, f"Error: {problem}", urgent=True)
            return
        self.show_progress("Opening your records. This takes about a second.")
        self.unlock_asked.emit(self.name.text().strip(), self.passphrase.text())
