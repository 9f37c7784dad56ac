"""Before the window closes: saves on their way get a moment, and nothing is lost without being asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from ui.main_window.way_back import keep_field
from ui.parts import SaveLine
from ui.parts.ask import Ask

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

WAIT_MS = 5_000


def give_back(window: MainWindow) -> bool:
    """Everything is saved and the records are closed; False when the person chose to stay."""
    window.flush()
    if window.caseload is None:
        return True
    keep_field(window)
    line = window.save_line
    wait_for_saves(line)
    if line.unsaved and not _may_lose(window.caseload.records.unsaved(), window):
        return False
    window.upkeep.before_closing()
    try:
        if window.caseload is not None:  # not locked meanwhile
            window.caseload.close()
    except CarerError as error:
        if not line.unsaved:
            window.banner.show_error(error)
    window.caseload = None
    return True


def wait_for_saves(line: SaveLine) -> None:
    """Saves on their way get a moment to arrive or to fail; the window stays alive meanwhile."""
    if _has_settled(line):
        return
    loop = QEventLoop()
    ticking = QTimer()
    ticking.timeout.connect(lambda: loop.quit() if _has_settled(line) else None)
    ticking.start(10)
    QTimer.singleShot(WAIT_MS, loop.quit)
    loop.exec()


def _has_settled(line: SaveLine) -> bool:
    return not line.unsaved or line.error is not None


def _may_lose(answers: int, parent: QWidget) -> bool:
    """Asks whether to close although something is not saved; to stay is what Enter and Escape do."""
    what = "1 answer is" if answers == 1 else f"{answers} answers are" if answers else "Something is"
    it, is_ = ("they", "are") if answers > 1 else ("it", "is")
    ask = Ask(
        f"{what} not saved", f"If the window closes now, {it} {is_} lost. Until then {it} {is_} still here.",
        stay="Keep the window open", go=f"Close and lose {'them' if answers > 1 else 'it'}", parent=parent,
    )  # fmt: skip
    return ask.goes()
