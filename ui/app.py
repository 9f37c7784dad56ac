"""Starts the windows: one application, its look, its one window; an error nobody expected is shown, never swallowed."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from ui.main_window import MainWindow
from ui.session import Session
from ui.session.again import taken, tell_shown
from ui.theme import Theme


def run() -> int:
    """Opens the window and gives the exit code once it is closed."""
    app = make_application()
    session = Session()
    theme = Theme(app)
    theme.set_look(session.look)
    if session.percent != theme.percent:  # each puts the style sheet on the whole program
        theme.set_percent(session.percent)
    window = MainWindow(theme, session, back=taken())
    window.painted.connect(tell_shown)
    window.guard.ended.connect(lambda: app.exit(0))
    before = sys.excepthook
    sys.excepthook = reporting(window)
    window.show()
    try:
        return app.exec()
    finally:
        sys.excepthook = before


def make_application() -> QApplication:
    """The application under the name its settings folder bears."""
    QCoreApplication.setApplicationName("carer-desktop")
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    app.setApplicationDisplayName("")
    return app


def reporting(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Shows an error of the program itself in the banner; what was typed stays, and the details name no answer."""

    def report(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, where)
            return
        window.banner.show_error(error)
        for frame in traceback.extract_tb(where):
            sys.stderr.write(f"{kind.__name__} in {frame.filename}, line {frame.lineno}, {frame.name}\n")

    return report
