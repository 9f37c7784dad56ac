"""Nothing typed is lost: the program is killed while somebody types, and what was typed is looked for."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.sealing.keys import Kdf
from tests.faults.sizes import inputs
from tests.journeys.typist import PASSPHRASE, prose
from ui.session import RECORDS

ROOT = Path(__file__).parents[2]
KILLS = inputs("kills while somebody types")
SURE_AFTER_SECONDS = 1.0


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(KILLS))
def test_what_was_typed_a_second_ago_is_there_after_a_kill(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "laptop"
    folder.mkdir(mode=0o700)
    vault = folder / RECORDS
    caseload = Caseload.create(vault, "Sam Example", ["assessor"], PASSPHRASE, demo=True, kdf=Kdf(8 * 1024, 1, 1))
    record = caseload.records.begin("carer_conversation")
    caseload.close()
    report, killed_at = typed_until_killed(folder, seed)
    sure = max((n for what, n, at in report if what == "typed" and at < killed_at - SURE_AFTER_SECONDS), default=0)
    shown = max((n for what, n, _ in report if what == "saved"), default=0)
    caseload = Caseload.open(vault, None, PASSPHRASE)
    try:
        kept = str(caseload.records.open(record.id).answers.get("role_narrative", ""))
    finally:
        caseload.close()
    assert sure > 0, report
    assert len(kept) >= max(sure, shown), (len(kept), sure, shown)
    assert prose(seed).startswith(kept)


def typed_until_killed(folder: Path, seed: int) -> tuple[list[tuple[str, int, float]], float]:
    """What the typist said before it was killed at a moment drawn by chance, and that moment."""
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typist", str(folder), str(seed)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert typist.stdout is not None
    first = typist.stdout.readline()
    assert first.startswith("ready"), first
    lives_until = time.monotonic() + 1.2 + random.Random(seed).random() * 4
    lines = []
    for line in typist.stdout:
        lines.append(line)
        if time.monotonic() >= lives_until:
            break
    killed_at = time.monotonic()
    typist.kill()
    lines += typist.stdout.readlines()
    typist.stdout.close()
    typist.wait()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(what, int(number), float(at)) for what, number, at in whole], killed_at
