"""The admin worker's page: from the list of cases to the last step, and on to the next case."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload, With
from carer_desktop.clock import FixedClock
from carer_desktop.paths import RESOURCES
from tests.core.caseload.test_moves import HANDED, UPLOADED
from tests.ui.screens.conftest import CHEAP, WORDS
from tests.ui.walk import check, scrolls_sideways
from ui.main_window import MainWindow
from ui.main_window.closing import give_back
from ui.parts.words import YOU
from ui.screens.checklist import ChecklistScreen
from ui.screens.checklist.step_card import StepCard
from ui.screens.checklist.tick import TickDialog
from ui.screens.export import ExportDialog
from ui.screens.moving.dialog import MoveDialog
from ui.session import Session
from ui.theme import Look, Theme

SAM, MIA, ADA, MAX = "Sam Example", "Mia Example", "Ada Example", "Max Example"
CASE = RESOURCES / "forms" / "carer_conversation" / "0.1.0" / "cases" / "ordinary.json"


@pytest.fixture
def agreed(session: Session, fixed_clock: FixedClock) -> list[str]:
    """Three records that a manager has agreed; the last has no Mosaic ID."""
    path = session.folder / "team.vault"
    session.use_records(path)
    sam = Caseload.create(path, SAM, ["assessor", "keeper"], WORDS, kdf=CHEAP, clock=fixed_clock)
    for name, role in ((MIA, "authoriser"), (ADA, "admin"), (MAX, "admin")):
        sam.people.add(name, [role], WORDS, must_change=False)
    answers: dict[str, Any] = json.loads(CASE.read_text("utf-8"))["answers"]
    ids = []
    for first, number in (("Bill", "M1"), ("Cora", "M2"), ("Dev", None)):
        given = {**answers, "carer_first": first, "carer_mosaic_id": number}
        ids.append(sam.moves.make(sam.records.fill("carer_conversation", given, known=False).assessment, "complete").id)
    sam.close()
    mia = Caseload.open(path, MIA, WORDS, clock=fixed_clock)
    for each in ids:
        mia.moves.make(mia.records.open(each), "authorise")
    mia.close()
    return ids


@pytest.fixture
def ada(agreed: list[str], shut_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window of the admin worker."""
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    shut_window.entrance.open(ADA, WORDS)
    qtbot.waitUntil(lambda: shut_window.caseload is not None, timeout=10_000)
    quiet(shut_window, qtbot)
    return shut_window


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QTest.qWait(20)


def opened(window: MainWindow, qtbot: QtBot) -> ChecklistScreen:
    quiet(window, qtbot)
    page = window.screens.currentWidget()
    assert isinstance(page, ChecklistScreen)
    return page


def first_case(window: MainWindow, qtbot: QtBot) -> ChecklistScreen:
    """One Enter from the list of what is next."""
    assert window.home is not None
    window.home.next.list.setFocus()
    QTest.keyClick(window.home.next.list, Qt.Key.Key_Return)
    return opened(window, qtbot)


def card(page: ChecklistScreen, step: str) -> StepCard:
    return next(each for each in page.cards if each.shown.step.id == step)


def press(button: QPushButton | None) -> None:
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def front(window: MainWindow, kind: type[Any], qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(kind)), timeout=10_000)
    return next(each for each in window.findChildren(kind) if each.isVisible())


def said_on(page: QWidget) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_from_the_list_to_the_last_step_and_the_next_case(
    ada: MainWindow, agreed: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    page = first_case(ada, qtbot)
    record = page.record.id
    assert "2 more cases are waiting." in said_on(page) and "Bank details have no place here" in said_on(page)
    assert "Comes once the Word file is made." in said_on(page)
    press(card(page, "find_person").main_button)
    tick = front(ada, TickDialog, qtbot)
    press(tick.go_button)
    qtbot.waitUntil(lambda: card(page, "find_person").shown.done, timeout=10_000)
    assert "✓ Ada Example, Sunday 22 November" in said_on(page)
    press(card(page, "export").main_button)
    export = front(ada, ExportDialog, qtbot)
    export.write()
    qtbot.waitUntil(export.is_done, timeout=20_000)
    export.accept()
    quiet(ada, qtbot)
    assert card(page, "export").shown.done and page.record.stage == "exported"
    press(card(page, "upload").main_button)
    move = front(ada, MoveDialog, qtbot)
    for name, plain in (("upload_by", ADA), ("upload_date", "2026-11-22"), ("upload_doc_ref", "Conversation"),
                        ("review_folder", "MH North reviews"), ("inputting_workflow", "yes")):  # fmt: skip
        if name in move._fields:
            move._fields[name].show_value(plain)
            move._answered(name, plain)
    move._go()
    qtbot.waitUntil(lambda: page.record.stage == "uploaded", timeout=10_000)
    for step in ("inputting_workflow", "purchase", "dp_team", "case_note", "review_action", "copy_to_carer"):
        press(card(page, step).main_button)
        for dialog in (each for each in ada.findChildren(TickDialog) if each.isVisible()):
            assert (YOU in said_on(dialog)) == (step == "copy_to_carer"), step
            press(dialog.go_button)
        qtbot.waitUntil(lambda step=step: card(page, step).shown.done, timeout=10_000)  # type: ignore[misc]
    quiet(ada, qtbot)
    assert "Every step is done." in said_on(page)
    press(page.next_button)
    after = opened(ada, qtbot)
    assert after.record.id != record and after.record.id in agreed and not any(each.shown.done for each in after.cards)
    assert "1 more case is waiting." in said_on(after)


def test_each_text_is_copied_as_it_stands(ada: MainWindow, qtbot: QtBot) -> None:
    page = first_case(ada, qtbot)
    (number,) = card(page, "find_person").copies
    press(number.copy_button)
    assert QGuiApplication.clipboard().text() == page.record.answers["carer_mosaic_id"]
    title = card(page, "upload").copies[0]
    assert title.copy_button.accessibleName() == "Copy: Document title"
    assert title.box is not None
    QTest.keyClicks(title.box, " again")
    press(title.copy_button)
    assert QGuiApplication.clipboard().text().endswith("version 1 again")
    assert title.copy_button.text() == "✓ Copied"


def test_who_has_no_mosaic_id_is_a_new_person_to_paste(ada: MainWindow, agreed: list[str], qtbot: QtBot) -> None:
    ada.tasks.show_case(agreed[2])
    page = opened(ada, qtbot)
    person, relationship = card(page, "find_person").copies
    assert "Dev" in person.text and "cares for Mary Example" in relationship.text
    press(card(page, "find_person").main_button)
    tick = front(ada, TickDialog, qtbot)
    tick.fields["carer_mosaic_id"].show_value("M3")
    tick.fields["tick_on"].show_value("2026-11-30")
    press(tick.go_button)
    assert tick.isVisible() and tick.fields["tick_on"].problem
    tick.fields["tick_on"].show_value("2026-11-20")
    press(tick.go_button)
    qtbot.waitUntil(lambda: card(page, "find_person").shown.done, timeout=10_000)
    assert page.record.answers["carer_mosaic_id"] == "M3" and "Friday 20 November" in said_on(page)


def test_a_tick_is_taken_back(ada: MainWindow, qtbot: QtBot) -> None:
    page = first_case(ada, qtbot)
    press(card(page, "case_note").main_button)
    qtbot.waitUntil(lambda: card(page, "case_note").shown.done, timeout=10_000)
    undo = next(each for each in card(page, "case_note").findChildren(QPushButton) if "Not done" in each.text())
    press(undo)
    qtbot.waitUntil(lambda: not card(page, "case_note").shown.done, timeout=10_000)


def test_a_case_somebody_is_doing_is_not_the_next_one(
    ada: MainWindow, agreed: list[str], session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    page = first_case(ada, qtbot)
    press(page._take)
    qtbot.waitUntil(lambda: "You are doing this one." in said_on(page), timeout=10_000)
    assert not page._take.isVisible() and not page._taken.isVisible()
    mine = page.record.id
    give_back(ada)
    ada.put_away()
    ada.open_door()
    qtbot.waitUntil(lambda: ada.entrance.ready, timeout=10_000)
    ada.entrance.open(MAX, WORDS)
    qtbot.waitUntil(lambda: ada.caseload is not None, timeout=10_000)
    quiet(ada, qtbot)
    ada.tasks.show_case(mine)
    page = opened(ada, qtbot)
    assert "Ada Example is doing this one." in said_on(page) and "2 more cases" in said_on(page)
    ada.tasks.show_case(next(each for each in agreed if each != mine))
    assert "1 more case is waiting." in said_on(opened(ada, qtbot))


def test_the_e_mail_is_prepared_and_says_nothing_of_health(
    ada: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    page = first_case(ada, qtbot)
    letter = next(each for each in card(page, "dp_team").findChildren(QPushButton) if "e-mail" in each.text())
    press(letter)
    qtbot.waitUntil(lambda: bool(shown) or page.doing.banner.isVisible(), timeout=10_000)
    assert shown, said_on(page)
    file = Path(shown[0].toLocalFile())
    sent = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert sent["X-Unsent"] == "1" and file.name in said_on(page) and sent["Subject"].endswith("M1")
    text = str(sent.get_content())
    assert "£300.00" in text and not [word for word in ("knees", "stroke", "sleep", "Bill") if word in text]


@pytest.mark.parametrize(("look", "percent", "size"), [
    ("light", 100, (1180, 860)), ("dark", 100, (1024, 768)), ("light", 200, (1366, 768)),
])  # fmt: skip
def test_the_page_in_every_look(
    ada: MainWindow, qtbot: QtBot, theme: Theme, look: Look, percent: int, size: tuple[int, int]
) -> None:
    theme.set_look(look)
    theme.set_percent(percent)
    ada.resize(*size)
    quiet(ada, qtbot)
    check(ada)
    page = first_case(ada, qtbot)
    check(ada)
    ada.resize(size[0] // 2, size[1])
    assert not scrolls_sideways(page)
    press(card(page, "case_note").main_button)
    qtbot.waitUntil(lambda: card(page, "case_note").shown.done, timeout=10_000)
    quiet(ada, qtbot)
    check(ada)
    press(card(page, "find_person").main_button)
    dialog = front(ada, TickDialog, qtbot)
    QTest.qWait(20)
    check(dialog)
    dialog.reject()


def test_next_case_goes_on_with_everything_that_is_in_hand_and_ends(
    agreed: list[str], shut_window: MainWindow, session: Session, fixed_clock: FixedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    """One to upload, one whose payment waits to be told, one whose upload went wrong: each once, and then none."""
    sam = Caseload.open(session.records, SAM, WORDS, clock=fixed_clock)
    paid, redo = (sam.records.open(each) for each in agreed[:2])
    sam.moves.make(paid, "instruct")
    for record in (paid, redo):
        sam.exports.write(sam.moves.give_facts(sam.records.open(record.id), HANDED), tmp_path)
        sam.moves.make(sam.records.open(record.id), "upload", With(facts=UPLOADED))
    sam.moves.make(sam.records.open(redo.id), "upload_wrong", With(reason="wrong_file"))
    sam.close()
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    shut_window.entrance.open(ADA, WORDS)
    qtbot.waitUntil(lambda: shut_window.caseload is not None, timeout=10_000)
    quiet(shut_window, qtbot)
    assert shut_window.home is not None
    listed = [shut_window.home.next.list.item(row).data(Qt.ItemDataRole.UserRole).subject for row in range(4)]
    page, gone_through = first_case(shut_window, qtbot), []
    while True:
        gone_through.append(page.record.id)
        if not page.next_button.isVisible():
            break
        press(page.next_button)
        page = opened(shut_window, qtbot)
    assert gone_through == list(dict.fromkeys(listed)) == [agreed[2], redo.id, paid.id]
    assert "No other case is waiting." in said_on(page)
