"""A process of its own for what can only be measured from a fresh start; each prints one line of JSON.

`python -m tests.bench.child bare|ours|visit FOLDER`: the bare window, the unlock window up to its first frame, or
the whole program unlocked with every section visited once.
"""

from __future__ import annotations

import sys
import time

HEAVY = (
    "cryptography", "docx", "lxml", "sqlcipher3", "carer_desktop.forms.question", "carer_desktop.store",
    "carer_desktop.documents", "carer_desktop.findings.find",
)  # fmt: skip


def say(**told: object) -> None:
    """Print what was measured; the moment is on the clock that all processes share."""
    import json

    print(json.dumps({"at": time.monotonic(), **told}), flush=True)


def kilobytes(name: str) -> int:
    """A line of /proc/self/status, like VmRSS or VmHWM; 0 where the system has no such file."""
    from pathlib import Path

    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def bare() -> None:
    """The floor."""
    from tests.bench.floors import bare_window

    bare_window(lambda: say(rss=kilobytes("VmRSS")))


def ours() -> None:
    """The program as it is started, up to its first frame."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent

    import ui.app
    from ui.main_window import MainWindow

    class Watched(MainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            heavy = [name for name in HEAVY if name in sys.modules]
            QTimer.singleShot(0, self, lambda: self._report(heavy))
            super().paintEvent(event)

        def _report(self, heavy: list[str]) -> None:
            say(heavy=heavy, title=type(self.screens.currentWidget()).__name__)
            self.close()

    ui.app.__dict__["MainWindow"] = Watched
    sys.argv[1:] = []
    from carer_desktop.__main__ import main

    main()


def visit() -> None:
    """Unlocks the demo case, opens it and visits every section once."""
    from PySide6.QtWidgets import QApplication

    from tests.bench.case import PASSPHRASE
    from ui.app import make_application
    from ui.main_window import MainWindow
    from ui.screens.unlock import UnlockScreen
    from ui.session import Session
    from ui.theme import Theme

    application = make_application()
    session = Session()
    theme = Theme(application)
    theme.set_look("light")
    window = MainWindow(theme, session)
    window.show()
    unlock = window.screens.currentWidget()
    assert isinstance(unlock, UnlockScreen)
    unlock.passphrase.line.setText(PASSPHRASE)
    unlock.open_button.click()
    while window.caseload is None:
        QApplication.processEvents()
    unlocked = kilobytes("VmHWM")
    window.open_record(window.caseload.records.all()[0].id)
    record = window.record
    assert record is not None
    seen = [section.id for section in record.sections()]
    for section in seen:
        record.open_section(section)
        QApplication.processEvents()
    say(rss=kilobytes("VmRSS"), peak=unlocked, sections=len(seen))
    window.close()


if __name__ == "__main__":
    {"bare": bare, "ours": ours, "visit": visit}[sys.argv[1]]()
