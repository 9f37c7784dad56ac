"""The tables that come with the program; whatever is approved for real use lives in the vault instead."""

from __future__ import annotations

from pathlib import Path

from carer_desktop.budget.table import Table, load
from carer_desktop.errors import Refused
from carer_desktop.paths import RESOURCES


def shipped(root: Path = RESOURCES / "budget") -> list[Table]:
    """Every table that comes with the program, by file name."""
    return [load(path, path.name) for path in sorted(root.glob("*.toml"))]


def find(name: str, root: Path = RESOURCES / "budget") -> Table:
    """The shipped table `ID`, the one that starts last, or exactly `ID@VERSION`; Refused for an unknown one."""
    tables = shipped(root)
    found = [table for table in tables if name in (table.id, f"{table.id}@{table.version}")]
    if not found:
        known = ", ".join(f"{table.id}@{table.version}" for table in tables)
        raise Refused(f"There is no table “{name}”", mend=f"Known are: {known}.")
    return max(found, key=lambda table: table.start)
