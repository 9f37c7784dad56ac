"""The list of records: one row each, name first, then where it stands, all in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
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

from carer_desktop.records.carer import Card
from carer_desktop.words import say
from ui.fields.rows import Rows
from ui.theme import colour, em, set_role

_ID = Qt.ItemDataRole.UserRole
_MORE = Qt.ItemDataRole.UserRole + 1


def saved_words(at: datetime, now: datetime) -> str:
    """When a record was saved last, as people say it.

    >>> from datetime import UTC
    >>> saved_words(datetime(2026, 11, 21, 9, 5, tzinfo=UTC), datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    'saved today 09:05'
    """
    then, here = at.astimezone(), now.astimezone()
    if then.date() == here.date():
        return f"saved today {then:%H:%M}"
    return f"saved {then.day} {then:%B %Y}"


def card_words(card: Card, now: datetime) -> tuple[str, str]:
    """The two lines of a record in the list."""
    name = card.carer.name or "Carer not named yet"
    form = say("form", card.form_id)
    return name, "  ·  ".join((form, say("stage", card.stage), card.reference, saved_words(card.saved_at, now)))


class Row(QStyledItemDelegate):
    """Draws a record in two lines on a surface of its own."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else em(30)
        name, more = self._areas(option, index, QRect(0, 0, width, 0))
        return QSize(em(10), name.height() + more.height() + em(1.9))

    def _areas(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, rect: QRect
    ) -> tuple[QRect, QRect]:
        room = QRect(rect.left() + em(1), rect.top() + em(0.65), rect.width() - em(2), 10_000)
        bold, plain = self._fonts(option)
        wrap = Qt.TextFlag.TextWordWrap
        name = QFontMetrics(bold).boundingRect(room, wrap, str(index.data(Qt.ItemDataRole.DisplayRole)))
        below = room.translated(0, name.height() + em(0.1))
        return name.adjusted(0, 0, 2, 0), QFontMetrics(plain).boundingRect(below, wrap, str(index.data(_MORE)))

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
        rect = whole.adjusted(1, 1, -1, -em(0.5))
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("tint" if focused else "hover" if hovered else "surface"))
        painter.setPen(QPen(colour("focus"), 2) if focused else QPen(colour("rule"), 1))
        painter.drawRoundedRect(rect, 6, 6)
        name, more = self._areas(option, index, whole)
        bold, plain = self._fonts(option)
        painter.setFont(bold)
        painter.setPen(colour("text"))
        painter.drawText(name, Qt.TextFlag.TextWordWrap, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.setFont(plain)
        painter.setPen(colour("hint"))
        painter.drawText(more.adjusted(0, 0, 2, 0), Qt.TextFlag.TextWordWrap, str(index.data(_MORE)))
        painter.restore()


class RecordsList(Rows):
    """The records found; `opened(id)` by click or Enter, arrow keys only look."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "records")
        self.setAccessibleName("Records")
        self.setAccessibleDescription("Enter opens a record")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(Row(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.chosen.connect(self._open)

    def show_cards(self, cards: Sequence[Card], now: datetime) -> None:
        """Show these records; the keyboard's place stays on the record it was on."""
        before = self._at(self.currentRow())
        self.clear()
        for card in cards:
            name, more = card_words(card, now)
            item = QListWidgetItem(name, self)
            item.setData(_ID, card.id)
            item.setData(_MORE, more)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {more.replace('  ·  ', ', ')}")
        rows = [self._at(row) for row in range(self.count())]
        if rows:
            self.setCurrentRow(rows.index(before) if before in rows else 0)

    def _at(self, row: int) -> str:
        item = self.item(row) if row >= 0 else None
        return str(item.data(_ID)) if item is not None else ""

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_ID)))
