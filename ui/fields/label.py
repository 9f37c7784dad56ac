"""Plain words on a page: a label that wraps and never reads its text as markup, and a button that looks like a link."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.fields.breaks import foldable
from ui.theme import set_role


class Label(QLabel):
    """Plain wrapping text with a role in the style sheet; a word no line holds goes on in the next.

    Nested layouts ask a label some sixteen times for its height before a page is shown, and Qt sets the
    text in lines anew each time; this one remembers.
    """

    def __init__(self, text: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_role(self, role)
        self.setText(text)  # last: with its words it becomes known to a screen reader, as a heading if that is its role

    def text(self) -> str:
        """The words as they were given."""
        return self._whole

    def setText(self, text: str) -> None:
        self._heights.clear()
        is_copied = bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse)
        folded = text if is_copied else foldable(text)
        named, name = self.accessibleName(), text if folded != text else ""
        if named != name and named in ("", self._whole):  # nobody gave it another
            self.setAccessibleName(name)
        self._whole = text
        super().setText(folded)

    def setWordWrap(self, on: bool) -> None:
        self._heights.clear()
        super().setWordWrap(on)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._heights.clear()

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width)
        return height


def plain_label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """A label that wraps and never reads its text as markup."""
    return Label(text, role, parent)


def link_button(text: str, parent: QWidget | None = None, name: str = "") -> QPushButton:
    """A button that looks like a link; *name* says it in full for screen readers."""
    button = QPushButton(text.replace("&", "&&"), parent)
    set_role(button, "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(False)
    button.setAccessibleName(name or text)
    return button
