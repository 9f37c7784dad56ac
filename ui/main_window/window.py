"""The window: it leads from screen to screen, and never closes over something that is not saved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from carer_desktop.clock import Clock
from carer_desktop.words import say
from ui.background import Gathering, SlowWork, gather_all, let_go, soon
from ui.fields.clicks import watch_clicks
from ui.fields.focus import leave
from ui.main_window.carer_mode import CarerMode
from ui.main_window.closing import give_back, wait_for_saves
from ui.main_window.editing import in_text, text_can_undo
from ui.main_window.entrance import Entrance
from ui.main_window.guard import Guard
from ui.main_window.looks import Looks
from ui.main_window.managing import Managing
from ui.main_window.menus import IN_A_RECORD, WITH_RECORDS, add_menus
from ui.main_window.moving_on import MovingOn
from ui.main_window.opening import read
from ui.main_window.papers import Papers
from ui.main_window.place import stand
from ui.main_window.tasks import Tasks
from ui.main_window.upkeep import Upkeep
from ui.main_window.way_back import keep_field
from ui.parts import Banner, SaveLine, line
from ui.parts.choosing import choose_file
from ui.parts.enter import enter_presses
from ui.session import Session
from ui.session.again import GoBack, start_again
from ui.theme import Theme

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.sealing.keys import Kdf
    from ui.screens.details import DetailsScreen
    from ui.screens.export import ExportDialog
    from ui.screens.home import HomeScreen
    from ui.screens.record import RecordScreen
    from ui.session.machine import Machine


class MainWindow(QMainWindow):
    """`painted()` once, after the first frame: only then anything slow is loaded."""

    painted = Signal()
    product = "Carer Desktop"

    def __init__(
        self, theme: Theme, session: Session, clock: Clock | None = None, kdf: Kdf | None = None,
        machine: Machine | None = None, again: Callable[[GoBack], bool] = start_again, back: GoBack | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.session, self._clock = session, clock
        self.work = SlowWork()
        self._is_painted = False
        self.caseload: Caseload | None = None
        self.home: HomeScreen | None = None
        self.record: RecordScreen | None = None
        self._details: DetailsScreen | None = None
        self.entrance = Entrance(session, self.work, clock, kdf, self)
        self.entrance.opened.connect(self.arrive)
        self.entrance.other_asked.connect(self.open_other)
        self.entrance.known.connect(self._show_demo)
        self.entrance.shown.connect(self._show_door)
        self.managing = Managing(self)
        self.tasks = Tasks(self)
        self.papers = Papers(self)
        self.upkeep = Upkeep(self)
        self.carer_mode = CarerMode(self)
        self.moving = MovingOn(self)
        self.looks = Looks(self, theme)
        enter_presses()
        watch_clicks()
        self._build()
        self.guard = Guard(self, machine, clock, again, back)
        self.entrance.opened.connect(self.guard.signed_in)
        self.commands = add_menus(self)
        self.entrance.rescues.connect(lambda on: self.commands.enable(("other",), not on))
        self.commands.actions[theme.look].setChecked(True)
        Gathering(self)
        self.painted.connect(self.entrance.load)
        stand(self, session.geometry)
        self.open_door()

    def _build(self) -> None:
        middle = QWidget(self)
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._demo = line("", "demo", middle)
        self._demo.hide()
        self.banner = Banner(middle)
        self.banner.retried.connect(self.retry)
        self.screens = QStackedWidget(middle)
        self.papers.take_drops(self.screens)
        rows.addWidget(self._demo)
        rows.addWidget(self.carer_mode.line)
        rows.addWidget(self.banner)
        rows.addWidget(self.managing.notices)
        rows.addWidget(self.screens, 1)
        self.setCentralWidget(middle)
        self.save_line = SaveLine(clock=self._clock)
        self.save_line.failed.connect(self.managing.show_save_error)
        self.save_line.recovered.connect(self.banner.clear)
        self.save_line.hide()
        self.statusBar().addWidget(self.save_line, 1)
        self.statusBar().setSizeGripEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            soon(self, self.painted.emit)

    # Opening and giving back ---------------------------------------------------------------------

    def open_door(self) -> None:
        """What stands before the records."""
        self._show_door(self.entrance.screen(after_lock=self.guard.back is not None))

    def _show_door(self, screen: Any) -> None:
        self.statusBar().hide()  # an empty strip below the page would cut it off
        self.show_screen(screen, "")
        screen.begin()

    def arrive(self, caseload: Caseload) -> None:
        """Somebody has signed in: their home, and what waits for them."""
        from ui.screens.home import HomeScreen

        self.caseload = caseload
        self._show_demo(caseload.vault.demo)
        self.save_line.waiting = caseload.records.unsaved
        self.home = HomeScreen(caseload, self.work)
        self.home.open_asked.connect(self.open_record)
        self.home.task_asked.connect(self.tasks.open)
        self.home.begin_asked.connect(self.begin_record)
        self.home.details_asked.connect(self.show_details)
        self.home.set_carer_sees(self.carer_mode.is_on)
        self.home.second_place_asked.connect(self.managing.show_second_place)
        self.home.outside_asked.connect(self.papers.show_outside)
        self.home.failed.connect(self._say_unread)
        self.statusBar().clearMessage()  # it would be drawn over the line that is shown now
        self.statusBar().show()
        self.save_line.show()
        self.managing.arrive()

    def _say_unread(self, error: BaseException) -> None:
        if self.caseload is not None:  # not closed meanwhile
            self.banner.show_error(error)

    def _show_demo(self, demo: bool) -> None:
        """Say on every page that the records are for practice; the words are read once they are needed."""
        if demo:
            self._demo.setText(say("thing", "demo"))
        self._demo.setVisible(demo)

    def open_other(self) -> None:
        """Records that lie elsewhere; those that are open now are closed first."""
        chosen = choose_file(self, "Open other records", self.entrance.path.parent, "Records (*.vault)")
        if chosen and give_back(self):
            self.entrance.path = chosen
            self.put_away()
            self.guard.back = None
            self.open_door()

    def put_away(self) -> None:
        """The screens of the records that were open are gone, and so are the records."""
        for screen in (self.record, self.home):
            if screen is not None:
                self.screens.removeWidget(screen)
                screen.deleteLater()
        self.record = self.home = self._details = None
        self.managing.put_away()
        self._demo.hide()
        self.save_line.forget()
        self.save_line.hide()
        self.statusBar().clearMessage()
        soon(self, gather_all)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.guard.is_locking or not give_back(self):
            event.ignore()
            return
        self.keep_geometry()
        if self.home is not None:
            self.home.leave()  # what is still read for it has nobody to go to
        self.work.close()
        let_go()
        event.accept()

    def keep_geometry(self) -> None:
        """The next window stands where this one does."""
        self.session.keep_geometry(self.saveGeometry())

    # Screens -------------------------------------------------------------------------------------

    def show_screen(self, screen: QWidget, title: str) -> None:
        """Show a screen; the one before goes unless it is the home."""
        before = self.screens.currentWidget()
        if self.home is not None and before is self.home and screen is not before:
            self.home.leave()
        if screen is not before:
            leave(before)
        if self.screens.indexOf(screen) < 0:
            self.screens.addWidget(screen)
        self.screens.setCurrentWidget(screen)
        if before is not None and before not in (screen, self.home):
            self.screens.removeWidget(before)
            before.deleteLater()
        self._show_title(title)
        self.show_commands()

    def _show_title(self, words: str) -> None:
        self.setWindowTitle(f"{words} – {self.product}" if words else self.product)

    def show_commands(self) -> None:
        """Commands that make no sense here are grey."""
        self.commands.enable(WITH_RECORDS, self.caseload is not None and not self.managing.holds_back)
        self.commands.enable(IN_A_RECORD, self.record is not None)
        self.commands.enable(("undo",), True)
        self.managing.enable()
        if self.record is not None:
            self.commands.enable(("working",), self.record.may_show_working())
            in_section = self.record.page is not None or not self.record.section  # which comes in a moment
            self.commands.enable(("complete", "not_covered"), in_section)
            self.commands.actions["needed"].setChecked(self.record.needed_only)
        self.carer_mode.enable()

    def show_home(self) -> None:
        """The list of records; what was open is put away."""
        if self.home is None:
            return
        self.leave_record()
        self.show_screen(self.home, "Your records")
        self.home.refresh()
        self.home.begin()

    def leave_record(self) -> None:
        """What was open is kept, and where the person was; another page takes its place now."""
        self.flush()
        keep_field(self)
        self.record = self._details = None

    def open_record(self, record: str, reason: str = "") -> None:
        """Open a record by its id, where the person was last; a colleague's with a *reason*, or it is asked for."""
        from ui.screens.record import RecordScreen

        self.flush()
        home = self.home if self.screens.currentWidget() is self.home else None
        if home is not None:
            home.leave()  # what is still read for it would take half of the time
        opened = read(self, record, reason)
        if opened is None or self.caseload is None:
            if home is not None:
                home.refresh()
            return
        screen = RecordScreen(self.caseload, opened)
        self.record, self._details = screen, None
        screen.saving.connect(self._follow)
        screen.refused.connect(lambda error: self.banner.show_error(error))
        screen.title_changed.connect(self._show_title)
        screen.moved.connect(self.show_commands)
        self.moving.attach(screen)
        self.show_screen(screen, screen.desk.assessment.reference)
        screen.set_carer_sees(self.carer_mode.is_on)
        soon(screen, screen.begin, 1)  # its page is half of the work: in between the window listens

    def begin_record(self, form: str) -> None:
        """A new record, saved from its first moment, or the one begun lately and left as it was; at its beginning."""
        if self.caseload is None:
            return
        self.flush()
        with self.banner.trying("begin"):
            self.open_record(self.caseload.blanks.begin(form))
            self.in_record("begin_anew")

    def show_details(self) -> None:
        """The person's own details."""
        from ui.screens.details import DetailsScreen

        if self.caseload is None:
            return
        self.leave_record()
        self._details = DetailsScreen(self.caseload)
        self._details.saving.connect(self._follow)
        self._details.done.connect(self.show_home)
        self.show_screen(self._details, "Your details")
        self._details.begin()

    @property
    def is_at_details(self) -> bool:
        """Whether the person's own details are open."""
        return self._details is not None

    def show_help(self, page: str) -> None:
        """Help in a window of its own: the page the person is on stays as it is."""
        from ui.screens.help import HelpDialog

        dialog = HelpDialog(page, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self) -> ExportDialog | None:
        """The Word file of the open record."""
        return self.papers.export()

    # Saving --------------------------------------------------------------------------------------

    def flush(self) -> None:
        """What was typed anywhere is on its way to the disk."""
        if self.record is not None:
            self.record.flush()
        if self._details is not None:
            self._details.flush()

    def _follow(self, saved: Future[Any], again: Callable[[], Future[Any]] | None) -> None:
        self.guard.touched()
        self.save_line.follow(saved, again)

    def retry(self) -> None:
        """Whatever could not be saved, once more."""
        if self.caseload is not None and self.save_line.error is not None:
            self.save_line.do_again()
            self._follow(self.caseload.records.retry(), None)
        else:
            self.banner.clear()

    def save(self) -> None:
        """Ctrl+S: everything is saved already, and that is said."""
        self.flush()
        if self.save_line.error is not None:
            self.retry()
        else:
            wait_for_saves(self.save_line)
            self.save_line.say_already()

    # Commands ------------------------------------------------------------------------------------

    def in_record(self, what: str, *more: object) -> None:
        """One thing the open record can do."""
        if self.record is not None:
            getattr(self.record, what)(*more)

    def undo(self) -> None:
        """In a text box what was typed; elsewhere the last answer, or the last change on a page that has one."""
        take_back = getattr(self.screens.currentWidget(), "undo", None)
        if text_can_undo():
            in_text("undo")
        elif take_back is not None:
            take_back()

    def find_something(self) -> None:
        """A record in the list, or a question in the open record."""
        if self.record is not None:
            self.record.find_question()
        elif self.home is not None:
            self.show_home()

    def turn(self, command: str, on: bool) -> None:
        """A command that goes on and off, set as wanted."""
        if self.commands.actions[command].isChecked() != on:
            self.commands.actions[command].trigger()

    def turn_needed_only(self) -> None:
        """Only what is still needed, on and off."""
        self.in_record("set_needed_only", self.commands.actions["needed"].isChecked())
