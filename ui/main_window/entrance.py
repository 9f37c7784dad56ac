"""How the records are opened: what is asked before anybody has signed in, and the slow work behind it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from carer_desktop.clock import Clock
from ui.background import SlowWork
from ui.screens.unlock import UnlockScreen
from ui.session import Session

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, SignIn
    from carer_desktop.sealing.keys import Kdf
    from ui.screens.set_up import SetUpScreen

ROLES = ("assessor", "keeper")


class Entrance(QObject):
    """Opens records or makes new ones. `opened(caseload)`, `other_asked()`, `known(demo)` of records not open yet."""

    opened = Signal(object)
    other_asked = Signal()
    known = Signal(bool)

    def __init__(
        self, session: Session, work: SlowWork, clock: Clock | None, kdf: Kdf | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._work, self._clock, self._kdf = session, work, clock, kdf
        self.path = session.records
        self.pin = ""
        self._may_load = self._is_loaded = False
        self._screen: UnlockScreen | SetUpScreen | None = None

    def screen(self, after_lock: bool = False) -> UnlockScreen | SetUpScreen:
        """What stands before the records: the passphrase, or a laptop to set up."""
        if self.path.exists():
            where = "" if self.path.parent == self._session.folder else str(self.path)
            unlock = UnlockScreen(where, after_lock)
            unlock.unlock_asked.connect(self.open)
            self._screen = unlock
        else:
            self._screen = self._set_up()
        self._screen.other_asked.connect(self.other_asked)
        if self._may_load:
            self.load()
        return self._screen

    def _set_up(self) -> SetUpScreen:
        """It has fields, which are slow to load: on every day but the first the window opens without them."""
        from ui.screens.set_up import SetUpScreen

        made = SetUpScreen()
        made.set_up_asked.connect(self.create)
        return made

    def load(self) -> None:
        """Load what the records need while the person is typing; called once the window is on the screen."""
        self._may_load = True
        self._work.start(partial(_look_at, self.path), self._looked, self._failed)

    def _looked(self, known: SignIn | None) -> None:
        from carer_desktop.caseload import new_passphrase, passphrase_strength

        self._is_loaded = True
        if isinstance(self._screen, UnlockScreen):
            if known is not None:
                self._screen.ask_name(known.people > 1)
                self.known.emit(known.demo)
        elif self._screen is not None:
            self._screen.give_words(new_passphrase, passphrase_strength)

    def open(self, name: str, passphrase: str) -> None:
        """The records there are; `opened` follows."""
        self._work.start(partial(_open, self.path, name, passphrase, self._clock), self._done, self._failed)

    @property
    def ready(self) -> bool:
        """Whether what the records need is loaded."""
        return self._is_loaded

    def create(self, name: str, passphrase: str, demo: bool) -> None:
        """New records for one person; `opened` follows."""
        self.path = self._session.place_for(demo)
        make = partial(_create, self.path, name, passphrase, demo, self._kdf, self._clock)
        self._work.start(make, self._done, self._failed)

    def _done(self, caseload: Caseload) -> None:
        self._session.use_records(self.path)
        self.pin = ""
        if isinstance(self._screen, UnlockScreen):
            self.pin = self._screen.take_pin()
        if self._screen is not None:
            self._screen.passphrase.forget()
        self._screen = None
        self.opened.emit(caseload)

    def _failed(self, error: BaseException) -> None:
        if self._screen is not None:
            self._screen.show_error(error)


def _look_at(path: Path) -> SignIn | None:
    from carer_desktop.caseload import Caseload

    return Caseload.sign_in(path) if path.exists() else None


def _open(path: Path, name: str, passphrase: str, clock: Clock | None) -> Caseload:
    from carer_desktop.caseload import Caseload

    return Caseload.open(path, name or None, passphrase, clock=clock)


def _create(path: Path, name: str, passphrase: str, demo: bool, kdf: Kdf | None, clock: Clock | None) -> Caseload:
    from carer_desktop.caseload import Caseload

    return Caseload.create(path, name, ROLES, passphrase, demo=demo, kdf=kdf, clock=clock)
