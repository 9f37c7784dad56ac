"""Errors at many places with a person's words in them: neither the log nor stderr repeats one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.faults.raising import WORDS
from tests.faults.sizes import SEED, Budget, inputs
from tests.faults.test_plaintext_on_disk import forms

POINTS = inputs("errors with words in them")
AT_ONCE = min(POINTS, 50)
FEW = 4
ROOT = Path(__file__).parents[2]


def failed(folder: Path, points: int, how: str, seed: int) -> tuple[int, bytes, bytes]:
    """At how many places the process failed, what it said on stderr, and what it logged."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.raising", str(folder), str(seed), str(points), how],
        cwd=ROOT, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, f"seed {seed}:\n{done.stderr[-6_000:].decode(errors='replace')}"
    logged = b"".join(each.read_bytes() for each in sorted((folder / "log").glob("*")))
    return int(done.stdout), done.stderr, logged


def said(content: bytes) -> set[str]:
    """The words that stand in it, in any form and case."""
    folded = content.lower()
    return {word for word in WORDS for form in forms(word) if form in content or form.lower() in folded}


def test_no_word_is_logged_or_said(tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    budget, points, told = Budget.of("errors with words in them"), 0, 0
    while points < POINTS and budget.left():
        seed = SEED + points
        failures, stderr, logged = failed(tmp_path / str(points), AT_ONCE, "quiet", seed)
        assert (said(stderr), said(logged)) == (set(), set()), f"seed {seed}"
        assert logged.count(b" unhandled ") == stderr.count(b" unhandled ") == failures
        points, told = points + AT_ONCE, told + failures
    ran(f"errors with words in them, {told} of them caught by nobody", points, POINTS)


def test_control_python_s_own_way_of_telling_says_them(tmp_path: Path) -> None:
    failures, stderr, logged = failed(tmp_path / "loud", FEW, "loud", SEED)
    assert failures
    assert said(stderr)
    assert logged == b""
