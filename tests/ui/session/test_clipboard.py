"""Copied text is marked as private and taken back after a minute, unless something else was copied meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.lock_scene import Screen

ROOT = Path(__file__).parents[3]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("once", ["marked 3", "100 'first'", "159 'first'", "160 ''", "214 ''", "215 ''", "other False"]),
        ("second", ["marked 3", "100 'first'", "150 'first'", "155 'second'", "159 'second'", "160 'second'",
                    "214 'second'", "215 ''", "other False"]),
        ("lock", ["marked 3", "100 'first'", "159 ''", "160 ''", "214 ''", "215 ''", "other False"]),
        ("other", ["marked 3", "100 'first'", "159 ''", "160 ''", "214 ''", "215 ''", "other True"]),
        ("control", ["marked 0", "100 'first'", "159 'first'", "160 'first'", "214 'first'", "215 'first'",
                     "other False"]),
    ],
)  # fmt: skip
def test_taken_back_after_a_minute(screen: Screen, story: str, told: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.session.copier", story], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": screen.display},
    )  # fmt: skip
    assert done.stdout.splitlines() == told
