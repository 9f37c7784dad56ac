"""The working and the jottings of a record: which of them stands beside its page, and whether it may."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.parts import WorkingPanel
from ui.screens.record.bar import RecordBar
from ui.screens.record.jotter import Jotter
from ui.screens.record.side import PageAndPane, SidePane

if TYPE_CHECKING:
    from ui.screens.record.screen import RecordScreen

WORKING, JOTTINGS = "working", "jottings"


class Panes:
    """Opens and closes them beside *page*, by their buttons in the bar, their keys, and where the person goes."""

    def __init__(self, screen: RecordScreen, bar: RecordBar, page: QWidget, jotter: Jotter) -> None:
        self._screen, self._bar, self._jotter = screen, bar, jotter
        self._working = WorkingPanel(screen)
        self.side = SidePane(screen)
        self.side.add(WORKING, "the working", self._working, scrolls=True)
        self.side.add(JOTTINGS, "jottings", jotter.page, scrolls=False)
        self.side.closed.connect(lambda: self.show(""))
        self.with_page = PageAndPane(page, self.side, screen)
        for made, name in ((bar.jottings_button, JOTTINGS), (bar.working_button, WORKING)):
            made.toggled.connect(partial(self._toggled, name))  # assistive technology toggles without a click

    def may_show_working(self) -> bool:
        """The working is for the practitioner's own sections."""
        page = self._screen.page
        return not self._screen.carer_sees and page is not None and page.section.asked_of == "practitioner"

    def refresh(self) -> None:
        """The working as it is now."""
        desk = self._screen.desk
        found, money = desk.findings, desk.findings.suggestion is not None
        earlier = desk.earlier_budgets() if money and self.side.showing == WORKING else ()
        self._working.show_working(found.eligibility, found.suggestion, money, earlier, found.prompts)

    def show_buttons(self) -> None:
        """The buttons of those that may be open, pressed where they are."""
        bar, showing = self._bar, self.side.showing
        bar.working_button.setVisible(self.may_show_working())
        bar.working_button.setChecked(showing == WORKING)
        bar.jottings_button.setVisible(not self._screen.carer_sees)
        bar.jottings_button.setChecked(showing == JOTTINGS)

    def show(self, name: str) -> None:
        """Open one of them, or with no name close it."""
        screen = self._screen
        self._jotter.page.flush()
        if (name == WORKING and not self.may_show_working()) or (name == JOTTINGS and screen.carer_sees):
            return
        here = QApplication.focusWidget()
        had_focus = here is not None and self.side.isAncestorOf(here)
        self.side.show_one(name)
        self.with_page.arrange()
        self.refresh()
        if name == JOTTINGS:
            self._jotter.page.box.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name:
            self.side.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            screen.focus_page()
        screen.moved.emit()

    def toggle(self, name: str) -> None:
        """Open it, or close it where it is open."""
        self.show("" if self.side.showing == name else name)

    def _toggled(self, name: str, on: bool) -> None:
        if on != (self.side.showing == name):
            self.toggle(name)

    def fit(self) -> None:
        """The working goes where a section is not the practitioner's own."""
        if self.side.showing == WORKING and not self.may_show_working():
            self.show("")
