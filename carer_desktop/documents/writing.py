"""Handing a file over: its bytes are on the disk and read back before it gets its name, or nothing is left behind."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carer_desktop.errors import Refused
from carer_desktop.there import unwritten


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was handed over, and the SHA-256 of its bytes.

    *named* are the characters that it could not show, so that their names stand there in square brackets.
    """

    file: Path
    sha256: str
    named: tuple[str, ...] = ()


def handed_over(data: bytes, target: Path, check: Callable[[Path], None], named_signs: tuple[str, ...] = ()) -> Written:
    """Gives *data* to the disk as *target*, or as `target (2)` when there is one: nothing is ever written over.

    *check* looks at the file under its passing name and refuses it when something is lost.
    """
    try:
        held = _held(data, target.parent)
        try:
            check(held)
            file = named(held, target)
        finally:
            held.unlink(missing_ok=True)
    except OSError as error:
        raise unwritten(error, target) from error
    return Written(file, hashlib.sha256(data).hexdigest(), named_signs)


def _held(data: bytes, folder: Path) -> Path:
    """The bytes under a passing name in *folder*, on the disk; nothing is left when that fails."""
    number, name = tempfile.mkstemp(".part", "export-", folder)
    held = Path(name)
    try:
        with os.fdopen(number, "wb") as open_file:
            open_file.write(data)
            open_file.flush()
            os.fsync(open_file.fileno())
    except OSError:
        held.unlink(missing_ok=True)
        raise
    return held


def named(held: Path, target: Path) -> Path:
    """Gives the file its name, the first free one; taking the name and filling it are two steps, each whole."""
    for number in range(1, 1000):
        file = target if number == 1 else target.with_name(f"{target.stem} ({number}){target.suffix}")
        try:
            file.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        try:
            held.replace(file)
            _settle(file.parent)
        except OSError:
            file.unlink(missing_ok=True)
            raise
        return file
    raise Refused("There are too many files of this name", target.name, "Delete the ones you no longer need.")


def _settle(folder: Path) -> None:
    """Puts the folder's own entry on the disk, where the system can do that (Windows cannot)."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
