"""Where the window stands and how large it is: all of it can be seen on the screen it is on."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from ui.theme import screen_room

USUAL = QSize(1180, 860)
FRAME = QSize(16, 48)  # room for the edges and the title, which the system draws once the window is shown


def stand(window: QMainWindow, kept: QByteArray) -> None:
    """Put the window where it stood last, or give it its usual size; never larger than the screen has room for.

    This screen may be smaller than the last one: the line that says whether everything is saved would be out of sight.
    """
    if not window.restoreGeometry(kept):
        window.resize(USUAL)
    keep_within(window)


def keep_within(window: QMainWindow) -> None:
    """Make the window no larger than the screen has room for, and bring all of it there; what fills it is left."""
    if window.isMaximized() or window.isFullScreen():
        return
    room = screen_room(window)
    window.resize(window.size().boundedTo(room.size() - FRAME))
    most = room.bottomRight() - window.rect().bottomRight()
    if not room.contains(window.geometry()):
        window.move(max(room.left(), min(window.x(), most.x())), max(room.top(), min(window.y(), most.y())))
