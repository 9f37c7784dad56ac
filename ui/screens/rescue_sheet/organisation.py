"""The organisation's own way back in: the public half of its rescue key, typed or read from the file IT gives out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from carer_desktop.there import unread
from ui.background import SlowWork
from ui.fields.line_edit import LineEdit
from ui.parts import announce, button, line
from ui.parts.choosing import choose_file
from ui.parts.sheet import side_by_side
from ui.parts.task_dialog import TaskDialog

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

TITLE = "Your organisation’s rescue key"
ABOUT = (
    "Some organisations keep a rescue key of their own. Ask IT for its public half: a small text file with 64 letters "
    "and figures. It is no secret, and opens nothing by itself."
)
MEANS = (
    "From then on whoever holds the other half can open these records and every copy in the second place. Ask who that "
    "is before you set it."
)
MOST_BYTES = 10_000
MISSING = "Enter the 64 letters and figures, or choose the file"


class OrganisationDialog(TaskDialog):
    """Asks for the key; accepted once it opens the records."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, "Use this key", work, parent)
        self._caseload = caseload
        self.add(line(ABOUT, "body"))
        self.add(line(MEANS, "strong"))
        label = line("The public half of the key", "question")
        self.key = LineEdit()
        self.key.setAccessibleName(label.text())
        label.setBuddy(self.key)
        self.key.returnPressed.connect(self._go)
        self.add(label)
        self.add(self.key)
        choose = button("Choose the file…")
        choose.clicked.connect(self._choose)
        self.add(side_by_side(choose))
        self.fit(self.key)

    def _choose(self) -> None:
        chosen = choose_file(self, "The public half of the rescue key", "")
        if chosen:
            self.read(chosen)

    def read(self, file: Path) -> None:
        """Take the key out of the file; lines that begin with # are for people."""
        try:
            with file.open("rb") as opened:
                text = opened.read(MOST_BYTES).decode("utf-8", "replace")
        except OSError as error:
            self._failed(unread(error, file))
            return
        lines = (each.strip() for each in text.splitlines())
        self.key.put(" ".join(each for each in lines if each and not each.startswith("#")))

    def _do(self) -> None:
        text, people = self.key.text().strip(), self._caseload.people
        if not text:
            self._failed(CarerError(MISSING))
            return
        self.run("Setting the key", lambda: people.set_organisation_key(text), lambda _: self._set())

    def _set(self) -> None:
        announce(self, "Your organisation’s rescue key is set")
        self.accept()
