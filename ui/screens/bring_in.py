"""A file comes back in: what was found in it, which question it belongs to, what would be taken; each is asked for."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from carer_desktop.words import say
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.fields.wrap import check
from ui.parts import Heading, Note, button, line
from ui.parts.file_sheet import FileSheet
from ui.parts.filter_button import FilterButton
from ui.parts.flow import in_lines
from ui.parts.sheet import refill
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.assessment import Assessment
    from carer_desktop.caseload import Answered, Caseload, Incoming, IncomingRow
    from carer_desktop.records.carer import Card as Record

ABOUT = (
    "Begin a record with what stands in a file: a council’s file of this program, somebody else’s Word form, or a PDF "
    "form that was filled in. You see everything in it first. Nothing in the file is run."
)
DROP = "Drop the file anywhere on this page, or choose one."
FILES = "Forms that were filled in (*.docx *.pdf)"
CONFIRM = "Tick what is right. Only what is ticked is taken, and you can change it afterwards."
LEFT = "What fits no question is not thrown away: it goes into the jottings of the new record."
OTHER = {"carer_conversation": "carer_review", "carer_review": "carer_conversation"}
TAKE = "Take what is ticked"
INTO = "It goes into the record {}. What is answered there already is not ticked."


def row_words(row: IncomingRow) -> str:
    """What was found and what would be taken, for people."""
    said = []
    for one in row.lines:
        asked = f"{one.question}: " if len(row.lines) > 1 else ""
        said.append(f"{asked}{one.words}" if one.value is not None else f"{asked}{one.why}")
        if one.found.value is None or one.found.text != one.words:
            said.append(f"In the file: {_named(one.found.label)}{one.found.text}")
        if one.found.note:
            said.append(one.found.note)
    return "\n".join(said)


class BringInScreen(FileSheet):
    """`left()` back to the records, `taken(record)` once a record has begun, `check_asked(file)` to compare instead."""

    help_page = "bring-in"
    title = "Bring in a file"
    about = ABOUT
    drop = DROP
    files = FILES

    taken = Signal(str)
    check_asked = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(work, folder, parent)
        self._caseload = caseload
        self.incoming: Incoming | None = None
        self.into: Assessment | None = None
        self.file: Path | None = None
        self.ticks: dict[int, QCheckBox] = {}

    # Looking at it -------------------------------------------------------------------------------

    def take_file(self, file: Path) -> None:
        """Look at it."""
        self.look(file)

    def look(self, file: Path, form: str = "", into: Assessment | None = None) -> None:
        """Show what stands in this file, and where it would go in that form, or in that draft."""
        self.incoming, self.file, self.into = None, file, into
        self._refill([])
        self.doing.run(f"Reading {file.name}", lambda: self._caseload.incoming.look(file, form, into), self._show)

    def _look_again(self, form: str) -> None:
        if self.file is not None:
            self.look(self.file, form)

    def _show(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self._refill(self._rows(incoming))
        fits = sum(row.may_be_taken for row in incoming.rows)
        self.doing.say(f"{incoming.file}: {fits} of {len(incoming.rows)} things in it fit a question")
        (next(iter(self.ticks.values())) if self.ticks else self.choose_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _refill(self, widgets: list[QWidget]) -> None:
        if not widgets:
            self.ticks = {}
        refill(self._found, widgets)
        put_in_order(self.rows, self.choose_button)

    def _rows(self, incoming: Incoming) -> list[QWidget]:
        self.ticks = {}
        made: list[QWidget] = [Note(words) for words in incoming.warnings]
        made += self._of_form(incoming)
        rows = list(enumerate(incoming.rows))
        placed = [(number, row) for number, row in rows if row.may_be_taken]
        for section, group in groupby(placed, key=lambda each: each[1].section):
            made += self._section(section, list(group))
        left = [row for _, row in rows if not row.may_be_taken]
        if left:
            made += [Heading("Fits no question", 2), line(LEFT, "hint")]
            made += [line(_left_words(row), "body") for row in left]
        if self.ticks:
            made.append(in_lines(self._take_button("primary")))
        return made

    def _take_button(self, role: str) -> QPushButton:
        made = button(TAKE, role)
        made.clicked.connect(self.take)
        return made

    def _of_form(self, incoming: Incoming) -> list[QWidget]:
        """Which form it begins, the other one instead, and the check where the record is here."""
        other = OTHER[incoming.form.id]
        turn = button(f"Begin a {say('form', other)} with it instead", "link")
        turn.clicked.connect(partial(self._look_again, other))
        compare = button("Check it against the record instead", "link")
        compare.clicked.connect(lambda: self.check_asked.emit(self.file))
        begins = f"It begins a new {incoming.form.title}." if self.into is None else INTO.format(self.into.reference)
        ways = in_lines(*(() if self.into else (turn,)), *((compare,) if incoming.reference else ()))
        drafts = {card.id: _draft_words(card) for card in self._caseload.incoming.drafts()}
        self.goes_into = FilterButton("Goes into", "a new record", drafts)
        if self.into is not None and self.into.id in drafts:
            self.goes_into.pick(self.into.id)
        self.goes_into.picked.connect(self._go_into)
        self.goes_into.setVisible(bool(drafts))
        where = in_lines(self.goes_into, self._take_button(""))
        return [line(f"{begins} {CONFIRM}", "body"), ways, where]

    def _go_into(self, draft: str) -> None:
        if self.file is not None:
            self.look(self.file, "", self._caseload.records.open(draft) if draft else None)

    def _section(self, title: str, rows: list[tuple[int, IncomingRow]]) -> list[QWidget]:
        numbers = [number for number, _ in rows]
        every = button("Tick all of this", "link")
        every.setAccessibleName(f"Tick all of {title}")
        every.clicked.connect(partial(self._tick, numbers, True))
        none = button("Tick none", "link")
        none.setAccessibleName(f"Tick none of {title}")
        none.clicked.connect(partial(self._tick, numbers, False))
        made: list[QWidget] = [Heading(title, 2), in_lines(every, none)]
        for number, row in rows:
            made.append(self._asked(number, row))
        return made

    def _asked(self, number: int, row: IncomingRow) -> QWidget:
        """One thing to tick, with what was found beneath it."""
        box, words = QWidget(), row_words(row)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        tick = self.ticks[number] = check(row.question, box)
        tick.setChecked(row.offered)
        tick.setAccessibleDescription(words)
        said = line(words, "body", box)
        said.setContentsMargins(em(2.6), 0, 0, em(0.3))
        rows.addWidget(tick)
        rows.addWidget(said)
        return box

    def _tick(self, numbers: list[int], on: bool) -> None:
        for number in numbers:
            self.ticks[number].setChecked(on)

    # Taking --------------------------------------------------------------------------------------

    def take(self) -> None:
        """Begin a record with what is ticked."""
        incoming = self.incoming
        if incoming is None:
            return
        chosen = [number for number, tick in self.ticks.items() if tick.isChecked()]
        into = self.into
        self.doing.run("Taking it", lambda: self._caseload.incoming.take(incoming, chosen, into), self._taken)

    def _taken(self, answered: Answered) -> None:
        self.taken.emit(answered.assessment.id)


def _draft_words(card: Record) -> str:
    return f"{card.carer.name or 'Carer not named yet'} – {say('form', card.form_id)}, {card.reference}"


def _left_words(row: IncomingRow) -> str:
    said = (f"{_named(one.found.label)}{one.found.text}" for one in row.lines)
    why = next((why for one in row.lines if (why := one.why or one.found.note)), "")
    return "\n".join((*said, *((why,) if why else ())))


def _named(label: str) -> str:
    """What a thing is called in a file, before what stands there.

    >>> _named("Remarks:"), _named("")
    ('Remarks – ', '')
    """
    return f"{label.rstrip(': ')} – " if label else ""
