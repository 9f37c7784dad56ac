"""Somebody forgot the passphrase: who can help, and the way back in with the rescue sheet, group by group."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.forms.question import Question
from ui.fields import field
from ui.fields.line_edit import LineEdit
from ui.parts import Card, Heading, announce, button, line
from ui.parts.busy_line import BusyLine
from ui.parts.flow import Flow
from ui.parts.new_passphrase import NewPassphrase
from ui.parts.sheet import Sheet, side_by_side
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import on_screen
from ui.theme import em, mark

GROUPS = 13
LETTERS = 5
NAME = Question(
    "name", "name", "recover", "name", "Your full name", hint="As it stands at the sign-in, if you had one here",
    required="C",
)  # fmt: skip
COLLEAGUE = (
    "If another access lead can sign in, ask them: they choose Manage, then People, and give you new words. "
    "Then you need no sheet."
)
SHEET = (
    "Type the 13 groups of the rescue sheet. Capital or small letters do not matter. "
    "You can also paste all of them into any box, or scan them into the first."
)
WHAT_FOLLOWS = (
    "You become access lead and sign from now on with a new key; what you signed before stands. "
    "Everyone else is told at their next sign-in."
)
NO_SHEET = "Without the sheet and without a colleague nobody can open the records, not even IT."
_BETWEEN = re.compile(r"[\s\-–—.,·]+")
_NUMBERS = re.compile(r"\d+")
# “1 ”, “2. ” or “Group 3: ” before a group, as on paper.
_NUMBERED = re.compile(r"(?<!\S)(?:group\s+)?(?:1[0-3]|0?[1-9])(?:[.):-]\s*|\s+)(?=[^\W_]{5}\b)", re.IGNORECASE)


class GroupBox(LineEdit):
    """One group of the sheet; what stands between groups goes on to the next, what is too much is handed over.

    `whole(parts)` for all groups pasted at once, `several(parts)` for fewer.
    """

    ended = Signal()
    several = Signal(list)
    whole = Signal(list)

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"Group {number}")
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhUppercaseOnly)
        self.setFixedWidth(em(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _BETWEEN.fullmatch(event.text()):
            super().keyPressEvent(event)
        elif self.text():
            self.ended.emit()

    def _fold(self, text: str) -> None:
        """Share out what is more than one group, before its line breaks are folded."""
        pasted = "".join(_pieces(self._put_in(text)))
        typed = _pieces(text)
        if len(pasted) >= GROUPS * LETTERS:
            self.whole.emit(_cut([pasted]))
        elif len(typed) == 1 and self.cursorPosition() < len(text):
            super()._fold(text)  # a letter put right in the middle: the one too many is about to go
        elif len(parts := _cut(typed)) > 1:
            self.several.emit(parts)
        else:
            super()._fold(text)


class ForgottenScreen(Sheet):
    """`recover_asked(groups, name, passphrase)`, `left()` back. *copy* is a file from the second place."""

    help_page = "people"

    recover_asked = Signal(str, str, str)
    left = Signal()

    def __init__(self, copy: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=40, spacing=1.1)
        if copy is None:
            self.add(Heading("Somebody forgot the passphrase"))
            help_ = Card("A colleague can let you in")
            help_.add(line(COLLEAGUE, "body", help_))
            self.add(help_)
            self.add(Heading("Or use the rescue sheet", 2))
        else:
            self.add(Heading("Open a copy with the rescue sheet"))
            self.add(line(f"The copy {copy.name} is put on this laptop and opened. The copy itself stays.", "body"))
        self.add(line(SHEET, "body"))
        self._error = line("", "error")
        self._error.hide()
        self.add(self._error)
        self.boxes = [GroupBox(number, self) for number in range(1, GROUPS + 1)]
        self.add(Flow([self._numbered(number, box) for number, box in enumerate(self.boxes, 1)], self))
        self.name = field(NAME)
        self.add(self.name)
        self.choice = NewPassphrase("Your new passphrase")
        self.choice.entered.connect(self._ask)
        self.name.answered.connect(lambda *_: self.choice.say_strength())
        self.add(self.choice)
        self.add(line(WHAT_FOLLOWS, "body"))
        self.open_button = button("Open the records", "primary")
        self.open_button.clicked.connect(self._ask)
        back = button("Back", "link")
        back.clicked.connect(self.left)
        self.add(side_by_side(self.open_button, back))
        self.busy = BusyLine()
        self._keyboard = WaitingKeyboard(self)
        self.add(self.busy)
        self.add(line(NO_SHEET, "hint"))

    def _numbered(self, number: int, box: GroupBox) -> QWidget:
        cell = QWidget(self)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, em(0.2), em(0.8), em(0.2))
        row.setSpacing(em(0.3))
        told = line(f"{number}", "hint", cell)
        told.setWordWrap(False)
        told.setFixedWidth(em(1.4))
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(told)
        row.addWidget(box)
        box.ended.connect(lambda: self._go_to(number))
        box.several.connect(lambda parts: self._spread(number - 1, parts))
        box.whole.connect(self._fill)
        return cell

    def give_words(self, new_words: Callable[[], str], strength: Callable[[str, str], str]) -> None:
        """Draw words and judge what is typed from now on."""
        self.choice.give(new_words, strength, lambda: str(self.name.answer or ""))

    def begin(self) -> None:
        """The keyboard goes to the first group."""
        self.boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: BaseException) -> None:
        """Say in words why the records stay locked, and mark the groups that have a slip."""
        self._set_busy("")
        what, mend = (error.what, error.mend) if isinstance(error, CarerError) else ("The program met an error", "")
        words = on_screen(f"{what.rstrip('.')}. {mend}".strip())
        wrong = [int(one) for one in _NUMBERS.findall(what)] if what.startswith("Group") else []
        if not self._is_about_the_sheet(what):
            self.choice.box.show_problem(words)
            announce(self, f"Error: {words}", urgent=True)
        else:
            self._say_wrong(words, wrong)

    @staticmethod
    def _is_about_the_sheet(what: str) -> bool:
        return any(word in what.lower() for word in ("group", "rescue key", "sheet"))

    def forget(self) -> None:
        """Nothing of it is left on the screen."""
        for box in self.boxes:
            box.clear()
        self.choice.forget()

    def _say_wrong(self, words: str, wrong: Iterable[int]) -> None:
        numbers = tuple(wrong)
        self._error.setText(f"Error: {words}" if words else "")
        self._error.setVisible(bool(words))
        for number, box in enumerate(self.boxes, 1):
            mark(box, "error", number in numbers)
            box.setAccessibleDescription("This group has a slip" if number in numbers else "")
        if words:
            first = self.boxes[numbers[0] - 1 if numbers and numbers[0] <= GROUPS else 0]
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            first.selectAll()
            self.show_whole(self._error)
            announce(self, f"Error: {words}", urgent=True)

    def _go_to(self, number: int) -> None:
        if number < GROUPS:
            self.boxes[number].setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, parts: list[str]) -> None:
        """The whole sheet goes into all boxes, wherever it was pasted; what was wrong before is gone."""
        self._say_wrong("", ())
        self._spread(0, parts)

    def _spread(self, first: int, parts: list[str]) -> None:
        """Put the parts into the boxes; the next letter goes on after the last. What does not fit is said."""
        boxes = self.boxes[first : first + len(parts)]
        for box, part in zip(boxes, parts, strict=False):
            box.setText(part.upper())
        over = len("".join(parts[len(boxes) :]))
        if over:
            self._say_wrong(_left_out(over), ())
        boxes[-1].setFocus(Qt.FocusReason.OtherFocusReason)  # by Tab, all is selected

    def _set_busy(self, words: str) -> None:
        if words:
            self._keyboard.hold((self.open_button,))
        self.open_button.setEnabled(not words)
        if words:
            self.busy.begin(words)
        else:
            self.busy.end()
            self._keyboard.give_back()

    def _ask(self) -> None:
        if self.open_button.isEnabled():
            self.choice.when_ready(self._check)

    def _check(self) -> None:
        groups = [box.text().strip() for box in self.boxes]
        empty = [number for number, group in enumerate(groups, 1) if len(group) != LETTERS]
        self._say_wrong(_missing(empty) if empty else "", empty)
        if empty:
            return
        self.name.flush()
        name = str(self.name.answer or "")
        self.name.show_problem(None if name else "Enter your full name")
        if not name:
            self.name.focus_first()
            announce(self, self.name.problem, urgent=True)
            return
        self.choice.box.show_problem("" if self.choice.box.text() else "Enter your new passphrase")
        if self.choice.box.text():
            self._set_busy("Opening the records. This takes a few seconds.")
            self.recover_asked.emit("-".join(groups), name, self.choice.box.text())


def _pieces(text: str) -> list[str]:
    """The letters and figures that stand together, without the numbers of the groups.

    >>> _pieces("1. abcde - 2. fghjk")
    ['abcde', 'fghjk']
    """
    return [piece for piece in _BETWEEN.split(_NUMBERED.sub(" ", text)) if piece]


def _cut(pieces: Iterable[str]) -> list[str]:
    """Groups of five; what is left of a piece is a group begun."""
    return [piece[at : at + LETTERS] for piece in pieces for at in range(0, len(piece), LETTERS)]


def _left_out(letters: int) -> str:
    """That so many letters were too many.

    >>> _left_out(1)
    '1 letter or figure did not fit behind group 13 and is left out. Check the groups against the sheet'
    """
    what = "1 letter or figure" if letters == 1 else f"{letters} letters or figures"
    is_ = "is" if letters == 1 else "are"
    return f"{what} did not fit behind group {GROUPS} and {is_} left out. Check the groups against the sheet"


def _missing(numbers: list[int]) -> str:
    """Which groups do not have five letters or figures yet.

    >>> _missing([7])
    'Group 7 must have 5 letters or figures'
    """
    if len(numbers) == 1:
        return f"Group {numbers[0]} must have {LETTERS} letters or figures"
    if len(numbers) == GROUPS:
        return "Enter the 13 groups of the rescue sheet"
    return f"Groups {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} must have {LETTERS} letters or figures each"
