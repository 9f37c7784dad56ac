"""The page of the people: a card for each, what can be done about them, and what holds for everyone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from carer_desktop.clock import day_words
from carer_desktop.errors import CarerError
from carer_desktop.records.person import Person
from carer_desktop.words import say
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.fields.wrap import check
from ui.parts import Banner, Card, Heading, Note, button, line, link_button
from ui.parts.dialog_sheet import DialogSheet
from ui.parts.sheet import refill, side_by_side
from ui.screens.people.dialogs import AddDialog, RemoveDialog, ResetDialog, RolesDialog, RotateDialog
from ui.screens.people.roles import role_words
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ALONE = "You are the only one who can let people in. If you forget your passphrase or leave, "
ONLY_SHEET = "only the rescue sheet opens the records. Make a second person access lead if you can."
ONLY_KEY = (
    "only your organisation’s rescue key opens the records: there is no rescue sheet. "
    "Make one, and make a second person access lead if you can."
)
NOTHING = (
    "nobody can open the records: there is no rescue sheet. "
    "Make one now, and make a second person access lead if you can."
)
NAMES = "Show the names at the sign-in, to choose from"
NAMES_MEAN = "Quicker where several people use this laptop. Whoever holds it can then read who works here."
SHEET_THERE = "There is one. A new sheet takes its place: the old paper then opens nothing."
NO_SHEET = "There is none. If everyone forgets, nobody can open the records."
ONLY_ORGANISATION = "There is none, but your organisation’s rescue key opens the records."
SUSPICION = "After somebody left who may have a copy, or when a passphrase may be known to others."


class PeopleScreen(DialogSheet):
    """`sheet_asked()` for a new rescue sheet, `passphrase_asked()` for one's own, `left()` back to the records."""

    help_page = "people"

    sheet_asked = Signal()
    passphrase_asked = Signal()
    left = Signal()
    several = Signal(bool)

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caseload, self._work = caseload, work
        self.add(Heading("People"))
        self.add(line(f"You are the {say('role', 'keeper').lower()}: you look after who can sign in.", "hint"))
        self.add_button = button("Add a person…", "primary")
        self.add_button.clicked.connect(lambda: self._open(AddDialog(caseload, work, self)))
        back = button("Back to your records", "link")
        back.clicked.connect(self.left)
        self.add(side_by_side(self.add_button, back))
        self.banner = Banner()
        self.add(self.banner)
        self._alone = Note("")
        self.add(self._alone)
        self.make_sheet_button = button("Make a rescue sheet…")
        self.make_sheet_button.clicked.connect(self.sheet_asked)
        self.add(side_by_side(self.make_sheet_button))
        self._people = QWidget()
        self._cards = QVBoxLayout(self._people)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(em(0.8))
        self.add(self._people)
        self.add(self._make_names())
        self.add(self._make_sheet())
        self.add(self._make_suspicion())
        self.refresh()

    def begin(self) -> None:
        """The keyboard goes to the first thing to do."""
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read who is here again."""
        everybody = self._caseload.people.all()
        here = [each for each in everybody if each.ended_at is None]
        left = [line(left_words(each), "hint") for each in everybody if each.ended_at is not None]
        refill(self._cards, [*(self._card(person) for person in here), *left])
        alone = sum("keeper" in each.roles for each in here) == 1
        self._alone.say(ALONE + self._alone_words())
        self._alone.setVisible(alone)
        self.make_sheet_button.setVisible(alone and not self._caseload.people.has_sheet)
        self._sheet.setText(self._sheet_words())
        put_in_order(self.rows, self.add_button)
        self.several.emit(len(here) > 1)

    def _alone_words(self) -> str:
        people = self._caseload.people
        if people.has_sheet:
            return ONLY_SHEET
        return ONLY_KEY if people.has_organisation_key else NOTHING

    def _sheet_words(self) -> str:
        people = self._caseload.people
        if people.has_sheet:
            return SHEET_THERE
        return ONLY_ORGANISATION if people.has_organisation_key else NO_SHEET

    def _card(self, person: Person) -> QWidget:
        me = person.id == self._caseload.me.id
        card = Card(f"{person.name} (you)" if me else person.name, self._people)
        card.add(line(role_words(person.roles), "body", card))
        roles = link_button("What you do…" if me else "What they do…", card, f"What {person.name} does…")
        roles.clicked.connect(lambda: self._open(RolesDialog(self._caseload, self._work, person, self)))
        links = [roles]
        if me:
            mine = link_button("Change your passphrase…", card)
            mine.clicked.connect(self.passphrase_asked)
            links.append(mine)
        else:
            for words, name, kind in (
                ("Give new words…", f"Give {person.name} new words…", ResetDialog),
                ("Remove…", f"Remove {person.name}…", RemoveDialog),
            ):
                made = link_button(words, card, name)
                made.clicked.connect(partial(self._open_about, kind, person))
                links.append(made)
        card.add(side_by_side(*links, parent=card))
        return card

    def _open_about(self, kind: type[ResetDialog | RemoveDialog], person: Person) -> None:
        self._open(kind(self._caseload, self._work, person, self))

    def _open(self, dialog: AddDialog | RolesDialog | ResetDialog | RemoveDialog | RotateDialog) -> None:
        self.banner.clear()
        dialog.changed.connect(self.refresh)
        self.open_dialog(dialog)

    # What holds for everyone ---------------------------------------------------------------------

    def _block(self, title: str) -> tuple[QWidget, QVBoxLayout]:
        block = QWidget()
        rows = QVBoxLayout(block)
        rows.setContentsMargins(0, em(0.5), 0, 0)
        rows.setSpacing(em(0.3))
        rows.addWidget(Heading(title, 2, block))
        return block, rows

    def _make_names(self) -> QWidget:
        block, rows = self._block("At the sign-in")
        self.names_box: QCheckBox = check(NAMES, block)
        self.names_box.setChecked(bool(self._caseload.sign_in(self._caseload.path).names))
        self.names_box.toggled.connect(self._show_names)
        rows.addWidget(self.names_box)
        rows.addWidget(line(NAMES_MEAN, "hint", block))
        return block

    def _show_names(self, shown: bool) -> None:
        try:
            self._caseload.people.show_names(shown)
        except CarerError as error:
            self.banner.show_error(error, retry=False)

    def _make_sheet(self) -> QWidget:
        block, rows = self._block(say("thing", "recovery"))
        self._sheet = line("", "body", block)
        rows.addWidget(self._sheet)
        made = button("New rescue sheet…", parent=block)
        made.clicked.connect(self.sheet_asked)
        rows.addWidget(side_by_side(made, parent=block))
        return block

    def _make_suspicion(self) -> QWidget:
        block, rows = self._block("If somebody may know what they should not")
        rows.addWidget(line(SUSPICION, "body", block))
        made = button("Change the key…", parent=block)
        made.clicked.connect(lambda: self._open(RotateDialog(self._caseload, self._work, self)))
        rows.addWidget(side_by_side(made, parent=block))
        return block


def left_words(person: Person) -> str:
    """Who has left, and when."""
    when = f" on {day_words(person.ended_at)}" if person.ended_at else ""
    return f"{person.name} left{when}. What they signed stays provable."
