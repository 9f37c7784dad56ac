"""What the Word file will say of each section, each answer with a way to change it; made some sections at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from carer_desktop.forms.question import Section
from ui.background import soon
from ui.parts import Heading, line
from ui.parts.words import link_button
from ui.screens.record.desk import Desk
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Printed

AT_ONCE_SECONDS = 0.015
"""So long the window listens to nobody while sections are made; showing them takes as long again."""


_Says = tuple[tuple["Printed", bool], ...]  # each answer, and whether it may be changed


@dataclass(frozen=True, slots=True)
class _Made:
    """One section as it stands there: what it says, and the way to change each place."""

    says: _Says
    box: QWidget
    links: dict[str, QPushButton]


class CheckedSections(QWidget):
    """`change_asked(place)`, `whole()` once every section stands there."""

    change_asked = Signal(str)
    whole = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: dict[str, tuple[Section, _Says]] = {}
        self._made: dict[str, _Made] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(1.6))

    @property
    def is_whole(self) -> bool:
        """Whether every section stands there that says something."""
        return len(self._made) == len(self._wanted)

    def show_sections(self, sections: Sequence[Section], at_once: bool) -> None:
        """Show these; what says the same as before stays. All of it *at_once*, or the first and then the others."""
        said = {section.id: (section, self._says(section)) for section in sections}
        self._wanted = {id: (section, says) for id, (section, says) in said.items() if says}
        gone = [id for id, made in self._made.items() if id not in self._wanted or made.says != self._wanted[id][1]]
        for id in gone:
            box = self._made.pop(id).box
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._make(at_once)

    def link(self, place: str) -> QPushButton | None:
        """The way to change a place."""
        return next((made.links[place] for made in self._made.values() if place in made.links), None)

    def _says(self, section: Section) -> _Says:
        printed = self._desk.caseload.exports.printed(self._desk.assessment, section.id)
        return tuple((row, self._may_change(row.place)) for row in printed)

    def _make(self, at_once: bool) -> None:
        until, is_late = time.perf_counter() + AT_ONCE_SECONDS, False
        for at, (section, says) in enumerate(self._wanted.values()):
            if section.id in self._made:
                continue
            if is_late and not at_once:
                soon(self, self._go_on, 1)
                return
            made = self._made[section.id] = self._make_section(section, says)
            self._rows.insertWidget(at, made.box)
            made.box.show()
            is_late = time.perf_counter() > until
        self.whole.emit()

    def _go_on(self) -> None:
        if self.isVisible():  # else it goes on at the next visit
            self._make(at_once=False)

    def _make_section(self, section: Section, says: _Says) -> _Made:
        box, links = QWidget(self), dict[str, QPushButton]()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(1.2))
        grid.setVerticalSpacing(em(0.25))
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 7)
        grid.addWidget(Heading(section.title, 2, box), 0, 0, 1, 3)
        under, at = "", 1
        for row, may_change in says:
            if row.under != under and row.under:
                grid.addWidget(_words(row.under, "strong", box), at, 0, 1, 3)
                at += 1
            under = row.under
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(_words(row.label, "hint", box), at, 0, top)
            grid.addWidget(_words(row.text, "body", box), at, 1, top)
            if may_change:
                link = self._link(row.place, row.label, box)
                links.setdefault(row.place, link)
                grid.addWidget(link, at, 2, top | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(_rule(box), at + 1, 0, 1, 3)
            at += 2
        return _Made(says, box, links)

    def _link(self, place: str, label: str, parent: QWidget) -> QPushButton:
        link = link_button("Change", parent, f"Change: {label}")
        link.clicked.connect(lambda: self.change_asked.emit(place))
        return link

    def _may_change(self, place: str) -> bool:
        question = place.partition("/")[0]
        known = question in self._desk.form.question and place in self._desk.findings.shown
        return known and self._desk.may_change and self._desk.question_at(place).answerable


def _words(text: str, role: str, parent: QWidget) -> QWidget:
    """A cell whose first line stands level with the link at the end of its row."""
    words = line(text, role, parent)
    words.setContentsMargins(0, em(0.38), 0, em(0.3))
    return words


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    set_role(rule, "rule")
    return rule
