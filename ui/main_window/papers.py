"""What leaves the program: files of a record, many at once, files outside, checking one, and their marking."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from ui.background import soon
from ui.parts.commands import Command, Commands
from ui.parts.dropped import dropped

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from ui.main_window.window import MainWindow
    from ui.screens.check_file import CheckFileScreen
    from ui.screens.export import ExportDialog
    from ui.screens.show_to_carer import ShowDialog

OF_RECORDS = ("check_file", "outside", "batch")
FOR_LEAD = ("marking",)
COMMANDS = ("carer_draft", "bring_in", "paper", "templates", *OF_RECORDS, *FOR_LEAD)
TAKEN = (".docx", ".pdf")


class Papers(QObject):
    """Leads to the windows about files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def take_drops(self, screens: QWidget) -> None:
        """Word files can be dropped here; not on the window, for under a cover nothing is taken in."""
        screens.setAcceptDrops(True)
        screens.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A Word file dropped anywhere is checked where its record is here; any other form is brought in."""
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            file = dropped(event)
            if file is not None and file.suffix.lower() in TAKEN and self._may_check():
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    soon(self, partial(self._take_drop, file))
                return True
        return super().eventFilter(watched, event)

    def _take_drop(self, file: Path) -> None:
        caseload, window = self.caseload, self._window
        if caseload is not None:
            incoming = caseload.incoming
            window.work.start(
                lambda: not incoming.may_change or incoming.is_of_a_record_here(file),
                lambda here: self.check_file(file) if here else self.bring_in(file),
                lambda _error: self.check_file(file),  # which says why it cannot be read
                self,
            )

    def _may_check(self) -> bool:
        return self.caseload is not None and self._window.commands.actions["check_file"].isEnabled()

    @property
    def caseload(self) -> Caseload | None:
        """What the window works with, while somebody is signed in."""
        return self._window.caseload

    def enable(self) -> None:
        """For those who see records; the marking is for the access lead."""
        caseload, commands = self.caseload, self._window.commands
        free = caseload is not None and not self._window.managing.holds_back
        commands.enable(("paper",), free)
        commands.enable(OF_RECORDS, free and caseload is not None and caseload.records.seeing.any)
        may = {
            "bring_in": caseload is None or caseload.incoming.may_change,
            "templates": caseload is None or caseload.templates.may_change,
        }
        for command, allowed in may.items():
            commands.actions[command].setVisible(allowed)
            commands.actions[command].setEnabled(free and allowed)
        lead = caseload is None or "keeper" in caseload.people.me.roles
        for command in FOR_LEAD:
            commands.actions[command].setVisible(lead)
            commands.actions[command].setEnabled(free)

    # Of the open record --------------------------------------------------------------------------

    def export(self, audience: str = "council") -> ExportDialog | None:
        """A file of the open record."""
        from ui.screens.export import ExportDialog

        window, caseload = self._window, self.caseload
        if window.record is None or caseload is None:
            return None
        window.flush()
        dialog = ExportDialog(caseload, window.record.desk.assessment, window.session, window.work, window, audience)
        dialog.exported.connect(window.moving.written)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def show_to_carer(self) -> ShowDialog | None:
        """What the carer's own copy holds, over the whole screen."""
        from ui.screens.show_to_carer import ShowDialog

        window, caseload = self._window, self.caseload
        if window.record is None or caseload is None:
            return None
        window.flush()
        dialog = ShowDialog(caseload.exports.for_the_carer(window.record.desk.assessment), window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.showFullScreen()
        return dialog

    # Of all records ------------------------------------------------------------------------------

    def check_file(self, file: Path | None = None) -> None:
        """Whether a file is what stands in the record."""
        from ui.screens.check_file import CheckFileScreen

        window = self._window
        if self.caseload is not None:
            screen = CheckFileScreen(self.caseload, window.work, window.session.export_folder)
            screen.left.connect(window.show_home)
            screen.open_asked.connect(window.open_record)
            screen.why_asked.connect(partial(self._ask_why, screen))
            screen.bring_in_asked.connect(self.bring_in)
            window.managing.show_page(partial(self.check_file, file), screen, "Check a file", screen.begin)
            if file is not None:
                screen.check(file)

    def _ask_why(self, screen: CheckFileScreen, reference: str, file: Path) -> None:
        """The file is of a colleague's record: why it is opened is asked, as anywhere else."""
        from ui.screens.reason import ReasonDialog

        window, caseload = self._window, self.caseload
        if caseload is not None:
            seeing = caseload.records.seeing
            record = next((card.id for card in caseload.records.all() if card.reference == reference), "")
            dialog = ReasonDialog(seeing.colleague(record), seeing.reasons(), window.work, window)
            dialog.chosen.connect(partial(screen.check, file))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def bring_in(self, file: Path | None = None) -> None:
        """A record that begins with what stands in a file."""
        from ui.screens.bring_in import BringInScreen

        window = self._window
        if self.caseload is not None:
            screen = BringInScreen(self.caseload, window.work, window.session.export_folder)
            screen.left.connect(window.show_home)
            screen.taken.connect(window.open_record)
            screen.check_asked.connect(self.check_file)
            window.managing.show_page(partial(self.bring_in, file), screen, "Bring in a file", screen.begin)
            if file is not None:
                screen.look(file)

    def show_templates(self) -> None:
        """How Word files look."""
        from ui.screens.templates import TemplatesScreen

        window = self._window
        if self.caseload is not None:
            screen = TemplatesScreen(self.caseload, window.work, window.session.export_folder)
            screen.left.connect(window.show_home)
            window.managing.show_page(self.show_templates, screen, "Templates", screen.begin)

    def show_outside(self) -> None:
        """Every file that left, and what became of it."""
        from ui.screens.outside import OutsideScreen

        window = self._window
        if self.caseload is not None:
            screen = OutsideScreen(self.caseload, window.work)
            screen.left.connect(window.show_home)
            screen.check_asked.connect(self.check_file)
            window.managing.show_page(self.show_outside, screen, "Files outside", screen.begin)

    def show_batch(self) -> None:
        """Many files in one go."""
        from ui.screens.batch import BatchScreen

        window = self._window
        if self.caseload is not None:
            screen = BatchScreen(self.caseload, window.work, window.session)
            screen.left.connect(window.show_home)
            window.managing.show_page(self.show_batch, screen, "Many files in one go", screen.begin)

    def show_paper(self) -> None:
        """Forms to write on or to fill in, and the questions in advance."""
        from ui.screens.paper import PaperDialog

        window = self._window
        if self.caseload is not None:
            dialog = PaperDialog(self.caseload.clock, window.session, window.work, window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def show_marking(self) -> None:
        """What stands on every page, and whether safeguarding is kept apart."""
        from ui.screens.marking import MarkingDialog

        window = self._window
        if self.caseload is not None:
            dialog = MarkingDialog(self.caseload, window.work, window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()


def add_menu(window: MainWindow, commands: Commands) -> None:
    """What leaves the program, and looking after it."""
    papers = window.papers
    commands.add_menu("&Documents", [
        Command("carer_draft", "Draft for the &carer…", partial(papers.export, "carer"), ("Ctrl+Shift+E",)),
        Command("show_carer", "&Show to the carer", papers.show_to_carer, ("F11",)),
        None,
        Command("check_file", "Check a &file…", papers.check_file),
        Command("outside", "Files &outside", papers.show_outside),
        Command("batch", "&Many files in one go", papers.show_batch),
        None,
        Command("paper", "&Paper forms…", papers.show_paper),
        None,
        Command("marking", "Marking and &annex…", papers.show_marking),
        Command("templates", "&Templates", papers.show_templates),
    ])  # fmt: skip
