"""Cover and lock in one window, by a clock and an idle time moved by hand: to the second, and in the middle of work."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.clock import FixedClock
from tests.ui.opened import opened
from tests.ui.screens.conftest import CHEAP, WORDS
from tests.ui.walk import check
from ui.background import soon
from ui.fields import Field
from ui.fields.focus import fields_around
from ui.main_window import MainWindow
from ui.parts.ask import Ask
from ui.screens.cover import LOCKING, CoverScreen
from ui.screens.help import HelpDialog
from ui.screens.pin import PinDialog
from ui.screens.settings import WRONG, SettingsDialog
from ui.session import Session
from ui.session.again import GoBack
from ui.session.idle import Idle
from ui.session.machine import Machine
from ui.session.rules import Waits
from ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
Kind = TypeVar("Kind", bound=QDialog)
PIN = "2684"
SECTION, PLACE = "role", "role_narrative"


class Hour:
    """Time and idleness moved by hand, and every lock that asked for a new process."""

    def __init__(self) -> None:
        self.now, self.idle, self.starts = 1_000.0, 0.0, True
        self.asked: list[GoBack] = []

    def again(self, back: GoBack) -> bool:
        self.asked.append(back)
        return self.starts


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def shut_window(
    qtbot: QtBot, theme: Theme, session: Session, fixed_clock: FixedClock, hour: Hour
) -> Iterator[MainWindow]:
    machine = Machine(Idle(lambda: hour.idle, "By hand."), lambda: hour.now)
    window = MainWindow(theme, session, fixed_clock, CHEAP, machine, hour.again)
    qtbot.addWidget(window)
    window.resize(1180, 860)
    window.show()
    window.activateWindow()
    yield window
    caseload, window.caseload = window.caseload, None  # closing asks nothing then, whatever state a failed test is in
    if caseload is not None:
        caseload.close()
    window.close()
    QApplication.processEvents()


@pytest.fixture
def at_work(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A record open and the keyboard in a long answer."""
    window.begin_record("carer_conversation")
    assert window.record is not None
    window.record.open_section(SECTION, PLACE)
    window.guard.set_pin(PIN)
    return window


def wait(window: MainWindow, hour: Hour, idle: float) -> None:
    """So many idle seconds have passed, looked at every ten as the window does every second."""
    before = hour.idle
    while before < idle:
        before = min(before + 10, idle)
        hour.now += before - hour.idle
        hour.idle = before
        window.guard.look()


def cover_of(window: MainWindow) -> CoverScreen:
    assert window.guard.cover_screen is not None
    return window.guard.cover_screen


def try_(window: MainWindow, typed: str) -> None:
    cover = cover_of(window)
    cover.ask()
    cover.box.line.setText(typed)
    cover.back_button.click()


def keyboard() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def only(window: MainWindow, kind: type[Kind]) -> Kind:
    """The one dialog of this kind."""
    (found,) = window.findChildren(kind)
    return found


def place() -> str:
    return next((made.place for made in fields_around(QApplication.focusWidget())), "")


# Idle ------------------------------------------------------------------------------------------------


def test_covered_at_300_and_locked_at_900_seconds(at_work: MainWindow, hour: Hour) -> None:
    wait(at_work, hour, 299)
    assert not at_work.guard.is_covered
    wait(at_work, hour, 300)
    assert at_work.guard.is_covered
    wait(at_work, hour, 899)
    assert hour.asked == [] and at_work.caseload is not None
    wait(at_work, hour, 900)
    assert [one.page for one in hour.asked] == ["record"] and at_work.caseload is None


def test_control_other_waits_do_neither(at_work: MainWindow, hour: Hour) -> None:
    at_work.guard.set_waits(Waits(60, 60))
    wait(at_work, hour, 900)
    assert not at_work.guard.is_covered and hour.asked == []


def test_an_answer_by_whatever_means_is_somebody(at_work: MainWindow, hour: Hour) -> None:
    wait(at_work, hour, 290)
    assert at_work.record is not None
    at_work.record.desk.answer(PLACE, "given by a voice")
    wait(at_work, hour, 589)
    assert not at_work.guard.is_covered
    wait(at_work, hour, 590)
    assert at_work.guard.is_covered


def test_a_laptop_that_slept_is_locked(at_work: MainWindow, hour: Hour) -> None:
    hour.now += 59
    at_work.guard.look()
    assert hour.asked == []
    hour.now += 60
    at_work.guard.look()
    assert len(hour.asked) == 1


def test_listening_holds_both_off_for_thirty_minutes(at_work: MainWindow, hour: Hour) -> None:
    QTest.keyClick(at_work, Qt.Key.Key_F8)
    wait(at_work, hour, 1790)
    assert not at_work.guard.is_covered and at_work.commands.actions["listening"].isChecked()
    wait(at_work, hour, 1800 + 299)
    assert not at_work.guard.is_covered
    assert not at_work.commands.actions["listening"].isChecked()
    wait(at_work, hour, 1800 + 300)
    assert at_work.guard.is_covered


def test_listening_ends_by_the_same_key_and_the_cover_still_works(at_work: MainWindow, hour: Hour) -> None:
    for _ in range(2):
        QTest.keyClick(at_work, Qt.Key.Key_F8)
    wait(at_work, hour, 300)
    assert at_work.guard.is_covered
    at_work.guard.uncover()
    hour.idle = 0
    QTest.keyClick(at_work, Qt.Key.Key_F8)
    QTest.keyClick(at_work, Qt.Key.Key_F12)
    assert at_work.guard.is_covered


def test_nobody_signed_in_is_neither_covered_nor_locked(shut_window: MainWindow, hour: Hour) -> None:
    wait(shut_window, hour, 5000)
    shut_window.guard.cover()
    shut_window.guard.lock()
    assert not shut_window.guard.is_covered and hour.asked == []


# Cover -----------------------------------------------------------------------------------------------


def test_a_cover_shows_the_time_and_nothing_else(at_work: MainWindow, qtbot: QtBot, filled: Callable[..., str]) -> None:
    opened(at_work, filled())
    at_work.show_help("keys")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), HelpDialog))
    qtbot.waitUntil(lambda: isinstance(keyboard().window(), HelpDialog))
    QTest.keyClick(keyboard(), Qt.Key.Key_F12)
    cover = cover_of(at_work)
    assert at_work.windowTitle() == "Carer Desktop"
    seen = [one for one in at_work.findChildren(QDialog) if one.isVisible()]
    assert seen == [] and not at_work.menuBar().isVisible() and not at_work.statusBar().isVisible()
    assert not at_work.screens.isVisible() and cover.isVisible()
    assert cover.time.text() == "10:00" and not cover.way_back.isVisible()
    assert at_work.record is not None
    section = at_work.record.section
    for keys in (Qt.Key.Key_2, Qt.Key.Key_N, Qt.Key.Key_K):
        QTest.keyClick(cover, keys, CTRL)
    assert at_work.record.section == section
    at_work.guard.uncover()
    assert only(at_work, HelpDialog).isVisible() and at_work.menuBar().isVisible()
    assert at_work.record.desk.assessment.reference in at_work.windowTitle()
    only(at_work, HelpDialog).reject()


def test_the_pin_brings_back_to_the_same_word(at_work: MainWindow) -> None:
    QTest.keyClicks(keyboard(), "half a sen")
    at_work.guard.cover()
    assert at_work.caseload is not None and at_work.record is not None
    assert at_work.record.page is not None, "it is still there under the cover"
    cover = cover_of(at_work)
    QTest.keyClick(cover, Qt.Key.Key_Shift)
    assert not cover.way_back.isVisible()
    QTest.keyClick(cover, Qt.Key.Key_2)
    assert cover.box.text() == "2" and cover.way_back.isVisible()
    check(cover)
    QTest.keyClicks(cover.box.line, PIN[1:])
    QTest.keyClick(cover.box.line, Qt.Key.Key_Return)
    assert not at_work.guard.is_covered and place() == PLACE
    QTest.keyClicks(keyboard(), "tence")
    box = QApplication.focusWidget()
    assert isinstance(box, QPlainTextEdit) and box.toPlainText() == "half a sentence"


def test_what_was_typed_is_committed_by_the_cover(at_work: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(keyboard(), "typed just now")
    at_work.guard.cover()
    qtbot.waitUntil(lambda: not at_work.save_line.unsaved)
    assert at_work.caseload is not None and at_work.record is not None
    kept = at_work.caseload.records.open(at_work.record.desk.assessment.id)
    assert kept.answers[PLACE] == "typed just now"


def test_escape_makes_it_blank_and_a_click_asks(at_work: MainWindow) -> None:
    at_work.guard.cover()
    cover = cover_of(at_work)
    QTest.mouseClick(cover, Qt.MouseButton.LeftButton)
    cover.box.line.setText("26")
    QTest.keyClick(cover.box.line, Qt.Key.Key_Escape)
    assert not cover.way_back.isVisible() and cover.box.text() == ""


def test_three_wrong_pins_lock(at_work: MainWindow, hour: Hour) -> None:
    at_work.guard.cover()
    try_(at_work, "2685")
    assert "2 tries are left" in cover_of(at_work).box._error.text()
    try_(at_work, "0000")
    assert at_work.caseload is not None
    try_(at_work, "2686")
    assert at_work.caseload is None and len(hour.asked) == 1


def test_two_wrong_and_then_right_begins_anew(at_work: MainWindow, hour: Hour) -> None:
    for _ in range(2):
        at_work.guard.cover()
        try_(at_work, "1")
        try_(at_work, "1")
        try_(at_work, PIN)
        assert not at_work.guard.is_covered
    assert hour.asked == []


def test_without_a_pin_the_passphrase_brings_back(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    at_work.guard.set_pin("")
    at_work.guard.cover()
    try_(at_work, "not the passphrase")
    qtbot.waitUntil(lambda: cover_of(at_work).box._error.isVisible())
    check(cover_of(at_work))
    try_(at_work, WORDS)
    qtbot.waitUntil(lambda: not at_work.guard.is_covered)
    assert hour.asked == [] and place() == PLACE


def test_a_title_that_changes_under_the_cover_is_not_shown(at_work: MainWindow) -> None:
    at_work.guard.cover()
    at_work.setWindowTitle("Somebody – Carer Desktop")
    assert at_work.windowTitle() == "Carer Desktop"
    at_work.guard.uncover()
    assert at_work.windowTitle() == "Somebody – Carer Desktop"


# Lock ------------------------------------------------------------------------------------------------


def test_a_lock_leaves_no_text_and_no_undo(at_work: MainWindow, hour: Hour) -> None:
    QTest.keyClicks(keyboard(), "typed just now")
    assert at_work.caseload is not None
    at_work.guard.lock()
    boxes = at_work.screens.findChildren(QPlainTextEdit)
    assert boxes and all(not box.toPlainText() and not box.document().isUndoAvailable() for box in boxes)
    assert [one.page for one in hour.asked] == ["record"]


@pytest.mark.parametrize("trigger", ["locked", "suspending"])
def test_the_system_locks_too(at_work: MainWindow, hour: Hour, trigger: str) -> None:
    getattr(at_work.guard.machine, trigger).emit()
    assert len(hour.asked) == 1 and at_work.caseload is None


def test_the_key_locks_from_a_cover_too(at_work: MainWindow, hour: Hour) -> None:
    at_work.guard.cover()
    QTest.keyClick(cover_of(at_work), Qt.Key.Key_L, CTRL)
    assert [one.page for one in hour.asked] == ["record"]


def sign_in_again(window: MainWindow, qtbot: QtBot) -> None:
    window.entrance.open("", WORDS)
    qtbot.waitUntil(lambda: window.caseload is not None)


def go_nowhere(window: MainWindow) -> None:
    """Where the person is already."""


def go_to_check(window: MainWindow) -> None:
    window.in_record("open_check")


def go_to_jottings(window: MainWindow) -> None:
    window.in_record("show_pane", "jottings")


def go_home(window: MainWindow) -> None:
    window.show_home()


def go_to_details(window: MainWindow) -> None:
    window.show_details()


def go_to_people(window: MainWindow) -> None:
    window.managing.show_people()


@pytest.mark.parametrize("go", [go_nowhere, go_to_check, go_to_jottings, go_home, go_to_details])
def test_without_a_new_process_it_locks_here_and_goes_back_after_signing_in(
    at_work: MainWindow, qtbot: QtBot, hour: Hour, go: Callable[[MainWindow], None]
) -> None:
    hour.starts = False
    QTest.keyClicks(keyboard(), "kept")
    go(at_work)
    title, where = at_work.windowTitle(), keyboard().accessibleName()
    at_work.guard.lock()
    assert at_work.caseload is None and at_work.record is None and at_work.windowTitle() == "Carer Desktop"
    assert not at_work.guard.is_covered and at_work.menuBar().isVisible()
    check(at_work)
    sign_in_again(at_work, qtbot)
    assert at_work.windowTitle() == title and keyboard().accessibleName() == where
    if go is go_nowhere:
        box = QApplication.focusWidget()
        assert isinstance(box, QPlainTextEdit) and place() == PLACE
        assert box.toPlainText() == "kept" and box.textCursor().atEnd()


@pytest.mark.parametrize("go", [go_nowhere, go_home, go_to_details, go_to_people])
def test_nothing_of_the_records_is_held_after_a_lock_without_a_new_process(
    at_work: MainWindow, qtbot: QtBot, hour: Hour, go: Callable[[MainWindow], None]
) -> None:
    hour.starts = False
    go(at_work)
    assert at_work.caseload is not None
    held = weakref.ref(at_work.caseload)
    at_work.guard.lock()
    qtbot.waitUntil(lambda: at_work.entrance.ready and not at_work.work.busy)
    qtbot.waitUntil(lambda: held() is None)


def test_what_the_carer_must_not_see_stays_hidden_after_a_lock(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    hour.starts = False
    at_work.turn("carer_sees", True)
    at_work.guard.lock()
    at_work.turn("carer_sees", False)
    sign_in_again(at_work, qtbot)
    assert at_work.record is not None and at_work.record.carer_sees


def test_another_person_is_not_taken_there(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    hour.starts = False
    at_work.guard.lock()
    at_work.guard.back = GoBack("somebody else", "record")
    sign_in_again(at_work, qtbot)
    assert at_work.record is None and at_work.windowTitle().startswith("Your records")


def test_what_cannot_be_saved_is_not_cleared(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    assert at_work.caseload is not None and at_work.record is not None
    vault = at_work.caseload.path
    aside = vault.rename(vault.with_name("aside"))
    QTest.keyClicks(keyboard(), "nowhere but here")
    at_work.guard.lock()
    assert (hour.asked, bool(at_work.caseload), at_work.guard.is_covered) == ([], True, True)
    wait(at_work, hour, 900)
    assert hour.asked == [] and cover_of(at_work).why.isVisible(), "seen without a key"
    cover_of(at_work).ask()
    check(cover_of(at_work))
    assert cover_of(at_work).lock_button.text() == "Try to lock again", "no lock is promised that cannot be had"
    try_(at_work, PIN)
    qtbot.waitUntil(lambda: cover_of(at_work).box._error.isVisible())
    assert at_work.guard.is_covered, "the PIN is not enough now"
    assert "locked" not in cover_of(at_work).box._error.text()
    try_(at_work, WORDS)
    qtbot.waitUntil(lambda: not at_work.guard.is_covered)
    box = QApplication.focusWidget()
    assert isinstance(box, QPlainTextEdit) and box.toPlainText() == "nowhere but here"
    assert not at_work.banner.isHidden()
    aside.rename(vault)
    at_work.retry()
    qtbot.waitUntil(lambda: not at_work.save_line.unsaved)
    at_work.guard.lock()
    assert len(hour.asked) == 1


def test_an_export_under_way_is_finished(at_work: MainWindow, hour: Hour, tmp_path: Path) -> None:
    dialog = at_work.export()
    assert dialog is not None
    dialog.write()
    assert at_work.work.busy
    at_work.guard.lock()
    assert len(hour.asked) == 1 and dialog.is_done()
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_while_it_locks_the_cover_says_so_and_asks_for_nothing(at_work: MainWindow, hour: Hour) -> None:
    go_on, seen = Event(), list[object]()
    at_work.work.start(partial(go_on.wait, 10), print, print)  # such as a backup
    at_work.guard.cover()
    QTest.keyClicks(cover := cover_of(at_work), "26")

    def somebody_comes() -> None:
        QTest.keyClick(cover, Qt.Key.Key_2)
        QTest.mouseClick(cover, Qt.MouseButton.LeftButton)
        seen[:] = [cover.way_back.isVisible(), cover.locking.isVisible(), cover.accessibleName(), cover.box.text()]
        go_on.set()

    soon(at_work, somebody_comes, 20)
    at_work.guard.lock()
    assert seen == [False, True, LOCKING, ""] and len(hour.asked) == 1


def test_questions_that_wait_for_an_answer_are_refused(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    answers: list[bool] = []
    files = QFileDialog(at_work)
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    files.setWindowModality(Qt.WindowModality.ApplicationModal)
    files.show()
    ask = Ask("A question", "Something", "Stay", "Go", at_work)
    at_work.guard._timer.singleShot(50, at_work.guard.lock)
    answers.append(ask.goes())
    assert answers == [False] and not files.isVisible() and len(hour.asked) == 1


def test_the_window_does_not_close_in_the_middle_of_a_lock(at_work: MainWindow, hour: Hour) -> None:
    at_work.guard.is_locking = True
    assert not at_work.close()
    at_work.guard.is_locking = False


def test_closing_the_window_starts_nothing(at_work: MainWindow, hour: Hour) -> None:
    assert at_work.close()
    assert hour.asked == [] and at_work.caseload is None


# PIN and settings ------------------------------------------------------------------------------------


def test_a_pin_chosen_at_sign_in_or_later(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    hour.starts = False
    at_work.guard.lock()
    screen: Any = at_work.screens.currentWidget()
    screen.passphrase.line.setText(WORDS)
    screen.pin.line.setText("12")
    screen.open_button.click()
    assert "4 digits or more" in screen.pin._error.text()
    screen.pin.line.setText("90210")
    screen.open_button.click()
    qtbot.waitUntil(lambda: at_work.caseload is not None)
    at_work.guard.cover()
    assert cover_of(at_work).has_pin
    try_(at_work, "90210")
    assert not at_work.guard.is_covered
    at_work.guard.choose_pin()
    dialog = only(at_work, PinDialog)
    check(dialog)
    dialog.pin.line.setText("5555")
    dialog.use_button.click()
    assert dialog.isVisible()
    dialog.pin.line.setText(PIN)
    dialog.use_button.click()
    at_work.guard.cover()
    try_(at_work, PIN)
    assert not at_work.guard.is_covered


def line_of(asked: Field) -> QLineEdit:
    """The line that is typed in."""
    (found,) = asked.findChildren(QLineEdit)
    return found


def test_settings_say_how_idle_is_known_and_are_kept(at_work: MainWindow, session: Session) -> None:
    at_work.guard.show_settings()
    dialog = only(at_work, SettingsDialog)
    check(dialog)
    cover, lock = dialog.fields
    for typed in ("0", "61", "x"):
        line_of(lock).setText(typed)
        dialog.keep_button.click()
        assert WRONG in lock.problem and not cover.problem
    line_of(lock).setText("20")
    line_of(cover).setText("2")
    dialog.keep_button.click()
    assert not dialog.isVisible() and session.waits == at_work.guard.waits == Waits(2, 20)


def test_settings_fixed_by_it_can_be_read_only(theme: Theme, qtbot: QtBot) -> None:
    dialog = SettingsDialog(Waits(3, 10, fixed=True), "By hand.")
    qtbot.addWidget(dialog)
    dialog.show()
    check(dialog)
    assert not dialog.keep_button.isVisible()


# Titles ----------------------------------------------------------------------------------------------


def test_no_title_names_a_person(at_work: MainWindow, filled: Callable[..., str]) -> None:
    opened(at_work, filled({"carer_first": "Canaryfirst", "carer_last": "Canarylast", "conv_date": "2026-11-20"}))
    titles: list[str] = []
    record = at_work.record
    assert record is not None
    for section in record.sections():
        record.open_section(section.id)
        titles += (one.windowTitle() for one in QApplication.topLevelWidgets())
    record.open_check()
    at_work.export()
    at_work.in_record("find_question")
    at_work.show_help("start")
    at_work.guard.choose_pin()
    at_work.guard.show_settings()
    titles += (one.windowTitle() for one in QApplication.topLevelWidgets())
    at_work.show_details()
    at_work.show_home()
    titles += (one.windowTitle() for one in QApplication.topLevelWidgets())
    reference = record.desk.assessment.reference
    assert any(reference in title for title in titles), "the control: titles are looked at"
    assert [title for title in titles if "canary" in title.casefold()] == []
    for dialog in at_work.findChildren(QDialog):
        dialog.reject()


# The log -----------------------------------------------------------------------------------------------


def logged(window: MainWindow) -> list[str]:
    """What was written down of the session, the oldest first."""
    assert window.caseload is not None
    of_session = ("signed_in", "covered", "locked", "signed_out")
    rows = [each.row.event for each in reversed(window.caseload.audit.page())]
    return [event for event in rows if event in of_session]


def test_a_cover_and_a_lock_are_written_down(at_work: MainWindow, qtbot: QtBot, hour: Hour) -> None:
    hour.starts = False
    at_work.guard.cover()
    assert logged(at_work) == ["covered"]
    at_work.guard.uncover()
    at_work.guard.lock()
    sign_in_again(at_work, qtbot)
    assert logged(at_work) == ["covered", "locked", "signed_in"]


def test_after_too_many_wrong_passphrases_the_cover_says_how_long_to_wait(at_work: MainWindow, qtbot: QtBot) -> None:
    caseload = at_work.caseload
    assert caseload is not None
    for _ in range(4):
        caseload.is_my_passphrase("not the passphrase")
    at_work.guard.set_pin("")
    at_work.guard.cover()
    try_(at_work, WORDS)
    said = cover_of(at_work).box._error
    qtbot.waitUntil(said.isVisible)
    assert "Wait 2 seconds" in said.text() and at_work.guard.is_covered
    check(cover_of(at_work))
