"""A long day at the window: `python -m tests.faults.soak_program FOLDER LOCKS SAVES EXPORTS` tells how it is.

A lock here closes the records and asks for the passphrase again in the same process, with the same steps as the
program's own: there a new process would hide whatever is held that should have gone. It tells twenty times a day.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from carer_desktop.caseload import Caseload
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import Connection
from ui.app import make_application
from ui.main_window import MainWindow
from ui.main_window.locking import close_records
from ui.screens.unlock import UnlockScreen
from ui.session import Session
from ui.theme import Theme

WORDS = "sparrow lantern orchard teacup"
QUESTIONS = ("out_home_now", "out_home_want", "health_detail", "strengths", "what_matters")
RECORDS = 50
TELLS = 20


def main(folder: Path, locks: int, saves: int, exports: int) -> None:
    """The day, with its saves and exports shared out between the locks."""
    app = make_application()
    theme = Theme(app)
    theme.set_look("light")
    session = Session(folder)
    file = session.place_for(demo=True)
    _begin(file)
    session.use_records(file)
    window = MainWindow(theme, session)
    window.resize(1180, 860)
    window.show()
    wait_until(lambda: window.entrance.ready)
    given = written = 0
    for lock in range(1, locks + 1):
        _sign_in(window)
        assert window.caseload is not None
        cards = sorted(window.caseload.records.all(), key=lambda card: card.reference)
        window.open_record(cards[lock % RECORDS].id)
        while given < saves * lock // locks:
            given += 1
            _answer(window, given)
        while written < -(-exports * lock // locks):  # the first at once: what it loads is no growth
            written += 1
            _export(window, folder)
        tells = lock * TELLS // locks != (lock - 1) * TELLS // locks
        rows = window.caseload._store.read(row_bytes).result() if tells else 0
        assert window.save_line.error is None and not window.banner.isVisible(), window.save_line.error
        assert close_records(window)
        window.put_away()
        window.open_door()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if tells:
            gc.collect()
            print(json.dumps({"saves": given, "exports": written, "rows": rows, **held(file)}), flush=True)
    window.close()


def _begin(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    caseload = Caseload.create(file, "Sam Example", ["assessor", "keeper"], WORDS, demo=True, kdf=Kdf(8 * 1024, 1, 1))
    for _ in range(RECORDS):
        caseload.records.begin("carer_conversation")
    caseload.close()


def _sign_in(window: MainWindow) -> None:
    screen = window.screens.currentWidget()
    assert isinstance(screen, UnlockScreen)
    screen.passphrase.line.setText(WORDS)
    screen.open_button.click()
    wait_until(lambda: window.caseload is not None)


def _answer(window: MainWindow, number: int) -> None:
    """One answer on its way, as from a field, until the mark says that it is saved."""
    assert window.record is not None
    window.record.desk.answer(QUESTIONS[number % len(QUESTIONS)], f"What was said then, number {number}, and no more.")
    wait_until(lambda: not window.save_line.unsaved)


def _export(window: MainWindow, folder: Path) -> None:
    assert window.record is not None and window.caseload is not None
    window.caseload.exports.write(window.record.desk.assessment, folder)
    for each in folder.glob("*.docx"):
        each.unlink()


def row_bytes(connection: Connection) -> int:
    """How many bytes all rows hold, as text: what the size of the file is held against."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    whole = 0
    for name in names:
        columns = [each[0] for each in connection.execute(f'SELECT * FROM "{name}" LIMIT 0').description]
        length = " + ".join(f'coalesce(length(CAST("{column}" AS BLOB)), 0)' for column in columns)
        (total,) = connection.execute(f'SELECT coalesce(sum({length}), 0) FROM "{name}"').fetchall()[0]
        whole += int(total)
    return whole


def held(file: Path) -> dict[str, Any]:
    """What this process holds now: memory in kB, its open files and which they are, and the size of the vault."""
    status = Path("/proc/self/status").read_text()
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    names = []
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            names.append(str(each.readlink()))
    return {"rss": rss, "files": len(names), "open": sorted(names), "bytes": file.stat().st_size}


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window work until it is so; RuntimeError after half a minute."""
    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.start(30_000)
    while not done():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if not limit.isActive():
            raise RuntimeError("the window has not come to an end")
    QApplication.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
