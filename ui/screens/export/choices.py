"""What can be chosen about a file: whom it is for, its kind, its size of print, a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.caseload import How
from carer_desktop.words import say, words
from ui.fields.wrap import check
from ui.parts.filter_button import FilterButton
from ui.parts.picks import Picks
from ui.parts.words import line
from ui.screens.export.unfold import Unfold
from ui.theme import em

WHO, KIND, WHY = "Who is it for?", "Kind of file", "Why another size?"
KINDS = {
    "docx": "Word",
    "pdf": "PDF, which cannot be typed in",
    "txt": "Plain text, for reading aloud and for braille",
}
MORE = "Kind of file, size of print, password"
LOCK = "Lock the file with a password, for e-mail"
LOCK_HINT = "Mosaic takes files without a password only."
"""Beside the tick: what a password does not go with."""


class Choices(QWidget):
    """`changed()` when anything was chosen, `grown()` when there is more or less of it to see."""

    changed = Signal()
    grown = Signal()

    def __init__(
        self, readers: Sequence[str], sizes: Sequence[int], papers: Sequence[str], audience: str, is_draft: bool,
        templates: Mapping[str, str], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        named = {one: say("reader", "carer_draft" if one == "carer" and is_draft else one) for one in readers}
        self.who = Picks(WHO, named, audience, self)
        self.more = Unfold(MORE, self)
        self.kind = Picks(KIND, KINDS, "docx", self.more)
        self.print_size = FilterButton(
            "Size of print", "as it should be", {str(one): f"{one} point" for one in sizes}, parent=self.more
        )
        white, *coloured = papers
        self.paper = FilterButton("Colour of the pages", white, {one: one for one in coloured}, parent=self.more)
        self.paper.hide()
        self.template = FilterButton("Template", "the one in use", templates, parent=self.more)
        self._may_choose = bool(templates)
        self.template.setVisible(self._may_choose)
        self.why = Picks(WHY, words()["print_size"], next(iter(words()["print_size"])), self.more)
        self.why.hide()
        self.lock = check(LOCK, self.more)
        self._lock_hint = line(LOCK_HINT, "hint", self.more)
        self.more.rows.addWidget(self.kind)
        for choice in (self.print_size, self.paper, self.template):
            self.more.rows.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.why, self.lock, self._lock_hint):
            self.more.rows.addWidget(widget)
        rows.addWidget(self.who)
        rows.addWidget(self.more)
        for signal in (self.who.picked, self.kind.picked, self.print_size.picked, self.why.picked, self.lock.toggled):
            signal.connect(self._changed)
        self.more.turned.connect(self.grown)

    @property
    def audience(self) -> str:
        """Whom it is for."""
        return self.who.now

    @property
    def points(self) -> int:
        """The size of print that was chosen, 0 where none was."""
        return int(self.print_size.key or 0)

    def how(self, password: str) -> How:
        """What is out of the ordinary about it."""
        made = How(self.points, self.why.now if self.points else "", password if self.lock.isChecked() else "")
        if self.kind.now == "docx":
            made = replace(made, template=self.template.key)
        return replace(made, paper=self.paper.key) if self.paper.key and self.kind.now == "pdf" else made

    def _changed(self) -> None:
        asked = {
            self.why: bool(self.points),
            self.paper: self.kind.now == "pdf",
            self.template: self._may_choose and self.kind.now == "docx",
        }
        for widget, is_asked in asked.items():
            if is_asked == widget.isHidden():
                widget.setVisible(is_asked)
                self.grown.emit()
        self.changed.emit()
