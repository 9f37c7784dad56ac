"""A page that scrolls: one column of comfortable width, what the keyboard is at always in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.background import soon
from ui.fields.focus import fields_around, mouse_is_down
from ui.theme import em, keep_within, most_height, set_role

WIDTH = 52  # text sizes; longer lines are hard to read


class Page(QScrollArea):
    """Add widgets top to bottom with `add`; they share one column that never scrolls sideways."""

    def __init__(self, parent: QWidget | None = None, spacing: float = 1.5) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = self._inside = QWidget()
        set_role(inside, "page")
        self._fitted = (0, 0)
        self._across = QHBoxLayout(inside)
        self._column = QWidget(inside)
        self.rows = QVBoxLayout(self._column)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self._spacing = spacing
        self._across.addWidget(self._column, 1)
        self._across.addStretch(0)
        self._end = QWidget(self._column)
        self.rows.addWidget(self._end, 1)
        self.setWidget(inside)
        self._fit()
        self._writing: QLineEdit | QPlainTextEdit | None = None  # the box somebody writes in
        self._left_alone = False  # scrolled by the person since
        self._follows_soon = False  # after the caret, once what is under way is done
        self.verticalScrollBar().rangeChanged.connect(self._room_changed)
        self.verticalScrollBar().actionTriggered.connect(self._scrolled)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others."""
        self.rows.insertWidget(self.rows.count() - 1, widget)

    def add_rows(self) -> QVBoxLayout:
        """A place below the others for rows that come and go."""
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.6))
        self.add(box)
        return rows

    def whole_height(self) -> int:
        """How high the page is when all of it is seen, at its width now; then it has no scroll bar."""
        needed = self._inside.heightForWidth(self.contentsRect().width())
        return needed if needed > 0 else self._inside.sizeHint().height()

    def fit_window(self, width: int) -> None:
        """Make the dialog it stands in as high as what it says; all of it is on the screen, and else it scrolls.

        Called once the dialog is shown: widths are known then.
        """
        window = self.window()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # one that is there keeps itself in need
        for layout in (self.rows, window.layout()):
            if layout is not None:
                layout.activate()
        beside = window.height() - self.viewport().height()
        window.resize(width, min(self.whole_height() + beside, most_height(window)))
        keep_within(window)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def is_in_view(self, widget: QWidget) -> bool:
        """Whether all of a widget is seen without scrolling."""
        layout = self._inside.layout()
        if layout is not None:
            layout.activate()
        area = QRect(widget.mapTo(self._inside, QPoint(0, -self.verticalScrollBar().value())), widget.size())
        return area.top() >= 0 and area.bottom() + em(1) <= self.viewport().height()

    def show_whole(self, widget: QWidget) -> None:
        """Scroll so that all of a widget is in view, or its beginning when it is taller than the page."""
        self._show_area(QRect(widget.mapTo(self._inside, QPoint(0, 0)), widget.size()))

    def _show_area(self, area: QRect) -> None:
        bar = self.verticalScrollBar()
        room = self.viewport().height()
        margin = em(1)
        if area.height() + 2 * margin > room or area.top() - margin < bar.value():
            bar.setValue(area.top() - margin)
        elif area.bottom() + margin > bar.value() + room:
            bar.setValue(area.bottom() + margin - room)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Scroll after the keyboard, never under a mouse that is pressed: its click would land elsewhere."""
        is_here = now is not None and self._inside.isAncestorOf(now)
        self._write_in(now if is_here and isinstance(now, QLineEdit | QPlainTextEdit) else None)
        if now is not None and is_here and not mouse_is_down():
            soon(self, lambda: self._show_focused(now))

    def _show_focused(self, now: QWidget) -> None:
        if QApplication.focusWidget() is not now:
            return
        around = fields_around(now)
        room = self.viewport().height()
        self.show_whole(around[0] if around and around[0].height() < room else now)
        self._show_caret()

    def _write_in(self, box: QLineEdit | QPlainTextEdit | None) -> None:
        """Listen to where the caret goes in this box, and in no other."""
        before, self._writing = self._writing, box
        if before is not None and isValid(before):
            before.cursorPositionChanged.disconnect(self._caret_moved)
        if box is not None:
            self._left_alone = False
            box.cursorPositionChanged.connect(self._caret_moved)

    def _caret_moved(self) -> None:
        self._left_alone = False
        self._room_changed()

    def _scrolled(self) -> None:
        """The person looks elsewhere, by wheel or bar: the page stays there until the caret moves."""
        self._left_alone = True

    def _room_changed(self) -> None:
        """The box grows, or something above or around the page takes room: once all of it has its place."""
        if self._writing is not None and not self._left_alone and not self._follows_soon:
            self._follows_soon = True
            soon(self, self._follow_caret)

    def _follow_caret(self) -> None:
        self._follows_soon = False
        self._show_caret()

    def _show_caret(self) -> None:
        """Scroll so that the line somebody writes in is in view."""
        box = self._writing
        if box is None or not isValid(box) or self._left_alone or mouse_is_down():
            return
        if isinstance(box, QPlainTextEdit):
            at = box.cursorRect()
            self._show_area(QRect(box.viewport().mapTo(self._inside, at.topLeft()), at.size()))
        else:
            self.show_whole(box)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Margins of 2 text sizes where there is room, less on a narrow page; the text size may have changed."""
        if not hasattr(self, "_across"):
            return  # Qt sends style changes while it builds the widget
        side = min(em(2), max(em(0.5), self.width() // 20))
        if (side, em()) == self._fitted:
            return  # every change has the whole page measured again
        self._fitted = (side, em())
        self._across.setContentsMargins(side, em(1.5), side, em(2))
        self._column.setMaximumWidth(em(WIDTH))
        self.rows.setSpacing(em(self._spacing))
