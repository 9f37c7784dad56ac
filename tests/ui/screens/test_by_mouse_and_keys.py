"""What a person does at the table with mouse and keys, as real events: a click lands, Enter presses, nothing jumps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.clock import SystemClock
from carer_desktop.errors import StoreError
from carer_desktop.records.sign_in import Notice
from tests.ui.opened import checked, opened
from ui.fields import ListField
from ui.fields.radios import Radios
from ui.main_window import MainWindow
from ui.parts import Page, status_words
from ui.screens.export import ExportDialog
from ui.screens.record import RecordScreen
from ui.screens.record.section_page import SectionPage
from ui.screens.set_up import SetUpScreen
from ui.theme import em

Fill = Callable[..., str]
LEFT = Qt.MouseButton.LeftButton
SHORT = {"carer_first": "Bea", "carer_last": "Sample", "conv_date": "2026-11-20"}


@pytest.fixture
def record(window: MainWindow, filled: Fill) -> RecordScreen:
    """The demonstration case, open."""
    opened(window, filled())
    assert window.record is not None
    return window.record


def page_of(record: RecordScreen, section: str) -> SectionPage:
    record.open_section(section)
    assert record.page is not None
    QApplication.processEvents()
    return record.page


def button(root: QWidget, words: str) -> QAbstractButton:
    found = [b for b in root.findChildren(QAbstractButton) if words in (b.accessibleName(), b.text()) and b.isVisible()]
    assert found, words
    return found[0]


def said_in(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def click_where_it_was(widget: QWidget, qtbot: QtBot, root: QWidget) -> None:
    """Press and let go at one place of the screen, with time between as a hand takes it."""
    spot = widget.mapTo(root, QPoint(12, widget.height() // 2))
    QTest.mousePress(widget, LEFT, pos=widget.mapFrom(root, spot))
    QApplication.processEvents()
    qtbot.wait(50)
    QTest.mouseRelease(widget, LEFT, pos=widget.mapFrom(root, spot))
    QApplication.processEvents()


def test_a_click_on_a_field_partly_out_of_view_lands(record: RecordScreen, qtbot: QtBot) -> None:
    page = page_of(record, "wellbeing")
    radios = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.inherits("QRadioButton")]
    wanted = next(b for b in radios if not b.isChecked() and b.mapTo(page._inside, QPoint(0, 0)).y() > page.height())
    page.verticalScrollBar().setValue(wanted.mapTo(page._inside, QPoint(0, 0)).y() - 3)
    at = page.verticalScrollBar().value()
    click_where_it_was(wanted, qtbot, page.window())
    assert wanted.isChecked() and page.verticalScrollBar().value() == at


def test_a_click_lands_although_leaving_a_field_brings_up_a_warning(
    window: MainWindow, filled: Fill, qtbot: QtBot
) -> None:
    opened(window, filled({**SHORT, "how_full": "full"}))
    assert window.record is not None
    page = page_of(window.record, "role")
    made = page.asked["hours_week"].field
    below = [one for one in page._in_view() if one.row.y() > page.asked["hours_week"].row.y()]
    radio = next(b for one in below for b in one.row.findChildren(QAbstractButton) if b.inherits("QRadioButton"))
    made.focus_first()
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, "160")
    QApplication.processEvents()
    click_where_it_was(radio, qtbot, page.window())
    assert radio.isChecked() and "Check this" in made.problem


def test_the_keyboard_still_brings_a_field_into_view(record: RecordScreen, qtbot: QtBot) -> None:
    page = page_of(record, "wellbeing")
    page.verticalScrollBar().setValue(0)
    last = page._in_view()[-1].field
    last.focus_first()
    qtbot.waitUntil(lambda: page.is_in_view(last))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_with_the_keyboard(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    assert window.home is not None
    window.home.new_button.setFocus()
    qtbot.waitUntil(window.home.new_button.hasFocus)
    QTest.keyClick(window.home.new_button, key)
    assert window.record is not None


def test_enter_follows_a_line_of_the_error_summary(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled(SHORT))
    assert window.record is not None
    page = page_of(window.record, "role")
    page.turn_complete()
    link = page.summary._links[0]
    link.setFocus()
    qtbot.waitUntil(link.hasFocus)
    QTest.keyClick(link, Qt.Key.Key_Return)
    QApplication.processEvents()
    here = QApplication.focusWidget()
    assert here is not None and here is not link and page._column.isAncestorOf(here)


def test_enter_in_a_box_of_a_dialog_presses_its_main_button_and_no_other(
    window: MainWindow, filled: Fill, qtbot: QtBot
) -> None:
    opened(window, filled(SHORT))
    dialog = window.export()
    assert dialog is not None
    for had_it in (dialog.write_button, dialog.close_button):
        had_it.setFocus()
        qtbot.waitUntil(had_it.hasFocus)
    dialog.folder.setFocus()
    qtbot.waitUntil(dialog.folder.hasFocus)
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.is_done, timeout=10_000)
    assert dialog.isVisible() and dialog.written is not None
    dialog.close_button.setFocus()
    qtbot.waitUntil(dialog.close_button.hasFocus)
    QTest.keyClick(dialog.close_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_while_the_carer_sees_the_screen_it_says_so_and_nothing_private_is_reached(
    window: MainWindow, record: RecordScreen, qtbot: QtBot
) -> None:
    record.open_section("role")
    record.show_pane("jottings")
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    line = window.carer_mode.line
    assert line.isVisible() and "The carer can see the screen" in said_in(line) and not record.pane.isVisible()
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    record.show_pane("jottings")
    assert not record.pane.isVisible() and not record.bar.jottings_button.isVisible()
    for command in ("jottings", "working", "record_details", "due", "people", "log", "details", "export", "other"):
        assert not window.commands.actions[command].isEnabled(), command
    for section in record.desk.form.sections:
        record.open_section(section.id)
        assert record.page is not None and record.page.section.asked_of == "carer"
        assert "because" not in record.page._where.text() and not record.page.path_button.isVisible()
    buttons = [each for each in checked(record).findChildren(QAbstractButton) if each.isVisible()]
    assert "Change:" in str([each.accessibleName() for each in buttons])
    assert "Export to Word…" not in [each.text() for each in buttons]
    own = {s.title for s in record.desk.form.sections if s.asked_of == "practitioner"}
    assert record._check is not None and not own & set(said_in(record._check).split("\n"))
    QTest.mouseClick(line.leave_button, LEFT)
    QApplication.processEvents()
    assert not line.isVisible() and window.commands.actions["jottings"].isEnabled()
    assert own & set(said_in(checked(record)).split("\n"))
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert record.pane.isVisible()


def test_a_page_that_is_the_practitioners_own_goes_when_the_carer_sees(window: MainWindow) -> None:
    notices = window.managing.notices
    notices.show_notices((Notice("a", SystemClock().now(), "12 failed attempts to sign in."),))
    window.managing.show_log()
    window.turn("carer_sees", True)
    assert not notices.isVisible()
    assert window.screens.currentWidget() is window.home and window.carer_mode.line.isVisible()
    window.turn("carer_sees", False)
    assert notices.isVisible()
    window.show_details()
    window.turn("carer_sees", True)
    assert window.screens.currentWidget() is window.home


def test_the_details_of_a_record_are_reached_from_the_record(record: RecordScreen) -> None:
    record.open_section("role")
    QTest.mouseClick(button(record.bar, "Details of the record"), LEFT)
    assert record.section == "record" and record.bar.details_button.accessibleDescription() == "Open now"
    record.step(1)
    assert record.section == record.sections()[0].id


def test_every_button_of_the_strip_is_seen_in_large_text(window: MainWindow, filled: Fill) -> None:
    identity = filled()
    for size, steps in (((800, 600), 0), ((1366, 768), 10)):
        window.resize(*size)
        window.looks.step_text(steps)
        opened(window, identity)
        record = window.record
        assert record is not None
        record.open_section("eligibility")
        QApplication.processEvents()
        for words in ("Sections", "Working", "Jottings", "Details of the record", "Check answers"):
            made = button(record.bar, words)
            corner = made.mapTo(record.bar, made.rect().bottomRight())
            assert record.bar.rect().contains(corner) and made.width() >= made.sizeHint().width(), words
    window.looks.step_text(0)


def test_a_new_card_begins_at_its_first_question_and_ends_with_done(
    window: MainWindow, filled: Fill, qtbot: QtBot
) -> None:
    opened(window, filled(SHORT))
    assert window.record is not None
    page = page_of(window.record, "people")
    people = page.asked["cf"].field
    assert isinstance(people, ListField)
    QTest.mouseClick(people.add_button, LEFT)
    QApplication.processEvents()
    here = QApplication.focusWidget()
    first = next(iter(people._cards.values()))
    asked = [made for made in first.fields.values() if made.isVisible() and made.question.answerable]
    assert here is not None and asked[0].isAncestorOf(here)
    first.fields["name"].focus_first()
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClicks(here, "Bob Example")
    done = button(people, "Done with Number 1")
    assert (
        page.is_in_view(first.fields["name"]) and done.mapTo(first, QPoint(0, 0)).y() > here.mapTo(first, QPoint()).y()
    )
    done.setFocus()
    QTest.keyClick(done, Qt.Key.Key_Return)
    assert not first.is_open and first.change_button.hasFocus() and first.title == "Bob Example"


def test_the_way_back_goes_once_ctrl_z_has_brought_the_card_back(window: MainWindow, filled: Fill) -> None:
    opened(window, filled(SHORT))
    assert window.record is not None
    record = window.record
    page = page_of(record, "people")
    people = page.asked["cf"].field
    assert isinstance(people, ListField)
    record.desk.add_item("cf")
    (item,) = record.desk.items("cf")
    record.desk.answer(f"cf/{item}/name", "Bob Example")
    QApplication.processEvents()
    QTest.mouseClick(button(people, "Remove Bob Example"), LEFT)
    assert people._undo is not None and people._undo.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert record.desk.items("cf") == [item] and not people._undo.isVisible()


def test_nothing_here_was_covered_says_so_and_can_be_taken_back(window: MainWindow, filled: Fill) -> None:
    opened(window, filled(SHORT))
    assert window.record is not None
    record = window.record
    page = page_of(record, "circumstances")
    before = record.desk.assessment.answers
    for take_back in ("button", "key", "other"):
        QTest.mouseClick(page.fold.nothing_button, LEFT)
        QApplication.processEvents()
        marked = sum(v == {"not_covered": True} for v in record.desk.assessment.answers.values())
        assert marked > 1 and f"{marked} questions here are marked “Not covered”" in said_in(page)
        if take_back == "button":
            QTest.mouseClick(page.fold.undo_bar.undo_button, LEFT)
        elif take_back == "key":
            QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        else:
            record.desk.answer("urgent", "no")
            assert page.fold.undo_bar.isHidden()
            continue
        assert record.desk.assessment.answers == before and page.fold.undo_bar.isHidden()


def test_clear_answer_stands_next_to_the_choices_and_does_not_move(record: RecordScreen) -> None:
    page = page_of(record, "wellbeing")
    groups = [g for g in page.findChildren(Radios) if g.isVisible() and g._grid is not None and len(g.buttons()) > 2]
    group = groups[0]
    places = set()
    for made in group.buttons():
        QTest.mouseClick(made, LEFT, pos=QPoint(12, made.height() // 2))
        QApplication.processEvents()
        clear = button(group, f"Clear answer {made.accessibleName() or made.text()}")
        places.add((clear.pos().x(), clear.pos().y(), group.height(), group.mapTo(page._inside, QPoint(0, 0)).y()))
    last = group.buttons()[-1]
    assert len(places) == 1 and next(iter(places))[0] <= last.x() + last.sizeHint().width() + em(1)


@pytest.mark.parametrize(("section", "question"), [("role", "role_narrative"), ("carer", "carer_first")])
def test_keys_of_commands_are_no_keys_of_a_text_box(
    window: MainWindow, filled: Fill, qtbot: QtBot, section: str, question: str
) -> None:
    """On X11 a text box takes Ctrl+E and Ctrl+K before any menu, and is sent them as here."""
    opened(window, filled({**SHORT, "role_narrative": "Cooks and washes"}))
    record = window.record
    assert record is not None
    page = page_of(record, section)
    page.asked[question].field.focus_first()
    box = QApplication.focusWidget()
    assert box is not None
    before = record.desk.plain_at(question)
    QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier))
    assert record.section == "check"
    record.open_section(section)
    QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog) and record.desk.plain_at(question) == before
    dialog.reject()
    record.desk.answer("urgent", "yes")
    QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert record.desk.plain_at("urgent") is None and record.desk.plain_at(question) == before


def test_setting_up_takes_an_error_away_once_it_is_mended(shut_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    screen = shut_window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen)
    QTest.mouseClick(screen.set_up_button, LEFT)
    assert "Select what you will use it for" in said_in(screen) and "Enter your passphrase" in said_in(screen)
    QTest.mouseClick(button(screen, "To try it, with made-up people only"), LEFT, pos=QPoint(12, 10))
    assert "Select what you will use it for" not in said_in(screen)
    screen.name.focus_first()
    box = QApplication.focusWidget()
    assert box is not None
    QTest.keyClicks(box, "Sam")
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert "Enter your full name" not in said_in(screen)
    QTest.keyClicks(screen.passphrase.line, "s")
    assert "Error" not in said_in(screen)


def test_words_on_screen_know_no_processes(window: MainWindow) -> None:
    window.banner.show_error(StoreError("The vault is already open (process 2390)", "", "Close the other window."))
    assert "2390" not in said_in(window.banner) and "already open" in said_in(window.banner)


def test_every_place_counts_the_same_as_still_needed(window: MainWindow, filled: Fill) -> None:
    answers = {**SHORT, "how_full": "full", "conv_date": "2027-02-01", "carer_email": "no address", "hours_week": "900"}
    opened(window, filled(answers))
    record = window.record
    assert record is not None
    for section in [one.id for one in record.sections()]:
        page = page_of(record, section)
        state = next(one for one in record.desk.findings.sections if one.id == section)
        words = status_words(state)
        page.turn_complete()
        number = len(page.summary._links)
        if state.status == "in_progress" and number:
            assert words.endswith(f"· {number} still needed"), section
        elif state.status == "in_progress":
            assert "needed" not in words
    number = len(record.desk.findings.unmet)
    record.open_check()
    QApplication.processEvents()
    assert record._check is not None and f"{number} things are still needed" in said_in(record._check)
    record._check.finish()
    assert len(record._check.summary._links) == number
    dialog = window.export()
    assert dialog is not None and f"{number} things are still needed" in said_in(dialog)
    dialog.reject()


def test_a_dialog_is_as_high_as_what_it_says(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    opened(window, filled(SHORT))
    for show in (window.export, window.guard.show_settings, partial(window.show_help, "saving")):
        show()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QApplication.processEvents()
        (page,) = dialog.findChildren(Page)
        assert page.verticalScrollBar().maximum() == 0
        seen = [one for one in page.findChildren(QLabel) if one.isVisible()]
        lowest = max(one.mapTo(page, one.rect().bottomLeft()).y() for one in seen)
        assert em(1) < page.viewport().height() - lowest < em(3.5)
        dialog.close()


def _in_view(dialog: ExportDialog) -> bool:
    """Whether what went wrong is seen, and nothing has to be scrolled for it."""
    return dialog._page.is_in_view(dialog._banner) and dialog._page.verticalScrollBar().maximum() == 0


def test_a_folder_is_made_only_when_asked_for_and_kept_only_when_it_worked(
    window: MainWindow, filled: Fill, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, filled(SHORT))
    before = window.session.export_folder
    for wrong in (str(tmp_path / "new"), "", "somewhere", str(tmp_path / "file")):
        (tmp_path / "file").write_text("")
        dialog = window.export()
        assert dialog is not None
        dialog.folder.selectAll()
        QTest.keyClick(dialog.folder, Qt.Key.Key_Delete)
        QTest.keyClicks(dialog.folder, wrong)
        QTest.mouseClick(dialog.write_button, LEFT)
        assert dialog.is_done() and dialog.written is None and not (tmp_path / "new").exists()
        assert window.session.export_folder == before
        qtbot.waitUntil(partial(_in_view, dialog))
        if not wrong.endswith("new"):
            dialog.reject()
            continue
        QTest.mouseClick(button(dialog, "Make this folder"), LEFT)
        qtbot.waitUntil(dialog.is_done, timeout=10_000)
        assert window.session.export_folder == tmp_path / "new"
        before = tmp_path / "new"
        for made in (tmp_path / "new").iterdir():
            made.unlink()
        (tmp_path / "new").rmdir()
        dialog.reject()
