"""What is next, opened: from a row of the home page to the thing itself, and the small jobs beside the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.todo import Task
    from ui.main_window.window import MainWindow


class Tasks(QObject):
    """Leads from what is to be done to where it is done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @property
    def caseload(self) -> Caseload | None:
        """What the window works with, while somebody is signed in."""
        return self._window.caseload

    def open(self, task: Task) -> None:
        """The thing itself."""
        if task.kind == "review" and not task.reference:
            self._window.managing.show_due()
        else:
            self._window.open_record(task.subject)
