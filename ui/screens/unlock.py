"""The first window of every day: the passphrase, and the records are open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.sign_in import NotOpened
from ui.background import soon
from ui.fields.line_edit import LineEdit
from ui.fields.order import put_in_order
from ui.parts import Heading, announce, button, line
from ui.parts.passphrase import PassphraseBox
from ui.parts.pin import PinBox
from ui.parts.sheet import Sheet, side_by_side
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import on_screen
from ui.session.pin import pin_problem
from ui.theme import em, mark

if TYPE_CHECKING:
    from ui.fields import Field

AFTER_LOCK = "Locked. Everything you had typed is saved. Sign in to go on where you were."
OPEN = "These records are already open in another window. Close that window, then sign in here."
WRONG_ALONE = "This passphrase does not open your records. Check it and try again."
WRONG = "This name and passphrase do not open the records. Check both and try again."
ASKS_NAME = "Several people use these records, so your name is needed too."
OPENING = "Opening your records. This takes about a second."
OPENING_LONG = "This takes longer than usual. Your records are being checked: up to a minute where there are many."
LONG_MS = 3_000
MINUTE = 60


def wait_words(seconds: int) -> str:
    """How long to wait, as people say it.

    >>> wait_words(8), wait_words(1), wait_words(300)
    ('Try again in 8 seconds', 'Try again in 1 second', 'Try again in 5 minutes')
    """
    if seconds > 2 * MINUTE:
        return f"Try again in {-(-seconds // MINUTE)} minutes"
    return f"Try again in {seconds} second{'s' * (seconds != 1)}"


class UnlockScreen(Sheet):
    """Asks for the passphrase, and for the name where several people use the records.

    Where that is not known from the last time, the name comes in later and the caret stays: nobody looks up while they
    type, and a passphrase must not end up where it can be read.

    `unlock_asked(name, passphrase)`, `other_asked()` for records that lie elsewhere, `forgotten_asked()`.
    """

    help_page = "trouble"

    unlock_asked = Signal(str, str)
    other_asked = Signal()
    forgotten_asked = Signal()

    def __init__(
        self, where: str, after_lock: bool = False, several: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=30)
        self._keyboard = WaitingKeyboard(self)
        self.rows.insertSpacing(0, em(2))
        self.add(Heading("Open your records"))
        about = f"They are kept locked in {where}" if where else "They are kept locked on this laptop."
        self.add(line(AFTER_LOCK if after_lock else about, "hint"))
        self._open = line(OPEN, "strong")
        self._open.hide()
        self.add(self._open)
        self._several, self._came_late = several, False
        self._is_known = False  # whether the records were looked at: nothing is opened before
        self._choice: Field | None = None
        self._also = line(ASKS_NAME, "strong")
        self._also.hide()
        self.add(self._also)
        self.add(self._make_who())
        self.passphrase = PassphraseBox("Your passphrase")
        self.passphrase.entered.connect(self._ask)
        self.add(self.passphrase)
        self._wait = line("", "strong")
        self._wait.hide()
        self.add(self._wait)
        self.pin = PinBox(
            "PIN for today (optional)", "4 digits or more. It takes the cover away until you sign in again"
        )
        self.pin.entered.connect(self._ask)
        self.add(self.pin)
        self._add_buttons()
        self._progress = line("", "hint")
        self.add(self._progress)
        self._said_minutes = 0
        self._set_times()

    def _set_times(self) -> None:
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_MS)
        self._long.timeout.connect(self._say_long)
        self._until = QDeadlineTimer(0)
        self._ticking = QTimer(self)
        self._ticking.setInterval(250)
        self._ticking.timeout.connect(self._count_down)

    def _make_who(self) -> QWidget:
        self._who = QWidget(self)
        rows = QVBoxLayout(self._who)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.3))
        label = line("Your name", "question", self._who)
        self._who_error = line("", "error", self._who)
        self._who_error.hide()
        self.name = LineEdit(self._who)
        self.name.setAccessibleName("Your name")
        self.name.setMaximumWidth(em(28))
        label.setBuddy(self.name)
        self.name.returnPressed.connect(self._name_entered)
        for widget in (label, self._who_error, self.name):
            rows.addWidget(widget)
        self._who.setVisible(self._several)
        return self._who

    def _add_buttons(self) -> None:
        self.open_button = button("Open", "primary")
        self.open_button.clicked.connect(self._ask)
        other = button("Open other records…", "link")
        other.clicked.connect(self.other_asked)
        self.add(side_by_side(self.open_button, other))
        self.forgotten = button("Somebody forgot the passphrase", "link")
        self.forgotten.clicked.connect(self.forgotten_asked)
        self.add(side_by_side(self.forgotten))

    def ask_name(self, several: bool, names: Sequence[str] = ()) -> None:
        """Ask who is signing in, where several people may; *names* to choose from where the access lead shows them.

        The caret stays where it is, unless its field goes. Whoever has asked to open meanwhile goes on now.
        """
        caret_in_name, typed = self.focusWidget() is self.name, bool(self.name.text())
        asked_already = self._several
        self._came_late = self._came_late or (several and not asked_already)
        self._several = several or (asked_already and typed)
        if several and names and self._choice is None and not typed:
            self._choice = _choice_of(names, self)
            self.rows.insertWidget(self.rows.indexOf(self._who), self._choice)
            put_in_order(self.rows, self.passphrase.line)
        self._who.setVisible(self._several and self._choice is None)
        if caret_in_name and self._who.isHidden():
            self.begin()
        waited, self._is_known = self._waits_for_look, True
        if waited:
            self._go_on()

    def show_open(self, is_open: bool) -> None:
        """Say at once whether the records are open in another window; the passphrase is asked for all the same."""
        self._open.setVisible(is_open)
        if is_open:
            announce(self, OPEN, urgent=True)

    def begin(self) -> None:
        """The keyboard goes where typing begins."""
        if self._choice is not None:
            self._choice.focus_first()
        else:
            (self.name if self._several else self.passphrase.line).setFocus()

    def show_progress(self, words: str) -> None:
        """Say what is going on; nothing can be asked for meanwhile. Empty words: it is over."""
        self._progress.setText(words)
        if words:
            self._long.start()
            self._keyboard.hold((self.open_button,))
        else:
            self._long.stop()
        self.open_button.setEnabled(not words)
        self.passphrase.line.setReadOnly(bool(words))
        self.pin.line.setReadOnly(bool(words))
        if words:
            announce(self, words)
        else:
            self._keyboard.give_back()

    def show_error(self, error: BaseException) -> None:
        """Say in words why the records stay locked; what was typed stays selected."""
        self.show_progress("")
        self._is_known = True  # or it cannot be: nothing is waited for any more
        what, mend = (error.what, error.mend) if isinstance(error, CarerError) else ("The program met an error", "")
        words = on_screen(f"{what.rstrip('.')}. {mend}".strip())
        seconds = error.seconds if isinstance(error, NotOpened) else 0
        if isinstance(error, NotOpened):
            wrong = WRONG if self._several else WRONG_ALONE
            words = "There were too many wrong tries." if "too many" in what else wrong
        self.passphrase.show_problem(words)
        self.bring_into_view(self.passphrase)
        if seconds:
            self._begin_wait(seconds)
        announce(self, f"Error: {words} {wait_words(seconds) if seconds else ''}".strip(), urgent=True)

    def take_pin(self) -> str:
        """The PIN that was chosen, or nothing; it is gone from the screen."""
        pin = self.pin.text()
        self.pin.forget()
        return pin

    def forget(self) -> None:
        """Nothing of the passphrase is left on the screen."""
        self._long.stop()
        self.passphrase.forget()

    # Waiting -------------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Whether the time after wrong tries has not passed."""
        return self._ticking.isActive()

    def _begin_wait(self, seconds: int) -> None:
        self._until = QDeadlineTimer(seconds * 1_000)
        self._said_minutes = -(-seconds // MINUTE)
        self.open_button.setEnabled(False)
        self._wait.setText(wait_words(seconds))
        self._wait.show()
        self._ticking.start()
        soon(self._wait, lambda: self.show_whole(self._wait))

    def _count_down(self) -> None:
        seconds = -(-self._until.remainingTime() // 1_000)
        if seconds <= 0:
            self._ticking.stop()
            self._wait.hide()
            self.open_button.setEnabled(True)
            announce(self, "You can try again now")
            return
        self._wait.setText(wait_words(seconds))
        minutes = -(-seconds // MINUTE)
        if minutes < self._said_minutes:
            self._said_minutes = minutes
            announce(self, wait_words(seconds))

    # Asking --------------------------------------------------------------------------------------

    def _name_entered(self) -> None:
        if self.typed_name and not self.passphrase.text():
            self.passphrase.line.setFocus()
        else:
            self._ask()

    @property
    def typed_name(self) -> str:
        """Who is signing in, as typed or chosen."""
        if self._choice is not None:
            return str(self._choice.answer or "")
        return self.name.text().strip() if self._several else ""

    def _ask(self) -> None:
        if self.waiting:
            announce(self, self._wait.text(), urgent=True)
        if not self.open_button.isEnabled():
            return
        if self._is_unnamed() or self._has_slip():
            return
        self.show_progress(OPENING)
        if self._is_known:
            self._go_on()

    @property
    def _waits_for_look(self) -> bool:
        return bool(self._progress.text()) and not self._is_known

    def _go_on(self) -> None:
        """Who it is may have turned out to be needed only after everything was asked for."""
        if self._several and not self.typed_name:
            self.show_progress("")
            self._is_unnamed()
            return
        self._open.hide()
        self.unlock_asked.emit(self.typed_name, self.passphrase.text())

    def _is_unnamed(self) -> bool:
        """Says so: as a mistake only to whoever saw from the first moment that a name is asked for."""
        unnamed = self._several and not self.typed_name
        late = unnamed and self._came_late
        self._also.setVisible(late)
        self._say_unnamed("Enter your name" if unnamed and not late else "")
        if late:
            self.begin()
            announce(self, ASKS_NAME, urgent=True)
        return unnamed

    def _has_slip(self) -> bool:
        if not self.passphrase.text():
            self.passphrase.show_problem("Enter your passphrase")
            return True
        self.passphrase.show_problem("")
        problem = pin_problem(self.pin.text()) if self.pin.text() else ""
        self.pin.show_problem(problem)
        if problem:
            announce(self, f"Error: {problem}", urgent=True)
        return bool(problem)

    def _say_long(self) -> None:
        """Said once: after a crash the records are checked, and what a cut-off save has left is tried on a copy."""
        self._progress.setText(OPENING_LONG)
        self.bring_into_view(self._progress)
        announce(self, OPENING_LONG)

    def _say_unnamed(self, words: str) -> None:
        if self._choice is not None:
            self._choice.show_problem("Select your name" if words else None)
        self._who_error.setText(f"Error: {words}" if words else "")
        self._who_error.setVisible(bool(words))
        mark(self.name, "error", bool(words))
        if words:
            self.begin()
            announce(self, f"Error: {words}", urgent=True)


def _choice_of(names: Sequence[str], parent: QWidget) -> Field:
    """Loaded only where names are shown: on every other laptop the window opens without fields."""
    from carer_desktop.forms.question import Choice, Question
    from ui.fields import field

    choices = tuple(Choice(name, name) for name in names)
    return field(Question("name", "name", "sign_in", "choice", "Your name", choices=choices, required="C"), parent)
