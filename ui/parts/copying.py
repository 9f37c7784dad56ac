"""A text to paste elsewhere: seen, changed where it has to be, and copied with one button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields.line_edit import LineEdit
from ui.fields.long_text import TextBox
from ui.parts import announce, button, line
from ui.theme import em

MOST_LINES = 14
"""A longer text is copied whole and not shown: it is the whole record, which stands in the record."""


MOST_IN_A_LINE = 48  # characters; what does not fit into a line is not read whole


class CopyBlock(QWidget):
    """One text under its name; `copy_button` copies it as it stands."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._text = name, text
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, em(0.2), 0, em(0.2))
        rows.setSpacing(em(0.25))
        label = line(name, "small", self)
        rows.addWidget(label)
        self.box: LineEdit | TextBox | None = None
        lines = text.count("\n") + 1
        if lines > MOST_LINES:
            rows.addWidget(line(f"{lines} lines, section by section", "hint", self))
        elif lines > 1 or len(text) > MOST_IN_A_LINE:
            self.box = TextBox(self)
        else:
            self.box = LineEdit(self)
        self.copy_button = button("Copy", parent=self)
        self.copy_button.setAccessibleName(f"Copy: {name}")
        self.copy_button.clicked.connect(self.copy)
        beside = QHBoxLayout()
        beside.setSpacing(em(0.6))
        if self.box is not None:
            self.box.put(text)
            self.box.setAccessibleName(name)
            label.setBuddy(self.box)
            beside.addWidget(self.box, 1)
        beside.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        if self.box is None:
            beside.addStretch(1)
        rows.addLayout(beside)

    @property
    def text(self) -> str:
        """What would be copied now."""
        if isinstance(self.box, TextBox):
            return self.box.words()
        return self._text if self.box is None else self.box.text()

    def copy(self) -> None:
        """Onto the clipboard; it is taken back from there after a minute."""
        QGuiApplication.clipboard().setText(self.text)
        self.copy_button.setText("✓ Copied")
        announce(self, f"Copied: {self._name}")
