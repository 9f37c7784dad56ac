"""The window over very many records: for how long does it not listen to anybody?"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollBar

from carer_desktop.records.carer import Card
from tests.bench.case import PASSPHRASE
from tests.bench.many import NAME, ORDINARY, SIZES, build, drafts
from tests.bench.row import Row
from ui.app import make_application
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.screens.record import RecordScreen
from ui.screens.unlock import UnlockScreen
from ui.session import Session
from ui.theme import Theme

TIMES = {"short": 5, "full": 15}
MOST = 100.0
PAGES = (
    "due", "people", "teams", "log", "health", "tables", "templates", "outside", "batch", "details", "sheet",
    "passphrase", "second_place", "bring_in",
)  # fmt: skip
_LIMIT_SECONDS = 60.0


class Pulse(QObject):
    """A timer of the window's own loop; the longest time between two of its ticks is how long nothing else came in."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self.longest = 0.0
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(2)
        timer.timeout.connect(self._tick)
        timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now

    def during(self, work: Callable[[], object], until: Callable[[], bool]) -> float:
        """The longest silence in ms from the beginning of the work until it is done and painted."""
        self._run(lambda: True)
        self._last, self.longest = time.perf_counter(), 0.0
        work()
        self._run(until)
        self._tick()
        return self.longest

    def _run(self, until: Callable[[], bool]) -> None:
        loop, limit, quiet = QEventLoop(), time.perf_counter() + _LIMIT_SECONDS, 0
        while quiet < 5:
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # a loop that is not run does not
            quiet = quiet + 1 if until() else 0
            if time.perf_counter() > limit:
                raise RuntimeError("the window has not come to an end")


def measure(size: str) -> list[Row]:
    """Signs in, lists, looks for words, opens and scrolls, as a person would; beside it a window that does nothing."""
    app = make_application()
    theme = Theme(app)
    theme.set_look("light")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "laptop", "records.vault")
        file.parent.mkdir()
        build(file, SIZES[size])
        session = Session(file.parent)
        session.use_records(file)
        window = MainWindow(theme, session)
        window.resize(1180, 860)
        window.show()
        pulse = Pulse()
        pulse.during(lambda: None, lambda: window.entrance.ready)
        idle = max(pulse.during(lambda: None, lambda: True) for _ in range(20))
        rows = _rows(window, pulse, TIMES[size], idle)
        window.close()
    return rows


def _rows(window: MainWindow, pulse: Pulse, times: int, idle: float) -> list[Row]:
    signed_in = pulse.during(lambda: _sign_in(window), lambda: _listed(window))
    home, caseload = window.home, window.caseload
    assert home is not None and caseload is not None
    some = drafts(caseload)[:times]
    listed = [pulse.during(window.show_home, lambda: _listed(window)) for _ in range(times)]
    looked = [_look(home, pulse, words) for words in (ORDINARY, "nowhere to be found", "Ann")]
    bar = home.list.verticalScrollBar()
    scrolled = [_scroll(pulse, bar) for _ in range(times)]
    opened = []
    for card in some:
        opened.append(pulse.during(lambda id=card.id: window.open_record(id), lambda: _begun(window)))  # type: ignore[misc]
        assert window.record is not None and window.record.page is not None
        scrolled.append(_scroll(pulse, window.record.page.verticalScrollBar()))
        pulse.during(window.show_home, lambda: _listed(window))
    visited = _visit(window, pulse, some[0])
    slowest = max(visited, key=lambda name: visited[name])

    def row(name: str, ours: list[float], note: str) -> Row:
        words = f"for how long at most the window listened to nothing {note}; half of {len(ours)} times,"
        words += f" once {max(ours):.0f} ms"
        return Row(f"load: window busy, {name}", median(ours), idle, MOST, "ms", words, by_itself=True)

    return [
        row("signing in", [signed_in], "from the passphrase to the list; the floor is the same window left alone"),
        row("listing", listed, "while the list was shown"),
        row("searching", looked, "while words were typed letter by letter and looked for in all answers"),
        row("opening", opened[1:], f"while a record was opened, the first of all in {opened[0]:.0f} ms"),
        row("scrolling", scrolled, "while the list or a record was scrolled to its end"),
        row("other pages", [*visited.values()], f"while every other page was opened once, the slowest {slowest}"),
    ]


def _visit(window: MainWindow, pulse: Pulse, card: Card) -> dict[str, float]:
    """Every page that is reached from the menu or in a record, each opened for the first time: ms by its command."""
    found: dict[str, float] = {}
    pulse.during(lambda: window.open_record(card.id), lambda: _begun(window))
    assert window.record is not None
    record = window.record
    for section in record.sections():
        found[section.title] = pulse.during(lambda id=section.id: record.lead_to(id), lambda: not record._due)  # type: ignore[misc]
    found["where it stands"] = pulse.during(record.open_standing, lambda: True)
    found["all answers"] = pulse.during(record.open_check, lambda: _is_whole(record))
    for name in PAGES:
        command = window.commands.actions[name]
        found[name] = pulse.during(command.trigger, lambda: not window.work.busy)
        assert window.record is None and not window.home.isVisible(), name
    pulse.during(window.show_home, lambda: _listed(window))
    return found


def _is_whole(record: RecordScreen) -> bool:
    return record._check is not None and record._check.sections.is_whole


def _sign_in(window: MainWindow) -> None:
    screen = window.screens.currentWidget()
    assert isinstance(screen, UnlockScreen)
    screen.name.setText(NAME)
    screen.passphrase.line.setText(PASSPHRASE)
    screen.open_button.click()


def _listed(window: MainWindow) -> bool:
    return window.home is not None and window.home.isVisible() and not window.home.busy


def _begun(window: MainWindow) -> bool:
    return window.record is not None and bool(window.record.section)


def _look(home: HomeScreen, pulse: Pulse, words: str) -> float:
    slowest = 0.0
    for end in range(1, len(words) + 1):
        slowest = max(slowest, pulse.during(lambda end=end: home.search.setText(words[:end]), lambda: True))  # type: ignore[misc]
    slowest = max(slowest, pulse.during(lambda: None, lambda: not home.looking.busy))
    return max(slowest, pulse.during(home.search.clear, lambda: True))


def _scroll(pulse: Pulse, bar: QScrollBar) -> float:
    steps = range(0, bar.maximum() + 1, max(1, bar.maximum() // 10))
    return max(pulse.during(lambda to=to: bar.setValue(to), lambda: True) for to in steps)  # type: ignore[misc]
