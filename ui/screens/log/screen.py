"""The page of the log: narrow it by person, event and time, read on, check it whole, write it to a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.audit import EVENTS, Wanted
from carer_desktop.words import say
from ui.background import SlowWork
from ui.parts import Heading, announce, button, line
from ui.parts.choosing import choose_folder
from ui.parts.doing import Doing
from ui.parts.filter_button import FilterButton
from ui.screens.log.lines import LogLines
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Line

ABOUT = "Who did what, as it happened. No answer and no carer’s name is in it. Rows can be added, never changed."
MOST = 100
WIDTH = 60
TIMES = {"1": "The last 24 hours", "7": "The last 7 days", "30": "The last 30 days", "365": "The last year"}
KINDS = {
    "Signing in": ("signed_in", "sign_in_failed", "covered", "locked", "signed_out"),
    "People and keys": (
        "person_added", "person_removed", "roles_changed", "passphrase_changed", "access_reset", "access_recovered",
        "recovery_made", "rotation_begun", "key_rotated",
    ),
    "Records": (
        "record_begun", "record_viewed", "record_saved", "record_moved", "jottings_removed", "record_kept",
        "record_removed", "beside_removed", "stub_finished", "record_restricted", "stepped_back",
    ),
    "Files": (
        "exported", "batch_made", "printed", "file_handed_over", "file_deleted", "package_made", "package_opened",
        "log_exported",
    ),
    "Backups": (
        "backup_made", "backup_failed", "backup_tested", "backup_restored", "backups_rebuilt", "backup_kept",
        "vault_salvaged", "anchor_lost",
    ),
}  # fmt: skip


def event_groups() -> dict[str, dict[str, str]]:
    """Every event there is, in words, under a few headings; what stands under none is under *The program*."""
    named = {event for events in KINDS.values() for event in events}
    groups = {title: {event: say("event", event) for event in events} for title, events in KINDS.items()}
    return {**groups, "The program": {event: say("event", event) for event in EVENTS if event not in named}}


class LogScreen(QWidget):
    """`left()` back to the records."""

    help_page = "people"

    left = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caseload, self._folder = caseload, folder
        self.doing = Doing(work)
        self._last: int | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(em(2), em(1.5), em(2), em(1.2))
        column = QWidget(self)
        column.setMaximumWidth(em(WIDTH))
        across.addStretch(0)
        across.addWidget(column, 1)
        across.addStretch(0)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.6))
        rows.addWidget(Heading("Who did what", 1, column))
        rows.addWidget(line(ABOUT, "hint", column))
        rows.addLayout(self._make_filters(column))
        rows.addLayout(self._make_buttons(column))
        self.doing.hold(self.export_button, self.check_button)
        rows.addWidget(self.doing)
        self._told = line("", "hint", column)
        rows.addWidget(self._told)
        self.list = LogLines(column)
        rows.addWidget(self.list, 1)
        self.older_button = button("Show older", parent=column)
        self.older_button.clicked.connect(lambda: self.read(more=True))
        rows.addWidget(self.older_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.read()

    def _make_filters(self, parent: QWidget) -> QHBoxLayout:
        everybody = {person.id: person.name for person in self._caseload.people.all()}
        self.who = FilterButton("Who", "everyone", everybody, parent=parent)
        self.what = FilterButton("What", "everything", groups=event_groups(), parent=parent)
        self.when = FilterButton("When", "at any time", TIMES, parent=parent)
        row = QHBoxLayout()
        row.setSpacing(em(0.6))
        for each in (self.who, self.what, self.when):
            each.picked.connect(lambda _: self.read())
            row.addWidget(each)
        row.addStretch(1)
        return row

    def _make_buttons(self, parent: QWidget) -> QHBoxLayout:
        self.export_button = button("Export these rows…", parent=parent)
        self.export_button.clicked.connect(self._ask_folder)
        self.check_button = button("Check the whole log", parent=parent)
        self.check_button.clicked.connect(self._check)
        back = button("Back to your records", "link", parent)
        back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(em(0.6))
        for each in (self.export_button, self.check_button, back):
            row.addWidget(each)
        row.addStretch(1)
        return row

    def begin(self) -> None:
        """The keyboard goes to the newest row."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Reading -------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """Which rows are asked for."""
        days = int(self.when.key or 0)
        since = self._caseload.clock.now() - timedelta(days=days) if days else None
        return Wanted(person=self.who.key, event=self.what.key, since=since)

    def read(self, more: bool = False) -> None:
        """Show the newest rows that are wanted, or the next older ones below them."""
        try:
            lines = self._caseload.audit.page(self.wanted(), self._last if more else None, MOST)
        except CarerError as error:
            self.doing.fail(error)
            return
        self._show(lines, more)

    def _show(self, lines: tuple[Line, ...], more: bool) -> None:
        self.list.show_lines(lines, more)
        if lines:
            self._last = lines[-1].row.sequence
        self.older_button.setVisible(len(lines) == MOST)
        number = self.list.count()
        rows = "1 row" if number == 1 else f"{number} rows"
        self._told.setText(f"{rows}, the newest first" if number else "No rows like these")
        announce(self, self._told.text())

    # Writing and checking ------------------------------------------------------------------------

    def _ask_folder(self) -> None:
        chosen = choose_folder(self, "Choose a folder for the log", self._folder)
        if chosen:
            self.export(chosen)

    def export(self, folder: Path) -> None:
        """Write the rows that are wanted into a file there."""
        wanted = self.wanted()
        self.doing.run("Writing the file", lambda: self._caseload.audit.export(folder, wanted), self._exported)

    def _exported(self, file: Path) -> None:
        self.doing.say(f"✓ Written: {file}")
        self.read()

    def _check(self) -> None:
        self.doing.run("Checking every row", self._caseload.audit.check, self._checked)

    def _checked(self, found: tuple[str, ...]) -> None:
        if found:
            self.doing.fail(CarerError("The log is not as it was written", "", " ".join(found[:3])))
        else:
            self.doing.say("✓ Every row is as it was written, and none is missing")
