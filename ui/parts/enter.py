"""Enter presses the button or link that has the keyboard, everywhere; Qt's own do so in some dialogs only."""

from __future__ import annotations

from PySide6.QtCore import QMetaMethod, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QRadioButton, QWidget
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


def enters(event: QKeyEvent, button: QPushButton | None) -> bool:
    """Whether the key is Enter in a line of text or on a choice: then it presses the main button of the dialog.

    A line with a use of its own for Enter (a search takes what it found) keeps it, and a text of many lines too.
    """
    at = QApplication.focusWidget()
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not is_enter or not isinstance(at, QLineEdit | QRadioButton | QCheckBox):
        return False
    own = isinstance(at, QLineEdit) and at.isSignalConnected(QMetaMethod.fromSignal(at.returnPressed))
    if button is not None and button.isVisible() and not own and not event.isAutoRepeat():
        button.click()
    return True


def enter_presses() -> None:
    """Make sure that it does."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.findChild(EnterPresses) is None:
        EnterPresses(app)
