"""The box a passphrase is typed in: it can be shown, pasted into, and is never spell-checked or remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ui.fields.line_edit import LineEdit
from ui.fields.wrap import check
from ui.parts.words import line
from ui.theme import em, mark


class PassphraseBox(QWidget):
    """A labelled line with *Show what I type*; `entered` on Enter, `typed(text)` at every change."""

    entered = Signal()
    typed = Signal(str)

    def __init__(self, words: str, hint: str = "", shown: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.3))
        label = line(words, "question", self)
        rows.addWidget(label)
        if hint:
            rows.addWidget(line(hint, "hint", self))
        self._error = line("", "error", self)
        self._error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._error.hide()
        rows.addWidget(self._error)
        self.line = LineEdit(self)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.line.setAccessibleName(words)
        self.line.setAccessibleDescription(hint)
        label.setBuddy(self.line)
        self.line.returnPressed.connect(self.entered)
        self.line.textChanged.connect(self.typed)
        rows.addWidget(self.line)
        self.show_box: QCheckBox = check("Show what I type", self)
        self.show_box.toggled.connect(self._show)
        self.show_box.setChecked(shown)
        self._show(shown)
        rows.addWidget(self.show_box)

    def add(self, widget: QWidget) -> None:
        """Put a line about the passphrase below it."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def show_problem(self, words: str) -> None:
        """Say what is wrong; what was typed stays, selected. Nothing takes the problem away."""
        self._error.setText(f"Error: {words}" if words else "")
        self._error.setVisible(bool(words))
        mark(self.line, "error", bool(words))
        if words:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()

    def forget(self) -> None:
        """Nothing of it is left on the screen."""
        self.line.clear()

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
