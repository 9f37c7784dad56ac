"""Starts the windows: one application, its look, its one window; an error nobody expected is shown, never swallowed."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from carer_desktop.applog import AppLog
from carer_desktop.clock import SystemClock
from ui.main_window import MainWindow
from ui.session import Session
from ui.session.again import taken, tell_shown
from ui.session.display import ask_for_display
from ui.theme import Theme

LOG = "log"
GRAVE = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


def run() -> int:
    """Opens the window and gives the exit code once it is closed. CarerError where no window can be opened."""
    ask_for_display()
    name_application()
    session = Session()
    log = AppLog(session.folder / LOG, SystemClock().now)
    log.listen()
    qInstallMessageHandler(hearing_qt(log))
    try:
        return _run(session, log)
    finally:
        qInstallMessageHandler(None)


def _run(session: Session, log: AppLog) -> int:
    app = make_application()
    theme = Theme(app)
    theme.set_look(session.look)
    if session.percent != theme.percent:  # each puts the style sheet on the whole program
        theme.set_percent(session.percent)
    window = MainWindow(theme, session, back=taken())
    window.painted.connect(tell_shown)
    window.guard.ended.connect(partial(end_at_once, session))
    before = sys.excepthook
    sys.excepthook = reporting(window, log)
    window.show()
    try:
        return app.exec()
    finally:
        sys.excepthook = before


def end_at_once(session: Session) -> NoReturn:
    """After a lock all is saved, closed and cleared: gone now, and not once Qt and Python are taken down in pieces."""
    session.write()
    os._exit(0)


def name_application() -> None:
    """The name its settings folder bears."""
    QCoreApplication.setApplicationName("carer-desktop")


def make_application() -> QApplication:
    """The application under its name."""
    name_application()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    app.setApplicationDisplayName("")
    # Qt has just taken the laptop's language for all of C; days and months are in the language of the program.
    locale.setlocale(locale.LC_TIME, "C")
    return app


def reporting(
    window: MainWindow, log: AppLog
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Shows an error of the program itself in the banner and logs it; what was typed stays, and no answer is named."""

    def report(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, where)
            return
        log.unhandled(kind, error, where)
        window.banner.show_error(error)

    return report


def hearing_qt(log: AppLog) -> Callable[[QtMsgType, QMessageLogContext, str], None]:
    """What Qt warns of goes into the log as a level and a line: its words may hold what was typed."""

    def hear(level: QtMsgType, context: QMessageLogContext, _words: str) -> None:
        if level in GRAVE:
            log.qt_message(int(level.value), context.line)

    return hear
