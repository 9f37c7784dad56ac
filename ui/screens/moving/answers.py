"""All answers to read, section by section; a manager can put a comment on each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.forms.question import Section
from ui.parts import Heading, Note, line
from ui.parts.words import link_button
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Printed


class Answers(QWidget):
    """`comment_asked(place, label, answer)` where *comments* are taken: the drafts of the manager’s, by place."""

    comment_asked = Signal(str, str, str)

    def __init__(
        self, caseload: Caseload, assessment: Assessment, comments: Mapping[str, str] | None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._comments = comments
        self._form = caseload.records.form(assessment)
        self._places: set[str] = set()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(1.4))
        for section in self._form.sections:
            printed = caseload.exports.printed(assessment, section.id)
            if printed and not (section.by_moves or section.private):
                rows.addWidget(self._section(section, printed))

    def _section(self, section: Section, printed: tuple[Printed, ...]) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(1.2))
        grid.setVerticalSpacing(em(0.3))
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 7)
        grid.addWidget(Heading(section.title, 2, box), 0, 0, 1, 3)
        under, at = "", 1
        for row in printed:
            if row.under != under and row.under:
                grid.addWidget(line(row.under, "strong", box), at, 0, 1, 3)
                at += 1
            under = row.under
            at = self._row(grid, at, row, box)
        return box

    def _row(self, grid: QGridLayout, at: int, row: Printed, box: QWidget) -> int:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(_level(line(row.label, "hint", box)), at, 0, top)
        grid.addWidget(_level(line(row.text, "body", box)), at, 1, top)
        name = row.place.partition("/")[0]
        if self._comments is None or name not in self._form.question or self._form.question[name].fact:
            return at + 1
        if row.place in self._places:
            return at + 1
        self._places.add(row.place)
        mine = self._comments.get(row.place, "")
        link = link_button("Change the comment" if mine else "Comment", box, f"Comment on: {row.label}")
        link.clicked.connect(lambda: self.comment_asked.emit(row.place, row.label, row.text))
        grid.addWidget(link, at, 2, top)
        if mine:
            grid.addWidget(Note(f"Your comment: {mine}", box), at + 1, 0, 1, 3)
        return at + 1 + bool(mine)


def _level(words: QWidget) -> QWidget:
    """A cell whose first line stands level with the link at the end of its row."""
    words.setContentsMargins(0, em(0.38), 0, 0)
    return words
