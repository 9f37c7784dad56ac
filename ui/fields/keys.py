"""Keys that some systems give to text boxes and that mean a command here: Ctrl+K would delete the rest of a line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

COMMANDS = (Qt.Key.Key_E, Qt.Key.Key_K)


def is_command(box: QWidget, event: QKeyEvent, can_undo: bool) -> bool:
    """Do the command of this key instead of what the box would do with it; whether there was one.

    Undo is the window's where the box has nothing of its own to take back.
    """
    plain = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    wanted = (plain and event.key() in COMMANDS) or (event.matches(QKeySequence.StandardKey.Undo) and not can_undo)
    window = box.window()
    if not wanted or not isinstance(window, QMainWindow) or not window.menuBar().isVisible():
        return False
    keys = QKeySequence(event.keyCombination())
    for action in window.findChildren(QAction):
        if keys in action.shortcuts():
            action.trigger()
            return True
    return False
