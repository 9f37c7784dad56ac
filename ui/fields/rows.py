"""Lists in which moving about only looks: a row is chosen by click, Space, Enter or assistive technology.

Typing goes to the row that begins so; a space among the letters is one of them and chooses nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_LOOK = QItemSelectionModel.SelectionFlag.NoUpdate


class Rows(QListWidget):
    """`chosen(item)`. What is selected is the choice made; only `mark` and assistive technology select anything."""

    chosen = Signal(QListWidgetItem)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self._marked: QListWidgetItem | None = None
        self._typed = QElapsedTimer()
        self.itemClicked.connect(self.chosen)
        self.itemSelectionChanged.connect(self._selected)

    def mark(self, item: QListWidgetItem | None) -> None:
        """Show which row is the choice made, without telling anybody."""
        if self.selectedItems() == ([] if item is None else [item]) and item is self._marked:
            return
        self._marked = item
        self.clearSelection()
        if item is not None:
            item.setSelected(True)

    def setCurrentRow(self, row: int, command: QItemSelectionModel.SelectionFlag = _LOOK) -> None:
        """Move the keyboard's place; unlike Qt's own this selects nothing."""
        self._typed.invalidate()
        super().setCurrentRow(row, command)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Moving about selects nothing: looking is not choosing."""
        return _LOOK

    def clear(self) -> None:
        self.mark(None)  # before the rows go: nobody may ask for the selected one while they are deleted
        super().clear()

    def _selected(self) -> None:
        """Assistive technology chooses by selecting; the choice shown stays until it is answered with a mark."""
        now = self.selectedItems()
        if now and now[0] is not self._marked:
            self.mark(self._marked)
            self.chosen.emit(now[0])

    def keyboardSearch(self, search: str) -> None:
        """Go to the row that begins with what is typed."""
        self._typed.start()
        super().keyboardSearch(search)

    def _is_typing(self) -> bool:
        """Whether what comes next still belongs to what was typed, as Qt sees it."""
        return self._typed.isValid() and not self._typed.hasExpired(QApplication.keyboardInputInterval())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_letter = event.key() == Qt.Key.Key_Space and self._is_typing()
        if not event.text():
            self._typed.invalidate()  # an arrow key: what was typed is done with
        if event.key() in _KEYS and self.currentRow() >= 0 and not is_letter:
            self.chosen.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
