"""One step of the checklist: what is to be done, the texts to paste with it, and the tick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from carer_desktop.caseload.checklist import Shown
from carer_desktop.words import say
from ui.parts import Card, button, line
from ui.parts.copying import CopyBlock
from ui.parts.flow import in_lines
from ui.parts.words import link_button
from ui.screens.checklist.words import done_words

BANK_STEP = "dp_team"
MOVES = {"export": "Make the Word file…", "upload": "It is on Mosaic…"}
WRONG = "Something went wrong…"


class StepCard(Card):
    """`done_asked()`, `undone_asked()`, `more_asked()` for another day or a note, `move_asked()`, `letter_asked()`.

    A step that is done is one line; one that is not shows what goes with it.
    """

    done_asked = Signal()
    undone_asked = Signal()
    more_asked = Signal()
    move_asked = Signal(str)
    letter_asked = Signal()

    def __init__(
        self, number: int, shown: Shown, texts: Sequence[tuple[str, str]], today: date, whose: str = "",
        waits: str = "", facts: Sequence[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent=parent)
        self.shown = shown
        self.copies: list[CopyBlock] = []
        self.main_button: QPushButton | None = None
        self.add(line(f"{number}.  {shown.step.words}", "strong", self))
        if shown.done:
            self._show_done(today)
        else:
            self._show_open(texts, whose, waits, facts)

    def _show_done(self, today: date) -> None:
        self.add(line(done_words(self.shown, today), "success", self))
        move = self.shown.step.move
        if move == "upload":
            self._row(self._link(WRONG, "Something went wrong with the upload…", lambda: self.move_asked.emit("wrong")))
        elif not move:
            words = f"Not done after all: {self.shown.step.words}"
            self._row(self._link("Not done after all", words, self.undone_asked.emit))

    def _show_open(self, texts: Sequence[tuple[str, str]], whose: str, waits: str, facts: Sequence[str]) -> None:
        step = self.shown.step
        for words in (*((whose,) if whose else ()), *((waits,) if waits else ())):
            self.add(line(words, "hint", self))
        for words in facts:
            self.add(line(words, "body", self))
        for name, text in texts:
            block = CopyBlock(say("paste", name), text, self)
            self.copies.append(block)
            self.add(block)
        if waits:
            return
        row: list[QWidget] = []
        if step.id == BANK_STEP:
            letter = button("Prepare the e-mail…", parent=self)
            letter.clicked.connect(self.letter_asked)
            row.append(letter)
        row += self._ticking()
        self._row(*row)

    def _ticking(self) -> list[QWidget]:
        step = self.shown.step
        if step.move:
            self.main_button = button(MOVES[step.move], parent=self)
            self.main_button.clicked.connect(lambda: self.move_asked.emit(step.move))
            return [self.main_button]
        asks = bool(self.shown.labels)
        self.main_button = button("It is done…" if asks else "It is done", parent=self)
        self.main_button.setAccessibleName(f"It is done: {step.words}")
        self.main_button.clicked.connect(self.more_asked if asks else self.done_asked)
        if asks:
            return [self.main_button]
        more = self._link("On another day, or with a note…", f"Another day or a note: {step.words}", None)
        more.clicked.connect(self.more_asked)
        return [self.main_button, more]

    def _link(self, words: str, name: str, do: object) -> QPushButton:
        made = link_button(words, self, name)
        if callable(do):
            made.clicked.connect(lambda: do())
        return made

    def _row(self, *widgets: QWidget) -> None:
        self.add(in_lines(*widgets, parent=self))
