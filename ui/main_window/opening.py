"""Opening a record, and who may: a colleague’s asks why, one whose time is over leads to what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carer_desktop.errors import CarerError, ReasonNeeded, TooLate

if TYPE_CHECKING:
    from carer_desktop.caseload.opening import Opened
    from ui.main_window.window import MainWindow


def read(window: MainWindow, record: str, reason: str) -> Opened | None:
    """The record, by its id or reference; None where something else comes first, or why not is said."""
    caseload = window.caseload
    if caseload is None:
        return None
    try:
        opened = caseload.records.open_whole(record, reason)
        window.banner.mended("open")
        return opened
    except ReasonNeeded:
        _ask_why(window, record)
    except TooLate as error:
        window.managing.show_due()
        window.banner.show_error(error, of="open")
    except CarerError as error:
        window.banner.show_error(error, of="open")
    return None


def _ask_why(window: MainWindow, record: str) -> None:
    from ui.screens.reason import ReasonDialog

    assert window.caseload is not None
    seeing = window.caseload.records.seeing
    dialog = ReasonDialog(seeing.colleague(record), seeing.reasons(), window.work, window)
    dialog.chosen.connect(lambda reason: window.open_record(record, reason))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def restrict(window: MainWindow) -> None:
    """Who may see the open record."""
    from ui.screens.who_sees import RestrictDialog

    if window.record is not None and window.caseload is not None:
        dialog = RestrictDialog(window.caseload, window.work, window.record.desk.assessment, window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def step_back(window: MainWindow) -> None:
    """The person knows the carer of the open record."""
    from ui.screens.who_sees import StepBackDialog

    if window.record is not None and window.caseload is not None:
        window.flush()
        dialog = StepBackDialog(window.caseload, window.work, window.record.desk.assessment, window)
        dialog.stepped_back.connect(window.show_home)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
