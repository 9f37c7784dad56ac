"""Health, the log, what is due to go, a full disk, and backups that look after themselves."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.records.audit import EVENTS
from carer_desktop.records.backup import RestoreTest, SecondCopy, Upkeep
from carer_desktop.records.health import Flush, Space
from carer_desktop.store import manifest, restore
from carer_desktop.words import say
from ui.main_window import MainWindow
from ui.parts.busy_line import BusyLine
from ui.screens.due import DueScreen
from ui.screens.due.dialogs import KeepDialog, NoteDialog, RemoveDialog, TimeDialog
from ui.screens.health import HealthScreen, facts
from ui.screens.home import HomeScreen
from ui.screens.log import LogScreen
from ui.screens.log.lines import line_words
from ui.screens.log.screen import MOST, event_groups
from ui.screens.second_place import SecondPlaceScreen
from ui.theme import Theme

Fill = Callable[..., str]


def said_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing is under way, and the window has been told of it."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    qtbot.waitUntil(lambda: not [each for each in window.findChildren(BusyLine) if each.isVisible()], timeout=10_000)


@pytest.fixture
def health(window: MainWindow, qtbot: QtBot) -> HealthScreen:
    """The page of health, once it has looked."""
    window.managing.show_health()
    page = window.screens.currentWidget()
    assert isinstance(page, HealthScreen)
    qtbot.waitUntil(lambda: page.found is not None, timeout=10_000)
    return page


# Health ------------------------------------------------------------------------------------------


def test_a_backup_is_made_tested_and_told(health: HealthScreen, window: MainWindow, qtbot: QtBot) -> None:
    assert "✗ Not right" in said_on(health) and "There is none yet." in said_on(health)
    assert window.focusWidget() is health.back_up_button, "looking took the keyboard away, and gave it back"
    health.test_button.click()
    qtbot.waitUntil(lambda: "There is no backup to test" in said_on(health), timeout=10_000)
    quiet(window, qtbot)
    health.back_up_button.click()
    qtbot.waitUntil(lambda: "A backup is made and read back whole" in said_on(health), timeout=10_000)
    quiet(window, qtbot)
    health.test_button.click()
    qtbot.waitUntil(lambda: "was put back for trial and read whole" in said_on(health), timeout=10_000)
    quiet(window, qtbot)
    health.verify_button.click()
    qtbot.waitUntil(lambda: "Every page and every row is as it was written" in said_on(health), timeout=10_000)
    quiet(window, qtbot)
    assert "Made today at 10:00, read back whole. Nothing has changed since. 1 backup is kept." in said_on(health)
    assert "SQLCipher" in said_on(health) and "milliseconds for one write" in said_on(health)


def test_the_keyboard_waits_on_the_page_while_nothing_can_be_done(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[bool] = []
    looked = threading.Event()
    window.work.start(partial(looked.wait, 10), lambda _: None, lambda _: None)
    window.managing.show_health()
    page = window.screens.currentWidget()
    assert isinstance(page, HealthScreen) and not page.back_up_button.isEnabled()
    page.second_place_asked.connect(lambda: asked.append(True))
    assert "Waiting for what is under way, such as a backup, and then looking at your records" in said_on(page)
    assert window.focusWidget() is page
    qtbot.keyClick(page, Qt.Key.Key_Return)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    looked.set()
    qtbot.waitUntil(lambda: page.found is not None, timeout=10_000)
    assert window.focusWidget() is page.back_up_button and not asked and window.screens.currentWidget() is page


def test_the_keyboard_comes_back_to_its_button_unless_the_person_has_gone_elsewhere(
    health: HealthScreen, window: MainWindow, qtbot: QtBot
) -> None:
    quiet(window, qtbot)
    health.look()
    assert "Looking at your records, their backups and this disk" in said_on(health)
    quiet(window, qtbot)
    for meanwhile, then in ((None, health.verify_button), (health.place_button, health.place_button)):
        checked = threading.Event()
        window.work.start(partial(checked.wait, 10), lambda _: None, lambda _: None)
        health.verify_button.setFocus()
        qtbot.keyClick(health.verify_button, Qt.Key.Key_Space)
        assert window.focusWidget() is health
        if meanwhile is not None:
            meanwhile.setFocus()
        checked.set()
        qtbot.waitUntil(lambda: "Every page and every row is as it was written" in said_on(health), timeout=10_000)
        quiet(window, qtbot)
        assert window.focusWidget() is then


def test_a_backup_that_is_spoilt_is_found_by_the_trial(
    health: HealthScreen, window: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    made = caseload.backups.make()
    file = next(caseload.path.parent.rglob(made.file))
    data = bytearray(file.read_bytes())
    data[4096 * 3] ^= 1
    file.write_bytes(bytes(data))
    health.test_button.click()
    qtbot.waitUntil(lambda: health.doing.banner.isVisible(), timeout=10_000)
    quiet(window, qtbot)
    assert "could not be put back for trial" in said_on(health)


def test_every_state_is_said_with_what_to_do(health: HealthScreen, caseload: Caseload) -> None:
    found = health.found
    assert found is not None
    made = caseload.backups.make()
    early = replace(made, made_at=found.at - timedelta(days=3))
    bad = replace(
        found, disk_encrypted=None, flush=None, clock_went_back=True, last_seen=found.at + timedelta(days=1),
        space=Space(10_000_000, 10**11, 16_000_000, "none"), last_backup=early,
        restore_test=RestoreTest(found.at, "a", found.at, "a page is damaged"),
    )  # fmt: skip
    rows = {fact.title: fact for fact in facts(bad, second_place=True)}
    states = {title: fact.state for title, fact in rows.items()}
    assert list(states.values()) == ["look", "bad", "look", "bad", "unknown", "look", "unknown", "good"]
    assert all(fact.do for fact in rows.values() if fact.state in ("look", "bad"))
    good = replace(
        found, disk_encrypted=True, flush=Flush(0.0001, 0.0002), last_backup=made,
        space=Space(10**9, 10**11, 0, "little"), restore_test=RestoreTest(found.at, "a", found.at),
    )  # fmt: skip
    states = {fact.title: fact.state for fact in facts(good, second_place=False)}
    assert list(states.values()) == ["good", "good", "look", "look", "good", "good", "good", "good"]
    gone = replace(found, second_copy=SecondCopy(found.at, "a", 1), second_place_reached=False)
    (elsewhere,) = [fact for fact in facts(gone, second_place=True) if fact.title == "Second place for backups"]
    assert elsewhere.state == "look" and elsewhere.is_so.startswith("The folder cannot be reached. The last copy")
    assert "Put the stick in" in elsewhere.do and "chooses another" in elsewhere.do
    slow = replace(good, flush=Flush(0.05, 0.2), disk_encrypted=False)
    assert [fact.title for fact in facts(slow, second_place=True) if "Tell IT" in fact.do or "encrypt" in fact.do] == [
        "Encryption of the disk", "Time this disk takes to save",
    ]  # fmt: skip


# A full disk -------------------------------------------------------------------------------------


def test_on_a_full_disk_the_reserve_can_be_freed(window: MainWindow, caseload: Caseload) -> None:
    kept = caseload.path.with_name(f"{caseload.path.name}.reserve")
    full = StoreError("The disk is full", "records.vault", "Free at least 50 MB on it, then try again.", True)
    window.managing.show_save_error(full)
    assert not window.banner.offer_button.isVisible()
    caseload.backups.keep("sign_in")
    assert kept.stat().st_size > 0
    window.managing.show_save_error(full)
    assert window.banner.offer_button.text() == "Free the reserve (16 MB)"
    window.banner.offer_button.click()
    assert not kept.exists() and not window.banner.isVisible()
    window.managing.show_save_error(StoreError("Something else", "records.vault", "Try again.", True))
    assert not window.banner.offer_button.isVisible()


# Backups by themselves ---------------------------------------------------------------------------


def test_backups_are_made_by_themselves(
    window: MainWindow, caseload: Caseload, filled: Fill, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    window.upkeep.at_sign_in()
    quiet(window, qtbot)
    assert [each.why for each in caseload.backups.all()] == ["sign_in"]
    filled()
    fixed_clock.at += timedelta(hours=1)
    window.upkeep.in_between()
    quiet(window, qtbot)
    filled()
    folder = caseload.path.parent
    window.upkeep._done(Upkeep(faults=("The second place is not there",)))
    assert "A backup could not be made or kept" in said_on(window)
    assert window.close()
    assert len({each.name for each in folder.rglob("*.vault") if each.parent != folder}) == 3
    window.upkeep.at_sign_in()
    window.upkeep.in_between()


def test_records_without_their_anchor_are_told_at_the_sign_in(
    window: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    window.upkeep.at_sign_in()
    quiet(window, qtbot)
    assert "note of how far" not in said_on(window)
    caseload._store.vault.anchor_lost = True
    window.upkeep.at_sign_in()
    quiet(window, qtbot)
    assert "The note of how far the records had come is missing" in said_on(window)
    assert "Look whether your newest work is here." in said_on(window)
    window.upkeep.before_closing()
    assert "note of how far" not in said_on(window), "it is said of these records and of no others"


# The log -----------------------------------------------------------------------------------------


@pytest.fixture
def log(window: MainWindow, filled: Fill) -> LogScreen:
    """The page of the log over a day’s work."""
    filled({})
    window.managing.show_log()
    page = window.screens.currentWidget()
    assert isinstance(page, LogScreen)
    return page


def rows_of(log: LogScreen) -> list[str]:
    return [log.list.item(row).text() for row in range(log.list.count())]


def test_the_log_is_read_and_narrowed(log: LogScreen, caseload: Caseload) -> None:
    assert any("Record begun" in row for row in rows_of(log)) and "Laptop set up" in rows_of(log)[-1]
    everything = log.list.count()
    log.what.pick("record_begun")
    assert log.list.count() == 1 and log.what.text().startswith("What: Record begun")
    log.what.pick("key_rotated")
    assert "No rows like these" in said_on(log)
    log.what.pick("")
    log.who.pick(caseload.me.id)
    log.when.pick("1")
    assert log.list.count() == everything
    assert {event for group in event_groups().values() for event in group} == set(EVENTS)
    assert all(say("event", event) != event for event in EVENTS)


def test_older_rows_follow(window: MainWindow, caseload: Caseload) -> None:
    for _ in range(MOST + 20):
        caseload.audit.note(caseload.audit.event("covered")).result()
    window.managing.show_log()
    page = window.screens.currentWidget()
    assert isinstance(page, LogScreen) and page.list.count() == MOST
    page.older_button.click()
    assert page.list.count() > MOST + 20 and not page.older_button.isVisible()
    page.begin()


def test_the_log_is_exported_and_checked(
    log: LogScreen, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    log.export_button.click()
    qtbot.waitUntil(lambda: "✓ Written: " in said_on(log), timeout=10_000)
    assert len(list(target.glob("*.csv"))) == 1 and any("Log exported" in row for row in rows_of(log))
    log.check_button.click()
    qtbot.waitUntil(lambda: "Every row is as it was written" in said_on(log), timeout=10_000)
    log.export(tmp_path / "not there")
    qtbot.waitUntil(lambda: log.doing.banner.isVisible(), timeout=10_000)
    log._checked(("Row 3 was changed",))
    assert "The log is not as it was written" in said_on(log) and "Row 3 was changed" in said_on(log)


# What is due -------------------------------------------------------------------------------------


@pytest.fixture
def due(window: MainWindow, filled: Fill, fixed_clock: FixedClock) -> DueScreen:
    """The page over one draft that is 30 days old."""
    filled()
    fixed_clock.at += timedelta(days=30)
    window.managing.show_due()
    page = window.screens.currentWidget()
    assert isinstance(page, DueScreen)
    return page


def test_a_record_is_removed_only_after_it_was_looked_at(
    due: DueScreen, window: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    caseload.backups.make()
    one = caseload.retention.due()[0]
    assert "longer than it should be" in said_on(due) and one.holding.reference in said_on(due)
    due._look(one)
    dialog = due.dialog
    assert isinstance(dialog, RemoveDialog)
    assert "answers, with every earlier version" in said_on(dialog) and "once it is removed it is nowhere" in said_on(
        dialog
    )
    assert dialog.leave_button.hasFocus() or not dialog.isActiveWindow()
    dialog.rebuild.setChecked(True)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: due.dialog is None, timeout=10_000)
    assert caseload.records.all() == () and "It is removed." in said_on(due) and "Nothing is due today." in said_on(due)
    assert len(caseload.backups.all()) == 1


def test_what_is_due_is_read_beside_the_window_and_then_led_to(
    window: MainWindow, filled: Fill, fixed_clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled()
    fixed_clock.at += timedelta(days=30)
    monkeypatch.setattr("ui.screens.due.screen.PATIENCE_SECONDS", 0.0)
    window.managing.show_due()
    page = window.screens.currentWidget()
    assert isinstance(page, DueScreen) and "Looking for what is due" in said_on(page)
    assert QApplication.focusWidget() is page.back_button
    qtbot.waitUntil(lambda: "longer than it should be" in said_on(page), timeout=10_000)
    here = QApplication.focusWidget()
    assert isinstance(here, QPushButton) and here.text() == "Look at what goes…"
    assert "Looking for what is due" not in said_on(page)


def test_a_record_stays_where_its_backups_may_not_go_yet(due: DueScreen, caseload: Caseload, qtbot: QtBot) -> None:
    made = caseload.backups.make()
    restore.suspend(manifest.folder_of(caseload.path), caseload.clock.now(), {"what": "backup_restored", "number": "1"})
    due._look(caseload.retention.due()[0])
    dialog = due.dialog
    assert isinstance(dialog, RemoveDialog)
    dialog.rebuild.setChecked(True)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.banner.isVisible(), timeout=10_000)
    assert "Nobody has said yet that what was put back is right" in said_on(dialog)
    assert len(caseload.records.all()) == 1 and caseload.backups.all() == (made,)
    dialog.reject()


def test_a_record_that_changed_meanwhile_stays(
    due: DueScreen, window: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    one = caseload.retention.due()[0]
    due._look(one)
    dialog = due.dialog
    assert isinstance(dialog, RemoveDialog)
    caseload.jottings.keep(caseload.jottings.new(one.holding.id, "Rang again")).result()
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.banner.isVisible(), timeout=10_000)
    assert "has changed since you looked" in said_on(dialog) and len(caseload.records.all()) == 1
    dialog.reject()


def test_a_record_is_kept_with_a_reason_and_times_are_set(
    due: DueScreen, window: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    keep = KeepDialog(caseload, window.work, caseload.retention.due()[0], due)
    due._open(keep)
    keep.go_button.click()
    assert "Select why it stays" in said_on(keep)
    keep.why.show_value("complaint")
    keep.go_button.click()
    qtbot.waitUntil(lambda: due.dialog is None, timeout=10_000)
    assert [one for one in caseload.retention.due() if one.what != "remind"] == []
    rule = caseload.retention.rules()[0]
    time = TimeDialog(caseload, window.work, rule, due)
    due._open(time)
    time.after.show_value(rule.most + 1)
    time.go_button.click()
    assert f"from {rule.least} to {rule.most}" in said_on(time)
    time.after.show_value(rule.most)
    time.go_button.click()
    qtbot.waitUntil(lambda: due.dialog is None, timeout=10_000)
    assert caseload.retention.rules()[0].after == rule.most and f"{rule.most} {rule.unit}" in said_on(due)


def test_a_record_that_may_not_go_is_refused_on_the_page(
    due: DueScreen, caseload: Caseload, window: MainWindow
) -> None:
    one = caseload.retention.due()[0]
    gone = replace(one, holding=replace(one.holding, id="no such record"))
    due._look(gone)
    assert due.banner.isVisible() and due.dialog is None
    due.open_asked.emit(one.holding.id)
    assert window.record is not None
    window.managing.show_due()
    again = window.screens.currentWidget()
    assert isinstance(again, DueScreen)
    again.left.emit()
    assert isinstance(window.screens.currentWidget(), HomeScreen)


def test_a_review_note_ends_with_a_reason(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    from carer_desktop.records.retention import ReviewStub

    stub = ReviewStub(
        "a" * 32, "M1234567", "AE", "Any way", None, ((caseload.clock.today(), 30000),), "Conversation",
        caseload.clock.now(),
    )  # fmt: skip
    window.managing.show_due()
    page = window.screens.currentWidget()
    assert isinstance(page, DueScreen)
    dialog = NoteDialog(caseload, window.work, stub, page)
    page._open(dialog)
    assert "£300.00 on 22 November 2026" in said_on(dialog)
    dialog.go_button.click()
    assert "Select why it is not needed" in said_on(dialog)
    dialog.how.show_value("review_done")
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.banner.isVisible(), timeout=10_000)
    assert "There is no such review stub" in said_on(dialog)
    dialog.reject()
    page.add(page._note_card(stub))


def test_the_access_lead_is_told_of_a_draft_they_do_not_see(
    window: MainWindow, caseload: Caseload, fixed_clock: FixedClock
) -> None:
    reference = caseload.records.begin("carer_conversation").reference
    caseload.people.add("Bea Placeholder", ["keeper"], "violin harbour thimble meadow")
    caseload.people.set_roles("Sam Example", ["keeper"])
    fixed_clock.at += timedelta(days=30)
    window.managing.show_due()
    page = window.screens.currentWidget()
    assert isinstance(page, DueScreen)
    assert reference in said_on(page) and "You do not see this record." in said_on(page)
    buttons = [each.text() for each in page.findChildren(QPushButton) if each.isVisible()]
    assert not [words for words in buttons if "Look at" in words or "Keep" in words or "Open" in words]


def test_a_row_of_the_log_says_to_whom_and_has_no_code_in_it(caseload: Caseload) -> None:
    caseload.people.add("Bea Placeholder", ["assessor"], "violin harbour thimble meadow")
    caseload.people.show_names(True)
    caseload.settings.set_my_details({"assessor_team": "North"}).result()
    caseload.retention.set_time("assessment", 40).result()
    caseload.audit.note(caseload.audit.event("backup_tested", number=2, findings=0)).result()
    assert caseload.health.verify() == ()
    said = [" ".join(line_words(each)) for each in caseload.audit.page()]
    assert said[0].endswith("Checked: nothing found Sam Example")
    assert said[1].endswith("Backup tested Sam Example  ·  number 2  ·  nothing wrong")
    added = "Person added Sam Example  ·  Bea Placeholder  ·  as Practitioner  ·  signed"
    assert any(words.endswith(added) for words in said)
    for words in ("their own details", "names at the sign-in", "how long records stay"):
        assert any(f"Setting changed Sam Example  ·  {words}" in row for row in said)
    assert not [row for row in said if re.search(r"[0-9a-f]{16}|_", row)]


def test_what_came_of_it_is_scrolled_to(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    theme.set_percent(200)
    window.resize(1366, 768)
    window.managing.show_second_place()
    page = window.screens.currentWidget()
    assert isinstance(page, SecondPlaceScreen)
    page.folder.setText("/nowhere/at all")
    page.use_button.click()

    def seen() -> bool:
        top = page.doing.banner.mapTo(page.viewport(), page.doing.banner.rect().topLeft()).y()
        return top >= 0 and top + page.doing.banner.height() <= page.viewport().height()

    qtbot.waitUntil(seen)


def test_the_keyboard_is_in_the_folder_that_could_not_be_used(window: MainWindow, tmp_path: Path) -> None:
    window.managing.show_second_place()
    page = window.screens.currentWidget()
    assert isinstance(page, SecondPlaceScreen)
    page.folder.setText("/nowhere/at all")
    page.use_button.setFocus()
    QTest.keyClick(page.use_button, Qt.Key.Key_Space)
    assert page.folder.hasFocus() and page.folder.selectedText() == "/nowhere/at all"
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClicks(here, str(tmp_path))
    assert page.folder.text() == str(tmp_path)
