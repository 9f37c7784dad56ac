"""One entry of a list on the page: its title and main values, and its questions once it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from carer_desktop.forms.question import Question
from carer_desktop.forms.values import shown
from ui.fields.base import Field, Voice
from ui.fields.label import link_button, plain_label
from ui.theme import em, set_role, show_if

Maker: TypeAlias = Callable[[Question, QWidget, str], Field]
MAIN_VALUES = 3  # so many answers tell one entry from the next


class Card(QFrame):
    """One entry of a list; its fields are built when it is first opened."""

    built = Signal(str)
    remove_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, question: Question, item: str, make: Maker, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.item = item
        self.fields: dict[str, Field] = {}
        self._question = question
        self._make = make
        self._values: Mapping[str, Any] = {}
        self._number = 1
        self._inside: QWidget | None = None
        self._read_only = False
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(em(0.9), em(0.6), em(0.6), em(0.6))
        self._rows.setSpacing(em(0.2))
        head = QHBoxLayout()
        head.setSpacing(em(0.3))
        self._title = plain_label("", "h3", self)
        head.addWidget(self._title, 1)
        self.change_button = self._button("Change", head, self._toggle)
        self.remove_button = self._button("Remove", head, lambda: self.remove_asked.emit(self.item))
        self._rows.addLayout(head)
        self._main = plain_label("", "hint", self)
        self._rows.addWidget(self._main)
        self._check = plain_label("", "error", self)
        self._check.hide()
        self._rows.addWidget(self._check)

    def _button(self, words: str, row: QHBoxLayout, slot: Callable[[], None]) -> QPushButton:
        button = link_button(words, self)
        button.clicked.connect(slot)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    @property
    def title(self) -> str:
        """What this entry is called: its title column, or its number."""
        column = self._question.column_by_id.get(self._question.item_title)
        words = shown(column, self._values.get(column.id)) if column is not None else ""
        return words or f"Number {self._number}"

    @property
    def is_open(self) -> bool:
        return self._inside is not None and not self._inside.isHidden()

    def show_item(self, values: Mapping[str, Any], number: int, of: int) -> None:
        """Show the answers of this entry and its place among the others."""
        self._values, self._number = values, number
        title = self.title
        self._title.setText(title)
        self._main.setText(" · ".join(self._main_values()) or "Nothing filled in yet")
        words = "Close" if self.is_open else "Show" if self._read_only else "Change"
        self.change_button.setText(words)
        self.change_button.setAccessibleName(f"{words} {title}")
        self.remove_button.setAccessibleName(f"Remove {title}")
        show_if(not self.is_open, self._main)
        if self._inside is not None:
            show_if(not self._read_only, self.done_button)
            show_if(number > 1 and not self._read_only, self.up_button)
            show_if(number < of and not self._read_only, self.down_button)
            self.done_button.setAccessibleName(f"Done with {title}")
            self.up_button.setAccessibleName(f"Move {title} up")
            self.down_button.setAccessibleName(f"Move {title} down")
            for column, field in self.fields.items():
                if field.question.answerable:
                    field.show_value(values.get(column))

    def _main_values(self) -> Iterable[str]:
        told = 0
        for column in self._question.columns:
            words = shown(column, self._values.get(column.id))
            tells_little = words in ("", "Yes", "No") or column.type in ("long_text", "list", "message")
            if column.id == self._question.item_title or tells_little:
                continue
            yield words
            told += 1
            if told == MAIN_VALUES:
                return

    def show_check(self, words: str) -> None:
        """Say on the closed card that something in it is to be mended."""
        self._check.setText(words)
        show_if(bool(words) and not self.is_open, self._check)

    def open(self) -> None:
        """Show the questions of this entry."""
        if self._inside is None:
            self._build()
        assert self._inside is not None
        self._inside.show()
        self._refresh()

    def close_up(self) -> None:
        """Show title and main values only."""
        for field in self.fields.values():
            field.flush()
        if self._inside is not None:
            self._inside.hide()
        self._refresh()

    def _refresh(self) -> None:
        show_if(not self.is_open, self._main)
        show_if(bool(self._check.text()) and not self.is_open, self._check)
        words = "Close" if self.is_open else "Show" if self._read_only else "Change"
        self.change_button.setText(words)
        self.change_button.setAccessibleName(f"{words} {self.title}")

    def _toggle(self) -> None:
        if self.is_open:
            self.close_up()
        else:
            self.open()
            self.focus_first()

    def _done(self) -> None:
        self.close_up()
        self.change_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, em(0.5), em(0.4), em(0.3))
        rows.setSpacing(em(1.2))
        for column in self._question.columns:
            place = f"{self._question.id}/{self.item}/{column.id}"
            field = self._make(column, inside, place)
            self.fields[column.id] = field
            rows.addWidget(field)
        moves = QHBoxLayout()
        moves.setSpacing(em(0.6))
        self.done_button = QPushButton("Done", inside)
        self.done_button.setAutoDefault(False)
        self.done_button.clicked.connect(self._done)
        moves.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignTop)
        self.up_button = self._button("Move up", moves, lambda: self.move_asked.emit(self.item, -1))
        self.down_button = self._button("Move down", moves, lambda: self.move_asked.emit(self.item, 1))
        moves.addStretch(1)
        rows.addLayout(moves)
        self._rows.addWidget(inside)
        self._inside = inside
        self.built.emit(self.item)

    def set_read_only(self, read_only: bool) -> None:
        """Show only, or let it be changed again."""
        self._read_only = read_only
        self.remove_button.setVisible(not read_only)
        for field in self.fields.values():
            field.set_read_only(read_only)

    def set_voice(self, voice: Voice) -> None:
        """Speak to the carer or of the carer in every question inside."""
        for field in self.fields.values():
            field.set_voice(voice)

    def focus_first(self) -> None:
        """Move the keyboard to the first question inside."""
        for field in self.fields.values():
            if not field.isHidden() and field.question.answerable:
                field.focus_first()
                return
        self.change_button.setFocus(Qt.FocusReason.OtherFocusReason)
