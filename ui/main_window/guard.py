"""Covers the window when nobody is there, and locks it: commit, clear, close, end; a new process signs in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QStackedWidget, QWidget
from shiboken6 import isValid

from carer_desktop.clock import Clock, SystemClock
from carer_desktop.errors import CarerError
from ui.fields.focus import leave
from ui.main_window.aside import Aside
from ui.main_window.locking import close_records, finish_work, forget_text
from ui.main_window.way_back import go_back, keep_place
from ui.parts.words import on_screen
from ui.session.again import GoBack, start_again
from ui.session.clipboard import CopiedText
from ui.session.machine import SLEPT_SECONDS, Machine
from ui.session.pin import TRIES, Pin
from ui.session.rules import Listening, Waits, act
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from ui.main_window.window import MainWindow
    from ui.screens.cover import CoverScreen

LOOK_MS = 1_000
REACHED = "cover-and-lock"
NOT_CHECKED = "Your passphrase cannot be checked now."
LOCK_INSTEAD = "Lock instead, and sign in again."
UNSAVED = "Something could not be saved, so your records cannot be locked. It is still here, under this cover."


class Guard(QObject):
    """Looks every second whether somebody is there. All times come from the machine that was handed in.

    `ended()` when everything is put away and a new process has taken over: then this one ends.
    """

    ended = Signal()

    def __init__(
        self, window: MainWindow, machine: Machine | None = None, clock: Clock | None = None,
        again: Callable[[GoBack], bool] = start_again, back: GoBack | None = None,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._clock, self.again = window, clock or SystemClock(), again
        self.machine = machine or Machine(parent=self)
        self.machine.locked.connect(self.lock)
        self.machine.suspending.connect(self.lock)
        self.back = back
        self.waits = window.session.waits
        self._pin: Pin | None = None
        self._wrong = 0
        self._strict = False
        self.is_locking = False
        self._listening = Listening()
        self._looked_at = self._touched_at = 0.0
        self._copied: CopiedText | None = None
        self._aside = Aside(window)
        self.cover_screen: CoverScreen | None = None
        self._title = ""
        self._widget: QWidget | None = None
        self._place = GoBack("")
        self._over = QStackedWidget(window)
        self._under = window.takeCentralWidget() or QWidget()
        self._over.addWidget(self._under)
        window.setCentralWidget(self._over)
        self._told = QLabel("", window)
        self._told.setContentsMargins(0, 0, em(0.9), em(0.2))
        self._told.hide()
        window.statusBar().addPermanentWidget(self._told)
        window.windowTitleChanged.connect(self._keep_title_plain)
        window.painted.connect(self._begin)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reach_into)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def _begin(self) -> None:
        """The window is on the screen: now there is time for what has to be loaded."""
        self.machine.begin(int(self._window.winId()))
        self._copied = CopiedText(self)
        self._timer.start()

    def _reach_into(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The keys for cover, lock and help work in a dialog too, where those of the window's menus do not."""
        front = now.window() if now is not None else None
        if not isinstance(front, QDialog) or front.property(REACHED) or not self._is_ours(front):
            return
        front.setProperty(REACHED, True)
        reached = {"cover": self.cover, "lock": self.lock}
        if page := getattr(front, "help_page", ""):
            reached["help-here"] = partial(self._window.show_help, page)
        for command, do in reached.items():
            for keys in self._window.commands.actions[command].shortcuts():
                QShortcut(keys, front).activated.connect(do)

    def _is_ours(self, dialog: QDialog) -> bool:
        """Whether the dialog was opened over this window, or over a dialog of it."""
        over = dialog.parentWidget()
        while over is not None and over is not self._window:
            over = over.parentWidget()
        return over is not None

    # Signed in ---------------------------------------------------------------------------

    def signed_in(self, _caseload: Caseload) -> None:
        """Somebody has signed in: watch from now on, and go back to where a lock has left them."""
        self.set_pin(self._window.entrance.pin)
        self._window.entrance.pin = ""
        self._looked_at = self._touched_at = self.machine.seconds()
        back, self.back = self.back, None
        if back is not None:
            go_back(self._window, back)

    def set_pin(self, pin: str) -> None:
        """This PIN takes the cover away from now on; nothing: the passphrase does."""
        self._pin = Pin(pin) if pin else None
        self._wrong = 0

    # Watching ------------------------------------------------------------------------------------

    def look(self) -> None:
        """Cover or lock when nobody has been there for long enough, or when the laptop has slept."""
        now = self.machine.seconds()
        slept = now - self._looked_at >= SLEPT_SECONDS
        self._looked_at = now
        if self._copied is not None:
            self._copied.look(now)
        if self._window.caseload is None or self.is_locking:
            return
        if self.cover_screen is not None:
            self.cover_screen.show_time(self._clock.now())
        self._tell_listening(now)
        idle = min(self.machine.idle_seconds(), now - self._touched_at)
        due = act(self._listening.idle(idle, now), self.waits)
        if slept or (due == "lock" and not self._strict):
            self.lock()
        elif due:
            self.cover()

    def touched(self) -> None:
        """An answer was given: by whatever means, somebody is there."""
        self._touched_at = self.machine.seconds()

    def set_waits(self, waits: Waits) -> None:
        """Cover and lock after these minutes, now and after the next start."""
        self._window.session.keep_waits(waits)
        self.waits = self._window.session.waits

    def show_settings(self) -> None:
        """When the window is covered and locked by itself."""
        from ui.screens.settings import SettingsDialog

        dialog = SettingsDialog(self.waits, self.machine.how, self._window)
        dialog.waits_chosen.connect(self.set_waits)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_pin(self) -> None:
        """A PIN for the cover, for whoever gave none at sign-in."""
        from ui.screens.pin import PinDialog

        dialog = PinDialog(self._window)
        dialog.chosen.connect(self.set_pin)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def turn_listening(self) -> None:
        """The command was chosen: a conversation begins or ends."""
        self.listen(self._window.commands.actions["listening"].isChecked())

    def listen(self, on: bool) -> None:
        """A conversation begins or ends: nothing is covered or locked by itself for 30 minutes."""
        now = self.machine.seconds()
        if on:
            self._listening.begin(now)
        else:
            self._listening.end(now)
        self._tell_listening(now)

    def _tell_listening(self, now: float) -> None:
        goes_on = self._listening.goes_on(now)
        self._told.setText("Not covered or locked by itself for 30 minutes" if goes_on else "")
        self._told.setVisible(goes_on)
        self._window.commands.actions["listening"].setChecked(goes_on)

    # Cover ---------------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        """Whether nothing but the time can be seen."""
        return self.cover_screen is not None

    def cover(self) -> None:
        """Show nothing but the time, and commit what was typed."""
        window = self._window
        if window.caseload is None or self.is_covered:
            return
        self._place = keep_place(window)
        self._title, self._widget = window.windowTitle(), QApplication.focusWidget()
        self._aside.put()
        self._show_cover(has_pin=self._pin is not None)
        window.menuBar().hide()
        window.statusBar().hide()
        window.repaint()
        window.flush()
        if not self.is_locking:
            window.caseload.audit.covered()

    def _show_cover(self, has_pin: bool, why: str = "") -> None:
        """A cover, in place of the one before if there is one: what was typed on that is gone."""
        from ui.screens.cover import CoverScreen

        self._take_cover()
        self.cover_screen = cover = CoverScreen(has_pin, why, self._over)
        cover.tried.connect(self._tried)
        cover.lock_asked.connect(self.lock)
        cover.show_time(self._clock.now())
        self._over.addWidget(cover)
        self._over.setCurrentWidget(cover)
        self._window.setWindowTitle(self._window.product)
        cover.setFocus()

    def _take_cover(self) -> None:
        cover, self.cover_screen = self.cover_screen, None
        if cover is not None:
            cover.box.forget()
            self._over.removeWidget(cover)
            cover.deleteLater()

    def uncover(self) -> None:
        """Everything as it was."""
        window = self._window
        self._strict, self._wrong = False, 0
        leave(self.cover_screen)
        self._take_cover()
        self._over.setCurrentWidget(self._under)
        window.menuBar().show()
        window.statusBar().show()
        window.setWindowTitle(self._title)
        self._aside.bring_back()
        widget, self._widget = self._widget, None
        if widget is not None and isValid(widget) and widget.isVisible():
            widget.setFocus()

    def _keep_title_plain(self, title: str) -> None:
        """A page under the cover may still name itself."""
        if self.is_covered and title != self._window.product:
            self._title = title
            self._window.setWindowTitle(self._window.product)

    def _tried(self, typed: str) -> None:
        cover, caseload = self.cover_screen, self._window.caseload
        if cover is None or caseload is None:
            return
        if cover.has_pin and self._pin is not None:
            self._judge(self._pin.is_it(typed), "PIN")
            return
        cover.set_busy("Checking. This takes about a second.")
        self._window.work.start(
            lambda: caseload.is_my_passphrase(typed),
            lambda right: self._judge(right, "passphrase"),
            self._not_judged,
        )

    def _not_judged(self, error: BaseException) -> None:
        """It could not be tried: too early after wrong ones, or the key file cannot be read."""
        if self.cover_screen is not None:
            unknown = NOT_CHECKED if self._strict else f"{NOT_CHECKED} {LOCK_INSTEAD}"
            said = f"{error.what}. {error.mend}" if isinstance(error, CarerError) else unknown
            self.cover_screen.show_problem(on_screen(said))

    def _judge(self, right: bool, what: str) -> None:
        if self.is_locking or self.cover_screen is None:
            return
        if right:
            self.uncover()
            return
        self._wrong += 1
        left = TRIES - self._wrong
        if left <= 0:
            self._wrong = 0
            self.lock()
        else:
            tries = "1 try is left" if left == 1 else f"{left} tries are left"
            then = "" if self._strict else f" {tries} before your records are locked."
            self.cover_screen.show_problem(f"This is not your {what}.{then}")

    # Lock ----------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Cover, commit, close, clear, and end this process; a new one asks for the passphrase."""
        if self._window.caseload is None or self.is_locking:
            return
        self.is_locking = True
        try:
            self._lock()
        finally:
            self.is_locking = False

    def _lock(self) -> None:
        window = self._window
        self.cover()
        if self.cover_screen is not None:
            self.cover_screen.show_locking()
            self.cover_screen.repaint()  # the steps that follow hold the window up
        finish_work(window.work)
        if not close_records(window):
            # What is not on the disk must not be cleared: only the passphrase takes this cover away.
            self._strict = True
            self._show_cover(has_pin=False, why=UNSAVED)
            return
        if self._copied is not None:
            self._copied.take_back()
        self._aside.drop()
        self.set_pin("")
        forget_text(window.screens)
        window.keep_geometry()
        if self.again(self._place):
            self.ended.emit()
        else:
            self._lock_here()

    def _lock_here(self) -> None:
        """No new process could be started: everything is closed and cleared, and this one asks for the passphrase."""
        window = self._window
        window.put_away()
        self.uncover()
        self.back = self._place
        window.open_door()
