"""What runs beside the windows: results of slow work handed to the UI thread; never touches a widget itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")


class Delivery(QObject):
    """One future's way to the UI thread: lives until the future is done, then calls one of two functions."""

    _done = Signal()

    def __init__(
        self, future: Future[Any], on_result: Callable[[Any], None], on_error: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self._future = future
        self._on_result = on_result
        self._on_error = on_error
        _waiting.add(self)
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        future.add_done_callback(self._finished)

    def _finished(self, _future: Future[Any]) -> None:
        """Called in whichever thread ended the work: only a queued signal leaves it."""
        self._done.emit()

    @Slot()
    def _deliver(self) -> None:
        _waiting.discard(self)
        if self._future.cancelled():
            return
        error = self._future.exception()
        if error is None:
            self._on_result(self._future.result())
        else:
            self._on_error(error)


# A delivery nobody holds would be collected before its future is done.
_waiting: set[Delivery] = set()


def when_done(future: Future[T], on_result: Callable[[T], None], on_error: Callable[[BaseException], None]) -> Delivery:
    """Call one of the two functions on the UI thread once *future* is done; a cancelled one calls neither."""
    return Delivery(future, on_result, on_error)


def soon(owner: QObject, work: Callable[[], object]) -> None:
    """Do the work once what is under way now is done, unless *owner* is gone by then.

    `QTimer.singleShot(0, owner, work)` keeps the work for ever where the owner goes first, and with it the records.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(work)
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)


def _while_there(owner: QObject, function: Callable[[T], None]) -> Callable[[T], None]:
    return lambda given: function(given) if isValid(owner) else None


class SlowWork:
    """One thread for work that may take a while (Word files, checks, searches), in the order it was asked."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="slow-work")
        self._last: Future[Any] | None = None

    def start(
        self,
        work: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        owner: QObject | None = None,
    ) -> Future[T]:
        """Run *work* on the thread; its result or error reaches the UI thread through one of the functions.

        Neither is called once the *owner* is gone: a screen may be left while its work goes on.
        """
        future = self._last = self._pool.submit(work)
        if owner is not None:
            on_result, on_error = _while_there(owner, on_result), _while_there(owner, on_error)
        when_done(future, on_result, on_error)
        return future

    @property
    def busy(self) -> bool:
        """Whether something is under way or waits."""
        return self._last is not None and not self._last.done()

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._pool.shutdown(wait=True, cancel_futures=True)
