"""The main job done once on made-up people, in the real window: every screen as a picture, the Word file beside it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from carer_desktop.errors import CarerError
from carer_desktop.there import is_file
from ui.app import make_application
from ui.session import Session
from ui.theme import Theme
from ui.tour.pictures import Pictures
from ui.tour.walk import Tour

if TYPE_CHECKING:
    from carer_desktop.sealing.keys import Kdf


def run(to: Path, kdf: Kdf | None = None) -> int:
    """Takes the tour into the folder *to* and prints what it wrote; 1 when a picture does not show what it should."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    to = to.resolve()  # the windows take a whole path only
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = "This is a file and not a folder" if is_file(to) else "The folder cannot be used"
        raise CarerError(what, str(to), "Choose a folder you may write to.") from error
    before = qInstallMessageHandler(_without_noise)
    try:
        return _run(to, kdf)
    finally:
        qInstallMessageHandler(before)


def _without_noise(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """What the display without a screen says of every window is no news."""
    if "This plugin does not support" not in words:
        sys.stderr.write(f"{kind.name}: {words}\n")


def _run(to: Path, kdf: Kdf | None) -> int:
    theme = Theme(make_application())
    theme.set_percent(100)
    theme.set_look("light")
    pictures = Pictures(to)
    with tempfile.TemporaryDirectory(prefix="carer-desktop-tour-", ignore_cleanup_errors=True) as folder:
        Tour(theme, Session(Path(folder)), pictures, kdf).take(to)
    for words in pictures.wrong:
        sys.stdout.write(f"NOT RIGHT: {words}\n")
    sys.stdout.write(f"{len(pictures.written)} files written to {to}\n")
    return 1 if pictures.wrong else 0
