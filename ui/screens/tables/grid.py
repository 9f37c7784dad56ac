"""Amounts in rows and columns, each with what it changes; where columns would be too narrow, beneath each other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from carer_desktop.budget.compare import Change
from carer_desktop.budget.plain import Grid
from ui.screens.tables.words import cell_words, change_words
from ui.theme import colour, em, set_role

NARROW = 6.5  # text sizes; a narrower column would cut its words
EDGE, FRAME = 2, 2  # pixels: the frame around all, and the one of the cell with the keyboard
BESIDE, ABOVE = 1.2, 0.8  # text sizes between the words and the edges of a cell, both sides together


class Cells(QStyledItemDelegate):
    """Draws a cell whole, on as many lines as its words need; the one with the keyboard has a frame."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        area: QRect = option.rect
        painter.fillRect(area, index.data(Qt.ItemDataRole.BackgroundRole) or colour("surface"))
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or option.font)
        painter.setPen(colour("text"))
        room = area.adjusted(em(BESIDE) // 2, 0, -em(BESIDE) // 2, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, str(index.data()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("focus"), FRAME))
            painter.drawRect(area.adjusted(1, 1, -FRAME, -FRAME))
        painter.restore()


class AmountsGrid(QTableWidget):
    """One stop for Tab; arrow keys go from amount to amount. `moved()` when they do."""

    moved = Signal()

    def __init__(self, grid: Grid, changes: Mapping[str, Change], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "amounts")
        self._grid, self._changes = grid, changes
        self._is_list: bool | None = None
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setFrameShape(QFrame.Shape.Box)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(Cells(self))
        self.setAccessibleName("Amounts")
        self.setAccessibleDescription("The arrow keys go from amount to amount")
        self.currentCellChanged.connect(lambda *_: self.moved.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_is_list"):
            self._fit()

    def _fit(self) -> None:
        """Columns where there is room for them, and as high as all its rows."""
        is_list = self.viewport().width() < em(NARROW) * len(self._grid.header)
        if is_list != self._is_list:
            self._is_list = is_list
            self._fill(_beneath(self._grid) if is_list else self._grid)
        for row in range(self.rowCount()):
            self.setRowHeight(row, max(self._height(row, column) for column in range(self.columnCount())))
        self.setFixedHeight(sum(self.rowHeight(row) for row in range(self.rowCount())) + EDGE)

    def _height(self, row: int, column: int) -> int:
        """What a cell needs so that none of its words is cut off; Qt’s own count leaves some out."""
        made = self.item(row, column)
        text = made.text() if made is not None else ""
        room = QRect(0, 0, self.columnWidth(column) - em(BESIDE), 100_000)
        words = QFontMetrics(_bold(self.font())).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return words.height() + em(ABOVE)

    def _fill(self, grid: Grid) -> None:
        self.clear()
        self.setRowCount(len(grid.rows) + 1)
        self.setColumnCount(len(grid.header))
        self.setHorizontalHeaderLabels(grid.header)  # hidden, and said by a screen reader
        self.setVerticalHeaderLabels([grid.header[0], *(row[0] for row in grid.rows)])
        for column, words in enumerate(grid.header):
            self.setItem(0, column, _heading(words))
        for row, (words_of_row, when_of_row) in enumerate(zip(grid.rows, grid.when, strict=True), 1):
            for column, (words, when) in enumerate(zip(words_of_row, when_of_row, strict=True)):
                made = self._amount(words, when) if when else _heading(words)
                self.setItem(row, column, made)
        self.setCurrentCell(min(1, len(grid.rows)), min(1, len(grid.header) - 1))

    def _amount(self, words: str, when: str) -> QTableWidgetItem:
        change = self._changes.get(when)
        changed = change_words(change) if change else ""
        made = QTableWidgetItem(f"{words}\n{changed}" if changed else words)
        made.setData(Qt.ItemDataRole.AccessibleTextRole, cell_words(when, words, change))
        if changed:
            made.setFont(_bold(self.font()))
            made.setBackground(colour("tint"))
        return made


def _heading(words: str) -> QTableWidgetItem:
    made = QTableWidgetItem(words)
    made.setFont(_bold(made.font()))
    made.setBackground(colour("side"))
    return made


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _beneath(grid: Grid) -> Grid:
    """The same amounts with one row for each."""
    pairs = [
        (when, words)
        for words_of_row, when_of_row in zip(grid.rows, grid.when, strict=True)
        for words, when in zip(words_of_row, when_of_row, strict=True)
        if when
    ]
    return Grid(("When", "Amount"), tuple(pairs), tuple(("", when) for when, _ in pairs))
