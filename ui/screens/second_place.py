"""A second place for backups: a stick or a share, so that nothing exists on this laptop alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.backup import SecondCopy
from carer_desktop.there import is_folder
from ui.background import SlowWork
from ui.fields.line_edit import LineEdit
from ui.parts import Note, announce, button, line
from ui.parts.choosing import choose_folder
from ui.parts.sheet import side_by_side
from ui.parts.step import Step
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

WHY = (
    "Backups are made by themselves on this laptop. If it is lost, stolen or breaks, they are lost with it. Choose a "
    "folder on your team’s share, or on a stick that is kept elsewhere."
)
LOCKED = "What is put there is locked. Only your rescue sheet opens it, or your organisation’s rescue key."
NO_SHEET = "There is no rescue sheet yet, so nobody could open a copy. Make the sheet first: Manage, then Rescue sheet."
WHEN = "A copy is put there once a day, when the folder can be reached."


class SecondPlaceScreen(Step):
    """Asks for a folder and puts a first copy there; *later* is what the way past it says."""

    help_page = "backups"

    def __init__(
        self, caseload: Caseload, work: SlowWork, later: str = "Not now", parent: QWidget | None = None
    ) -> None:
        super().__init__("A second place for backups", work, parent)
        self._caseload = caseload
        self.add(line(WHY, "body"))
        self.add(line(LOCKED, "body"))
        if not caseload.people.has_recovery:
            self.add(Note(NO_SHEET))
        self.add(self._make_folder())
        self.add(line(WHEN, "hint"))
        self.use_button = button("Use this folder", "primary")
        self.use_button.clicked.connect(self._use)
        self.leave_button = button(later, "link")
        self.leave_button.clicked.connect(self.left)
        self.add(side_by_side(self.use_button, self.leave_button))
        self.doing.hold(self.use_button)
        self.doing.told.connect(self._mend)
        self.add(self.doing)

    def _make_folder(self) -> QWidget:
        box = QWidget(self)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.4))
        label = line("Folder", "question", box)
        self.folder = LineEdit(box)
        self.folder.setAccessibleName("Folder")
        self.folder.put(str(self._caseload.backups.second_place or ""))
        self.folder.returnPressed.connect(self._use)
        label.setBuddy(self.folder)
        choose = button("Choose a folder…", parent=box)
        choose.clicked.connect(self._choose)
        rows.addWidget(label)
        rows.addWidget(self.folder)
        rows.addWidget(side_by_side(choose, parent=box))
        return box

    def begin(self) -> None:
        """The keyboard goes to the folder."""
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mend(self) -> None:
        """The folder could not be used: the next words take its place."""
        self.begin()
        self.folder.selectAll()

    def _choose(self) -> None:
        chosen = choose_folder(self, "Choose a folder", self.folder.text())
        if chosen:
            self.folder.put(str(chosen))

    def _use(self) -> None:
        if not self.use_button.isEnabled():
            return
        folder = Path(self.folder.text().strip()).expanduser()
        try:
            if not self.folder.text().strip() or not is_folder(folder):
                raise CarerError("There is no such folder", str(folder), "Choose one that is there.")
        except CarerError as error:
            self.doing.fail(error)
            return
        words = "Making a backup and putting a copy there"
        self.doing.run(words, lambda: self._begin_there(folder), self._succeeded)

    def _begin_there(self, folder: Path) -> SecondCopy | None:
        """The place is kept only when a first copy lies there."""
        backups, before = self._caseload.backups, self._caseload.backups.second_place
        backups.set_second_place(folder)
        try:
            if backups.newest() is None or backups.changed():
                backups.make()
            return backups.send()
        except BaseException:
            backups.set_second_place(before)
            raise

    def _succeeded(self, copy: SecondCopy | None) -> None:
        announce(self, f"A first copy lies in the second place: {copy.file}" if copy else "The second place is set")
        self.done.emit()
