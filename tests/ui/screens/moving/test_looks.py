"""Every page and dialog of a record's way in three looks, as keyboard and screen reader find it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.core.caseload.pathway import MIA, SAM
from tests.ui.opened import opened
from tests.ui.screens.moving.conftest import Office, Sit, page_of
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.moving import MovingPage
from ui.screens.moving.page import AT_ONCE
from ui.screens.moving.ways import ways

NOTHING_MISSING = ("authorise", "instruct", "tell_carer")
COMMENTS = [("cf", "Who else is there?"), ("health_detail", "Since when?")]


def look_at(window: MainWindow, record: str) -> MovingPage:
    opened(window, record)
    page = page_of(window)
    QApplication.processEvents()
    check(page)
    return page


def every_dialog(page: MovingPage) -> None:
    """Each dialog as it opens, and with everything missing that it asks for."""
    for way in ways(page._caseload, page._record, page._caseload.moves.possible(page._record)):
        if way.why_not or way.move in (*AT_ONCE, "export"):
            continue
        page.choose(way)
        dialog = page.dialog
        assert dialog is not None
        for press in (False, True):
            if press and way.move not in NOTHING_MISSING:
                dialog.go_button.click()
            to_the_end(dialog)
            check(dialog)
        dialog.reject()
        QApplication.processEvents()


def to_the_end(dialog: QWidget) -> None:
    bar = dialog.page.verticalScrollBar()  # type: ignore[attr-defined]
    for _ in range(3):  # how high it is is known once it is laid out
        QApplication.processEvents()
        bar.setValue(bar.maximum())
    QApplication.processEvents()


def test_as_the_practitioner_sees_it(look: tuple[int, int], office: Office, sit: Sit, qtbot: QtBot) -> None:
    open_ = office.team.record(role_narrative=None)
    ready, sent = office.team.record(), office.sent()
    back = office.act(MIA, office.sent(), "return", reason="See my comments", comments=COMMENTS)
    agreed = office.act(MIA, office.sent(), "authorise", amount="250", reason="The gym is free")
    window = sit(SAM)
    window.resize(*look)
    look_at(window, open_.id)
    for record in (ready, sent, back, agreed):
        every_dialog(look_at(window, record.id))
    opened(window, back.id)
    assert window.record is not None
    for place in ("cf", "health_detail"):
        window.record.go_to(place)
        check(window)
    opened(window, agreed.id)
    window.record.open_section("role")
    check(window)


def test_as_the_manager_sees_it(look: tuple[int, int], office: Office, sit: Sit, qtbot: QtBot) -> None:
    record = office.act(MIA, office.sent(), "return", reason="See", comments=COMMENTS[1:])
    sam = office.team(SAM)
    changed = sam.records.answer(office.team.again(record), "health_detail", "My knees, since the spring.")
    changed.saved.result()
    again = sam.moves.make(changed.assessment, "complete")
    window = sit(MIA)
    window.resize(*look)
    assert window.caseload is not None
    window.caseload.unsent.keep(again, "health_detail", "And at night?").result()
    page = look_at(window, again.id)
    every_dialog(page)
    page._comment("cf", "The people you care for", "Mary Example")
    assert page.dialog is not None
    to_the_end(page.dialog)
    check(page.dialog)
    page.dialog.reject()
