"""Is a file that somebody hands in what stands in the record? Dropped here or chosen, and told in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError, ReasonNeeded
from ui.background import SlowWork
from ui.parts import Card, line, link_button
from ui.parts.file_sheet import FileSheet
from ui.parts.flow import in_lines
from ui.parts.sheet import refill

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Checked

ABOUT = (
    "Before a file goes on Mosaic, or when one comes back from somebody: see whether it is exactly what stands in the "
    "record, or which answers differ. Nothing in the file is run, and nothing is taken from it."
)
DROP = "Drop a Word file anywhere on this page, or choose one."
MOST = 200


class CheckFileScreen(FileSheet):
    """`left()` back to the records, `open_asked(record)`, `why_asked(reference, file)` for a colleague's record.

    `bring_in_asked(file)` to begin another record with what it holds.
    """

    help_page = "files"
    title = "Check a file"
    about = ABOUT
    drop = DROP
    files = "Word files (*.docx)"

    open_asked = Signal(str)
    why_asked = Signal(str, object)
    bring_in_asked = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(work, folder, parent)
        self._caseload = caseload
        self.checked: Checked | None = None

    def take_file(self, file: Path) -> None:
        """Check it."""
        self.check(file)

    def check(self, file: Path, reason: str = "") -> None:
        """Look at this file; a colleague's record asks why first."""
        self.checked = None
        refill(self._found, ())
        self.doing.run(f"Checking {file.name}", lambda: self._look(file, reason), lambda done: self._told(file, done))

    def _look(self, file: Path, reason: str) -> Checked | str:
        """What came of it; the reference of a colleague's record that asks why it is opened."""
        try:
            return self._caseload.files.check(file, reason)
        except ReasonNeeded as error:
            return error.where

    def _told(self, file: Path, checked: Checked | str) -> None:
        if isinstance(checked, str):
            self.why_asked.emit(checked, file)
            return
        self.checked = checked
        if checked.same:
            self.doing.say(f"✓ {file.name}: {checked.says}")
        else:
            self.doing.fail(CarerError(checked.says, file.name, "Do not put it on Mosaic as it is."))
        refill(self._found, self._differences(checked, file))

    def _differences(self, checked: Checked, file: Path) -> list[QWidget]:
        """Each thing that differs with both texts, a way to the record, and one to another with what the file holds."""
        rows: list[QWidget] = []
        for one in checked.differences[:MOST]:
            card = Card(one.label)
            card.add(line(f"In the record: {one.record or 'nothing'}", "body", card))
            card.add(line(f"In the file: {one.file or 'nothing'}", "body", card))
            rows.append(card)
        if checked.since:
            rows.append(line(f"Recorded since the file was made: {'; '.join(checked.since)}", "hint"))
        if len(checked.differences) > MOST:
            rows.append(line(f"and {len(checked.differences) - MOST} more", "hint"))
        way = link_button(f"Open the record {checked.reference}", None)
        way.clicked.connect(lambda: self.open_asked.emit(checked.record))
        ways = [way]
        if checked.audience == "council" and self._caseload.incoming.may_change:
            other = link_button("Begin a review or another record with it…", None)
            other.clicked.connect(lambda: self.bring_in_asked.emit(file))
            ways.append(other)
        rows.append(in_lines(*ways))
        return rows
