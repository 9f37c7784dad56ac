"""One walk through the window: set up, fill, look at every screen, export, and come back another day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.clock import FixedClock, SystemClock
from carer_desktop.paths import RESOURCES
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Look, Theme
from ui.tour.budget_tables import BudgetTables
from ui.tour.by_role import ByRole
from ui.tour.coming_back import ComingBack
from ui.tour.handing_on import HandingOn
from ui.tour.looking_after import LookingAfter
from ui.tour.pictures import Pictures, settle, until

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.sealing.keys import Kdf
    from ui.screens.record import RecordScreen
    from ui.screens.record.section_page import SectionPage

DEMO = RESOURCES / "demo" / "carer_conversation.json"
FORM = "carer_conversation"
NAME, PASSPHRASE = "Sam Example", "sparrow lantern orchard teacup"
SIZE = (1180, 860)
LARGE = (1366, 768)
LOOKED_AT_TWICE = ("start", "role", "outcomes")


class Tour:
    """Takes the pictures of one walk."""

    def __init__(self, theme: Theme, session: Session, pictures: Pictures, kdf: Kdf | None) -> None:
        self._theme, self._session, self._pictures, self._kdf = theme, session, pictures, kdf
        self._clock = FixedClock(SystemClock().now())

    def take(self, to: Path) -> None:
        """All of it; the Word file goes into the folder *to*."""
        window = self._open_window()
        caseload = self._set_up(window)
        self._fill(caseload)
        window.show_home()
        self._pictures.take(window, "03-your-records")
        window.show_details()
        self._pictures.take(window, "04-your-details")
        card = next(card for card in caseload.records.all() if card.carer.name)
        window.open_record(card.id)
        record = _record(window)
        for number, section in enumerate(record.sections(), 10):
            self._section(window, section.id, f"{number}-{section.id}")
        self._beside(window)
        self._checked(window)
        self._export(window, to)
        self._other_looks(window)
        LookingAfter(self._pictures, window, self._clock).take()
        window.close()
        me = (NAME, PASSPHRASE)
        another_day = ComingBack(self._pictures, self._clock, self._session.records, me, self._open_window)
        windows = [window, *another_day.take()]
        team = self._session.records.with_name("team.vault")
        self._session.use_records(team)
        windows += ByRole(self._pictures, self._clock, team, self._kdf, self._open_window).take()
        windows += HandingOn(self._pictures, self._open_window).take()
        windows += BudgetTables(self._pictures, self._session.folder, self._open_window).take()
        for one in windows:
            one.deleteLater()

    def _open_window(self) -> MainWindow:
        window = MainWindow(self._theme, self._session, self._clock, self._kdf)
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        return window

    def _set_up(self, window: MainWindow) -> Caseload:
        until(lambda: window.entrance.ready, "the window for setting up")
        self._pictures.take(window, "01-set-up")
        window.entrance.create(NAME, PASSPHRASE, demo=True)
        until(lambda: window.caseload is not None, "the records to open")
        self._pictures.take(window, "02-your-records-empty")
        assert window.caseload is not None
        return window.caseload

    def _fill(self, caseload: Caseload) -> None:
        """The demonstration case, with the warnings it carries kept; and a record that is only begun."""
        case: dict[str, Any] = json.loads(DEMO.read_text("utf-8"))
        caseload.records.begin("carer_review")
        answered = caseload.records.fill(FORM, case["answers"], known=False)
        answered.saved.result()
        for place in case.get("kept", ()):
            answered = caseload.records.keep_warning(answered.assessment, place)
            answered.saved.result()

    # A record ------------------------------------------------------------------------------------

    def _section(self, window: MainWindow, section: str, name: str) -> None:
        record = _record(window)
        record.open_section(section)
        settle()
        page = _page(record)
        tall = page.whole_height() + window.height() - page.viewport().height()
        width, height = window.width(), window.height()
        window.resize(width, max(height, tall))
        settle()
        window.resize(width, window.height() + page.verticalScrollBar().maximum())
        self._pictures.take(window, name)
        self._pictures.look_for(window, name, [page.section.title, *_first_and_last(page)])
        window.resize(width, height)

    def _beside(self, window: MainWindow) -> None:
        record = _record(window)
        record.open_section("eligibility")
        record.show_pane("working")
        self._pictures.take(window, "40-working")
        record.show_pane("jottings")
        self._pictures.take(window, "41-jottings")
        record.show_pane("")
        window.turn("carer_sees", True)
        self._pictures.take(window, "42-carer-can-see-the-screen")
        window.turn("carer_sees", False)
        record.open_details()
        self._pictures.take(window, "43-details-of-the-record")
        record.find_question()
        self._pictures.dialog("44-find-a-question")

    def _checked(self, window: MainWindow) -> None:
        _record(window).open_check()
        self._pictures.take(window, "50-check-answers")
        self._pictures.look_for(window, "50-check-answers", ["Check answers"])

    def _export(self, window: MainWindow, to: Path) -> None:
        """The Word file for the council, and the carer's own copy as a PDF."""
        self._session.keep_export_folder(to)
        for audience, kind, name in (("council", "docx", ""), ("carer", "pdf", "-pdf")):
            dialog = window.papers.export(audience)
            if dialog is None:
                self._pictures.wrong.append("no record could be exported")
                return
            if kind != "docx":
                dialog.choices.more.turn()
                dialog.choices.kind.pick(kind)
            self._pictures.take(dialog, f"60-export{name}")
            dialog.write()
            until(dialog.is_done, "the file")
            self._pictures.take(dialog, f"61-exported{name}")
            if dialog.written is None:
                self._pictures.wrong.append(f"the {kind} file was not written")
            else:
                self._pictures.note(dialog.written)
            dialog.accept()

    def _other_looks(self, window: MainWindow) -> None:
        looks: tuple[tuple[Look, int, tuple[int, int]], ...] = (("dark", 100, SIZE), ("light", 200, LARGE))
        for look, percent, size in looks:
            window.looks.set_look(look)
            self._theme.set_percent(percent)
            window.resize(*size)
            for section in LOOKED_AT_TWICE:
                _record(window).open_section(section)
                name = f"70-{section}-{look}-{percent}"
                self._pictures.take(window, name)
                page = _page(_record(window))
                if page.horizontalScrollBar().maximum() > 0:
                    self._pictures.wrong.append(f"{name} scrolls sideways")
        window.looks.set_look("light")
        self._theme.set_percent(100)
        window.resize(*SIZE)


def _first_and_last(page: SectionPage) -> list[str]:
    labels = page.labels_in_view()
    return [labels[0], labels[-1]] if labels else []


def _record(window: MainWindow) -> RecordScreen:
    assert window.record is not None
    return window.record


def _page(record: RecordScreen) -> SectionPage:
    assert record.page is not None
    return record.page
