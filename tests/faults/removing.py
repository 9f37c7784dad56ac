"""A process that removes the one record of a vault and is killed at a chosen line on the way."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.store import engine
from tests.core.store.given import NOW, PASSPHRASE
from tests.faults.migrating import Line, no_transaction

FILES = ("removal.py", "retention.py", "audit.py", "chain.py")


def remove(path: Path, at: int, how: str = "whole") -> None:
    """Remove it and be killed at this line; at 0 the lines are counted. *loose*: without transactions."""
    if how == "loose":
        engine.transaction = no_transaction
    line = Line(0, FILES)
    clock = FixedClock(NOW + timedelta(days=30))
    caseload = Caseload.open(path, None, PASSPHRASE, clock=clock)
    (card,) = caseload.records.all()
    looked_at = caseload.retention.look(card.id)
    caseload.close()
    # The store's thread takes over the trace that stands when it is begun.
    threading.settrace(line)
    caseload = Caseload.open(path, None, PASSPHRASE, clock=clock)
    line.seen, line.at = 0, at
    caseload.retention.remove(looked_at)
    threading.settrace(None)
    print(line.seen, flush=True)
    caseload.close()
