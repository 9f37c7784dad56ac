"""What is next for whoever is signed in: what they do next in all their roles, one row each, one Enter away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidgetItem, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from carer_desktop.caseload.todo import in_order, is_next
from ui.background import SlowWork, soon
from ui.parts import Heading, button, line
from ui.parts.two_lines import Index, TwoLineRow, TwoLines, put_words
from ui.screens.home.next_words import counted, row_words
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.todo import Task
    from carer_desktop.records.carer import Card

FEW = 8
LEAST = 3
_TASK = Qt.ItemDataRole.UserRole
_SHARE = 0.4  # of the window: the records below keep their place


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
    """Nothing where nothing is to be done. `asked(task)` by click or Enter, `told_anew()` once it stands there."""

    asked = Signal(object)
    told_anew = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caseload, self._work = caseload, work
        self._tasks: list[Task] = []
        self._whole = self._away = False
        self._given_up = Event()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.4))
        self.heading = Heading("What is next", 2, self)
        self.told = line("", "hint", self)
        self.list = TwoLines(self, TaskRow)
        self.list.setAccessibleName("What is next")
        self.list.setAccessibleDescription("Enter opens what is to be done")
        self.list.chosen.connect(lambda item: self.asked.emit(item.data(_TASK)))
        self.all_button = button("", "link", self)
        self.all_button.clicked.connect(self._turn)
        for each in (self.heading, self.told, self.list):
            rows.addWidget(each)
        rows.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def refresh(self, cards: tuple[Card, ...]) -> None:
        """Read it again for these records, beside the window; what stands there stays until it is read."""
        self.give_up()
        given_up = self._given_up = Event()
        self._work.read(
            partial(self._caseload.todo.mine, given_up, cards), lambda found: self._read(given_up, found),
            lambda _: self._show_unread(), self,
        )  # fmt: skip

    def give_up(self) -> None:
        """The page is left, or read again: what is still being read is wanted no more."""
        self._given_up.set()

    def put_away(self, away: bool) -> None:
        """While the carer can see the screen nothing is said of others, and while one searches only what is found."""
        if away != self._away:
            self._away = away
            self._show()

    def begin(self) -> bool:
        """The keyboard goes to the first row, where there is one."""
        if self.isVisible() and self.list.count():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _read(self, given_up: Event, found: Sequence[Task]) -> None:
        if given_up.is_set():
            return
        self._tasks = in_order(found, self._caseload.clock.today())
        self.told.setText(counted(self._tasks, self._caseload.clock.today()) or "Nothing for you to do now.")
        self._show()
        soon(self, self.told_anew.emit)

    def _show_unread(self) -> None:
        """Closed meanwhile, or it cannot be read: the records below say what is wrong with them."""
        self._tasks = []
        self._show()

    def _show(self) -> None:
        before = self.list.currentRow()
        self.list.clear()
        today = self._caseload.clock.today()
        few = [task for task in self._tasks if is_next(task, today)]
        few = few if len(few) == len(self._tasks) == FEW + 1 else few[:FEW]  # a button takes the room of the last one
        shown = self._tasks if self._whole else few
        for task in shown:
            item = QListWidgetItem(self.list)
            item.setData(_TASK, task)
            put_words(item, *row_words(task, today))
        if shown:
            self.list.setCurrentRow(min(max(before, 0), len(shown) - 1))
        more = len(self._tasks) > len(few)
        self.all_button.setText("Show fewer" if self._whole else f"Show all {len(self._tasks)}")
        self.all_button.setVisible(more)
        self.list.setVisible(bool(shown))
        self.setVisible(bool(self._tasks) and not self._away)
        self._fit()

    def _turn(self) -> None:
        self._whole = not self._whole
        self._show()

    # As high as its rows, and never more than its share ------------------------------------------

    def _fit(self) -> None:
        heights = [self.list.sizeHintForRow(row) for row in range(self.list.count())]
        if not heights:
            return
        share = max(sum(heights[:LEAST]), int(self.window().height() * _SHARE))
        self.list.setFixedHeight(min(sum(heights), share) + em(0.2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "list"):
            self._fit()
