"""Records that are gone or cannot be reached at the start: never a new laptop without a word, always a way on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from tests.ui.screens.conftest import CHEAP, WORDS
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.away import TRYING, AwayScreen
from ui.screens.damaged import DamagedScreen
from ui.screens.home import HomeScreen
from ui.screens.set_up import SetUpScreen
from ui.screens.unlock import UnlockScreen
from ui.session import Session
from ui.theme import Theme

Start = Callable[[], MainWindow]


def said_on(window: MainWindow) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def used(session: Session, fixed_clock: FixedClock, tmp_path: Path) -> Path:
    """Records on a stick with one backup, which this laptop remembers."""
    path = tmp_path / "stick" / "team.vault"
    path.parent.mkdir()
    made = Caseload.create(path, "Sam Example", ("assessor", "keeper"), WORDS, kdf=CHEAP, clock=fixed_clock, demo=True)
    made.backups.make()
    made.close()
    session.use_records(path)
    return path


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, session: Session, fixed_clock: FixedClock) -> Start:
    """Opens the program, and waits until it knows of the records what can be known."""

    def start_() -> MainWindow:
        window = MainWindow(theme, session, fixed_clock, CHEAP)
        qtbot.addWidget(window)
        window.resize(1180, 860)
        window.show()
        qtbot.waitUntil(lambda: window.entrance.ready, timeout=10_000)
        QApplication.processEvents()
        return window

    return start_


def at_away(window: MainWindow) -> AwayScreen:
    screen = window.screens.currentWidget()
    assert isinstance(screen, AwayScreen), screen
    return screen


def test_records_gone_from_beside_their_keys_show_the_ways_out(start: Start, used: Path, qtbot: QtBot) -> None:
    used.unlink()
    window = start()
    screen = window.screens.currentWidget()
    assert isinstance(screen, DamagedScreen)
    assert "although its key file or its backups are" in said_on(window) and "Set up" not in said_on(window)
    screen.ways.show_value("0")
    screen._chosen()
    screen.go_button.click()
    qtbot.waitUntil(screen.sign_in_button.isVisible, timeout=10_000)
    screen.sign_in_button.click()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), HomeScreen), timeout=10_000)
    assert window.entrance.path == used and window.close()


def test_keys_alone_on_a_laptop_that_remembers_nothing_are_no_new_laptop(
    start: Start, used: Path, session: Session
) -> None:
    for ending in ("keys", "keys2"):
        (session.folder / f"records.vault.{ending}").write_bytes(used.with_name(f"team.vault.{ending}").read_bytes())
    session._settings.remove("records")
    window = start()
    assert isinstance(window.screens.currentWidget(), DamagedScreen) and "Delete nothing. Ask IT." in said_on(window)


def test_a_stick_that_is_not_in_is_named_and_tried_again(
    start: Start, used: Path, qtbot: QtBot, fixed_clock: FixedClock
) -> None:
    away = used.parent.rename(used.parent.with_name("pocket"))
    window = start()
    screen = at_away(window)
    said = said_on(window)
    assert f"Your records were in {used}" in said and "cannot be reached" in said and "ask IT" in said
    assert "Plug in the stick" in said and "vault can" not in said
    qtbot.waitUntil(screen.retry_button.hasFocus)
    assert not screen.tried.isVisible()
    asked: list[None] = []
    screen.retry_asked.connect(lambda: asked.append(None))
    for _ in range(2):
        QTest.keyClick(screen.retry_button, Qt.Key.Key_Return)
    assert len(asked) == 1 and screen.tried.text() == TRYING and screen.tried.isVisible()
    assert window.focusWidget() is screen.retry_button
    qtbot.waitUntil(lambda: window.screens.currentWidget() is not screen, timeout=10_000)
    again = at_away(window)
    now = fixed_clock.now().astimezone()
    assert f"Tried again at {now:%H:%M:%S}: they still cannot be reached." in said_on(window)
    qtbot.waitUntil(again.retry_button.hasFocus)
    check(window)
    away.rename(used.parent)
    again.retry_button.click()
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), UnlockScreen), timeout=10_000)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)


def test_new_records_are_set_up_only_when_asked_for_and_beside_what_lies_there(
    start: Start, used: Path, session: Session, qtbot: QtBot
) -> None:
    (session.folder / "records.vault.keys").write_bytes(b"of records from before")
    used.parent.rename(used.parent.with_name("pocket"))
    window = start()
    at_away(window).new_button.click()
    screen = window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen) and session.records == used
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    assert window.screens.currentWidget() is screen
    window.entrance.create("Sam Example", WORDS, demo=False)
    qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)
    assert session.records == session.folder / "records-2.vault" and window.close()


def test_from_setting_up_new_ones_one_comes_back_to_those_that_cannot_be_reached(
    start: Start, used: Path, session: Session, qtbot: QtBot
) -> None:
    away = used.parent.rename(used.parent.with_name("pocket"))
    window = start()
    for by_way_of_the_copy in (False, True):
        at_away(window).new_button.click()
        if by_way_of_the_copy:
            window.entrance.show_forgotten(used)
            window.entrance.go_back()
        screen = window.screens.currentWidget()
        assert isinstance(screen, SetUpScreen) and screen.back_button.isVisible()
        screen.back_button.click()
        assert f"Your records were in {used}" in said_on(window) and window.entrance.path == used == session.records
        qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    away.rename(used.parent)
    at_away(window).retry_button.click()
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), UnlockScreen), timeout=10_000)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)


def test_on_a_new_laptop_there_is_nothing_to_go_back_to(shut_window: MainWindow) -> None:
    screen = shut_window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen) and not screen.back_button.isVisible()


def test_records_that_were_taken_elsewhere_are_not_taken_for_a_new_laptop(start: Start, used: Path) -> None:
    for each in used.parent.iterdir():
        each.rename(used.parent.with_name(each.name))
    window = start()
    at_away(window)
    assert "There is no records file here" in said_on(window)


def test_a_folder_that_may_not_be_entered_opens_the_window_all_the_same(
    start: Start, used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests may be somebody whom nothing bars: the refusal comes from the system's own call.
    stat = os.stat

    def refusing(path: Any, *more: Any, **named: Any) -> os.stat_result:
        if isinstance(path, (str, Path)) and used.parent in Path(path).parents:
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, *more, **named)

    monkeypatch.setattr("os.stat", refusing)
    window = start()
    at_away(window)
    assert "You may not go into this folder" in said_on(window)


def test_the_page_in_every_look(look: tuple[int, int], start: Start, used: Path) -> None:
    used.parent.rename(used.parent.with_name("pocket"))
    window = start()
    window.resize(*look)
    check(window)
