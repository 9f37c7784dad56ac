"""Where a record stands and moving it on, by mouse and keys: sending, deciding, entering, coming back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carer_desktop.caseload.moves import Moves
from carer_desktop.findings.find import find
from carer_desktop.records.teams import Deputy, Folder, Team
from tests.core.caseload.pathway import ADA, MAX, MIA, SAM
from tests.ui.opened import opened
from tests.ui.screens.moving.conftest import Office, Sit, hands_at, page_of
from ui.main_window import MainWindow
from ui.screens.moving.asked import sheet
from ui.screens.moving.dialog import NOT_THIS_VERSION, MoveDialog
from ui.screens.moving.page import OUTSIDE
from ui.screens.moving.ways import OWN_WORK


def words_in(window: MainWindow) -> str:
    """Everything that can be read in the open record."""
    assert window.record is not None
    return "\n".join(each.text() for each in window.record.findChildren(QLabel) if each.isVisible())


def wait_moved(qtbot: QtBot, window: MainWindow, stage: str) -> None:
    def there() -> bool:
        return window.record is not None and window.record.desk.assessment.stage == stage

    qtbot.waitUntil(there, timeout=10_000)


def test_a_draft_that_is_not_ready_says_what_is_needed_and_leads_there(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.team.record(role_narrative=None)
    window = sit(SAM)
    opened(window, record.id)
    page_of(window)
    hands = hands_at(qtbot, window)
    assert "Send to the manager: not yet" in words_in(window)
    hands.press("1 thing is still needed: show what")
    assert window.record is not None and window.record.section == "check"


def test_sent_to_a_manager_and_then_read_only(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.team.record()
    window = sit(SAM)
    opened(window, record.id)
    page_of(window)
    hands = hands_at(qtbot, window)
    hands.press("Send to the manager")
    hands.press("Send it")
    assert "Error: Select who decides" in "".join(each.text() for each in hands.top.findChildren(QLabel))
    hands.pick("Who decides?", "Mia Example")
    hands.pick("Is this urgent?", "No")
    hands.press("Send it")
    wait_moved(qtbot, window, "completed")
    assert "● Here now" in words_in(window) and "Sent to manager: Mia Example" in words_in(window)
    assert "To change one, take it back." in words_in(window)
    assert window.record is not None
    window.record.open_section("role")
    assert "so its answers are only to read" in words_in(window)
    assert window.record.page is not None and window.record.page.verticalScrollBar().value() == 0
    assert not hands.sees("Change how full the form is")
    hands.press("Where it stands, and how to change something")
    hands.press("Take it back")
    hands.write("Why you take it back", "Forgot the plan")
    hands.press("Take it back")
    wait_moved(qtbot, window, "draft")
    assert window.record.desk.assessment.revision == 2


def sent_back(office: Office) -> str:
    record = office.sent()
    comments = [("health_detail", "Since when?")]
    return office.act(MIA, record, "return", reason="See my comment", comments=comments).id


def test_a_returned_record_opens_with_the_questions_and_each_stands_beside_its_field(
    office: Office, sit: Sit, qtbot: QtBot
) -> None:
    record = sent_back(office)
    window = sit(SAM)
    opened(window, record)
    hands = hands_at(qtbot, window)
    assert "Mia Example: See my comment" in words_in(window) and "Since when?" in words_in(window)
    hands.press("How caring affects your health")
    assert "The manager asks: Since when?" in words_in(window)
    hands.key(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    hands.type(" Since the spring.")
    page_of(window)
    wait_moved(qtbot, window, "draft")
    assert "What changed since it was last sent" in words_in(window)
    assert any("Since the spring.]" in each.accessibleName() for each in window.findChildren(QLabel))


def test_a_manager_sends_back_with_a_comment_made_beside_an_answer(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.sent()
    window = sit(MIA)
    opened(window, record.id)
    hands = hands_at(qtbot, window)
    assert "For your decision" in words_in(window) and "asks for £300.00" in words_in(window)
    hands.press("Comment on: How caring affects your health")
    hands.write("What should be changed or added?", "Since when?")
    hands.press("Keep the comment")
    qtbot.waitUntil(lambda: "Your comment: Since when?" in words_in(window))
    hands.press("Send back with questions")
    hands.press("Send it back")
    assert hands.sees("Say why it goes back")
    hands.write("Why it goes back", "See my comment")
    hands.press("Send it back")
    wait_moved(qtbot, window, "returned")
    assert window.caseload is not None and window.record is not None
    (kept,) = window.caseload.moves.comments(window.record.desk.assessment)
    assert (kept.question, kept.text) == ("health_detail", "Since when?")


def test_a_comment_that_is_not_sent_is_there_again_after_the_program_was_locked(
    office: Office, sit: Sit, qtbot: QtBot
) -> None:
    record = office.sent()
    window = sit(MIA)
    window.guard.again = lambda _back: False
    opened(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Comment on: How caring affects your health")
    hands.write("What should be changed or added?", "Since when?")
    hands.press("Keep the comment")
    qtbot.waitUntil(lambda: "1 comment is kept and not sent yet" in words_in(window))
    hands.press("Comment on: In your own words: what you do, and what a typical day and week look like")
    hands.write("What should be changed or added?", "I am called away in the midd")
    window.guard.lock()
    assert window.caseload is None
    window = sit(MIA)
    opened(window, record.id)
    assert "2 comments are kept and not sent yet" in words_in(window)
    assert "Your comment: I am called away in the midd" in words_in(window)
    hands = hands_at(qtbot, window)
    hands.press("Comment on: In your own words: what you do, and what a typical day and week look like")
    hands.write("What should be changed or added?", ", and this I take back")
    hands.press("Cancel")
    assert window.caseload is not None
    kept = window.caseload.unsent.of(window.caseload.records.open(record.id))
    assert list(kept.values()) == ["I am called away in the midd", "Since when?"]
    hands.press("Send back with questions")
    hands.write("Why it goes back", "See both")
    hands.press("Cancel")
    assert window.caseload.unsent.reason(record) == "See both"
    hands.press("Send back with questions")
    hands.press("Send it back")
    wait_moved(qtbot, window, "returned")
    assert window.record is not None
    back = window.record.desk.assessment
    assert (back.history[-1].note, window.caseload.unsent.reason(back)) == ("See both", "")


def test_a_manager_agrees_another_amount_with_a_reason(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.sent()
    window = sit(MIA)
    opened(window, record.id)
    hands = hands_at(qtbot, window)
    hands.press("Agree another amount or use")
    box = hands.see("Amount agreed")
    hands.hit(box)
    hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.type("-5")
    hands.key(Qt.Key.Key_Return)
    assert not hands.sees("Amount agreed must be £0 or more"), "Enter in a line decides nothing"
    hands.press("Agree")
    assert hands.sees("Amount agreed must be £0 or more") and hands.sees("Enter why not as asked for")
    hands.hit(box)
    hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.type("250")
    dialog = hands.top
    assert isinstance(dialog, MoveDialog)
    assert dialog.beside.isVisible() and "come to £300.00, which is not this amount" in dialog.beside.text()
    hands.write("Why not as asked for", "The gym is free for carers")
    hands.press("Agree")
    wait_moved(qtbot, window, "authorised")
    assert window.record is not None
    assert window.record.desk.assessment.history[-1].amount_pence == 25000


def test_own_work_has_no_buttons_and_says_why(office: Office, sit: Sit, qtbot: QtBot) -> None:
    office.team(SAM).people.set_roles(SAM, ["assessor", "authoriser", "keeper"])
    record = office.sent()
    window = sit(SAM)
    opened(window, record.id)
    assert page_of(window).heading.text() == "Where it stands"
    hands = hands_at(qtbot, window)
    assert OWN_WORK in words_in(window)
    assert "What is asked of the manager" in words_in(window) and "asked of you" not in words_in(window)
    assert not any(hands.sees(words) for words in ("Agree £300.00", "Do not agree", "Send back with questions"))


def test_how_a_manager_elsewhere_is_asked_is_said_to_who_sends_and_not_to_who_decides(office: Office, sit: Sit) -> None:
    office.team(SAM).people.set_roles(SAM, ["assessor", "authoriser", "keeper"])
    office.team.open.people.set_roles(MIA, ["assessor", "admin", "authoriser"])
    record = office.sent()
    for name, told in ((SAM, True), (ADA, True), (MIA, False)):
        window = sit(name)
        opened(window, record.id)
        page_of(window)
        assert (OUTSIDE in words_in(window)) is told, name
        assert window.caseload is not None
        assert "record" in {each.move for each in window.caseload.moves.possible(record)}
    assert "your manager" not in OUTSIDE, "who sends it may be a manager too"


def test_a_decision_from_an_email_is_entered(office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.sent()
    window = sit(SAM)
    opened(window, record.id)
    page = page_of(window)
    hands = hands_at(qtbot, window)
    hands.press("Enter a decision made outside")
    hands.press("Enter this decision")
    assert hands.sees("Select whether it was this version") and hands.sees("Enter the name of the manager")
    code = window.caseload.moves.check_code(record) if window.caseload else ""
    hands.pick(f"Was this the version with check code {code}?", "No, or they did not say")
    hands.press("Enter this decision")
    assert hands.sees(NOT_THIS_VERSION)
    hands.pick(f"Was this the version with check code {code}?", "Yes")
    hands.pick("The manager's decision", "Agreed as asked for: £300.00")
    assert not hands.sees("Amount agreed")
    hands.write("Name of the manager", "Olga Manager-Example")
    hands.write("Role of the manager", "Team manager")
    assert isinstance(page.dialog, MoveDialog)
    hands.press("Today: Date of the decision")
    hands.pick("How the decision came", "By phone")
    hands.write("Reference of the e-mail or case note", "Case note of 22 November")
    hands.press("Enter this decision")
    wait_moved(qtbot, window, "authorised")
    assert window.record is not None
    last = window.record.desk.assessment.history[-1]
    assert (last.move, last.amount_pence, last.says["how"]) == ("record", 30000, "phone")
    assert hands.sees("Confirm the decision in writing")


def test_the_admin_worker_says_it_is_on_mosaic(office: Office, sit: Sit, qtbot: QtBot, tmp_path: Path) -> None:
    record = office.act(MIA, office.sent(), "authorise")
    ada = office.team(ADA)
    handed = ada.moves.give_facts(office.team.again(record), {"carer_mosaic_id": "M1234567"})
    ada.exports.write(handed, tmp_path)
    window = sit(ADA)
    opened(window, record.id)
    page_of(window)
    hands = hands_at(qtbot, window)
    hands.press("It is on Mosaic")
    hands.press("It is on Mosaic")
    assert hands.sees("Enter the title as it appears on Mosaic")
    hands.write("Title as it appears on Mosaic", "Carer Conversation November 2026")
    hands.write("Folder or virtual worker for the review on Mosaic", "MH North reviews")
    hands.press("It is on Mosaic")
    wait_moved(qtbot, window, "uploaded")
    hands.press("The upload went wrong")
    hands.pick("What went wrong", "It was the wrong file")
    hands.press("Enter this")
    wait_moved(qtbot, window, "exported")


def test_who_decides_names_teams_folders_and_who_stands_in(office: Office) -> None:
    record = office.team.record()
    sam, ids = office.team(SAM), office.team.ids
    sam.teams.keep_team(Team("North", (), (ids[MIA],)))
    sam.teams.keep_team(Team("South"))
    sam.teams.keep_folder(Folder("Virtual worker carer", (ids[MAX],)))
    sam.teams.keep_deputy(Deputy(ids[MAX], ids[MIA], None, date(2026, 12, 4)))
    sam.teams.keep_deputy(Deputy(ids[MIA], ids[MAX], date(2026, 11, 30)))
    offered = [each.label for each in sheet(sam, record, "complete").questions[0].choices]
    assert offered == [
        "Mia Example (Max Example stands in until Friday 4 December)", "Max Example",
        "The managers of North, or who stands in for them", "The folder Virtual worker carer", "Any manager here",
        "A manager without this program: I send the Word file",
    ]  # fmt: skip


def test_what_can_be_done_and_what_follows_is_worked_out_once_for_a_page(
    office: Office, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = office.sent()
    window = sit(MIA)
    asked: list[str] = []
    for name, work in (("caseload.moves.Moves.possible", Moves.possible), ("caseload.records.find", find)):

        def noted(*given: Any, name: str = name, work: Callable[..., Any] = work) -> Any:
            asked.append(name.rpartition(".")[2])
            return work(*given)

        monkeypatch.setattr(f"carer_desktop.{name}", noted)
    opened(window, record.id)
    assert sorted(asked) == ["find", "possible"]
    assert page_of(window).heading.text() == "For your decision"
