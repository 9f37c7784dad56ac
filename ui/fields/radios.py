"""One choice of a few as radio buttons that can be cleared; used by choices, grids and signatures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QGroupBox, QHBoxLayout, QPushButton, QWidget

from carer_desktop.forms.question import Choice
from ui.fields.cells import Cells
from ui.fields.label import link_button
from ui.fields.order import after
from ui.fields.wrap import radio
from ui.theme import em, show_if


class Radios(QGroupBox):
    """Radio buttons under each other (or, *across*, side by side).

    `chosen(id)` when the person picks one, `chosen("")` when they clear it.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None, across: bool = False) -> None:
        super().__init__(parent)
        self._ids = [choice.id for choice in choices]
        self._group = QButtonGroup(self)
        self._clear: QPushButton | None = None
        self._cells = Cells(self) if across else None
        self._grid = None if across else QGridLayout(self)
        if self._grid is not None:
            self._grid.setContentsMargins(0, 0, 0, 0)
            self._grid.setSpacing(0)
            self._grid.setColumnStretch(1, 1)
            self._last_row = QHBoxLayout()
            self._last_row.setSpacing(em(0.5))
        for number, choice in enumerate(choices):
            button = radio(choice.label, self)
            self._group.addButton(button, number)
            self._place(button, number)
        self._picking = False
        self._group.buttonToggled.connect(self._toggled)  # assistive technology toggles without a click

    def _place(self, button: QAbstractButton, row: int) -> None:
        if self._grid is not None and row == len(self._ids) - 1:
            self._last_row.addWidget(button)
            self._last_row.addStretch(1)
            self._grid.addLayout(self._last_row, row, 0, 1, 2)
        elif self._grid is not None:
            self._grid.addWidget(button, row, 0)
        elif self._cells is not None:
            self._cells.addWidget(button)

    def _place_clear(self, button: QPushButton) -> None:
        """Next to the last choice, whichever is made: it never moves, and nothing moves for it."""
        if self._grid is not None:
            self._last_row.insertWidget(1, button)
        elif self._cells is not None:
            self._cells.tail = button
            self._cells.invalidate()

    def buttons(self) -> list[QAbstractButton]:
        """The radio buttons, top to bottom."""
        return self._group.buttons()

    def picked(self) -> str | None:
        """The id of the choice made, None where there is none."""
        number = self._group.checkedId()
        return self._ids[number] if number >= 0 else None

    def pick(self, choice: str | None) -> None:
        """Show a choice without telling anybody."""
        self._picking = True
        if choice in self._ids:
            self._group.button(self._ids.index(choice)).setChecked(True)
        else:
            self._uncheck()
        self._picking = False
        self._lead()
        self._offer_to_clear()

    def _uncheck(self) -> None:
        button = self._group.checkedButton()
        if button is not None:
            self._group.setExclusive(False)  # Qt's radio buttons cannot be cleared otherwise
            button.setChecked(False)
            self._group.setExclusive(True)

    def _toggled(self, _button: QAbstractButton, on: bool) -> None:
        if self._picking or not on:
            return
        self._lead()
        self._offer_to_clear()
        self.chosen.emit(self.picked() or "")

    def _lead(self) -> None:
        """Tab comes to the choice made; Qt sees to it only where the person was there before."""
        made = self._group.checkedButton()
        for button in self._group.buttons() if made is not None else ():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is made else Qt.FocusPolicy.ClickFocus)

    def _clear_clicked(self) -> None:
        button = self._group.checkedButton()
        self._uncheck()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer_to_clear()
        self.chosen.emit("")

    def _offer_to_clear(self) -> None:
        """The way back is there as soon as there is a choice."""
        number = self._group.checkedId()
        if self._clear is None:
            if number < 0:
                return
            self._clear = link_button("Clear" if self._cells is not None else "Clear answer", self)
            self._clear.clicked.connect(self._clear_clicked)
            after(self._group.buttons()[-1], self._clear)
            self._place_clear(self._clear)
        show_if(number >= 0, self._clear)
        if number >= 0:
            made = self._group.checkedButton()
            self._clear.setAccessibleName(f"Clear answer {_words(made)}")


def _words(button: QAbstractButton | None) -> str:
    return "" if button is None else button.accessibleName() or button.text().replace("&&", "&")
