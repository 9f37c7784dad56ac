"""A person who signs in: assessor, authoriser, admin worker or keeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ROLES = ("assessor", "authoriser", "admin", "keeper")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may open this vault, what they may do, and the public halves of their keys (32 bytes each).

    *ended_at* is when they left; who has left signs in no more.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    signing_public: bytes
    receiving_public: bytes
    ended_at: datetime | None = None
