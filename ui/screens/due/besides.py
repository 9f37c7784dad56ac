"""Looking at referrals, offers, contacts, requests and visits whose time has come, one by one, before they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from carer_desktop.records.retention import OldRow
from ui.background import SlowWork
from ui.fields.wrap import check
from ui.parts import Note, announce, button, line
from ui.parts.sheet import side_by_side
from ui.screens.due.dialogs import DueDialog
from ui.screens.due.words import beside_words

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

NONE_TICKED = "Tick at least one. What is not ticked stays, and is offered again."
MOST = 100
FIRST_OF_MANY = f"These are the {MOST} oldest. The others are offered once these are gone."
ABOUT = "Read them first. What you tick is removed from this laptop; nothing of it stays but a line in the log."


class BesidesDialog(DueDialog):
    """One box to tick for each of a kind that may go."""

    enter_goes = False

    def __init__(
        self,
        caseload: Caseload,
        work: SlowWork,
        title: str,
        rows: Sequence[OldRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(caseload, work, title, "Remove what is ticked", parent)
        self.add(line(ABOUT, "body"))
        self.all_button = button("Tick all of them")
        self.all_button.clicked.connect(self._tick_all)
        self.add(side_by_side(self.all_button))
        self._boxes: list[tuple[QCheckBox, OldRow]] = []
        if len(rows) > MOST:
            self.add(line(FIRST_OF_MANY, "hint"))
        for row in rows[:MOST]:
            box: QCheckBox = check(beside_words(row), self)
            self._boxes.append((box, row))
            self.add(box)
        self.wrong = line("", "error")
        self.wrong.hide()
        self.add(self.wrong)
        self.add(Note("This cannot be taken back. The backups on this laptop hold it for up to 35 days more."))
        self.fit()

    def _tick_all(self) -> None:
        for box, _ in self._boxes:
            box.setChecked(True)

    def _do(self) -> None:
        ticked = [row for box, row in self._boxes if box.isChecked()]
        self.wrong.setText("" if ticked else NONE_TICKED)
        self.wrong.setVisible(not ticked)
        if not ticked:
            announce(self, NONE_TICKED, urgent=True)
            return
        said = "It is removed" if len(ticked) == 1 else f"{len(ticked)} are removed"
        self.run("Removing", lambda: self._caseload.besides.remove(ticked), lambda _: self._finished(said))
