"""What the tests of the screens share: a window over real records, cheap to open, with people who are made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.paths import RESOURCES
from carer_desktop.sealing.keys import Kdf
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Look, Theme

CHEAP = Kdf(8 * 1024, 1, 1)
WORDS = "sparrow lantern orchard teacup"
LOOKS: tuple[tuple[Look, int, tuple[int, int]], ...] = (
    ("light", 100, (1180, 860)), ("dark", 100, (1024, 768)), ("light", 200, (1366, 768)),
)  # fmt: skip
CASE: dict[str, Any] = json.loads((RESOURCES / "demo" / "carer_conversation.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Windows of the test are gone after it: a change of look visits every widget there is."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """What a new laptop remembers: nothing."""
    made = Session(tmp_path / "laptop")
    made.keep_export_folder(tmp_path)
    return made


@pytest.fixture
def shut_window(qtbot: QtBot, theme: Theme, session: Session, fixed_clock: FixedClock) -> Iterator[MainWindow]:
    """The window on a new laptop, before anybody has set it up."""
    window = MainWindow(theme, session, fixed_clock, CHEAP)
    qtbot.addWidget(window)
    window.resize(1180, 860)
    window.show()
    window.activateWindow()
    yield window
    if window.caseload is not None:
        qtbot.waitUntil(lambda: not window.save_line.unsaved or window.save_line.error is not None)
        window.caseload.close()
        window.caseload = None
    window.close()
    QApplication.processEvents()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request: pytest.FixtureRequest, theme: Theme) -> tuple[int, int]:
    """One of the looks; gives the size of window that goes with it."""
    name, percent, size = request.param
    theme.set_look(name)
    theme.set_percent(percent)
    width, height = size
    return width, height


@pytest.fixture
def looked_at(look: tuple[int, int], shut_window: MainWindow) -> MainWindow:
    """The window in one of the looks, in a window of the size that goes with it."""
    shut_window.resize(*look)
    return shut_window


@pytest.fixture
def window(qtbot: QtBot, shut_window: MainWindow) -> MainWindow:
    """The window over a demo vault without any record."""
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    shut_window.entrance.create("Sam Example", WORDS, demo=True)
    qtbot.waitUntil(lambda: shut_window.caseload is not None, timeout=10_000)
    return shut_window


@pytest.fixture
def real_window(qtbot: QtBot, shut_window: MainWindow) -> MainWindow:
    """The window over real records that have just been set up: it offers the rescue sheet."""
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    shut_window.entrance.create("Sam Example", WORDS, demo=False)
    qtbot.waitUntil(lambda: shut_window.caseload is not None, timeout=10_000)
    return shut_window


@pytest.fixture
def caseload(window: MainWindow) -> Caseload:
    """What the window works with."""
    assert window.caseload is not None
    return window.caseload


@pytest.fixture
def filled(caseload: Caseload) -> Callable[..., str]:
    """Puts a record into the vault: the demonstration case, or these answers; gives its id."""

    def fill(answers: dict[str, Any] | None = None, form: str = "carer_conversation") -> str:
        answered = caseload.records.fill(form, CASE["answers"] if answers is None else answers, known=False)
        answered.saved.result()
        return answered.assessment.id

    return fill
