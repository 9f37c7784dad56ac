"""What is next on the home page: grouped, counted, urgent first, one Enter from each row to the thing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from threading import Event, get_ident

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.todo import KINDS, Task, in_order
from carer_desktop.errors import StoreError
from carer_desktop.records.carer import Card
from carer_desktop.words import words
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.parts.two_lines import TwoLines
from ui.screens.home import HomeScreen
from ui.screens.home.next_steps import FEW, LEAST, LOOKING, NOTHING, UNREAD, NextSteps
from ui.screens.home.next_words import counted, row_words
from ui.theme import Theme

Fill = Callable[..., str]
TODAY = date(2026, 11, 23)


@pytest.fixture
def next_steps(window: MainWindow) -> NextSteps:
    """The list above the records."""
    assert window.home is not None
    return window.home.next


def come(window: MainWindow, qtbot: QtBot) -> None:
    """Home, with everything read."""
    with qtbot.waitSignal(home_of(window).next.told_anew, timeout=10_000):
        window.show_home()
    QTest.qWait(20)


def rows(shown: NextSteps) -> list[str]:
    return [str(shown.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(shown.list.count())]


def test_nothing_stands_there_when_there_is_nothing(window: MainWindow, next_steps: NextSteps, qtbot: QtBot) -> None:
    come(window, qtbot)
    assert not next_steps.isVisible()


def test_what_is_next_stands_close_together_where_there_are_no_records(
    window: MainWindow, caseload: Caseload, next_steps: NextSteps, qtbot: QtBot
) -> None:
    caseload.queue.take("self", "Ann Example")
    come(window, qtbot)
    qtbot.waitUntil(next_steps.isVisible, timeout=10_000)
    assert next_steps.told.y() - next_steps.heading.geometry().bottom() < next_steps.told.height()


def test_enter_on_a_row_leads_to_the_thing_itself(
    window: MainWindow, next_steps: NextSteps, filled: Fill, qtbot: QtBot
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Example"})
    urgent = filled({"carer_first": "Bo", "carer_last": "Example", "urgent": "yes", "urgent_why": "A fall"})
    come(window, qtbot)
    assert next_steps.isVisible() and next_steps.told.text() == "2 to send on"
    assert rows(next_steps)[0].startswith("Bo Example, Urgent, Draft to finish and send on")
    next_steps.list.setFocus()
    QTest.keyClick(next_steps.list, Qt.Key.Key_Return)
    assert window.record is not None and window.record.desk.assessment.id == urgent


def test_eight_rows_and_the_rest_behind_one_button(
    window: MainWindow, next_steps: NextSteps, caseload: Caseload, qtbot: QtBot
) -> None:
    for number in range(FEW + 3):
        caseload.queue.take("self", f"Ann{number} Example")
    come(window, qtbot)
    assert next_steps.list.count() == FEW and next_steps.told.text() == "11 waiting for a conversation"
    assert next_steps.all_button.text() == "Show all 11"
    QTest.mouseClick(next_steps.all_button, Qt.MouseButton.LeftButton)
    assert next_steps.list.count() == FEW + 3 and next_steps.all_button.text() == "Show fewer"
    QTest.mouseClick(next_steps.all_button, Qt.MouseButton.LeftButton)
    assert next_steps.list.count() == FEW


@pytest.mark.parametrize("percent", [150, 200])
def test_in_larger_text_fewer_rows_are_shown_and_all_of_them_whole(
    window: MainWindow, caseload: Caseload, theme: Theme, qtbot: QtBot, percent: int
) -> None:
    for number in range(FEW):
        caseload.queue.take("self", f"Ann{number} Example")
    theme.set_percent(percent)
    window.resize(1180, 768)
    come(window, qtbot)
    next_steps = home_of(window).next
    shown, all_button = next_steps.list, next_steps.all_button
    assert LEAST <= whole_rows(shown) < FEW
    assert all_button.isVisible() and all_button.text() == f"Show all {FEW}"
    all_button.click()
    assert all_button.text() == "Show fewer" and shown.count() == FEW
    all_button.click()
    assert all_button.text() == f"Show all {FEW}" and whole_rows(shown) < FEW


def test_as_many_rows_are_shown_as_the_window_is_high(
    window: MainWindow, next_steps: NextSteps, caseload: Caseload, qtbot: QtBot
) -> None:
    for number in range(FEW):
        caseload.queue.take("self", f"Ann{number} Example")
    window.resize(1180, 900)
    come(window, qtbot)
    assert whole_rows(next_steps.list) == FEW and not next_steps.all_button.isVisible()
    window.resize(1180, 480)
    assert LEAST <= whole_rows(next_steps.list) < FEW and next_steps.all_button.isVisible()
    window.resize(1180, 900)
    assert whole_rows(next_steps.list) == FEW and not next_steps.all_button.isVisible()


def whole_rows(shown: TwoLines) -> int:
    """How many rows there are; none of them is cut, and nothing is left to scroll."""
    QApplication.processEvents()
    inside = shown.viewport().rect()
    assert all(inside.contains(shown.visualItemRect(shown.item(row))) for row in range(shown.count()))
    assert shown.verticalScrollBar().maximum() == 0
    return shown.count()


def test_the_last_row_stands_there_in_place_of_a_button_for_it(
    window: MainWindow, next_steps: NextSteps, caseload: Caseload, qtbot: QtBot
) -> None:
    for number in range(FEW + 1):
        caseload.queue.take("self", f"Ann{number} Example")
    come(window, qtbot)
    assert next_steps.list.count() == FEW + 1 and not next_steps.all_button.isVisible()


def test_it_is_put_away_while_the_carer_can_see_the_screen(
    window: MainWindow, next_steps: NextSteps, filled: Fill, qtbot: QtBot
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Example"})
    come(window, qtbot)
    window.turn("carer_sees", True)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    QTest.qWait(20)
    assert not next_steps.isVisible()
    window.turn("carer_sees", False)
    assert next_steps.isVisible()


def test_it_is_read_beside_the_window(
    window: MainWindow, caseload: Caseload, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, threads = caseload.todo.mine, []

    def mine(given_up: Event, cards: tuple[Card, ...]) -> tuple[Task, ...]:
        threads.append(get_ident())
        return real(given_up, cards)

    monkeypatch.setattr(caseload.todo, "mine", mine)
    come(window, qtbot)
    assert len(threads) == 1 and threads[0] != get_ident()


def test_records_that_are_closed_meanwhile_are_no_error(
    window: MainWindow, next_steps: NextSteps, caseload: Caseload, filled: Fill, qtbot: QtBot
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Example"})
    come(window, qtbot)
    cards = caseload.records.all()
    caseload.close()
    next_steps.refresh(cards)
    qtbot.waitUntil(lambda: not next_steps.isVisible(), timeout=10_000)
    window.caseload = None


def test_a_page_of_a_thousand_tasks_has_few_rows(qtbot: QtBot, caseload: Caseload, window: MainWindow) -> None:
    shown = NextSteps(caseload, window.work)
    qtbot.addWidget(shown)
    shown.resize(600, 1_000)
    shown._read(Event(), [Task("referral", str(n), "", f"Ann{n} Example") for n in range(1000)], NOTHING)
    assert shown.list.count() == FEW and shown.told.text() == "1000 waiting for a conversation"


def test_the_order_is_urgent_then_todays_calls_then_kind_by_kind() -> None:
    draft, urgent = Task("draft", "1", "R1", "A"), Task("draft", "2", "R2", "B", urgent=True)
    call = Task("promised", "3", "", "C", due=TODAY)
    later = Task("promised", "4", "", "D", due=TODAY + timedelta(days=3))
    back, waits = Task("returned", "5", "R5", "E"), Task("waits", "6", "R6", "F")
    near = Task("review", "7", "R7", "G", "Carer Review due soon", TODAY + timedelta(days=9))
    far = Task("review", "8", "R8", "H", "Carer Review due in a year", TODAY + timedelta(days=360))
    found = in_order([far, waits, draft, near, later, back, call, urgent], TODAY)
    assert found == [urgent, call, back, later, draft, near, waits, far]
    said = "2 to send on, 1 call promised for today, 1 sent back to you, 1 promised call, 1 review due"
    assert counted(found, TODAY) == said


def test_rows_say_it_in_words_and_no_code() -> None:
    assert row_words(Task("promised", "1", "", "Ann Example", due=date(2026, 12, 4)), TODAY) == (
        "Ann Example", "Promised call  ·  due Friday 4 December",
    )  # fmt: skip
    expected = "Paperwork to the carer expected by Friday 18 December: ask the Direct Payments Team"
    paid = Task("payment", "1", "ABC", "Ann Example", expected, date(2026, 12, 18), clock="paperwork")
    assert row_words(paid, TODAY)[1] == f"{expected}  ·  ABC"
    assert row_words(Task("draft", "1", "ABC", ""), TODAY)[0] == "Carer not named yet"


def test_a_visit_of_another_day_says_so_and_only_one_to_come_is_not_next() -> None:
    before, today, after = (Task("visit", "1", "", "Ann", "14:00", TODAY + timedelta(days=day)) for day in (-1, 0, 1))
    assert [row_words(each, TODAY)[1] for each in (before, today, after)] == [
        "Visit of Sunday 22 November: say whether it was made  ·  14:00", "Visit today  ·  14:00",
        "Visit on Tuesday 24 November  ·  14:00",
    ]  # fmt: skip
    assert in_order([after, today, before], TODAY) == [before, today, after]
    assert counted([after, today, before], TODAY) == "1 visit today, 1 visit not entered yet"


def test_every_kind_is_counted_in_words() -> None:
    assert set(words()["todo_count"]) == {*KINDS, "promised_today", "visit_before"}


def test_the_window_of_a_home_screen_with_both_lists_scrolls_where_it_is_small(
    window: MainWindow, caseload: Caseload, filled: Fill, qtbot: QtBot
) -> None:
    for number in range(FEW):
        caseload.queue.take("self", f"Ann{number} Example")
    filled({"carer_first": "Ann", "carer_last": "Example"})
    window.resize(900, 420)
    come(window, qtbot)
    home = window.home
    assert isinstance(home, HomeScreen)
    qtbot.waitUntil(lambda: window.focusWidget() is home.next.list, timeout=10_000)  # the search went out of view
    assert home.is_in_view(home.next.heading)
    assert home.verticalScrollBar().maximum() > 0 and home.list.height() >= home.list.minimumHeight()
    window.resize(900, 900)
    home.search.setFocus()
    home.search.setText("ann")
    qtbot.waitUntil(lambda: home.is_in_view(home.search), timeout=10_000)
    home.verticalScrollBar().setValue(0)
    window.resize(900, 420)
    qtbot.waitUntil(lambda: home.is_in_view(home.search), timeout=10_000)
    assert home.search.hasFocus(), "the page follows whoever is typing"


# What comes late moves nothing -----------------------------------------------------------------------


@pytest.fixture
def held_up(window: MainWindow, caseload: Caseload, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """What is next takes longer to be read than the page waits for it: until this is set."""
    go_on, mine = Event(), caseload.todo.mine
    monkeypatch.setattr("ui.screens.home.screen.PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(caseload.todo, "mine", lambda *given: mine(*given) if go_on.wait(10) else ())
    yield go_on
    go_on.set()


def home_of(window: MainWindow) -> HomeScreen:
    assert window.home is not None
    return window.home


def come_late(window: MainWindow, qtbot: QtBot, held_up: Event) -> None:
    """Home with its records; a second later what is next is read."""
    held_up.clear()
    window.show_home()
    qtbot.waitUntil(lambda: not home_of(window).busy)
    QApplication.processEvents()


def let_it_come(window: MainWindow, qtbot: QtBot, held_up: Event) -> None:
    home_of(window).next.coming.stop()
    with qtbot.waitSignal(home_of(window).next.told_anew, timeout=10_000):
        held_up.set()
    QTest.qWait(20)


def places(window: MainWindow) -> list[int]:
    """Where what somebody may be using stands."""
    home = home_of(window)
    return [each.mapTo(window, QPoint(0, 0)).y() for each in (home.new_button, home.search, home.list)]


def test_what_comes_late_is_offered_in_the_line_that_kept_its_place(
    window: MainWindow, next_steps: NextSteps, filled: Fill, qtbot: QtBot, held_up: Event
) -> None:
    for number in range(5):
        filled({"carer_first": f"Ann {number}", "carer_last": "Sample"})
    window.resize(1180, 420)
    come_late(window, qtbot, held_up)
    assert next_steps.said.text() == LOOKING and next_steps.said.isVisible() and not next_steps.heading.isVisible()
    home_of(window).search.setFocus()
    before = places(window)
    let_it_come(window, qtbot, held_up)
    assert next_steps.said.text() == "5 things are for you to do." and next_steps.list.count() == 0
    assert places(window) == before and window.focusWidget() is home_of(window).search
    check(window)
    next_steps.show_button.click()
    assert next_steps.list.count() == 5 and window.focusWidget() is next_steps.list and next_steps.heading.isVisible()
    assert not next_steps.folded.isVisible()


@pytest.mark.parametrize(("given", "said"), [((), NOTHING), (None, UNREAD)])
def test_where_nothing_comes_late_the_line_says_so(
    window: MainWindow, next_steps: NextSteps, filled: Fill, caseload: Caseload, qtbot: QtBot, held_up: Event,
    monkeypatch: pytest.MonkeyPatch, given: tuple[Task, ...] | None, said: str,
) -> None:  # fmt: skip
    def mine(*_: object) -> tuple[Task, ...]:
        held_up.wait(10)
        if given is None:
            raise StoreError("The disk could not be read", "records.vault", "Try again.")
        return given

    filled({"carer_first": "Ann", "carer_last": "Sample"})
    monkeypatch.setattr(caseload.todo, "mine", mine)
    come_late(window, qtbot, held_up)
    before = places(window)
    let_it_come(window, qtbot, held_up)
    assert next_steps.said.text() == said and not next_steps.show_button.isVisible() and places(window) == before


def test_what_only_comes_later_is_shown_by_the_same_line(
    window: MainWindow, next_steps: NextSteps, caseload: Caseload, qtbot: QtBot, held_up: Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    far = Task("visit", "1", "", "Ann Example", "14:00", TODAY + timedelta(days=30))
    monkeypatch.setattr(caseload.todo, "mine", lambda *_: (far,) if held_up.wait(10) else ())
    come_late(window, qtbot, held_up)
    let_it_come(window, qtbot, held_up)
    assert next_steps.said.text() == NOTHING and next_steps.show_button.text() == "Show what comes later"
    next_steps.show_button.click()
    assert next_steps.list.count() == 1 and window.focusWidget() is next_steps.list


@pytest.mark.parametrize("left", [0, 1, 12])
def test_rows_that_stood_there_give_their_room_to_those_that_come_late(
    window: MainWindow, next_steps: NextSteps, filled: Fill, caseload: Caseload, qtbot: QtBot, held_up: Event,
    monkeypatch: pytest.MonkeyPatch, left: int,
) -> None:  # fmt: skip
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    some = tuple(Task("referral", str(n), "", f"Ann{n} Example") for n in range(12))
    monkeypatch.setattr(caseload.todo, "mine", lambda *_: some[: 12 if left == 1 else 3])
    come(window, qtbot)
    assert next_steps.list.isVisible()
    monkeypatch.setattr(caseload.todo, "mine", lambda *_: some[:left] if held_up.wait(10) else ())
    come_late(window, qtbot, held_up)
    before = places(window)
    let_it_come(window, qtbot, held_up)
    assert next_steps.list.count() == min(left, FEW) and places(window) == before
    assert next_steps.told.text() == (f"{left} waiting for a conversation" if left else NOTHING)
    check(window)
    window.resize(window.width() - 500, window.height())
    qtbot.waitUntil(lambda: next_steps.isVisible() == bool(left) and places(window) != before)


@pytest.mark.parametrize("order", ["before the keyboard", "after it", "after the page has followed the caret"])
@pytest.mark.parametrize(("height", "at_search"), [(420, False), (900, True)])
def test_the_keyboard_goes_to_one_place_whichever_comes_first(
    window: MainWindow, next_steps: NextSteps, filled: Fill, caseload: Caseload, qtbot: QtBot, held_up: Event,
    monkeypatch: pytest.MonkeyPatch, order: str, height: int, at_search: bool,
) -> None:  # fmt: skip
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    for number in range(FEW):
        caseload.queue.take("self", f"Ann{number} Example")
    if order == "before the keyboard":
        held_up.set()
        monkeypatch.setattr("ui.screens.home.screen.PATIENCE_SECONDS", 10.0)
    window.resize(900, height)
    window.arrive(caseload)
    home = home_of(window)
    if order == "after the page has followed the caret":
        home.verticalScrollBar().setValue(home.verticalScrollBar().maximum())
        QTest.qWait(20)
    held_up.set()
    qtbot.waitUntil(home.next.list.isVisible, timeout=10_000)
    QTest.qWait(50)
    assert window.focusWidget() is (home.search if at_search else home.next.list)
    assert home.verticalScrollBar().value() == 0 and home.is_in_view(home.next.heading)


def test_where_somebody_has_begun_the_keyboard_stays(
    window: MainWindow, filled: Fill, caseload: Caseload, qtbot: QtBot, held_up: Event
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    for number in range(FEW):
        caseload.queue.take("self", f"Ann{number} Example")
    window.resize(900, 420)
    window.arrive(caseload)
    home = home_of(window)
    home.new_button.setFocus()
    held_up.set()
    qtbot.waitUntil(home.next.list.isVisible, timeout=10_000)
    assert window.focusWidget() is home.new_button
