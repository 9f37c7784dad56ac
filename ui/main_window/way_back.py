"""Where a person is, kept in the vault when they leave it, and gone back to after signing in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

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
    keep_field(window)
    jots = record.pane.showing == JOTTINGS and record.pane.isAncestorOf(QApplication.focusWidget() or window)
    return GoBack(caseload.me.id, JOTTINGS if jots else "record", sees)


def keep_field(window: MainWindow) -> None:
    """The place of the field with the keyboard, to the cell of a list; elsewhere what was typed last tells it."""
    caseload, record = window.caseload, window.record
    around = fields_around(QApplication.focusWidget())
    if caseload is None or record is None or record.page is None or not around:
        return
    if record.page.isAncestorOf(around[0]):
        caseload.places.keep(record.desk.assessment.id, record.section, around[0].place)


def go_back(window: MainWindow, back: GoBack) -> None:
    """The same record, section and field. Nowhere for another person."""
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
    elif place.section in (known := [section.id for section in record.sections()]):
        record.open_section(*record.desk.goes_on_at(place, known))
    if back.page == JOTTINGS:
        record.show_pane(JOTTINGS)
