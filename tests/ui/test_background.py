"""Results of other threads reach the windows on the UI thread, and only there."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial

from ui.background import SlowWork, when_done


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
