"""What runs beside the windows: results of slow work handed to the UI thread; never touches a widget itself."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
_Told = tuple[Future[Any], Callable[[Any], None], Callable[[BaseException], None], list[Any]]
_GATHER_MS = 250
_READERS = 3
PATIENCE_SECONDS = 0.03
"""What can be read for a page in so long stands there at once, and nothing flickers."""


class _Post(QObject):
    """Carries what is done from the thread that did it to the thread of the windows; one for the whole process."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self.deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def deliver(self, told: list[_Told]) -> None:
        """What has come of it, once, to whoever asked."""
        future, on_result, on_error, held = told.pop()
        if future.cancelled():
            held.clear()
            return
        error = future.exception()
        if error is None:
            on_result(future.result())
        else:
            on_error(error)


@cache
def _post() -> _Post:
    return _Post()


def when_done(
    future: Future[T],
    on_result: Callable[[T], None],
    on_error: Callable[[BaseException], None],
    held: list[Any] | None = None,
    patience: float = 0.0,
) -> None:
    """Call one of the two functions on the UI thread once *future* is done; a cancelled one calls neither.

    With *patience* so many seconds are waited for it: what is there by then is given before this returns.

    What belongs to a window is let go of on this thread too, and so is what the work *held* where it is cancelled: a Qt
    object that another thread takes apart ends the program. So the thread that did the work is left with empty lists.
    """
    post, told = _post(), [(future, on_result, on_error, [] if held is None else held)]
    if patience and wait([future], patience).done:
        post.deliver(told)
        return
    future.add_done_callback(lambda _: post.arrived.emit(told))


class Gathering(QObject):
    """What Python tidies up by itself is tidied up on the thread of the windows, and on no other.

    Left alone, whichever thread makes the next object does it, and with it takes Qt objects apart.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(gather)
        timer.start(_GATHER_MS)


def keep_loaded() -> None:
    """What is loaded by now stays: no tidying up goes through it again, which would hold the window up each time."""
    gc.freeze()


def let_go() -> None:
    """The window closes: what was to stay is tidied up as everything else."""
    gc.unfreeze()


def gather_all() -> None:
    """Tidies up everything that was left, at once and whether it is due or not."""
    gc.collect()


def gather() -> None:
    """Tidies up as often as Python would: by its own counts and thresholds, the oldest that is due."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def soon(owner: QObject, work: Callable[[], object], wait_ms: int = 0) -> None:
    """Do the work once what is under way now is done, unless *owner* is gone by then.

    `QTimer.singleShot(0, owner, work)` keeps the work for ever where the owner goes first, and with it the records: so
    it is asked of what stays; a timer of its own for each, deleted in its own event, now and then ended the program.
    """
    there = weakref.ref(owner)

    def do() -> None:
        found = there()
        if found is not None and isValid(found):
            work()

    QTimer.singleShot(wait_ms, _post(), do)


def _do(held: list[Any]) -> None:
    """Do the work that stands in the list, and put behind it its result and its error, one of them None.

    The future has neither: it is kept until something else is asked for, and the thread of the work holds it as well.
    """
    try:
        held += [held[0](), None]
    except BaseException as error:
        held += [None, error]


def _hand_over(held: list[Any], on_result: Callable[[Any], None], on_error: Callable[[BaseException], None]) -> None:
    """On the thread of the windows: nobody else holds what is in the list any more."""
    result, error = held[1:]
    held.clear()
    if error is None:
        on_result(result)
    else:
        on_error(error)


def _while_there(owner: QObject, function: Callable[[T], None]) -> Callable[[T], None]:
    return lambda given: function(given) if isValid(owner) else None


class SlowWork:
    """Work that may take a while: done in the order it was asked (Word files, checks, backups), or read for a page."""

    def __init__(self) -> None:
        self._in_order = ThreadPoolExecutor(max_workers=1, thread_name_prefix="slow-work")
        self._readers = ThreadPoolExecutor(max_workers=_READERS, thread_name_prefix="reader")
        self._asked: list[Future[Any]] = []
        self._last: weakref.ref[Future[Any]] | None = None  # in order: once it is done, so is what was asked before

    def start(
        self,
        work: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        owner: QObject | None = None,
    ) -> Future[None]:
        """Run *work* on the one thread; its result or error reaches the UI thread through one of the functions.

        Neither is called once the *owner* is gone: a screen may be left while its work goes on. What is given back only
        says whether it is done.
        """
        future = self._ask(self._in_order, work, on_result, on_error, owner, 0.0)
        self._last = weakref.ref(future)
        return future

    def read(
        self,
        work: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        owner: QObject,
        patience: float = 0.0,
    ) -> Future[None]:
        """The same for a page that waits, beside what is under way; what is there in *patience* seconds at once."""
        return self._ask(self._readers, work, on_result, on_error, owner, patience)

    def _ask(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        owner: QObject | None,
        patience: float,
    ) -> Future[None]:
        held: list[Any] = [work]  # which may hold a window
        future = pool.submit(_do, held)
        self._asked = [*(each for each in self._asked if not each.done()), future]
        if owner is not None:
            on_result, on_error = _while_there(owner, on_result), _while_there(owner, on_error)
        when_done(future, lambda _: _hand_over(held, on_result, on_error), on_error, held, patience)
        return future

    @property
    def busy(self) -> bool:
        """Whether something is under way or waits."""
        return not all(each.done() for each in self._asked)

    @property
    def would_wait(self) -> bool:
        """Whether what is started now waits for what is under way, such as a backup."""
        last = self._last() if self._last is not None else None
        return last is not None and not last.done()

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        for pool in (self._in_order, self._readers):
            pool.shutdown(wait=True, cancel_futures=True)
