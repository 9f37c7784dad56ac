"""What the tests of the windows share: one theme for the process and the text size put back after each test."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme


@pytest.fixture(scope="session")
def one_theme(qapp: QApplication) -> Theme:
    """The one theme of the process, which a journey may have made."""
    return qapp.findChild(Theme) or Theme(qapp)


@pytest.fixture(autouse=True)
def theme(one_theme: Theme) -> Theme:
    """The light look at 100 % at the beginning of every test."""
    if (one_theme.look, one_theme.percent) != ("light", 100) or not one_theme._app.styleSheet():
        one_theme.set_percent(100)
        one_theme.set_look("light")
    return one_theme


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is there once home is shown, however busy the machine; what it is like before has tests of its own."""
    for page in ("home.screen", "due.screen", "batch"):
        monkeypatch.setattr(f"ui.screens.{page}.PATIENCE_SECONDS", 20.0)
    monkeypatch.setattr("ui.screens.home.screen.COMES_MS", 20_000)


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Holds every window until it has been closed.

    Otherwise a window whose test has just ended may be collected while it is still being painted.
    """
    held: list[QWidget] = []
    add = qtbot.addWidget

    def add_and_hold(widget: QWidget, **more: Any) -> None:
        held.append(widget)
        add(widget, **more)

    qtbot.addWidget = add_and_hold  # type: ignore[method-assign]
    return qtbot
