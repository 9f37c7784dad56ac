"""Questions answered by picking: one of a few, several, or one of many."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carer_desktop.assessment import Plain
from carer_desktop.forms.question import Choice
from ui.fields.base import Field
from ui.fields.label import link_button, plain_label
from ui.fields.line_edit import LineEdit
from ui.fields.order import before
from ui.fields.radios import Radios
from ui.fields.rows import Rows
from ui.fields.wrap import check
from ui.theme import em, set_role

FEW = 8  # up to so many choices stand as radio buttons; more become a list to search


class ChoiceField(Field):
    """One of a few: radio buttons under each other, with a way to clear the answer."""

    grouped = True

    def _make_body(self) -> QWidget:
        self._radios = Radios(self.question.choices, self)
        self._radios.chosen.connect(self._say)
        return self._radios

    def _set(self, plain: Plain | None) -> None:
        self._radios.pick(plain if isinstance(plain, str) else None)

    def _read(self) -> Plain | None:
        return self._radios.picked()

    def _editors(self) -> list[QWidget]:
        buttons = self._radios.buttons()
        picked = [button for button in buttons if button.isChecked()]
        return [*picked, *(button for button in buttons if not button.isChecked())]

    def _busy(self) -> bool:
        return False


class ChoicesField(Field):
    """Any number of choices: check boxes under each other; nothing is ever unticked by the program."""

    grouped = True

    def _make_body(self) -> QWidget:
        body = QGroupBox(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._boxes: dict[str, QCheckBox] = {}
        for choice in self.question.choices:
            box = check(choice.label, body)
            box.toggled.connect(self._say)  # assistive technology toggles without a click
            rows.addWidget(box)
            self._boxes[choice.id] = box
        return body

    def _set(self, plain: Plain | None) -> None:
        ticked = plain if isinstance(plain, list) else []
        for choice, box in self._boxes.items():
            box.setChecked(choice in ticked)

    def _read(self) -> Plain | None:
        """Ticked ids in the order of the form; ids this form does not offer are kept."""
        before = self._answer if isinstance(self._answer, list) else []
        ticked = [choice for choice, box in self._boxes.items() if box.isChecked()]
        return [*ticked, *(one for one in before if one not in self._boxes)] or None

    def _editors(self) -> list[QWidget]:
        return list(self._boxes.values())

    def _busy(self) -> bool:
        return False


class ChoiceList(Rows):
    """The choices of a long list. `picked(id)` when one is chosen."""

    picked = Signal(str)

    def __init__(self, choices: tuple[Choice, ...], parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "choices")
        self.setWordWrap(True)
        for choice in choices:
            item = QListWidgetItem(choice.label, self)
            item.setData(Qt.ItemDataRole.UserRole, choice.id)
        self.chosen.connect(self._pick)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel belongs to the page until the person is in this list."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def show_picked(self, choice: str | None) -> None:
        """Mark a choice as the answer without telling anybody."""
        self.mark(next((item for item in self._items() if item.data(Qt.ItemDataRole.UserRole) == choice), None))
        for item in self._items():
            if item.data(Qt.ItemDataRole.UserRole) == choice:
                self.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.scrollToItem(item)

    def narrow(self, words: str) -> list[QListWidgetItem]:
        """Show only the choices that hold every word typed; gives those left."""
        wanted = words.casefold().split()
        for item in self._items():
            item.setHidden(not all(word in item.text().casefold() for word in wanted))
        return [item for item in self._items() if not item.isHidden()]

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(Qt.ItemDataRole.UserRole))


class SearchField(Field):
    """One of many: a list narrowed by typing. What is typed only searches; it is never the answer."""

    grouped = True
    _choice: str | None = None

    def _make_body(self) -> QWidget:
        body = QGroupBox(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.2))
        top = QHBoxLayout()
        top.setSpacing(em(0.5))
        self._said = plain_label("Nothing chosen yet", "hint", body)
        top.addWidget(self._said)
        top.addStretch(1)
        self._clear: QPushButton | None = None
        self._top = top
        rows.addLayout(top)
        rows.addWidget(plain_label("Type a few letters to search the list", "small", body))
        self._search = LineEdit(body)
        self._search.setAccessibleName(f"Search: {self.question.label}")
        self._search.setMaximumWidth(em(24))
        self._search.textChanged.connect(self._narrow)
        rows.addWidget(self._search)
        self._list = ChoiceList(self.question.choices, body)
        self._list.setAccessibleName(self.question.label)
        self._list.setAccessibleDescription("Space chooses")
        self._list.setFixedHeight(em(13.5))
        self._list.picked.connect(self._picked)
        rows.addWidget(self._list)
        self._search.returnPressed.connect(self._take_only)
        return body

    def _narrow(self, words: str) -> None:
        left = self._list.narrow(words)
        if left:
            self._list.setCurrentItem(left[0], QItemSelectionModel.SelectionFlag.NoUpdate)

    def _take_only(self) -> None:
        """Enter in the search takes the answer when only one is left, else goes to the list."""
        left = self._list.narrow(self._search.text())
        if len(left) == 1:
            self._picked(str(left[0].data(Qt.ItemDataRole.UserRole)))
        else:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, choice: str) -> None:
        self._choice = choice
        self._show_choice()
        self._say()

    def _clear_clicked(self) -> None:
        self._choice = None
        self._show_choice()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def _show_choice(self) -> None:
        self._list.show_picked(self._choice)
        label = self.question.choice_labels.get(self._choice or "", self._choice or "")
        self._said.setText(f"Chosen: {label}" if label else "Nothing chosen yet")
        self._said.setProperty("role", "strong" if label else "hint")
        self._said.style().polish(self._said)
        if self._clear is None and label:
            self._clear = link_button("Clear answer", self._body, f"Clear answer {label}")
            self._clear.clicked.connect(self._clear_clicked)
            self._top.insertWidget(1, self._clear)
            before(self._clear, self._search)
            self._first = self._clear
        if self._clear is not None:
            self._clear.setVisible(bool(label))

    def _set(self, plain: Plain | None) -> None:
        self._choice = plain if isinstance(plain, str) else None
        self._show_choice()

    def _read(self) -> Plain | None:
        return self._choice

    def _editors(self) -> list[QWidget]:
        return [self._search, self._list]

    def _busy(self) -> bool:
        return False
