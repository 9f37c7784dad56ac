"""The page of what is due to go: nothing goes by itself, and nothing goes unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.retention import Due, OldRow, ReviewStub, Rule
from ui.background import PATIENCE_SECONDS, SlowWork
from ui.fields.order import put_in_order
from ui.parts import Banner, Card, Heading, announce, button, line, link_button
from ui.parts.busy_line import BusyLine
from ui.parts.dialog_sheet import DialogSheet
from ui.parts.portions import Portions
from ui.parts.sheet import side_by_side
from ui.screens.due.besides import BesidesDialog
from ui.screens.due.dialogs import DueDialog, KeepDialog, NoteDialog, RemoveDialog, TimeDialog, stays_words
from ui.screens.due.words import due_words, heading_words, rule_words
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ABOUT = (
    "Mosaic is where a record stays for good. Here it stays only as long as it is needed. Nothing goes by itself: you "
    "look at a record first, and see what goes and what stays."
)
BACKUPS = (
    "Backups on this laptop still hold a removed record, until they are removed after 35 days. To have it gone at "
    "once, tick the box when you remove it. A copy in the second place stays there."
)
NOTHING = "Nothing is due today."
NOT_SEEN = "You do not see this record. Tell a practitioner of its team, or its manager, that it is waiting."
NO_NOTES = "None. A note stays here when a record that is on Mosaic is removed, until its review is done."


@dataclass(frozen=True, slots=True)
class Found:
    """What is due, what is old beside the records by the title of its kind, the notes that wait, and the rules."""

    due: tuple[Due, ...]
    besides: tuple[tuple[str, Sequence[OldRow]], ...]
    notes: tuple[ReviewStub, ...]
    rules: tuple[Rule, ...]


def _read(caseload: Caseload) -> Found:
    """All of it; any thread may ask."""
    retention, rules = caseload.retention, caseload.retention.rules()
    titles = {rule.kind: rule.title for rule in rules}
    besides = tuple((titles[kind], rows) for kind, rows in caseload.besides.due().items())
    return Found(retention.due(), besides, tuple(retention.stubs()), rules)


class DueScreen(DialogSheet):
    """`open_asked(id)` for a record, `left()` back to the records."""

    help_page = "due"

    open_asked = Signal(str)
    left = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0.9)
        self._caseload, self._work = caseload, work
        self._rules: tuple[Rule, ...] = ()
        self.add(Heading("What is due to go"))
        self.add(line(ABOUT, "body"))
        self.back_button = button("Back to your records", "link")
        self.back_button.clicked.connect(self.left)
        self.add(side_by_side(self.back_button))
        self.said = line("", "strong")
        self.said.hide()
        self.add(self.said)
        self.banner = Banner()
        self.add(self.banner)
        self._busy = BusyLine()
        self.add(self._busy)
        self._due = self._block("Records", Portions(self._due_card))
        self.add(line(BACKUPS, "hint"))
        self._besides = self._block("Beside the records", Portions(self._beside_card))
        self._notes = self._block("Review notes", Portions(self._note_card))
        self._times = self._block("How long things stay", Portions(self._rule_row))

    def begin(self) -> None:
        """The page is shown: read what is due. The keyboard goes to the first record once that is there."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def go_on(self) -> None:
        """The keyboard goes to the first record, or back."""
        first = next((made for made in self.findChildren(QPushButton) if made.property("look") is True), None)
        (first or self.back_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _block(self, title: str, portions: Portions) -> Portions:
        heading = Heading(title, 2)
        heading.setContentsMargins(0, em(0.6), 0, 0)
        self.add(heading)
        self.add(portions)
        portions.grown.connect(self._chain)
        return portions

    def refresh(self) -> None:
        """Read everything again, beside the window; with thousands of records it takes a moment."""
        if not self._rules:
            self._busy.begin("Looking for what is due")
        work = partial(_read, self._caseload)
        self._work.read(work, self._show, self._say_unread, self, PATIENCE_SECONDS)

    def _show(self, found: Found) -> None:
        self._busy.end()
        self._rules = found.rules
        self._due.show_things(found.due, line(NOTHING, "body"))
        self._besides.show_things(found.besides, line(NOTHING, "body"))
        self._notes.show_things(found.notes, line(NO_NOTES, "hint"))
        self._times.show_things(found.rules, line(NOTHING, "body"))
        self._chain()
        if self.window().focusWidget() is self.back_button:
            self.go_on()

    def _say_unread(self, error: BaseException) -> None:
        self._busy.end()
        self.banner.show_error(error, retry=False)

    def _chain(self) -> None:
        put_in_order(self.rows, self.back_button)

    def _due_card(self, due: Due) -> QWidget:
        card = Card(heading_words(due))
        card.add(line(due_words(due), "body", card))
        if not self._caseload.records.seeing.may(due.holding.id):
            card.add(line(NOT_SEEN, "hint", card))
            return card
        reference = due.holding.reference
        look = button("Look at what goes…", parent=card)
        look.setProperty("look", True)
        look.setAccessibleName(f"Look at what goes with {reference}…")
        look.clicked.connect(lambda: self._look(due))
        keep = link_button("Keep it longer…", card, f"Keep {reference} longer…")
        keep.clicked.connect(lambda: self._open(KeepDialog(self._caseload, self._work, due, self)))
        buttons: list[QWidget] = [look, keep]
        if due.what != "confirm":
            read = link_button("Open it", card, f"Open {reference}")
            read.clicked.connect(lambda: self.open_asked.emit(due.holding.id))
            buttons.append(read)
        card.add(side_by_side(*buttons, parent=card))
        return card

    def _beside_card(self, kind: tuple[str, Sequence[OldRow]]) -> QWidget:
        title, rows = kind
        card = Card(title)
        many = f"{len(rows)} of them may go" if len(rows) > 1 else "One of them may go"
        card.add(line(f"{many}. Their time has come.", "body", card))
        look = button("Look at them…", parent=card)
        look.setProperty("look", True)
        look.setAccessibleName(f"Look at them: {title}…")
        look.clicked.connect(lambda: self._open(BesidesDialog(self._caseload, self._work, title, rows, self)))
        card.add(side_by_side(look, parent=card))
        return card

    def _note_card(self, stub: ReviewStub) -> QWidget:
        card = Card()
        for words in stays_words(stub):
            card.add(line(words, "body", card))
        end = link_button("Take it out…", card, f"Take out the review note of {stub.initials or stub.mosaic_id}…")
        end.clicked.connect(lambda: self._open(NoteDialog(self._caseload, self._work, stub, self)))
        card.add(side_by_side(end, parent=card))
        return card

    def _rule_row(self, rule: Rule) -> QWidget:
        words = line(rule_words(rule), "body")
        if "keeper" not in self._caseload.me.roles:
            return words
        change = link_button("Change…", None, f"Change the time of {rule.title}…")
        change.clicked.connect(lambda: self._open(TimeDialog(self._caseload, self._work, rule, self)))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words, 1)
        row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _look(self, due: Due) -> None:
        try:
            looked_at = self._caseload.retention.look(due.holding.id)
        except CarerError as error:
            self.banner.show_error(error, retry=False)
            self.show_whole(self.banner)
            return
        self._open(RemoveDialog(self._caseload, self._work, looked_at, self))

    def _open(self, dialog: DueDialog) -> None:
        self.banner.clear()
        dialog.changed.connect(self._changed)
        self.open_dialog(dialog)

    def _changed(self, words: str) -> None:
        self.refresh()
        self.said.setText(words)
        self.said.show()
        self.show_whole(self.said)
        announce(self, words)
