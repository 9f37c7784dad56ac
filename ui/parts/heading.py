"""Headings of pages and panels, as eyes and screen readers find them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import set_role


class Heading(QLabel):
    """A heading of level 1 (one a page), 2 or 3; announced as a heading."""

    def __init__(self, text: str, level: Literal[1, 2, 3] = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_role(self, f"h{level}")
