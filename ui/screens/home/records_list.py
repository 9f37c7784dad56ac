"""The list of records: one row each, name first, then where it stands, all in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from carer_desktop.records.carer import Card
from carer_desktop.words import say
from ui.parts.two_lines import TwoLineRow, TwoLines, put_words

_ID = Qt.ItemDataRole.UserRole


def saved_words(at: datetime, now: datetime) -> str:
    """When a record was saved last, as people say it.

    >>> from datetime import UTC
    >>> saved_words(datetime(2026, 11, 21, 9, 5, tzinfo=UTC), datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    'saved today 09:05'
    """
    then, here = at.astimezone(), now.astimezone()
    if then.date() == here.date():
        return f"saved today {then:%H:%M}"
    return f"saved {then.day} {then:%B %Y}"


def card_words(card: Card, now: datetime) -> tuple[str, str]:
    """The two lines of a record in the list."""
    name = card.carer.name or "Carer not named yet"
    form = say("form", card.form_id)
    return name, "  ·  ".join((form, say("stage", card.stage), card.reference, saved_words(card.saved_at, now)))


class Row(TwoLineRow):
    """A record in the list: with more air than a line of the log, and it can be opened."""

    side, above, between = 1.0, 0.65, 0.5
    hovers = True


class RecordsList(TwoLines):
    """The records found; `opened(id)` by click or Enter, arrow keys only look."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Row)
        self.setAccessibleName("Records")
        self.setAccessibleDescription("Enter opens a record")
        self.chosen.connect(self._open)

    def show_cards(self, cards: Sequence[Card], now: datetime) -> None:
        """Show these records; the keyboard's place stays on the record it was on."""
        before = self._at(self.currentRow())
        self.clear()
        for card in cards:
            name, more = card_words(card, now)
            item = QListWidgetItem(self)
            item.setData(_ID, card.id)
            put_words(item, name, more)
        rows = [self._at(row) for row in range(self.count())]
        if rows:
            self.setCurrentRow(rows.index(before) if before in rows else 0)

    def _at(self, row: int) -> str:
        item = self.item(row) if row >= 0 else None
        return str(item.data(_ID)) if item is not None else ""

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_ID)))
