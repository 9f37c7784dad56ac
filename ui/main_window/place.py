"""Where the window stands and how large it is: all of it can be seen on the screen it is on."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from ui.theme import keep_within

USUAL = QSize(1180, 860)


def stand(window: QMainWindow, kept: QByteArray) -> None:
    """Put the window where it stood last, or give it its usual size; never larger than the screen has room for.

    This screen may be smaller than the last one: the line that says whether everything is saved would be out of sight.
    """
    if not window.restoreGeometry(kept):
        window.resize(USUAL)
    keep_within(window)
