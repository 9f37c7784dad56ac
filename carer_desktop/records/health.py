"""How the vault and the machine under it are doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from carer_desktop.records.backup import BackupInfo, RestoreTest, SecondCopy

Room: TypeAlias = Literal["enough", "little", "none"]
"""Free space: enough, little (a warning), or none to begin a new record with."""


@dataclass(frozen=True, slots=True)
class Space:
    """The disk under the vault, in bytes; *reserve* is what can be given free when it is full."""

    free: int
    total: int
    reserve: int
    room: Room


@dataclass(frozen=True, slots=True)
class Versions:
    """What the vault is kept by."""

    sqlcipher: str
    sqlite: str
    openssl: str


@dataclass(frozen=True, slots=True)
class Flush:
    """How long this disk takes to make a small write last, in seconds: the middle one of several, and the longest."""

    middle: float
    longest: float


@dataclass(frozen=True, slots=True)
class Health:
    """Everything the health page shows. *warnings* are sentences, the most urgent first; none means all is well.

    *disk_encrypted* is None where it cannot be seen without special rights, *second_place_reached* where none is set.
    *changed* is whether there was work since the last backup.
    """

    at: datetime
    space: Space
    disk_encrypted: bool | None
    versions: Versions
    flush: Flush | None
    last_seen: datetime | None
    clock_went_back: bool
    last_backup: BackupInfo | None
    changed: bool
    backups: int
    restore_test: RestoreTest | None
    second_copy: SecondCopy | None
    second_place_reached: bool | None
    rotation_suspended: bool
    warnings: tuple[str, ...]
