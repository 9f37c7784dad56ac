"""Questions answered with a date: three boxes, never a calendar that cannot be empty."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from carer_desktop.assessment import Plain
from carer_desktop.forms.dates import read_iso, read_typed
from carer_desktop.forms.question import Question
from carer_desktop.forms.values import parse_typed, typed_text
from carer_desktop.text import one_line
from ui.fields.base import Field
from ui.fields.label import link_button
from ui.fields.line_edit import LineEdit
from ui.theme import em, set_role

_PARTS = (("Day", 3.2), ("Month", 6.5), ("Year", 4.6))
_THREE = re.compile(r"\s*(\d{1,2})[\s/.\-]+(\w+)[\s/.\-]+(\d{2,4})\s*", re.ASCII)  # day first


class DateBoxes(QGroupBox):
    """Day, month and year; a whole date in one box is shared out: at once when pasted, typed when the box is left.

    The keyboard never jumps by itself. Where a whole date was shared out, Tab goes on behind the year.
    """

    edited = Signal()
    today_asked = Signal()

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self._shared: LineEdit | None = None  # the box a whole date was given in, while it has the keyboard
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(0.7))
        self.boxes: list[LineEdit] = []
        for words, width in _PARTS:
            row.addLayout(self._box(words, width))
        if not question.is_birth:
            self.today_button = link_button("Today", self, f"Today: {question.label}")
            self.today_button.clicked.connect(self.today_asked)
            row.addWidget(self.today_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)

    def _box(self, words: str, width: float) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(em(0.1))
        label = QLabel(words, self)
        set_role(label, "small")
        box = LineEdit(self)
        box.setFixedWidth(em(width))
        label.setBuddy(box)
        box.textChanged.connect(partial(self._edited, box))
        box.editingFinished.connect(partial(self._left, box))
        self.boxes.append(box)
        column.addWidget(label)
        column.addWidget(box)
        return column

    def text(self) -> str:
        """What stands in the boxes, with strokes between: "22/11/2026", "//2026", "" for nothing."""
        parts = [one_line(box.text()) for box in self.boxes]
        return "/".join(parts) if any(parts) else ""

    def put(self, day: str, month: str, year: str) -> None:
        """Show these three parts."""
        for box, part in zip(self.boxes, (day, month, year), strict=True):
            box.put(part)

    def put_plain(self, plain: Plain | None) -> None:
        """Show a kept date, or what was typed and cannot be read."""
        some = read_iso(plain) if isinstance(plain, str) else None
        if some is not None:
            day, month = (str(part or "") for part in (some.day, some.month))
            self.put(day, month, f"{some.year:04}")
            return
        typed = typed_text(plain) or (plain if isinstance(plain, str) else "")
        parts = typed.split("/") if typed.count("/") == 2 else [typed, "", ""]
        self.put(*parts)

    def _edited(self, box: LineEdit, text: str) -> None:
        self._shared = None
        if len(text) > 5:
            self._share_out(box, text)
        self.edited.emit()

    def _share_out(self, box: LineEdit, text: str) -> None:
        """A whole date in one box goes where it belongs; half a date is left to the person."""
        some = read_typed(one_line(text))
        whole = isinstance(some, date) and (len(text) >= 8 or not text.replace("/", "").isdigit())
        if isinstance(some, date) and whole:
            self.put_day(some)
            self._shared = box

    def _left(self, box: LineEdit) -> None:
        """Three parts typed into one box, though its year has two figures only."""
        parts = _THREE.fullmatch(box.text())
        if parts is not None and not any(other.text() for other in self.boxes if other is not box):
            self.put(parts[1], parts[2], parts[3])
            self._shared = box
            self.edited.emit()
        if not box.hasFocus():
            self._shared = None

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab does not stop at boxes that are filled in already."""
        at = next and self.focusWidget()
        if isinstance(at, LineEdit):
            self._left(at)
            if at is self._shared:
                self.boxes[-1].setFocus(Qt.FocusReason.TabFocusReason)
        return super().focusNextPrevChild(next)

    def put_day(self, day: date) -> None:
        """Show this day."""
        self.put(str(day.day), str(day.month), f"{day.year:04}")


class DateField(Field):
    """A date in three boxes; where the form says so only a month or a year will do."""

    grouped = True

    def _make_body(self) -> QWidget:
        self._boxes = DateBoxes(self.question, self)
        self._boxes.edited.connect(self._typed)
        self._boxes.today_asked.connect(self._take_today)
        return self._boxes

    def holds(self, widget: QWidget) -> bool:
        """On the way to *Today* the boxes are left: what is wrong with them is to be heard before it is pressed."""
        return isinstance(widget, LineEdit) and super().holds(widget)

    def _take_today(self) -> None:
        self._boxes.put_day(self.clock.today())
        self._say()

    def _set(self, plain: Plain | None) -> None:
        self._boxes.put_plain(plain)

    def _read(self) -> Plain | None:
        return parse_typed(self.question, self._boxes.text())

    def _editors(self) -> list[QWidget]:
        return list(self._boxes.boxes)
