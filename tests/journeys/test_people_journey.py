"""A laptop for two: the rescue sheet, a second person, their own passphrase, everything forgotten, and back in.

By keys and mouse alone, on what can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from carer_desktop.clock import FixedClock
from carer_desktop.sealing.keys import Kdf
from tests.journeys.hands import Hands
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Theme

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
GROUP = re.compile(r"Group (\d+): ((?:\S ){4}\S)$")
BEAS_OWN = "kettle orchard window basket"
SAMS_NEW = "violin harbour thimble meadow"
Sit = Callable[[], Hands]


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Windows of the test are gone after it: a change of look visits every widget there is."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def sit_down(qtbot: QtBot, tmp_path: Path, fixed_clock: FixedClock) -> Sit:
    """Starts the program on the same laptop."""
    app = make_application()
    theme = app.findChild(Theme) or Theme(app)
    theme.set_percent(100)
    theme.set_look("light")
    session = Session(tmp_path / "laptop")

    def sit() -> Hands:
        window = MainWindow(theme, session, fixed_clock, Kdf(8 * 1024, 1, 1))
        qtbot.addWidget(window)
        window.resize(1180, 860)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.entrance.ready, timeout=10_000)
        return Hands(qtbot, window)

    return sit


def seen(hands: Hands) -> list[str]:
    """Every word that can be read now, in front."""
    QApplication.processEvents()
    return [label.text() for label in hands.top.findChildren(QLabel) if label.isVisible()]


def wait_for(hands: Hands, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: any(words in each for each in seen(hands)), timeout=10_000)


def large(hands: Hands) -> str:
    """The words drawn in large letters."""
    return next(
        label.text() for label in hands.top.findChildren(QLabel)
        if label.isVisible() and label.property("role") == "figure"
    )  # fmt: skip


def set_up(hands: Hands, qtbot: QtBot) -> str:
    hands.write("Your full name", "Sam Example")
    hands.pick("What will you use it for?", "My own work, with real people")
    qtbot.waitUntil(lambda: len(large(hands).split()) == 4 and "…" not in large(hands), timeout=10_000)
    words = large(hands)
    hands.write("Your passphrase", words)
    hands.press("Set up this laptop")
    return words


def rescue_sheet(hands: Hands, qtbot: QtBot) -> dict[int, str]:
    """The sheet is made, copied down, and one group is shown; gives the groups by number."""
    hands.press("Make the rescue sheet")
    hands.see("Print…")
    names = [label.accessibleName() for label in hands.window.findChildren(QLabel) if label.isVisible()]
    groups = {int(found[1]): found[2].replace(" ", "") for name in names if (found := GROUP.match(name))}
    assert sorted(groups) == list(range(1, 14))
    asked = next(words for words in seen(hands) if words.startswith("Type group"))
    number = int(re.findall(r"\d+", asked)[0])
    hands.write(asked, groups[number])
    hands.press("I have the sheet")
    wait_for(hands, "This sheet counts", qtbot)
    hands.press("Go on")
    return groups


def menu(hands: Hands, letter: Qt.Key, command: Qt.Key) -> None:
    """Open a menu by its letter and choose by the letter of the command."""
    hands.key(letter, ALT)
    opened = QApplication.activePopupWidget()
    assert opened is not None
    QTest.keyClick(opened, command)
    QApplication.processEvents()


def close(hands: Hands) -> None:
    hands.window.activateWindow()  # without a display no window comes to the front when a dialog closes
    QApplication.processEvents()
    hands.key(Qt.Key.Key_Q, CONTROL)
    assert not hands.window.isVisible()


def sign_in(hands: Hands, name: str, passphrase: str) -> None:
    hands.write("Your name", name)
    hands.write("Your passphrase", passphrase)
    hands.key(Qt.Key.Key_Return)


def test_two_people_and_the_way_back_in(sit_down: Sit, qtbot: QtBot) -> None:
    hands = sit_down()
    sams = set_up(hands, qtbot)
    groups = rescue_sheet(hands, qtbot)
    hands.press("Not now")  # no second place today
    hands.see("New Carer Conversation")

    menu(hands, Qt.Key.Key_M, Qt.Key.Key_E)
    hands.press("Add a person…")
    hands.write("Full name", "Bea Placeholder")
    hands.press("Add this person")
    wait_for(hands, "Words for Bea Placeholder", qtbot)
    given = large(hands)
    hands.press("Close")
    wait_for(hands, "Bea Placeholder", qtbot)
    close(hands)

    hands = sit_down()
    sign_in(hands, "Bea Placeholder", given)
    wait_for(hands, "Choose your own passphrase", qtbot)
    hands.write("The words you were given", given)
    hands.write("Your new passphrase", BEAS_OWN)
    hands.key(Qt.Key.Key_Return)
    hands.see("New Carer Conversation")
    close(hands)

    hands = sit_down()
    sign_in(hands, "Bea Placeholder", BEAS_OWN)
    hands.see("New Carer Conversation")
    close(hands)

    hands = sit_down()
    sign_in(hands, "Sam Example", "what was it again now")
    wait_for(hands, "This name and passphrase do not open the records", qtbot)
    hands.press("Somebody forgot the passphrase")
    hands.hit(hands.see("Group 1"))
    slip = "7" if groups[4][0] != "7" else "8"
    for number in range(1, 14):
        hands.type((slip + groups[4][1:] if number == 4 else groups[number]).lower())
        hands.key(Qt.Key.Key_Tab)
    hands.write("Your full name", "Sam Example")
    hands.write("Your new passphrase", SAMS_NEW)
    hands.key(Qt.Key.Key_Return)
    wait_for(hands, "Group 4 has a slip", qtbot)
    hands.type(groups[4])
    hands.press("Open the records")
    hands.see("New Carer Conversation")
    close(hands)

    hands = sit_down()
    sign_in(hands, "Sam Example", sams)
    wait_for(hands, "do not open the records", qtbot)
    hands.write("Your passphrase", "")
    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type(SAMS_NEW)
    hands.key(Qt.Key.Key_Return)
    hands.see("New Carer Conversation")
    close(hands)

    hands = sit_down()
    sign_in(hands, "Bea Placeholder", BEAS_OWN)
    wait_for(hands, "Sam Example got in with the rescue sheet", qtbot)
    hands.press("I have seen this")
    qtbot.waitUntil(lambda: not any("rescue sheet" in each for each in seen(hands)))
    close(hands)
