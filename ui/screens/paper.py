"""Paper without a record: a form to write on, one to fill in on a screen, or the questions to send in advance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carer_desktop.caseload.paper import KINDS, STYLES, write_paper
from carer_desktop.errors import CarerError, Refused
from carer_desktop.there import is_folder
from ui.background import SlowWork
from ui.fields.line_edit import LineEdit
from ui.parts import announce, button, line
from ui.parts.choosing import choose_folder
from ui.parts.picks import Picks
from ui.parts.sheet import side_by_side
from ui.parts.task_dialog import TaskDialog
from ui.session import Session

if TYPE_CHECKING:
    from carer_desktop.clock import Clock

ABOUT = "For a table at an event, for the post, or to hand over. It holds nothing of anybody."
NO_FOLDER = "There is no such folder"


class PaperDialog(TaskDialog):
    """Asks what, how and where to, and writes it."""

    help_page = "paper"

    def __init__(self, clock: Clock, session: Session, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__("Paper forms", "Write the file", work, parent)
        self._clock, self._session = clock, session
        self.file: Path | None = None
        self.kind = Picks("What do you need?", KINDS, "print", self)
        self.print_style = Picks("How should it look?", STYLES, "ordinary", self)
        label = line("Folder", "question", self)
        self.folder = LineEdit(self)
        self.folder.setAccessibleName("Folder")
        self.folder.put(str(session.export_folder))
        label.setBuddy(self.folder)
        choose = button("Choose a folder…", parent=self)
        choose.clicked.connect(self._choose)
        self.went = line("", "strong", self)
        self.went.hide()
        for widget in (line(ABOUT, "body", self), self.kind, self.print_style, label, self.folder):
            self.add(widget)
        self.add(side_by_side(choose, parent=self))
        self.add(self.went)
        self.fit(self.kind.buttons[0])

    def _choose(self) -> None:
        chosen = choose_folder(self, "Choose a folder", self.folder.text())
        if chosen:
            self.folder.put(str(chosen))

    def _do(self) -> None:
        folder = Path(self.folder.text().strip()).expanduser()
        try:
            if not folder.is_absolute() or not is_folder(folder):
                raise Refused(NO_FOLDER, self.folder.text().strip(), "Choose one that is there.")
        except CarerError as error:
            self._failed(error)
            return
        kind, style, day = self.kind.now, self.print_style.now, self._clock.today()
        self.run("Writing it and reading it back…", lambda: write_paper(kind, style, folder, day), self._written)

    def _written(self, file: Path) -> None:
        self.file = file
        self._session.keep_export_folder(file.parent)
        self.went.setText(f"Written: {file.name}")
        self.went.show()
        announce(self, self.went.text())
        self.show_done()
