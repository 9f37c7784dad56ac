"""The window tells the truth about saving, and does not close over something that is not saved."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from carer_desktop.applog import AppLog
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from tests.ui.opened import opened
from ui.app import reporting
from ui.main_window import MainWindow
from ui.parts.ask import Ask
from ui.screens.export import ExportDialog

Fill = Callable[..., str]
LONG = "She has not slept. " * 20_000


@contextmanager
def full_disk(caseload: Caseload) -> Iterator[None]:
    """No file may grow any more."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (caseload.path.stat().st_size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_failed_save_is_said_stays_and_is_mended(
    window: MainWindow, caseload: Caseload, filled: Fill, qtbot: QtBot
) -> None:
    opened(window, filled({}))
    record = window.record
    assert record is not None
    record.open_section("role")
    with full_disk(caseload):
        record.desk.answer("role_narrative", LONG)
        qtbot.waitUntil(lambda: window.save_line.error is not None, timeout=10_000)
        assert window.save_line.text().startswith("NOT saved") and window.banner.isVisible()
        assert record.desk.plain_at("role_narrative") == LONG.strip() or record.desk.plain_at("role_narrative") == LONG
        record.desk.answer("role_narrative", f"{LONG}And on.")
        QTimer.singleShot(0, lambda: answer_ask(True, "1 answer is not saved", "it is lost. Until then it is still"))
        assert not window.close() and window.isVisible()
        record.desk.answer("urgent", "no")
        QTimer.singleShot(0, lambda: answer_ask(True, "2 answers are not saved", "they are lost. Until then they are"))
        assert not window.close() and window.isVisible()
        record.desk.answer("role_narrative", LONG)
        window.save()
        qtbot.waitUntil(lambda: window.save_line.error is not None)
    QTest.mouseClick(window.banner.retry_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.save_line.unsaved, timeout=10_000)
    assert window.save_line.text().startswith("Saved on this laptop") and not window.banner.isVisible()
    assert caseload.records.unsaved() == 0


def test_after_trying_again_the_keyboard_is_back_in_the_field(
    window: MainWindow, caseload: Caseload, filled: Fill, qtbot: QtBot
) -> None:
    opened(window, filled({}))
    record = window.record
    assert record is not None
    record.open_section("role", "role_narrative")
    field = QApplication.focusWidget()
    assert field is not None
    with full_disk(caseload):
        record.desk.answer("role_narrative", LONG)
        qtbot.waitUntil(lambda: window.save_line.error is not None, timeout=10_000)
        window.banner.retry_button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(window.banner.retry_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.save_line._under_way == 0)
        assert window.banner.retry_button.hasFocus(), "it may be tried once more"
    QTest.keyClick(window.banner.retry_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.save_line.unsaved, timeout=10_000)
    qtbot.waitUntil(lambda: not window.banner.isVisible())
    assert field.hasFocus()


def test_what_succeeds_meanwhile_does_not_hide_what_is_not_saved(
    window: MainWindow, caseload: Caseload, filled: Fill, qtbot: QtBot
) -> None:
    opened(window, filled({}))
    record = window.record
    assert record is not None
    with full_disk(caseload):
        record.desk.answer("role_narrative", LONG)
        record._jotter.page.jotted.emit(LONG)
        qtbot.waitUntil(lambda: window.save_line.error is not None and window.save_line._under_way == 0)
    record.desk.mark_complete(["start"])
    qtbot.waitUntil(lambda: window.save_line._under_way == 0)
    assert window.save_line.text().startswith("NOT saved") and window.save_line.unsaved
    record.desk.answer("urgent", "no")
    qtbot.waitUntil(lambda: caseload.records.unsaved() == 0 and window.save_line._under_way == 0)
    assert window.save_line.unsaved, "the jottings are not on the disk yet"
    window.save()
    qtbot.waitUntil(lambda: not window.save_line.unsaved, timeout=10_000)
    assert caseload.jottings.of(record.desk.assessment.id)[0].text.strip() == LONG.strip()


def test_the_person_may_choose_to_lose_it(window: MainWindow, caseload: Caseload, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled({}))
    assert window.record is not None
    with full_disk(caseload):
        window.record.desk.answer("role_narrative", LONG)
        qtbot.waitUntil(lambda: window.save_line.error is not None, timeout=10_000)
        QTimer.singleShot(0, lambda: answer_ask(stay=False))
        assert window.close()


def answer_ask(stay: bool, *said: str) -> None:
    ask = QApplication.activeModalWidget()
    assert isinstance(ask, Ask)
    words = "\n".join(label.text() for label in ask.findChildren(QLabel))
    assert not [each for each in said if each not in words], words
    QTest.mouseClick(ask.stay_button if stay else ask.go_button, Qt.MouseButton.LeftButton)


def test_closing_keeps_what_was_just_typed(window: MainWindow, filled: Fill, caseload: Caseload) -> None:
    name = filled({})
    opened(window, name)
    record = window.record
    assert record is not None
    record.open_section("role", "role_narrative")
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "the very last word")
    assert window.close()
    again = Caseload.open(caseload.path, None, "sparrow lantern orchard teacup")
    assert again.records.open(name).answers["role_narrative"] == "the very last word"
    again.close()


def test_an_error_of_the_program_is_shown_and_logged(window: MainWindow, fixed_clock: FixedClock) -> None:
    log = AppLog(window.session.folder / "log", fixed_clock.now)
    reporting(window, log)(ZeroDivisionError, ZeroDivisionError("a secret"), None)
    assert window.banner.isVisible() and "secret" not in window.banner.accessibleName()
    (file,) = log.files()
    assert "unhandled ZeroDivisionError" in file.read_text("ascii") and "secret" not in file.read_text("ascii")


def test_records_that_cannot_be_opened_are_said(window: MainWindow) -> None:
    opened(window, "nothing")
    assert window.banner.isVisible()


def test_a_file_that_cannot_be_written_is_said(window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path) -> None:
    opened(window, filled())
    dialog = window.export()
    assert isinstance(dialog, ExportDialog)
    dialog.folder.put(str(tmp_path / "nowhere"))
    dialog.write()
    assert dialog.is_done() and dialog.written is None
    dialog.folder.put(str(tmp_path))
    dialog.write()
    qtbot.waitUntil(dialog.is_done, timeout=10_000)
    assert dialog.written is not None and dialog.written.is_file()
    dialog.accept()


def test_a_dialog_may_be_left_while_its_file_is_written(
    window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, filled())
    dialog = window.export()
    assert isinstance(dialog, ExportDialog)
    dialog.write()
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QApplication.processEvents()
    assert len(list(tmp_path.glob("*.docx"))) == 1 and not window.banner.isVisible()


def test_words_of_the_store_are_put_for_people_here(window: MainWindow) -> None:
    window.banner.show_error(StoreError("The vault file is empty", "", "Put back the newest backup."))
    assert "vault" not in window.banner.accessibleName()
