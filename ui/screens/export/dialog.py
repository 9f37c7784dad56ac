"""Making a file of a record: whom it is for, what is left out and why, where it goes, then where it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.errors import CarerError, Refused
from carer_desktop.there import unwritten
from carer_desktop.workflow.stage import may_change
from ui.background import SlowWork, soon
from ui.fields.line_edit import LineEdit
from ui.parts import Banner, Heading, Page, announce, button, line
from ui.parts.choosing import choose_folder
from ui.parts.enter import enters
from ui.parts.sheet import side_by_side
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import still_needed
from ui.screens.export.choices import Choices
from ui.screens.export.done import Done
from ui.screens.export.told import Told
from ui.session import Session
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Exported
    from ui.screens.export.pages import PagesDialog

NEEDED = "Check answers lists what."
DRAFT = "This is a draft: every page says so."
DEMO = "This is a demonstration: every page says that it is not a real record."
LEAVES = "Once written, the file is outside the program’s lock. Put it where only those may read it who have to."
NAMED = "Some signs cannot be shown in a PDF. Their names stand there in square brackets: {signs}"
WIDTH = 42  # text sizes


class ExportDialog(QDialog):
    """Makes a file of a record. `exported(file)` once it is written."""

    help_page = "word"

    exported = Signal(object)

    def __init__(
        self, caseload: Caseload, assessment: Assessment, session: Session, work: SlowWork,
        parent: QWidget | None = None, audience: str = "council",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._caseload, self._assessment, self._session, self._work = caseload, assessment, session, work
        self._refused = ""
        self.pages: PagesDialog | None = None
        self.setWindowTitle(f"Export to Word – {assessment.reference}")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, em(1))
        rows.setSpacing(0)
        self._page = Page(self, spacing=0.8)
        self._keyboard = WaitingKeyboard(self._page)
        rows.addWidget(self._page, 1)
        self._heading = Heading("Export to Word", 1)
        self._make_ask(audience)
        self.went = Done(self)
        self._banner = Banner()
        self._banner.close_button.hide()
        self._progress = line("", "hint")
        self._progress.hide()
        for widget in (self._heading, self._ask, self.went, self._banner, self._progress):
            self._page.add(widget)
        rule = QFrame(self)
        set_role(rule, "rule")
        rows.addWidget(rule)
        rows.addLayout(self._make_foot())
        self._show_choice()
        self.resize(em(WIDTH), em(24))
        self.write_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def written(self) -> Path | None:
        """The file, once it is written."""
        return self.went.file

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._page.fit_window(em(WIDTH))

    def _make_ask(self, audience: str) -> None:
        exports = self._caseload.exports
        self._ask = QWidget(self)
        rows = QVBoxLayout(self._ask)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        is_draft = exports.is_draft(self._assessment)
        templates = self._caseload.templates.choices(audience, self._assessment.form_id)
        self.choices = Choices(
            exports.readers(), exports.sizes, exports.papers, audience, is_draft, templates, self._ask
        )
        self.choices.changed.connect(self._show_choice)
        self.told = Told(self._ask)
        for part in (self.choices.grown, self.told.grown):
            part.connect(lambda: soon(self, self._fit))
        rows.addWidget(self.choices)
        rows.addWidget(self.told)
        rows.addWidget(line("File", "question", self._ask))
        self.file_name = line("", "body", self._ask)
        self.file_name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(self.file_name)
        label = line("Folder", "question", self._ask)
        self.folder = LineEdit(self._ask)
        self.folder.setAccessibleName("Folder")
        label.setBuddy(self.folder)
        self.folder.put(str(self._session.export_folder))
        self.folder.textChanged.connect(self._folder_changed)
        choose = button("Choose a folder…", parent=self._ask)
        choose.clicked.connect(self._choose)
        rows.addWidget(label)
        rows.addWidget(self.folder)
        rows.addWidget(side_by_side(choose, parent=self._ask))
        rows.addWidget(line(LEAVES, "hint", self._ask))

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(em(2), em(0.8), em(2), 0)
        row.setSpacing(em(0.6))
        self.write_button = button("Write the file", "primary", self)
        self.write_button.clicked.connect(self.write)
        self.pages_button = button("See the pages…", parent=self)
        self.pages_button.clicked.connect(self.see_pages)
        self.close_button = button("Cancel", parent=self)
        self.close_button.clicked.connect(self.reject)
        for made in (self.write_button, self.pages_button, self.close_button):
            row.addWidget(made)
        row.addStretch(1)
        return row

    # What is chosen ------------------------------------------------------------------------------

    def _show_choice(self) -> None:
        """What the file will be called, and what to know of it; whether it can be made at all."""
        exports, record, choices = self._caseload.exports, self._assessment, self.choices
        self.file_name.setText(exports.name(record, choices.audience, choices.kind.now))
        self._banner.clear()
        try:
            exports.report(record, choices.audience, choices.points)
            self._refused = ""
        except Refused as error:
            self._refused = str(error)
        before = exports.before(record, choices.audience, choices.points)
        self.told.show_before(before, [self._refused] if self._refused else list(self._to_know()))
        for made in (self.write_button, self.pages_button):
            made.setEnabled(not self._refused)
        if self.isVisible():
            soon(self, self._fit)

    def _to_know(self) -> Iterator[str]:
        """What else to know of the file before it is written."""
        unmet = len(self._caseload.records.findings(self._assessment).unmet)
        if unmet and may_change(self._assessment.stage):
            yield f"{still_needed(unmet)}. {NEEDED}"
        if self._caseload.exports.is_draft(self._assessment):
            yield DRAFT
        if self._caseload.vault.demo:
            yield DEMO
        folder = Path(self.folder.text().strip())
        beware = self._caseload.files.beware(folder)
        if beware and not self._session.was_told(folder):
            yield beware
        if self.choices.kind.now == "pdf":
            signs = self._caseload.exports.not_had(self._assessment, self.choices.audience)
            if signs:
                yield NAMED.format(signs=" ".join(signs))

    def _choose(self) -> None:
        chosen = choose_folder(self, "Choose a folder", self.folder.text())
        if chosen:
            self.folder.put(str(chosen))
            self._folder_changed()

    def _folder_changed(self) -> None:
        """What was said of another folder goes."""
        self._show_choice()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enters(event, self.write_button):
            super().keyPressEvent(event)

    def see_pages(self) -> PagesDialog:
        """The pages before they are written."""
        from ui.screens.export.pages import PagesDialog

        dialog = PagesDialog(
            self._caseload, self._assessment, self.choices.audience, self.choices.points, self._work, self
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.pages = dialog
        return dialog

    # Writing -------------------------------------------------------------------------------------

    def is_done(self) -> bool:
        """Whether the file is written, or it is said why not."""
        return self.written is not None or not self._banner.isHidden()

    def write(self) -> None:
        """Write the file; what came of it is shown."""
        folder = Path(self.folder.text().strip()).expanduser()
        self._banner.clear()
        if not folder.is_absolute() or not _is_folder(folder):
            self._no_folder(folder)
            return
        self._keyboard.hold((self.write_button,))
        self.write_button.setEnabled(False)
        self._show_progress("Writing the file and reading it back…")
        record, choices, exports = self._assessment, self.choices, self._caseload.exports
        password = exports.new_password() if choices.lock.isChecked() else ""
        audience, kind, how = choices.audience, choices.kind.now, choices.how(password)
        self._work.start(
            lambda: exports.write(record, folder, audience, kind, how),
            lambda written: self._succeeded(written, password),
            self._failed,
            self,
        )

    def _show_progress(self, words: str) -> None:
        self._progress.setText(words)
        self._progress.setVisible(bool(words))
        self._fit()
        if words:
            announce(self, words)

    def _succeeded(self, written: Exported, password: str) -> None:
        file = Path(written.folder) / written.file
        self._session.keep_export_folder(file.parent)
        self._session.keep_told(file.parent)
        self._show_progress("")
        self._ask.hide()
        self.write_button.hide()
        self.pages_button.hide()
        kind = {"docx": "Word file", "pdf": "PDF"}.get(written.format, "text file")
        self._heading.setText(f"The {kind} is written")
        self.went.show_file(file, written.audience, self._caseload.exports.is_draft(self._assessment), password)
        self.close_button.setText("Close")
        self._fit()
        self.went.open_folder.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"The {kind} is written: {file.name}")
        self.exported.emit(file)

    def _no_folder(self, folder: Path) -> None:
        """No folder is ever made without being asked for."""
        if not folder.is_absolute():
            self._failed(CarerError("This is not a folder", str(folder), "Choose a folder."))
        elif _is_there(folder):
            self._failed(CarerError("This is a file and not a folder", str(folder), "Choose a folder."))
        else:
            self._failed(CarerError("There is no such folder", str(folder), "Choose another, or have it made."))
            self._banner.offer("Make this folder", lambda: self._make_folder(folder))

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            self._failed(unwritten(error, folder))
            return
        self.write()

    def _failed(self, error: BaseException) -> None:
        self._show_progress("")
        self.write_button.setEnabled(True)
        self._keyboard.give_back()
        self._banner.show_error(error, retry=False)
        soon(self, self._show_banner)

    def _show_banner(self) -> None:
        """How high it is is known once it is laid out."""
        self._fit()
        self._page.show_whole(self._banner)


def _is_folder(folder: Path) -> bool:
    """Whether it is one; a name that no system takes is none."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
