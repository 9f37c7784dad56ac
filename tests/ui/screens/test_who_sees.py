"""Who may see a record, in the window: restricted with a reason, given back, and stepped back from."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload, Wanted
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.who_sees import MISSING, RestrictDialog, StepBackDialog

BEA, HER_WORDS = "Bea Placeholder", "violin harbour thimble meadow"
Kind = TypeVar("Kind", bound=QDialog)


@pytest.fixture
def record(window: MainWindow, caseload: Caseload) -> str:
    """An open record of Sam's; Bea is a manager here."""
    caseload.people.add(BEA, ["authoriser"], HER_WORDS, must_change=False)
    window.begin_record("carer_conversation")
    assert window.record is not None
    return window.record.desk.assessment.id


def asked(window: MainWindow, command: str, kind: type[Kind]) -> Kind:
    window.commands.actions[command].trigger()
    QApplication.processEvents()
    (found,) = [each for each in window.findChildren(kind) if each.isVisible()]
    check(found)
    return found


def done(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not [each for each in window.findChildren(QDialog) if each.isVisible()], timeout=10_000)


def test_a_record_is_restricted_with_a_reason_and_given_back(
    window: MainWindow, caseload: Caseload, record: str, qtbot: QtBot
) -> None:
    seeing = caseload.records.seeing
    dialog = asked(window, "restrict", RestrictDialog)
    assert not dialog.lift_button.isVisible()
    dialog.go_button.click()
    assert dialog.why.problem.endswith(MISSING) and dialog.isVisible()
    bea = caseload.people.find(BEA).id
    dialog.who.show_value([bea])
    dialog.why.show_value("A neighbour of ours")
    dialog.go_button.click()
    done(window, qtbot)
    assert seeing.named(record) == {caseload.me.id, bea}
    again = asked(window, "restrict", RestrictDialog)
    assert again.who.answer == [bea]
    again.lift_button.click()
    done(window, qtbot)
    assert seeing.named(record) == frozenset()
    assert len(caseload.audit.page(Wanted(event="record_restricted"))) == 2


def test_who_knows_the_carer_steps_back(window: MainWindow, caseload: Caseload, record: str, qtbot: QtBot) -> None:
    dialog = asked(window, "step_back", StepBackDialog)
    dialog.go_button.click()
    done(window, qtbot)
    assert window.record is None and window.screens.currentWidget() is window.home
    assert caseload.records.all() == () and not caseload.records.seeing.may(record)
    assert [line.row.subject for line in caseload.audit.page(Wanted(event="stepped_back"))] == [record]


def test_thinking_better_of_it_changes_nothing(window: MainWindow, caseload: Caseload, record: str) -> None:
    asked(window, "step_back", StepBackDialog).leave_button.click()
    asked(window, "restrict", RestrictDialog).leave_button.click()
    assert window.record is not None and caseload.records.seeing.may(record)
    assert caseload.records.seeing.named(record) == frozenset()


def test_both_are_only_where_a_record_is_open_and_the_screen_is_ones_own(window: MainWindow, record: str) -> None:
    both = [window.commands.actions[command] for command in ("restrict", "step_back")]
    assert all(each.isEnabled() for each in both)
    window.turn("carer_sees", True)
    assert not any(each.isEnabled() for each in both)
    window.turn("carer_sees", False)
    window.show_home()
    assert not any(each.isEnabled() for each in both)
