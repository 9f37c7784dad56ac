"""Questions answered by adding entries: cards that open where they stand, removed with a way back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGroupBox, QPushButton, QVBoxLayout, QWidget

from carer_desktop.assessment import Plain
from carer_desktop.forms.question import Question
from ui.fields.announce import announce
from ui.fields.base import Field, Voice
from ui.fields.card import Card, Maker
from ui.fields.order import put_in_order
from ui.fields.undo import UndoBar
from ui.theme import em, show_if


class ListField(Field):
    """A list as cards. It never changes the list itself: it asks, and shows the list it is given.

    `item_added(question)`, `item_removed(question, item)`, `item_restored(question, item, index)` after
    Undo, `item_moved(question, item, by)`. Cells answer through `answered` with their own place.
    """

    grouped = True
    tall = True

    item_added = Signal(str)
    item_removed = Signal(str, str)
    item_restored = Signal(str, str, int)
    item_moved = Signal(str, str, int)

    def __init__(self, question: Question, make: Maker, parent: QWidget | None = None, place: str = "") -> None:
        self._make = make
        self._cards: dict[str, Card] = {}
        self._shown: Collection[str] | None = None
        self._problems: Mapping[str, tuple[str, bool]] = {}
        self._values: Mapping[str, Plain] = {}
        self._origins: Mapping[str, str] = {}
        self._opening = False
        self._fresh: Card | None = None
        super().__init__(question, parent, place)

    def _make_body(self) -> QWidget:
        body = QGroupBox(self)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(0.6))
        self._undo: UndoBar | None = None
        self._removed = ""
        self.add_button = QPushButton("Add", body)
        self.add_button.clicked.connect(self._add)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        return body

    def _set(self, plain: Plain | None) -> None:
        items: list[dict[str, Any]] = plain if isinstance(plain, list) else []
        wanted = {str(item["id"]): item for item in items}
        for gone in [item for item in self._cards if item not in wanted]:
            card = self._cards.pop(gone)
            card.hide()
            self._column.removeWidget(card)
            card.deleteLater()
        fresh = [self._add_card(item) for item in wanted if item not in self._cards]
        for index, (item, values) in enumerate(wanted.items()):
            card = self._cards[item]
            if self._column.indexOf(card) != index:
                self._column.insertWidget(index, card)
            card.show_item(values, index + 1, len(wanted))
        self._cards = {item: self._cards[item] for item in wanted}
        self.add_button.setText("Add another" if wanted else "Add")
        self.add_button.setAccessibleName(f"{self.add_button.text()}: {self.label_text()}")
        if self._opening and fresh:
            self._opening, self._fresh = False, fresh[-1]
            fresh[-1].open()
        if self._undo is not None and self._removed in wanted:
            self._undo.clear()  # brought back by other means
        self._show_cells()
        put_in_order(self._column, self.add_button)

    def _read(self) -> Plain | None:
        return self._answer

    def _editors(self) -> list[QWidget]:
        return [*(card.change_button for card in self._cards.values()), self.add_button]

    def _offer_to_keep(self, wanted: bool) -> None:
        self._first = self._editors()[0]
        super()._offer_to_keep(wanted)

    def _busy(self) -> bool:
        return False

    # Cells -----------------------------------------------------------------------------------

    def show_cells(
        self,
        shown: Collection[str],
        problems: Mapping[str, tuple[str, bool]],
        values: Mapping[str, Plain] | None = None,
        origins: Mapping[str, str] | None = None,
    ) -> None:
        """Which cells are asked, what is to be mended in them (text, soft), worked-out values, where from."""
        self._shown, self._problems = shown, problems
        self._values, self._origins = values or {}, origins or {}
        self._show_cells()

    def _show_cells(self) -> None:
        for card in self._cards.values():
            self._show_card(card)
        if self._fresh is not None and any(not field.isHidden() for field in self._fresh.fields.values()):
            card, self._fresh = self._fresh, None
            card.focus_first()  # only now is it known which of its questions are asked

    def _show_card(self, card: Card) -> None:
        start = f"{self.question.id}/{card.item}/"
        hard = sum(1 for place, (_, soft) in self._problems.items() if place.startswith(start) and not soft)
        card.show_check("" if not hard else "1 thing to mend" if hard == 1 else f"{hard} things to mend")
        for field in card.fields.values():
            show_if(self._shown is None or field.place in self._shown, field)
            text, soft = self._problems.get(field.place, (None, False))
            field.show_problem(text, soft)
            if field.place in self._values:
                field.show_value(self._values[field.place], self._origins.get(field.place, ""))
            elif not field.question.answerable:
                field.show_value(None)

    def cells(self) -> list[Field]:
        """The fields of every card opened so far."""
        return [field for card in self._cards.values() for field in card.fields.values()]

    def reveal(self, place: str) -> Field | None:
        """The field of a cell, its card opened; the list itself for its own place."""
        if place == self.place:
            return self
        question, _, rest = place.partition("/")
        item, _, column = rest.partition("/")
        card = self._cards.get(item) if question == self.question.id else None
        if card is None:
            return None
        card.open()
        return card.fields.get(column)

    # What the person does ------------------------------------------------------------------------

    def _add_card(self, item: str) -> Card:
        card = Card(self.question, item, self._make, self._body_for_cards())
        card.built.connect(self._card_built)
        card.remove_asked.connect(self._remove)
        card.move_asked.connect(self._move)
        card.set_read_only(self._read_only)
        self._cards[item] = card
        return card

    def _body_for_cards(self) -> QWidget:
        parent = self.add_button.parentWidget()
        assert parent is not None
        return parent

    def _card_built(self, item: str) -> None:
        card = self._cards[item]
        for field in card.fields.values():
            field.answered.connect(self.answered)
            field.left.connect(self.left)
            field.kept.connect(self.kept)
            field.set_voice(self._voice)
            field.set_read_only(self._read_only)
        items = self._answer if isinstance(self._answer, list) else []
        order = [str(one["id"]) for one in items]
        if item in order:
            card.show_item(items[order.index(item)], order.index(item) + 1, len(order))
        self._show_card(card)
        put_in_order(self._column, self.add_button)

    def _add(self) -> None:
        self._opening = True
        if self._undo is not None:
            self._undo.clear()
        self.item_added.emit(self.question.id)

    def _remove(self, item: str) -> None:
        card = self._cards[item]
        title, index = card.title, list(self._cards).index(item)
        for field in card.fields.values():
            field.flush()
        self._removed = item
        self.item_removed.emit(self.question.id, item)
        self._undo_bar().offer(f"Removed {title}", lambda: self.item_restored.emit(self.question.id, item, index))

    def _undo_bar(self) -> UndoBar:
        if self._undo is None:
            self._undo = UndoBar(self._body_for_cards())
            self._column.addWidget(self._undo)
            put_in_order(self._column, self.add_button)
        return self._undo

    def _move(self, item: str, by: int) -> None:
        self.item_moved.emit(self.question.id, item, by)
        order = list(self._cards)
        announce(self, f"{self._cards[item].title} is now number {order.index(item) + 1} of {len(order)}")

    def flush(self) -> None:
        super().flush()
        for field in self.cells():
            field.flush()

    def set_read_only(self, read_only: bool) -> None:
        """Cards can be opened and read, nothing is added, changed or removed."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        for card in self._cards.values():
            card.set_read_only(read_only)
        self._set(self._answer)

    def set_voice(self, voice: Voice) -> None:
        super().set_voice(voice)
        for card in self._cards.values():
            card.set_voice(voice)

    def _name(self) -> None:
        super()._name()
        self.add_button.setAccessibleName(f"{self.add_button.text()}: {self.label_text()}")
