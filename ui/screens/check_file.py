"""Is a file that somebody hands in what stands in the record? Dropped here or chosen, and told in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from carer_desktop.errors import CarerError, ReasonNeeded
from ui.background import SlowWork
from ui.parts import Card, Heading, button, line, link_button
from ui.parts.doing import Doing
from ui.parts.sheet import Sheet, refill, side_by_side

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Checked

ABOUT = (
    "Before a file goes on Mosaic, or when one comes back from somebody: see whether it is exactly what stands in the "
    "record, or which answers differ. Nothing in the file is run, and nothing is taken from it."
)
DROP = "Drop a Word file anywhere on this page, or choose one."
MOST = 200


def dropped(event: QDropEvent) -> Path | None:
    """The one file that is dropped; None for anything else."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None


class CheckFileScreen(Sheet):
    """`left()` back to the records, `open_asked(record)`, `why_asked(reference, file)` for a colleague's record.

    `bring_in_asked(file)` to begin another record with what it holds.
    """

    help_page = "files"

    left = Signal()
    open_asked = Signal(str)
    why_asked = Signal(str, object)
    bring_in_asked = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=46, spacing=0.9)
        self._caseload, self._work, self._folder = caseload, work, folder
        self.checked: Checked | None = None
        self.setAcceptDrops(True)
        self.add(Heading("Check a file"))
        self.add(line(ABOUT, "body"))
        self.add(line(DROP, "hint"))
        self.choose_button = button("Choose a file…", "primary")
        self.choose_button.clicked.connect(self._choose)
        back = button("Back to your records", "link")
        back.clicked.connect(self.left)
        self.add(side_by_side(self.choose_button, back))
        self.doing = Doing(work)
        self.doing.hold(self.choose_button)
        self.add(self.doing)
        self._found = self.add_rows()

    def begin(self) -> None:
        """The keyboard goes to the button."""
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped(event)
        if file is not None:
            event.acceptProposedAction()
            self.check(file)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Which file?", str(self._folder), "Word files (*.docx)")
        if chosen:
            self.check(Path(chosen))

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
        rows.append(side_by_side(*ways))
        return rows
