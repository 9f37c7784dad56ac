"""Enter presses the button or link that has the keyboard, everywhere; Qt's own do so in some dialogs only."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid


class EnterPresses(QObject):
    """Makes the one button with the keyboard listen to Enter, and no other: a text box in a dialog keeps its own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._listening: QPushButton | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        before, self._listening = self._listening, None
        if before is not None and isValid(before):
            before.setAutoDefault(False)
        if isinstance(now, QPushButton) and not now.autoDefault():
            now.setAutoDefault(True)
            self._listening = now


def enter_presses() -> None:
    """Make sure that it does."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.findChild(EnterPresses) is None:
        EnterPresses(app)
