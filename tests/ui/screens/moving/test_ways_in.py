"""Where it stands, come upon from what is next, and read with Tab from its heading on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from tests.core.caseload.pathway import MIA, SAM
from tests.ui.opened import opened
from tests.ui.screens.moving.conftest import Office, Sit
from tests.ui.screens.moving.test_moving import sent_back
from ui.main_window import MainWindow


def open_row(window: MainWindow, kind: str, qtbot: QtBot) -> None:
    home = window.home
    assert home is not None
    window.show_home()
    qtbot.waitUntil(lambda: kind in [task.kind for task in home.next._tasks])
    window.tasks.open(next(task for task in home.next._tasks if task.kind == kind))
    qtbot.waitUntil(lambda: window.record is not None and window.record.section != "")


@pytest.mark.parametrize("kind", ["returned", "to_decide"])
def test_a_row_of_what_is_next_leads_to_where_it_stands_whatever_was_visited(
    office: Office, sit: Sit, qtbot: QtBot, kind: str
) -> None:
    id = sent_back(office) if kind == "returned" else office.sent().id
    office.clock.at += timedelta(hours=1)
    window = sit(SAM if kind == "returned" else MIA)
    open_row(window, kind, qtbot)
    assert window.record is not None
    window.record.open_section("wellbeing")
    open_row(window, kind, qtbot)
    assert window.record.section == "standing"
    window.record.open_section("wellbeing")
    window.show_home()
    opened(window, id)  # from the list it goes on where one was
    assert window.record.section == "wellbeing"
