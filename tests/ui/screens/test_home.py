"""The list of records: only the rows there is room for, and words looked for in what was typed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload, forms
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.searching import Looked
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.forms import library, load
from carer_desktop.forms.load import read_pack
from carer_desktop.forms.question import Form
from carer_desktop.records.carer import Card, Carer
from tests.ui.opened import opened
from tests.ui.screens.conftest import CHEAP, WORDS
from tests.ui.screens.test_people import said_on
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.screens.home.next_steps import LOOKING, UNREAD
from ui.screens.home.records_list import AT_ONCE, TO_THE_END, RecordsList, card_words
from ui.screens.home.screen import NONE_FOR_YOU, NONE_YET
from ui.screens.unlock import UnlockScreen
from ui.session import Session
from ui.theme import Theme

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
Fill = Callable[..., str]


@pytest.fixture
def home(window: MainWindow) -> HomeScreen:
    """The list, over records that are still to be made."""
    assert window.home is not None
    return window.home


def test_who_only_decides_or_uploads_begins_no_record(window: MainWindow, caseload: Caseload) -> None:
    home, actions = window.home, window.commands.actions
    assert home is not None
    for role, begins in (("authoriser", False), ("assessor", True), ("admin", False)):
        caseload.people.set_roles(caseload.me.id, [role, "keeper"])
        before = len(caseload.records.all())
        window.show_home()
        assert [actions[each].isVisible() for each in ("new", "review")] == [begins, begins]
        assert [home.new_button.isVisible(), home._review_button.isVisible()] == [begins, begins]
        assert home._empty.words == (NONE_YET if begins else NONE_FOR_YOU)
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert (window.record is not None) == begins and len(caseload.records.all()) == before + begins


def test_looking_into_a_new_form_and_leaving_it_again_makes_one_draft_and_not_three(
    window: MainWindow, caseload: Caseload
) -> None:
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert window.record is not None
        window.show_home()
    (card,) = caseload.records.all()
    opened(window, card.id)
    caseload.records.answer(caseload.records.open(card.id), "carer_first", "Ann").saved.result()
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(caseload.records.all()) == 2


def test_the_list_is_read_once_on_the_way_to_it_and_beside_the_window(
    shut_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, all_ = [], Records.all

    def noted(*given: Any) -> tuple[Card, ...]:
        read.append(threading.get_ident())
        return all_(*given)

    monkeypatch.setattr(Records, "all", noted)
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    shut_window.entrance.create("Sam Example", WORDS, demo=True)
    qtbot.waitUntil(lambda: shut_window.home is not None and not shut_window.work.busy, timeout=10_000)
    assert len(read) == 1 and threading.get_ident() not in read


def test_what_is_next_is_wanted_no_more_once_a_record_is_opened(
    window: MainWindow, filled: Fill, caseload: Caseload, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.home.screen.PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(caseload.todo, "mine", lambda given_up, _: given_up.wait(10) and ())
    record = filled({"carer_first": "Ann"})
    for _ in range(3):
        window.show_home()
    opened(window, record)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=5_000)


def cards(count: int) -> list[Card]:
    form = ("carer_conversation", "0.1.0", "draft")
    return [
        Card(str(n), f"REF{n:05}", *form, Carer(str(n), f"Ann {n}"), "me", "Sam Example", NOW, NOW)
        for n in range(count)
    ]


def said(home: HomeScreen) -> str:
    return home._told.text()


def test_rows_are_made_when_somebody_goes_on_towards_them(qtbot: QtBot) -> None:
    shown = RecordsList("me")
    qtbot.addWidget(shown)
    shown.resize(500, 600)
    shown.show_cards(cards(2 * AT_ONCE + 50), NOW)
    shown.show()
    assert shown.count() == AT_ONCE and shown.currentRow() == 0
    shown.verticalScrollBar().setValue(shown.verticalScrollBar().maximum())
    assert shown.count() == 2 * AT_ONCE
    QTest.keyClick(shown, Qt.Key.Key_End)
    assert shown.count() == 2 * AT_ONCE + 50 == shown.currentRow() + 1
    assert shown.item(shown.count() - 1).text() == f"Ann {2 * AT_ONCE + 49}"
    shown.show_cards(cards(3), NOW)
    assert shown.count() == 3 and shown.currentRow() == 0


@pytest.fixture
def very_many(qtbot: QtBot) -> RecordsList:
    """A list of many more records than are made in one turn."""
    shown = RecordsList("me")
    qtbot.addWidget(shown)
    shown.resize(500, 600)
    shown.show_cards(cards(6 * TO_THE_END + 200), NOW)
    shown.show()
    QTest.keyClick(shown, Qt.Key.Key_End)
    return shown


def test_end_goes_to_the_last_of_very_many_records_and_the_window_listens_meanwhile(
    very_many: RecordsList, qtbot: QtBot
) -> None:
    turns: list[int] = []
    listening = QTimer(very_many)
    listening.timeout.connect(lambda: turns.append(very_many.count()))
    listening.start(0)
    qtbot.waitUntil(lambda: very_many.currentRow() == 6 * TO_THE_END + 199, timeout=10_000)
    assert turns and turns[0] < 6 * TO_THE_END + 200
    bar = very_many.verticalScrollBar()
    assert very_many.currentItem().text() == f"Ann {6 * TO_THE_END + 199}" and bar.value() == bar.maximum()


def test_another_key_or_a_click_ends_the_way_to_the_last_record(very_many: RecordsList, qtbot: QtBot) -> None:
    QTest.keyClick(very_many, Qt.Key.Key_Home)
    made = very_many.count()  # a turn may have come before the key
    qtbot.wait(30)
    assert very_many.currentRow() == 0 and very_many.count() == made < 4 * TO_THE_END
    QTest.keyClick(very_many, Qt.Key.Key_End)
    QTest.mousePress(very_many.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    clicked, made = very_many.currentRow(), very_many.count()
    qtbot.wait(30)
    assert very_many.currentRow() == clicked and very_many.count() == made < 6 * TO_THE_END


def test_a_colleagues_record_says_whose_it_is() -> None:
    (card,) = cards(1)
    assert card_words(card, NOW, "me")[1].endswith("saved today 10:00")
    assert card_words(card, NOW, "another")[1].endswith("saved today 10:00  ·  begun by Sam Example")


def test_ten_thousand_records_take_no_more_rows_than_a_hundred(qtbot: QtBot) -> None:
    shown = RecordsList("me")
    qtbot.addWidget(shown)
    shown.show_cards(cards(10_000), NOW)
    assert shown.count() == AT_ONCE
    shown.add_cards([(card, "Sleep") for card in cards(5)], NOW)
    assert shown.count() == AT_ONCE


def test_words_that_were_typed_are_found_after_a_pause(window: MainWindow, home: HomeScreen, filled: Fill) -> None:
    named = filled({"carer_first": "Boily", "carer_last": "Example"})
    written = filled({"carer_first": "Ann", "carer_last": "Sample", "out_home_now": "The boiler is old."})
    filled({"carer_first": "Ben", "carer_last": "Sample", "out_home_now": "All is well."})
    window.show_home()
    QTest.keyClicks(home.search, "boil")
    assert home.list.count() == 1 and home.looking.busy
    wait_for(home)
    assert said(home) == "1 record by name or reference, 1 by words in your answers"
    assert [home.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(2)] == [named, written]
    found = str(home.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "found under “Keeping the home fit to live in" in found
    QTest.keyClicks(home.search, "er")
    assert not home.list.isVisible() and said(home) == "Nothing found yet. Looking in your answers"
    wait_for(home)
    assert said(home) == "0 records by name or reference, 1 by words in your answers" and home.list.isVisible()
    opened: list[Any] = []
    home.open_asked.disconnect()
    home.open_asked.connect(opened.append)
    QTest.keyClick(home.search, Qt.Key.Key_Return)
    assert opened == [written]


def wait_for(home: HomeScreen) -> None:
    """Until everything has been looked into."""
    clock = 0
    while home.looking.busy and clock < 500:
        QTest.qWait(20)
        clock += 1
    assert not home.looking.busy


@pytest.fixture
def held_up(home: HomeScreen, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[threading.Event]:
    """A home page whose list takes longer to be read than it waits for: until this is set."""
    qtbot.waitUntil(lambda: not home._work.busy)
    go_on, all_ = threading.Event(), Records.all
    monkeypatch.setattr("ui.screens.home.screen.PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(Records, "all", lambda here, *given: all_(here, *given) if go_on.wait(10) else ())
    yield go_on
    go_on.set()


def test_what_stood_in_the_list_stays_until_it_is_read_again(
    window: MainWindow, home: HomeScreen, filled: Fill, qtbot: QtBot, held_up: threading.Event
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()
    assert home.isVisible() and home.busy and said(home) == "0 records" and home._empty.isVisible()
    held_up.set()
    qtbot.waitUntil(lambda: home.list.count() == 1)
    assert said(home) == "1 record" and not home._empty.isVisible() and not home.busy


@pytest.mark.parametrize("goes_on", [False, True])
def test_letters_typed_before_the_list_is_read_wait_for_it(
    window: MainWindow, filled: Fill, caseload: Caseload, qtbot: QtBot, held_up: threading.Event, goes_on: bool
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    filled({"carer_first": "Ben", "carer_last": "Sample"})
    window.arrive(caseload)
    home = window.home
    assert home is not None and said(home) == "Reading your records…" and home._told.isVisible()
    assert window.focusWidget() is home.search and not home._empty.isVisible() and not home.list.isVisible()
    assert not home.warnings.isVisible() and home.next.said.isVisible()
    QTest.keyClicks(home.search, "ann")
    if goes_on:
        home.new_button.setFocus()
    held_up.set()
    qtbot.waitUntil(lambda: home.list.count() == 1)
    assert window.focusWidget() is (home.new_button if goes_on else home.search)


def test_a_list_that_is_read_when_the_window_closes_is_read_for_nobody(
    window: MainWindow, home: HomeScreen, caseload: Caseload, filled: Fill, held_up: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(caseload.backups, "due", lambda _: False)
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()
    assert home.busy
    held_up.set()
    limit = time.perf_counter() + 10
    while window.work.busy and time.perf_counter() < limit:
        time.sleep(0.005)  # it is there, and nobody was told yet
    assert window.close()
    QApplication.processEvents()
    assert home.list.count() == 0


def test_where_there_are_no_records_the_keyboard_goes_to_what_begins_one(
    window: MainWindow, caseload: Caseload, qtbot: QtBot, held_up: threading.Event
) -> None:
    window.arrive(caseload)
    home = window.home
    assert home is not None and window.focusWidget() is home.search
    held_up.set()
    qtbot.waitUntil(lambda: home._empty.isVisible())
    assert window.focusWidget() is home.new_button


def test_what_is_found_takes_the_place_of_what_stands_above_it(
    window: MainWindow, home: HomeScreen, filled: Fill, qtbot: QtBot
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()
    qtbot.waitUntil(lambda: home.next.isVisible() and not home._work.busy)
    above = [each for each in (home.next, home._go_on, home.warnings) if each.isVisible()]
    home.search.setFocus()
    QTest.keyClicks(home.search, "a")
    assert home.next in above and not any(each.isVisible() for each in above) and home.list.isVisible()
    home.search.clear()
    assert all(each.isVisible() for each in above) and window.focusWidget() is home.search


def test_back_from_what_the_carer_may_see_the_keyboard_is_in_the_search_again(
    window: MainWindow, home: HomeScreen, filled: Fill
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()
    for _ in range(2):
        window.turn("carer_sees", True)
        assert window.focusWidget() is not home.search
        window.turn("carer_sees", False)
        assert window.focusWidget() is home.search


def test_a_search_ends_where_no_record_may_be_looked_into(
    window: MainWindow, home: HomeScreen, filled: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()
    monkeypatch.setattr("carer_desktop.caseload.seeing.Seeing.without_reason", lambda _: ())
    QTest.keyClicks(home.search, "boiler")
    assert said(home) == "Nothing found yet. Looking in your answers"
    wait_for(home)
    assert said(home) == "Nothing found for “boiler”"


def test_a_list_that_cannot_be_read_is_said_and_one_that_is_closed_meanwhile_is_not(
    window: MainWindow, home: HomeScreen, caseload: Caseload, qtbot: QtBot, held_up: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def broken(*_: Any) -> tuple[Card, ...]:
        raise StoreError("The disk could not be read", "records.vault", "Try again.")

    monkeypatch.setattr(Records, "all", broken)
    window.arrive(caseload)
    assert window.home is not None and window.home.next.said.text() == LOOKING
    window.home.next.coming.stop()
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert window.home.next.said.text() == UNREAD
    assert "The disk could not be read" in said_on(window.banner)
    assert said(window.home) == "Your records could not be read." and not window.home._empty.isVisible()
    window.banner.clear()
    window.caseload = None
    window.home.refresh()
    qtbot.waitUntil(lambda: not window.work.busy)
    QTest.qWait(20)
    assert not window.banner.isVisible()
    window.caseload = caseload


@pytest.mark.parametrize("begun", [True, False])
def test_the_next_key_gives_up_what_was_looked_for(
    window: MainWindow, home: HomeScreen, filled: Fill, caseload: Caseload, monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot, begun: bool,
) -> None:  # fmt: skip
    made: list[Future[list[None]]] = []
    look = Records.look_in_answers

    def noted(*given: Any) -> Future[list[None]]:
        made.append(look(*given))
        return made[-1]

    monkeypatch.setattr(Records, "look_in_answers", noted)
    filled({"carer_first": "Ann", "carer_last": "Sample", "out_home_now": "The boiler is old."})
    window.show_home()
    told: list[tuple[list[Looked], int, int]] = []
    home.looking.told.connect(lambda *each: told.append(each))
    home.search.setText("boiler")
    home.looking._begin()
    qtbot.waitUntil((lambda: home.looking._asked is not None) if begun else (lambda: bool(made)))
    home.search.setText("bo")
    qtbot.waitUntil(lambda: made[0].cancelled() or made[0].done())
    assert not home.looking.busy
    QTest.qWait(100)
    assert not told and home.list.count() == 0 and said(home) == "Nothing found for “bo”"


def test_looking_ends_where_the_records_cannot_be_read(
    window: MainWindow, home: HomeScreen, filled: Fill, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()

    def broken(*_: Any) -> Future[list[None]]:
        raise StoreError("The disk could not be read", "records.vault", "Try again.")

    monkeypatch.setattr(Records, "look_in_answers", broken)
    home.search.setText("boiler")
    home.looking._begin()
    qtbot.waitUntil(lambda: not home.looking.busy)
    assert said(home) == "Nothing found for “boiler”"


def test_how_far_it_has_come_is_said(window: MainWindow, home: HomeScreen, filled: Fill, caseload: Caseload) -> None:
    filled({"carer_first": "Ann", "carer_last": "Sample"})
    window.show_home()
    home.search.setText("boiler")
    home.looking.told.emit([], 50, 200)
    assert said(home) == "Nothing found yet. Looking in your answers: 25 %"
    (card,) = caseload.records.all()
    home.looking.told.emit([Looked(100, 200, card, "Sleep")], 100, 200)
    assert said(home) == "0 records by name or reference, 1 by words in your answers. Looking in your answers: 50 %"
    assert home.list.count() == 1 and home.list.isVisible()
    home.set_carer_sees(True)
    assert not home.list.isVisible() and not home.looking.busy


def test_the_forms_of_the_records_are_read_beside_the_window(
    window: MainWindow, filled: Fill, session: Session, theme: Theme, fixed_clock: FixedClock, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened(window, filled())
    review = filled({"carer_first": "Ann"}, "carer_review")
    qtbot.waitUntil(lambda: not window.save_line.unsaved)
    assert window.close()
    where: list[str] = []
    read = read_pack

    def noted(files: Mapping[str, str]) -> Form:
        where.append(threading.current_thread().name)
        return read(files)

    monkeypatch.setattr(forms, "_READ", {})
    monkeypatch.setattr(forms, "read_pack", noted)
    monkeypatch.setattr(load, "read_pack", noted)
    library.find.cache_clear()
    again = MainWindow(theme, session, fixed_clock, CHEAP)
    qtbot.addWidget(again)
    again.show()
    screen = again.screens.currentWidget()
    assert isinstance(screen, UnlockScreen)
    screen.passphrase.line.setText(WORDS)
    screen.open_button.click()
    qtbot.waitUntil(lambda: again.home is not None, timeout=10_000)
    opened(again, review)
    assert len(where) == 2 and all(name.startswith("slow-work") for name in where)
    assert again.close()


def test_where_one_was_is_read_whole_each_time_one_comes_back(window: MainWindow, filled: Fill) -> None:
    opened(
        window,
        filled({"carer_first": "Ann-Marie O’Brien-Smith", "carer_last": "typing now and", "conv_date": "2026-11-20"}),
    )
    for _ in range(2):
        window.show_home()
        QApplication.processEvents()
    assert window.home is not None
    button = window.home._go_on
    assert button.text().replace("\n", " ").replace("&&", "&") == button.accessibleName()
    lines = button.text().split("\n")
    assert len(lines) > 1 and max(map(button.fontMetrics().horizontalAdvance, lines)) <= button.width()
