"""Widgets beside each other, as many in a line as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget, QWidgetItem

from ui.fields.cells import Cells
from ui.fields.lines import Lines
from ui.theme import em


class Flow(QWidget):
    """A paragraph of widgets: columns in a wide window, rows in a narrow one."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        cells = Cells(self)
        for widget in widgets:
            widget.setParent(self)
            cells.addWidget(widget)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


def in_lines(*widgets: QWidget, gap: float = 0.6, parent: QWidget | None = None) -> QWidget:
    """A row of buttons that goes on in the next line where the page is narrow or the text is large."""
    box = QWidget(parent)
    lines = InLines(box, em(gap))
    lines.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        widget.setParent(box)
        lines.addWidget(widget)
    policy = box.sizePolicy()
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box


class InLines(Lines):
    """Widgets of their own widths from the left, as many in a line as fit, then in the next; what is hidden takes none.

    Each line is as high as its highest, the others stand in its middle; where there is room to spare so do the lines.
    """

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._gap = gap

    def put_first(self, widget: QWidget) -> None:
        """A widget before all others."""
        self.addChildWidget(widget)
        self._items.insert(0, QWidgetItem(widget))

    def heightForWidth(self, width: int) -> int:
        return self._places(width)[1].height()

    def sizeHint(self) -> QSize:
        return self._places(1_000_000)[1]

    def minimumSize(self) -> QSize:
        sides = self.contentsMargins()
        widest = max((item.sizeHint().width() for item in self._items if not item.isEmpty()), default=0)
        return QSize(widest + sides.left() + sides.right(), self.sizeHint().height())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        places, needed = self._places(rect.width())
        down = rect.y() + max(0, rect.height() - needed.height()) // 2
        for item, place in places:
            item.setGeometry(place.translated(rect.x(), down))

    def _places(self, width: int) -> tuple[list[tuple[QLayoutItem, QRect]], QSize]:
        """Where each widget stands at this width, in the middle of its line, and the room they need together."""
        sides = self.contentsMargins()
        y, right = sides.top(), sides.left()
        places = []
        for line in self._in_lines(width - sides.left() - sides.right()):
            x, high = sides.left(), max(hint.height() for _, hint in line)
            for item, hint in line:
                places.append((item, QRect(QPoint(x, y + (high - hint.height()) // 2), hint)))
                right, x = max(right, x + hint.width()), x + hint.width() + self._gap
            y += high + self._gap
        bottom = max(sides.top(), y - self._gap)
        return places, QSize(right + sides.right(), bottom + sides.bottom())

    def _in_lines(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Which widgets stand in which line, each with the room it asks for."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in (one for one in self._items if not one.isEmpty()):
            hint = item.sizeHint()
            if not lines or used + hint.width() > room:
                lines.append([])
                used = 0
            lines[-1].append((item, hint))
            used += hint.width() + self._gap
        return lines
