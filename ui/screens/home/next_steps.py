"""What is next for whoever is signed in: what they do next in all their roles, one row each, one Enter away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from itertools import accumulate
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from carer_desktop.caseload.todo import in_order, is_next
from ui.background import SlowWork, soon
from ui.parts import Heading, announce, button, line
from ui.parts.two_lines import Index, TwoLineRow, TwoLines, put_words
from ui.screens.home.next_words import counted, folded_words, row_words
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.todo import Task
    from carer_desktop.records.carer import Card

FEW = 8
LEAST = 3
_TASK = Qt.ItemDataRole.UserRole
_SHARE = 0.4  # of the window: the records below keep their place
_MOST_HEIGHT = 16_777_215  # Qt's own: as high as it likes
LOOKING = "Looking for what is next…"
NOTHING = "Nothing for you to do now."
UNREAD = "What is next cannot be read now."


class TaskRow(TwoLineRow):
    """Whom it is about and what is to be done beside each other where there is room, else below."""

    side, above, between = 0.8, 0.35, 0.3
    hovers = True

    def _areas(self, option: QStyleOptionViewItem, index: Index, rect: QRect) -> tuple[QRect, QRect]:
        first, more = super()._areas(option, index, rect)
        room = self._room(index, rect)
        beside = room.adjusted(first.width() + em(0.9), 0, 0, 0)
        metrics = QFontMetrics(QFont(option.widget.font()))
        words = str(index.data(Qt.ItemDataRole.UserRole + 1) or "")
        if metrics.horizontalAdvance(words) + 2 > beside.width() or first.height() > 2 * metrics.height():
            return first, more
        return first, QRect(beside.left(), first.top(), beside.width(), first.height())


class NextSteps(QWidget):
    """Nothing where nothing is to be done. `asked(task)` by click or Enter, `told_anew()` once it stands there.

    What comes while `coming` runs comes with the page and takes the room it needs. What comes later moves nothing that
    somebody may be using by then: where one line kept its place it is offered in that line, and where rows stood
    there the new ones have the same room.
    """

    asked = Signal(object)
    told_anew = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caseload, self._work = caseload, work
        self._tasks: list[Task] = []
        self._whole = self._away = self._is_held = False
        self._rows: list[Task] = []  # those for which there is a row where all have room
        self._few = 0  # as many of them without Show all
        self._given_up = Event()
        self.coming = QTimer(self)
        self.coming.setSingleShot(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.4))
        self.folded = self._one_line()
        self.heading = Heading("What is next", 2, self)
        self.told = line("", "hint", self)
        self.list = TwoLines(self, TaskRow)
        self.list.setAccessibleName("What is next")
        self.list.setAccessibleDescription("Enter opens what is to be done")
        self.list.chosen.connect(lambda item: self.asked.emit(item.data(_TASK)))
        self.all_button = button("", "link", self)
        self.all_button.clicked.connect(self._turn)
        for each in (self.folded, self.heading, self.told, self.list):
            rows.addWidget(each)
        rows.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def _one_line(self) -> QWidget:
        """The place it keeps while it is read; as high with its button as without."""
        box = QWidget(self)
        box.hide()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(0.6))
        self.said = line("", "hint", box)
        self.said.setWordWrap(False)
        self.show_button = button("", "link", box)
        self.show_button.clicked.connect(self.begin)
        keeps = self.show_button.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.show_button.setSizePolicy(keeps)
        self.show_button.hide()
        row.addWidget(self.said)
        row.addWidget(self.show_button)
        row.addStretch(1)
        return box

    def refresh(self, cards: tuple[Card, ...], patience: float = 0.0) -> None:
        """Read it again for these records, beside the window; what is there in *patience* seconds stands there at once.

        Else what stood there stays until it is read.
        """
        self.give_up()
        given_up = self._given_up = Event()
        reading = self._work.read(
            partial(self._caseload.todo.mine, given_up, cards), lambda found: self._read(given_up, found, NOTHING),
            lambda _: self._read(given_up, (), UNREAD), self, patience,
        )  # fmt: skip
        if not reading.done():
            self.keep_place()

    def keep_place(self) -> None:
        """It will take longer: where nothing stands, one line says so and keeps its place."""
        if not self._tasks and self.folded.isHidden():
            self.said.setText(LOOKING)
            self._fold(True)

    def say_unread(self) -> None:
        """The records themselves cannot be read."""
        self._read(Event(), (), UNREAD)

    def give_up(self) -> None:
        """The page is left, or read again: what is still being read is wanted no more."""
        self._given_up.set()

    def put_away(self, away: bool) -> None:
        """While the carer can see the screen nothing is said of others, and while one searches only what is found."""
        if away != self._away:
            self._away = away
            self._show()

    def begin(self) -> bool:
        """The keyboard goes to the first row, where there is one; rows that were only offered are shown."""
        if self._tasks and not self.folded.isHidden():
            self._whole = self._whole or not self._number
            self._fold(False)
        if self.isVisible() and self.list.count():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _read(self, given_up: Event, found: Sequence[Task], else_: str) -> None:
        """It has come; *else_* is said where nothing is next."""
        if given_up.is_set():
            return
        today = self._caseload.clock.today()
        self._tasks = in_order(found, today)
        self.told.setText(counted(self._tasks, today) or else_)
        if self.coming.isActive():
            self._hold(False)
            self._fold(False)
        elif self.folded.isHidden():
            self._hold(self.isVisible())
            self._show()
        else:
            self._offer(else_)
        self.told_anew.emit()

    def _offer(self, else_: str) -> None:
        """In the one line: how many there are, and the way to them."""
        self.said.setText(folded_words(self._number) or else_)
        self.show_button.setText("Show what is next" if self._number else "Show what comes later")
        self.show_button.setVisible(bool(self._tasks))
        if self.isVisible():
            announce(self, self.said.text())

    @property
    def _number(self) -> int:
        today = self._caseload.clock.today()
        return sum(is_next(task, today) for task in self._tasks)

    def _fold(self, folded: bool) -> None:
        """One line, or all of it."""
        self.folded.setVisible(folded)
        self.heading.setVisible(not folded)
        self.told.setVisible(not folded)
        self._show()

    def _show(self) -> None:
        before, folded = self.list.currentRow(), not self.folded.isHidden()
        self.list.clear()
        today = self._caseload.clock.today()
        few = [task for task in self._tasks if is_next(task, today)]
        few = few if len(few) == len(self._tasks) == FEW + 1 else few[:FEW]  # a button takes the room of the last one
        self._few = len(few)
        shown = self._rows = [] if folded else self._tasks if self._whole else few
        self._fill()
        if shown:
            self.list.setCurrentRow(min(max(before, 0), len(shown) - 1))
        self.all_button.setText("Show fewer" if self._whole else f"Show all {len(self._tasks)}")
        self.all_button.setVisible(len(self._tasks) > len(few) and not folded)
        self.list.setVisible(bool(shown) or self._is_held)
        self.setVisible((bool(self._tasks) or folded or self._is_held) and not self._away)
        self.fit()

    def _fill(self) -> None:
        today = self._caseload.clock.today()
        for task in self._rows[self.list.count() :]:
            item = QListWidgetItem(self.list)
            item.setData(_TASK, task)
            put_words(item, *row_words(task, today))

    def _turn(self) -> None:
        self._whole = not self._whole
        self._let_go()

    # As high as its rows, and never more than its share ------------------------------------------

    def fit(self) -> None:
        """As high as its rows. Where not all have room, only whole ones are shown, with the button for all of them."""
        if self._is_held or not self._rows:
            return
        self._fill()
        heights = [self.list.sizeHintForRow(row) for row in range(self.list.count())]
        share = max(sum(heights[:LEAST]), int(self.window().height() * _SHARE))
        fits = min(self._few, bisect_right([*accumulate(heights)], share))
        some = len(heights) if self._whole else fits
        while self.list.count() > some:
            self.list.takeItem(some)
        self.all_button.setVisible(len(self._tasks) > fits)
        self.list.setFixedHeight(min(sum(heights[:some]), share) + em(0.2))

    def _hold(self, held: bool) -> None:
        """As high as it is now, whatever comes: the rows have what is left of it; or as high as it needs."""
        self._is_held = held
        height = self.height()
        self.setMinimumHeight(height if held else 0)
        self.setMaximumHeight(height if held else _MOST_HEIGHT)
        if held:
            self.list.setMinimumHeight(0)
            self.list.setMaximumHeight(_MOST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_held and event.size().width() != event.oldSize().width():
            soon(self, self._let_go)  # the whole page moves
        self.fit()

    def _let_go(self) -> None:
        self._hold(False)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "list"):
            self.fit()
