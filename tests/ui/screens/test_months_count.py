"""Who should complete it where the month's count decides: on the record's details, with an honest count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from tests.ui.opened import opened
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.record.months_count import TITLE, MonthsCount

Fill = Callable[..., str]
CLDS: dict[str, Any] = {
    "setting": "camden_carers", "conv_date": "2026-11-05", "carer_first": "Bea", "carer_last": "Sample",
    "cf": [{"adult": "yes", "known_asc": "yes", "consent": "yes", "supported_by": "clds", "support_hours": "4"}],
}  # fmt: skip


def said(window: MainWindow) -> str:
    """What stands there on the details of the open record."""
    assert window.record is not None
    window.record.open_details()
    assert window.record.page is not None
    block = window.record.page.findChild(MonthsCount)
    assert block is not None
    return "\n".join(each.text() for each in block.findChildren(QLabel) if each.isVisible())


def test_the_sixth_and_the_seventh_of_a_month(window: MainWindow, filled: Fill, qtbot: QtBot) -> None:
    for _ in range(5):
        filled(CLDS)
    sixth, seventh = filled(CLDS), ""
    opened(window, sixth)
    words = said(window)
    assert words.startswith(f"{TITLE}\nCamden Carers")
    assert "5 of 6 used in November: 5 on this laptop, none entered for other laptops." in words
    check(window)
    seventh = filled(CLDS)
    opened(window, seventh)
    assert "6 of 6 used in November" in said(window) and "\nCamden Carers" not in said(window)


def test_nothing_stands_there_where_no_limit_counts(window: MainWindow, caseload: Caseload, filled: Fill) -> None:
    record = filled({**CLDS, "cf": [{**CLDS["cf"][0], "supported_by": "nobody"}]})
    opened(window, record)
    assert said(window) == ""
    caseload.settings.set("routing.criteria", "See the page of the service").result()
    opened(window, record)
    assert said(window).endswith("Your council’s further criteria: See the page of the service")
