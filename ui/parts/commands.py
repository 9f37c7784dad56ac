"""The commands of a window: each stands in a menu, has its keys, and is switched on where it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for: its words with an access key, its keys, what it does; *ticks* goes on and off."""

    id: str
    words: str
    do: Callable[[], object]
    keys: tuple[str, ...] = ()
    ticks: bool = False
    group: str = ""


class Commands(QObject):
    """All commands of one window by their id."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}

    def add_menu(self, title: str, commands: Sequence[Command | None]) -> QMenu:
        """A menu of these commands; None draws a line."""
        menu = self._window.menuBar().addMenu(title)
        self.fill(menu, commands)
        return menu

    def fill(self, menu: QMenu, commands: Sequence[Command | None]) -> None:
        """Put commands into a menu."""
        for command in commands:
            if command is None:
                menu.addSeparator()
            else:
                menu.addAction(self._make(command))

    def enable(self, ids: Sequence[str], on: bool) -> None:
        """Switch commands on or off."""
        for each in ids:
            self.actions[each].setEnabled(on)

    def _make(self, command: Command) -> QAction:
        action = QAction(command.words, self._window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setCheckable(command.ticks or bool(command.group))
        if command.group:
            group = self._groups.setdefault(command.group, QActionGroup(self._window))
            group.addAction(action)
        do = command.do
        action.triggered.connect(lambda _checked: do())
        self.actions[command.id] = action
        return action
