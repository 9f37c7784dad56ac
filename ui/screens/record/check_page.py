"""All answers as the Word file will show them, what is still needed first, each with a way back to change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from carer_desktop.careact.prompts import Prompt
from carer_desktop.forms.question import Section
from ui.fields.order import put_in_order
from ui.fields.wrap import WrappingButton
from ui.parts import Card, ErrorSummary, Heading, Page, announce, button, line
from ui.parts.prompts import prompt_list
from ui.parts.sheet import side_by_side
from ui.parts.words import still_needed
from ui.screens.record.checked_sections import CheckedSections
from ui.screens.record.desk import Desk
from ui.screens.record.kept_answers import KeptAnswers
from ui.theme import em, set_role

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
        self.sections = CheckedSections(desk)
        self.sections.change_asked.connect(self._change)
        self.sections.whole.connect(self._chain)
        self.add(self._prompts)
        self.add(self._needed)
        self.add(self.sections)
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
        self._rebuild(at_once=back)
        self.checked_button.setEnabled(self._desk.may_change)
        self._export_button.setVisible(not carer_sees)
        link = self._link(self._last) if back else None
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
        self._rebuild(at_once=self.sections.is_whole)

    def _unmet(self) -> list[tuple[str, str]]:
        here = {section.id for section in self._sections}
        unmet = self._desk.findings.unmet
        return [(one.place, one.text) for one in unmet if self._desk.section_of(one.place) in here]

    def _change(self, place: str) -> None:
        self._last = place
        self.change_asked.emit(place)

    def _link(self, place: str) -> QPushButton | None:
        """The way to a place: among what is still needed, or beside its answer."""
        return self._links.get(place) or self.sections.link(place)

    # Built anew at every visit -------------------------------------------------------------------

    def _rebuild(self, at_once: bool) -> None:
        self._links = {}
        self._prompts = self._replace(self._prompts, self._make_prompts())
        self._needed = self._replace(self._needed, self._make_needed())
        self._kept.show_places([] if self._carer_sees else [*self._desk.findings.hidden])
        self.sections.show_sections(self._sections, at_once)
        self._chain()

    def _chain(self) -> None:
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
