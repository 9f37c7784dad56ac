"""Finding a question by a part of its words: to go there, or to put jottings into it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.fields.line_edit import LineEdit
from ui.parts import Heading, button, line
from ui.parts.sheet import side_by_side
from ui.theme import em, set_role


class FindQuestion(QDialog):
    """Type a part of a question, Enter takes it. `found(place)`."""

    found = Signal(str)

    def __init__(self, title: str, places: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(em(40), em(28))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1.5), em(1.2), em(1.5), em(1.2))
        rows.setSpacing(em(0.5))
        rows.addWidget(Heading(title, 2, self))
        label = line("Type a part of the question", "question", self)
        self.search = LineEdit(self)
        self.search.setAccessibleName(label.text())
        label.setBuddy(self.search)
        rows.addWidget(label)
        rows.addWidget(self.search)
        self.list = QListWidget(self)
        set_role(self.list, "choices")
        self.list.setAccessibleName("Questions found")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTabKeyNavigation(False)
        for place, words in places:
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, place)
        rows.addWidget(self.list, 1)
        take = button("Go", "primary", self)
        take.clicked.connect(self._take)
        close = button("Cancel", "link", self)
        close.clicked.connect(self.reject)
        rows.addWidget(side_by_side(take, close, parent=self))
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take)
        self.list.itemActivated.connect(lambda _: self._take())
        self.list.itemSelectionChanged.connect(self._selected)
        self._narrow("")
        self.search.setFocus()

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        left = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in wanted))
            if not item.isHidden():
                left.append(row)
        self.list.setCurrentRow(left[0] if left else -1)

    def _selected(self) -> None:
        """Assistive technology selects a row without going to it."""
        for item in self.list.selectedItems():
            self.list.setCurrentItem(item)

    def _take(self) -> None:
        item = self.list.currentItem()
        if self.list.currentRow() >= 0 and not item.isHidden():
            self.accept()
            self.found.emit(str(item.data(Qt.ItemDataRole.UserRole)))
