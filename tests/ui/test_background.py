"""Results of other threads reach the windows on the UI thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import delete

from ui.background import Gathering, SlowWork, keep_loaded, let_go, soon, when_done


def test_a_result_is_delivered_on_the_ui_thread(qtbot):
    work = SlowWork()
    told: list[tuple[int, bool]] = []
    here = threading.current_thread()
    work.start(lambda: 42, lambda n: told.append((n, threading.current_thread() is here)), lambda e: None)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(42, True)]
    work.close()


def test_an_error_is_delivered_and_not_raised(qtbot):
    work = SlowWork()
    errors: list[BaseException] = []

    def fail() -> None:
        raise ValueError("no paper")

    work.start(fail, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "no paper"
    work.close()


def test_a_future_already_done_is_delivered_later_never_at_once(qtbot):
    future: Future[str] = Future()
    future.set_result("ready")
    told: list[str] = []
    when_done(future, told.append, lambda e: None)
    assert told == []
    qtbot.waitUntil(lambda: told == ["ready"])


def test_work_is_done_one_by_one_in_its_order(qtbot):
    work = SlowWork()
    told: list[int] = []
    for number in range(20):
        work.start(partial(int, number), told.append, lambda e: None)
    qtbot.waitUntil(lambda: len(told) == 20)
    assert told == list(range(20))
    work.close()


def test_a_cancelled_future_calls_nobody(qtbot):
    future: Future[str] = Future()
    told: list[object] = []
    when_done(future, told.append, told.append)
    future.cancel()
    future.set_running_or_notify_cancel()
    qtbot.wait(20)
    assert told == []


class Held:
    """What a window might hold; it may hold itself."""

    itself: object = None


def test_what_belongs_to_a_window_is_let_go_of_before_its_future(qtbot):
    """Else the thread that did the work might be the last to hold it, and take a Qt object apart."""
    held = Held()
    told: Future[str] = Future()
    gone = weakref.ref(held)
    when_done(told, partial(lambda held, _: None, held), print)
    del held
    told.set_result("done")
    qtbot.waitUntil(lambda: gone() is None)
    work, held = SlowWork(), Held()
    gone = weakref.ref(held)
    future = work.start(partial(lambda held: None, held), lambda _: None, print)
    del held
    qtbot.waitUntil(lambda: gone() is None)
    assert future.done()
    work.close()


@pytest.mark.parametrize("fails", [False, True])
def test_what_has_come_of_it_is_let_go_of_once_told_and_on_this_thread(qtbot, fails):
    """Although the thread that did the work still has its future, and nothing more is asked."""
    work, go_on, begin, gone, told = SlowWork(), threading.Event(), threading.Event(), [], []

    class Found(Exception):
        """A result, or an error."""

    def find() -> Found:
        begin.wait(10)
        found = Found()
        weakref.finalize(found, lambda: gone.append(threading.current_thread()))
        if fails:
            raise found
        return found

    future = work.start(find, lambda found: told.append(type(found)), lambda error: told.append(type(error)))
    future.add_done_callback(lambda _: go_on.wait(10))
    begin.set()
    qtbot.waitUntil(lambda: bool(told))
    gc.collect()
    here = list(gone)
    go_on.set()
    work.close()
    assert told == [Found] and here == [threading.current_thread()]


def test_work_that_is_cancelled_before_it_began_is_let_go_of_on_this_thread(qtbot):
    work, held, go_on, threads = SlowWork(), Held(), threading.Event(), []
    work.start(go_on.wait, lambda _: None, print)
    weakref.finalize(held, lambda: threads.append(threading.current_thread()))
    future = work.start(partial(lambda held: None, held), lambda _: None, print)
    del held
    assert future.cancel()
    QCoreApplication.processEvents()
    here = list(threads)  # before the other thread comes to it
    go_on.set()
    work.close()
    assert here == [threading.current_thread()]


def test_cycles_are_tidied_up_on_this_thread_alone(qtbot):
    owner, threads = QObject(), set()
    Gathering(owner)
    assert not gc.isenabled()

    def make_cycles() -> None:
        for _ in range(5_000):
            held = Held()
            held.itself = held
            weakref.finalize(held, lambda: threads.add(threading.current_thread()))

    other = threading.Thread(target=make_cycles)
    other.start()
    other.join()
    assert threads == set()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == {threading.current_thread()}


def test_what_is_loaded_is_gone_through_no_more_until_the_window_closes():
    held = [Held()]
    held[0].itself = held[0]
    gone = weakref.ref(held.pop())
    keep_loaded()
    gc.collect()
    assert gone() is not None
    let_go()
    gc.collect()
    assert gone() is None


def test_what_is_to_be_done_soon_is_done_once_and_not_for_somebody_who_is_gone(qtbot):
    owner, done = QObject(), []
    soon(owner, lambda: done.append("here"))
    assert done == []
    qtbot.waitUntil(lambda: done == ["here"])
    soon(owner, lambda: done.append("gone"))
    delete(owner)
    QCoreApplication.processEvents()
    assert done == ["here"]


def test_nothing_is_kept_for_somebody_who_was_gone_before(qtbot):
    class Records:
        """What the work would need."""

    owner, records = QObject(), Records()
    known = weakref.ref(records)
    soon(owner, partial(id, records))
    delete(owner)
    QCoreApplication.processEvents()
    del records
    assert known() is None


def test_no_window_leaves_work_to_qt_that_would_be_kept_for_ever():
    ui = Path(__file__).parents[2] / "ui"
    sources = {each.name: each.read_text("utf-8") for each in ui.rglob("*.py")}
    assert [name for name, text in sources.items() if "singleShot(0," in text and name != "background.py"] == []
