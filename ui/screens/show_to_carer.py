"""Turn the laptop round: what the carer's own copy holds, over the whole screen, in large type, one part at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from carer_desktop.caseload import ScreenPage
from ui.parts import Heading, announce, button, line
from ui.parts.flow import InLines
from ui.parts.page import Page
from ui.parts.sheet import refill
from ui.theme import em, set_role


class ShowDialog(QDialog):
    """Only this stands on the screen until somebody goes back."""

    help_page = "word"

    def __init__(self, pages: Sequence[ScreenPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self.at = pages, 0
        self.setWindowTitle("For the carer to read")
        self.setWindowModality(Qt.WindowModality.WindowModal)  # so that it comes back after a cover
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(2), em(1), em(2), em(1))
        rows.setSpacing(em(0.8))
        self._page = Page(self, spacing=0.6)
        self._inside = QWidget()
        set_role(self._inside, "shown")  # in large type
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(0.6))
        self._page.add(self._inside)
        rows.addWidget(self._page, 1)
        self.told = line("", "hint", self)
        rows.addWidget(self.told)
        self.previous_button = button("‹ Back one part", parent=self)
        self.next_button = button("Go on ›", "primary", self)
        back = button("Back to the program", "link", self)
        self.previous_button.clicked.connect(lambda: self.go(-1))
        self.next_button.clicked.connect(lambda: self.go(1))
        back.clicked.connect(self.accept)
        foot = QWidget(self)
        in_lines = InLines(foot, em(0.6))
        for made in (self.previous_button, self.next_button, back):
            in_lines.addWidget(made)
        rows.addWidget(foot)
        self.go(0)

    def go(self, by: int) -> None:
        """So many parts on, or back."""
        self.at = max(0, min(len(self._pages) - 1, self.at + by))
        page = self._pages[self.at]
        refill(self._rows, [Heading(page.title, 1), *map(_row, page.rows)])
        self._page.verticalScrollBar().setValue(0)
        self.previous_button.setEnabled(self.at > 0)
        self.next_button.setEnabled(self.at + 1 < len(self._pages))
        self.told.setText(f"Part {self.at + 1} of {len(self._pages)}")
        announce(self, f"{page.title}, {self.told.text()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.go(by)


def _row(row: tuple[str, str]) -> QWidget:
    """A question in bold above its answer, or a line by itself."""
    box = QWidget()
    rows = QVBoxLayout(box)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(em(0.1))
    label, text = row
    if label:
        rows.addWidget(line(label, "strong", box))
    rows.addWidget(line(re.sub(r"(?m)^- ", "•  ", text), "body", box))
    return box
