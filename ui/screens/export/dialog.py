"""Making the Word file: what will be written where, then where it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.errors import CarerError
from carer_desktop.workflow.stage import marked_draft, may_change
from ui.background import SlowWork, soon
from ui.fields.line_edit import LineEdit
from ui.parts import Banner, Heading, Note, Page, announce, button, line
from ui.parts.enter import enters
from ui.parts.sheet import side_by_side
from ui.parts.words import still_needed
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Exported

NEEDED = "Check answers lists what."
DRAFT = "This is a draft: every page says that no manager has agreed it."
DEMO = "This is a demonstration: every page says that it is not a real record."
LEAVES = "Once written, the file is outside the program’s lock. Put it where only those may read it who have to."
WIDTH = 42  # text sizes


class ExportDialog(QDialog):
    """Writes the council’s file of a record. `exported(file)`, `folder_chosen(folder)`."""

    help_page = "word"

    exported = Signal(object)
    folder_chosen = Signal(object)

    def __init__(
        self, caseload: Caseload, assessment: Assessment, folder: Path, work: SlowWork, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caseload, self._assessment, self._work = caseload, assessment, work
        self.written: Path | None = None
        self.setWindowTitle(f"Export to Word – {assessment.reference}")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, em(1))
        rows.setSpacing(0)
        self._page = Page(self, spacing=0.8)
        rows.addWidget(self._page, 1)
        self._heading = Heading("Export to Word", 1)
        self._done = self._make_done()
        self._banner = Banner()
        self._banner.close_button.hide()
        self._progress = line("", "hint")
        self._progress.hide()
        for widget in (self._heading, self._make_ask(folder), self._done, self._banner, self._progress):
            self._page.add(widget)
        rule = QFrame(self)
        set_role(rule, "rule")
        rows.addWidget(rule)
        rows.addLayout(self._make_foot())
        self.resize(em(WIDTH), em(24))
        self.write_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._page.fit_window(em(WIDTH))

    def _make_ask(self, folder: Path) -> QWidget:
        self._ask = QWidget(self)
        rows = QVBoxLayout(self._ask)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        rows.addWidget(line("File", "question", self._ask))
        self.file_name = line(self._caseload.exports.name(self._assessment), "body", self._ask)
        self.file_name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(self.file_name)
        label = line("Folder", "question", self._ask)
        self.folder = LineEdit(self._ask)
        self.folder.setAccessibleName("Folder")
        label.setBuddy(self.folder)
        self.folder.put(str(folder))
        self.folder.textChanged.connect(self._folder_changed)
        choose = button("Choose a folder…", parent=self._ask)
        choose.clicked.connect(self._choose)
        rows.addWidget(label)
        rows.addWidget(self.folder)
        rows.addWidget(side_by_side(choose, parent=self._ask))
        told = list(self._to_know())
        if told:
            rows.addWidget(Note("\n".join(told), self._ask))
        rows.addWidget(line(LEAVES, "hint", self._ask))
        return self._ask

    def _to_know(self) -> Iterator[str]:
        """What to know of the file before it is written."""
        unmet = len(self._caseload.records.findings(self._assessment).unmet)
        if unmet and may_change(self._assessment.stage):
            yield f"{still_needed(unmet)}. {NEEDED}"
        if marked_draft(self._assessment.stage):
            yield DRAFT
        if self._caseload.vault.demo:
            yield DEMO

    def _make_done(self) -> QWidget:
        done = QWidget(self)
        rows = QVBoxLayout(done)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        self._where = line("", "body", done)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(line("✓ Written, read back and compared with the record.", "success", done))
        rows.addWidget(self._where)
        self.open_folder = button("Open the folder", parent=done)
        self.open_folder.clicked.connect(self._open)
        copy = button("Copy the name", parent=done)
        copy.clicked.connect(self._copy)
        rows.addWidget(side_by_side(self.open_folder, copy, parent=done))
        done.hide()
        return done

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(em(2), em(0.8), em(2), 0)
        row.setSpacing(em(0.6))
        self.write_button = button("Write the file", "primary", self)
        self.write_button.clicked.connect(self.write)
        self.close_button = button("Cancel", parent=self)
        self.close_button.clicked.connect(self.reject)
        row.addWidget(self.write_button)
        row.addWidget(self.close_button)
        row.addStretch(1)
        return row

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Choose a folder", self.folder.text())
        if chosen:
            self.folder.put(chosen)
            self._folder_changed()

    def _folder_changed(self) -> None:
        """What was said of another folder goes."""
        if not self._banner.isHidden():
            self._banner.clear()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enters(event, self.write_button):
            super().keyPressEvent(event)

    def is_done(self) -> bool:
        """Whether the file is written, or it is said why not."""
        return self.written is not None or not self._banner.isHidden()

    def write(self) -> None:
        """Write the file; what came of it is shown."""
        folder = Path(self.folder.text().strip()).expanduser()
        self._banner.clear()
        if not folder.is_absolute() or not folder.is_dir():
            self._no_folder(folder)
            return
        self.write_button.setEnabled(False)
        self._show_progress("Writing the file and reading it back…")
        record = self._assessment
        self._work.start(lambda: self._caseload.exports.write(record, folder), self._succeeded, self._failed, self)

    def _show_progress(self, words: str) -> None:
        self._progress.setText(words)
        self._progress.setVisible(bool(words))
        self._fit()
        if words:
            announce(self, words)

    def _succeeded(self, written: Exported) -> None:
        self.written = Path(written.folder) / written.file
        self.folder_chosen.emit(self.written.parent)
        self._show_progress("")
        self._ask.hide()
        self.write_button.hide()
        self._heading.setText("The Word file is written")
        self._where.setText(str(self.written))
        self._done.show()
        self.close_button.setText("Close")
        self._fit()
        self.open_folder.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"The Word file is written: {self.written.name}")
        self.exported.emit(self.written)

    def _no_folder(self, folder: Path) -> None:
        """No folder is ever made without being asked for."""
        if not folder.is_absolute():
            self._failed(CarerError("This is not a folder", str(folder), "Choose a folder."))
        elif folder.exists():
            self._failed(CarerError("This is a file and not a folder", str(folder), "Choose a folder."))
        else:
            self._failed(CarerError("There is no such folder", str(folder), "Choose another, or have it made."))
            self._banner.offer("Make this folder", lambda: self._make_folder(folder))

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            why = error.strerror or "The system refused"
            self._failed(CarerError("The folder cannot be made", str(folder), f"{why}. Choose another folder."))
            return
        self.write()

    def _failed(self, error: BaseException) -> None:
        self._show_progress("")
        self.write_button.setEnabled(True)
        self._banner.show_error(error, retry=False)
        soon(self, self._show_banner)

    def _show_banner(self) -> None:
        """How high it is is known once it is laid out."""
        self._fit()
        self._page.show_whole(self._banner)

    def _open(self) -> None:
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written.parent)))

    def _copy(self) -> None:
        if self.written is not None:
            QGuiApplication.clipboard().setText(self.written.name)
            announce(self, "Copied")
