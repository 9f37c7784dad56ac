"""How the records are opened: what is asked before anybody has signed in, and the slow work behind it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal

from carer_desktop.clock import Clock, SystemClock
from carer_desktop.errors import CarerError
from carer_desktop.there import is_there
from ui.background import SlowWork, keep_loaded
from ui.parts.choosing import choose_file
from ui.screens.unlock import UnlockScreen
from ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from carer_desktop.caseload import Caseload, SignIn
    from carer_desktop.records.damage import Damage
    from carer_desktop.sealing.keys import Kdf
    from ui.screens.away import AwayScreen
    from ui.screens.damaged import DamagedScreen
    from ui.screens.forgotten import ForgottenScreen
    from ui.screens.set_up import SetUpScreen

    Screen: TypeAlias = UnlockScreen | SetUpScreen | ForgottenScreen | DamagedScreen | AwayScreen

T = TypeVar("T")
ROLES = ("assessor", "keeper")


class Entrance(QObject):
    """Opens records or makes new ones. `opened(caseload)`, `other_asked()`, `known(demo)` of records not open yet.

    `shown(screen)`: another screen stands before the records now. `rescues(on)`: damaged ones are put right meanwhile.
    """

    opened = Signal(object)
    other_asked = Signal()
    known = Signal(bool)
    shown = Signal(object)
    rescues = Signal(bool)

    def __init__(
        self, session: Session, work: SlowWork, clock: Clock | None, kdf: Kdf | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._work, self._clock, self._kdf = session, work, clock, kdf
        self.path = session.records
        self._new_at = self.path if session.is_new else None
        # The records that could not be reached, while new ones are being set up in another place.
        self._instead_of: tuple[Path, Damage] | None = None
        self.pin = ""
        self.is_new = False
        self._may_load = self._is_loaded = False
        self._screen: Screen | None = None

    def screen(self, after_lock: bool = False) -> UnlockScreen | SetUpScreen:
        """What stands before the records: the passphrase, or a laptop to set up."""
        made: UnlockScreen | SetUpScreen
        if self.path == self._new_at and not _may_be_there(self.path):
            made = self._set_up()
        else:
            where = "" if self.path.parent == self._session.folder else str(self.path)
            made = UnlockScreen(where, after_lock, self._session.are_several(self.path))
            made.unlock_asked.connect(self.open)
            made.forgotten_asked.connect(self.show_forgotten)
        self._screen = made
        made.other_asked.connect(self.other_asked)
        if self._may_load:
            self.load()
        return made

    def _set_up(self) -> SetUpScreen:
        """It has fields, which are slow to load: on every day but the first the window opens without them."""
        from ui.screens.set_up import SetUpScreen

        made = SetUpScreen()
        made.set_up_asked.connect(self.create)
        made.copy_asked.connect(self.choose_copy)
        made.left.connect(self._leave_new)
        made.back_button.setVisible(self._instead_of is not None)
        return made

    def load(self) -> None:
        """Load what the records need while the person is typing; called once the window is on the screen."""
        self._may_load = True
        path = self.path
        self._work.start(partial(_look_at, path, self._clock), partial(self._looked, path), partial(self._failed, path))

    def _looked(self, path: Path, known: SignIn | Damage) -> None:
        from carer_desktop.caseload import new_passphrase, passphrase_strength
        from carer_desktop.records.damage import AWAY, Damage
        from ui.screens.away import AwayScreen

        self._is_loaded = True
        keep_loaded()
        if path != self.path:
            return  # others were chosen meanwhile, and are looked at in their turn
        if isinstance(known, Damage) and (known.kind != AWAY or self.path != self._new_at):
            self._show_damage(known)
        elif isinstance(self._screen, AwayScreen):
            self.go_back()
        elif isinstance(self._screen, UnlockScreen):
            self._tell(self._screen, None if isinstance(known, Damage) else known)
        elif self._screen is not None and hasattr(self._screen, "give_words"):
            self._screen.give_words(new_passphrase, passphrase_strength)

    def _tell(self, screen: UnlockScreen, known: SignIn | None) -> None:
        """What was found, to the page that asks; last who is asked for, since whoever was quicker goes on with that."""
        if known is None:
            screen.ask_name(False)
            return
        self._session.keep_several(self.path, known.people > 1)
        self.known.emit(known.demo)
        screen.show_open(known.is_open)
        screen.ask_name(known.people > 1, known.names)

    @property
    def ready(self) -> bool:
        """Whether what the records need is loaded."""
        return self._is_loaded

    # Ways in -------------------------------------------------------------------------------------

    def open(self, name: str, passphrase: str, older_is_right: bool = False) -> None:
        """The records there are; `opened` follows."""
        opening = partial(_open, self.path, name, passphrase, self._clock, older_is_right)
        self._enter(partial(_or_ways_out, opening, self.path, self._clock) if self._is_sign_in() else opening)

    def create(self, name: str, passphrase: str, demo: bool) -> None:
        """New records for one person; `opened` follows."""
        self._take_new_place(demo)
        self.is_new = True
        make = partial(_create, self.path, name, passphrase, demo, self._kdf, self._clock)
        self._enter(make)

    def show_forgotten(self, copy: Path | None = None) -> None:
        """The way back in with the rescue sheet; *copy* is a file from the second place, on any laptop."""
        from carer_desktop.caseload import new_passphrase, passphrase_strength
        from ui.screens.forgotten import ForgottenScreen

        made = ForgottenScreen(copy)
        made.give_words(new_passphrase, passphrase_strength)
        made.recover_asked.connect(partial(self._recover, copy))
        made.left.connect(self.go_back)
        self._show(made)

    def choose_copy(self) -> None:
        """A copy from the second place, to be opened on this laptop."""
        near, kind = self._session.export_folder, "Copies of records (*.age)"
        chosen = choose_file(None, "Open a copy from the second place", near, kind)
        if chosen:
            self.show_forgotten(chosen)

    def _recover(self, copy: Path | None, sheet: str, name: str, passphrase: str) -> None:
        if copy is not None:
            self._take_new_place(demo=False)
        work = partial(_recover, self.path, sheet, name, passphrase, copy, self._clock, self._kdf)
        self._enter(work)

    def set_up_new(self, found: Damage) -> None:
        """The records there were cannot be reached, and the person wants to begin with empty ones; or goes back."""
        self._instead_of = self.path, found
        self._take_new_place(demo=False)
        self.go_back()

    def _leave_new(self) -> None:
        if self._instead_of is not None:
            (self.path, found), self._instead_of, self._new_at = self._instead_of, None, None
            self._show_away(found)

    def _take_new_place(self, demo: bool) -> None:
        self.path = self._new_at = _free(self._session.place_for(demo))

    def go_back(self) -> None:
        """To the sign-in, or to setting up."""
        self._show(self.screen())

    def _show(self, screen: Screen) -> None:
        self._screen = screen
        self.shown.emit(screen)

    # What came of it -----------------------------------------------------------------------------

    def _enter(self, work: Callable[[], Caseload | Damage]) -> None:
        """What is opened or made beside the window is for whoever still waits for it: not once others were chosen."""
        path = self.path
        self._work.start(work, partial(self._done, path), partial(self._failed, path))

    def _done(self, path: Path, caseload: Caseload | Damage) -> None:
        from carer_desktop.records.damage import Damage

        if isinstance(caseload, Damage):
            if path == self.path:
                self._show_damage(caseload)
            return
        if path != self.path:
            caseload.close()
            return
        self._session.use_records(self.path)
        self._instead_of = None
        screen, self._screen = self._screen, None
        self.pin = screen.take_pin() if isinstance(screen, UnlockScreen) else ""
        if screen is not None:
            screen.forget()
        self.opened.emit(caseload)
        self.is_new = False

    def _failed(self, path: Path, error: BaseException) -> None:
        self.is_new = False
        if path == self.path and self._screen is not None:
            self._screen.show_error(error)

    def _is_sign_in(self) -> bool:
        return isinstance(self._screen, UnlockScreen)

    def _show_damage(self, found: Damage) -> None:
        from carer_desktop.caseload.rescue import Rescue
        from carer_desktop.records.damage import AWAY
        from ui.screens.damaged import DamagedScreen

        if found.kind == AWAY:
            self._show_away(found)
            return
        before = self._screen
        made = DamagedScreen(found, Rescue(self.path, self._clock), self._work)
        made.mended.connect(self.go_back)
        made.left.connect(self.go_back)
        made.other_asked.connect(self.other_asked)
        made.works.connect(self.rescues)
        made.as_it_is_asked.connect(partial(self.open, older_is_right=True))
        self._show(made)
        if isinstance(before, UnlockScreen):
            made.know(before.typed_name, before.passphrase.text())
            before.forget()

    def _show_away(self, found: Damage) -> None:
        from ui.screens.away import AwayScreen

        tried = (self._clock or SystemClock()).now() if isinstance(self._screen, AwayScreen) else None
        made = AwayScreen(self.path, found, tried)
        made.retry_asked.connect(self.load)
        made.other_asked.connect(self.other_asked)
        made.new_asked.connect(partial(self.set_up_new, found))
        self._show(made)


def _may_be_there(path: Path) -> bool:
    """Whether anything lies there, or nobody can tell."""
    try:
        return is_there(path)
    except CarerError:
        return True


def _or_ways_out(work: Callable[[], T], path: Path, clock: Clock | None) -> T | Damage:
    """What is opened, or the ways out where something is wrong with it; to know them its backups are read.

    Two faults are told at the sign-in itself: nothing that can be done here mends them.
    """
    from carer_desktop.caseload.rescue import Rescue
    from carer_desktop.records.damage import NEWER_PROGRAM, PERSON_GONE, VaultFault

    try:
        return work()
    except VaultFault as fault:
        if fault.kind in (NEWER_PROGRAM, PERSON_GONE):
            raise
        return Rescue(path, clock).ways(fault)


def _look_at(path: Path, clock: Clock | None) -> SignIn | Damage:
    """What may be known of the records, or what is wrong with them."""
    import ui.screens.home
    import ui.screens.moving
    import ui.screens.record  # noqa: F401  # slow to load: now, and not when the first record is opened
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.rescue import Rescue

    found = Rescue(path, clock).look()
    return found if found is not None else _or_ways_out(partial(Caseload.sign_in, path), path, clock)


def _open(path: Path, name: str, passphrase: str, clock: Clock | None, older_is_right: bool) -> Caseload:
    from carer_desktop.caseload import Caseload

    caseload = Caseload.open(path, name or None, passphrase, clock=clock, older_is_right=older_is_right)
    return _read_ahead(caseload)


def _read_ahead(caseload: Caseload) -> Caseload:
    """The list names a section of the last record, and any may be opened: a form read then would hold up the window."""
    with suppress(CarerError):
        caseload.forms.read_all()
    return caseload


def _create(path: Path, name: str, passphrase: str, demo: bool, kdf: Kdf | None, clock: Clock | None) -> Caseload:
    from carer_desktop.caseload import Caseload

    return _read_ahead(Caseload.create(path, name, ROLES, passphrase, demo=demo, kdf=kdf, clock=clock))


def _recover(
    path: Path, sheet: str, name: str, passphrase: str, copy: Path | None, clock: Clock | None, kdf: Kdf | None
) -> Caseload:
    from carer_desktop.caseload import Caseload

    return _read_ahead(Caseload.recover(path, sheet, name, passphrase, sealed=copy, clock=clock, kdf=kdf))


def _free(path: Path) -> Path:
    """A place where nothing of any records lies yet: `records.vault`, then `records-2.vault`."""
    from carer_desktop.caseload.rescue import Rescue
    from carer_desktop.records.damage import AWAY

    number, free = 1, path
    while (found := Rescue(free).look()) is None or found.kind != AWAY:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
