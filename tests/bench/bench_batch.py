"""Five hundred Word files in one go: how many a second, and whether the last ones need more memory than the first."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.bench.case import CONVERSATION, demo_answers, demo_vault
from tests.bench.child import kilobytes
from tests.bench.row import Row

FILES, FIRST, RECORDS = 500, 100, 50
GOAL = 1.1


def measure(size: str) -> list[Row]:
    """The demonstration case so many times, through the vault: opened, written, read back, entered, read once more."""
    held: dict[int, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        caseload, filled = demo_vault(here / "many.vault")
        others = (caseload.records.fill(CONVERSATION, demo_answers(), known=False) for _ in range(RECORDS - 1))
        records = [filled.assessment.id, *(one.assessment.id for one in others)]

        def going(done: int, of: int) -> bool:
            if done in (FIRST, of):
                held[done] = kilobytes("VmRSS")
            return True

        start = time.perf_counter()
        batch = caseload.batches.write(records * (FILES // RECORDS), here, going)
        spent = time.perf_counter() - start
        caseload.close()
    note = f"{batch.files} files of the demonstration case, each read back twice, with their lists, in {spent:.0f} s"
    grown = f"resident after file {FILES} against after file {FIRST}"
    return [
        Row("Word files in one go", batch.files / spent, None, None, "per s", note),
        Row("Word files in one go: memory", held[FILES] / 1024, held[FIRST] / 1024, GOAL, "MiB", grown),
    ]
