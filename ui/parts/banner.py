"""The one way an error of the program is shown: what happened, where, how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from carer_desktop.errors import CarerError, StoreError
from ui.fields.announce import announce
from ui.parts.words import button, line, on_screen
from ui.theme import em, set_role


class Banner(QFrame):
    """An error that stays until it is mended or closed; `retried` when the person wants to try again."""

    retried = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "banner")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(0.8), em(0.5), em(0.8), em(0.5))
        rows.setSpacing(em(0.2))
        self._what = line("", "h3", self)
        self._where = line("", "hint", self)
        self._mend = line("", "body", self)
        for label in (self._what, self._where, self._mend):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(label)
        row = QHBoxLayout()
        self.retry_button = button("Try again", parent=self)
        self.offer_button = button("", parent=self)
        self.offer_button.hide()
        self.copy_button = button("Copy details", "link", self)
        self.close_button = button("Close", "link", self)
        for made, slot in (
            (self.retry_button, self.retried.emit), (self.offer_button, self._take_offer),
            (self.copy_button, self._copy), (self.close_button, self._close),
        ):  # fmt: skip
            made.clicked.connect(slot)
            row.addWidget(made)
        row.addStretch(1)
        rows.addLayout(row)
        self._text = self._of = ""
        self._offered: Callable[[], None] | None = None
        self._came_from: QWidget | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._note_where_from)
        self.hide()

    @contextmanager
    def trying(self, action: str) -> Iterator[None]:
        """What goes wrong in *action* is shown; once the action succeeds, its own earlier error goes and no other."""
        try:
            yield
        except CarerError as error:
            self.show_error(error, of=action)
        else:
            self.mended(action)

    def mended(self, action: str) -> None:
        """This action has succeeded: its earlier error goes, if it is the one shown."""
        if self._of == action:
            self.clear()

    def show_error(self, error: BaseException, retry: bool | None = None, of: str = "") -> None:
        """Show an error *of* an action; *retry* offers to try again (an error of the store says so itself)."""
        if isinstance(error, CarerError):
            what, where, mend = error.what, error.where, error.mend
        else:
            what, where, mend = (
                "Something went wrong in the program",
                type(error).__name__,
                "What you typed is still here.",
            )
        if retry is None:
            retry = isinstance(error, StoreError) and error.retry
        what, mend = on_screen(what), on_screen(mend)
        for label, words in ((self._what, what), (self._where, where), (self._mend, mend)):
            label.setText(words)
            label.setVisible(bool(words))
        self._text = "\n".join(words for words in (what, where, mend) if words)
        self._of = of
        self.retry_button.setVisible(retry)
        self.offer_button.hide()
        self.setAccessibleName(f"Problem: {what}")
        self.show()
        announce(self, f"{what}. {mend}", urgent=True)

    def offer(self, words: str, do: Callable[[], None]) -> None:
        """One more way out of the error that is shown."""
        self._offered = do
        self.offer_button.setText(words)
        self.offer_button.show()

    def _take_offer(self) -> None:
        if self._offered is not None:
            self._offered()

    def clear(self) -> None:
        """The error is mended; a keyboard that is here goes back to where it came from."""
        self._of = ""
        back, self._came_from = self._came_from, None
        if self._has_keyboard() and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _has_keyboard(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def _note_where_from(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and now is not None and self.isAncestorOf(now) and not self.isAncestorOf(before):
            self._came_from = before

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        announce(self, "Copied")

    def _close(self) -> None:
        self.clear()
        self.closed.emit()
