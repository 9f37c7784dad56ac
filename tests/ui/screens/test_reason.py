"""A colleague's record asks why it is opened; one whose time is long over leads to what is due."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carer_desktop.assessment import Move
from carer_desktop.caseload import Caseload, Wanted
from carer_desktop.clock import FixedClock
from carer_desktop.store import history
from tests.ui.opened import opened
from tests.ui.screens.conftest import WORDS
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.check_file import CheckFileScreen
from ui.screens.due import DueScreen
from ui.screens.reason import MISSING, ReasonDialog

BEA, HER_WORDS = "Bea Placeholder", "violin harbour thimble meadow"


@pytest.fixture
def theirs(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> str:
    """A record of Bea's, of Sam's own team; Sam is signed in."""
    caseload.settings.set_my_details({"assessor_team": "North"}).result()
    caseload.people.add(BEA, ["assessor"], HER_WORDS, must_change=False)
    caseload.close()
    bea = Caseload.open(caseload.path, BEA, HER_WORDS, clock=caseload.clock)
    bea.settings.set_my_details({"assessor_team": "North"}).result()
    record = bea.records.begin("carer_conversation").id
    bea.close()
    window.caseload = None
    window.put_away()
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)
    return record


def asked(window: MainWindow) -> ReasonDialog:
    QApplication.processEvents()
    found = [each for each in window.findChildren(ReasonDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_colleagues_record_opens_with_a_reason_and_not_without(window: MainWindow, theirs: str) -> None:
    assert window.home is not None and window.caseload is not None
    window.home.open_asked.emit(theirs)
    dialog = asked(window)
    check(dialog)
    assert dialog.windowTitle() == f"This is {BEA}’s record" and window.record is None
    dialog.go_button.click()
    assert dialog.why.problem.endswith(MISSING) and dialog.isVisible()
    dialog.why.show_value("carer_called")
    dialog.go_button.click()
    assert window.record is not None and window.record.desk.assessment.id == theirs
    (line,) = window.caseload.audit.page(Wanted(event="record_viewed", subject=theirs))
    assert (line.name, line.row.says) == ("Sam Example", {"reason": "carer_called"})


def test_a_reason_is_asked_once_until_one_leaves(window: MainWindow, theirs: str) -> None:
    opened(window, theirs)
    dialog = asked(window)
    dialog.why.show_value("covering")
    dialog.go_button.click()
    window.show_home()
    opened(window, theirs)
    assert window.record is not None


def test_leaving_the_question_opens_nothing(window: MainWindow, theirs: str) -> None:
    opened(window, theirs)
    asked(window).reject()
    assert window.record is None and window.home is window.screens.currentWidget()


def test_control_ones_own_record_asks_nothing(window: MainWindow, theirs: str) -> None:
    window.begin_record("carer_conversation")
    assert window.record is not None
    assert not [each for each in window.findChildren(ReasonDialog) if each.isVisible()]


def test_a_record_whose_time_is_long_over_leads_to_what_is_due(
    window: MainWindow, caseload: Caseload, fixed_clock: FixedClock
) -> None:
    record = caseload.records.begin("carer_conversation").id
    made = Move("upload", "uploaded", fixed_clock.now(), caseload.me.id, "assessor")
    caseload._store.save(history.append, record, made).result()
    fixed_clock.at += timedelta(days=59)
    opened(window, record)
    assert window.record is not None
    fixed_clock.at += timedelta(days=1)
    opened(window, record)
    assert window.record is None and isinstance(window.screens.currentWidget(), DueScreen)
    assert "long over" in window.banner.accessibleName()


def test_a_file_of_a_colleagues_record_asks_why_before_it_is_compared(
    window: MainWindow, theirs: str, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.caseload is not None
    window.caseload.close()
    bea = Caseload.open(window.caseload.path, BEA, HER_WORDS, clock=window.caseload.clock)
    made = bea.exports.write(bea.records.open(theirs), tmp_path)
    bea.close()
    window.caseload = None
    window.put_away()
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: window.caseload is not None, timeout=10_000)
    window.papers.check_file(tmp_path / made.file)
    page = window.screens.currentWidget()
    assert isinstance(page, CheckFileScreen)
    qtbot.waitUntil(lambda: len(window.findChildren(ReasonDialog)) == 1, timeout=10_000)
    dialog = asked(window)
    assert dialog.windowTitle() == f"This is {BEA}’s record" and page.checked is None
    dialog.why.show_value("asked_to")
    dialog.go_button.click()
    qtbot.waitUntil(lambda: page.checked is not None, timeout=10_000)
    assert page.checked is not None and page.checked.same
