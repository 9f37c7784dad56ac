"""From the start of the process to the first frame of the window that asks for the passphrase."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.bench.case import CHEAP, PASSPHRASE
from tests.bench.children import records_file, run
from tests.bench.row import Row

TIMES = {"short": 3, "full": 9}


def measure(size: str) -> list[Row]:
    """Ours and the floor in turn, warm: the first of each is not counted."""
    from carer_desktop.caseload import Caseload

    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        Caseload.create(records_file(here), "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP).close()
        ours, floor, heavy = [], [], set()
        for _ in range(TIMES[size] + 1):
            told = run("ours", here)
            assert told["title"] == "UnlockScreen"
            heavy |= set(told["heavy"])
            ours.append(told["ms"])
            floor.append(run("bare", here)["ms"])
    note = (
        "the program as it is started, until its first frame is painted, against a bare application with one line to"
        f" type in; loaded before that frame of what must wait: {', '.join(sorted(heavy)) or 'nothing'}"
    )
    return [Row("window to sign in", statistics.median(ours[1:]), statistics.median(floor[1:]), 1.5, "ms", note)]
