"""The templates of the council: which there are, which is used, and the way to look at another and take it in."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carer_desktop.errors import CarerError
from carer_desktop.forms.dates import shown_date
from carer_desktop.words import say
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.parts import Card, button, line
from ui.parts.file_sheet import FileSheet
from ui.parts.sheet import refill, side_by_side

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, KnownTemplate, TemplateLook

ABOUT = (
    "Word files can look as your council wants: its letterhead, logo, fonts and colours, or a layout of its own. A "
    "template is a Word file. Before it is used the program looks for what is wrong and tries it out."
)
NOTHING = "Word files are made with the template that comes with the program."
DROP = "Drop a Word file anywhere on this page, or choose one."
FILES = "Word files (*.docx)"
USED = "● Word files are made with it now"


def about_words(about: str) -> str:
    """What a template is for.

    >>> about_words("house")
    'Looks, for every Word file'
    """
    return "Looks, for every Word file" if about == "house" else f"Own layout, for the council’s {say('form', about)}"


class TemplatesScreen(FileSheet):
    """`left()` back to the records."""

    help_page = "templates"
    title = "Templates"
    about = ABOUT
    drop = DROP
    choose = "Look at a template…"
    files = FILES

    def __init__(self, caseload: Caseload, work: SlowWork, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(work, folder, parent)
        self._caseload = caseload
        self.file: Path | None = None
        self._cards = self.add_rows()

    def begin(self) -> None:
        """Read which templates there are; the keyboard goes to the first thing to do."""
        super().begin()
        self._show_known()

    # Looking at one ------------------------------------------------------------------------------

    def take_file(self, file: Path) -> None:
        """Look at it."""
        self.look(file)

    def look(self, file: Path) -> None:
        """Say what is wrong with it; one with nothing wrong can be taken in."""
        self.file = file
        refill(self._found, [])
        self.doing.run(f"Trying {file.name}", lambda: self._caseload.templates.look(file), self._told)

    def _told(self, looked: TemplateLook) -> None:
        if looked.findings:
            number = len(looked.findings)
            what = "One thing is wrong with it" if number == 1 else f"{number} things are wrong with it"
            self.doing.fail(CarerError(what, looked.file, "Mend it in Word, and look at it again."))
            refill(self._found, [line(f"- {one}", "body") for one in looked.findings])
            return
        self.doing.say(f"✓ {looked.file}: nothing is wrong. {about_words(looked.about)}.")
        self.take_button = button("Take it in and use it", "primary")
        self.take_button.clicked.connect(self._take)
        self.doing.hold(self.choose_button, self.take_button)
        refill(self._found, [side_by_side(self.take_button)])
        put_in_order(self.rows, self.choose_button)
        self.take_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        file, templates = self.file, self._caseload.templates

        def take() -> None:
            assert file is not None
            templates.use(templates.load(file))

        self.doing.run("Taking the template in", take, self._taken)

    def _taken(self, _none: None) -> None:
        self.doing.hold(self.choose_button)
        refill(self._found, [])
        self.doing.say("✓ Word files are made with it from now on.")
        self._show_known()
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Those that are here -------------------------------------------------------------------------

    def _show_known(self) -> None:
        known = self._caseload.templates.known
        unused = [] if any(one.used for one in known) else [line(NOTHING, "body")]
        refill(self._cards, [*unused, *map(self._card, known)])
        put_in_order(self.rows, self.choose_button)

    def _card(self, known: KnownTemplate) -> QWidget:
        card = Card(known.name)
        card.add(line(about_words(known.about), "body", card))
        taken = f"Taken in by {known.taken_by} on {shown_date(date.fromisoformat(known.taken_on))}"
        card.add(line(taken, "body", card))
        if known.used:
            card.add(line(USED, "strong", card))
        turn = button("Stop using it" if known.used else "Use this one", "link", card)
        turn.setAccessibleName(f"{turn.text()}: {known.name}")
        turn.clicked.connect(partial(self._turn, known))
        card.add(side_by_side(turn, parent=card))
        return card

    def _turn(self, known: KnownTemplate) -> None:
        templates = self._caseload.templates
        turn = partial(templates.use_none, known.about) if known.used else partial(templates.use, known)
        self.doing.run("Changing the template", turn, lambda _: self._turned(known))

    def _turned(self, known: KnownTemplate) -> None:
        said = f"{known.name} is no longer used" if known.used else f"Word files are made with {known.name} now"
        self._show_known()
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.doing.say(f"✓ {said}.")
