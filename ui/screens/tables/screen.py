"""The list of the budget tables here: which holds, who approved each, and the way to load another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from carer_desktop.budget.choose import for_day
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.parts import Card, Heading, button, line, link_button
from ui.parts.choosing import choose_file, choose_new_file
from ui.parts.doing import Doing
from ui.parts.sheet import Sheet, refill, side_by_side
from ui.screens.tables.words import approved_words, loaded_words, name_words
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, KnownTable

ABOUT = (
    "A guide figure comes from a table your council has approved. A table is a file. It proves itself on worked "
    "examples, and somebody else than its author approves it here."
)
NOTHING = "There is no table here, so there is no guide figure. You can still ask for an amount in a record."
TODAY = "● Holds for conversations of today"
FILES = "Budget tables (*.toml *.xlsx)"
BEGIN = "A council that has no table yet can begin with the example: an Excel workbook to change."
EXAMPLE = "example budget table.xlsx"


class TablesScreen(Sheet):
    """`left()` back to the records, `table_asked(sha256)` for one of them, `file_asked(file)` for one in a file."""

    help_page = "budget-tables"

    left = Signal()
    table_asked = Signal(str)
    file_asked = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=46, spacing=0.9)
        self._caseload, self._folder = caseload, folder
        self.add(Heading("Budget tables"))
        self.add(line(ABOUT, "body"))
        self.load_button = button("Load a table from a file…", "primary")
        self.load_button.clicked.connect(self._ask_file)
        self.example_button = button("Write an example to begin with…")
        self.example_button.clicked.connect(self._ask_example)
        self.back_button = button("Back to your records", "link")
        self.back_button.clicked.connect(self.left)
        self.add(side_by_side(self.load_button, self.back_button))
        self.doing = Doing(work)
        self.add(self.doing)
        box = QWidget()
        self._cards = QVBoxLayout(box)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(em(0.8))
        self.add(box)
        self.add(line(BEGIN, "hint"))
        self.add(side_by_side(self.example_button))

    def begin(self) -> None:
        """Read which tables there are; the keyboard goes to the first thing to do."""
        self.load_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.doing.run("Reading the tables", self._caseload.tables.listed, self._show)

    def _show(self, known: tuple[KnownTable, ...]) -> None:
        now = for_day(self._caseload.tables.usable, self._caseload.clock.today())
        refill(self._cards, [self._card(one, one.table == now) for one in known] or [line(NOTHING, "body")])
        put_in_order(self.rows, self.load_button)

    def _card(self, known: KnownTable, holds_today: bool) -> QWidget:
        table = known.table
        card = Card(table.title)
        card.add(line(name_words(table), "body", card))
        card.add(line(approved_words(known), "strong", card))
        for words in (TODAY if holds_today else "", loaded_words(known)):
            if words:
                card.add(line(words, "body", card))
        look = link_button("Look at it…", card, f"Look at {table.title}, version {table.version}…")
        look.clicked.connect(lambda: self.table_asked.emit(table.sha256))
        card.add(side_by_side(look, parent=card))
        return card

    def links(self) -> list[QPushButton]:
        """The ways to each table, in the order of the page."""
        return [made for made in self.findChildren(QPushButton) if made.text() == "Look at it…" and made.isVisible()]

    def _ask_file(self) -> None:
        chosen = choose_file(self, "Load a budget table", self._folder, FILES)
        if chosen:
            self.file_asked.emit(chosen)

    def _ask_example(self) -> None:
        chosen = choose_new_file(self, "Write an example", self._folder, EXAMPLE, "Excel workbooks (*.xlsx)")
        if chosen:
            self.write_example(chosen)

    def write_example(self, file: Path) -> None:
        """Write the illustrative table as a workbook; never over a file that is there."""
        from carer_desktop.caseload.tables import ILLUSTRATIVE, write_workbook

        self.doing.run("Writing the workbook", lambda: write_workbook(ILLUSTRATIVE, file), lambda _: self._told(file))

    def _told(self, file: Path) -> None:
        self.doing.say(f"✓ Written: {file}")
