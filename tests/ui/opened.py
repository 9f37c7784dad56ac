"""Opening a record as a person sees it: its page comes a turn of the window's loop after its frame."""

from __future__ import annotations

import time

from PySide6.QtTest import QTest

from ui.main_window import MainWindow
from ui.screens.record import RecordScreen
from ui.screens.record.check_page import CheckPage

_LIMIT_SECONDS = 10.0


def opened(window: MainWindow, record: str, reason: str = "") -> None:
    """Opens the record and waits until something of it is in view; not where it is refused."""
    window.open_record(record, reason)
    wait_begun(window)


def wait_begun(window: MainWindow) -> None:
    """Waits until something of the open record is in view."""
    limit = time.perf_counter() + _LIMIT_SECONDS
    while window.record is not None and (not window.record.section or window.record._due):
        assert time.perf_counter() < limit, "the record has not begun"
        QTest.qWait(1)


def checked(record: RecordScreen) -> CheckPage:
    """Opens the page of all answers and waits until every section stands there."""
    record.open_check()
    page, limit = record._check, time.perf_counter() + _LIMIT_SECONDS
    assert page is not None
    while not page.sections.is_whole:
        assert time.perf_counter() < limit, "the answers are not all there"
        QTest.qWait(1)
    return page
