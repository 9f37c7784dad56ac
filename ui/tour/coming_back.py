"""Another day: several people sign in, a colleague's record is opened, and records that do not open are put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from ui.main_window import MainWindow
from ui.screens.damaged import DamagedScreen
from ui.tour.looking_after import SECOND, WORDS
from ui.tour.pictures import Pictures, until

TEAM = {"assessor_team": "North"}
WRONG, TRIES = "not the words at all", 4
CUT = 8_000


class ComingBack:
    """Opens one window after the other over the records that are there; each is real, and what is wrong with it too."""

    def __init__(
        self, pictures: Pictures, clock: FixedClock, records: Path, me: tuple[str, str],
        open_window: Callable[[], MainWindow],
    ) -> None:  # fmt: skip
        self._pictures, self._clock, self._records = pictures, clock, records
        self._name, self._passphrase = me
        self._open_window = open_window

    def take(self) -> list[MainWindow]:
        """The windows that were opened, closed again."""
        theirs = self._colleague()
        return [self._sign_in(theirs), self._mend()]

    def _colleague(self) -> str:
        """A record of somebody else's, of the same team."""
        record = ""
        for name, words in ((self._name, self._passphrase), (SECOND, WORDS)):
            caseload = Caseload.open(self._records, name, words, clock=self._clock)
            caseload.settings.set_my_details({**caseload.settings.my_details, **TEAM}).result()
            if name == SECOND:
                record = caseload.records.begin("carer_conversation").id
            caseload.close()
        return record

    def _sign_in(self, theirs: str) -> MainWindow:
        window = self._open_window()
        until(lambda: window.entrance.ready, "the sign-in")
        self._pictures.take(window, "00-unlock")
        for _ in range(TRIES):
            window.entrance.open(self._name, WRONG)
            until(lambda: not window.work.busy, "the answer to a wrong try")
        self._pictures.take(window, "94-too-many-wrong-tries")
        window.entrance.show_forgotten()
        self._pictures.take(window, "96-forgotten")
        window.entrance.go_back()
        self._clock.at += timedelta(minutes=1)
        window.entrance.open(self._name, self._passphrase)
        until(lambda: window.caseload is not None, "the records to open")
        window.open_record(theirs)
        self._pictures.dialog("95-a-colleague-s-record")
        window.close()
        return window

    def _mend(self) -> MainWindow:
        """The file is cut short; the backup that was made at closing is put back."""
        self._records.write_bytes(self._records.read_bytes()[:CUT])
        window = self._open_window()
        until(lambda: window.entrance.ready, "the records that do not open")
        self._pictures.take(window, "97-records-do-not-open")
        screen = window.screens.currentWidget()
        if not isinstance(screen, DamagedScreen):
            self._pictures.wrong.append("records that do not open show no way out")
        elif self._pictures.press(window, "Put back the backup"):
            self._pictures.take(window, "98-a-way-out")
            self._pictures.press(window, "Do this")
            until(screen.sign_in_button.isVisible, "the backup to be put back")
            self._pictures.take(window, "99-put-back")
        window.close()
        return window
