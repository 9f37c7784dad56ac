"""Lists whose rows are two lines, a name and what is to be said of it; both wrap and are drawn here alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QFont, QFontMetrics, QHoverEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carer_desktop.text import shortened
from ui.fields.breaks import foldable, tip
from ui.fields.rows import Rows
from ui.theme import colour, em, set_role

MORE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_WRAP = Qt.TextFlag.TextWordWrap
_MOST = 120  # letters of a name; a row stays a row


def put_words(item: QListWidgetItem, first: str, more: str) -> None:
    """Both lines of a row, for eyes and for screen readers; what is too long for a row can be had whole."""
    item.setText(shortened(first, _MOST))
    item.setToolTip(tip(first, _MOST))
    item.setData(MORE, more)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first}, {more}".replace("  ·  ", ", ").replace("  –  ", ", "))


class TwoLineRow(QStyledItemDelegate):
    """Draws a row on a surface of its own; Qt's own rows overlap under a style sheet."""

    side, above, between = 0.8, 0.4, 0.4  # text sizes: beside the words, above and below them, to the next row
    hovers = False
    follows_from: tuple[int, ...] = (Qt.ItemDataRole.DisplayRole, MORE)
    """The data of a row its height follows from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: dict[tuple[object, ...], QSize] = {}
        self._sizes_for: tuple[object, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Worked out once for the same words: Qt asks for every row of the list each time one is added."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else em(30)
        around = (width, view.font().key(), em(10))
        if around != self._sizes_for:
            self._sizes, self._sizes_for = {}, around
        row = tuple([index.data(role) for role in self.follows_from])
        size = self._sizes.get(row)
        if size is None:
            first, more = self._areas(option, index, QRect(0, 0, width, 0))
            size = QSize(em(8), max(first.bottom(), more.bottom()) + em(self.above + self.between))
            self._sizes[row] = size
        return size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        areas, fonts = self._areas(option, index, rect), self._fonts(option, index)
        painter.save()
        self._draw_surface(painter, option, index)
        lines = zip(areas, fonts, self._colours(index), _words(index), strict=True)
        for area, font, ink, words in lines:
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(area, _WRAP, words)
        painter.restore()

    def _areas(self, option: QStyleOptionViewItem, index: Index, rect: QRect) -> tuple[QRect, QRect]:
        """Where both lines stand."""
        first, more = _words(index)
        room = self._room(index, rect)
        bold, plain = QFont(option.widget.font()), QFont(option.widget.font())
        bold.setBold(True)  # whether it is drawn so or not: nothing moves when it is
        upper = _area(bold, room, first)
        return upper, _area(plain, room.translated(0, upper.height() + em(0.1)), more) if more else QRect()

    def _room(self, _index: Index, rect: QRect) -> QRect:
        """The place for the words of a row."""
        return QRect(rect.left() + em(self.side), rect.top() + em(self.above), rect.width() - em(2 * self.side), 10_000)

    def _fonts(self, option: QStyleOptionViewItem, _index: Index) -> tuple[QFont, QFont]:
        plain = QFont(option.widget.font())
        bold = QFont(plain)
        bold.setBold(True)
        return bold, plain

    def _colours(self, _index: Index) -> tuple[QColor, QColor]:
        return colour("text"), colour("hint")

    def _draw_surface(self, painter: QPainter, option: QStyleOptionViewItem, _index: Index) -> None:
        state: QStyle.StateFlag = option.state
        whole: QRect = option.rect
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = self.hovers and bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("tint" if focused else "hover" if hovered else "surface"))
        painter.setPen(QPen(colour("focus"), 2) if focused else QPen(colour("rule"), 1))
        painter.drawRoundedRect(whole.adjusted(1, 1, -1, -em(self.between)), 5, 5)


def _words(index: Index) -> tuple[str, str]:
    return foldable(str(index.data(Qt.ItemDataRole.DisplayRole))), foldable(str(index.data(MORE) or ""))


def _area(font: QFont, room: QRect, words: str) -> QRect:
    return QFontMetrics(font).boundingRect(room, _WRAP, words).adjusted(0, 0, 2, 0)


class TwoLines(Rows):
    """A list of such rows; arrow keys move, and nothing more unless somebody listens to `chosen`."""

    def __init__(self, parent: QWidget | None = None, row: type[TwoLineRow] = TwoLineRow) -> None:
        super().__init__(parent)
        set_role(self, "records")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(row(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMouseTracking(row.hovers)
        self._page: QAbstractScrollArea | None = None  # the one it scrolls with

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        around = self.parentWidget()
        while around is not None and not isinstance(around, QAbstractScrollArea):
            around = around.parentWidget()
        if around is not self._page and around is not None and self.hasMouseTracking():
            self._page = around
            around.verticalScrollBar().valueChanged.connect(self._scrolled_by)

    def _scrolled_by(self) -> None:
        """The page has moved it below the mouse, of which Qt tells nobody: another row is under it now, or none."""
        port, at = self.viewport(), QCursor.pos()
        is_here = QApplication.widgetAt(at) is port
        kind = QEvent.Type.HoverMove if is_here else QEvent.Type.HoverLeave
        spot = QPointF(port.mapFromGlobal(at))
        QApplication.sendEvent(port, QHoverEvent(kind, spot, QPointF(at), spot))
