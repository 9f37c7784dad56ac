"""Where it stands, come upon from what is next, and read with Tab from its heading on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from carer_desktop.records.teams import Folder
from carer_desktop.records.teams import Team as Group
from tests.core.caseload.pathway import MAX, MIA, SAM
from tests.ui.opened import opened
from tests.ui.screens.moving.conftest import Office, Sit, page_of
from tests.ui.screens.moving.test_moving import sent_back, words_in
from ui.main_window import MainWindow
from ui.screens.moving.ways import ways


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


def test_a_manager_reads_what_another_manager_decides_on(office: Office, sit: Sit) -> None:
    record = office.act(SAM, office.team.record(), "complete", to=office.team.ids[MAX])
    window = sit(MIA)
    opened(window, record.id)
    assert page_of(window).heading.text() == "Where it stands"
    words = words_in(window)
    assert "Sent to manager: Max Example. The answers cannot be changed while a manager decides on them." in words
    assert "This was sent to somebody else" in words and "take it back" not in words
    assert "Comment on" not in words and "For your decision" not in words


@pytest.mark.parametrize("to", [MAX, "team", "folder", ""])
def test_a_decision_made_outside_leads_only_where_nobody_here_decides(office: Office, sit: Sit, to: str) -> None:
    teams = office.team(SAM).teams
    teams.keep_team(Group("Carers", members=(office.team.ids[SAM],), managers=(office.team.ids[MAX],)))
    teams.keep_folder(Folder("Virtual worker", (office.team.ids[MAX],)))
    sent_to = {MAX: office.team.ids[MAX], "team": "team:Carers", "folder": "folder:Virtual worker"}.get(to, "")
    record = office.act(SAM, office.team.record(), "complete", to=sent_to)
    caseload = office.team(SAM)
    first = ways(caseload, record, caseload.moves.possible(record))[0]
    assert first.leads == (to == "") and (not first.leads or first.move == "record")


def tabbed(window: MainWindow, number: int) -> list[str]:
    """What Tab comes to, one after the other."""
    found = []
    for _ in range(number):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert isinstance(now, QAbstractButton)
        found.append(now.accessibleName() or now.text())
    return found


def test_tab_reads_on_from_the_heading(office: Office, sit: Sit) -> None:
    back, new = sent_back(office), office.team(SAM).records.begin("carer_conversation").id
    window = sit(SAM)
    opened(window, back)
    page_of(window)
    assert tabbed(window, 3) == ["How caring affects your health", "Change it", "Send to the manager"]
    opened(window, new)
    for _ in range(2):  # built anew with each visit
        page_of(window)
        needed, *others = tabbed(window, 3)
        assert "still needed" in needed and others == ["Close early", "Withdraw"]
