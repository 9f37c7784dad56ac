"""While a button that was pressed cannot be used, the keyboard waits where it presses nothing, and comes back after."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.parts.page import Page


class WaitingKeyboard:
    """Of one part of a page: `hold` before its buttons are switched off, which would hand it on to the next one."""

    def __init__(self, part: QWidget) -> None:
        self._part = part
        self._left: QWidget | None = None

    def hold(self, off: Iterable[QWidget]) -> None:
        """It waits on the page where it is at, or in, one of these, which are about to be switched off."""
        at = self._part.window().focusWidget()
        if any(each is at or each.isAncestorOf(at) for each in off):
            self.begin_at(at)

    def begin_at(self, widget: QWidget) -> None:
        """It waits on the page and goes to this one once it can be used."""
        self._left = widget
        self._page().setFocus(Qt.FocusReason.OtherFocusReason)

    def give_back(self) -> None:
        """To where it was, unless the person has gone elsewhere meanwhile."""
        left, self._left = self._left, None
        if left is not None and left.isVisible() and self._part.window().focusWidget() in (None, self._page()):
            left.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self) -> QWidget:
        """The page around it, or it itself; where that is none that scrolls, what it stands in."""
        above: QWidget | None = self._part
        while above is not None and not isinstance(above, Page):
            above = above.parentWidget()
        return above or self._part.parentWidget() or self._part
