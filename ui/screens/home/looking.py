"""Looking for words in the answers while somebody waits at the list: what is found comes bit by bit."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import SlowWork

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.searching import Looked

PAUSE_MS = 300
LEAST_LETTERS = 3
_OFTEN_MS = 50


class Looking(QObject):
    """Begins once typing pauses, and begins anew with the next key. `told(found, done, of)`: all that is new, at once.

    What another thread finds waits in a queue, which is looked at here: that thread never touches anything of Qt.
    """

    told = Signal(list, int, int)

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QObject) -> None:
        super().__init__(parent)
        self._caseload, self._work = caseload, work
        self._words = ""
        self._asked: Future[list[None]] | None = None
        self._waiting: SimpleQueue[Looked] = SimpleQueue()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._begin)
        self._often = QTimer(self)
        self._often.setInterval(_OFTEN_MS)
        self._often.timeout.connect(self._fetch)

    def look(self, words: str) -> None:
        """Look for these words once nothing more is typed; for fewer than three letters, for nothing."""
        self.give_up()
        self._words = words
        if len("".join(words.split())) >= LEAST_LETTERS:
            self._pause.start()

    def give_up(self) -> None:
        """Stop looking; nothing more is told."""
        self._pause.stop()
        self._often.stop()
        self._waiting = SimpleQueue()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    @property
    def busy(self) -> bool:
        """Whether it looks, or is about to."""
        return self._pause.isActive() or self._often.isActive()

    def _begin(self) -> None:
        """Which records there are is read beside the window as well."""
        waiting = self._waiting
        look = partial(self._caseload.records.look_in_answers, self._words, waiting.put)
        self._work.read(look, partial(self._begun, waiting), lambda _: self._end(waiting), self)
        self._often.start()

    def _begun(self, waiting: SimpleQueue[Looked], asked: Future[list[None]]) -> None:
        if waiting is self._waiting:
            self._asked = asked
        else:
            asked.cancel()

    def _end(self, waiting: SimpleQueue[Looked]) -> None:
        """It cannot be looked into them: the list itself says what is wrong."""
        if waiting is self._waiting:
            self.give_up()
            self.told.emit([], 1, 1)

    def _fetch(self) -> None:
        """What has come since the last time; done is looked at first, so that nothing comes after it."""
        done = self._asked is not None and self._asked.done()
        new = [self._waiting.get() for _ in range(self._waiting.qsize())]
        if done:
            self.give_up()
        if new or done:
            how_far = (1, 1) if done else (new[-1].done, new[-1].of)
            self.told.emit([each for each in new if each.card is not None], *how_far)
