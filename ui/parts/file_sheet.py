"""A page about one file, dropped anywhere on it or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.background import SlowWork
from ui.parts.choosing import choose_file
from ui.parts.doing import Doing
from ui.parts.dropped import dropped
from ui.parts.flow import in_lines
from ui.parts.heading import Heading
from ui.parts.sheet import Sheet
from ui.parts.words import button, line


class FileSheet(Sheet):
    """`left()` to go back. `title`, `about`, `drop`, `choose` and `files` say what it is for, `take_file` does it."""

    title: str
    about: str
    drop: str
    choose = "Choose a file…"
    files: str

    left = Signal()

    def __init__(self, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=46, spacing=0.9)
        self._folder = folder
        self.setAcceptDrops(True)
        self.add(Heading(self.title))
        self.add(line(self.about, "body"))
        self.add(line(self.drop, "hint"))
        self.choose_button = button(self.choose, "primary")
        self.choose_button.clicked.connect(self._choose)
        self.back_button = button("Back to your records", "link")
        self.back_button.clicked.connect(self.left)
        self.add(in_lines(self.choose_button, self.back_button))
        self.doing = Doing(work)
        self.doing.hold(self.choose_button)
        self.add(self.doing)
        self._found = self.add_rows()

    def begin(self) -> None:
        """The keyboard goes to the button."""
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_file(self, file: Path) -> None:
        """A file was dropped or chosen."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped(event)
        if file is not None:
            event.acceptProposedAction()
            self.take_file(file)

    def _choose(self) -> None:
        chosen = choose_file(self, "Which file?", self._folder, self.files)
        if chosen:
            self.take_file(chosen)
