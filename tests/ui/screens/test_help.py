"""Help is one key away: every page and dialog leads to the page of help that is about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from carer_desktop.clock import FixedClock
from tests.ui.screens.conftest import CHEAP
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.main_window.menus import HELP, PATHS
from ui.screens.help import HelpDialog
from ui.session import Session
from ui.theme import Theme

Show = Callable[[MainWindow], object]


def helped(window: MainWindow) -> str:
    """The title of the page of help that the key for help opens; it is closed again."""
    action = window.commands.actions["help-here"]
    assert action.shortcut().toString() == "F1"
    action.trigger()
    return title_of_help(window)


def title_of_help(window: MainWindow) -> str:
    QApplication.processEvents()
    (found,) = [each for each in window.findChildren(HelpDialog) if each.isVisible()]
    found.reject()
    return found.windowTitle()


PAGES: dict[str, tuple[Show, str]] = {
    "home": (lambda window: window.show_home(), "Getting started"),
    "details": (lambda window: window.show_details(), "Getting started"),
    "record": (lambda window: window.begin_record("carer_conversation"), "Filling in a record"),
    "people": (lambda window: window.managing.show_people(), "People, passphrases and the rescue sheet"),
    "sheet": (lambda window: window.managing.show_sheet(), "People, passphrases and the rescue sheet"),
    "passphrase": (lambda window: window.managing.show_passphrase(), "People, passphrases and the rescue sheet"),
    "log": (lambda window: window.managing.show_log(), "People, passphrases and the rescue sheet"),
    "second place": (lambda window: window.managing.show_second_place(), "Backups and the second place"),
    "health": (lambda window: window.managing.show_health(), "Backups and the second place"),
    "due": (lambda window: window.managing.show_due(), "What is due to go"),
    "files outside": (lambda window: window.papers.show_outside(), "Files outside, checking, many at once"),
    "many files": (lambda window: window.papers.show_batch(), "Files outside, checking, many at once"),
}


@pytest.mark.parametrize("page", PAGES)
def test_f1_is_about_the_page(window: MainWindow, qtbot: QtBot, page: str) -> None:
    show, title = PAGES[page]
    show(window)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    assert helped(window) == title


def test_f1_is_about_the_small_jobs_beside_the_form(window: MainWindow, qtbot: QtBot) -> None:
    dialog = window.tasks.offer()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    assert title_of_help(window) == "What is next, and the checklist"
    dialog.reject()


@pytest.mark.parametrize("dialog", ["settings", "pin", "export"])
def test_f1_is_about_the_dialog(window: MainWindow, qtbot: QtBot, dialog: str) -> None:
    window.begin_record("carer_conversation")
    {"settings": window.guard.show_settings, "pin": window.guard.choose_pin, "export": window.export}[dialog]()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
    front = QApplication.activeWindow()
    assert isinstance(front, QDialog)
    QTest.keyClick(front, Qt.Key.Key_F1)
    assert title_of_help(window) == ("Making the Word file" if dialog == "export" else "Cover and lock")
    front.reject()


def test_another_window_does_not_take_the_keys_of_a_dialog(
    window: MainWindow, session: Session, theme: Theme, fixed_clock: FixedClock, qtbot: QtBot
) -> None:
    other = MainWindow(theme, session, fixed_clock, CHEAP)
    qtbot.addWidget(other)
    other.show()
    other.guard.show_settings()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
    front = QApplication.activeWindow()
    assert isinstance(front, QDialog)
    QTest.keyClick(front, Qt.Key.Key_F12)
    assert not window.guard.is_covered
    front.reject()


def test_before_anybody_has_signed_in(shut_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    assert helped(shut_window) == "Getting started"
    shut_window.entrance.show_forgotten()
    assert helped(shut_window) == "People, passphrases and the rescue sheet"


@pytest.mark.parametrize("page", [*HELP, *PATHS])
def test_every_page_can_be_read_whole(window: MainWindow, page: str) -> None:
    window.show_help(page)
    QApplication.processEvents()
    (dialog,) = [each for each in window.findChildren(HelpDialog) if each.isVisible()]
    check(dialog)
    dialog.reject()
