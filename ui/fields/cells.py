"""Cells side by side as long as there is room, then in the next line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from ui.fields.lines import Lines
from ui.theme import em

TAIL = 4  # text sizes kept free behind the last cell


class Cells(Lines):
    """Cells of one width, as many in a line as fit: columns when there is room, rows when there is not.

    Behind the last cell there is always room for a *tail* that comes and goes, so that nothing moves.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tail: QWidget | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def heightForWidth(self, width: int) -> int:
        across, cell = self._measure(width)
        return (self._tail_at(width, across, cell)[0] + 1) * cell.height()

    def sizeHint(self) -> QSize:
        _across, cell = self._measure(10_000)
        return QSize(cell.width() * max(1, len(self._items)) + em(TAIL), cell.height())

    def minimumSize(self) -> QSize:
        _across, cell = self._measure(10_000)
        return QSize(min(cell.width(), em(10)), cell.height())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        across, cell = self._measure(rect.width())
        for number, item in enumerate(self._items):
            down, right = divmod(number, across)
            x, y = rect.x() + right * cell.width(), rect.y() + down * cell.height()
            item.setGeometry(QRect(x, y, min(cell.width(), rect.width()), cell.height()))
        if self.tail is not None:
            down, x = self._tail_at(rect.width(), across, cell)
            y = rect.y() + down * cell.height()
            self.tail.setGeometry(QRect(rect.x() + x, y, self.tail.sizeHint().width(), cell.height()))

    def _tail_at(self, width: int, across: int, cell: QSize) -> tuple[int, int]:
        """The line and the distance from the left at which the tail stands."""
        down, right = divmod(len(self._items), across)
        if right == 0 and across * cell.width() + em(TAIL) <= width:
            down, right = down - 1, across
        return (down, right * cell.width()) if right * cell.width() + em(TAIL) <= width else (down + 1, 0)

    def _measure(self, width: int) -> tuple[int, QSize]:
        hints = [item.sizeHint() for item in self._items]
        cell = QSize(max((h.width() for h in hints), default=1), max((h.height() for h in hints), default=1))
        return max(1, width // max(1, cell.width())), cell
