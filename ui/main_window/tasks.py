"""What is next, opened: from a row of the home page to the thing itself, and the small jobs beside the form."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from carer_desktop.errors import Refused
from ui.background import PATIENCE_SECONDS
from ui.main_window.opening import read
from ui.parts import announce
from ui.parts.choosing import choose_folder
from ui.parts.commands import Command, Commands

if TYPE_CHECKING:
    from carer_desktop.assessment import Assessment
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.queue import CldsCount
    from carer_desktop.caseload.todo import Task
    from carer_desktop.records.pathway import Referral
    from ui.main_window.window import MainWindow
    from ui.parts.asking import AskDialog
    from ui.screens.beside.calls import CallDialog
    from ui.screens.beside.requests import AskTeamDialog
    from ui.screens.beside.visits import PlanDialog
    from ui.screens.beside.waiting import OfferDialog, ReferralDialog
    from ui.screens.checklist import ChecklistScreen

STANDING = ("returned", "to_decide", "to_confirm", "tell_carer", "instruct")
"""What is done, or asked, on the page that says where the record stands."""
BESIDE = ("referral", "request", "promised", "visit")
COMMANDS = ("tasks_next", "offer", "refer", "call", "visit", "ask_team", "notes", "count", "calendar")
SAID_MS = 8_000
Asking = TypeVar("Asking", bound="AskDialog")


class Tasks(QObject):
    """Leads from what is to be done to where it is done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: AskDialog | None = None

    @property
    def _caseload(self) -> Caseload:
        assert self._window.caseload is not None
        return self._window.caseload

    @property
    def caseload(self) -> Caseload | None:
        """What the window works with, while somebody is signed in."""
        return self._window.caseload

    def open(self, task: Task) -> None:
        """The thing itself."""
        from carer_desktop.caseload.todo import OF_A_CASE

        if task.kind in OF_A_CASE:
            self.show_case(task.subject)
        elif task.kind in BESIDE:
            self._open_beside(task)
        elif task.kind == "review" and not task.reference:
            self._window.managing.show_due()
        else:
            self._window.open_record(task.subject)
            if task.kind in STANDING:
                self._window.in_record("open_standing")

    # Beside the form -----------------------------------------------------------------------------

    def enable(self) -> None:
        """For those who work with carers; what is next is for everybody who sees records."""
        caseload = self.caseload
        on = caseload is not None and not self._window.managing.holds_back and caseload.records.seeing.any
        self._window.commands.enable(COMMANDS, on)
        self._window.commands.enable(("notes",), on and self._window.record is not None)

    def show_next(self) -> None:
        """Home, with the keyboard on what is next."""
        self._window.show_home()
        home = self._window.home
        if home is not None:
            home.begin_next()

    def offer(self) -> OfferDialog:
        """A conversation was offered today."""
        from ui.screens.beside.waiting import OfferDialog

        return self._ask_beside(OfferDialog(self._caseload, self._window.work, self._window))

    def refer(self) -> ReferralDialog:
        """Somebody waits for a conversation."""
        from ui.screens.beside.waiting import ReferralDialog

        return self._ask_beside(ReferralDialog(self._caseload, self._window.work, self._window))

    def call(self) -> CallDialog:
        """Somebody rang or wrote."""
        from ui.screens.beside.calls import CallDialog

        return self._ask_beside(CallDialog(self._caseload, self._window.work, self._window))

    def plan(self) -> PlanDialog:
        """A visit or call to plan, with the open record where one is open."""
        from ui.screens.beside.visits import PlanDialog

        name, record = self._open_one()
        return self._ask_beside(
            PlanDialog(self._caseload, self._window.work, {"carer": name}, record, "", self._window)
        )

    def _plan_with(self, one: Referral) -> None:
        from ui.screens.beside.visits import PlanDialog

        known = {"carer": one.carer_name or one.mosaic_id, "safe_contact": one.reach}
        self._ask_beside(PlanDialog(self._caseload, self._window.work, known, one.id, one.cared_for, self._window))

    def ask_team(self) -> AskTeamDialog:
        """A request between teams, about the open record where one is open."""
        from ui.screens.beside.requests import AskTeamDialog

        name, record = self._open_one()
        return self._ask_beside(AskTeamDialog(self._caseload, self._window.work, name, record, parent=self._window))

    def _ask_team_with(self, one: Referral) -> None:
        from ui.screens.beside.requests import AskTeamDialog

        about = one.carer_name or one.mosaic_id
        self._ask_beside(AskTeamDialog(self._caseload, self._window.work, about, "", one.id, self._window))

    def show_notes(self) -> None:
        """What is to be pasted elsewhere about the open record."""
        from ui.screens.notes import NotesDialog

        window = self._window
        if window.record is not None:
            window.flush()
            dialog = NotesDialog(self._caseload, window.work, window.record.desk.assessment, window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _open_one(self) -> tuple[str, str]:
        """The carer and the id of the record that is open; nothing where none is."""
        record = self._window.record
        if record is None:
            return "", ""
        answers = record.desk.assessment.answers
        said = (str(answers.get(name) or "") for name in ("carer_first", "carer_last"))
        return " ".join(each for each in said if each), record.desk.assessment.id

    def count(self) -> None:
        """The month’s count of conversations for the learning disability service, read beside the window."""
        window = self._window
        counted = self._caseload.queue.clds_count
        window.work.read(counted, self._ask_count, window.banner.show_error, self, PATIENCE_SECONDS)

    def _ask_count(self, count: CldsCount) -> None:
        from ui.screens.beside.calls import CountDialog

        if self.caseload is not None:
            self._ask_beside(CountDialog(self.caseload, self._window.work, count, self._window))

    def write_calendar(self) -> None:
        """The days of reviews as a file for a calendar, in a folder that is chosen."""
        window = self._window
        chosen = choose_folder(window, "Where to put the review days", window.session.export_folder)
        if not chosen:
            return
        write = partial(self._caseload.todo.write_calendar, chosen)
        window.statusBar().showMessage("Writing the review days…")
        window.work.start(write, self._say_written, self._say_unwritten, self)

    def _say_written(self, file: Path) -> None:
        said = f"The review days are in {file}"
        self._window.statusBar().showMessage(said)
        announce(self._window, said)

    def _say_unwritten(self, error: BaseException) -> None:
        self._window.statusBar().clearMessage()
        self._window.banner.show_error(error)

    def _open_beside(self, task: Task) -> None:
        """A referral, a promised call or a visit; one that is gone meanwhile is no longer on the list."""
        from ui.screens.beside.calls import PromisedDialog
        from ui.screens.beside.requests import RequestDialog
        from ui.screens.beside.visits import VisitDialog
        from ui.screens.beside.waiting import WaitingDialog

        window, caseload = self._window, self._caseload
        if task.kind == "referral":
            for one in (each for each in caseload.queue.waiting() if each.id == task.subject):
                dialog = self._ask_beside(WaitingDialog(caseload, window.work, one, window))
                dialog.begun.connect(window.open_record)
                dialog.plan_asked.connect(partial(self._plan_with, one))
                dialog.team_asked.connect(partial(self._ask_team_with, one))
                return
        elif task.kind == "request":
            for asked in (each for each in caseload.queue.asked() if each.id == task.subject):
                self._ask_beside(RequestDialog(caseload, window.work, asked, window))
                return
        elif task.kind == "promised":
            for contact in (each for each in caseload.contacts.promised() if each.id == task.subject):
                self._ask_beside(PromisedDialog(caseload, window.work, contact, window))
                return
        else:
            for visit in (each for each in caseload.contacts.visits() if each.id == task.subject):
                self._ask_beside(VisitDialog(caseload, window.work, visit, window)).begun.connect(window.open_record)
                return
        window.show_home()

    def _ask_beside(self, dialog: Asking) -> Asking:
        self.dialog = dialog
        dialog.kept.connect(self._kept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _kept(self, said: str) -> None:
        window = self._window
        window.statusBar().showMessage(said, SAID_MS)
        if window.home is not None and window.screens.currentWidget() is window.home:
            window.home.refresh()

    # A decided case ------------------------------------------------------------------------------

    def show_case(self, record: str, before: tuple[str, ...] = ()) -> None:
        """The checklist of one record, by its id; *before* are those that were gone through in this round."""
        from ui.screens.checklist import ChecklistScreen

        window = self._window
        opened = read(window, record, "")
        if opened is None or self.caseload is None:
            return
        case = opened.assessment
        screen = ChecklistScreen(self.caseload, window.work, case, window.session.export_folder, before)
        screen.left.connect(window.show_home)
        screen.record_asked.connect(lambda: window.open_record(record))
        screen.next_asked.connect(lambda to: self.show_case(to, (*before, record)))
        screen.move_asked.connect(partial(self._move, screen))
        title = f"After the decision – {case.reference}"
        window.managing.show_page(partial(self.show_case, record, before), screen, title, screen.begin)

    def _move(self, screen: ChecklistScreen, move: str) -> None:
        """A step that a move ticks. What the council’s file still needs is asked for before it is made."""
        assert self.caseload is not None
        if move == "export" and self._may_export(screen.record):
            self._export(screen)
            return
        self._ask(screen, move)

    def _may_export(self, record: Assessment) -> bool:
        assert self.caseload is not None
        try:
            self.caseload.moves.check(record, "export")
        except Refused:
            return False
        return True

    def _ask(self, screen: ChecklistScreen, move: str) -> None:
        from ui.screens.moving.asked import sheet
        from ui.screens.moving.dialog import MoveDialog

        window, caseload = self._window, self.caseload
        assert caseload is not None
        dialog = MoveDialog(caseload, window.work, screen.record, sheet(caseload, screen.record, move), parent=screen)
        dialog.moved.connect(lambda record, _words: self._moved(screen, record, move))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _moved(self, screen: ChecklistScreen, record: Assessment, move: str) -> None:
        screen.go_on(record)
        if move == "export":
            self._export(screen)

    def _export(self, screen: ChecklistScreen) -> None:
        from ui.screens.export import ExportDialog

        window, caseload = self._window, self.caseload
        assert caseload is not None
        dialog = ExportDialog(caseload, screen.record, window.session, window.work, screen)
        dialog.finished.connect(lambda _: screen.go_on())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def add_menu(window: MainWindow, commands: Commands) -> None:
    """What can be done beside the form, from everywhere."""
    tasks = window.tasks
    commands.add_menu("&Tasks", [
        Command("tasks_next", "What is &next", tasks.show_next, ("Ctrl+T",)),
        None,
        Command("offer", "&Offered today…", tasks.offer, ("Ctrl+Shift+T",)),
        Command("refer", "Somebody &waits for a conversation…", tasks.refer, ("Ctrl+R",)),
        Command("call", "&Duty call or message…", tasks.call, ("Ctrl+D",)),
        Command("visit", "Plan a &visit…", tasks.plan, ("Ctrl+Shift+D",)),
        Command("ask_team", "&Ask another team…", tasks.ask_team, ("Ctrl+Shift+R",)),
        Command("notes", "Notes to &paste…", tasks.show_notes),
        None,
        Command("count", "Conversations this &month…", tasks.count),
        Command("calendar", "&Review days for a calendar…", tasks.write_calendar),
    ])  # fmt: skip
