"""Choosing one's own passphrase: at once after words were given by somebody else, or at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.sign_in import NotOpened
from ui.background import SlowWork
from ui.parts import Heading, Note, announce, button, line
from ui.parts.busy_line import BusyLine
from ui.parts.new_passphrase import NewPassphrase
from ui.parts.passphrase import PassphraseBox
from ui.parts.sheet import Sheet, side_by_side
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import on_screen

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

GIVEN = "You signed in with words that somebody gave you. Choose a passphrase that only you know; then go on."
COPIES = (
    "Backups made before today still open with the old passphrase, until they are removed after 35 days. If you think "
    "that somebody knows it, tell your access lead: they can change the key."
)


class OwnPassphraseScreen(Sheet):
    """Asks for the passphrase until now and a new one. `done()`, `left()`; where one *must* be chosen, no way back."""

    help_page = "people"

    done = Signal()
    left = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, must: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=36, spacing=1.1)
        self._caseload, self._work = caseload, work
        self.add(Heading("Choose your own passphrase" if must else "Change your passphrase"))
        self.add(Note(GIVEN) if must else line(caseload.me.name, "hint"))
        self.old = PassphraseBox("The words you were given" if must else "Your passphrase until now")
        self.add(self.old)
        self.choice = NewPassphrase("Your new passphrase")
        self.choice.entered.connect(self._ask)
        self.add(self.choice)
        self.add(line(COPIES, "hint"))
        self.change_button = button("Use the new passphrase", "primary")
        self.change_button.clicked.connect(self._ask)
        buttons = [self.change_button]
        if not must:
            back = button("Leave it as it is", "link")
            back.clicked.connect(self.left)
            buttons.append(back)
        self.add(side_by_side(*buttons))
        self.busy = BusyLine()
        self._keyboard = WaitingKeyboard(self)
        self.add(self.busy)
        self._give_words()

    def _give_words(self) -> None:
        from carer_desktop.caseload import new_passphrase, passphrase_strength

        self.choice.give(new_passphrase, passphrase_strength, lambda: self._caseload.me.name)

    def begin(self) -> None:
        """The keyboard goes where typing begins."""
        self.old.line.setFocus()

    def _ask(self) -> None:
        if not self.change_button.isEnabled():
            return
        old, new = self.old.text(), self.choice.box.text()
        self.choice.box.show_problem("" if new else "Enter your new passphrase")
        self.old.show_problem("" if old else "Enter the passphrase until now")
        if not (old and new):
            return
        self._set_busy("Changing it. This takes about two seconds.")
        self._work.start(
            lambda: self._caseload.people.change_my_passphrase(old, new), lambda _: self._changed(), self._failed, self
        )

    def _changed(self) -> None:
        self._set_busy("")
        self.old.forget()
        self.choice.forget()
        announce(self, "Your passphrase is changed")
        self.done.emit()

    def _failed(self, error: BaseException) -> None:
        self._set_busy("")
        if isinstance(error, NotOpened):
            wait = f" Wait {error.seconds} seconds before the next try." if error.seconds else ""
            words, box = f"This is not your passphrase until now.{wait}", self.old
        elif isinstance(error, CarerError):
            words, box = on_screen(f"{error.what.rstrip('.')}. {error.mend}".strip()), self.choice.box
        else:
            words, box = "The program met an error. Your passphrase is as it was.", self.choice.box
        box.show_problem(words)
        announce(self, f"Error: {words}", urgent=True)

    def _set_busy(self, words: str) -> None:
        if words:
            self._keyboard.hold((self.change_button,))
        self.change_button.setEnabled(not words)
        if words:
            self.busy.begin(words)
        else:
            self.busy.end()
            self._keyboard.give_back()
