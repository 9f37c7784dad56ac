"""All answers as the Word file will show them, what is still needed first, each with a way back to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from carer_desktop.careact.prompts import Prompt
from carer_desktop.forms.question import Section
from ui.fields.order import put_in_order
from ui.fields.wrap import WrappingButton
from ui.parts import Card, ErrorSummary, Heading, Page, announce, button, line
from ui.parts.prompts import prompt_list
from ui.parts.sheet import side_by_side
from ui.parts.words import link_button, still_needed
from ui.screens.record.desk import Desk
from ui.screens.record.kept_answers import KeptAnswers
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Printed

LEAD = "This is what the Word file will say. Change leads to the question and back here."


class CheckPage(Page):
    """`change_asked(place)`, `checked(all in order)`, `export_asked()`."""

    change_asked = Signal(str)
    checked = Signal(bool)
    export_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=1.2)
        self._desk = desk
        self._sections: Sequence[Section] = ()
        self._carer_sees = False
        self._links: dict[str, QPushButton] = {}
        self._last = ""
        self.summary = ErrorSummary()
        self.summary.followed.connect(self._change)
        self.add(self.summary)
        self._heading = Heading("Check answers")
        self.add(self._heading)
        self.add(line(LEAD, "hint"))
        self._needed = QWidget()
        self._prompts = QWidget()
        self._body = QWidget()
        self.add(self._prompts)
        self.add(self._needed)
        self.add(self._body)
        self._kept = KeptAnswers(desk)
        self.add(self._kept)
        self.checked_button = button("Everything is checked", "primary")
        self.checked_button.clicked.connect(self.finish)
        self._export_button = button("Export to Word…")
        self._export_button.clicked.connect(self.export_asked)
        self.add(side_by_side(self.checked_button, self._export_button))

    def enter(self, sections: Sequence[Section], back: bool, carer_sees: bool = False) -> None:
        """The page is visited; *back* from a change it stands where it was left."""
        self._carer_sees = carer_sees
        at = self.verticalScrollBar().value()
        self._sections = sections
        self.summary.show_problems([])
        self._rebuild()
        self.checked_button.setEnabled(self._desk.may_change)
        self._export_button.setVisible(not carer_sees)
        link = self._links.get(self._last) if back else None
        if link is not None:
            link.setFocus(Qt.FocusReason.OtherFocusReason)
            self.verticalScrollBar().setValue(at)
        else:
            self._heading.setFocus(Qt.FocusReason.OtherFocusReason)
            self.verticalScrollBar().setValue(0)

    def finish(self) -> None:
        """The moment of checking for the whole form: every section is complete, or what stands in the way is said."""
        unmet = self._unmet()
        wrong = {self._desk.section_of(place) for place, _ in unmet}
        listed = [section.id for section in self._sections if section.task_list]
        self._desk.mark_complete([section for section in listed if section not in wrong])
        self.summary.show_problems(unmet)
        if unmet:
            self.verticalScrollBar().setValue(0)
        else:
            announce(self, "Every section is complete")
        self.checked.emit(not unmet)
        self._rebuild()

    def _unmet(self) -> list[tuple[str, str]]:
        here = {section.id for section in self._sections}
        unmet = self._desk.findings.unmet
        return [(one.place, one.text) for one in unmet if self._desk.section_of(one.place) in here]

    def _change(self, place: str) -> None:
        self._last = place
        self.change_asked.emit(place)

    # Built anew at every visit -------------------------------------------------------------------

    def _rebuild(self) -> None:
        self._links = {}
        self._prompts = self._replace(self._prompts, self._make_prompts())
        self._needed = self._replace(self._needed, self._make_needed())
        self._body = self._replace(self._body, self._make_body())
        self._kept.show_places([] if self._carer_sees else [*self._desk.findings.hidden])
        put_in_order(self.rows, self.checked_button)

    def _replace(self, old: QWidget, new: QWidget) -> QWidget:
        at = self.rows.indexOf(old)
        self.rows.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.rows.insertWidget(at, new)
        return new

    def _make_needed(self) -> QWidget:
        unmet = self._unmet()
        if not unmet:
            done = Card("", self._column)
            done.add(line("✓ Nothing is still needed.", "success", done))
            return done
        card = Card(still_needed(len(unmet)), self._column)
        card.rows.setSpacing(0)
        section = ""
        for place, words in unmet:
            title = self._desk.form.section[self._desk.section_of(place)].title
            if title != section:
                card.rows.addSpacing(em(0.5))
                card.add(line(title, "small", card))
                section = title
            card.add(self._needed_link(place, words, card))
        return card

    def _make_prompts(self) -> QWidget:
        """What to think of before it is sent; for the practitioner's eyes."""
        prompts = () if self._carer_sees else self._desk.findings.prompts
        card = Card("", self._column)
        card.setVisible(bool(prompts))
        if prompts:
            card.add(prompt_list(prompts, card, self._go_to if self._desk.may_change else None, 3))
        return card

    def _go_to(self, prompt: Prompt) -> None:
        """To where it is written down, as far as that is asked in this record."""
        asked = [place for place in prompt.at if place in self._desk.findings.shown]
        if asked:
            self._change(asked[0])

    def _needed_link(self, place: str, words: str, parent: QWidget) -> QWidget:
        link = WrappingButton(parent)
        set_role(link, "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setAutoDefault(False)
        link.say(words)
        link.clicked.connect(lambda: self._change(place))
        self._links[place] = link
        return link

    def _make_body(self) -> QWidget:
        body = QWidget(self._column)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(1.6))
        for section in self._sections:
            printed = self._desk.caseload.exports.printed(self._desk.assessment, section.id)
            if printed:
                rows.addWidget(self._make_section(section, printed, body))
        return body

    def _make_section(self, section: Section, printed: Sequence[Printed], parent: QWidget) -> QWidget:
        box = QWidget(parent)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(1.2))
        grid.setVerticalSpacing(em(0.25))
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 7)
        grid.addWidget(Heading(section.title, 2, box), 0, 0, 1, 3)
        under, at = "", 1
        for row in printed:
            if row.under != under and row.under:
                grid.addWidget(self._words(row.under, "strong", box), at, 0, 1, 3)
                at += 1
            under = row.under
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(self._words(row.label, "hint", box), at, 0, top)
            grid.addWidget(self._words(row.text, "body", box), at, 1, top)
            if self._may_change(row.place):
                grid.addWidget(self._link(row.place, row.label, box), at, 2, top | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(_rule(box), at + 1, 0, 1, 3)
            at += 2
        return box

    def _words(self, text: str, role: str, parent: QWidget) -> QWidget:
        """A cell whose first line stands level with the link at the end of its row."""
        words = line(text, role, parent)
        words.setContentsMargins(0, em(0.38), 0, em(0.3))
        return words

    def _link(self, place: str, label: str, parent: QWidget) -> QPushButton:
        link = link_button("Change", parent, f"Change: {label}")
        link.clicked.connect(lambda: self._change(place))
        self._links.setdefault(place, link)
        return link

    def _may_change(self, place: str) -> bool:
        question = place.partition("/")[0]
        known = question in self._desk.form.question and place in self._desk.findings.shown
        return known and self._desk.may_change and self._desk.question_at(place).answerable


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    set_role(rule, "rule")
    return rule
