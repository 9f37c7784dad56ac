"""Answers whose question is not asked any more: nothing is lost, and the person can see what is kept and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.forms.words import condition_words
from ui.fields.words import answer_words
from ui.parts import Card, announce, line
from ui.parts.words import link_button
from ui.screens.record.desk import Desk
from ui.theme import em


def kept_in(desk: Desk, section: str) -> list[str]:
    """The places of a section whose answers are kept although they are not asked for now."""
    return [place for place in desk.findings.hidden if desk.section_of(place) == section]


def why_hidden(desk: Desk, place: str) -> str:
    """Why the question of a kept answer is not asked."""
    section = desk.form.section[desk.section_of(place)]
    state = next(one for one in desk.findings.sections if one.id == section.id)
    when = desk.question_at(place).show_when if state.shown else section.show_when
    return f"Asked only when {condition_words(when, desk.form)}" if when is not None else "Not asked now"


class KeptAnswers(QWidget):
    """ "1 hidden answer kept": closed at first; opened it says which, and why they are not asked for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._places: tuple[str, ...] = ()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.3))
        self._toggle = link_button("", self)
        self._toggle.clicked.connect(self._turn)
        rows.addWidget(self._toggle)
        self._card: Card | None = None
        self.hide()

    def show_places(self, places: Sequence[str]) -> None:
        """Show that these answers are kept."""
        self.setVisible(bool(places))
        if tuple(places) == self._places:
            return
        self._places = tuple(places)
        self._close()
        self._name()

    def _name(self) -> None:
        number = len(self._places)
        words = "1 hidden answer kept" if number == 1 else f"{number} hidden answers kept"
        said = f"{words} – {'close' if self._card is not None else 'show'}"
        self._toggle.setText(said)
        self._toggle.setAccessibleName(said)

    def _turn(self) -> None:
        if self._card is not None:
            self._close()
        else:
            self._open()
            announce(self, "These answers are kept in case their question is asked again. In no document.")
        self._name()

    def _close(self) -> None:
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def _open(self) -> None:
        desk = self._desk
        self._card = card = Card("", self)
        card.add(line("Kept in case the question is asked again. They stand in no document.", "hint", card))
        for place in self._places:
            question = desk.question_at(place)
            card.add(line(question.label, "strong", card))
            card.add(line(answer_words(question, desk.findings.hidden[place]), "body", card))
            card.add(line(why_hidden(desk, place), "small", card))
        layout = self.layout()
        assert layout is not None
        layout.addWidget(card)
        card.show()
