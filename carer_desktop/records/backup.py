"""Backups: what one of them holds, when it was proven, and where else a copy lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

WHYS = ("asked", "sign_in", "interval", "close", "migration", "removal", "restore", "before_key_change", "key_change")
"""What a backup was made for: at somebody's wish, at its time, or before something that cannot be taken back."""


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup as its manifest tells of it.

    *number*, not the time, decides which is newer. *saves* is how many saves the vault had seen, *changes* how many
    of them had changed more than the log and where people are, *answers* how many had been given (None where its
    manifest is from before they were counted), *counts* the rows of every table. *proven* means: read back whole after
    it was made, and as long today as it was then.
    """

    file: str
    number: int
    made_at: datetime
    why: str
    vault_id: str
    saves: int
    changes: int
    counts: Mapping[str, int]
    bytes: int
    sha256: str
    proven: bool
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class RestoreTest:
    """The newest backup, once put back for trial: when, which, and what was wrong with it (empty if nothing)."""

    at: datetime
    file: str
    made_at: datetime
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """The newest copy in the second place: when it was put there, under which name, of which backup."""

    at: datetime
    file: str
    number: int


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What one round of looking after the backups did; *faults* say in words what could not be done."""

    made: BackupInfo | None = None
    removed: tuple[str, ...] = ()
    tested: RestoreTest | None = None
    second: SecondCopy | None = None
    faults: tuple[str, ...] = ()
