"""A process of its own that types into the real window until it is killed: `typist.py FOLDER SEED`.

It says on its output what it has typed and what the window has called saved, each line with the moment.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from carer_desktop.sealing.keys import Kdf
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Theme

PASSPHRASE = "sparrow lantern orchard teacup"
WORDS = ("kettle", "Sunday", "stairs", "tablets", "letters", "asleep", "her", "he", "by", "the", "window", "again,")


def prose(seed: int, words: int = 300) -> str:
    """So many words of nothing in particular; the same for the same seed."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words))


class Typist:
    """Types one key at a time, at a person's uneven pace made quick, and reports."""

    def __init__(self, window: MainWindow, text: str, seed: int) -> None:
        self._window, self._text, self._at = window, text, 0
        self._chance = random.Random(seed)
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._key)
        window.entrance.opened.connect(lambda _: QTimer.singleShot(0, self._begin))

    def _begin(self) -> None:
        assert self._window.caseload is not None
        self._window.open_record(self._window.caseload.records.all()[0].id)
        record = self._window.record
        assert record is not None
        record.open_section("role", "role_narrative")
        self._window.save_line.saved_shown.connect(self._saved)
        say("ready", 0)
        self._key()

    def _key(self) -> None:
        box = QApplication.focusWidget()
        assert isinstance(box, QPlainTextEdit)
        QTest.keyClicks(box, self._text[self._at])
        self._at += 1
        say("typed", self._at)
        if self._at < len(self._text):
            self._timer.start(self._chance.choice((1, 2, 3, 5, 8, 40)))

    def _saved(self) -> None:
        """The line says Saved: it was shown for what the field has told so far."""
        record = self._window.record
        page = record.page if record is not None else None
        if page is not None:
            say("saved", len(str(page.asked["role_narrative"].field.answer or "")))


def say(what: str, count: int) -> None:
    """One line of the report."""
    sys.stdout.write(f"{what} {count} {time.monotonic()}\n")
    sys.stdout.flush()


def main(folder: Path, seed: int) -> None:
    """Set up nothing, open what is there, type."""
    app = make_application()
    theme = Theme(app)
    theme.set_look("light")
    window = MainWindow(theme, Session(folder), kdf=Kdf(8 * 1024, 1, 1))
    typist = Typist(window, prose(seed), seed)
    window.show()
    window.activateWindow()
    window.entrance.open("", PASSPHRASE)
    app.exec()
    del typist


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
