"""The list of records: one row each, name first, then where it stands, all in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from carer_desktop.clock import day_words
from carer_desktop.records.carer import Card
from carer_desktop.text import shortened
from carer_desktop.words import say
from ui.background import soon
from ui.parts.two_lines import TwoLineRow, TwoLines, put_words

_ID = Qt.ItemDataRole.UserRole
AT_ONCE = 50
"""Rows made at once, more than any screen is high; the others are made when somebody goes on towards them."""
TO_THE_END = 500
"""Rows made in one turn of the window's loop on the way to the last record, which no other key waits for."""


def saved_words(at: datetime, now: datetime) -> str:
    """When a record was saved last, as people say it.

    >>> from datetime import UTC
    >>> saved_words(datetime(2026, 11, 21, 9, 5, tzinfo=UTC), datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    'saved today 09:05'
    """
    then, here = at.astimezone(), now.astimezone()
    if then.date() == here.date():
        return f"saved today {then:%H:%M}"
    return f"saved {day_words(then)}"


def card_words(card: Card, now: datetime, me: str, found_under: str = "") -> tuple[str, str]:
    """The two lines of a record in the list, for the person with the id *me*: a colleague’s record says whose it is.

    *found_under* is the question where the words looked for stand.
    """
    name = card.carer.name or "Carer not named yet"
    form = say("form", card.form_id)
    more = [form, say("stage", card.stage), card.reference, saved_words(card.saved_at, now)]
    if card.begun_by != me:
        more.append(f"begun by {shortened(card.assessor)}")
    return name, "  ·  ".join([*more, f"found under “{found_under}”"] if found_under else more)


class Row(TwoLineRow):
    """A record in the list: with more air than a line of the log, and it can be opened."""

    side, above, between = 1.0, 0.65, 0.5
    hovers = True


class RecordsList(TwoLines):
    """The records found; `opened(id)` by click or Enter, arrow keys only look."""

    opened = Signal(str)

    def __init__(self, me: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Row)
        self._me = me
        self.setAccessibleName("Records")
        self.setAccessibleDescription("Enter opens a record")
        self._cards: list[tuple[Card, datetime, str]] = []
        self._to_end = self._goes_on = False  # on the way to the last record; the next turn of the loop is asked for
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.chosen.connect(self._open)

    def show_cards(self, cards: Sequence[Card], now: datetime) -> None:
        """Show these records; the keyboard's place stays on the record it was on, where that is among the first."""
        before = self.current
        self.clear()
        self._cards = [(card, now, "") for card in cards]
        self._make_more()
        rows = [self._at(row) for row in range(self.count())]
        if rows:
            self.setCurrentRow(rows.index(before) if before in rows else 0)

    def add_cards(self, cards: Iterable[tuple[Card, str]], now: datetime) -> None:
        """Show these too, each with the question under which it was found."""
        self._cards += ((card, now, found_under) for card, found_under in cards)
        if self.count() < AT_ONCE:
            self._make_more()
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def _make_more(self, many: int = AT_ONCE) -> None:
        for card, now, found_under in self._cards[self.count() : self.count() // many * many + many]:
            name, more = card_words(card, now, self._me, found_under)
            item = QListWidgetItem(self)
            item.setData(_ID, card.id)
            put_words(item, name, more)

    @property
    def current(self) -> str:
        """The id of the record the keyboard is on."""
        return self._at(self.currentRow())

    def go_to(self, record: str) -> bool:
        """Put the keyboard's place on this record, by its id; whether it is there."""
        row = next((row for row, (card, *_) in enumerate(self._cards) if card.id == record), -1)
        while self.count() <= row:
            self._make_more()
        if row >= 0:
            self.setCurrentRow(row)
        return row >= 0

    def _scrolled(self, to: int) -> None:
        bar = self.verticalScrollBar()
        if self.count() < len(self._cards) and to >= bar.maximum() - bar.pageStep() and not self._to_end:
            self._make_more()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._to_end = event.key() == Qt.Key.Key_End
        if not self._to_end:
            super().keyPressEvent(event)
        elif not self._goes_on:
            self._go_to_end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._to_end = False
        super().mousePressEvent(event)

    def _go_to_end(self) -> None:
        """To the last record, some rows at a time, unless another key or a click comes meanwhile."""
        self._goes_on = False
        if not self._to_end:
            return
        self._make_more(TO_THE_END)
        self.setCurrentRow(self.count() - 1)
        self._to_end = self._goes_on = self.count() < len(self._cards)
        if self._goes_on:
            soon(self, self._go_to_end, 1)

    def _at(self, row: int) -> str:
        item = self.item(row) if row >= 0 else None
        return str(item.data(_ID)) if item is not None else ""

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_ID)))
