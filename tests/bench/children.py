"""Starting the child processes, each with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def home(folder: Path) -> dict[str, str]:
    """Surroundings with the program's own folder below *folder*, and its code kept compiled as when installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    names = ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME")
    own = {f"XDG_{name}": str(folder) for name in names}
    return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def records_file(folder: Path) -> Path:
    """Where the program looks for its records in that home."""
    own = folder / "carer-desktop"
    own.mkdir(parents=True, exist_ok=True)
    return own / "records.vault"


def run(what: str, folder: Path) -> dict[str, Any]:
    """What a child says of itself, and under `ms` how long it took to say it, from the start of its process."""
    import time

    start = time.monotonic()
    command = [sys.executable, "-m", "tests.bench.child", what]
    done = subprocess.run(command, capture_output=True, text=True, env=home(folder), cwd=ROOT, timeout=60)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{what}: {(done.stderr or done.stdout).strip()[-400:]}")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**said, "ms": (said["at"] - start) * 1000}
