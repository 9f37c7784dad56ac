"""What holds for every test: no display, one language, one time zone, a clock that stands still, marks by folder."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from carer_desktop.clock import FixedClock

HERE = Path(__file__).parent
_HOME = tempfile.TemporaryDirectory(prefix="carer-desktop-tests-", ignore_cleanup_errors=True)  # gone with the process
EXHAUSTIVE = ("test_hidden.py", "test_hidden_in_tables.py")
"""They and the faults try what is measured elsewhere over and over: measured too, they take five times as long."""
MARK_OF_FOLDER = {"ui": "window", "journeys": "journey", "faults": "faults"}
WITH_VAULTS = ("store", "caseload", "documents", "packs", "test_cli")
"""Rooms of the core, and beginnings of its files, whose tests make vaults, files, or many answers by chance."""


def _make_surroundings() -> None:
    """Sets what Qt and the C library read at start, so that no test sees the settings of the person who runs it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", TZ="Europe/London")
    time.tzset()
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        folder = Path(_HOME.name, name.lower())
        folder.mkdir(mode=0o700)
        os.environ[f"XDG_{name}"] = str(folder)


_make_surroundings()

# Seeds and failing examples are printed, never fixed: a new run looks in new places. Speed is the benches' business.
settings.register_profile("fast", max_examples=25, deadline=None, print_blob=True)
settings.register_profile("full", max_examples=100, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Gives every test the mark of the folder it lies in."""
    for item in items:
        if item.path.is_relative_to(HERE):
            folder, *inside = item.path.relative_to(HERE).parts
            mark = MARK_OF_FOLDER.get(folder)
            if folder == "core" and inside[0].startswith(WITH_VAULTS):
                mark = "vault"
            if mark:
                item.add_marker(mark)
            if mark == "faults" or item.path.name in EXHAUSTIVE:
                item.add_marker("no_cover")


@pytest.fixture
def fixed_clock() -> FixedClock:
    """A clock that stands at ten in the morning of 22 November 2026 until a test moves it."""
    return FixedClock(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))


@pytest.fixture(autouse=True)
def gathered() -> Iterator[None]:
    """Once a window has been there, nothing is tidied up by itself any more (ui.background): so it is done here."""
    yield
    if not gc.isenabled() and gc.get_count()[1] > 10:
        gc.collect()
