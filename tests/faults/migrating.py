"""A process that opens a vault of an older schema and is killed at a chosen line of what brings it up to date."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from carer_desktop.store import engine, open_vault
from tests.core.store.make_vault import NAME, PASSPHRASE

FILES = ("schema.py", "upgrade.py", "backup.py", "manifest.py")
PARTS = ("transaction", "replace_whole")


class Line:
    """Counts the lines run in these files, and ends the process at one of them."""

    def __init__(self, at: int, files: tuple[str, ...] = FILES) -> None:
        self.at = at
        self.seen = 0
        self._files = files

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        if event == "call":
            watched = code.co_filename.endswith(self._files) or code.co_name in PARTS
            return self if watched else None
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return self


@contextmanager
def no_transaction(connection: engine.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """The guard taken away: each statement stands by itself."""
    yield


def migrate(path: Path, at: int, how: str = "whole") -> None:
    """Open it and be killed at this line; at 0 the lines are counted. *loose*: without transactions."""
    if how == "loose":
        engine.transaction = no_transaction
    line = Line(at)
    threading.settrace(line)
    store = open_vault(path, NAME, PASSPHRASE)
    threading.settrace(None)
    print(line.seen, flush=True)
    store.close()
