"""Starting: nothing heavy before the first frame, a laptop set up, records opened, and the refusals in words."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from carer_desktop.clock import FixedClock
from tests.ui.screens.conftest import CHEAP, WORDS
from ui.main_window import MainWindow
from ui.main_window.editing import in_text
from ui.screens.record.section_page import SectionPage
from ui.screens.set_up import SetUpScreen
from ui.screens.unlock import UnlockScreen
from ui.session import Session
from ui.theme import Theme

ROOT = Path(__file__).parents[3]
HEAVY = ("cryptography", "docx", "lxml", "sqlcipher3", "carer_desktop.caseload", "carer_desktop.forms.load")
FIRST_FRAME = """
import sys
from pathlib import Path
from ui.app import make_application
from ui.main_window import MainWindow
from ui.main_window.editing import in_text
from ui.session import Session
from ui.theme import Theme
app = make_application()
theme = Theme(app)
theme.set_look("light")
window = MainWindow(theme, Session(Path(sys.argv[1])))
heavy = []
def look():
    heavy.extend(name for name in sys.argv[2:] if name in sys.modules)
    app.exit(0)
window.painted.disconnect()
window.painted.connect(look)
window.show()
app.exec()
print(heavy)
"""


def test_what_is_said_of_records_goes_with_them(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other records are opened: no line of those before is left at the foot, and none stands on another."""
    assert window.caseload is not None
    window.caseload.records.fill("carer_conversation", {"carer_first": "Bea"}, known=False).saved.result()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(window.entrance.path), ""))
    said: list[str] = []
    window.statusBar().messageChanged.connect(said.append)
    window.save_line.setText("Saved on this laptop 10:00")
    window.open_other()
    assert window.caseload is None and said == ["Making a backup before closing", ""]
    qtbot.waitUntil(lambda: window.entrance.ready and not window.work.busy, timeout=10_000)
    window.statusBar().showMessage("Something said at the door")
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)
    assert window.save_line.isVisible() and not window.statusBar().currentMessage()
    assert window.save_line.text() == "Everything is saved"


def test_a_backup_is_refused_at_the_door(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window.caseload is not None
    records = window.entrance.path
    made = window.caseload.backups.make()
    (backup,) = records.parent.rglob(made.file)
    before = {each: each.read_bytes() for each in backup.parent.iterdir() if made.file in each.name}
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(backup), ""))
    window.open_other()
    words = f"This is a backup of “{records.name}”. Open the records themselves, or put the backup back."
    qtbot.waitUntil(lambda: words in said_on(window), timeout=10_000)
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    assert window.caseload is None and words in said_on(window)
    assert {each: each.read_bytes() for each in backup.parent.iterdir() if made.file in each.name} == before
    window.entrance.path = records
    window.open_door()
    qtbot.waitUntil(lambda: window.entrance.ready and not window.work.busy, timeout=10_000)
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)


def test_what_was_opened_is_closed_again_where_others_were_chosen_meanwhile(
    window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = window.entrance.path
    others = tmp_path / "others" / first.name
    chosen = iter((first, others))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(next(chosen)), ""))
    window.open_other()
    qtbot.waitUntil(lambda: window.entrance.ready and not window.work.busy, timeout=10_000)
    shutil.copytree(first.parent, others.parent)
    window.entrance.open("Sam Example", WORDS)
    window.open_other()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QApplication.processEvents()
    assert window.caseload is None and session.records == first
    assert isinstance(window.screens.currentWidget(), UnlockScreen) and str(others) in said_on(window)
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)
    assert session.records == others


def said_on(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_nothing_heavy_is_loaded_before_the_first_frame(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(tmp_path), *HEAVY], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_what_was_loaded_is_tidied_up_once_the_window_closes(shut_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    assert gc.get_freeze_count() > 0
    shut_window.close()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize(("width", "height"), [(1200, 670), (1024, 700), (900, 670)])
def test_all_that_sets_up_a_laptop_is_seen_in_a_low_window(
    shut_window: MainWindow, qtbot: QtBot, width: int, height: int
) -> None:
    shut_window.resize(width, height)
    screen = shut_window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen)
    qtbot.waitUntil(lambda: shut_window.entrance.ready and len(screen.choice.words.text().split()) == 4)
    QApplication.processEvents()
    assert screen.verticalScrollBar().value() == 0 and screen.is_in_view(screen.set_up_button)
    assert screen.viewport().height() > height - 2 * shut_window.menuBar().height(), "nothing cuts off its foot"


def test_with_large_letters_the_keyboard_brings_what_sets_up_a_laptop_into_view(
    shut_window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    theme.set_percent(200)
    shut_window.resize(1024, 700)
    screen = shut_window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen) and not screen.is_in_view(screen.set_up_button)
    screen.passphrase.line.setFocus()
    while shut_window.focusWidget() is not screen.set_up_button:
        QTest.keyClick(shut_window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: screen.is_in_view(screen.set_up_button))


def test_a_laptop_is_not_set_up_with_half_of_what_is_needed(
    shut_window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    screen = shut_window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen)
    screen.set_up_button.click()
    assert "Enter your full name" in said_on(shut_window)
    screen.name.show_value("Sam Example")
    screen.set_up_button.click()
    assert "Select what you will use it for" in said_on(shut_window)
    screen.purpose.show_value("demo")
    screen.set_up_button.click()
    assert "Enter your passphrase" in said_on(shut_window)
    screen.passphrase.line.setText("too short")
    assert "Too short" in said_on(shut_window)
    screen.set_up_button.click()
    qtbot.waitUntil(lambda: "Error: Too short" in said_on(shut_window), timeout=10_000)
    assert screen.passphrase.line.selectedText() == "too short"
    shut_window.resize(1366, 768)
    theme.set_percent(150)
    QApplication.processEvents()
    screen.verticalScrollBar().setValue(0)
    assert not screen.is_in_view(screen.passphrase) and screen.passphrase.line.hasFocus()
    screen.set_up_button.click()
    qtbot.waitUntil(lambda: screen.is_in_view(screen.passphrase), timeout=10_000)
    first = screen.choice.words.text()
    screen.choice.draw()
    assert screen.choice.words.text() != first and len(screen.choice.words.text().split()) == 4
    assert not [each.text() for each in screen.choice.findChildren(QPushButton) if "Copy" in each.text()]


def test_wrong_words_stay_and_are_said_and_open_elsewhere_is_said(
    window: MainWindow, session: Session, theme: Theme, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    assert "Demonstration" in said_on(window)
    other = MainWindow(theme, session, fixed_clock, CHEAP)
    qtbot.addWidget(other)
    other.show()
    screen = other.screens.currentWidget()
    assert isinstance(screen, UnlockScreen)
    screen.open_button.click()
    assert "Enter your passphrase" in said_on(other)
    screen.passphrase.line.setText(WORDS)
    screen.open_button.click()
    qtbot.waitUntil(lambda: "Error: " in said_on(other) and screen.open_button.isEnabled(), timeout=10_000)
    assert "vault" not in said_on(other) and "open" in said_on(other)
    assert window.close()
    screen.passphrase.line.setText("another passphrase")
    screen.open_button.click()
    qtbot.waitUntil(lambda: "does not open your records" in said_on(other), timeout=10_000)
    assert screen.passphrase.line.selectedText() == "another passphrase"
    screen.passphrase.line.setText(WORDS)
    screen.open_button.click()
    qtbot.waitUntil(lambda: other.caseload is not None, timeout=10_000)
    assert other.close()


def test_several_people_are_asked_who_they_are(qtbot: QtBot, theme: Theme) -> None:
    screen = UnlockScreen("elsewhere")
    qtbot.addWidget(screen)
    screen.ask_name(True)
    screen.show()
    screen.begin()
    assert screen.name.isVisible()
    screen.show_error(ValueError("never said"))
    assert "never said" not in "".join(label.text() for label in screen.findChildren(QLabel))


def test_the_session_keeps_nothing_personal(tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    first = Session(folder)
    assert first.percent == 100 and first.look == "system" and first.records == folder / "records.vault"
    first.keep_look("dark", 150)
    first.keep_export_folder(tmp_path)
    other = tmp_path / "other.vault"
    other.touch()
    first.use_records(other)
    again = Session(folder)
    assert (again.look, again.percent, again.export_folder, again.records) == ("dark", 150, tmp_path, other)
    assert folder.stat().st_mode & 0o077 == 0
    assert not again.is_new
    other.unlink()
    assert again.records == other  # that it is gone is said, and not passed over


def test_details_are_given_once_and_stand_in_the_next_record(window: MainWindow, qtbot: QtBot) -> None:
    window.show_details()
    details = window._details
    caseload = window.caseload
    assert details is not None
    assert caseload is not None
    for field in details._fields:
        if field.question.id == "assessor_role":
            field.show_value("Social worker")
            field.answered.emit("assessor_role", "Social worker")
            field.answered.emit("assessor_team", "Invented Team")
            field.answered.emit("assessor_team", None)
    details.done.emit()
    qtbot.waitUntil(lambda: not window.save_line.unsaved)
    assert caseload.settings.my_details == {"assessor_role": "Social worker"}
    window.begin_record("carer_conversation")
    assert window.record is not None
    assert window.record.desk.assessment.answers["assessor_role"] == "Social worker"


def test_looks_and_sizes_are_kept_and_the_record_stays_open(window: MainWindow, session: Session, theme: Theme) -> None:
    window.show_details()
    window.looks.step_text(1)
    QApplication.processEvents()
    assert window._details is not None and session.percent == 110
    window.show_home()
    window.looks.step_text(0)
    QApplication.processEvents()
    window.begin_record("carer_conversation")
    assert window.record is not None
    window.record.open_section("role")
    window.looks.step_text(1)
    window.looks.set_look("dark")
    assert (session.percent, session.look) == (110, "dark")
    assert [page.section.id for page in window.findChildren(SectionPage) if page.isVisible()] == ["role"]
    window.looks.set_look("light")
    window.record.open_check()
    QApplication.processEvents()
    window.looks.step_text(0)
    assert window.record.section == "check", "larger letters lead nowhere else"


def test_many_steps_of_the_text_size_are_drawn_as_two(
    window: MainWindow, session: Session, theme: Theme, qtbot: QtBot
) -> None:
    drawn: list[int] = []
    theme.changed.connect(lambda: drawn.append(theme.percent))
    for _ in range(9):
        QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert drawn == [110], "the first at once"
    qtbot.waitUntil(lambda: not window.looks._due.isActive())
    assert drawn == [110, 190] and session.percent == 190
    for steps in (0, 1, 1, 0, -1):
        window.looks.step_text(steps)
    qtbot.waitUntil(lambda: not window.looks._due.isActive())
    for _ in range(3):
        window.looks.step_text(-10)
        qtbot.waitUntil(lambda: not window.looks._due.isActive())
    assert drawn == [110, 190, 100, 90, 80], "there is none smaller"


def test_finding_and_text_commands(window: MainWindow) -> None:
    window.find_something()
    window.begin_record("carer_review")
    window.find_something()
    in_text("copy")
    window.undo()
    window.save()
