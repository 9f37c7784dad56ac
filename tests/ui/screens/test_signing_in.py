"""Signing in where several people do: one sentence for both mistakes, waiting, words that must be changed, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from tests.ui.screens.conftest import CHEAP, WORDS
from ui.main_window import MainWindow
from ui.screens.damaged import DamagedScreen
from ui.screens.forgotten import ForgottenScreen
from ui.screens.home import HomeScreen
from ui.screens.own_passphrase import OwnPassphraseScreen
from ui.screens.unlock import ASKS_NAME, OPEN, OPENING, OPENING_LONG, UnlockScreen
from ui.session import Session
from ui.theme import Theme

T = TypeVar("T", bound=QWidget)
GIVEN = "violin harbour thimble meadow"
OWN = "kettle orchard window basket"
Open = Callable[[], MainWindow]


def said_on(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def at(window: MainWindow, kind: type[T], qtbot: QtBot) -> T:
    """The screen of this kind, once it is shown and nothing is under way."""
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), kind), timeout=10_000)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QApplication.processEvents()
    found = window.screens.currentWidget()
    assert isinstance(found, kind)
    return found


@pytest.fixture
def sheet(session: Session, fixed_clock: FixedClock) -> str:
    """Records on this laptop with two people, and a rescue sheet; its groups."""
    path = session.place_for(demo=False)
    caseload = Caseload.create(path, "Sam Example", ("assessor", "keeper"), WORDS, kdf=CHEAP, clock=fixed_clock)
    caseload.people.add("Bea Placeholder", ["assessor"], GIVEN)
    groups = caseload.people.make_recovery().groups
    caseload.close()
    session.use_records(path)
    return "-".join(groups)


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme, session: Session, fixed_clock: FixedClock, sheet: str) -> Open:
    """Opens the window at the sign-in of these records."""

    def open_() -> MainWindow:
        window = MainWindow(theme, session, fixed_clock, CHEAP)
        qtbot.addWidget(window)
        window.resize(1180, 860)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.entrance.ready, timeout=10_000)
        return window

    return open_


def sign_in(window: MainWindow, name: str, passphrase: str, qtbot: QtBot) -> None:
    screen = at(window, UnlockScreen, qtbot)
    screen.name.setText(name)
    screen.passphrase.line.setText(passphrase)
    screen.open_button.click()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QApplication.processEvents()


class Door:
    """The window at the sign-in, before the records were looked at: the look goes on once it is let."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot, self._held = window, qtbot, Event()
        self.hold()
        qtbot.addWidget(window)
        window.resize(1180, 860)
        window.show()
        window.activateWindow()
        found = window.screens.currentWidget()
        assert isinstance(found, UnlockScreen)
        self.screen = found

    def hold(self) -> Future[None]:
        """Work that is asked for from now on waits."""
        self._held = Event()
        return self.window.work.start(partial(self._held.wait, 20), lambda _: None, lambda _: None)

    def go_on(self) -> None:
        """It waits no longer."""
        self._held.set()

    def look(self) -> None:
        """The records were looked at, and everything that follows from it is done."""
        self.go_on()
        self._qtbot.waitUntil(lambda: self.window.entrance.ready and not self.window.work.busy, timeout=10_000)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        """Keys, to whatever has the keyboard."""
        self._qtbot.keyClicks(keyboard(self.window), words)

    def enter(self) -> None:
        """The Enter key, in whatever has the keyboard."""
        self._qtbot.keyClick(keyboard(self.window), Qt.Key.Key_Return)


def keyboard(window: MainWindow) -> QWidget:
    """What has the keyboard."""
    found = window.focusWidget()
    assert found is not None
    return found


@pytest.fixture
def door(
    qtbot: QtBot, theme: Theme, session: Session, fixed_clock: FixedClock, sheet: str
) -> Iterator[Callable[[], Door]]:
    """Opens the window at the sign-in of the records of two people, and has not looked at them yet."""
    made: list[Door] = []

    def open_() -> Door:
        made.append(Door(MainWindow(theme, session, fixed_clock, CHEAP), qtbot))
        return made[-1]

    yield open_
    made[-1].go_on()
    made[-1].window.close()


def test_a_passphrase_is_never_typed_into_the_name(door: Callable[[], Door], qtbot: QtBot) -> None:
    """Nobody knows yet that there are several people: the name comes in above, and the caret stays."""
    at_door = door()
    screen = at_door.screen
    assert not screen.name.isVisible() and keyboard(at_door.window) is screen.passphrase.line
    at_door.look()
    assert screen.name.isVisible() and keyboard(at_door.window) is screen.passphrase.line
    at_door.type(WORDS)
    assert screen.passphrase.text() == WORDS and not screen.name.text()
    at_door.enter()
    assert keyboard(at_door.window) is screen.name and screen.passphrase.text() == WORDS
    assert ASKS_NAME in said_on(at_door.window) and "Error" not in said_on(at_door.window)
    at_door.type("Sam Example")
    at_door.enter()
    at(at_door.window, HomeScreen, qtbot)


def test_where_several_people_sign_in_the_name_is_there_from_the_first_moment(
    door: Callable[[], Door], session: Session, qtbot: QtBot
) -> None:
    first = door()
    first.look()
    first.window.close()
    session.write()
    kept = (session.folder / "window.ini").read_text("utf-8")
    assert "Sam" not in kept and "Bea" not in kept
    at_door = door()
    screen, name = at_door.screen, at_door.screen.name
    qtbot.waitUntil(lambda: screen.passphrase.y() > 0)
    assert name.isVisible() and keyboard(at_door.window) is name
    place = screen.passphrase.mapTo(at_door.window, QPoint())
    at_door.type("Sam")
    at_door.look()
    assert keyboard(at_door.window) is name and screen.passphrase.mapTo(at_door.window, QPoint()) == place
    at_door.type(" Example")
    at_door.enter()
    assert keyboard(at_door.window) is screen.passphrase.line and "Error" not in said_on(at_door.window)
    at_door.type(WORDS)
    at_door.enter()
    at(at_door.window, HomeScreen, qtbot)


def test_whoever_saw_that_a_name_is_asked_for_is_told_it_is_missing(door: Callable[[], Door], session: Session) -> None:
    session.keep_several(session.records, True)
    at_door = door()
    at_door.look()
    at_door.screen.open_button.click()
    assert "Error: Enter your name" in said_on(at_door.window) and keyboard(at_door.window) is at_door.screen.name


def test_who_is_quicker_than_the_look_is_asked_for_the_name_and_not_refused(
    door: Callable[[], Door], qtbot: QtBot
) -> None:
    at_door = door()
    screen = at_door.screen
    at_door.type(WORDS)
    at_door.enter()
    assert OPENING in said_on(at_door.window)
    at_door.look()
    assert "Error" not in said_on(at_door.window) and OPENING not in said_on(at_door.window)
    assert ASKS_NAME in said_on(at_door.window) and keyboard(at_door.window) is screen.name
    assert screen.passphrase.text() == WORDS and not screen.passphrase.line.isReadOnly()
    at_door.type("Sam Example")
    at_door.enter()
    at(at_door.window, HomeScreen, qtbot)


def test_who_is_quicker_than_the_look_and_gave_their_name_comes_in(
    door: Callable[[], Door], session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    session.keep_several(session.records, True)
    at_door = door()
    at_door.type("Sam Example")
    at_door.screen.passphrase.line.setFocus()
    at_door.type(WORDS)
    at_door.enter()
    at_door.go_on()
    at(at_door.window, HomeScreen, qtbot)


def test_whoever_is_alone_again_is_not_asked_who_they_are(
    door: Callable[[], Door], session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    caseload = Caseload.open(session.records, "Sam Example", WORDS, clock=fixed_clock)
    caseload.people.remove("Bea Placeholder")
    caseload.close()
    session.keep_several(session.records, True)
    at_door = door()
    assert at_door.screen.name.isVisible()
    at_door.look()
    assert not at_door.screen.name.isVisible() and keyboard(at_door.window) is at_door.screen.passphrase.line
    assert not session.are_several(session.records)
    at_door.type(WORDS)
    at_door.enter()
    at(at_door.window, HomeScreen, qtbot)


def test_a_name_that_was_begun_is_not_taken_away_for_a_list_of_names(
    door: Callable[[], Door], session: Session, fixed_clock: FixedClock
) -> None:
    caseload = Caseload.open(session.records, "Sam Example", WORDS, clock=fixed_clock)
    caseload.people.show_names(True)
    caseload.close()
    session.keep_several(session.records, True)
    at_door = door()
    at_door.type("Sa")
    at_door.look()
    assert keyboard(at_door.window) is at_door.screen.name and at_door.screen.typed_name == "Sa"


def test_opening_that_takes_long_says_why_and_the_next_one_begins_as_usual(
    door: Callable[[], Door], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.unlock.LONG_MS", 60)
    at_door = door()
    at_door.look()
    screen, window = at_door.screen, at_door.window
    screen.name.setText("Sam Example")
    for _ in range(2):
        at_door.hold()
        screen.passphrase.line.setText("not the words at all")
        screen.open_button.click()
        assert OPENING in said_on(window) and OPENING_LONG not in said_on(window)
        qtbot.waitUntil(lambda: OPENING_LONG in said_on(window))
        assert OPENING not in said_on(window)
        at_door.look()
        assert OPENING_LONG not in said_on(window) and "do not open the records" in said_on(window)


def test_records_that_are_open_in_another_window_are_said_to_be_before_anybody_signs_in(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    other = Caseload.open(session.records, "Bea Placeholder", GIVEN, clock=fixed_clock)
    window = open_window()
    assert OPEN in said_on(window)
    sign_in(window, "Sam Example", WORDS, qtbot)
    assert OPEN not in said_on(window) and "already open" in said_on(window)
    other.close()
    sign_in(window, "Sam Example", WORDS, qtbot)
    assert window.caseload is not None
    window.caseload.close()
    window.caseload = None
    window.open_door()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    assert OPEN not in said_on(window)


def test_nobody_learns_whether_a_name_or_a_passphrase_is_wrong(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    said = []
    for name, words in (("Nobody Known", WORDS), ("Sam Example", "not the words at all")):
        sign_in(window, name, words, qtbot)
        said.append(said_on(window))
    assert said[0] == said[1] and "This name and passphrase do not open the records" in said[0]
    assert "vault" not in said[0] and "Bea" not in said[0]
    sign_in(window, "sam  example", WORDS, qtbot)
    at(window, HomeScreen, qtbot)
    assert window.close()


def test_after_wrong_tries_one_waits_and_reads_how_long(
    open_window: Open, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    window = open_window()
    screen = at(window, UnlockScreen, qtbot)
    for _ in range(4):
        assert not screen.waiting
        sign_in(window, "Sam Example", "not the words at all", qtbot)
    assert screen.waiting and not screen.open_button.isEnabled()
    assert "Try again in 2 seconds" in said_on(window)
    screen.passphrase.entered.emit()
    qtbot.waitUntil(lambda: "Try again in 1 second" in said_on(window).splitlines(), timeout=5_000)
    qtbot.waitUntil(lambda: not screen.waiting, timeout=5_000)
    assert screen.open_button.isEnabled() and "Try again in" not in said_on(window)
    sign_in(window, "Sam Example", WORDS, qtbot)
    assert "There were too many wrong tries." in said_on(window)  # this clock has stood still: asked again at once
    fixed_clock.at += timedelta(seconds=3)
    qtbot.waitUntil(lambda: not screen.waiting, timeout=5_000)
    sign_in(window, "Sam Example", WORDS, qtbot)
    at(window, HomeScreen, qtbot)
    assert window.close()


def test_ten_wrong_tries_are_told_at_the_next_sign_in_until_seen(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    from carer_desktop.errors import StoreError

    for _ in range(10):
        fixed_clock.at += timedelta(hours=1)
        with pytest.raises(StoreError):
            Caseload.open(session.records, "Sam Example", "not the words at all", clock=fixed_clock)
    fixed_clock.at += timedelta(hours=1)
    window = open_window()
    sign_in(window, "Sam Example", WORDS, qtbot)
    at(window, HomeScreen, qtbot)
    assert "10 failed attempts to sign in" in said_on(window)
    window.managing.notices.seen_button.click()
    assert "failed attempts" not in said_on(window) and window.managing.notices.isHidden()
    assert window.close()
    again = open_window()
    sign_in(again, "Sam Example", WORDS, qtbot)
    at(again, HomeScreen, qtbot)
    assert "failed attempts" not in said_on(again)
    assert again.close()


def test_words_that_were_given_must_be_changed_before_anything_else(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    sign_in(window, "Bea Placeholder", GIVEN, qtbot)
    screen = at(window, OwnPassphraseScreen, qtbot)
    actions = window.commands.actions
    assert not actions["new"].isEnabled() and not actions["health"].isEnabled() and actions["lock"].isEnabled()
    screen.change_button.click()
    assert "Error: Enter the passphrase until now" in said_on(window)
    screen.old.line.setText("not the words at all")
    screen.choice.box.line.setText(OWN)
    screen.change_button.click()
    qtbot.waitUntil(lambda: "This is not your passphrase until now" in said_on(window), timeout=10_000)
    screen.old.line.setText(GIVEN)
    screen.choice.box.line.setText("too short")
    screen.change_button.click()
    qtbot.waitUntil(lambda: "Error: Too short" in said_on(window), timeout=10_000)
    screen.choice.box.line.setText(OWN)
    screen.change_button.click()
    at(window, HomeScreen, qtbot)
    assert actions["new"].isEnabled() and not actions["people"].isVisible()
    assert window.close()
    again = open_window()
    sign_in(again, "Bea Placeholder", GIVEN, qtbot)
    assert "do not open the records" in said_on(again)
    sign_in(again, "Bea Placeholder", OWN, qtbot)
    at(again, HomeScreen, qtbot)
    assert again.close()


def test_names_stand_at_the_sign_in_only_where_the_access_lead_shows_them(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    window = open_window()
    assert "Bea Placeholder" not in said_on(window) and at(window, UnlockScreen, qtbot).name.isVisible()
    window.close()
    caseload = Caseload.open(session.records, "Sam Example", WORDS, clock=fixed_clock)
    caseload.people.show_names(True)
    caseload.close()
    again = open_window()
    screen = at(again, UnlockScreen, qtbot)
    assert screen._choice is not None and not screen.name.isVisible()
    screen.passphrase.line.setText(WORDS)
    screen.open_button.click()
    assert "Select your name" in said_on(again)
    screen._choice.show_value("Sam Example")
    screen.open_button.click()
    at(again, HomeScreen, qtbot)
    assert again.close()


def test_a_slip_in_the_sheet_is_named_by_its_group(open_window: Open, sheet: str, qtbot: QtBot) -> None:
    window = open_window()
    at(window, UnlockScreen, qtbot).forgotten.click()
    screen = at(window, ForgottenScreen, qtbot)
    screen.open_button.click()
    assert "Enter the 13 groups of the rescue sheet" in said_on(window)
    screen.boxes[0].several.emit(sheet.split("-"))
    assert [box.text() for box in screen.boxes] == sheet.split("-")
    screen.open_button.click()
    assert "Enter your full name" in said_on(window)
    screen.name.show_value("Sam Example")
    screen.open_button.click()
    assert "Enter your new passphrase" in said_on(window)
    screen.choice.box.line.setText(OWN)
    right = screen.boxes[6].text()
    screen.boxes[6].setText("".join("7" if letter != "7" else "8" for letter in right[:1]) + right[1:])
    screen.open_button.click()
    qtbot.waitUntil(lambda: "Group 7 has a slip" in said_on(window), timeout=10_000)
    assert [box.property("error") for box in screen.boxes].index(True) == 6 and screen.boxes[6].hasFocus()
    screen.boxes[6].setText(right[:3])
    screen.open_button.click()
    assert "Group 7 must have 5 letters or figures" in said_on(window)
    screen.boxes[6].setText(right.lower())
    screen.open_button.click()
    at(window, HomeScreen, qtbot)
    assert window.caseload is not None and window.caseload.me.name == "Sam Example"
    assert "keeper" in window.caseload.people.me.roles
    assert window.close()


def test_a_copy_from_the_second_place_opens_on_another_laptop(
    open_window: Open, session: Session, sheet: str, fixed_clock: FixedClock, qtbot: QtBot, tmp_path: Path,
    theme: Theme,
) -> None:  # fmt: skip
    share = tmp_path / "share"
    share.mkdir()
    caseload = Caseload.open(session.records, "Sam Example", WORDS, clock=fixed_clock)
    record = caseload.records.begin("carer_conversation")
    caseload.backups.set_second_place(share)
    caseload.backups.make()
    caseload.backups.send()
    caseload.close()
    other = MainWindow(theme, Session(tmp_path / "other"), fixed_clock, CHEAP)
    qtbot.addWidget(other)
    other.show()
    qtbot.waitUntil(lambda: other.entrance.ready, timeout=10_000)
    other.entrance.show_forgotten(next(share.glob("*.age")))
    screen = at(other, ForgottenScreen, qtbot)
    screen.boxes[0].several.emit(sheet.split("-"))
    screen.name.show_value("Sam Example")
    screen.choice.box.line.setText(OWN)
    screen.open_button.click()
    at(other, HomeScreen, qtbot)
    assert other.caseload is not None and other.caseload.me.name == "Sam Example"
    assert other.caseload.records.open(record.id).reference == record.reference
    assert other.close()


def test_damage_shows_the_ways_out_and_one_of_them_mends_it(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    path = session.records
    caseload = Caseload.open(path, "Sam Example", WORDS, clock=fixed_clock)
    caseload.records.fill("carer_conversation", {"carer_first": "Ann", "carer_last": "Example"}, known=False)
    caseload.backups.make()
    record = caseload.records.begin("carer_conversation")
    caseload.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: 4096 * (len(whole) // 4096 // 2)])
    window = open_window()
    sign_in(window, "Sam Example", WORDS, qtbot)
    screen = at(window, DamagedScreen, qtbot)
    assert "Your records do not open" in said_on(window) and "vault is" not in said_on(window)
    assert screen.passphrase.text() == WORDS
    screen.go_button.click()
    assert "Select what you want to do" in said_on(window)
    kinds = [way.kind for way in screen._found.ways]
    assert "put_back" in kinds
    screen.ways.show_value(str(kinds.index("put_back")))
    screen._chosen()
    assert "stays in the files that are put aside" in said_on(window)
    others, other = Event(), window.commands.actions["other"]
    window.work.start(partial(others.wait, 10), lambda _: None, lambda _: None)
    screen.go_button.setFocus()
    screen.go_button.click()
    assert window.focusWidget() is screen and not other.isEnabled()
    assert not [each.text() for each in screen.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
    others.set()
    qtbot.waitUntil(lambda: screen.sign_in_button.isVisible(), timeout=20_000)
    QApplication.processEvents()
    assert other.isEnabled() and screen.other_button.isEnabled()
    assert ".damaged-" in said_on(window) and "Nothing was deleted" in said_on(window)
    aside = [each for each in path.parent.iterdir() if ".damaged-" in each.name]
    assert len(aside) == 1 and (aside[0] / path.name).is_file()
    screen.sign_in_button.click()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    sign_in(window, "Sam Example", WORDS, qtbot)
    home = at(window, HomeScreen, qtbot)
    assert window.caseload is not None and len(window.caseload.records.all()) == 1
    assert record.id not in [card.id for card in window.caseload.records.all()]
    assert "A backup was put back" in said_on(window)
    home.warnings.right_button.click()
    assert not window.caseload.backups.suspended and "A backup was put back" not in said_on(window)
    assert window.close()


def test_a_wrong_passphrase_beside_damage_is_said_and_nothing_changes(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    path = session.records
    caseload = Caseload.open(path, "Sam Example", WORDS, clock=fixed_clock)
    caseload.backups.make()
    caseload.close()
    path.write_bytes(path.read_bytes()[:-100])
    before = sorted(each.name for each in path.parent.iterdir())
    window = open_window()
    screen = at(window, DamagedScreen, qtbot)
    kinds = [way.kind for way in screen._found.ways]
    screen.ways.show_value(str(kinds.index("salvage")))
    screen._chosen()
    screen.go_button.click()
    assert "Enter your passphrase" in said_on(window)
    screen.name.setText("Sam Example")
    screen.passphrase.line.setText("not the words at all")
    screen.go_button.click()
    qtbot.waitUntil(lambda: "do not open the records" in said_on(window), timeout=10_000)
    assert sorted(each.name for each in path.parent.iterdir()) == before
    screen.back_button.click()
    at(window, DamagedScreen, qtbot)
    window.close()


def test_records_that_vanished_beside_their_backups_are_not_set_up_anew(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    path = session.records
    caseload = Caseload.open(path, "Sam Example", WORDS, clock=fixed_clock)
    caseload.backups.make()
    caseload.close()
    path.unlink()
    window = open_window()
    screen = at(window, DamagedScreen, qtbot)
    assert [way.kind for way in screen._found.ways] == ["put_back"]
    screen.ways.show_value("0")
    screen._chosen()
    screen.go_button.click()
    qtbot.waitUntil(lambda: screen.sign_in_button.isVisible(), timeout=20_000)
    assert path.is_file()
    window.close()


def test_an_older_copy_is_opened_only_when_somebody_says_it_is_right(
    open_window: Open, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    path = session.records
    old = path.read_bytes()
    caseload = Caseload.open(path, "Sam Example", WORDS, clock=fixed_clock)
    caseload.records.begin("carer_conversation")
    caseload.close()
    path.write_bytes(old)
    window = open_window()
    sign_in(window, "Sam Example", WORDS, qtbot)
    screen = at(window, DamagedScreen, qtbot)
    kinds = [way.kind for way in screen._found.ways]
    screen.ways.show_value(str(kinds.index("as_it_is")))
    screen._chosen()
    screen.go_button.click()
    at(window, HomeScreen, qtbot)
    assert window.caseload is not None and window.caseload.records.all() == ()
    assert window.close()
