"""Lists in which moving about only looks: a row is chosen by click, Space, Enter or assistive technology."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and self.currentRow() >= 0:
            self.chosen.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
