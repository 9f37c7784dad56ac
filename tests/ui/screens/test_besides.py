"""Referrals, offers and contacts whose time has come: looked at one by one, ticked, and only then removed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from ui.main_window.window import MainWindow
from ui.screens.due import DueScreen
from ui.screens.due.besides import FIRST_OF_MANY, MOST, NONE_TICKED, BesidesDialog


def said_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def looks_on(page: DueScreen) -> list[QPushButton]:
    """The buttons that are there now: what a page held before goes a moment later."""
    made = page.findChildren(QPushButton)
    return [each for each in made if each.isVisible() and each.accessibleName().startswith("Look at them")]


def shows(page: DueScreen, how_many: int) -> bool:
    """Whether so many kinds can be looked at now."""
    return len(looks_on(page)) == how_many


def test_what_is_ticked_goes_and_what_is_not_is_offered_again(
    window: MainWindow, caseload: Caseload, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    for name in ("Ann Example", "Bea Example"):
        caseload.queue.close(caseload.queue.take("referral", name), "Moved away")
    caseload.queue.offered("no", "Cal Example")
    caseload.contacts.note("Dee Example", said="Rang about\nmoney")
    fixed_clock.at += timedelta(days=365)
    window.managing.show_due()
    page = window.screens.currentWidget()
    assert isinstance(page, DueScreen)
    assert "2 of them may go" in said_on(page) and "One of them may go" in said_on(page)
    assert "Ann Example" not in said_on(page), "names are for whoever looks"
    looks = looks_on(page)
    assert [each.accessibleName() for each in looks] == [
        "Look at them: Referrals…", "Look at them: Offers of a conversation…", "Look at them: Notes of contacts…",
    ]  # fmt: skip
    looks[0].click()
    dialog = page.dialog
    assert isinstance(dialog, BesidesDialog)
    dialog.go_button.click()
    assert NONE_TICKED in said_on(dialog) and len(caseload.queue.all()) == 2
    first, row = dialog._boxes[0]
    assert first.accessibleName().endswith("waited from 22 November 2026, until 22 November 2026. Moved away")
    first.setChecked(True)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: page.dialog is None, timeout=10_000)
    assert row.row not in caseload.queue.all() and len(caseload.queue.all()) == 1
    assert "It is removed" in said_on(page)
    for left in (3, 2):
        qtbot.waitUntil(partial(shows, page, left), timeout=10_000)
        looks_on(page)[1].click()
        dialog = page.dialog
        assert isinstance(dialog, BesidesDialog)
        said = dialog._boxes[0][0].accessibleName()
        assert said in (
            "Cal Example: a conversation was offered on 22 November 2026. They said no.",
            "Dee Example, 22 November 2026: Rang about money",
        )
        dialog.all_button.click()
        dialog.go_button.click()
        qtbot.waitUntil(lambda: page.dialog is None, timeout=10_000)
    assert set(caseload.besides.due()) == {"referral"}


def test_of_very_many_the_oldest_are_offered_first(
    window: MainWindow, caseload: Caseload, fixed_clock: FixedClock
) -> None:
    for number in range(MOST + 1):
        caseload.contacts.note(f"Dee Example {number}", said="Rang about money")
        fixed_clock.at += timedelta(seconds=1)
    fixed_clock.at += timedelta(days=365)
    window.managing.show_due()
    page = window.screens.currentWidget()
    assert isinstance(page, DueScreen) and f"{MOST + 1} of them may go" in said_on(page)
    looks_on(page)[0].click()
    dialog = page.dialog
    assert isinstance(dialog, BesidesDialog) and FIRST_OF_MANY in said_on(dialog)
    assert len(dialog._boxes) == MOST and "Dee Example 0" in dialog._boxes[0][0].accessibleName()
    dialog.reject()
