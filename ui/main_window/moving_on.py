"""The page of a record that says where it stands, put into the record's screen; what a move leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.parts import announce

if TYPE_CHECKING:
    from carer_desktop.assessment import Assessment
    from ui.main_window.window import MainWindow
    from ui.screens.record import RecordScreen


class MovingOn(QObject):
    """After each move the record is opened anew: what may be changed in it is another thing then."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def attach(self, screen: RecordScreen) -> None:
        """Give a record its page."""
        from ui.screens.moving import MovingPage

        window = self._window
        assert window.caseload is not None
        page = MovingPage(window.caseload, window.work, screen.desk.assessment, screen)
        page.moved_on.connect(self._moved)
        page.place_asked.connect(screen.go_to)
        page.check_asked.connect(screen.open_check)
        page.export_asked.connect(window.export)
        screen.export_asked.connect(window.export)
        screen.put_standing(page, page.enter)

    def _moved(self, moved: Assessment, words: str, and_the_file: bool) -> None:
        window = self._window
        window.open_record(moved.id)
        if window.record is None:
            return
        window.record.open_standing()
        announce(window, words)
        if and_the_file:
            window.export()

    def written(self) -> None:
        """A Word file was made: where that moved the record on, it is shown as it is now."""
        window = self._window
        if window.record is None or window.caseload is None:
            return
        before = window.record.desk.assessment
        if len(window.caseload.records.again(before).history) != len(before.history):
            window.open_record(before.id)
            window.in_record("open_standing")
