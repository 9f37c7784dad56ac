"""What somebody should know of a file before it is written: what is left out and why, what to read through."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.caseload import BeforeWriting, LeftOut
from ui.parts import Note, line
from ui.parts.sheet import refill
from ui.screens.export.unfold import Unfold
from ui.theme import em, show_if

READ_THROUGH = "Only you can see whether these tell of somebody else."
USUAL = "Ordinary print"


def left_out_words(number: int) -> str:
    """How much is left out.

    >>> left_out_words(1), left_out_words(12)
    ('1 answer is left out, and why', '12 answers are left out, and why')
    """
    return "1 answer is left out, and why" if number == 1 else f"{number} answers are left out, and why"


def read_words(number: int) -> str:
    """How much is to be read through.

    >>> read_words(1), read_words(7)
    ('1 longer text in it to read through first', '7 longer texts in it to read through first')
    """
    return f"{number} longer text{'' if number == 1 else 's'} in it to read through first"


class Told(QWidget):
    """`grown()` when there is more or less of it to see."""

    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.4))
        self._style = line("", "body", self)
        self._care = Note("", self)
        self.left_out, self.read_through = Unfold("", self), Unfold("", self)
        for widget in (self._style, self._care, self.left_out, self.read_through):
            rows.addWidget(widget)
        for each in (self.left_out, self.read_through):
            each.turned.connect(self.grown)

    def show_before(self, before: BeforeWriting, more: Iterable[str] = ()) -> None:
        """What there is to know of this file; *more* is said with what to take care of."""
        self._style.setText(f"{before.style}." if before.style != USUAL else "")
        show_if(before.style != USUAL, self._style)
        care = "\n".join((*before.take_care, *more))
        self._care.say(care)
        show_if(bool(care), self._care)
        self.left_out.name(left_out_words(len(before.left_out)))
        show_if(bool(before.left_out), self.left_out)
        refill(self.left_out.rows, self._reasons(before.left_out))
        self.read_through.name(read_words(len(before.read_through)))
        show_if(bool(before.read_through), self.read_through)
        texts = (line(f"{label}\n{text}", "body") for label, text in before.read_through)
        refill(self.read_through.rows, (line(READ_THROUGH, "hint"), *texts))

    def _reasons(self, left_out: Iterable[LeftOut]) -> list[QWidget]:
        """One block a reason: what is left out for it, by section."""
        by_reason: dict[str, list[str]] = {}
        for one in left_out:
            by_reason.setdefault(one.why, []).append(f"•  {one.section}: {one.label}")
        return [
            widget
            for why, lines in by_reason.items()
            for widget in (line(why, "strong"), line("\n".join(lines), "body"))
        ]
