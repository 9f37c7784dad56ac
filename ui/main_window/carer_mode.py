"""While the carer can see the screen: what is only the practitioner's is on no page, in no menu and behind no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.main_window.managing import COMMANDS
from ui.main_window.papers import COMMANDS as PAPERS
from ui.main_window.tasks import COMMANDS as TASKS
from ui.parts import announce
from ui.parts.carer_line import WORDS, CarerLine

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

PRIVATE = (
    *COMMANDS,
    *TASKS,
    *PAPERS,
    "working",
    "jottings",
    "record_details",
    "export",
    "details",
    "other",
    "restrict",
    "step_back",
)


class CarerMode(QObject):
    """The command in the menu, the line above the page, and what they put away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.line = CarerLine(window)
        self.line.left.connect(self.leave)

    @property
    def is_on(self) -> bool:
        """Whether the carer can see the screen."""
        return self._window.commands.actions["carer_sees"].isChecked()

    def turn(self) -> None:
        """The command was chosen: the carer can see the screen, or no longer."""
        window, on = self._window, self.is_on
        if on and window.record is None and not window.managing.holds_back:
            window.show_home()
        window.in_record("set_carer_sees", on)
        if window.home is not None:
            window.home.set_carer_sees(on)
        window.show_commands()
        announce(window, WORDS if on else "Everything can be seen again")

    def leave(self) -> None:
        """The screen is the practitioner's own again; the keyboard goes back to the page."""
        self._window.turn("carer_sees", False)
        if self._window.record is not None:
            self._window.record.focus_page()
        elif self._window.home is not None:
            self._window.home.begin()

    def enable(self) -> None:
        """Grey what is only for the practitioner, and say so above the page."""
        on = self.is_on
        if on:
            self._window.commands.enable(PRIVATE, on=False)
        self._window.managing.notices.put_away(on)
        self.line.setVisible(on and self._window.caseload is not None)
