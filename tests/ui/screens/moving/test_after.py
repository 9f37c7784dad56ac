"""After the decision, at the window: the carer told, the purchase, the payment, finished; and early ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import With
from carer_desktop.records.teams import Shared
from tests.core.caseload.pathway import ADA, MAX, MIA, SAM
from tests.core.caseload.test_moves import HANDED, UPLOADED
from tests.ui.opened import opened
from tests.ui.screens.moving.conftest import Office, Sit, hands_at, page_of
from tests.ui.screens.moving.test_moving import wait_moved, words_in
from ui.main_window import MainWindow
from ui.main_window.way_back import go_back, keep_place
from ui.parts.words import YOU
from ui.screens.export import ExportDialog
from ui.screens.moving.page import URGENT

DIALOG_OF = {"sending": "Sending a record and what comes after", "deciding": "Deciding as a manager"}


def wait_for(qtbot: QtBot, window: MainWindow, move: str) -> None:
    """Until the last thing that happened is this move."""

    def there() -> bool:
        return window.record is not None and window.record.desk.assessment.history[-1].move == move

    qtbot.waitUntil(there, timeout=10_000)


def open_standing(window: MainWindow, record: str) -> None:
    opened(window, record)
    page_of(window)


def test_the_carer_is_told_then_the_purchase_instructed_and_its_payment_entered(
    office: Office, sit: Sit, qtbot: QtBot
) -> None:
    record = office.act(MIA, office.sent(), "authorise", amount="250", reason="The gym is free")
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    assert "Instruct the purchase: not yet" in words_in(window)
    hands.press("The carer has been told")
    hands.press("The carer has been told")
    wait_for(qtbot, window, "tell_carer")
    hands.press("Instruct the purchase")
    hands.press("Instruct the purchase")
    wait_for(qtbot, window, "instruct")
    hands.press("Enter what happened to the payment")
    hands.press("Enter this")
    assert hands.sees("Select what happened")
    hands.pick("What happened?", "The Direct Payments Team was told")
    hands.press("Enter this")
    wait_for(qtbot, window, "payment")
    assert "The Direct Payments Team was told" in words_in(window)
    hands.press("Cancel the purchase")
    hands.write("Why", "The carer found another way")
    hands.press("Cancel the purchase")
    wait_for(qtbot, window, "cancel_purchase")


def test_it_is_finished_once_what_is_asked_for_is_given(office: Office, sit: Sit, qtbot: QtBot, tmp_path: Path) -> None:
    record = office.act(MIA, office.sent("advice_only"), "authorise")
    ada = office.team(ADA)
    ada.exports.write(ada.moves.give_facts(office.team.again(record), HANDED), tmp_path)
    office.act(ADA, record, "upload", facts=UPLOADED)
    window = sit(ADA)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Finish")
    hands.press("Finish")
    assert hands.sees("Select whether you agree that this is a fair record and plan")
    assert YOU in [each.text() for each in hands.top.findChildren(QLabel) if each.isVisible()]
    hands.pick("Do you agree that this is a fair record and plan?", "Could not be asked")
    hands.write("Why you could not be asked, and what was tried", "Rang on 20 and 21 November")
    hands.pick("How the copy was given", "Not given")
    hands.write("Why no copy was given", "No safe way to give it yet")
    hands.press("Finish")
    wait_moved(qtbot, window, "closed")


def test_the_word_file_asks_for_the_mosaic_id_first_and_moves_the_record_on(
    office: Office, sit: Sit, qtbot: QtBot, tmp_path: Path
) -> None:
    record = office.act(MIA, office.sent(), "authorise")
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Make the council’s Word file")
    hands.write("The carer's Mosaic ID", "M1234567")
    hands.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(hands.top, ExportDialog), timeout=10_000)
    hands.press("Write the file")
    wait_moved(qtbot, window, "exported")
    hands.press("Close")
    assert len(list(tmp_path.glob("M1234567*.docx"))) == 1
    assert hands.sees("It is on Mosaic")


def said_in(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_a_mosaic_id_that_cannot_be_one_is_to_be_looked_at_and_may_be_kept(
    office: Office, sit: Sit, qtbot: QtBot
) -> None:
    record = office.act(MIA, office.sent(), "authorise")
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Make the council’s Word file")
    assert "The number the council's system has for the carer" in said_in(hands.top)
    hands.write("The carer's Mosaic ID", "abc def")
    hands.press("Go on to the Word file")
    assert "a Mosaic ID is a number, with no space in it" in said_in(hands.top)
    caseload = window.caseload
    assert caseload is not None and "carer_mosaic_id" not in caseload.records.open(record.id).answers
    hands.press("Keep this answer to: The carer's Mosaic ID")
    hands.press("Go on to the Word file")
    qtbot.waitUntil(lambda: isinstance(hands.top, ExportDialog), timeout=10_000)
    assert caseload.records.open(record.id).answers["carer_mosaic_id"] == "abc def"
    hands.press("Cancel")


@pytest.mark.parametrize(
    ("button", "asked", "reason", "stage", "note"),
    [
        ("Close early", "Why it ends here", "The carer said no", "closed", "The carer said no"),
        ("Withdraw", "Why it is withdrawn", "Another reason", "withdrawn", "They moved in with us"),
    ],
)
def test_it_ends_early_with_a_reason(
    office: Office, sit: Sit, qtbot: QtBot, button: str, asked: str, reason: str, stage: str, note: str
) -> None:
    record = office.team.record()
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press(button)
    hands.pick(asked, reason)
    if reason == "Another reason":
        hands.write("What the reason is", note)
    hands.press("Close early" if stage == "closed" else "Withdraw it")
    wait_moved(qtbot, window, stage)
    assert f"“{note}”" in words_in(window)


@pytest.mark.parametrize("who", [SAM, MIA])
def test_f1_tells_of_the_page(office: Office, sit: Sit, qtbot: QtBot, who: str) -> None:
    record = office.sent()
    window = sit(who)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    window.commands.actions["help-here"].trigger()
    assert any(label.text() == DIALOG_OF["sending" if who == SAM else "deciding"] for label in labels(hands.top))
    hands.key(Qt.Key.Key_Escape)


def labels(inside: QWidget) -> list[QLabel]:
    return [each for each in inside.findChildren(QLabel) if each.isVisible()]


def test_the_carer_never_sees_it_and_another_text_size_stays_there(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.team.record()
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    window.turn("carer_sees", True)
    assert window.record is not None and window.record.section != "standing"
    assert not hands.sees("Where it stands") and not window.record.open_standing()
    window.turn("carer_sees", False)
    assert hands.sees("Where it stands")


def test_urgent_is_kept_with_its_reason_before_it_is_sent(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.team.record()
    office.team(SAM).teams.keep_shared(Shared(duty="020 7946 0000, 9 to 5", out_of_hours="020 7946 0001"))
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Send to the manager")
    hands.pick("Who decides?", "A manager without this program: I send the Word file")
    hands.pick("Is this urgent?", "Yes")
    hands.key(Qt.Key.Key_Return)
    assert hands.sees("Enter why it is urgent, and who has been told")
    hands.write("Why it is urgent, and who has been told", "The carer is to be operated on; duty was told")
    hands.press("Send it")
    wait_moved(qtbot, window, "completed")
    assert window.record is not None
    sent = window.record.desk.assessment
    assert (sent.answers["urgent"], "to" in sent.history[-1].says) == ("yes", False)
    assert f"{URGENT}\nDuty number: 020 7946 0000, 9 to 5\nOut of hours: 020 7946 0001" in words_in(window)
    assert hands.sees("Make the Word file for the manager…")


def test_a_second_manager_decides_where_the_first_asks_for_it(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.sent()
    window = sit(MIA)
    opened(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Agree £300.00")
    hands.press("A second manager is to decide as well")
    hands.press("Agree")
    wait_for(qtbot, window, "authorise")
    assert window.record is not None and window.record.desk.assessment.stage == "completed"
    assert "A second manager decides too" in words_in(window)
    window = sit(MAX)
    opened(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Agree £300.00")
    hands.press("Agree")
    wait_moved(qtbot, window, "authorised")


def test_a_move_that_is_refused_says_so_and_what_was_typed_stays(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.sent()
    window = sit(SAM)
    open_standing(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Withdraw")
    assert window.caseload is not None
    window.caseload.moves.make(window.caseload.records.again(record), "take_back", With(reason="Elsewhere"))
    hands.pick("Why it is withdrawn", "The carer changed their mind")
    hands.press("Withdraw it")
    qtbot.waitUntil(lambda: any("has moved on since" in each.text() for each in labels(hands.top)), timeout=10_000)
    hands.press("Cancel")


def another_record(window: MainWindow) -> str:
    """Another record, where the person was last."""
    assert window.caseload is not None
    return window.caseload.records.begin("carer_review").id


def test_after_a_lock_the_same_page_is_there(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.team.record()
    window = sit(SAM)
    opened(window, another_record(window))
    office.team.later(minutes=1)
    open_standing(window, record.id)
    kept = keep_place(window)
    assert kept.page == "standing"
    window.show_home()
    go_back(window, kept)
    assert (window.record and window.record.section) == "standing"
    assert window.record and window.record.desk.assessment.id == record.id
