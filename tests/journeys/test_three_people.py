"""Three people at one laptop: sent, sent back with a comment, changed, another amount agreed, uploaded.

By keys and mouse alone, on what can be seen; the record itself was filled in before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.sealing.keys import Kdf
from tests.core.caseload.pathway import ADA, MIA, SAM, Team
from tests.core.door import PASSPHRASE
from tests.journeys.hands import Hands
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Theme

CONTROL = Qt.KeyboardModifier.ControlModifier
Sit = Callable[[str], Hands]


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Windows of the test are gone after it."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A laptop that puts Word files into a folder of their own."""
    made = Session(tmp_path / "laptop")
    (tmp_path / "files").mkdir()
    made.keep_export_folder(tmp_path / "files")
    return made


@pytest.fixture
def sit(qtbot: QtBot, session: Session, fixed_clock: FixedClock) -> Sit:
    """Somebody starts the program, signs in and opens the one record in the list."""
    app = make_application()
    theme = app.findChild(Theme) or Theme(app)
    theme.set_percent(100)
    theme.set_look("light")

    def sit_down(name: str) -> Hands:
        window = MainWindow(theme, session, fixed_clock, Kdf(8 * 1024, 1, 1))
        qtbot.addWidget(window)
        window.resize(1180, 860)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.entrance.ready, timeout=10_000)
        hands = Hands(qtbot, window)
        hands.write("Your name", name)
        hands.write("Your passphrase", PASSPHRASE)
        hands.key(Qt.Key.Key_Return)
        found = hands.see("Records", QListView)
        assert isinstance(found, QListView)
        qtbot.waitUntil(lambda: found.model().rowCount() > 0)
        QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
        hands.see("Where it stands")
        return hands

    return sit_down


def words_in(hands: Hands) -> str:
    """Every word that can be read now, in front."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in hands.top.findChildren(QLabel) if label.isVisible())


def wait_for(hands: Hands, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in words_in(hands), timeout=10_000)


def leave(hands: Hands) -> None:
    hands.window.activateWindow()  # without a display no window comes to the front when a dialog closes
    QApplication.processEvents()
    hands.key(Qt.Key.Key_Q, CONTROL)
    assert not hands.window.isVisible()


def write_anew(hands: Hands, name: str, words: str) -> None:
    hands.hit(hands.see(name))
    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type(words)


def send(hands: Hands, qtbot: QtBot) -> None:
    hands.press("Send to the manager")
    hands.pick("Who decides?", MIA)
    hands.press("Send it")
    wait_for(hands, qtbot, f"Sent to manager: {MIA}")


def send_back(hands: Hands, qtbot: QtBot) -> None:
    hands.press("Comment on: How caring affects your health")
    hands.write("What should be changed or added?", "Since when?")
    hands.press("Keep the comment")
    wait_for(hands, qtbot, "Your comment: Since when?")
    hands.press("Send back with questions")
    hands.write("Why it goes back", "One thing more, please")
    hands.press("Send it back")
    wait_for(hands, qtbot, "Sent back with questions.")


def answer(hands: Hands, qtbot: QtBot) -> None:
    wait_for(hands, qtbot, f"{MIA}: One thing more, please")
    hands.press("How caring affects your health")
    wait_for(hands, qtbot, "The manager asks: Since when?")
    hands.key(Qt.Key.Key_End, CONTROL)
    hands.type(" Since the spring.")
    hands.press("Where it stands")
    wait_for(hands, qtbot, "What changed since it was last sent")
    send(hands, qtbot)


def agree_less(hands: Hands, qtbot: QtBot) -> None:
    wait_for(hands, qtbot, "What changed since you last saw it")
    hands.press("Agree another amount or use")
    write_anew(hands, "Amount agreed", "250")
    hands.write("Why not as asked for", "The gym is free for carers")
    hands.press("Agree")
    wait_for(hands, qtbot, "Agreed by manager, £250.00")


def after_it(hands: Hands, qtbot: QtBot) -> None:
    hands.press("The carer has been told")
    hands.press("The carer has been told")
    wait_for(hands, qtbot, "Carer told what was agreed")
    hands.press("Instruct the purchase")
    hands.press("Instruct the purchase")
    wait_for(hands, qtbot, "Purchase instructed")


def upload(hands: Hands, qtbot: QtBot) -> None:
    hands.press("Make the council’s Word file")
    hands.write("The carer's Mosaic ID", "M1234567")
    hands.press("Go on to the Word file")
    hands.press("Write the file")
    hands.press("Close")
    hands.press("It is on Mosaic")
    hands.write("Title as it appears on Mosaic", "Carer Conversation November 2026")
    hands.write("Folder or virtual worker for the review on Mosaic", "MH North reviews")
    hands.press("It is on Mosaic")
    wait_for(hands, qtbot, "On Mosaic. Ada Example, admin worker")


def test_from_hand_to_hand_at_one_laptop(
    sit: Sit, qtbot: QtBot, session: Session, fixed_clock: FixedClock, tmp_path: Path
) -> None:
    session.records.parent.mkdir(parents=True, exist_ok=True)
    team = Team(session.records, fixed_clock, MIA, ADA)
    record = team.record()
    team.open.close()

    hands = sit(SAM)
    hands.press("Where it stands")
    send(hands, qtbot)
    leave(hands)
    for name, work in ((MIA, send_back), (SAM, answer), (MIA, agree_less), (SAM, after_it), (ADA, upload)):
        hands = sit(name)
        work(hands, qtbot)
        leave(hands)

    caseload = Caseload.open(session.records, SAM, PASSPHRASE, clock=fixed_clock)
    found = caseload.records.open(record.id)
    assert [move.move for move in found.history] == [
        "complete", "return", "resume", "complete", "authorise", "tell_carer", "instruct", "export", "upload",
    ]  # fmt: skip
    assert (found.stage, found.revision, found.answers["decision_amount"]) == ("uploaded", 2, "250.00")
    assert caseload.moves.verify(found) == ()
    assert len(list((tmp_path / "files").glob("M1234567*.docx"))) == 1
    caseload.close()
