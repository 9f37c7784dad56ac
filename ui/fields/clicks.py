"""A click that has brought another page or window is over: the second half of a double-click comes to nothing there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_RELEASE = QEvent.Type.MouseButtonRelease
_KEY = QEvent.Type.KeyPress


class Clicks(QObject):
    """Keeps back what is clicked within the time of a double-click after the press that brought a page.

    The same where that press was in another window: a dialog has come, or has gone and shows what was below. A menu or
    the choices of a box are no such window. What counts is when the hand clicked, as the window system tells it, and
    not when the window came to it: that may be later, because it was making the page. What a key has brought keeps
    nothing back.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._pressed: int | None = None  # when, in milliseconds of the window system: the last press that counted
        self._brought: int | None = None  # the press that brought the page that is shown
        self._where: QWindow | None = None  # the window of the last press, unless it was a menu
        self._kept_back = False  # a press was: so will be its release
        app.focusWindowChanged.connect(self.watch)
        self.watch(app.focusWindow())

    def watch(self, window: QWindow | None) -> None:
        """Hear of the clicks in this window as well."""
        if window is not None:
            window.installEventFilter(self)  # twice is once

    def over(self) -> None:
        """Another page is shown now."""
        self._brought = self._pressed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == _KEY:
            self._pressed = self._where = None
        elif kind in _PRESSES and isinstance(event, QMouseEvent) and isinstance(watched, QWindow):
            return self._press(kind, event.timestamp(), watched)
        elif kind == _RELEASE:
            kept_back, self._kept_back = self._kept_back, False
            return kept_back
        return False

    def _press(self, kind: QEvent.Type, at: int, window: QWindow) -> bool:
        where = None if window.type() == Qt.WindowType.Popup else window
        is_elsewhere = where is not None and self._where is not None and where is not self._where
        before = self._pressed if is_elsewhere else self._brought
        too_soon = before is not None and 0 <= at - before < QApplication.doubleClickInterval()
        if kind == _PRESSES[0]:
            self._kept_back = too_soon
        if not too_soon:
            self._pressed, self._brought, self._where = at, None, where
        return too_soon


def watch_clicks() -> Clicks | None:
    """The one that watches them, where there is an application; it is made when it is first asked for."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return None
    found = app.findChild(Clicks)
    return found if isinstance(found, Clicks) else Clicks(app)
