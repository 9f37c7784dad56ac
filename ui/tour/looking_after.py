"""The rest of the walk: who can sign in, backups, the log, what is due to go, and the window put out of sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from carer_desktop.clock import FixedClock
from carer_desktop.records.teams import Team
from ui.main_window import MainWindow
from ui.tour.pictures import Pictures, until

SECOND = "Bea Placeholder"
WORDS = "violin harbour thimble meadow"
PIN = "2684"


class LookingAfter:
    """Goes where the menus lead, presses what stands there, and takes pictures of it."""

    def __init__(self, pictures: Pictures, window: MainWindow, clock: FixedClock) -> None:
        self._pictures, self._window, self._clock = pictures, window, clock

    def take(self) -> None:
        """Every screen that is not a record."""
        self._people()
        self._backups()
        self._small_windows()
        self._due()
        self._window.show_home()
        self._window.guard.set_pin(PIN)
        self._window.guard.cover()
        self._pictures.take(self._window, "93-cover")
        if self._window.guard.cover_screen is not None:
            self._window.guard.cover_screen.ask()
        self._pictures.take(self._window, "93-cover-asks-for-the-pin")
        self._window.guard.uncover()

    def _shown(self, show: Callable[[], None], name: str) -> None:
        show()
        self._quiet()
        self._pictures.take(self._window, name)

    def _dialog(self, words: str, name: str) -> None:
        if self._pictures.press(self._window, words):
            self._pictures.dialog(name)

    def _people(self) -> None:
        caseload, managing = self._window.caseload, self._window.managing
        assert caseload is not None
        caseload.people.add(SECOND, ["assessor"], WORDS)
        self._shown(managing.show_people, "80-people")
        for number, words in enumerate(
            ("Add a person", f"What {SECOND} does", f"Give {SECOND} new words", f"Remove {SECOND}"), 1
        ):
            self._dialog(words, f"80-people-{number}")
        self._teams()
        self._shown(managing.show_sheet, "81-rescue-sheet")
        self._dialog("Use your organisation’s rescue key", "81-organisation-s-key")
        if self._pictures.press(self._window, "Make the rescue sheet"):
            self._quiet()
            self._pictures.take(self._window, "81-rescue-sheet-made")
        self._shown(managing.show_passphrase, "82-your-passphrase")

    def _teams(self) -> None:
        caseload = self._window.caseload
        assert caseload is not None
        ids = tuple(each.id for each in caseload.people.all() if each.ended_at is None)
        caseload.teams.keep_team(Team("North", ids, way="mh_admin", folder="Carers MH North"))
        self._shown(self._window.managing.show_teams, "80-teams")
        self._dialog("Change North", "80-teams-1")
        self._dialog("Change what holds for every team", "80-teams-2")

    def _backups(self) -> None:
        managing = self._window.managing
        self._shown(managing.show_second_place, "83-second-place")
        self._shown(managing.show_health, "84-health")
        self._shown(managing.show_log, "85-who-did-what")

    def _small_windows(self) -> None:
        window = self._window
        window.show_home()
        small: tuple[tuple[Callable[[], object], str], ...] = (
            (window.guard.show_settings, "90-settings"),
            (window.guard.choose_pin, "91-pin-for-today"),
            (window.tasks.plan, "91-plan-a-visit"),
            (window.tasks.ask_team, "91-ask-another-team"),
            (lambda: window.show_help("start"), "92-help"),
        )
        for show, name in small:
            show()
            self._pictures.dialog(name)

    def _due(self) -> None:
        """A month later the time of a draft nobody touched has come."""
        self._clock.at += timedelta(days=30)
        self._shown(self._window.managing.show_due, "86-due-to-go")
        self._dialog("Look at what goes", "86-due-1")
        self._dialog("Keep ", "86-due-2")
        self._dialog("Change the time of", "86-due-3")

    def _quiet(self) -> None:
        until(lambda: not self._window.work.busy, "what is under way")
