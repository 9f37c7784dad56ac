"""Enter presses the button or link that has the keyboard, everywhere; Qt's own do so in some dialogs only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton, QWidget
from shiboken6 import isValid

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterPresses(QObject):
    """Makes the one button with the keyboard listen to Enter, and no other: a text box in a dialog keeps its own.

    A key that is held down presses once. What its repeats would meet may have come meanwhile and not been seen yet, so
    they come to no widget: they are kept from the window that has the keyboard, whichever it is.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._listening: QPushButton | None = None
        self._watched: QWindow | None = None
        self._let_go = (0, 0)  # the key that came up last, and when
        app.focusChanged.connect(self._moved)
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        before, self._watched = self._watched, window
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._let_go = (event.key(), event.timestamp())
        return (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and (event.isAutoRepeat() or self._is_same_moment(event))
            and would_press(event.key())
        )

    def _is_same_moment(self, event: QKeyEvent) -> bool:
        """Up and down again within one millisecond: X11 tells of a held key so, and Qt does not always see it."""
        return bool(event.timestamp()) and self._let_go == (event.key(), event.timestamp())

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        before, self._listening = self._listening, None
        if before is not None and isValid(before):
            before.setAutoDefault(False)
        if isinstance(now, QPushButton) and not now.autoDefault():
            now.setAutoDefault(True)
            self._listening = now


def would_press(key: int) -> bool:
    """Whether the key presses something where the keyboard is, and does not write there."""
    at = QApplication.focusWidget()
    if key in ENTERS:
        return not isinstance(at, QPlainTextEdit)
    return key == Qt.Key.Key_Space and not isinstance(at, QPlainTextEdit | QLineEdit)


def enters(event: QKeyEvent, button: QPushButton | None) -> bool:
    """Whether the key is Enter in a line of text or on a choice: then it presses the main button of the dialog.

    A line with a use of its own for Enter (a search takes what it found) keeps it, and a text of many lines too.
    """
    at = QApplication.focusWidget()
    if event.key() not in ENTERS or not isinstance(at, QLineEdit | QRadioButton | QCheckBox):
        return False
    own = isinstance(at, QLineEdit) and at.isSignalConnected(QMetaMethod.fromSignal(at.returnPressed))
    if button is not None and button.isVisible() and not own:
        button.click()
    return True


def enter_presses() -> None:
    """Make sure that it does."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.findChild(EnterPresses) is None:
        EnterPresses(app)
