"""Looks after backups and log while somebody works: after the sign-in, every half hour, and before closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from carer_desktop.errors import CarerError
from ui.main_window.locking import finish_work

if TYPE_CHECKING:
    from carer_desktop.records.backup import Upkeep as Done
    from ui.main_window.window import MainWindow

SOON_MS = 4_000  # the first seconds belong to the person: the list stands and takes keys before a backup begins
HALF_AN_HOUR_MS = 30 * 60_000


class Upkeep(QObject):
    """Does the routine on the thread for slow work, and says in the banner what could not be done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.at_sign_in)
        self._often = QTimer(self)
        self._often.setInterval(HALF_AN_HOUR_MS)
        self._often.timeout.connect(self.in_between)
        window.entrance.opened.connect(self._begin)

    def _begin(self) -> None:
        self._soon.start()
        self._often.start()

    def at_sign_in(self) -> None:
        """The routine after a sign-in."""
        caseload = self._window.caseload
        if caseload is not None:
            if caseload.audit.anchor_lost:
                from carer_desktop.caseload.audit import ANCHOR_LOST, LOOK

                self._window.banner.show_error(CarerError(ANCHOR_LOST, "", LOOK), of="anchor")
            self._window.work.start(lambda: caseload.backups.keep("sign_in"), self._done, self._failed)
            self._window.work.start(caseload.audit.check_each_week, self._checked, self._failed)

    def in_between(self) -> None:
        """The routine of every half hour."""
        caseload = self._window.caseload
        if caseload is not None:
            self._window.work.start(lambda: caseload.backups.keep("interval"), self._done, self._failed)

    def before_closing(self) -> None:
        """A backup of what has changed; the window stays alive. A fault is found again at the next sign-in."""
        caseload = self._window.caseload
        self._soon.stop()
        self._often.stop()
        self._window.banner.mended("anchor")
        if caseload is not None and caseload.backups.due("close"):
            self._window.statusBar().showMessage("Making a backup before closing")
            self._window.work.start(lambda: caseload.backups.keep("close"), lambda _: None, lambda _: None)
            finish_work(self._window.work)

    def _done(self, done: Done) -> None:
        if done.faults and self._window.caseload is not None:
            mend = f"{done.faults[0]} See Manage, then Health."
            self._window.banner.show_error(CarerError("A backup could not be made or kept", "", mend), of="backup")
        elif not done.faults:
            self._window.banner.mended("backup")

    def _checked(self, found: tuple[str, ...]) -> None:
        if found and self._window.caseload is not None:
            tell = "Tell your access lead and do not sign anything until they have looked at Manage, then Health."
            self._window.banner.show_error(CarerError(found[0], "the log of who did what", tell))

    def _failed(self, error: BaseException) -> None:
        if self._window.caseload is not None:
            self._window.banner.show_error(error)
