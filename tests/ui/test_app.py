"""Starting the program: a display that is not there is one line; what nobody caught and what Qt says is logged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from carer_desktop.errors import CarerError
from ui import tour

ROOT = Path(__file__).parents[2]
FAILING = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer, qDebug, qWarning
from PySide6.QtWidgets import QApplication
import ui.app

def fail():
    QTimer.singleShot(0, QApplication.closeAllWindows)
    qWarning("Ann Example cannot sleep")
    qDebug("Ann Example")
    raise ZeroDivisionError("Ann Example")

class Window(ui.app.MainWindow):
    def __init__(self, *parts, **more):
        super().__init__(*parts, **more)
        self.painted.connect(lambda: QTimer.singleShot(0, fail))

ui.app.MainWindow = Window
sys.exit(ui.app.run())
"""

LOCKED = """
import atexit, sys
import ui.app

atexit.register(print, "taken down in pieces")

class Window(ui.app.MainWindow):
    def __init__(self, theme, session, **more):
        super().__init__(theme, session, **more)
        self.painted.connect(lambda: (session.keep_look("dark", 125), self.guard.ended.emit()))

ui.app.MainWindow = Window
sys.exit(ui.app.run())
"""


def started(words: list[str], home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The program with no display but what is given."""
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    environment = {**kept, "XDG_DATA_HOME": str(home), **more}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("display", "said"), [({}, "There is no display"), ({"DISPLAY": ":9876"}, "does not answer (:9876)")]
)
def test_without_a_display_it_says_so_in_one_line(tmp_path: Path, display: dict[str, str], said: str) -> None:
    done = started(["-m", "carer_desktop"], tmp_path, **display)
    assert done.returncode == 1 and said in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert "Qt" not in done.stderr and not list(tmp_path.iterdir())


def test_after_a_lock_the_process_is_gone_at_once_and_what_the_laptop_remembers_is_written(tmp_path: Path) -> None:
    done = started(["-c", LOCKED], tmp_path, QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    kept = (tmp_path / "carer-desktop" / "window.ini").read_text("utf-8")
    assert "look=dark" in kept and "text_percent=125" in kept


def test_what_nobody_caught_is_shown_and_logged_without_its_words(tmp_path: Path) -> None:
    done = started(["-c", FAILING], tmp_path, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "carer-desktop" / "log" / "carer-desktop.log").read_text("ascii")
    assert "unhandled ZeroDivisionError at" in log and "qt_message level=1" in log
    assert "Ann" not in log + done.stdout + done.stderr and "level=0" not in log


def test_a_tour_into_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for to in (file, file / "below"):
        with pytest.raises(CarerError, match=r"not be used|not a folder"):
            tour.run(to)
    done = started(["-m", "carer_desktop", "tour", "--to", str(file)], tmp_path)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "not a folder" in done.stderr


def test_months_are_in_english_whatever_the_laptop_speaks() -> None:
    said = "import locale; from ui.app import make_application; app = make_application(); "
    said += "print(locale.setlocale(locale.LC_TIME), locale.setlocale(locale.LC_CTYPE))"
    where = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, env=where, cwd=ROOT, timeout=60)
    assert done.stdout.split() == ["C", "C.UTF-8"], done.stderr
