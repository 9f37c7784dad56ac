"""A list whose rows are two lines on a surface of their own: the first bold, the second quieter; both wrap."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.fields.rows import Rows
from ui.theme import colour, em, set_role

_MORE = Qt.ItemDataRole.UserRole + 1
_WRAP = Qt.TextFlag.TextWordWrap


def put_words(item: QListWidgetItem, first: str, more: str) -> None:
    """Both lines of a row, for eyes and for screen readers."""
    item.setText(first)
    item.setData(_MORE, more)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first}, {more}".replace("  ·  ", ", ").replace("  –  ", ", "))


class TwoLineRow(QStyledItemDelegate):
    """Draws a row on a surface; Qt's own rows overlap under a style sheet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else em(30)
        first, more = self._areas(option, index, QRect(0, 0, width, 0))
        return QSize(em(10), first.height() + more.height() + em(1.3))

    def _areas(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, rect: QRect
    ) -> tuple[QRect, QRect]:
        room = QRect(rect.left() + em(0.8), rect.top() + em(0.4), rect.width() - em(1.6), 10_000)
        bold, plain = self._fonts(option)
        first = QFontMetrics(bold).boundingRect(room, _WRAP, str(index.data(Qt.ItemDataRole.DisplayRole)))
        below = room.translated(0, first.height() + em(0.1))
        return first.adjusted(0, 0, 2, 0), QFontMetrics(plain).boundingRect(below, _WRAP, str(index.data(_MORE)))

    def _fonts(self, option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
        plain = QFont(option.widget.font())
        bold = QFont(plain)
        bold.setBold(True)
        return bold, plain

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state: QStyle.StateFlag = option.state
        whole: QRect = option.rect
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("tint" if focused else "surface"))
        painter.setPen(QPen(colour("focus"), 2) if focused else QPen(colour("rule"), 1))
        painter.drawRoundedRect(whole.adjusted(1, 1, -1, -em(0.25)), 4, 4)
        first, more = self._areas(option, index, whole)
        bold, plain = self._fonts(option)
        painter.setFont(bold)
        painter.setPen(colour("text"))
        painter.drawText(first, _WRAP, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.setFont(plain)
        painter.setPen(colour("hint"))
        painter.drawText(more.adjusted(0, 0, 2, 0), _WRAP, str(index.data(_MORE)))
        painter.restore()


class TwoLines(Rows):
    """A list of such rows; arrow keys move, and nothing more unless somebody listens to `chosen`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "records")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(TwoLineRow(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
