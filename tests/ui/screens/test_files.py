"""Windows about files: whom they are for, what is left out, pages, printing, checking, files outside, many at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.documents import protect
from tests.ui.opened import opened
from tests.ui.walk import check, focusable
from ui.main_window import MainWindow
from ui.parts.words import breakable
from ui.screens.batch import NONE_TICKED, NOTHING, BatchScreen
from ui.screens.check_file import CheckFileScreen
from ui.screens.export import ExportDialog
from ui.screens.export.printing import SENT
from ui.screens.marking import MarkingDialog
from ui.screens.outside import DeleteDialog, OutsideScreen
from ui.screens.show_to_carer import ShowDialog
from ui.theme import Theme

SHORT = {"carer_first": "Bea", "conv_date": "2026-11-20"}
Fill = Callable[..., str]
SLOW = 20_000


def said(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def look_at(widget: QWidget) -> None:
    QApplication.processEvents()
    check(widget)


def shown(window: MainWindow, qtbot: QtBot) -> OutsideScreen:
    window.papers.show_outside()
    page = window.screens.currentWidget()
    assert isinstance(page, OutsideScreen)
    qtbot.waitUntil(lambda: not window.work.busy and bool(page.found), timeout=SLOW)
    return page


def written(dialog: ExportDialog, qtbot: QtBot) -> Path:
    dialog.write()
    qtbot.waitUntil(dialog.is_done, timeout=SLOW)
    assert dialog.written is not None
    return dialog.written


def test_every_page_about_files(
    theme: Theme, window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the dark and at twice the size, where least fits."""
    theme.set_look("dark")
    theme.set_percent(200)
    window.resize(1366, 768)
    record, caseload = filled(), window.caseload
    assert caseload is not None
    opened(window, record)
    dialog = window.export()
    assert dialog is not None
    dialog.choices.who.pick("carer")
    dialog.choices.more.turn()
    dialog.choices.print_size.pick("24")
    dialog.told.left_out.turn()
    look_at(dialog)
    pages = dialog.see_pages()
    qtbot.waitUntil(lambda: "Page 1 of" in pages.told.text(), timeout=SLOW)
    look_at(pages)
    pages.reject()
    dialog.choices.lock.setChecked(True)
    written(dialog, qtbot)
    look_at(dialog)
    dialog.accept()
    case = caseload.records.open(record)
    made = caseload.exports.write(case, tmp_path)
    window.show_home()
    assert "2 files lie outside" in said(window)
    look_at(window)
    page = shown(window, qtbot)
    assert "24 point print (the carer asks for it now), locked with a password" in said(page)
    look_at(window)
    page._ask(page.found[0])
    delete = page.findChildren(DeleteDialog)[0]
    look_at(delete)
    delete.reject()
    caseload.records.answer(case, "role_narrative", "Something else").saved.result()
    window.papers.check_file(tmp_path / made.file)
    checking = window.screens.currentWidget()
    assert isinstance(checking, CheckFileScreen)
    qtbot.waitUntil(lambda: checking.checked is not None, timeout=SLOW)
    look_at(window)
    window.papers.show_marking()
    marking = window.findChildren(MarkingDialog)[0]
    look_at(marking)
    marking.reject()
    monkeypatch.setattr("carer_desktop.caseload.batch.DECIDED", ("draft",))
    window.papers.show_batch()
    batch = window.screens.currentWidget()
    assert isinstance(batch, BatchScreen)
    look_at(window)
    batch.make()
    qtbot.waitUntil(lambda: batch.batch is not None, timeout=SLOW)
    look_at(window)


def test_a_draft_for_the_carer_is_one_command_away(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled())
    window.commands.actions["carer_draft"].trigger()
    dialog = window.findChildren(ExportDialog)[0]
    assert dialog.choices.audience == "carer" and dialog.file_name.text().endswith("carer copy draft.docx")
    assert "Do not post or e-mail it" in said(dialog) and "This is a draft" in said(dialog)
    dialog.told.left_out.turn()
    assert "For the practitioner and the manager only" in said(dialog)
    assert written(dialog, qtbot).name.endswith("carer copy draft.docx")
    assert "How have you seen or heard" in said(dialog)


def test_the_laptop_turned_round_shows_the_carers_own_copy_and_nothing_else(window: MainWindow, filled: Fill) -> None:
    opened(window, filled())
    window.turn("carer_sees", True)
    window.commands.actions["show_carer"].trigger()
    dialog = window.findChildren(ShowDialog)[0]
    assert dialog.isModal() and dialog.isFullScreen()
    look_at(dialog)
    read = said(dialog)
    while dialog.next_button.isEnabled():
        QTest.keyClick(dialog, Qt.Key.Key_PageDown)
        read += said(dialog)
    assert "What we plan to agree" in read and "I'm up at half past five" in read
    assert "safeguarding" not in read.lower() and "Part 1 of" in read
    QTest.keyClick(dialog, Qt.Key.Key_PageUp)
    assert dialog.next_button.isEnabled()
    dialog.accept()
    assert window.record is not None


def test_a_copy_that_cannot_be_made_says_why_before_anything_is_written(window: MainWindow, filled: Fill) -> None:
    opened(window, filled(SHORT))
    dialog = window.export()
    assert dialog is not None
    dialog.choices.who.pick("cared_for")
    assert "Nothing is ticked" in said(dialog) and not dialog.write_button.isEnabled()
    dialog.choices.who.pick("council")
    assert "Nothing is ticked" not in said(dialog) and dialog.write_button.isEnabled()


def test_the_words_of_a_locked_file_are_shown_once_and_open_it(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled(SHORT))
    dialog = window.export()
    assert dialog is not None
    dialog.choices.lock.setChecked(True)
    file = written(dialog, qtbot)
    words = dialog.went.password.text()
    assert len(words.split()) == 5 and protect.unlock(file, words).startswith(b"PK")
    dialog.accept()
    again = window.export()
    assert again is not None and words not in said(again) and words not in said(window)
    laptop = b"".join(each.read_bytes() for each in window.session.folder.iterdir() if each.is_file())
    assert words.encode() not in laptop


def test_a_folder_that_copies_itself_is_named_once(
    window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "OneDrive").mkdir()
    opened(window, filled(SHORT))
    for times in (1, 2):
        dialog = window.export()
        assert dialog is not None
        dialog.folder.put(str(tmp_path / "OneDrive"))
        dialog._folder_changed()
        assert ("copies itself to a service" in said(dialog)) is (times == 1)
        written(dialog, qtbot)
        dialog.accept()


def test_a_file_dropped_on_any_page_is_checked(
    window: MainWindow, filled: Fill, caseload: Caseload, qtbot: QtBot, tmp_path: Path
) -> None:
    made = caseload.exports.write(caseload.records.open(filled(SHORT)), tmp_path)
    window.show_home()
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(tmp_path / made.file))])
    more = (Qt.DropAction.CopyAction, what, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPointF(50, 50).toPoint(), *more)
    QApplication.sendEvent(window.screens, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(window.screens, QDropEvent(QPointF(50, 50), *more, QEvent.Type.Drop))
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), CheckFileScreen), timeout=SLOW)
    page = window.screens.currentWidget()
    assert isinstance(page, CheckFileScreen)
    qtbot.waitUntil(lambda: page.checked is not None, timeout=SLOW)
    assert "Exactly as it stands in the record" in said(page)


def test_what_is_no_file_of_ours_is_refused_in_words(
    window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path
) -> None:
    filled()
    (tmp_path / "a.docx").write_text("no Word file")
    window.papers.check_file(tmp_path / "a.docx")
    page = window.screens.currentWidget()
    assert isinstance(page, CheckFileScreen)
    qtbot.waitUntil(lambda: not page.doing.banner.isHidden(), timeout=SLOW)
    assert "This is not a Word file" in said(page) and page.checked is None


def test_long_names_of_files_outside_go_on_in_the_next_line(
    look: tuple[int, int], window: MainWindow, caseload: Caseload, filled: Fill, qtbot: QtBot, tmp_path: Path
) -> None:
    window.resize(*look)
    folder = tmp_path / "Carers_and_families_of_the_northern_community_mental_health_team" / ("longname" * 12)
    folder.mkdir(parents=True)
    caseload.exports.write(caseload.records.open(filled(SHORT)), folder)
    page = shown(window, qtbot)
    long = replace(page.found[0].file, file="-".join(["copy"] * 20) + "x" * 60 + ".docx")
    page._show((*page.found, replace(page.found[0], file=long)))
    page.doing.say(breakable(f"✓ Noted as handed over: {long.file}"))
    look_at(window)
    page._ask(page.found[1])
    delete = page.findChildren(DeleteDialog)[0]
    look_at(delete)
    delete.reject()


def test_files_outside_go_from_the_page_and_from_home_once_settled(
    window: MainWindow, filled: Fill, caseload: Caseload, qtbot: QtBot, tmp_path: Path
) -> None:
    record = caseload.records.open(filled(SHORT))
    council, copy = (caseload.exports.write(record, tmp_path, one) for one in ("council", "carer"))
    page = shown(window, qtbot)
    page._hand_over(page.found[0])
    qtbot.waitUntil(lambda: "Noted as handed over" in said(page), timeout=SLOW)
    page._ask(page.found[1])
    page.findChildren(DeleteDialog)[0].go_button.click()
    qtbot.waitUntil(lambda: "Deleted: " in said(page), timeout=SLOW)
    assert not (tmp_path / council.file).exists() and (tmp_path / copy.file).exists()
    assert "Every file has been handed over or deleted" in said(page)
    page.all_button.click()
    assert "Handed over today at 10:00. It is there." in said(page) and "It is no longer there." in said(page)
    window.show_home()
    assert "outside the program" not in said(window)


def test_where_no_file_waits_there_is_nothing_but_the_way_back(window: MainWindow) -> None:
    window.papers.show_batch()
    page = window.screens.currentWidget()
    assert isinstance(page, BatchScreen) and NOTHING in said(page)
    assert focusable(page) == [page.back_button] == [window.focusWidget()]


def test_which_records_wait_is_read_beside_the_window_and_then_led_to(
    window: MainWindow, filled: Fill, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carer_desktop.caseload.batch.DECIDED", ("draft",))
    monkeypatch.setattr("ui.screens.batch.PATIENCE_SECONDS", 0.0)
    filled(SHORT)
    window.papers.show_batch()
    page = window.screens.currentWidget()
    assert isinstance(page, BatchScreen) and "Looking which records wait" in said(page)
    assert window.focusWidget() is page.back_button and not page.go_button.isVisible()
    qtbot.waitUntil(page.go_button.isVisible, timeout=SLOW)
    assert "1 record waits" in said(page) and window.focusWidget() is page.go_button


def test_many_files_need_a_tick_and_can_be_stopped(
    window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carer_desktop.caseload.batch.DECIDED", ("draft",))
    for _ in range(3):
        filled(SHORT)
    window.papers.show_batch()
    page = window.screens.currentWidget()
    assert isinstance(page, BatchScreen) and len(page.ticks) == 3
    page.none_button.click()
    page.make()
    assert NONE_TICKED in said(page) and page.batch is None and not page.is_busy
    page.all_button.click()
    page.make()
    page.stop()
    qtbot.waitUntil(lambda: page.batch is not None, timeout=SLOW)
    assert page.batch is not None and page.batch.files < 3
    assert f"{page.batch.files} of 3 files" in said(page) and "You stopped before this one" in said(page)


def test_pages_are_printed_and_that_is_logged(
    window: MainWindow, filled: Fill, caseload: Caseload, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, filled(SHORT))
    dialog = window.export()
    assert dialog is not None
    pages = dialog.see_pages()
    qtbot.waitUntil(lambda: "Page 1 of" in pages.told.text(), timeout=SLOW)
    pages.next_button.click()
    qtbot.waitUntil(lambda: "Page 2 of" in pages.told.text(), timeout=SLOW)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setFromTo(1, 2)
    assert pages.pages is not None
    pages.printing.print_pages(pages.pages, printer)
    qtbot.waitUntil(lambda: pages.told.text() == SENT, timeout=SLOW)
    assert len(PdfReader(tmp_path / "paper.pdf").pages) == 2
    assert "printed" in {line.row.event for line in caseload.audit.page()}


def test_the_marking_is_set_for_everybody(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    window.papers.show_marking()
    dialog = window.findChildren(MarkingDialog)[0]
    dialog.marking.show_value("CONFIDENTIAL")
    dialog.annex.setChecked(True)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: caseload.exports.annex, timeout=SLOW)
    assert caseload.exports.marking == "CONFIDENTIAL" and "safeguarding" in caseload.exports.readers()
    caseload.people.set_roles("Sam Example", ["assessor", "keeper"])
    assert window.commands.actions["marking"].isVisible()
