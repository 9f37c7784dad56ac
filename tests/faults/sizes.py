"""How large a fault test is: the size of this run, and a budget of seconds."""

from __future__ import annotations

import os
import time
from typing import Final, Literal, TypeAlias, TypeVar

Size: TypeAlias = Literal["quick", "ci", "release"]
Value = TypeVar("Value")

SIZES: Final[tuple[Size, ...]] = ("quick", "ci", "release")


def size() -> Size:
    """The size of this run, from CARER_FAULTS_SIZE; quick when it is not set."""
    given = os.environ.get("CARER_FAULTS_SIZE") or "quick"
    if given not in SIZES:
        raise ValueError(f"CARER_FAULTS_SIZE is {given!r}; write one of {', '.join(SIZES)}.")
    return given


def pick(*, quick: Value, ci: Value, release: Value) -> Value:
    """The one of three values that belongs to this run's size."""
    return {"quick": quick, "ci": ci, "release": release}[size()]


class Budget:
    """Seconds that a loop may spend; the first round is always allowed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start = time.monotonic()
        self._asked = False

    def left(self) -> bool:
        """True while another round may start."""
        first, self._asked = not self._asked, True
        return first or time.monotonic() - self._start < self._seconds
