"""What is looked after beside the records: people, backups, the log, what is due; and the steps after signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from ui.parts.notices import NoticeBar

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.records.sign_in import Notice
    from ui.main_window.window import MainWindow

FOR_LEAD = ("people", "teams", "sheet", "second_place", "log")
FOR_OWNERS = ("tables",)
FOR_RECORDS = ("due",)
FOR_ALL = ("health", "passphrase")
FOR_PRACTITIONERS = ("new", "review")
COMMANDS = (*FOR_LEAD, *FOR_OWNERS, *FOR_RECORDS, *FOR_ALL)
OWNERS = ("authoriser", "keeper")
MAY_REMOVE = ("assessor", "admin", "keeper")
SAID_MS = 10_000
MEGABYTE = 1_000_000


class Managing(QObject):
    """Leads to these screens; which of them there are for a person is decided by their roles."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.notices = NoticeBar(window)
        self.notices.seen.connect(self._seen)
        self._shown: Callable[[], None] | None = None
        self._screen: QWidget | None = None
        self._steps: list[Callable[[], None]] = []
        self._must_change = False

    @property
    def caseload(self) -> Caseload | None:
        """What the window works with, while somebody is signed in."""
        return self._window.caseload

    # After signing in ----------------------------------------------------------------------------

    def arrive(self) -> None:
        """What comes between the sign-in and the records, one step after the other; mostly nothing."""
        caseload, window = self.caseload, self._window
        if caseload is None:
            return
        self.notices.show_notices(caseload.people.notices())
        self._steps = []
        self._must_change = caseload.people.must_change
        if self._must_change:
            window.guard.back = None
            self._steps = [self.show_passphrase]
        elif window.entrance.is_new and not caseload.vault.demo:
            self._steps = [self.show_sheet, self.show_second_place]
        self.go_on()

    def go_on(self) -> None:
        """The next step; the records when there is none, or when the person has gone elsewhere meanwhile."""
        if self._steps:
            step, *left = self._steps
            self._steps = left
            step()
            self._steps = left
        else:
            self._must_change = False
            self._window.show_home()

    @property
    def holds_back(self) -> bool:
        """Whether a passphrase must be chosen before anything else."""
        return self._must_change

    def put_away(self) -> None:
        """The records are closed: nothing of them is told any more."""
        self.notices.clear()
        self._shown = self._screen = None
        self._steps = []
        self._must_change = False

    def _seen(self, notice: Notice) -> None:
        with self._window.banner.trying("notice"):
            if self.caseload is not None:
                self.caseload.people.seen(notice)

    # Who may what --------------------------------------------------------------------------------

    def enable(self) -> None:
        """Commands that somebody’s roles do not allow are not there; without records all are grey."""
        caseload, commands = self.caseload, self._window.commands
        roles = caseload.people.me.roles if caseload is not None else ()
        for command in COMMANDS:
            commands.actions[command].setVisible(caseload is None or self._may(command, roles))
            commands.actions[command].setEnabled(caseload is not None and not self._must_change)
        for command in FOR_PRACTITIONERS:  # what is not there has no key either
            commands.actions[command].setVisible(caseload is None or "assessor" in roles)
        commands.enable(("cover", "lock"), caseload is not None)
        self._window.tasks.enable()
        self._window.papers.enable()

    @staticmethod
    def _may(command: str, roles: tuple[str, ...]) -> bool:
        if command in FOR_LEAD:
            return "keeper" in roles
        if command in FOR_OWNERS:
            return any(role in roles for role in OWNERS)
        return command in FOR_ALL or any(role in roles for role in MAY_REMOVE)

    # Screens -------------------------------------------------------------------------------------

    @property
    def shown(self) -> Callable[[], None] | None:
        """What shows the screen that is open now once more; None where it is none of these."""
        return self._shown if self._window.screens.currentWidget() is self._screen else None

    @property
    def has_sheet(self) -> bool:
        """Whether a rescue sheet stands on the screen: made anew, it would be gone."""
        return self.shown is not None and getattr(self._screen, "sheet", None) is not None

    def show_page(self, shown: Callable[[], None], screen: QWidget, title: str, begin: Callable[[], None]) -> None:
        """Show a page that stands beside the records; *shown* makes it anew after a change of text size."""
        self._window.leave_record()
        self._shown, self._screen, self._steps = shown, screen, []
        self._window.show_screen(screen, title)
        begin()

    def show_people(self) -> None:
        """Who can sign in."""
        from ui.screens.people import PeopleScreen

        if self.caseload is not None:
            screen = PeopleScreen(self.caseload, self._window.work)
            screen.left.connect(self._window.show_home)
            screen.sheet_asked.connect(self.show_sheet)
            screen.passphrase_asked.connect(self.show_passphrase)
            screen.several.connect(partial(self._window.session.keep_several, self._window.entrance.path))
            self.show_page(self.show_people, screen, "People", screen.begin)

    def show_teams(self) -> None:
        """Teams, who stands in, folders, and what all share."""
        from ui.screens.teams import TeamsScreen

        if self.caseload is not None:
            screen = TeamsScreen(self.caseload, self._window.work)
            screen.left.connect(self._window.show_home)
            self.show_page(self.show_teams, screen, "Teams and how you work", screen.begin)

    def show_sheet(self) -> None:
        """A new rescue sheet."""
        from ui.screens.rescue_sheet import RescueSheetScreen

        if self.caseload is not None:
            screen = RescueSheetScreen(self.caseload, self._window.work, "Later" if self._steps else "Not now")
            screen.done.connect(self.go_on)
            screen.left.connect(self.go_on)
            self.show_page(self.show_sheet, screen, "Rescue sheet", screen.begin)

    def show_second_place(self) -> None:
        """Where else backups go."""
        from ui.screens.second_place import SecondPlaceScreen

        if self.caseload is not None:
            screen = SecondPlaceScreen(self.caseload, self._window.work)
            screen.done.connect(self._second_place_is_used)
            screen.left.connect(self.go_on)
            self.show_page(self.show_second_place, screen, "Second place for backups", screen.begin)

    def _second_place_is_used(self) -> None:
        """On, and on the page one comes back to it is said."""
        self.go_on()
        if self.caseload is not None:
            said = f"✓ Backups also go to {self.caseload.backups.second_place} from now on"
            self._window.statusBar().showMessage(said, SAID_MS)

    def show_passphrase(self) -> None:
        """One's own passphrase."""
        from ui.screens.own_passphrase import OwnPassphraseScreen

        if self.caseload is not None:
            screen = OwnPassphraseScreen(self.caseload, self._window.work, self._must_change)
            screen.done.connect(self.go_on)
            screen.left.connect(self.go_on)
            self.show_page(self.show_passphrase, screen, "Your passphrase", screen.begin)

    def show_health(self) -> None:
        """How records and laptop are doing."""
        from ui.screens.health import HealthScreen

        if self.caseload is not None:
            screen = HealthScreen(self.caseload, self._window.work)
            screen.left.connect(self._window.show_home)
            screen.second_place_asked.connect(self.show_second_place)
            self.show_page(self.show_health, screen, "Health", screen.begin)

    def show_log(self) -> None:
        """Who did what."""
        from ui.screens.log import LogScreen

        if self.caseload is not None:
            screen = LogScreen(self.caseload, self._window.work, self._window.session.export_folder)
            screen.left.connect(self._window.show_home)
            self.show_page(self.show_log, screen, "Who did what", screen.begin)

    def show_due(self) -> None:
        """What is due to go."""
        from ui.screens.due import DueScreen

        if self.caseload is not None:
            screen = DueScreen(self.caseload, self._window.work)
            screen.left.connect(self._window.show_home)
            screen.open_asked.connect(self._window.open_record)
            self.show_page(self.show_due, screen, "What is due to go", screen.begin)

    # A full disk ---------------------------------------------------------------------------------

    def show_save_error(self, error: BaseException) -> None:
        """Why something is not saved; where the disk is full, the reserve can be freed."""
        banner = self._window.banner
        banner.show_error(error, retry=True)
        if self.caseload is None or not isinstance(error, CarerError) or "full" not in error.what:
            return
        try:
            reserve = self.caseload.health.space().reserve
        except CarerError:
            return
        if reserve:
            banner.offer(f"Free the reserve ({reserve // MEGABYTE} MB)", self.free_reserve)

    def free_reserve(self) -> None:
        """Give the reserve free, and try again what was not saved."""
        if self.caseload is not None:
            try:
                self.caseload.health.release_reserve()
            except OSError as error:
                self._window.banner.show_error(error)
                return
            self._window.retry()
