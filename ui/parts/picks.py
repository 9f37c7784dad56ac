"""One of a few that is always chosen: radio buttons without a way to leave them all empty."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QVBoxLayout, QWidget

from ui.fields.wrap import radio
from ui.parts.words import line
from ui.theme import em


class Picks(QWidget):
    """`picked(id)` when the person picks another one."""

    picked = Signal(str)

    def __init__(self, title: str, choices: Mapping[str, str], first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.2))
        label = line(title, "question", self)
        rows.addWidget(label)
        box = QGroupBox(self)
        box.setAccessibleName(title)
        label.setBuddy(box)  # a screen reader says the question with each of its answers
        inside = QVBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._group = QButtonGroup(self)
        self._ids = list(choices)
        for number, words in enumerate(choices.values()):
            made = radio(words, box)
            self._group.addButton(made, number)
            inside.addWidget(made)
        self.buttons: list[QAbstractButton] = self._group.buttons()
        self.pick(first)
        rows.addWidget(box)
        self._group.idToggled.connect(self._toggled)

    @property
    def now(self) -> str:
        """The one that is chosen."""
        return self._ids[self._group.checkedId()]

    def pick(self, id: str) -> None:
        """Choose this one."""
        self._group.button(self._ids.index(id)).setChecked(True)

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self.picked.emit(self._ids[number])
