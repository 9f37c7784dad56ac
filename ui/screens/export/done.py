"""Where a file went, and what opens it."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts import announce, button, line
from ui.parts.sheet import side_by_side
from ui.theme import em, show_if

WRITTEN = "✓ Written, read back and compared with the record."
LISTED = "It is on the page Files outside until it is handed over or deleted."
LOCKED = (
    "It opens with these words only. Tell them by telephone, never in the same e-mail. They are shown this once and "
    "are kept nowhere."
)
DRAFT = (
    "Once the carer has read, seen or heard it, answer “How have you seen or heard what is written here?” under "
    "Agreement."
)


class Done(QWidget):
    """Hidden until there is a file to tell of. The words of a locked one cannot be copied: they are told, not sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: Path | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        self._where = line("", "body", self)
        self.password = line("", "figure", self)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._locked = line(LOCKED, "body", self)
        self._next = line("", "hint", self)
        self.open_folder = button("Open the folder", parent=self)
        self.open_folder.clicked.connect(self._open)
        copy = button("Copy the name", parent=self)
        copy.clicked.connect(lambda: self._copy(self._where.text().rpartition(os.sep)[2]))
        rows.addWidget(line(WRITTEN, "success", self))
        for widget in (self._where, self.password, self._locked, self._next):
            rows.addWidget(widget)
        rows.addWidget(side_by_side(self.open_folder, copy, parent=self))
        self.hide()

    def show_file(self, file: Path, audience: str, is_draft: bool, password: str) -> None:
        """Where it is; *password* are the words it was locked with."""
        self.file = file
        self._where.setText(str(file))
        self.password.setText(password)
        for widget in (self.password, self._locked):
            show_if(bool(password), widget)
        self._next.setText(DRAFT if is_draft and audience == "carer" else LISTED)
        self.show()

    def _open(self) -> None:
        if self.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.file.parent)))

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        announce(self, "Copied")
