"""One budget table: who approved it, what it says and changes, its worked examples, and trying it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from carer_desktop.budget.plain import Section, describe_plainly
from carer_desktop.budget.table import Table
from carer_desktop.text import one_line
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.parts import Heading, Note, announce, button, line
from ui.parts.choosing import choose_new_file
from ui.parts.dialog_sheet import DialogSheet
from ui.parts.doing import Doing
from ui.parts.flow import InLines
from ui.parts.sheet import refill, side_by_side
from ui.parts.words import on_screen
from ui.screens.tables.approving import ApproveDialog
from ui.screens.tables.cost import Cost
from ui.screens.tables.grid import AmountsGrid
from ui.screens.tables.taking_out import TakeOutDialog
from ui.screens.tables.what_if import WhatIf
from ui.screens.tables.words import (
    MARKED,
    MARKS,
    approved_words,
    difference_words,
    finding_words,
    loaded_words,
    name_words,
    tried_words,
)
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Preview

PLAINLY, EXAMPLES = "In plain words", "Worked examples"
WAITS = "✓ Loaded. It counts for nothing until somebody else than its author approves it."
APPROVED = "✓ Approved. It gives the guide figure from now on."
NOT_HERE = "○ Not loaded yet: this is what stands in the file"
NOT_FIT = "✗ It cannot be loaded"
NAMED = f"{NOT_FIT} until what is named here is mended."
NOT_READ = "This file cannot be loaded yet. Mend what is named here, save it, and read it again."
KINDS = {"xlsx": "Excel workbooks (*.xlsx)", "docx": "Word files (*.docx)"}


class TableScreen(DialogSheet):
    """Of the table with that sha256, or of one in a file (Path). `left()` back to the list."""

    help_page = "budget-tables"

    left = Signal()

    def __init__(
        self, caseload: Caseload, work: SlowWork, source: Path | str, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=60, spacing=0.9)
        self._caseload, self._work, self.source, self._folder = caseload, work, source, folder
        self.seen: Preview | None = None
        self.what_if: WhatIf | None = None
        self.cost: Cost | None = None
        self.grid: AmountsGrid | None = None
        self._buttons: list[QPushButton] = []
        self.heading = Heading(source.name if isinstance(source, Path) else "Budget table")
        self.add(self.heading)
        self.back_button = button("Back to the budget tables", "link")
        self.back_button.clicked.connect(self.left)
        self.add(side_by_side(self.back_button))
        self.doing = Doing(work)
        self.add(self.doing)
        self._box = QWidget()
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(0.6))
        self.add(self._box)

    def begin(self) -> None:
        """Read the table; the keyboard goes to the way back until there is something to do."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read("")

    def _read(self, said: str) -> None:
        tables, source = self._caseload.tables, self.source
        look = partial(tables.preview, source) if isinstance(source, Path) else partial(tables.look, source)
        self.doing.run("Reading the table", look, lambda seen: self._show(seen, said))

    def _show(self, seen: Preview, said: str) -> None:
        here = QApplication.focusWidget()
        was_here = here is not None and self._box.isAncestorOf(here)
        self.seen = seen
        self.what_if = self.cost = self.grid = None
        self._buttons = []
        rows = list(self._unread(seen) if seen.table is None else self._read_well(seen, seen.table))
        refill(self._rows, rows)
        put_in_order(self.rows, self.back_button)
        self.doing.hold(*self._buttons)
        if was_here:  # what had the keyboard is gone
            next(iter(self._buttons), self.back_button).setFocus(Qt.FocusReason.OtherFocusReason)
        if said:
            self.doing.say(said)
        else:
            announce(self, NOT_READ if seen.table is None else self.heading.text())

    # What stands on the page ---------------------------------------------------------------------

    def _unread(self, seen: Preview) -> Iterator[QWidget]:
        yield Note(NOT_READ)
        for one in seen.findings:
            yield line(finding_words(one))
        yield side_by_side(self._button("Read the file again", lambda: self._read(""), "primary"))

    def _read_well(self, seen: Preview, table: Table) -> Iterator[QWidget]:
        self.heading.setText(table.title)
        yield line(name_words(table))
        yield line(approved_words(seen.kept) if seen.kept else NOT_HERE, "strong")
        if seen.kept and loaded_words(seen.kept):
            yield line(loaded_words(seen.kept))
        unfit = seen.unfit if seen.kept is None else None
        if seen.refused and unfit is None and not (seen.kept and seen.kept.approved_by):
            yield Note(on_screen(f"You cannot approve it. {seen.refused.what}. {seen.refused.mend}"))
        for one in seen.findings:
            yield line(finding_words(one), "error" if one.kind == "error" else "body")
        if unfit is not None:
            named = any(one.kind == "error" for one in seen.findings)
            yield line(NAMED if named else on_screen(f"{NOT_FIT}. {unfit.what}. {unfit.mend}"), "error")
        yield self._row_of_buttons(seen, table)
        yield from self._described(seen, table)
        yield _heading("What if")
        self.what_if = WhatIf(table, self._caseload.clock.today())
        yield self.what_if
        yield _heading("Last year’s cases")
        self.cost = Cost(self._caseload, self._work, table)
        yield self.cost

    def _row_of_buttons(self, seen: Preview, table: Table) -> QWidget:
        if seen.kept is None and seen.unfit:
            self._button("Read the file again", lambda: self._read(""), "primary")
        elif seen.kept is None:
            self._button("Load this table", self._load, "primary")
        elif not seen.kept.approved_by and seen.refused is None:
            self._button("Approve it…", self._approve, "primary")
        if seen.kept and not seen.kept.approved_by and not table.illustrative:
            self._button("Take it out…", self._take_out)
        self._button("Export to Excel…", partial(self._ask, "xlsx"))
        self._button("In plain words, to Word…", partial(self._ask, "docx"))
        box = QWidget()
        row = InLines(box, em(0.6))
        row.setContentsMargins(0, 0, 0, 0)
        for each in self._buttons:
            row.addWidget(each)
        return box

    def _button(self, words: str, do: object, role: str = "") -> QPushButton:
        made = button(words, role)
        made.clicked.connect(do)
        self._buttons.append(made)
        return made

    def _described(self, seen: Preview, table: Table) -> Iterator[QWidget]:
        """Every part of the description for carers’ groups, with what differs and which examples are kept."""
        by = seen.kept.approved_by if seen.kept else ""
        for number, section in enumerate(describe_plainly(table, by)):
            yield _heading(section.title if number else PLAINLY)
            if section.grid:
                yield from self._amounts(seen)
            elif section.title == EXAMPLES:
                for one in seen.examples:
                    yield line(tried_words(table, one))
            else:
                yield from _lines(section)

    def _amounts(self, seen: Preview) -> Iterator[QWidget]:
        against = seen.against
        changes = {one.words: one for one in against.amounts if one.kind != "gone"} if against else {}
        if against and seen.present:
            yield line(difference_words(against, seen.present))
            if against.changes:
                yield line(MARKED, "hint")
        if seen.grid:
            self.grid = AmountsGrid(seen.grid, changes)
            self.grid.moved.connect(self._follow_cell)
            yield self.grid
        if against:
            for one in against.amounts:
                if one.kind == "gone":
                    yield line(f"– Gone: {one.words}, {one.before}")
            for one in against.origin:
                yield line(f"{MARKS['other']} {one.words}: {one.after}; before: {one.before}")
            for sign, rules in (("– No longer", against.rules_gone), ("+ New", against.rules_new)):
                for rule in rules:
                    yield line(f"{sign}: {rule}")

    def _follow_cell(self) -> None:
        """The amount the arrow keys are at is in view, however long the grid is."""
        grid, page = self.grid, self.widget()
        if grid is None or page is None or not grid.hasFocus():
            return
        place = grid.viewport().mapTo(page, grid.visualItemRect(grid.currentItem()).center())
        self.ensureVisible(place.x(), place.y(), 0, em(3))

    # What can be done ----------------------------------------------------------------------------

    def _load(self) -> None:
        seen = self.seen
        if seen is not None:
            self.doing.run("Loading it", lambda: self._caseload.tables.take_in(seen), self._loaded)

    def _loaded(self, table: Table) -> None:
        self.source = table.sha256
        self._read(WAITS)

    def _approve(self) -> None:
        if self.seen is None or self.seen.table is None:
            return
        dialog = ApproveDialog(self._caseload, self._work, self.seen.table, self)
        dialog.approved.connect(lambda: self._read(APPROVED))
        self.open_dialog(dialog)

    def _take_out(self) -> None:
        seen = self.seen
        if seen is None or seen.table is None:
            return
        dialog = TakeOutDialog(self._caseload, self._work, seen.table, self)
        dialog.kept.connect(lambda said: self._show(replace(seen, kept=None), said))
        self.open_dialog(dialog)

    def go_on(self) -> None:
        """The table is read already; the keyboard goes to the way back."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, kind: str) -> None:
        if self.seen is None or self.seen.table is None:
            return
        table = self.seen.table
        name = f"{one_line(f'{table.id} {table.version}')}.{kind}"
        chosen = choose_new_file(self, "Write a file", self._folder, name, KINDS[kind])
        if chosen:
            self.write(chosen.with_suffix(f".{kind}"))

    def write(self, file: Path) -> None:
        """Write the table as a workbook or in plain words, as the file’s name ends; never over one that is there."""
        from carer_desktop.caseload.tables import write_description, write_text_as_workbook

        seen = self.seen
        if seen is None or seen.table is None:
            return
        table, text, by = seen.table, seen.text, seen.kept.approved_by if seen.kept else ""

        def write() -> Path:
            if file.suffix != ".xlsx":
                return write_description(table, file, by)
            write_text_as_workbook(text, file)
            return file

        self.doing.run("Writing the file", write, self._written)

    def _written(self, file: Path) -> None:
        self.doing.say(f"✓ Written: {file}")
        self.show_whole(self.doing)


def _heading(words: str) -> QWidget:
    made = Heading(words, 2)
    made.setContentsMargins(0, em(0.8), 0, 0)
    return made


def _lines(section: Section) -> Iterator[QWidget]:
    for words in section.lines:
        yield line(words)
