"""One record: whose it is, the sections at the left, one section at the right, and what belongs beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.forms.question import Section
from ui.background import soon
from ui.fields import Voice
from ui.fields.focus import leave, mouse_is_down
from ui.parts import Beside, TaskList, announce
from ui.screens.record.bar import RecordBar
from ui.screens.record.check_page import CheckPage
from ui.screens.record.desk import Desk
from ui.screens.record.find_question import FindQuestion
from ui.screens.record.finding import Finding
from ui.screens.record.identity import identity_of
from ui.screens.record.jotter import Jotter
from ui.screens.record.panes import Panes
from ui.screens.record.section_page import SectionPage
from ui.screens.record.sent_line import STANDING, SentLine, stands_first

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.opening import Opened

CHECK, DETAILS = "check", "record"
KEPT_PAGES = 3  # so many stay as they were left, their undo in text boxes too; each takes about 3 MB
CLICK_MS = 400  # a click is over by then


class RecordScreen(QWidget):
    """`saving(future, again)`, `refused(error)`, `title_changed(words)`, `moved()` when something else is in view."""

    saving = Signal(object, object)
    refused = Signal(object)
    title_changed = Signal(str)
    moved = Signal()
    export_asked = Signal()

    def __init__(self, caseload: Caseload, opened: Opened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = opened.last
        self.desk = Desk(caseload, opened.assessment, self)
        self.desk.saving.connect(self.saving)
        self.desk.refused.connect(self.refused)
        self.desk.changed.connect(self._changed)
        self._later = QTimer(self, singleShot=True, interval=CLICK_MS)
        self._later.timeout.connect(self._show_changed)
        self._pages: dict[str, SectionPage] = {}
        self._check: CheckPage | None = None
        self._standing: QWidget | None = None
        self._voice: Voice = "practitioner"
        self._from_check = self.carer_sees = self.needed_only = False
        self._put_away = ("", "")  # the practitioner's own section the person was in, and what is shown instead of it
        self.section = self._due = self._due_at = ""  # what is open, the section that comes next, and where in it
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.bar = RecordBar(self)
        self.bar.lead_to(self.open_check, self.open_details, self.open_standing)
        self.moved.connect(self._show_bar)
        rows.addWidget(self.bar)
        self.sent = SentLine(self)
        self.sent.standing_asked.connect(self.open_standing)
        rows.addWidget(self.sent)
        self.tasks = TaskList(self)
        self.tasks.opened.connect(self.lead_to)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(QWidget(self._stack))  # the first is shown at once: no page is filled by then
        self._jotter = Jotter(self.desk, opened.jottings, self)
        self._jotter.saving.connect(self.saving)
        self._finding = Finding(self, self._jotter)
        self._jotter.use_asked.connect(self._finding.use)
        self._panes = Panes(self, self.bar, self._stack, self._jotter)
        self.pane = self._panes.side
        self._beside = Beside(self.tasks, self._panes.with_page, "Sections", self)
        self.bar.lead_with(self._beside.fold_button)
        rows.addWidget(self._beside, 1)
        self._show_around()

    @property
    def help_page(self) -> str:
        """The page of help about what is open."""
        return str(getattr(self._standing, "help_page", "")) if self.section == STANDING else "filling"

    def begin(self) -> None:
        """Continue where the person was, else at the first section; what has happened since comes first.

        Where something in it was asked for already, that stays.
        """
        if self.section or self._due:
            return
        last = self._last
        if stands_first(last, self.desk.assessment.history) and self.open_standing():
            return
        self.lead_to(*self.desk.goes_on_at(last, [section.id for section in self.sections()]))

    def begin_anew(self) -> None:
        """Begin at the first section, wherever the person was."""
        self._last = None

    def sections(self) -> list[Section]:
        """The sections that can be opened now, in order."""
        return [s for s in self.desk.form.sections if self.desk.is_shown(s) and self._may_be_seen(s)]

    def _may_be_seen(self, section: Section) -> bool:
        return not (self.carer_sees and section.asked_of == "practitioner")

    @property
    def page(self) -> SectionPage | None:
        """The section's page that is open; None on the check page."""
        return self._pages.get(self.section)

    def lead_to(self, section: str, place: str = "") -> None:
        """Make the page of a section now and open it next, unless something else is: in between the window listens."""
        if section in self._pages or not self._may_be_seen(self.desk.form.section[section]):
            self.open_section(section, place)
            return
        self._page_of(section)
        self._due, self._due_at = section, place
        soon(self, self._arrive, 1)

    def _arrive(self) -> None:
        """What comes next is there now."""
        if not self.section and not self._due:
            self.begin()
        if self._due:
            self.open_section(self._due, self._due_at)

    def open_section(self, section: str, place: str = "") -> None:
        """Open a section; the keyboard goes to *place*, or to its first question."""
        if not self._may_be_seen(self.desk.form.section[section]):
            return
        self.flush()
        page = self._page_of(section)
        self.section = section
        self.drop_pages(KEPT_PAGES)
        ids = [one.id for one in self.sections()]
        where = f"Section {ids.index(section) + 1} of {len(ids)}" if section in ids else ""
        page.enter(where, section == ids[-1], section == ids[0], self._from_check)
        page.set_needed_only(self.needed_only)
        self._show_page(page)
        self.pane.follow(page.previous_button)
        self.tasks.set_open(section)
        self._beside.fold()
        self.desk.caseload.places.keep(self.desk.assessment.id, section, place or None)
        self._show_title()
        self._panes.fit()
        if place:
            page.go_to(place)
        else:
            page.begin()
        announce(self, page.section.title)
        self.moved.emit()

    def _page_of(self, section: str) -> SectionPage:
        if section not in self._pages:
            page = SectionPage(self.desk, self.desk.form.section[section], self._stack)
            page.set_voice(self._voice)
            page.next_asked.connect(lambda: self.step(1))
            page.previous_asked.connect(lambda: self.step(-1))
            page.back_asked.connect(self.open_check)
            page.path_asked.connect(lambda: self.go_to(self.desk.form.path_question))
            page.needed_only_asked.connect(self.set_needed_only)
            page.checked.connect(lambda _: self._show_title())
            self._stack.addWidget(page)
            self._pages[section] = page
        self._pages[section] = self._pages.pop(section)  # the last one visited stands last
        return self._pages[section]

    def drop_pages(self, kept: int = 1) -> None:
        """Let go of all but the pages visited last; the others are built anew when they are visited."""
        for section, page in list(self._pages.items())[:-kept]:
            del self._pages[section]
            self._stack.removeWidget(page)
            page.deleteLater()
            QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)

    def step(self, by: int) -> None:
        """The next section, or the one before; after the last comes the check page."""
        self._arrive()
        ids = [section.id for section in self.sections()]
        at = len(ids) if self.section == CHECK else ids.index(self.section) if self.section in ids else -1
        self._from_check = False
        if at + by >= len(ids):
            self.open_check()
        elif at + by >= 0:
            self.lead_to(ids[at + by])

    def open_number(self, number: int) -> None:
        """The section with this number, as the task list counts them."""
        ids = [section.id for section in self.sections()]
        if number <= len(ids):
            self.lead_to(ids[number - 1])

    def open_details(self) -> None:
        """What is kept about the record itself: who else works on it, who may read it."""
        self.open_section(DETAILS)

    def go_to(self, place: str) -> None:
        """The field of a place, in whatever section it stands."""
        self.open_section(self.desk.section_of(place), place)

    def open_check(self) -> None:
        """All answers as the Word file will show them."""
        self.flush()
        self.section = CHECK
        if self._check is None:
            self._check = CheckPage(self.desk, self._stack)
            self._check.change_asked.connect(self._change)
            self._check.checked.connect(lambda _: self._show_title())
            self._check.export_asked.connect(self.export_asked)
            self._stack.addWidget(self._check)
        details = [one for one in self.desk.form.sections if one.id == DETAILS and self._may_be_seen(one)]
        self._check.enter([*self.sections(), *details], back=self._from_check, carer_sees=self.carer_sees)
        self._from_check = False
        self._turn_to(self._check)

    def put_standing(self, page: QWidget, enter: Callable[[Assessment], None]) -> None:
        """The page that says where the record stands, from outside this room; *enter* tells it that it is visited."""
        self._standing, self._enter_standing = page, enter
        page.hide()  # laid out once it is visited
        self._show_bar()

    def open_standing(self) -> bool:
        """Where the record stands and what can be done with it now; never while the carer sees the screen."""
        if self._standing is None or self.carer_sees:
            return False
        self.flush()
        self.section = STANDING
        if self._stack.indexOf(self._standing) < 0:
            self._stack.addWidget(self._standing)
        self._turn_to(self._standing)
        self._enter_standing(self.desk.assessment)
        self.desk.caseload.places.keep(self.desk.assessment.id, STANDING, None)
        return True

    def _turn_to(self, page: QWidget) -> None:
        """A page that is no section."""
        self._show_page(page)
        self.tasks.set_open("")
        self._beside.fold()
        self._show_title()
        self._panes.fit()
        self.moved.emit()

    def _show_page(self, page: QWidget) -> None:
        self._due = ""
        if page is not self._stack.currentWidget():
            leave(self._stack.currentWidget())
        self._stack.setCurrentWidget(page)

    def _change(self, place: str) -> None:
        self._from_check = True
        self.go_to(place)

    def _changed(self) -> None:
        """Show what follows from an answer; not while the mouse is pressed on something that would move away."""
        if mouse_is_down():
            self._later.start()
        else:
            self._show_changed()

    def _show_changed(self) -> None:
        self._later.stop()
        page = self.page
        if page is not None:
            page.refresh()
        self._show_around()

    def _show_around(self) -> None:
        desk = self.desk
        shown = {section.id for section in desk.form.sections if desk.is_shown(section)}
        states = [state for state in desk.findings.sections if state.id in shown]
        self.tasks.show_sections(desk.form, states, desk.findings.path == "short", sent=not desk.may_change)
        self.bar.identity.show_identity(identity_of(desk))
        self._panes.refresh()

    def _show_bar(self) -> None:
        self._panes.show_buttons()
        self.bar.details_button.setVisible(not self.carer_sees and DETAILS in self.desk.form.section)
        self.bar.standing_button.setVisible(self._standing is not None and not self.carer_sees)
        self.bar.show_open(self.section == CHECK, self.section == DETAILS, self.section == STANDING)
        wanted = not (self.desk.may_change or self.carer_sees or self.section == STANDING)
        self.sent.show_stage(self.desk.assessment.stage, wanted)

    def _show_title(self) -> None:
        page, check = self.page, self._check
        wrong = page is not None and not page.summary.isHidden()
        wrong = wrong or (self.section == CHECK and check is not None and not check.summary.isHidden())
        other = "Where it stands" if self.section == STANDING else "Check answers"
        title = page.section.title if page is not None else other
        self.title_changed.emit(f"{'Error: ' if wrong else ''}{title} – {self.desk.assessment.reference}")

    def set_needed_only(self, only: bool) -> None:
        """Show only what is still needed, on every page."""
        self.needed_only = only
        page = self.page
        if page is not None:
            page.set_needed_only(only)
        announce(self, "Only what is still needed" if only else "All questions are shown")
        self.moved.emit()

    def set_carer_sees(self, sees: bool) -> None:
        """While the carer can see the screen: nothing that is the practitioner's own, and the page says *you*.

        What was put away for it is open again afterwards, unless the person has gone on meanwhile.
        """
        self.carer_sees = sees
        self._voice = "carer" if sees else "practitioner"
        for made in self._pages.values():
            made.set_voice(self._voice)
        self.tasks.set_carer_sees(sees)
        if sees:
            self.show_pane("")
        if not self.section:  # not begun yet
            self._show_bar()
            return
        ids = [section.id for section in self.sections()]
        (own, instead), self._put_away = self._put_away, ("", "")
        if self.section == CHECK:
            self.open_check()
        elif sees and self.section not in ids and ids:
            self._put_away = (self.section, ids[0])
            self.open_section(ids[0])
        elif own == STANDING and self.section == instead:
            self.open_standing()
        elif own and self.section == instead:
            self.open_section(own)
        elif self.section in ids:
            self.open_section(self.section)

    def may_show_working(self) -> bool:
        """Whether the working can be opened here."""
        return self._panes.may_show_working()

    def show_pane(self, name: str) -> None:
        """Open the working or the jottings beside the page, or close them."""
        self._panes.show(name)

    def toggle_pane(self, name: str) -> None:
        """One key opens it and closes it again."""
        self._panes.toggle(name)

    def turn_complete(self) -> None:
        """Mark the section as complete, or open it again."""
        self._arrive()
        page = self.page
        if page is not None:
            page.turn_complete()

    def not_covered(self) -> None:
        """Nothing expected in this section was talked about."""
        self._arrive()
        page = self.page
        if page is not None:
            page.fold.leave_out()

    def find_question(self) -> FindQuestion:
        """Find a question that is asked now, and go there."""
        return self._finding.question()

    def undo(self) -> None:
        """Take the last change of an answer back, and say which."""
        self.flush()
        label = self.desk.undo()
        announce(self, f"Taken back: {label}" if label else "Nothing to take back")

    def flush(self) -> None:
        """What was typed anywhere in this record is kept now."""
        page = self.page
        if page is not None:
            page.flush()
        self._jotter.page.flush()

    def focus_next_part(self) -> None:
        """F6: from the sections to the page and back."""
        if self.tasks.isVisible() and not self.tasks.hasFocus():
            self.tasks.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_page()

    def focus_page(self) -> None:
        """The keyboard goes to the page."""
        page = self.page
        if page is not None:
            page.begin()
        elif self.section == STANDING:
            self.open_standing()
        elif self._check is not None:
            self._check.checked_button.setFocus(Qt.FocusReason.OtherFocusReason)
