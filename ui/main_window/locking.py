"""The steps of a lock behind the cover: work under way ends, the records are closed, no text is left on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSignalBlocker, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from carer_desktop.errors import CarerError
from ui.background import SlowWork
from ui.main_window.closing import wait_for_saves

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

WORK_MS = 10_000


def finish_work(work: SlowWork) -> None:
    """A file being written is finished: half a file would be worse than a moment more."""
    if not work.busy:
        return
    loop = QEventLoop()
    QTimer.singleShot(WORK_MS, loop.quit)
    work.start(lambda: None, lambda _: loop.quit(), lambda _: loop.quit())  # one thread: what came before is done then
    loop.exec()


def close_records(window: MainWindow) -> bool:
    """Everything typed is on the disk and the vault is closed; False when something could not be saved."""
    window.flush()
    if window.save_line.error is not None:
        window.retry()
    wait_for_saves(window.save_line)
    if window.caseload is None:
        return True
    if window.save_line.unsaved:
        return False
    try:
        window.caseload.close(locked=True)
    except CarerError as error:
        window.banner.show_error(error)  # every save was acknowledged: the lock comes first
    window.caseload = None
    return True


def forget_text(window: QWidget) -> None:
    """No box, label or list holds words any more, and no undo could bring them back.

    Nobody listens meanwhile: an emptied box is not an answer that was cleared. Screens that were left go first: Python
    would keep one that it is asked for while it goes.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for widget in window.findChildren(QWidget):
        with QSignalBlocker(widget):
            if isinstance(widget, QLineEdit):
                widget.clear()
            elif isinstance(widget, QPlainTextEdit):
                widget.clear()
                widget.document().clearUndoRedoStacks()
            elif isinstance(widget, QListWidget | QLabel):
                widget.clear()
