"""A process that makes a backup, puts one back or sends one to the second place, and is killed at a chosen line."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.rescue import Rescue
from carer_desktop.clock import FixedClock
from carer_desktop.store import backup, elsewhere
from tests.core.store.given import LATER, PASSPHRASE
from tests.faults.migrating import Line

FILES = ("backup.py", "manifest.py", "restore.py", "elsewhere.py", "posix.py")
STICK = "stick"


def opened(path: Path) -> Caseload:
    """The vault, with a second place beside it."""
    caseload = Caseload.open(path, None, PASSPHRASE, clock=FixedClock(LATER))
    caseload.backups.set_second_place(path.parent / STICK)
    return caseload


def back_up(path: Path) -> Callable[[], object]:
    """A backup of the open vault."""
    return opened(path).backups.make


def send(path: Path) -> Callable[[], object]:
    """The newest backup, for the second place."""
    return opened(path).backups.send


def send_in_place(path: Path) -> Callable[[], object]:
    """The control: written under its own name from the first byte on."""
    room: Any = elsewhere
    written = room._write_sealed
    room._write_sealed = lambda database, info, new, to: written(database, info, new.with_suffix(""), to)
    return send(path)


def put_back(path: Path) -> Callable[[], object]:
    """The newest backup, in the place of the damaged vault."""
    rescue = Rescue(path, FixedClock(LATER))
    return lambda: rescue.put_back(rescue.backups()[0], None, PASSPHRASE)


WORKS = {each.__name__: each for each in (back_up, send, send_in_place, put_back)}


def copy(path: Path, at: int, work: str) -> None:
    """One of the works, killed at this line of it; at 0 none, and the lines are counted."""
    line = Line(0, FILES)
    # So small a step that it is killed between two of them as well.
    room: Any = backup
    room._STEP_PAGES = 25
    # The store's thread takes over the trace that stands when it is begun.
    threading.settrace(line)
    done = WORKS[work](path)
    line.seen, line.at = 0, at
    sys.settrace(line)
    done()
    sys.settrace(None)
    print(line.seen, flush=True)
