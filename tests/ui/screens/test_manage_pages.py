"""Every page and dialog of looking after records, in every look: named, in order, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.records.backup import BackupInfo
from carer_desktop.records.damage import KINDS, MERGE, PUT_BACK, SALVAGE, Damage, Newer, Way
from carer_desktop.records.sign_in import Notice, NotOpened
from tests.ui.walk import check, scrolls_sideways
from ui.main_window import MainWindow
from ui.screens.damaged import DamagedScreen
from ui.screens.due.dialogs import KeepDialog, TimeDialog
from ui.screens.forgotten import ForgottenScreen
from ui.screens.health import HealthScreen
from ui.screens.log import LogScreen
from ui.screens.people import PeopleScreen
from ui.screens.people.dialogs import AddDialog, RemoveDialog, ResetDialog, RolesDialog, RotateDialog
from ui.screens.rescue_sheet import RescueSheetScreen
from ui.screens.unlock import UnlockScreen

Fill = Callable[..., str]


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QApplication.processEvents()


def test_the_steps_after_setting_up(looked_at: MainWindow, real_window: MainWindow, qtbot: QtBot) -> None:
    check(real_window)
    screen = real_window.screens.currentWidget()
    assert isinstance(screen, RescueSheetScreen)
    screen.make_button.click()
    qtbot.waitUntil(lambda: screen.sheet is not None, timeout=10_000)
    check(real_window)
    screen.done_button.click()
    check(real_window)
    screen.without_button.click()
    check(real_window)


def test_people_and_its_dialogs(looked_at: MainWindow, window: MainWindow, qtbot: QtBot) -> None:
    caseload = window.caseload
    assert caseload is not None
    caseload.people.add("Bea Placeholder", ["authoriser"], "violin harbour thimble meadow")
    caseload.people.add("Cal Specimen", ["assessor"], "violin harbour thimble kettle")
    caseload.people.remove("Cal Specimen")
    window.managing.show_people()
    page = window.screens.currentWidget()
    assert isinstance(page, PeopleScreen)
    check(window)
    bea = caseload.people.find("Bea Placeholder")
    for dialog in (
        AddDialog(caseload, window.work, page), RolesDialog(caseload, window.work, bea, page),
        RemoveDialog(caseload, window.work, bea, page), RotateDialog(caseload, window.work, page),
        ResetDialog(caseload, window.work, bea, page),
    ):  # fmt: skip
        page._open(dialog)
        check(dialog)
        if isinstance(dialog, AddDialog):
            dialog.go_button.click()
            check(dialog)
        if isinstance(dialog, ResetDialog):
            dialog.go_button.click()
            qtbot.waitUntil(dialog.go_button.isHidden, timeout=10_000)
            check(dialog)
        dialog.reject()


def test_health_log_passphrase_and_second_place(looked_at: MainWindow, window: MainWindow, qtbot: QtBot) -> None:
    window.managing.show_health()
    page = window.screens.currentWidget()
    assert isinstance(page, HealthScreen)
    qtbot.waitUntil(lambda: page.found is not None, timeout=10_000)
    quiet(window, qtbot)
    check(window)
    page.back_up_button.click()
    quiet(window, qtbot)
    window.managing.show_log()
    assert isinstance(window.screens.currentWidget(), LogScreen)
    check(window)
    window.managing.show_passphrase()
    check(window)
    window.managing.show_second_place()
    check(window)


def test_what_is_due(looked_at: MainWindow, window: MainWindow, filled: Fill, fixed_clock: FixedClock) -> None:
    filled()
    fixed_clock.at += timedelta(days=30)
    window.managing.show_due()
    check(window)
    page = window.screens.currentWidget()
    caseload = window.caseload
    assert caseload is not None
    due = caseload.retention.due()[0]
    page._look(due)  # type: ignore[union-attr]
    dialogs = [page.dialog]  # type: ignore[union-attr]
    dialogs += [KeepDialog(caseload, window.work, due, page)]
    dialogs += [TimeDialog(caseload, window.work, caseload.retention.rules()[0], page)]
    for dialog in dialogs:
        dialog.open()
        check(dialog)
        dialog.reject()


def test_home_with_its_warnings(looked_at: MainWindow, real_window: MainWindow, qtbot: QtBot) -> None:
    caseload = real_window.caseload
    assert caseload is not None
    caseload.records.begin("carer_conversation")
    real_window.managing.notices.show_notices(
        (Notice("a", caseload.clock.now(), "12 failed attempts to sign in, the last on 22 November 2026."),)
    )
    real_window.show_home()
    qtbot.waitUntil(lambda: "1 to send on" in words_on(real_window), timeout=10_000)
    quiet(real_window, qtbot)
    check(real_window)


def words_on(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_the_sign_in_of_several_people(looked_at: MainWindow, qtbot: QtBot) -> None:
    for names in ((), ("Sam Example", "Bea Placeholder"), tuple(f"Person {number}" for number in range(12))):
        screen = UnlockScreen("")
        looked_at.show_screen(screen, "")
        screen.ask_name(True, names)
        check(looked_at)
        screen.show_error(NotOpened("This person and passphrase do not open the vault", "x", "Check.", 300))
        check(looked_at)


def test_the_way_back_in(looked_at: MainWindow) -> None:
    screen = ForgottenScreen()
    looked_at.show_screen(screen, "")
    screen.give_words(lambda: "one two three four", lambda words, name: "Strong")
    check(looked_at)
    screen.open_button.click()
    check(looked_at)


@pytest.mark.parametrize("kinds", [(), (PUT_BACK,), (MERGE, PUT_BACK, SALVAGE)])
def test_records_that_do_not_open(
    looked_at: MainWindow, kinds: tuple[str, ...], fixed_clock: FixedClock, caseload_rescue: object
) -> None:
    made = BackupInfo("a", 1, fixed_clock.now(), "asked", "v", 1, 1, {}, 1, "", True)
    ways = tuple(
        Way(kind, f"Put back the backup of 22 November 2026: {kind}", made, Newer(3, 2), kind != PUT_BACK)
        for kind in kinds
    )
    found = Damage(KINDS[5], "The vault is damaged or has been cut short (records.vault). Nothing was written.", ways)
    screen = DamagedScreen(found, caseload_rescue, looked_at.work)  # type: ignore[arg-type]
    looked_at.show_screen(screen, "")
    screen.begin()
    check(looked_at)
    for number, _ in enumerate(kinds):
        screen.ways.show_value(str(number))
        screen._chosen()
        check(looked_at)
    looked_at.resize(looked_at.width() // 2, looked_at.height())
    assert not scrolls_sideways(screen)


@pytest.fixture
def caseload_rescue(looked_at: MainWindow) -> object:
    """The ways out of records that are not there."""
    from carer_desktop.caseload.rescue import Rescue

    return Rescue(looked_at.session.folder / "none.vault")


def test_the_commands_of_managing_are_for_those_who_may(window: MainWindow, caseload: Caseload) -> None:
    actions = window.commands.actions
    assert actions["people"].isVisible() and actions["due"].isVisible() and actions["health"].isEnabled()
    caseload.people.add("Bea Placeholder", ["keeper"], "violin harbour thimble meadow")
    caseload.people.set_roles("Sam Example", ["authoriser"])
    window.show_home()
    shown = {name for name in ("people", "sheet", "second_place", "log", "due", "health", "passphrase")
             if actions[name].isVisible()}  # fmt: skip
    assert shown == {"health", "passphrase"}


def test_a_change_of_the_text_size_keeps_the_page(window: MainWindow) -> None:
    window.managing.show_people()
    for steps in (1, 0):
        window.looks.step_text(steps)
        QApplication.processEvents()
        assert isinstance(window.screens.currentWidget(), PeopleScreen)
