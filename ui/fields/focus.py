"""One watcher of the keyboard focus for all fields: tells a field when the person has left it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.fields.clicks import watch_clicks

if TYPE_CHECKING:
    from ui.fields.base import Field


class FocusWatch(QObject):
    """Listens once to the application instead of filtering the events of every text box."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is None:
            return
        for field in fields_around(old):
            if now is None or not field.holds(now):
                field.leave()


def fields_around(widget: QWidget | None) -> list[Field]:
    """The fields a widget stands in, innermost first (a column of a list stands in two)."""
    found: list[Field] = []
    while widget is not None:
        if getattr(widget, "is_field", False):  # to import Field here would load every field with the first window
            found.append(cast("Field", widget))
        widget = widget.parentWidget()
    return found


def mouse_is_down() -> bool:
    """Whether a click is under way: until it is over nothing may move, or it would land on something else."""
    return QApplication.mouseButtons() != Qt.MouseButton.NoButton


def leave(page: QWidget | None) -> None:
    """The keyboard leaves a page that is about to be hidden, and comes to where it is put next; so does the mouse.

    Left alone, Qt looks for a place through all widgets of the window, goes there, and is sent on from there; and the
    second half of a double-click would press what the next page has under the mouse.
    """
    clicks = watch_clicks()
    if clicks is not None:
        clicks.over()
    here = QApplication.focusWidget()
    if here is not None and page is not None and (here is page or page.isAncestorOf(here)):
        here.clearFocus()


def watch_focus() -> None:
    """Make sure the one watcher is there."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.findChild(FocusWatch) is None:
        FocusWatch(app)
