"""A record that is opened is waited for once: what its page shows is read together, before it is logged who looked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from carer_desktop.careact.prompts import known
from carer_desktop.careact.route import policy
from carer_desktop.caseload import Caseload, Wanted, forms
from carer_desktop.caseload.audit import Audit
from carer_desktop.findings.plan import kinds
from carer_desktop.forms import library
from carer_desktop.store import Store
from carer_desktop.workflow import retention
from tests.ui.opened import opened, wait_begun
from ui.main_window import MainWindow
from ui.screens.moving import MovingPage


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the thread of the windows asks the store for, in turn."""
    found: list[str] = []

    def listen(name: str) -> None:
        real: Callable[..., Any] = getattr(Store, name)

        def noted(store: Store, job: Any, *given: Any, **more: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                found.append(name)
            return real(store, job, *given, **more)

        monkeypatch.setattr(Store, name, noted)

    for name in ("read", "keep_log", "keep_aside"):
        listen(name)
    return found


def test_a_record_is_read_once_and_then_logged(
    window: MainWindow, filled: Callable[..., str], asked: list[str]
) -> None:
    one, other = filled(), filled()
    opened(window, one)
    asked.clear()
    opened(window, other)
    assert asked == ["read", "keep_log", "keep_aside", "keep_aside"], "the record, who looked, and where the person is"


def test_the_page_is_there_while_it_is_still_being_logged(
    window: MainWindow, caseload: Caseload, filled: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    record, released = filled(), threading.Event()
    caseload.places.keep(record, "wellbeing", None).result()
    jotting = caseload.jottings.new(record, "Ring the sister")
    caseload.jottings.keep(jotting).result()
    write, in_time = Audit._write, []

    def slow(*given: Any) -> int:
        in_time.append(released.wait(5))
        return write(*given)

    monkeypatch.setattr(Audit, "_write", slow)
    opened(window, record)
    released.set()
    assert window.record is not None and window.record.page is not None
    assert window.record.page.section.id == "wellbeing"
    window.record.show_pane("jottings")
    assert window.record._jotter.page.box.toPlainText() == "Ring the sister"
    (line,) = caseload.audit.page(Wanted(event="record_viewed", subject=record))
    assert line.name == "Sam Example" and in_time == [True]


def test_the_window_listens_before_it_makes_the_page(
    window: MainWindow, caseload: Caseload, filled: Callable[..., str]
) -> None:
    record, heard = filled(), []
    caseload.places.keep(record, "wellbeing", None).result()
    QTimer.singleShot(0, window, lambda: heard.append(window.record is not None and window.record.section))
    window.open_record(record)
    wait_begun(window)
    assert window.record is not None and window.record.section == "wellbeing"
    assert heard == [""], "the name and the sections stand there already"


def test_what_is_asked_for_before_the_page_is_there_stays(
    window: MainWindow, caseload: Caseload, filled: Callable[..., str]
) -> None:
    record = filled()
    caseload.places.keep(record, "wellbeing", None).result()
    window.open_record(record)
    assert window.record is not None
    window.record.open_section("role")
    QTest.qWait(20)
    assert window.record.section == "role" and list(window.record._pages) == ["role"]


def test_what_is_asked_for_last_is_what_comes(window: MainWindow, filled: Callable[..., str]) -> None:
    opened(window, filled())
    record = window.record
    assert record is not None
    for section in ("wellbeing", "outcomes", "eligibility"):
        record.lead_to(section)
    assert record.section not in ("wellbeing", "outcomes", "eligibility"), "the window listens first"
    wait_begun(window)
    assert record.section == "eligibility"
    record.lead_to("role")
    record.open_check()
    QTest.qWait(20)
    assert record.section == "check", "nothing comes that is no longer wanted"
    record.lead_to("sharing")
    record.turn_complete()
    assert record.section == "sharing", "a key pressed ahead is for the page that comes"


def test_while_the_carer_sees_the_screen_a_record_goes_on_where_one_was(
    window: MainWindow, caseload: Caseload, filled: Callable[..., str]
) -> None:
    record = filled()
    caseload.places.keep(record, "wellbeing", None).result()
    window.turn("carer_sees", True)
    window.open_record(record)
    assert window.record is not None
    bar = window.record.bar
    own = (bar.working_button, bar.jottings_button, bar.details_button, bar.standing_button)
    assert [made for made in own if made.isVisible()] == [], "nothing of one's own before the page is there either"
    wait_begun(window)
    assert window.record.section == "wellbeing" and window.record.carer_sees
    window.turn("carer_sees", False)


def test_no_rules_are_read_while_somebody_waits_for_a_record(
    caseload: Caseload, window: MainWindow, filled: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = filled()
    for read in (policy, known, kinds, retention.shipped, library.find):
        read.cache_clear()
    monkeypatch.setattr(forms, "_READ", {})
    caseload.forms.read_all()
    monkeypatch.setattr("tomllib.loads", None)
    opened(window, record)
    assert window.record is not None


def test_no_form_is_read_while_somebody_waits_for_a_new_record(
    caseload: Caseload, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.find.cache_clear()
    monkeypatch.setattr(forms, "_READ", {})
    caseload.forms.read_all()
    monkeypatch.setattr("carer_desktop.forms.load.read_pack", None)
    for form in library.FORMS:
        window.begin_record(form)
        wait_begun(window)
        record = window.record
        assert record is not None and record.desk.form.id == form


def test_the_keyboard_goes_straight_to_its_place(window: MainWindow, filled: Callable[..., str]) -> None:
    assert window.home is not None
    record, visited = filled(), []
    window.show_home()
    window.home.search.setFocus()

    def note(_: QWidget | None, now: QWidget | None) -> None:
        visited.append(now)

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.focusChanged.connect(note)
    opened(window, record)
    first = QApplication.focusWidget()
    assert window.record is not None
    window.record.step(1)
    wait_begun(window)
    second = QApplication.focusWidget()
    window.show_home()
    app.focusChanged.disconnect(note)
    assert first is not second
    assert visited == [None, first, None, second, None, window.home.search]


def test_where_it_stands_is_laid_out_once_it_is_visited(window: MainWindow, filled: Callable[..., str]) -> None:
    opened(window, filled())
    assert window.record is not None
    page = window.record.findChild(MovingPage)
    assert isinstance(page, MovingPage) and not page.testAttribute(Qt.WidgetAttribute.WA_WState_Created)
    window.record.open_standing()
    assert page.isVisible() and page.heading.hasFocus()
    window.record.step(1)
    assert not page.isVisible()
