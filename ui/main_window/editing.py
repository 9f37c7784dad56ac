"""Cut, copy, paste, undo: done by the text that has the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit


def in_text(what: str) -> None:
    """One thing a text box can do (`cut`, `copy`, `paste`, `undo`, `redo`), where one has the keyboard."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        getattr(widget, what)()


def text_can_undo() -> bool:
    """Whether the text that has the keyboard has something of its own to take back."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QPlainTextEdit):
        return widget.document().isUndoAvailable()
    return isinstance(widget, QLineEdit) and widget.isUndoAvailable()
