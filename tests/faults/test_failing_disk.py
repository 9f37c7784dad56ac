"""A call to the disk fails, once or for good: told as not saved, nothing is lost, and it works when the disk does."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.store import assessments, backup, entries, manifest, open_vault
from tests.core.store.given import PASSPHRASE
from tests.faults.disk import ROOT, surroundings
from tests.faults.failing import QUESTION, made, numbered
from tests.faults.sizes import SEED, Budget, inputs

CALLS = inputs("calls to the disk that fail")
AT_ONCE = 25


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own, with a vault in it."""
    work = tmp_path / "work"
    work.mkdir()
    made(work)
    return work


def worked(folder: Path, seed: int, rounds: int, how: str = "whole") -> tuple[list[str], int, str]:
    """What a process said while its disk failed, how it ended, and what it said on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.failing", str(folder), str(seed), str(rounds), how],
        cwd=ROOT, capture_output=True, text=True, timeout=250, env=surroundings(folder),
    )  # fmt: skip
    return done.stdout.splitlines(), done.returncode, done.stderr


def lost(folder: Path, said: list[str]) -> set[int]:
    """Rounds whose answer was said to be saved and is not kept."""
    return {int(line.split()[1]) for line in said if line.startswith("answer")} - there(folder)


def there(folder: Path) -> set[int]:
    """The rounds whose answer is kept; everything sound, every backup that is proven whole."""
    store = open_vault(folder / "team.vault", None, PASSPHRASE)
    (card,) = store.read(assessments.cards).result()
    found = store.read(assessments.one, card.id).result()
    kept = [numbered(each.value) for each in store.read(entries.of, card.id).result() if each.question == QUESTION]
    sound = store.verify().result() == () and not [each for each in store.check_log().result() if each.fault]
    store.close()
    assert sound
    assert kept == sorted(set(kept)), "an answer was kept twice, or in another order"
    assert found and numbered(found.answers.get(QUESTION)) == max(kept, default=0)
    copies = manifest.folder_of(folder / "team.vault")
    for each in manifest.all_(copies):
        if each.proven:
            backup.check_unchanged(copies / each.file)
    return set(kept)


def test_nothing_that_was_said_to_be_saved_is_lost(folder: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, seen = random.Random(SEED), Budget.of("calls to the disk that fail"), Counter[str]()
    while seen.total() < CALLS and budget.left():
        said, ended, stderr = worked(folder, chance.randrange(2**31), min(AT_ONCE, CALLS))
        assert ended in (0, 9), f"seed {SEED}: {stderr[-1_500:]}"
        seen.update(line for line in said if line.startswith("round"))
        seen["round 11"] += ended == 9
        assert not lost(folder, said), f"seed {SEED}"
    assert seen["round 01"] == 0, "something failed of itself"
    told = f"{seen['round 11']} told, {seen['round 10']} without harm, {seen['round 00']} never came to it"
    ran(f"calls to the disk that fail, {told}", seen.total(), CALLS)


def test_control_who_does_not_listen_to_the_disk_loses_answers(
    folder: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, gone, tried = random.Random(SEED), Budget(60), 0, 0
    while not gone and budget.left():
        said, _, _ = worked(folder, chance.randrange(2**31), AT_ONCE, "boast")
        gone += len(lost(folder, said))
        tried += sum(line.startswith("answer") for line in said)
    assert gone
    ran("control: answers lost where nobody listened to the disk", gone, tried)
