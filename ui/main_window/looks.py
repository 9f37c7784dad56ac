"""How the window looks: light or dark, and how large its text is; what stands on it is drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.background import soon
from ui.main_window.way_back import go_back, keep_place
from ui.theme import Look, Theme, keep_within, stepped

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow


class Looks(QObject):
    """The commands that change it. It is kept for the next start, and the person stays where they are."""

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._percent = self._wanted = theme.percent
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._draw)
        theme.changed.connect(self._changed)

    def step_text(self, steps: int) -> None:
        """Text larger, smaller or as usual: the first step at once.

        The whole window is drawn anew for it. What was asked for meanwhile is drawn once, however many steps it was.
        """
        self._wanted = stepped(self._wanted if self._due.isActive() else self._theme.percent, steps)
        if not self._due.isActive():
            self._draw()

    def _draw(self) -> None:
        """What is wanted by now; what is asked for while it is drawn comes after it."""
        if self._wanted != self._theme.percent:
            self._due.start(0)
            self._make_ready()
            self._theme.set_percent(self._wanted)

    def set_look(self, look: Look) -> None:
        """Light, dark or as the system has it."""
        self._make_ready()
        self._theme.set_look(look)

    def _make_ready(self) -> None:
        self._window.flush()
        if self._window.record is not None:
            self._window.record.drop_pages()

    def _changed(self) -> None:
        window, theme = self._window, self._theme
        window.session.keep_look(theme.look, theme.percent)
        if theme.percent == self._percent:
            return
        if theme.percent < self._percent:  # larger pages may have made the window larger than the screen
            soon(window, lambda: soon(window, lambda: keep_within(window)))  # once they have their new sizes
        self._percent = theme.percent
        window.flush()
        if window.caseload is None:
            return  # a page of the entrance fits by itself, and a window that closes shows no record any more
        if window.record is not None:
            go_back(window, keep_place(window))
        elif window.home is not None and not window.managing.has_sheet:
            old, again = window.home, window.show_details if window.is_at_details else window.managing.shown
            at = window.focusWidget()
            window.arrive(window.caseload)
            window.home.take_over(old, at)
            window.screens.removeWidget(old)
            old.deleteLater()
            if again is not None:
                again()
