"""Where a person is, kept in the vault before a lock, and gone back to after signing in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from ui.fields.focus import fields_around
from ui.session.again import GoBack

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

JOTTINGS, STANDING = "jottings", "standing"


def keep_place(window: MainWindow) -> GoBack:
    """The place as it is now; record, section and field go into the vault, the rest is told to the new process."""
    caseload, record = window.caseload, window.record
    assert caseload is not None
    sees = window.commands.actions["carer_sees"].isChecked()
    if record is None:
        return GoBack(caseload.me.id, "details" if window.is_at_details else "home", sees)
    if record.page is None:
        return GoBack(caseload.me.id, "check" if record.section == "check" else STANDING, sees)
    caseload.places.keep(record.desk.assessment.id, record.section, _field(record.page))
    jots = record.pane.showing == JOTTINGS and record.pane.isAncestorOf(QApplication.focusWidget() or window)
    return GoBack(caseload.me.id, JOTTINGS if jots else "record", sees)


def _field(page: object) -> str | None:
    """The place of the field with the keyboard, to the cell of a list."""
    for made in fields_around(QApplication.focusWidget()):
        return made.place
    return None


def go_back(window: MainWindow, back: GoBack) -> None:
    """The same record, section and field, with the cursor behind what was typed. Nowhere for another person."""
    caseload = window.caseload
    if caseload is None or caseload.me.id != back.person:
        return
    window.turn("carer_sees", back.carer_sees)
    place = caseload.places.last()
    if back.page == "details":
        window.show_details()
    if place is None or back.page not in ("record", "check", STANDING, JOTTINGS):
        return
    window.open_record(place.assessment)
    record = window.record
    if record is None:
        return
    if back.page == "check":
        record.open_check()
    elif back.page == STANDING:
        record.open_standing()
    elif place.section in [section.id for section in record.sections()]:
        record.open_section(place.section, place.question or "")
    if back.page == JOTTINGS:
        record.show_pane(JOTTINGS)
    _to_the_end()


def _to_the_end() -> None:
    """Whoever was typing types on behind the last word."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit):
        widget.end(False)
    elif isinstance(widget, QPlainTextEdit):
        widget.moveCursor(QTextCursor.MoveOperation.End)
