"""What signing in tells: that it did not open and how long to wait, and what the person should know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carer_desktop.errors import StoreError


class NotOpened(StoreError):
    """Person and passphrase do not open the vault, or nobody may try yet; *seconds* to wait before the next try."""

    def __init__(self, what: str, where: str, mend: str, seconds: int) -> None:
        super().__init__(what, where, mend, retry=True)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person is told when they sign in, until they have seen it."""

    id: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Rotated:
    """A new vault key: for how many people, and how many backups still open with the key before."""

    people: int
    older_backups: int


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The rescue sheet as plain values for whoever shows or prints it: once, since nothing of it is kept.

    *groups* are the recovery key, *squares* the rows of its QR code (True is dark; leave a border of four squares).
    """

    title: str
    records: str
    made_at: datetime
    groups: tuple[str, ...]
    squares: tuple[tuple[bool, ...], ...]
    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return f"RecoverySheet({self.records!r}, {self.made_at!r})"

    def __reduce__(self) -> str:
        raise TypeError("Keys are not copied out of the program")
