"""A button that says which of a list is shown, and opens a menu to choose another."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget


class FilterButton(QPushButton):
    """`picked(key)`; the empty key is everything. *groups* become menus within the menu."""

    picked = Signal(str)

    def __init__(
        self, what: str, everything: str, choices: Mapping[str, str] | None = None,
        groups: Mapping[str, Mapping[str, str]] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAutoDefault(False)
        self._what = what
        self.key = ""
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self._add(self._menu, "", everything)
        self._menu.addSeparator()
        for key, words in (choices or {}).items():
            self._add(self._menu, key, words)
        for title, inside in (groups or {}).items():
            menu = self._menu.addMenu(title.replace("&", "&&"))
            for key, words in inside.items():
                self._add(menu, key, words)
        self.setMenu(self._menu)
        self._say(everything)

    def _add(self, menu: QMenu, key: str, words: str) -> None:
        action = QAction(words.replace("&", "&&"), self)
        action.setCheckable(True)
        action.setChecked(not key)
        action.setActionGroup(self._group)
        action.setData(key)
        action.triggered.connect(lambda: self.pick(key))
        menu.addAction(action)

    def pick(self, key: str) -> None:
        """Show only these from now on."""
        for action in self._group.actions():
            if action.data() == key:
                action.setChecked(True)
                self.key = key
                self._say(action.text().replace("&&", "&"))
                self.picked.emit(key)

    def _say(self, words: str) -> None:
        self.setText(f"{self._what}: {words}  ▾".replace("&", "&&"))
        self.setAccessibleName(f"{self._what}: {words}")
