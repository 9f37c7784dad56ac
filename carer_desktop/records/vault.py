"""What a vault says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VaultFacts:
    """The vault's own id, whether it is a demo vault (made-up people, illustrative table) and when it was made."""

    id: str
    demo: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """What may be known of a vault before anybody has signed in: no answer, and names only by setting."""

    vault_id: str
    demo: bool
    people: int
    names: tuple[str, ...] = ()
    is_open: bool = False  # in some window already
