"""The small jobs beside the form, each from its key on the home page to its row and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.todo import Task
from tests.ui.opened import opened
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.parts.asking import AskDialog
from ui.screens.beside.calls import CallDialog, CountDialog, PromisedDialog
from ui.screens.beside.requests import AskTeamDialog, RequestDialog
from ui.screens.beside.visits import PlanDialog, VisitDialog
from ui.screens.beside.waiting import OfferDialog, ReferralDialog, WaitingDialog
from ui.screens.notes import NotesDialog
from ui.theme import Look, Theme, most_height

TODAY = date(2026, 11, 22)


@pytest.fixture
def home(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The practitioner at the home page."""
    window.show_home()
    quiet(window, qtbot)
    return window


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QTest.qWait(20)


def asked(window: MainWindow, command: str, kind: type[Any], qtbot: QtBot) -> Any:
    """The dialog that a command of the menu opens."""
    window.commands.actions[command].trigger()
    return in_front(window, kind, qtbot)


def in_front(window: MainWindow, kind: type[Any], qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(kind)), timeout=10_000)
    return next(each for each in window.findChildren(kind) if each.isVisible())


def gone(dialog: QWidget, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible(), timeout=10_000)


def put(dialog: AskDialog, **given: Any) -> None:
    for name, plain in given.items():
        dialog.fields[name].show_value(plain)


def type_in(field: Any, words: str) -> None:
    line = field.findChild(QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, words)


def press(button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def open_row(window: MainWindow, qtbot: QtBot) -> None:
    """Enter on the first row of what is next, by its key from anywhere."""
    window.commands.actions["tasks_next"].trigger()
    quiet(window, qtbot)
    window.commands.actions["tasks_next"].trigger()
    assert window.home is not None
    QTest.keyClick(window.home.next.list, Qt.Key.Key_Return)


def rows(window: MainWindow, qtbot: QtBot) -> int:
    quiet(window, qtbot)
    assert window.home is not None
    return window.home.next.list.count()


def test_an_offer_is_a_name_and_an_answer(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "offer", OfferDialog, qtbot)
    type_in(dialog.fields["carer"], "Ann Example")
    press(dialog.go_button)
    assert dialog.isVisible() and dialog.fields["answer"].problem.endswith("Select what they said")
    put(dialog, answer="yes")
    press(dialog.go_button)
    gone(dialog, qtbot)
    (offer,) = caseload.queue.offers()
    assert (offer.carer_name, offer.answer, offer.on_day) == ("Ann Example", "yes", TODAY)
    assert rows(home, qtbot) == 1


def test_what_cannot_be_kept_is_said_and_nothing_is_lost(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "offer", OfferDialog, qtbot)
    put(dialog, carer="Ann Example", answer="no", given="Leaflet")
    caseload.people.set_roles(caseload.me.name, ["keeper"])
    press(dialog.go_button)
    qtbot.waitUntil(lambda: dialog.banner.isVisible(), timeout=10_000)
    assert "for those who work with carers" in "".join(each.text() for each in dialog.banner.findChildren(QLabel))
    assert dialog.fields["given"].answer == "Leaflet" and caseload.queue.offers() == ()
    dialog.reject()


def test_a_no_asks_only_whether_they_know_the_way_back(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "offer", OfferDialog, qtbot)
    type_in(dialog.fields["carer"], "M1234567")
    assert not dialog.fields["knows"].isVisible()
    no = next(each for each in dialog.fields["answer"].findChildren(QRadioButton) if each.text() == "No")
    press(no)
    qtbot.waitUntil(lambda: dialog.fields["knows"].isVisible(), timeout=10_000)
    put(dialog, knows=["yes"])
    press(dialog.go_button)
    gone(dialog, qtbot)
    (offer,) = caseload.queue.offers()
    assert (offer.mosaic_id, offer.carer_name, offer.answer, offer.knows_can_return) == ("M1234567", "", "no", True)


def test_from_a_referral_to_its_conversation(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "refer", ReferralDialog, qtbot)
    put(dialog, carer="Ann Example", kind="referral", asked_by="Her GP", urgent="yes", urgent_why="A fall")
    press(dialog.go_button)
    gone(dialog, qtbot)
    open_row(home, qtbot)
    waits = in_front(home, WaitingDialog, qtbot)
    words = "\n".join(each.text() for each in waits.findChildren(QLabel))
    assert "Urgent: A fall" in words and "Who asked: Her GP" in words and "It came on Sunday 22 November." in words
    press(waits.go_button)
    qtbot.waitUntil(lambda: home.record is not None, timeout=10_000)
    assert home.record is not None
    assert home.record.desk.assessment.answers["carer_last"] == "Example" and caseload.queue.waiting() == ()


def test_a_referral_is_closed_with_a_reason(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    caseload.queue.take("self", "Ann Example")
    open_row(home, qtbot)
    waits = in_front(home, WaitingDialog, qtbot)
    press(waits.close_button)
    assert waits.isVisible() and waits.why.problem
    type_in(waits.why, "To the team for young carers")
    waits.passed_on.setChecked(True)
    press(waits.close_button)
    gone(waits, qtbot)
    (closed,) = caseload.queue.all()
    assert (closed.state, closed.closed_why) == ("passed_on", "To the team for young carers")
    quiet(home, qtbot)
    assert home.home is not None and not home.home.next.isVisible()


def test_a_promised_call_shows_until_it_is_done(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "call", CallDialog, qtbot)
    put(dialog, carer="Ann Example", how="phone", who="Her sister", asked_for="Priya", right_person="no",
        said="She cannot sleep", due_on="2026-11-24", if_no_call="Ring the duty line")  # fmt: skip
    press(dialog.go_button)
    gone(dialog, qtbot)
    (kept,) = caseload.contacts.promised()
    assert (kept.follow_up, kept.due_on, kept.right_person) == (caseload.me.id, date(2026, 11, 24), "no")
    open_row(home, qtbot)
    promised = in_front(home, PromisedDialog, qtbot)
    assert "If the call does not come: Ring the duty line" in "".join(
        each.text() for each in promised.findChildren(QLabel)
    )
    put(promised, note="Rang back")
    press(promised.go_button)
    gone(promised, qtbot)
    assert caseload.contacts.promised() == () and caseload.contacts.all()[0].done_note == "Rang back"


def test_a_contact_without_a_promise_is_nobodys_task(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "call", CallDialog, qtbot)
    assert not [each for each in dialog.findChildren(QPushButton) if each.text() == "Not covered"]
    put(dialog, carer="Ann Example", said="All is well")
    press(dialog.go_button)
    gone(dialog, qtbot)
    assert caseload.contacts.all()[0].follow_up == "" and caseload.todo.mine() == ()


def test_a_visit_is_planned_with_a_referral_and_begins_its_conversation(
    home: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    waits = caseload.queue.take("self", "Ann Example", reach="By text", cared_for="Bo Example")
    open_row(home, qtbot)
    press(in_front(home, WaitingDialog, qtbot).plan_button)
    plan = in_front(home, PlanDialog, qtbot)
    put(plan, time="half past")
    press(plan.go_button)
    assert plan.fields["on"].problem.endswith("Enter the day") and "not a time" in plan.fields["time"].problem
    put(plan, on="2026-11-21", time="2.30pm", place="At home")
    press(plan.fields["review"].findChildren(QRadioButton)[0])
    qtbot.waitUntil(lambda: plan.fields["review_who"].isVisible(), timeout=10_000)
    press(plan.go_button)
    assert "today or in the future" in plan.fields["on"].problem
    put(plan, on="2026-11-22", review_who="Cal Specimen")
    press(plan.go_button)
    gone(plan, qtbot)
    (visit,) = caseload.contacts.planned_for(waits.id)
    assert (visit.carer_name, visit.time, visit.safe_contact) == ("Ann Example", "14:30", "By text")
    assert visit.needs == "together with the review of Bo Example, which is due; for it comes Cal Specimen"
    open_row(home, qtbot)
    press(in_front(home, VisitDialog, qtbot).record_button)
    qtbot.waitUntil(lambda: home.record is not None, timeout=10_000)
    assert home.record is not None and caseload.queue.waiting() == ()
    assert caseload.contacts.planned_for(home.record.desk.assessment.id)[0].id == visit.id
    open_row(home, qtbot)
    assert in_front(home, VisitDialog, qtbot).record_button.text() == "Open the record"


def test_another_team_is_asked_and_its_answer_is_entered(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    waits = caseload.queue.take("self", "Ann Example")
    open_row(home, qtbot)
    press(in_front(home, WaitingDialog, qtbot).team_button)
    dialog = in_front(home, AskTeamDialog, qtbot)
    press(dialog.go_button)
    assert dialog.fields["team"].problem and dialog.fields["text"].problem and not dialog.fields["about"].problem
    put(dialog, team="MH North", text="Will you lead?")
    press(dialog.go_button)
    gone(dialog, qtbot)
    (sent,) = caseload.queue.asked()
    assert (sent.to_team, sent.about, sent.referral) == ("MH North", "Ann Example", waits.id)
    caseload.queue.close(waits, "They lead")
    open_row(home, qtbot)
    answer = in_front(home, RequestDialog, qtbot)
    words = "".join(each.text() for each in answer.findChildren(QLabel))
    assert "We asked MH North on Sunday 22 November. No answer yet." in words
    put(answer, answer="no")
    press(answer.go_button)
    assert answer.fields["reply"].problem
    put(answer, reply="Not ours: ask the learning disability service")
    press(answer.go_button)
    gone(answer, qtbot)
    assert caseload.queue.asked() == () and caseload.queue.requests()[0].state == "refused"
    quiet(home, qtbot)


def test_notes_to_paste_about_the_open_record_and_what_is_left_after_the_visit(
    home: MainWindow, caseload: Caseload, filled: Callable[..., str], qtbot: QtBot
) -> None:
    assert not home.commands.actions["notes"].isEnabled()
    opened(home, filled({"carer_first": "Ann", "conv_date": "2026-11-20"}))
    notes = asked(home, "notes", NotesDialog, qtbot)
    check(notes)
    assert [each._name for each in notes.blocks] == [
        "Reply: we are picking this up", "Interim note", "Progress note of the person cared for"
    ]  # fmt: skip
    assert all(isinstance(each.box, QPlainTextEdit) for each in notes.blocks), "a long line is read whole"
    assert notes.blocks[1].text.startswith("Carer Conversation begun on 20 November 2026. Contact: Sam Example.")
    assert ", ." not in notes.blocks[1].text and "Phone" not in notes.blocks[1].text
    press(notes.blocks[2].copy_button)
    assert QGuiApplication.clipboard().text().startswith("Third-party information: Carer Conversation with the carer")
    notes.reject()
    home.show_home()
    quiet(home, qtbot)
    needed, ticks = caseload.records.still_needed(caseload.records.all()[0].id)
    assert home.home is not None and needed and f"{needed} thing" in home.home._go_on.text()
    assert ("only to tick" in home.home._go_on.text()) == (0 < ticks < needed)


@pytest.mark.parametrize(("button", "state"), [("go_button", "done"), ("cancel_button", "cancelled")])
def test_a_visit_of_today(home: MainWindow, caseload: Caseload, qtbot: QtBot, button: str, state: str) -> None:
    caseload.contacts.plan("Ann Example", TODAY, "14:00", place="At home", bring="Large print")
    open_row(home, qtbot)
    visit = in_front(home, VisitDialog, qtbot)
    press(getattr(visit, button))
    gone(visit, qtbot)
    assert caseload.contacts.visits() == ()
    quiet(home, qtbot)


def test_the_months_count_is_entered_by_hand(home: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    dialog = asked(home, "count", CountDialog, qtbot)
    said = "".join(each.text() for each in dialog.findChildren(QLabel))
    assert "0 of 6 used in November: 0 on this laptop, none entered for other laptops" in said
    put(dialog, count=3)
    press(dialog.go_button)
    gone(dialog, qtbot)
    assert caseload.queue.clds_count().elsewhere == 3


def test_review_days_go_into_a_folder_or_it_is_said_why_not(
    home: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    home.commands.actions["calendar"].trigger()
    assert home.statusBar().currentMessage() == "Writing the review days…"
    qtbot.waitUntil(home.banner.isVisible, timeout=10_000)
    assert list(tmp_path.glob("*.ics")) == [] and not home.statusBar().currentMessage()


def test_none_of_it_is_there_while_the_carer_can_see(home: MainWindow, qtbot: QtBot) -> None:
    home.turn("carer_sees", True)
    assert not home.commands.actions["offer"].isEnabled() and not home.commands.actions["tasks_next"].isEnabled()
    home.turn("carer_sees", False)
    assert home.commands.actions["offer"].isEnabled()
    quiet(home, qtbot)


@pytest.mark.parametrize(("look", "percent", "size"), [
    ("light", 100, (1180, 860)), ("dark", 100, (1024, 768)), ("light", 200, (1366, 768)),
])  # fmt: skip
def test_every_dialog_in_every_look(
    home: MainWindow, caseload: Caseload, theme: Theme, qtbot: QtBot, look: Look, percent: int, size: tuple[int, int]
) -> None:
    theme.set_look(look)
    theme.set_percent(percent)
    home.resize(*size)
    walked: list[tuple[str, type[Any]]] = [
        ("offer", OfferDialog), ("refer", ReferralDialog), ("call", CallDialog), ("count", CountDialog),
        ("visit", PlanDialog), ("ask_team", AskTeamDialog),
    ]  # fmt: skip
    for command, kind in walked:
        walk(asked(home, command, kind, qtbot), qtbot)
    makes: tuple[tuple[Callable[[], Any], type[Any]], ...] = (
        (lambda: caseload.contacts.plan("Ann Example", TODAY, "14:00", place="At home"), VisitDialog),
        (lambda: caseload.contacts.note("Ann Example", said="Tired", due_on=TODAY), PromisedDialog),
        (lambda: caseload.queue.take("self", "Ann Example", urgent=True, urgent_why="A fall"), WaitingDialog),
    )
    for make, kind in makes:
        make()
        open_row(home, qtbot)
        walk(in_front(home, kind, qtbot), qtbot)
    asked_of = caseload.queue.ask("", "MH North", "Bo Example", "Will you lead?")
    home.tasks.open(Task("request", asked_of.id, "", "Bo Example"))
    walk(in_front(home, RequestDialog, qtbot), qtbot)
    check(home)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_dialog_grows_with_what_is_wrong_and_shows_it(
    home: MainWindow, theme: Theme, qtbot: QtBot, percent: int
) -> None:
    theme.set_percent(percent)
    dialog = asked(home, "count", CountDialog, qtbot)
    QTest.qWait(20)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    dialog.move(0, screen.bottom() - dialog.height())
    before, most = dialog.height(), most_height(dialog)
    dialog.go_button.click()
    QTest.qWait(20)
    assert dialog.summary.isVisible() and dialog.page.is_in_view(dialog.summary)
    assert screen.contains(dialog.geometry())
    assert before < dialog.height() <= most
    assert dialog.page.verticalScrollBar().isVisible() == (percent == 200)
    dialog.reject()
    gone(dialog, qtbot)


def walk(dialog: AskDialog, qtbot: QtBot) -> None:
    QTest.qWait(20)
    check(dialog)
    dialog.reject()
    gone(dialog, qtbot)
