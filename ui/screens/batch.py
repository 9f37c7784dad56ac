"""Many files in one go: which records, where to, how far it is, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from carer_desktop.words import say
from ui.background import PATIENCE_SECONDS, SlowWork
from ui.fields.line_edit import LineEdit
from ui.fields.order import put_in_order
from ui.fields.wrap import check
from ui.parts import Banner, Card, Heading, Note, announce, button, line
from ui.parts.choosing import choose_folder
from ui.parts.flow import in_lines
from ui.parts.sheet import Sheet, refill, side_by_side
from ui.session import Session
from ui.theme import em, show_if

if TYPE_CHECKING:
    from carer_desktop.caseload import Batch, Caseload
    from carer_desktop.records.carer import Card as Record

ABOUT = (
    "The council’s Word file of many records at once. They go into a new folder, with a manifest for a spreadsheet and "
    "a Word list to tick while you put them on Mosaic. What cannot be made is named, and stops nothing else."
)
NOTHING = "Every record that a manager has decided has its file. Nothing is waiting."
NONE_TICKED = "Tick at least one record"
MOST = 500


def record_words(card: Record) -> str:
    """One record of the list."""
    return f"{card.carer.name or 'Carer not named yet'} – {say('form', card.form_id)}, {card.reference}"


def came_words(files: int, of: int) -> str:
    """What came of it.

    >>> came_words(3, 3), came_words(1, 3)
    ('3 files are made', '1 of 3 files is made')
    """
    if files == of:
        return f"{files} file{'' if files == 1 else 's'} {'is' if files == 1 else 'are'} made"
    return f"{files} of {of} files {'is' if files == 1 else 'are'} made"


class BatchScreen(Sheet):
    """`left()` back to the records."""

    help_page = "files"

    left = Signal()
    went = Signal(int, int)

    def __init__(self, caseload: Caseload, work: SlowWork, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=46, spacing=0.9)
        self._caseload, self._work, self._session = caseload, work, session
        self._stop = self.is_busy = False
        self.batch: Batch | None = None
        self.ticks: dict[str, QCheckBox] = {}
        self.add(Heading("Many files in one go"))
        self.add(line(ABOUT, "body"))
        self.back_button = button("Back to your records", "link")
        self.back_button.clicked.connect(self.left)
        self.add(side_by_side(self.back_button))
        self._told = line("", "question")
        self.add(self._told)
        self._ask = self._make_ask()
        self.add(self._ask)
        self.progress = line("", "strong")
        self.stop_button = button("Stop after this one")
        self.stop_button.clicked.connect(self.stop)
        self.banner = Banner()
        came = QWidget()
        self._came = QVBoxLayout(came)
        self._came.setContentsMargins(0, 0, 0, 0)
        self._came.setSpacing(em(0.6))
        for widget in (self.progress, side_by_side(self.stop_button), self.banner, came):
            self.add(widget)
        self.progress.hide()
        self.stop_button.hide()
        self.went.connect(self._going, Qt.ConnectionType.QueuedConnection)

    def _make_ask(self) -> QWidget:
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        self.all_button = button("Tick all", "link", box)
        self.all_button.clicked.connect(partial(self._tick, True))
        self.none_button = button("Tick none", "link", box)
        self.none_button.clicked.connect(partial(self._tick, False))
        rows.addWidget(in_lines(self.all_button, self.none_button, parent=box))
        inside = QWidget(box)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        rows.addWidget(inside)
        label = line("Folder", "question", box)
        self.folder = LineEdit(box)
        self.folder.setAccessibleName("Folder")
        label.setBuddy(self.folder)
        self.folder.put(str(self._session.export_folder))
        choose = button("Choose a folder…", parent=box)
        choose.clicked.connect(self._choose)
        self.go_button = button("Make the files", "primary", box)
        self.go_button.clicked.connect(self.make)
        self._beware = Note("", box)
        for widget in (label, self.folder, side_by_side(choose, parent=box), self._beware):
            rows.addWidget(widget)
        rows.addWidget(side_by_side(self.go_button, parent=box))
        self.folder.textChanged.connect(self._look_at_folder)
        self._look_at_folder()
        return box

    def begin(self) -> None:
        """Read which records wait, beside the window; the keyboard goes to the first thing to do once that is known."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask.hide()
        self._told.setText("Looking which records wait for the council’s file")
        self._told.show()
        self._work.read(self._caseload.batches.to_make, self._show_waiting, self._say_unread, self, PATIENCE_SECONDS)

    def _say_unread(self, error: BaseException) -> None:
        self._told.hide()
        self.banner.show_error(error, retry=False)

    def _show_waiting(self, found: Sequence[Record]) -> None:
        cards = found[:MOST]
        self.ticks = {card.id: check(record_words(card), self) for card in cards}
        for tick in self.ticks.values():
            tick.setChecked(True)
        refill(self._list, self.ticks.values())
        number = "1 record waits" if len(cards) == 1 else f"{len(cards)} records wait"
        self._told.setText(f"{number} for the council’s file" if cards else NOTHING)
        self._told.setVisible(bool(cards) or self.batch is None)
        self._ask.setVisible(bool(cards))
        put_in_order(self.rows, self.back_button)
        if cards and self.window().focusWidget() is self.back_button:
            self.go_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tick(self, on: bool) -> None:
        for tick in self.ticks.values():
            tick.setChecked(on)

    def _look_at_folder(self) -> None:
        folder = Path(self.folder.text().strip())
        beware = "" if self._session.was_told(folder) else self._caseload.files.beware(folder)
        self._beware.say(beware)
        show_if(bool(beware), self._beware)

    def _choose(self) -> None:
        chosen = choose_folder(self, "Choose a folder", self.folder.text())
        if chosen:
            self.folder.put(str(chosen))
            self._look_at_folder()

    # Making --------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the files of the records that are ticked."""
        records = [id for id, tick in self.ticks.items() if tick.isChecked()]
        self.banner.clear()
        if not records:
            announce(self, NONE_TICKED, urgent=True)
            self.progress.setText(NONE_TICKED)
            self.progress.show()
            return
        folder = Path(self.folder.text().strip()).expanduser()
        self._stop, self.is_busy = False, True
        self._told.hide()
        self._ask.hide()
        self._going(0, len(records))
        self.progress.show()
        self.stop_button.show()
        self.stop_button.setEnabled(True)
        self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        batches = self._caseload.batches
        self._work.start(lambda: batches.write(records, folder, self._on), self._made, self._failed, self)

    def _on(self, done: int, of: int) -> bool:
        """Called beside the window, before each file."""
        self.went.emit(done, of)
        return not self._stop

    def _going(self, done: int, of: int) -> None:
        if self.is_busy:
            self.progress.setText(f"{done} of {of} files")
            if done in (0, of) or done % 10 == 0:
                announce(self, self.progress.text())

    def stop(self) -> None:
        """No further one is begun; those that are made stay."""
        self._stop = True
        self.stop_button.setEnabled(False)

    def _made(self, batch: Batch) -> None:
        self.batch = batch
        self._session.keep_export_folder(batch.folder.parent)
        self._session.keep_told(batch.folder.parent)
        self._over(f"{'✓ ' if batch.files == len(batch.made) else ''}{came_words(batch.files, len(batch.made))}")
        card = Card("Where they are")
        card.add(line(str(batch.folder), "body", card))
        card.add(line(batch.no_list or "With Manifest.csv and List to tick.docx.", "body", card))
        look = button("Open the folder", parent=card)
        look.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(batch.folder))))
        card.add(side_by_side(look, parent=card))
        missing = [Card(one.known_by) for one in batch.made if not one.file]
        for made, one in zip(missing, (one for one in batch.made if not one.file), strict=True):
            made.add(line(one.why_not, "body", made))
        refill(self._came, [card, *([Heading("Not made", 2)] if missing else []), *missing])
        self.begin()
        look.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_into_view(card)

    def _failed(self, error: BaseException) -> None:
        self._over("")
        self._told.show()
        self._ask.show()
        self.banner.show_error(error, retry=False)
        self.bring_into_view(self.banner)

    def _over(self, words: str) -> None:
        self.is_busy = False
        self.stop_button.hide()
        self.progress.setText(words)
        self.progress.setVisible(bool(words))
        if words:
            announce(self, words)
