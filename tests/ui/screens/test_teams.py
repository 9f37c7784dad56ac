"""The page of the teams: set with mouse and keys, refused in words, taken back, and looked at in every look."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.records.teams import Deputy, Folder, Shared, Team
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.details import SET_FOR_YOU
from ui.screens.teams import TeamsScreen
from ui.screens.teams.dialogs import DeputyDialog, FolderDialog, SharedDialog, TeamDialog, TeamsDialog
from ui.theme import Look, Theme

WORDS = "violin harbour thimble meadow"


@pytest.fixture
def page(window: MainWindow, caseload: Caseload) -> TeamsScreen:
    """The page, with two managers and an admin worker beside the access lead."""
    for name, role in (("Mia Example", "authoriser"), ("Max Placeholder", "authoriser"), ("Ada Specimen", "admin")):
        caseload.people.add(name, [role], WORDS)
    window.commands.actions["teams"].trigger()
    shown = window.screens.currentWidget()
    assert isinstance(shown, TeamsScreen)
    return shown


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def named(page: TeamsScreen, name: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible())


def said(page: TeamsScreen) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def give(page: TeamsScreen, **given: Any) -> Any:
    """Fill in the dialog that stands in front, and press its main button."""
    dialog = page.dialog
    assert isinstance(dialog, TeamsDialog)
    for name, plain in given.items():
        dialog.fields[name].show_value(plain)
    press(dialog.go_button)
    return dialog


def offered(page: TeamsScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.undo_bar.isVisible() and not page._work.busy, timeout=10_000)


def test_a_team_is_added_changed_removed_and_each_taken_back(
    window: MainWindow, page: TeamsScreen, caseload: Caseload, qtbot: QtBot
) -> None:
    people = {each.name: each.id for each in caseload.people.all()}
    sam, mia, ada = people["Sam Example"], people["Mia Example"], people["Ada Specimen"]
    assert "No team yet." in said(page)
    press(page.add_button)
    dialog = give(page)
    assert dialog.isVisible() and dialog.fields["name"].problem == "Error: Enter the name of the team"
    give(page, name="North", members=[sam, ada], managers=[mia], way="asc", folder="MH North reviews")
    offered(page, qtbot)
    assert caseload.teams.all() == (Team("North", (sam, ada), (mia,), "asc", "MH North reviews"),)
    assert "In it: Sam Example, Ada Specimen" in said(page) and "Decides: Mia Example" in said(page)
    assert "Not in a team" not in said(page)
    press(named(page, "Change North…"))
    give(page, name="South", members=[ada], way="none")
    qtbot.waitUntil(lambda: "Way of working: By the service" in said(page), timeout=10_000)
    assert caseload.teams.all()[0].members == (ada,) and "Not in a team: Sam Example." in said(page)
    press(named(page, "Remove: South"))
    qtbot.waitUntil(lambda: caseload.teams.all() == (), timeout=10_000)
    qtbot.waitUntil(lambda: window.focusWidget() is page.undo_bar.undo_button, timeout=10_000)
    press(page.undo_bar.undo_button)
    qtbot.waitUntil(lambda: "Taken back: South is removed" in said(page), timeout=10_000)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [each.name for each in caseload.teams.all()] == ["North"], timeout=10_000)
    qtbot.waitUntil(lambda: "Taken back: South is kept" in said(page), timeout=10_000)
    window.show_details()
    assert SET_FOR_YOU in "".join(each.text() for each in window.screens.findChildren(QLabel) if each.isVisible())


def test_who_stands_in_folders_and_what_all_share(page: TeamsScreen, caseload: Caseload, qtbot: QtBot) -> None:
    people = {each.name: each.id for each in caseload.people.all()}
    mia, max_ = people["Mia Example"], people["Max Placeholder"]
    press(page.deputy_button)
    dialog = give(page, person=mia, stands_for=mia)
    qtbot.waitUntil(lambda: dialog.banner.isVisible(), timeout=10_000)
    assert "Nobody stands in for themselves" in "".join(each.text() for each in dialog.banner.findChildren(QLabel))
    give(page, stands_for=max_, until="2026-12-04")
    offered(page, qtbot)
    words = "Mia Example decides for Max Placeholder until Friday 4 December"
    assert words in said(page) and caseload.teams.deputies()[0].until is not None
    press(named(page, f"End it: {words}"))
    qtbot.waitUntil(lambda: "Nobody stands in for anybody." in said(page), timeout=10_000)
    press(page.folder_button)
    give(page, name="Virtual worker carer", managers=[mia, max_])
    qtbot.waitUntil(lambda: "Any of these takes what is sent there: Mia Example, Max Placeholder" in said(page))
    press(named(page, "Change what holds for every team…"))
    dialog = give(page, second_above="lots", dp_email="payments")
    assert dialog.isVisible() and dialog.fields["second_above"].problem and dialog.fields["dp_email"].problem
    give(page, second_above="500", dp_email="payments@example.org", purchaser="rct", duty="020 7946 0000, 9 to 5",
         clocks=["urgent", "check"])  # fmt: skip
    qtbot.waitUntil(lambda: "A second manager decides: above £500.00" in said(page), timeout=10_000)
    assert "Reminded of: Urgent first, First check" in said(page)
    assert caseload.teams.shared == Shared("500.00", "rct", "payments@example.org", "020 7946 0000, 9 to 5")


@pytest.mark.parametrize(("look", "percent", "size"), [
    ("light", 100, (1180, 860)), ("dark", 100, (1024, 768)), ("light", 200, (1366, 768)),
])  # fmt: skip
def test_the_page_and_its_dialogs_in_every_look(
    window: MainWindow, page: TeamsScreen, caseload: Caseload, theme: Theme, look: Look, percent: int,
    size: tuple[int, int],
) -> None:  # fmt: skip
    check(window)
    people = {each.name: each.id for each in caseload.people.all()}
    mia, max_ = people["Mia Example"], people["Max Placeholder"]
    team, deputy = Team("North", (people["Sam Example"],), (mia,), "mh_admin", "MH North"), Deputy(mia, max_)
    folder = Folder("Virtual worker carer", (mia,))
    caseload.teams.keep_team(team)
    caseload.teams.keep_deputy(deputy)
    caseload.teams.keep_folder(folder)
    theme.set_look(look)
    theme.set_percent(percent)
    window.resize(*size)
    window.managing.show_teams()
    page = window.screens.currentWidget()  # type: ignore[assignment]
    page.undo_bar.offer("North is kept", page.undo)
    QTest.qWait(20)
    check(window)
    work = window.work
    for dialog in (TeamDialog(caseload, work, team, page), DeputyDialog(caseload, work, deputy, page),
                   FolderDialog(caseload, work, folder, page), SharedDialog(caseload, work, page)):  # fmt: skip
        page._open(dialog)
        QTest.qWait(20)
        check(dialog)
        dialog.reject()
