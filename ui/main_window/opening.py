"""Opening a record: a colleague's asks why, and one whose time is long over leads to what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carer_desktop.assessment import Assessment
from carer_desktop.errors import CarerError, ReasonNeeded

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

TOO_LATE = "The time of this record is long over, so it cannot be opened any more"
MEND = "Look at what goes, then remove it, or keep it longer with a reason."


def read(window: MainWindow, record: str, reason: str) -> Assessment | None:
    """The record, by its id or reference; None where something else comes first, or why not is said."""
    caseload = window.caseload
    if caseload is None:
        return None
    try:
        if caseload.retention.locked(record):
            window.managing.show_due()
            window.banner.show_error(CarerError(TOO_LATE, "", MEND))
            return None
        return caseload.records.open(record, reason)
    except ReasonNeeded:
        _ask_why(window, record)
    except CarerError as error:
        window.banner.show_error(error)
    return None


def _ask_why(window: MainWindow, record: str) -> None:
    from ui.screens.reason import ReasonDialog

    assert window.caseload is not None
    seeing = window.caseload.records.seeing
    dialog = ReasonDialog(seeing.colleague(record), seeing.reasons(), window.work, window)
    dialog.chosen.connect(lambda reason: window.open_record(record, reason))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
