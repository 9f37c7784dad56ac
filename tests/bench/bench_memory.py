"""Memory after the whole record has been looked at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from carer_desktop.sealing.keys import Kdf
from tests.bench.case import demo_vault
from tests.bench.children import records_file, run
from tests.bench.row import Row

REAL = Kdf(128 * 1024, 3, 2)  # what a vault on an ordinary laptop is made with


def measure(size: str) -> list[Row]:
    """Resident memory of the open program against that of a bare window; the peak of the key derivation apart."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        demo_vault(records_file(here), REAL)[0].close()
        ours, floor = run("visit", here), run("bare", here)
    note = (
        f"resident after unlocking and visiting all {ours['sections']} sections once, against a bare"
        " window with one line to type in"
    )
    peak = "the most it held while the key was derived, which takes 128 MiB by itself and gives it back"
    return [
        Row("memory", ours["rss"] / 1024, floor["rss"] / 1024, 2.0, "MiB", note),
        Row("memory, unlocking", ours["peak"] / 1024, None, None, "MiB", peak),
    ]
