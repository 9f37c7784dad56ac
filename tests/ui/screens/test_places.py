"""Where the keyboard is when a record, a section or a page opens, and that it is there still a moment later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from tests.ui.opened import opened, wait_begun
from tests.ui.screens.conftest import CHEAP, WORDS
from ui.fields.focus import fields_around
from ui.main_window import MainWindow
from ui.screens.log import LogScreen
from ui.screens.own_passphrase import OwnPassphraseScreen
from ui.screens.people import PeopleScreen
from ui.screens.people.dialogs import AddDialog
from ui.screens.record import RecordScreen
from ui.screens.set_up import SetUpScreen
from ui.screens.unlock import UnlockScreen
from ui.session import Session

Fill = Callable[..., str]
SHORT = {"carer_first": "Bea", "carer_last": "Sample", "conv_date": "2026-11-20"}


def open_one(window: MainWindow, record: str) -> RecordScreen:
    opened(window, record)
    assert window.record is not None
    return window.record


def test_a_record_opens_behind_the_last_word_of_the_answer_with_nothing_selected(
    window: MainWindow, filled: Fill, qtbot: QtBot
) -> None:
    id = filled({**SHORT, "carer_view": "Ann is tired"})
    for place, words in (("carer_first", "Bea"), ("conv_date", "20")):
        record = open_one(window, id)
        record.go_to(place)
        window.show_home()
        record = open_one(window, id)
        record.go_to(place)
        qtbot.wait(20)
        at = QApplication.focusWidget()
        assert isinstance(at, QLineEdit) and at.text() == words
        assert not at.hasSelectedText() and at.cursorPosition() == len(words)
    record.go_to("carer_view")
    qtbot.wait(20)
    at = QApplication.focusWidget()
    assert isinstance(at, QPlainTextEdit) and at.textCursor().atEnd()


def at() -> str:
    """The place of the field with the keyboard."""
    around = fields_around(QApplication.focusWidget())
    return around[0].place if around else ""


def test_who_goes_on_is_in_the_question_they_were_in_although_the_program_was_killed(
    window: MainWindow, caseload: Caseload, filled: Fill, fixed_clock: FixedClock
) -> None:
    id = filled({**SHORT, "carer_address": "3 Invented Street"})
    caseload.places.keep(id, "carer", None).result()  # the section was opened, then killed after an answer
    fixed_clock.at += timedelta(seconds=9)
    caseload.records.answer(caseload.records.open(id), "carer_address", "3 Invented Street, Lon")
    record = open_one(window, id)
    here = QApplication.focusWidget()
    assert (record.section, at()) == ("carer", "carer_address") and here is not None
    QTest.keyClicks(here, "don")
    record.flush()
    assert record.desk.assessment.answers["carer_address"] == "3 Invented Street, London"
    assert record.desk.assessment.answers["carer_first"] == "Bea"


def test_who_goes_on_is_in_the_field_they_left_to_the_cell_of_a_list(
    window: MainWindow, filled: Fill, qtbot: QtBot, fixed_clock: FixedClock
) -> None:
    id = filled({**SHORT, "cf": [{"name": "Bob Example"}]})
    record = open_one(window, id)
    (item,) = record.desk.items("cf")
    for place in (f"cf/{item}/name", "carer_address"):
        record.go_to(place)
        fixed_clock.at += timedelta(seconds=9)
        window.show_home()
        home = window.home
        assert home is not None
        qtbot.waitUntil(home._go_on.isVisible)
        home._go_on.click()
        wait_begun(window)
        assert at() == place
        assert window.record is not None
        record = window.record


def test_who_closes_the_window_goes_on_in_the_field_they_were_in(
    window: MainWindow, caseload: Caseload, filled: Fill, tmp_path: Path
) -> None:
    id = filled(SHORT)
    record = open_one(window, id)
    record.open_section("carer")
    page = record.page
    assert page is not None
    page.asked["carer_last"].field.focus_first()  # as with Tab or the mouse
    path = window.entrance.path
    assert window.close()
    again = Caseload.open(path, "Sam Example", WORDS)
    place = again.places.last()
    again.close()
    assert place is not None and (place.assessment, place.section, place.question) == (id, "carer", "carer_last")


def test_a_new_record_begins_at_its_beginning_although_it_is_one_that_was_left(window: MainWindow) -> None:
    window.begin_record("carer_conversation")
    wait_begun(window)
    record = window.record
    assert record is not None
    first, id = record.section, record.desk.assessment.id
    record.open_section("wellbeing")
    window.show_home()
    window.begin_record("carer_conversation")
    wait_begun(window)
    again = window.record
    assert again is not None and (again.desk.assessment.id, again.section) == (id, first)
    again.open_section("wellbeing")
    window.begin_record("carer_conversation")  # pressed inside it
    wait_begun(window)
    assert window.record is not None and window.record.section == first


@pytest.mark.parametrize("own", ["eligibility", "record", "standing"])
def test_what_was_put_away_while_the_carer_saw_the_screen_is_open_again(
    window: MainWindow, filled: Fill, own: str
) -> None:
    record = open_one(window, filled())
    record.open_standing() if own == "standing" else record.open_section(own)
    window.turn("carer_sees", True)
    assert record.section == record.sections()[0].id
    window.carer_mode.leave()
    assert record.section == own
    window.turn("carer_sees", True)
    record.open_section("wellbeing")
    window.turn("carer_sees", False)
    assert record.section == "wellbeing"


def press_and_wait(button: QPushButton, window: MainWindow, qtbot: QtBot, busy: Callable[[], bool]) -> None:
    """Something else is under way first; meanwhile Space and Enter are pressed again and again, and do nothing."""
    others = threading.Event()
    window.work.start(partial(others.wait, 10), lambda _: None, lambda _: None)
    before = window.screens.currentWidget()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert busy() and not button.isEnabled()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        at = QApplication.focusWidget()
        assert at is not None and not isinstance(at, QAbstractButton)
        qtbot.keyClick(at, key)
    assert window.screens.currentWidget() is before
    others.set()
    qtbot.waitUntil(lambda: not busy(), timeout=10_000)


def test_the_keyboard_waits_while_the_whole_log_is_checked(window: MainWindow, qtbot: QtBot) -> None:
    window.managing.show_log()
    page = window.screens.currentWidget()
    assert isinstance(page, LogScreen)
    press_and_wait(page.check_button, window, qtbot, lambda: page.doing.busy.isVisible())
    assert page.check_button.hasFocus()


def test_the_keyboard_waits_in_a_small_dialog_too(window: MainWindow, qtbot: QtBot) -> None:
    window.managing.show_people()
    page = window.screens.currentWidget()
    assert isinstance(page, PeopleScreen)
    page.add_button.click()
    dialog = page.dialog
    assert isinstance(dialog, AddDialog)
    dialog.name.show_value("sam example")  # is here already, so it fails
    press_and_wait(dialog.go_button, window, qtbot, lambda: dialog.busy.isVisible())
    assert dialog.go_button.hasFocus() and dialog.isVisible()


def test_the_keyboard_waits_while_the_own_passphrase_is_changed(window: MainWindow, qtbot: QtBot) -> None:
    window.managing.show_passphrase()
    page = window.screens.currentWidget()
    assert isinstance(page, OwnPassphraseScreen)
    page.old.line.setText("not the words until now")
    page.choice.box.line.setText("kettle orchard window basket")
    press_and_wait(page.change_button, window, qtbot, lambda: page.busy.isVisible())
    assert page.old.line.hasFocus()  # where it says what is wrong


def test_the_keyboard_waits_while_a_laptop_is_set_up_and_while_somebody_signs_in(
    shut_window: MainWindow, session: Session, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    page = shut_window.screens.currentWidget()
    assert isinstance(page, SetUpScreen)
    page.name.show_value("Sam Example")
    page.purpose.show_value("demo")
    page.passphrase.line.setText("too short")
    press_and_wait(page.set_up_button, shut_window, qtbot, lambda: shut_window.work.busy)
    path = session.place_for(demo=True)
    Caseload.create(path, "Sam Example", ("assessor", "keeper"), WORDS, kdf=CHEAP, clock=fixed_clock).close()
    shut_window.entrance.path = path
    shut_window.open_door()
    qtbot.waitUntil(lambda: not shut_window.work.busy, timeout=10_000)
    sign_in = shut_window.screens.currentWidget()
    assert isinstance(sign_in, UnlockScreen)
    sign_in.passphrase.line.setText("not the words")
    press_and_wait(sign_in.open_button, shut_window, qtbot, lambda: shut_window.work.busy)
    qtbot.waitUntil(sign_in.passphrase.line.hasFocus)  # where it says what is wrong


def test_the_keyboard_waits_while_a_file_is_written(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled(SHORT))
    dialog = window.export()
    assert dialog is not None
    press_and_wait(dialog.write_button, window, qtbot, lambda: dialog.written is None)
    assert dialog.went.open_folder.hasFocus()
