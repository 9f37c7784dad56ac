"""A long day: tens of thousands of saves, hundreds of locks and exports; nothing grows but what was kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.faults import sizes

ROOT = Path(__file__).parents[2]
WARM = 4
"""So many of the twenty readings pass until pages, fonts and templates have been used once."""
MORE_MEMORY = 1.10
FOR_EACH_BYTE = 2.0
"""Bytes of the file for each byte of its rows: pages are not always full, and an index holds its keys once more."""
BEGUN_BYTES = 8 * 4_096
"""The last page of each table and index that grows may hold a single row."""


def test_a_long_day_leaves_nothing_behind_but_what_was_kept(
    tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    day = {what: sizes.inputs(what) for what in ("locks of a long day", "saves of a long day", "exports of a long day")}
    locks, saves, exports = day.values()
    command = [sys.executable, "-m", "tests.faults.soak_program", str(tmp_path), *map(str, (locks, saves, exports))]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    first, last = told[WARM - 1], told[-1]
    assert (last["saves"], last["exports"], len(told)) == (saves, exports, 20)
    assert max(each["rss"] for each in told) <= first["rss"] * MORE_MEMORY, told
    # A backup of every half hour may be under way at a reading: what counts is what stays.
    assert min(each["files"] for each in told[-5:]) <= first["files"], told
    kept, grown = last["rows"] - first["rows"], last["bytes"] - first["bytes"]
    assert 0 < kept <= grown <= kept * FOR_EACH_BYTE + BEGUN_BYTES, (kept, grown)
    for what, number in day.items():
        ran(what, number, number)
