"""Headings of pages and panels, as eyes and screen readers find them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QWidget

from ui.fields.label import Label


class Heading(Label):
    """A heading of level 1 (one a page), 2 or 3; announced as a heading."""

    def __init__(self, text: str, level: Literal[1, 2, 3] = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, f"h{level}", parent)
