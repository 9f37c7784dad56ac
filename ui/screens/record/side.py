"""What stands at the right of a page when it is asked for: the working, or jottings. Never open by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.parts import announce
from ui.parts.words import link_button
from ui.theme import em, set_role

PANE = 22  # text sizes
ROOM = 40 + PANE  # below this width the pane takes the whole place of the page


class SidePane(QFrame):
    """One thing at a time with a way to close it; `closed()`."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(0, em(0.5), em(0.6), 0)
        top.addStretch(1)
        self.close_button = link_button("Close", self)
        self.close_button.clicked.connect(self.closed)
        top.addWidget(self.close_button)
        rows.addLayout(top)
        self._rows = rows
        self._inside: dict[str, QWidget] = {}
        self.showing = ""
        self.hide()

    def add(self, name: str, words: str, widget: QWidget, scrolls: bool) -> None:
        """Something that can be shown here; *words* say what is closed."""
        if scrolls:
            area = QScrollArea(self)
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(widget)
            widget = area
        widget.setProperty("words", words)
        widget.hide()
        self._inside[name] = widget
        self._rows.addWidget(widget, 1)

    def follow(self, before: QWidget) -> None:
        """Tab reaches what stands here after the page it stands beside."""
        for area in self._inside.values():
            for widget in (self.close_button, *area.findChildren(QWidget)):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    QWidget.setTabOrder(before, widget)
                    before = widget

    def show_one(self, name: str) -> None:
        """Show this one; an empty name closes the pane."""
        self.showing = name
        for each, widget in self._inside.items():
            widget.setVisible(each == name)
        if name:
            words = str(self._inside[name].property("words"))
            self.close_button.setAccessibleName(f"Close {words}")
            announce(self, f"{words} opened")
        self.setVisible(bool(name))


class PageAndPane(QWidget):
    """The page, and beside it the pane when there is room, or in its place when there is not."""

    def __init__(self, page: QWidget, pane: SidePane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._pane = page, pane
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(page, 1)
        row.addWidget(pane)
        self.arrange()

    def arrange(self) -> None:
        """After the width, the text size or what is shown has changed."""
        narrow = self.width() < em(ROOM)
        is_open = bool(self._pane.showing)
        if narrow:
            self._pane.setMinimumWidth(0)
            self._pane.setMaximumWidth(16_777_215)
            self._pane.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        else:
            self._pane.setFixedWidth(max(em(PANE), self.width() // 3))
        self._page.setVisible(not (narrow and is_open))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
