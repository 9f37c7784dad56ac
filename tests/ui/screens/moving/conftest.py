"""Three people at one laptop: each signs in to a window of their own over the same records, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.making import With
from carer_desktop.clock import FixedClock
from tests.core.caseload.pathway import ADA, MAX, MIA, SAM, Team
from tests.core.door import PASSPHRASE
from tests.journeys.hands import Hands
from tests.ui.screens.conftest import CHEAP
from ui.main_window import MainWindow
from ui.screens.moving import MovingPage
from ui.session import Session
from ui.theme import Theme

Sit = Callable[[str], MainWindow]


class Office:
    """The records before and after somebody sits at the window; nobody else has them open meanwhile."""

    def __init__(self, session: Session, clock: FixedClock) -> None:
        session.records.parent.mkdir(parents=True, exist_ok=True)
        self.team = Team(session.records, clock, MIA, MAX, ADA)
        self.clock = clock

    def sent(self, name: str = "ordinary", **more: object) -> Assessment:
        """A record that waits for a manager."""
        return self.team.sent(name, **more)

    def act(self, who: str, record: Assessment, move: str, **given: object) -> Assessment:
        """One move by somebody."""
        caseload = self.team(who)
        return caseload.moves.make(self.team.again(record), move, With(**given))  # type: ignore[arg-type]

    def leave(self) -> None:
        """The records are closed, for a window to open them."""
        self.team.open.close()

    def back(self, who: str = SAM) -> None:
        """The records are open here again."""
        from carer_desktop.caseload import Caseload

        self.team.open = Caseload.open(self.team.path, who, PASSPHRASE, clock=self.clock)


@pytest.fixture
def office(session: Session, fixed_clock: FixedClock) -> Iterator[Office]:
    """Practitioner, two managers and an admin worker."""
    made = Office(session, fixed_clock)
    yield made
    made.team.open.close()


@pytest.fixture
def sit(qtbot: QtBot, theme: Theme, session: Session, office: Office, fixed_clock: FixedClock) -> Iterator[Sit]:
    """Somebody signs in; the window before is closed."""
    windows: list[MainWindow] = []

    def sit_down(name: str) -> MainWindow:
        if windows:
            windows[-1].close()
        else:
            office.leave()
        window = MainWindow(theme, session, fixed_clock, CHEAP)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1180, 860)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.entrance.ready, timeout=10_000)
        window.entrance.open(name, PASSPHRASE)
        qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)
        return window

    yield sit_down
    for window in windows[-1:]:
        window.close()
        QApplication.processEvents()
        office.back()


def page_of(window: MainWindow) -> MovingPage:
    """The page that says where the open record stands."""
    assert window.record is not None
    window.record.open_standing()
    QApplication.processEvents()
    (page,) = window.record.findChildren(MovingPage)
    return page


def hands_at(qtbot: QtBot, window: MainWindow) -> Hands:
    """Somebody's hands at this window."""
    return Hands(qtbot, window)
