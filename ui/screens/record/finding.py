"""Going to a question that is asked now: to answer it, or to use jotted words for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.screens.record.find_question import FindQuestion
from ui.screens.record.jotter import Jotter

if TYPE_CHECKING:
    from ui.screens.record.screen import RecordScreen

WRITTEN = ("text", "long_text", "name")


class Finding:
    """Opens the list of questions of a record and leads to the one that is chosen."""

    def __init__(self, screen: RecordScreen, jotter: Jotter) -> None:
        self._screen, self._jotter = screen, jotter

    def question(self) -> FindQuestion:
        """Find a question, and go there."""
        return self._finder("Find a question", self._places(), self._screen.go_to)

    def use(self, words: str) -> None:
        """Find a question that is answered in words, and put these there."""
        desk = self._screen.desk
        written = [one for one in self._places() if desk.question_at(one[0]).type in WRITTEN]
        self._finder("Use these words for a question", written, lambda place: self._put(place, words))

    def _put(self, place: str, words: str) -> None:
        self._screen.go_to(place)
        page = self._screen.page
        if page is not None:
            self._jotter.used_in(page.asked[place].field, words)

    def _places(self) -> list[tuple[str, str]]:
        shown = self._screen.desk.findings.shown
        return [
            (question.id, f"{question.label}\n{section.title}")
            for section in self._screen.sections()
            for question in section.questions
            if question.id in shown and question.answerable
        ]

    def _finder(self, title: str, places: list[tuple[str, str]], then: Callable[[str], None]) -> FindQuestion:
        finder = FindQuestion(title, places, self._screen)
        finder.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        finder.found.connect(then)
        finder.open()
        return finder
