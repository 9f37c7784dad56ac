"""Widgets of one width beside each other, in as few lines as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.fields.lines import Lines


class Columns(Lines):
    """Columns of at least *least* pixels, each line as high as its highest."""

    def __init__(self, parent: QWidget, least: int, gap: int) -> None:
        super().__init__(parent)
        self._least, self._gap = least, gap
        self.setContentsMargins(0, 0, 0, 0)

    def heightForWidth(self, width: int) -> int:
        return self._places(width)[1]

    def sizeHint(self) -> QSize:
        width = len(self._items) * (self._least + self._gap)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        sides = self.contentsMargins()
        return QSize(self._least + sides.left() + sides.right(), 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in zip(self._items, self._places(rect.width())[0], strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    def _places(self, width: int) -> tuple[list[QRect], int]:
        """Where each stands at this width, and how high they are together."""
        sides = self.contentsMargins()
        left, y, room = sides.left(), sides.top(), width - sides.left() - sides.right()
        across = self._across(room)
        each = (room - (across - 1) * self._gap) // across
        places: list[QRect] = []
        for start in range(0, len(self._items), across):
            row = self._items[start : start + across]
            high = max(_height(item, each) for item in row)
            y += self._gap if start else 0
            places += [QRect(left + at * (each + self._gap), y, each, high) for at in range(len(row))]
            y += high
        return places, y + sides.bottom()

    def _across(self, room: int) -> int:
        """As many beside each other as fit, and no line much shorter than the others."""
        number = max(1, len(self._items))
        most = max(1, (room + self._gap) // (self._least + self._gap))
        lines = -(-number // most)
        return -(-number // lines)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
