"""The page the day begins on: what is next, continue, find a record, begin a new one."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.background import PATIENCE_SECONDS, SlowWork
from ui.fields.line_edit import LineEdit
from ui.fields.wrap import WrappingButton
from ui.parts import EmptyState, Heading, announce, button, line
from ui.parts.sheet import Sheet
from ui.screens.home.looking import Looking
from ui.screens.home.next_steps import NextSteps
from ui.screens.home.reading import Listed, read
from ui.screens.home.records_list import RecordsList
from ui.screens.home.warnings import Warnings
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.searching import Looked
    from carer_desktop.records.carer import Card

NONE_YET = "A Carer Conversation is saved by itself from its first moment. It will stand here."
NONE_FOR_YOU = "What is sent or handed on to you will stand here."
WIDTH = 60
COMES_MS = 500
"""What is next comes with the page when it comes by then: later somebody may have begun, and nothing moves."""
LEAST_LIST = 8  # text sizes: some two records; where there is less room the page scrolls


class SearchLine(LineEdit):
    """A line in which Down goes to what was found."""

    went_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


class HomeScreen(Sheet):
    """What is next, and the person's own records. `open_asked(id)`, `task_asked(task)`, `begin_asked(form)`.

    `details_asked()`, and `second_place_asked()` where drafts exist on this laptop alone,
    `outside_asked()` where files lie outside, `failed(error)` where the list cannot be read.
    """

    open_asked = Signal(str)
    task_asked = Signal(object)
    begin_asked = Signal(str)
    details_asked = Signal()
    second_place_asked = Signal()
    outside_asked = Signal()
    failed = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDTH, spacing=0.9)
        self._caseload = caseload
        self._work = work
        self._carer_sees = False
        self._listed: Listed | None = None
        self._asked: Event | None = None
        self._was_at_search = self._leads = False
        self._back_on = ("", "")  # a record, and the words under which it was found
        column = self._column
        self._end.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.rows.setStretchFactor(self._end, 0)  # the list takes what room is left, where there is one
        self.add(Heading("Your records", 1, column))
        self.rows.insertLayout(self.rows.count() - 1, self._buttons(column))
        self.warnings = Warnings(caseload, column)
        self.warnings.second_place_asked.connect(self.second_place_asked)
        self.warnings.outside_asked.connect(self.outside_asked)
        self.add(self.warnings)
        self.next = NextSteps(caseload, work, column)
        self.next.asked.connect(self.task_asked)
        self.next.told_anew.connect(self._lead)
        self.add(self.next)
        self._go_on = WrappingButton(column)
        set_role(self._go_on, "go-on")
        self._go_on.setCursor(Qt.CursorShape.PointingHandCursor)
        self._go_on.setAutoDefault(False)
        self._go_on.clicked.connect(self._continue)
        self._go_on.hide()
        self.add(self._go_on)
        self.add(self._search_row(column))
        self._add_list(column)
        self.looking = Looking(caseload, work, self)
        self.looking.told.connect(self._found_more)

    def _buttons(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(em(0.6))
        self.new_button = button("New Carer Conversation", "primary", parent)
        self.new_button.clicked.connect(lambda: self.begin_asked.emit("carer_conversation"))
        self._review_button = button("New Carer Review", parent=parent)
        self._review_button.clicked.connect(lambda: self.begin_asked.emit("carer_review"))
        self._details = button("Your details", "link", parent)
        self._details.clicked.connect(self.details_asked)
        for made in (self.new_button, self._review_button):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self._details)
        return row

    def _search_row(self, parent: QWidget) -> QWidget:
        box = self._search_box = QWidget(parent)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, em(0.4), 0, 0)
        rows.setSpacing(em(0.2))
        label = line("Find a record by name, reference or words in your answers", "question", box)
        self.search = SearchLine(box)
        self.search.setMaximumWidth(em(28))
        self.search.setAccessibleName(label.text())
        label.setBuddy(self.search)
        self.search.textChanged.connect(self._found)
        self.search.returnPressed.connect(self._open_first)
        self.search.went_down.connect(self._to_list)
        rows.addWidget(label)
        rows.addWidget(self.search)
        return box

    def _add_list(self, parent: QWidget) -> None:
        self._told = line("", "hint", parent)
        self.add(self._told)
        self.list = RecordsList(self._caseload.me.id, parent)
        self.list.opened.connect(self.open_asked)
        self.list.setMinimumHeight(em(LEAST_LIST))
        self.add(self.list)
        self.rows.setStretchFactor(self.list, 1)
        self._empty = EmptyState("No records yet", NONE_YET, parent=parent)
        self.add(self._empty)
        self._covered = EmptyState(
            "Your list is put away", "It comes back when only you can see the screen.", parent=parent
        )
        self.add(self._covered)

    def refresh(self) -> None:
        """Read the list again, and where the person was, beside the window; then what is next.

        What can be read in a moment stands there when this returns; else what stood there stays until then.
        """
        self._give_up()
        self._leads = False
        self.next.coming.start(COMES_MS)
        asked = self._asked = Event()
        begins = "assessor" in self._caseload.people.me.roles
        for made in (self.new_button, self._review_button):
            made.setVisible(begins)
        self._empty.say(NONE_YET if begins else NONE_FOR_YOU)
        self._work.read(
            partial(read, self._caseload, asked), lambda listed: self._show(asked, listed),
            lambda error: self._say_unread(asked, error), self, PATIENCE_SECONDS,
        )  # fmt: skip
        if self._is_new:
            self._found("")
        if self.busy:
            self.next.keep_place()

    @property
    def busy(self) -> bool:
        """Whether the list is being read."""
        return self._asked is not None

    def _show(self, asked: Event, listed: Listed) -> None:
        if asked is not self._asked:
            return
        waits = self._is_new and self.window().focusWidget() is self.search
        self._asked, self._listed = None, listed
        self._go_on.say(listed.go_on)
        self.warnings.show_warned(listed.warned)
        self._found(self.search.text())
        if waits and not listed.cards:
            self.begin()
        self.next.refresh(listed.cards, PATIENCE_SECONDS)

    def _say_unread(self, asked: Event, error: BaseException) -> None:
        if asked is self._asked:
            self._asked = None
            self._found("")
            self.next.say_unread()
            self.failed.emit(error)

    @property
    def _is_new(self) -> bool:
        """Whether nothing was ever read."""
        return self._listed is None

    def begin(self) -> None:
        """The keyboard goes to the search, where letters wait for the list, or to the one thing to do without one."""
        self._leads = True
        begins = self._details if self.new_button.isHidden() else self.new_button
        (self.search if self._has_list and not self._carer_sees else begins).setFocus(Qt.FocusReason.OtherFocusReason)
        self._lead()

    @property
    def _has_list(self) -> bool:
        """Whether there are records, or it is not known yet."""
        return bool(self._cards) or (self._is_new and self.busy)

    def _lead(self) -> None:
        """Where the keyboard is and what is seen once the page and what is next have come, whichever comes first.

        The page is seen from its top. The keyboard stays in the search where that is seen then, and else goes to the
        first row of what is next. Nothing changes where something was typed or scrolled, or the keyboard is elsewhere;
        and what comes after the page changes nothing at all.
        """
        at_search = self.window().focusWidget() is self.search and not self.search.text()
        if not (self._leads and self.next.coming.isActive() and at_search) or self._left_alone:
            return
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # everything has its place now
        self.verticalScrollBar().setValue(0)
        if self.next.isVisible() and not self.is_in_view(self.search):
            self.next.begin()

    def begin_next(self) -> None:
        """The keyboard goes to what is next, where something is."""
        if not self.next.begin():
            self.begin()

    def take_over(self, old: HomeScreen, at: QWidget | None) -> None:
        """All is drawn anew: the same words are looked for as on the *old* page, the keyboard is where it was *at*."""
        words, row = old.search.text(), old.next.list.currentRow()
        self.search.setText(words)
        if at is old.next.list and self.next.begin():
            self.next.list.setCurrentRow(min(row, self.next.list.count() - 1))
        elif at in (old.search, old.list):
            self._leads = False
            self._back_on = (old.list.current, words) if at is old.list else old._back_on
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._go_back_on()

    def _go_back_on(self) -> None:
        """The keyboard goes to the record it was on once that is found, where it waits in the search until then."""
        record, words = self._back_on
        if record and words == self.search.text() and self.search.hasFocus() and self.list.go_to(record):
            self._back_on = ("", "")
            self._to_list()

    def set_carer_sees(self, sees: bool) -> None:
        """Hide the list of names while the carer can see the screen."""
        if sees and not self._carer_sees:
            self._was_at_search = self.search.hasFocus()
        self._carer_sees = sees
        self._found(self.search.text())
        if not sees and self._was_at_search:
            self._was_at_search = False
            self.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "next"):
            self.next.fit()

    def leave(self) -> None:
        """Another page is shown: nothing is read for this one any more."""
        self._give_up()
        self.looking.give_up()

    def _give_up(self) -> None:
        if self._asked is not None:
            self._asked.set()
            self._asked = None
        self.next.give_up()

    @property
    def _cards(self) -> tuple[Card, ...]:
        return self._listed.cards if self._listed is not None else ()

    @property
    def _last(self) -> str:
        return self._listed.last if self._listed is not None else ""

    def _found(self, words: str) -> None:
        wanted = words.casefold().split()
        found = [
            card for card in self._cards
            if not wanted or all(word in f"{card.carer.name} {card.reference}".casefold() for word in wanted)
        ]  # fmt: skip
        self.list.show_cards(found, self._caseload.clock.now())
        some, seen = bool(self._cards), not self._carer_sees
        rests = seen and not wanted  # what is found takes the place of all that stands above it
        self.next.put_away(not rests)
        self._go_on.setVisible(bool(self._last) and rests)
        self._search_box.setVisible(self._has_list and seen)
        self._empty.setVisible(not some and seen and not self._is_new)
        self._covered.setVisible(not seen)
        self._details.setVisible(seen)
        self.warnings.setVisible(rests and self.warnings.has_some)
        self._by_name, self._by_words = len(found), 0
        self.looking.look(words if some and seen else "")
        self._tell(". Looking in your answers" if self.looking.busy else "")
        self._told.setVisible((some or self._is_new) and seen)
        if wanted and not self.looking.busy:
            announce(self, self._told.text())
        self._go_back_on()

    def _found_more(self, found: list[Looked], done: int, of: int) -> None:
        """Records in whose answers the words stand; they come after those named so, as they are found."""
        self._by_words += len(found)
        cards = [(each.card, each.label) for each in found if each.card is not None]
        self.list.add_cards(cards, self._caseload.clock.now())
        self._tell(f". Looking in your answers: {100 * done // of} %" if done < of else "")
        if done == of:
            announce(self, self._told.text())
        self._go_back_on()

    def _tell(self, progress: str) -> None:
        """How many there are, by name and by what was typed in them."""
        words, written = self.search.text(), self._by_words
        named = "1 record" if self._by_name == 1 else f"{self._by_name} records"
        if self._is_new:
            said = "Reading your records…" if self.busy else "Your records could not be read."
        elif words.strip() and not self._by_name and not written:
            said = f"Nothing found for “{words}”" if not progress else "Nothing found yet"
        elif written:
            said = f"{named} by name or reference, {written} by words in your answers"
        else:
            said = named
        self._told.setText(f"{said}{progress}")
        self.list.setVisible(bool(self._by_name or written) and not self._carer_sees)

    def _to_list(self) -> None:
        if self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_first(self) -> None:
        if self.list.count() == 1:
            self.list.opened.emit(str(self.list.item(0).data(Qt.ItemDataRole.UserRole)))
        else:
            self._to_list()

    def _continue(self) -> None:
        self.open_asked.emit(self._last)
