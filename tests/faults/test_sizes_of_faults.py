"""The sizes, budgets and shards that the fault tests lean on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import sizes
from tests.faults.sizes import FAULTS, SHARDS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.parametrize(("given", "at"), [("", 0), ("quick", 0), ("ci", 1), ("release", 2)])
def test_each_size_has_its_own_numbers(monkeypatch: pytest.MonkeyPatch, given: str, at: int) -> None:
    monkeypatch.setenv("CARER_FAULTS_SIZE", given)
    for name, fault in FAULTS.items():
        assert (sizes.inputs(name), sizes.seconds(name)) == (fault.inputs[at], fault.seconds[at])


def test_an_unknown_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARER_FAULTS_SIZE", "huge")
    with pytest.raises(ValueError, match="quick, ci, release"):
        sizes.size()


def test_every_row_grows_with_the_size_and_belongs_to_a_test_that_uses_it() -> None:
    for name, fault in FAULTS.items():
        assert list(fault.inputs) == sorted(fault.inputs), name
        assert list(fault.seconds) == sorted(fault.seconds), name
        folder = HERE if fault.file != "kill_typing" else HERE.parent / "journeys"
        assert f'"{name}"' in (folder / f"test_{fault.file}.py").read_text("utf-8"), name


def test_a_spent_budget_still_allows_one_round(ran: Callable[[str, int, int], None]) -> None:
    budget = sizes.Budget(0)
    rounds = 0
    while budget.left():
        rounds += 1
    assert rounds == 1
    ran("rounds on a spent budget", rounds, 1)


def test_every_shard_stays_under_an_hour_and_every_file_is_in_one() -> None:
    dealt = sizes.shards(SHARDS)
    assert sorted(file for files in dealt for file in files) == sorted({fault.file for fault in FAULTS.values()})
    assert max(sum(files.values()) for files in dealt) <= sizes.SHARD_SECONDS


@pytest.mark.parametrize("given", ["0/8", "9/8", "2", "two/8", "-1/8"])
def test_a_shard_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CARER_FAULTS_SHARD", given)
    with pytest.raises(ValueError, match="a part of how many"):
        sizes.shard()


def test_a_run_of_a_shard_takes_its_files_and_no_others() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", "tests/faults"],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "CARER_FAULTS_SHARD": "2/3"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    collected = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    there = {each.stem for each in HERE.glob("test_*.py")}
    wanted = {f"test_{file}" for file in sizes.shards(3)[1]} & there
    assert {Path(each).stem for each in collected} == wanted
