"""What was wrong at the table, with real events: sizes, dates that are none, errors that are over, Enter in a line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from tests.ui.opened import opened
from tests.ui.screens.conftest import CHEAP
from ui.main_window import MainWindow
from ui.parts import Banner
from ui.screens.beside.waiting import WaitingDialog
from ui.screens.due.besides import BesidesDialog
from ui.screens.forgotten import ForgottenScreen
from ui.screens.people.dialogs import AddDialog
from ui.screens.record.section_page import SectionPage
from ui.screens.set_up import SetUpScreen
from ui.screens.settings import SettingsDialog
from ui.session import Session
from ui.session.rules import Waits
from ui.theme import Theme

Fill = Callable[..., str]
RETURN = Qt.Key.Key_Return


def room() -> QRect:
    """What windows may cover of the one screen there is."""
    return QGuiApplication.primaryScreen().availableGeometry()


def kept_elsewhere() -> QByteArray:
    """How a window stood that was larger than this screen, partly beside it."""
    window = QMainWindow()
    window.setGeometry(500, 300, 2400, 1500)
    return window.saveGeometry()


@pytest.mark.parametrize("remembered", [False, True])
def test_the_window_opens_within_the_screen(
    qtbot: QtBot, theme: Theme, session: Session, fixed_clock: FixedClock, remembered: bool
) -> None:
    assert room().height() < 860 or remembered
    if remembered:
        session.keep_geometry(kept_elsewhere())
    window = MainWindow(theme, session, fixed_clock, CHEAP)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert room().contains(window.frameGeometry()), (window.frameGeometry(), room())
    qtbot.waitUntil(lambda: window.entrance.ready, timeout=10_000)
    window.close()


def test_the_window_is_within_the_screen_after_another_text_size(window: MainWindow, qtbot: QtBot) -> None:
    window.looks.step_text(3)
    QApplication.processEvents()
    window.resize(window.width(), room().height() + 90)  # as pages at a large text ask for
    window.looks.step_text(0)
    qtbot.waitUntil(lambda: room().contains(window.geometry()), timeout=2_000)


def open_page(window: MainWindow, record: str, section: str) -> SectionPage:
    opened(window, record)
    assert window.record is not None
    window.record.open_section(section)
    assert window.record.page is not None
    QApplication.processEvents()
    return window.record.page


def test_a_date_that_cannot_be_one_is_said_on_leaving_it(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    page = open_page(window, filled({"carer_first": "Bea", "how_full": "full"}), "carer")
    made = page.asked["carer_dob"].field
    day, month, year = (box for box in made._editors() if isinstance(box, QLineEdit))
    made.focus_first()
    for box, typed in ((day, "31"), (month, "2"), (year, "2026")):
        assert QApplication.focusWidget() is box and not made.problem
        QTest.keyClicks(box, typed)
        made.flush()
        assert not made.problem, "still typing"
        QTest.keyClick(box, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert made.problem.startswith("Error:") and "real date" in made.problem
    year.setFocus()
    year.selectAll()
    QTest.keyClick(year, Qt.Key.Key_Delete)
    day.setFocus()
    made.flush()
    page.heading.setFocus()
    QApplication.processEvents()
    assert not made.problem, "half a date is not an error"


def test_words_for_a_date_are_said_with_an_example_also_on_the_way_to_today(window: MainWindow, filled: Fill) -> None:
    page = open_page(window, filled({"carer_first": "Bea"}), "start")
    made = page.asked["conv_date"].field
    made.focus_first()
    for typed in ("Ann", "Carer", "2026"):
        box = QApplication.focusWidget()
        assert isinstance(box, QLineEdit) and not made.problem
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Tab)
    assert made.problem == "Error: Date of the conversation must be a real date, like 27 3 2026"


def test_what_is_no_date_is_said_when_the_page_is_opened_again(window: MainWindow, filled: Fill) -> None:
    record = filled({"carer_first": "Bea"})
    page = open_page(window, record, "start")
    page._desk.answer("conv_date", {"typed": "Ann/Carer/2026"})
    window.show_home()
    page = open_page(window, record, "start")
    made = page.asked["conv_date"].field
    made.focus_first()
    page.refresh()
    assert "real date" in made.problem, "the keyboard is there, and nothing was typed since"


def today_in(page: SectionPage, question: str) -> list[QAbstractButton]:
    """The link that answers with today, where there is one."""
    return [each for each in page.asked[question].field.findChildren(QAbstractButton) if each.text() == "Today"]


def test_today_is_offered_where_it_can_be_the_answer(window: MainWindow, filled: Fill) -> None:
    record = filled()
    page = open_page(window, record, "carer")
    assert not today_in(page, "carer_dob")
    page = open_page(window, record, "start")
    (today,) = today_in(page, "conv_date")
    assert today.isVisible()


def test_an_error_goes_once_its_action_succeeds(
    window: MainWindow, filled: Fill, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_home()
    window.setFocus()
    usage = SimpleNamespace(free=1_000_000, total=10**9, used=0)
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: usage)
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(window.banner.isVisible)
        assert "too little room" in window.banner._text
        assert window.record is None
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.record is not None)
    assert not window.banner.isVisible()


def test_an_action_takes_no_error_of_another_away(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_error(ValueError(), of="backup")
    with banner.trying("begin"):
        pass
    assert not banner.isHidden()
    banner.mended("backup")
    assert banner.isHidden()


def test_another_folder_takes_the_error_of_the_last_away(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled({"carer_first": "Bea", "conv_date": "2026-11-20"}))
    dialog = window.export()
    assert dialog is not None
    dialog.folder.setFocus()
    dialog.folder.selectAll()
    QTest.keyClicks(dialog.folder, "/proc/self")
    QTest.keyClick(dialog.folder, RETURN)
    qtbot.waitUntil(dialog.is_done, timeout=10_000)
    assert "cannot be written to" in dialog._banner._text and "not there" not in dialog._banner._text
    dialog.folder.setFocus()
    QTest.keyClicks(dialog.folder, "x")
    assert dialog._banner.isHidden()
    dialog.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_in_a_line_presses_the_main_button(
    caseload: Caseload, window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    dialog = AddDialog(caseload, window.work, window)
    dialog.open()
    QApplication.processEvents()
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, "Ann Example")
    QTest.keyClick(box, key)
    qtbot.waitUntil(lambda: hasattr(dialog, "given"), timeout=10_000)
    assert [each.name for each in caseload.people.all()].count("Ann Example") == 1
    dialog.reject()


def test_enter_on_a_choice_presses_the_main_button(caseload: Caseload, window: MainWindow, qtbot: QtBot) -> None:
    dialog = AddDialog(caseload, window.work, window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.name.focus_first()
    QTest.keyClicks(dialog.name._editors()[0], "Ann Example")
    dialog.roles.focus_first()
    box = QApplication.focusWidget()
    assert isinstance(box, QAbstractButton)
    QTest.keyClick(box, RETURN)
    qtbot.waitUntil(lambda: hasattr(dialog, "given"), timeout=10_000)
    dialog.reject()


def test_enter_on_a_choice_takes_nothing_away(
    caseload: Caseload, window: MainWindow, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    caseload.queue.close(caseload.queue.take("referral", "Ann Example"), "Moved away")
    fixed_clock.at += timedelta(days=365)
    dialog = BesidesDialog(caseload, window.work, "Referrals", caseload.besides.due()["referral"], window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    box, _ = dialog._boxes[0]
    box.setChecked(True)
    box.setFocus()
    QTest.keyClick(box, RETURN)
    assert dialog.isVisible() and not dialog._is_busy
    dialog.reject()


def test_enter_in_the_settings_keeps_them(window: MainWindow, qtbot: QtBot) -> None:
    dialog = SettingsDialog(Waits(5, 10), "", window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.fields[0].focus_first()
    with qtbot.waitSignal(dialog.waits_chosen):
        QTest.keyClick(dialog.fields[0]._editors()[0], RETURN)


def test_enter_where_a_reason_is_given_starts_nothing(caseload: Caseload, window: MainWindow, qtbot: QtBot) -> None:
    one = caseload.queue.take("self", "Ann Example")
    dialog = WaitingDialog(caseload, window.work, one, window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    begun: list[str] = []
    dialog.begun.connect(begun.append)
    dialog.why.focus_first()
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, "She has moved away")
    QTest.keyClick(box, RETURN)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    assert dialog.isVisible() and not begun and caseload.queue.waiting() == (one,)
    dialog.reject()


@pytest.mark.parametrize("made", [SetUpScreen, ForgottenScreen])
def test_a_button_pressed_before_all_is_loaded_is_not_pressed_in_vain(
    made: type[SetUpScreen | ForgottenScreen], qtbot: QtBot, theme: Theme
) -> None:
    screen = made()
    qtbot.addWidget(screen)
    screen.show()
    go = screen.set_up_button if isinstance(screen, SetUpScreen) else screen.open_button
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert not errors_on(screen)
    screen.give_words(lambda: "one two three four", lambda _words, _name: "Strong")
    assert errors_on(screen)


def errors_on(screen: QWidget) -> list[str]:
    return [each.text() for each in screen.findChildren(QLabel) if each.isVisible() and each.text().startswith("Error")]
