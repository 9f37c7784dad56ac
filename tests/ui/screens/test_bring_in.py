"""A file that comes back in, and the templates of the council, at the window: shown, confirmed, taken, used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from tests.core.documents.bad_templates import BAD, house, written
from tests.core.documents.wordfile import form_of_somebody_else, word_file
from tests.ui.screens.test_help import title_of_help
from tests.ui.screens.test_tables import quiet, said_on
from tests.ui.walk import check, scrolls_sideways
from ui.main_window import MainWindow
from ui.screens.bring_in import BringInScreen
from ui.screens.check_file import CheckFileScreen
from ui.screens.templates import TemplatesScreen
from ui.theme import Theme

Fill = Callable[..., str]


@pytest.fixture
def exported(caseload: Caseload, filled: Fill, tmp_path: Path) -> Path:
    """The council's file of a small record."""
    answers = {"carer_first": "Ann", "carer_last": "Example", "conv_date": "2026-11-18"}
    record = caseload.records.open(filled(answers))
    return tmp_path / caseload.exports.write(record, tmp_path).file


def drop(on: QWidget, file: Path) -> None:
    """Drop a file there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(on, QDragEnterEvent(QPoint(10, 10), action, data, button, key))
    QApplication.sendEvent(on, QDropEvent(QPointF(10, 10), action, data, button, key))


def press(page: QWidget, words: str) -> None:
    """Press the first button that can be seen and begins with these words."""
    next(one for one in page.findChildren(QPushButton) if one.isVisible() and one.text().startswith(words)).click()


def at_file(window: MainWindow, qtbot: QtBot, file: Path) -> BringInScreen:
    window.papers.bring_in(file)
    quiet(window, qtbot)
    page = window.screens.currentWidget()
    assert isinstance(page, BringInScreen) and page.incoming is not None
    return page


def test_a_dropped_file_of_ours_is_checked_and_begins_a_review_when_asked(
    window: MainWindow, caseload: Caseload, exported: Path, qtbot: QtBot
) -> None:
    drop(window.screens, exported)
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), CheckFileScreen), timeout=10_000)
    quiet(window, qtbot)
    press(window, "Begin a review or another record with it")
    quiet(window, qtbot)
    page = window.screens.currentWidget()
    assert isinstance(page, BringInScreen)
    assert page.ticks and all(tick.isChecked() for tick in page.ticks.values())
    assert "is on this laptop already" in said_on(page) and window.focusWidget() is next(iter(page.ticks.values()))
    window.resize(380, 768)  # half of a small screen, with text twice as large
    assert not scrolls_sideways(page)
    press(page, "Begin a Carer Review with it instead")
    quiet(window, qtbot)
    assert page.incoming is not None and page.incoming.form.id == "carer_review"
    assert not any(tick.isChecked() for tick in page.ticks.values())
    page.take()
    quiet(window, qtbot)
    assert "Nothing was chosen to be taken" in said_on(page) and len(caseload.records.all()) == 1
    press(page, "Tick all of this")
    page.take()
    quiet(window, qtbot)
    assert window.record is not None and window.record.desk.assessment.form_id == "carer_review"
    assert len(caseload.records.all()) == 2
    page = at_file(window, qtbot, exported)
    review = window.caseload.records.all()[0] if window.caseload is not None else None
    assert review is not None
    page.goes_into.pick(review.id)
    quiet(window, qtbot)
    assert f"It goes into the record {review.reference}" in said_on(page) and "The record says the same" in said_on(
        page
    )
    page = at_file(window, qtbot, exported)
    press(page, "Check it against the record instead")
    quiet(window, qtbot)
    assert isinstance(window.screens.currentWidget(), CheckFileScreen)


def test_somebody_elses_form_is_confirmed_thing_by_thing(
    window: MainWindow, caseload: Caseload, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(window.screens, word_file(tmp_path / "old form.docx", form_of_somebody_else()))
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), BringInScreen), timeout=10_000)
    quiet(window, qtbot)
    page = window.screens.currentWidget()
    assert isinstance(page, BringInScreen)
    said = said_on(page)
    assert "In the file: 1. First name – Ann" in said and "not quite those of the question" in said
    assert "Fits no question" in said and "Favourite colour – Green" in said
    first = next(iter(page.ticks.values()))
    assert not first.isChecked() and "Ann" in first.accessibleDescription()
    first.setChecked(True)
    check(window)
    window.commands.actions["help-here"].trigger()
    assert title_of_help(window) == "Bringing in a file"
    page.take()
    quiet(window, qtbot)
    assert window.record is not None
    answers = window.record.desk.assessment.answers
    assert answers["carer_first"] == "Ann" and "carer_last" not in answers
    (note,) = caseload.jottings.of(window.record.desk.assessment.id)
    assert "Green" in note.text
    drop(window.screens, written(tmp_path / "no.docx", {"x": "y"}))
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), CheckFileScreen), timeout=10_000)
    quiet(window, qtbot)
    assert "not a Word document" in said_on(window)


@pytest.fixture
def lead(window: MainWindow, caseload: Caseload) -> MainWindow:
    """The person is access lead as well."""
    caseload.people.set_roles(caseload.people.me.id, ["assessor", "keeper"])
    object.__setattr__(caseload.me, "roles", ("assessor", "keeper"))
    return window


def test_a_template_is_looked_at_taken_in_and_left_again(
    lead: MainWindow, caseload: Caseload, tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    lead.papers.show_templates()
    page = lead.screens.currentWidget()
    assert isinstance(page, TemplatesScreen) and "comes with the program" in said_on(page)
    drop(page.viewport(), written(tmp_path / "bad.docx", BAD["US Letter"][0]))
    quiet(lead, qtbot)
    assert lead.screens.currentWidget() is page
    assert "One thing is wrong with it" in said_on(page) and "- Page setup: The page is not A4." in said_on(page)
    check(lead)
    parts = house()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace("1D4F7C", "5B1E6B")
    page.look(written(tmp_path / "ours.docx", parts))
    quiet(lead, qtbot)
    assert "nothing is wrong" in said_on(page) and lead.focusWidget() is page.take_button
    page.take_button.click()
    quiet(lead, qtbot)
    assert caseload.templates.known[0].used and "● Word files are made with it now" in said_on(page)
    check(lead)
    press(page, "Stop using it")
    quiet(lead, qtbot)
    assert not caseload.templates.known[0].used and "ours.docx is no longer used" in said_on(page)
    press(page, "Use this one")
    quiet(lead, qtbot)
    assert caseload.templates.known[0].used
    assert [label for label in page.findChildren(QLabel) if label.text() == "ours.docx"]
