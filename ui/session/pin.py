"""The short PIN that takes a cover away: for this sign-in only, kept in memory, never on the disk."""

from __future__ import annotations

from itertools import pairwise

LEAST_DIGITS = 4
TRIES = 3


def pin_problem(typed: str) -> str:
    """Why this cannot be a PIN, in words; nothing when it can.

    >>> pin_problem("123"), pin_problem("7777"), pin_problem("2684")
    ('PIN must be 4 digits or more', 'Choose a PIN that is harder to guess', '')
    """
    if not (typed.isascii() and typed.isdigit() and len(typed) >= LEAST_DIGITS):
        return f"PIN must be {LEAST_DIGITS} digits or more"
    steps = {int(b) - int(a) for a, b in pairwise(typed)}
    return "Choose a PIN that is harder to guess" if len(steps) == 1 and steps <= {-1, 0, 1} else ""


class Pin:
    """A PIN that can be held against what is typed; what is kept is not the PIN itself."""

    def __init__(self, typed: str) -> None:
        import secrets  # what it brings along is slow to load, and nobody has a PIN before the first frame

        self._salt = secrets.token_bytes(32)
        self._kept = self._of(typed)

    def is_it(self, typed: str) -> bool:
        """Whether this is the PIN."""
        import hmac

        return hmac.compare_digest(self._of(typed), self._kept)

    def _of(self, typed: str) -> bytes:
        import hashlib

        return hashlib.blake2b(typed.encode("utf-8", "surrogatepass"), key=self._salt).digest()
