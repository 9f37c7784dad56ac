"""The program, worked from outside: `python -m tests.faults.lock_program FOLDER` asks at FOLDER/line what to do.

Started as the program itself is, so that after a lock it starts itself anew in the same way and asks there again.
It knows no passphrase and no answer of its own: what is found in its memory came through the windows.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from carer_desktop import process
from carer_desktop.sealing.keys import Kdf
from ui.app import end_at_once, make_application
from ui.fields.focus import fields_around
from ui.main_window import MainWindow
from ui.parts.ask import Ask
from ui.session import Session
from ui.session.again import taken, tell_shown
from ui.theme import Theme

LOOK_MS = 5


class Line:
    """The connection to whoever works the program: one JSON object a line, each answered by one."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(folder / "line"))
        self._bytes = b""
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        self._held: list[Any] = []

    def say(self, **told: Any) -> None:
        self._socket.sendall(json.dumps(told).encode() + b"\n")

    def _read(self) -> None:
        came = self._socket.recv(65536)
        if not came:
            QApplication.exit(3)
            return
        self._bytes += came
        while b"\n" in self._bytes:
            asked, _, self._bytes = self._bytes.partition(b"\n")
            words = json.loads(asked)
            getattr(self, f"do_{words.pop('do')}")(**words)

    # What can be asked for -----------------------------------------------------------------------

    def do_sign_in(self, passphrase: str, pin: str = "") -> None:
        screen: Any = self._window.screens.currentWidget()
        screen.passphrase.line.setText(passphrase)
        screen.pin.line.setText(pin)
        screen.open_button.click()
        self._when(lambda: self._window.caseload is not None, self.do_where)

    def do_open(self, record: str, section: str, place: str) -> None:
        self._window.open_record(record)
        assert self._window.record is not None
        self._window.record.open_section(section, place)
        self.do_where()

    def do_where(self) -> None:
        """Where the keyboard is, and what is written there."""
        widget = QApplication.focusWidget()
        text = widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""
        text = widget.text() if isinstance(widget, QLineEdit) else text
        record = self._window.record
        self.say(
            place=next((made.place for made in fields_around(widget)), ""),
            text=text,
            section=record.section if record is not None else "",
            title=self._window.windowTitle(),
            area=[self._window.x(), self._window.y(), self._window.width(), self._window.height()],
        )

    def do_type(self, words: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, words)
        self.say(at=time.monotonic())

    def do_lock(self) -> None:
        """By its key; what follows is seen from outside."""
        at = time.monotonic()
        self.say(at=at)
        QTest.keyClick(QApplication.focusWidget() or self._window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    def do_export(self, folder: str) -> None:
        """Begin to write the Word file, and say so while it is being written.

        Once the dialog is in front: a key that comes before goes to a window that takes none, and nothing is locked.
        """
        dialog = self._window.export()
        assert dialog is not None
        dialog.folder.put(folder)

        def write() -> None:
            dialog.write()
            self.say(busy=self._window.work.busy)

        self._when(dialog.isActiveWindow, write)

    def do_dialogs(self) -> None:
        """Three dialogs on top of each other: help, a search, and a question that waits for an answer."""
        self._window.show_help("keys")
        self._window.find_something()
        self._held = [Ask("A question", "Something", "Stay", "Go", self._window)]
        QTimer.singleShot(0, self._held[0].goes)
        self._when(self._held[0].isVisible, lambda: self.say(dialogs=len(self._dialogs())))

    def _dialogs(self) -> list[Any]:
        return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self._window]

    def do_dawdle(self, seconds: float) -> None:
        """Take this long before anything is covered from now on, for the control of the measurement."""
        cover = self._window.guard.cover

        def dawdle() -> None:
            until = time.thread_time() + seconds
            while time.thread_time() < until:
                pass
            cover()

        self._window.guard.cover = dawdle  # type: ignore[method-assign]
        self.say(done=True)

    def do_grow(self, megabytes: int) -> None:
        """Take memory, for the control of the measurement."""
        self._held.append(bytearray(b"x") * (megabytes << 20))
        self.say(done=True)

    def do_stay(self) -> None:
        """No new process can be started from now on: a lock stays in this one."""
        self._window.guard.again = lambda _back: False
        self.say(done=True)

    def do_covered(self) -> None:
        self.say(covered=self._window.guard.is_covered, dialogs=len(self._dialogs()))

    def _when(self, done: Any, then: Any) -> None:
        timer = QTimer(self._window)

        def look() -> None:
            if done():
                timer.stop()
                QTimer.singleShot(0, then)

        timer.timeout.connect(look)
        timer.start(LOOK_MS)


def main(folder: Path) -> int:
    """The program, and somebody else's hands on it."""
    process.keep_private()
    app = make_application()
    theme = Theme(app)
    theme.set_look("light")
    session = Session(folder)
    window = MainWindow(theme, session, kdf=Kdf(8 * 1024, 1, 1), back=taken())
    window.painted.connect(tell_shown)
    window.guard.ended.connect(partial(end_at_once, session))
    line = Line(window, folder)
    window.painted.connect(lambda: line.say(shown=time.monotonic()))
    window.resize(1180, 860)
    window.show()
    window.activateWindow()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
