"""Whether what was typed is safe: saving, saved at, or not saved and why; told from the saves themselves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from carer_desktop.clock import Clock, SystemClock
from carer_desktop.errors import CarerError
from ui.background import when_done
from ui.fields.announce import announce
from ui.parts.words import on_screen
from ui.theme import em, mark, set_role

ALL_SAVED = "Everything is saved"
Again: TypeAlias = Callable[[], Future[Any]]


def _nothing_waits() -> int:
    return 0


class SaveLine(QLabel):
    """One line of status. `failed(error)` when a save did not succeed, `recovered()` when one does again.

    `saved_shown()` each time it says *Saved*.
    """

    failed = Signal(object)
    recovered = Signal()
    saved_shown = Signal()

    def __init__(self, parent: QWidget | None = None, clock: Clock | None = None) -> None:
        super().__init__(ALL_SAVED, parent)
        set_role(self, "body")
        self._clock = clock or SystemClock()
        self._under_way = 0
        self._error: BaseException | None = None
        self._failed: list[Again] = []
        self.waiting: Callable[[], int] = _nothing_waits
        self.setContentsMargins(em(0.9), 0, 0, em(0.2))

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on the disk: then the window must not close."""
        return self._under_way > 0 or self._error is not None

    @property
    def error(self) -> BaseException | None:
        """Why the last save did not succeed."""
        return self._error

    def follow(self, saved: Future[Any], again: Again | None = None) -> None:
        """Show how this save ends; called once for each. *again* does it once more where nobody else would.

        Answers wait elsewhere and go with the next one: `waiting()` tells how many. While one of them is not
        on the disk, or something that failed was not done again, nothing that succeeds makes this line say Saved.
        """
        self._under_way += 1
        if self._error is None:
            self.setText("Saving…")
        when_done(saved, self._saved, lambda error: self._not_saved(error, again))

    def do_again(self) -> None:
        """Everything that failed and does not wait elsewhere, once more."""
        failed, self._failed = self._failed, []
        for again in failed:
            self.follow(again(), again)

    def forget(self) -> None:
        """Other records are opened: what is said of these, and what failed in them, is not about those."""
        self._error, self._failed = None, []
        self.setText(ALL_SAVED)
        mark(self, "role", "body")

    def say_already(self) -> None:
        """Ctrl+S: there is nothing to do, and that is said."""
        if not self.unsaved:
            announce(self, f"Already saved. {self.text()}")

    def _saved(self, _result: object) -> None:
        self._under_way -= 1
        before = self._error
        if self._under_way > 0 or (before is not None and (self._failed or self.waiting())):
            return
        self._error = None
        self.setText(f"Saved on this laptop {self._clock.now().astimezone():%H:%M}")
        mark(self, "role", "body")
        self.saved_shown.emit()
        if before is not None:
            announce(self, self.text())
            self.recovered.emit()

    def _not_saved(self, error: BaseException, again: Again | None) -> None:
        self._under_way -= 1
        if again is not None:
            self._failed.append(again)
        first = self._error is None
        self._error = error
        why = on_screen(error.what) if isinstance(error, CarerError) else "the program met an error"
        self.setText(f"NOT saved: {why}")
        mark(self, "role", "error")
        if first:
            announce(self, self.text(), urgent=True)
        self.failed.emit(error)
