"""One row of the history of a record: who did what when, over which content; plain and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

DECISIONS = ("authorise", "return", "decline", "record")
"""The moves that are a manager's decision: made in the program, or (record) made outside and entered here."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the history.

    *revision* is the version it was about, *manager* who decided (a person's id; the folded name of somebody outside
    the program), *says* what else belongs to it by name, as text. A recorded decision carries no signature: it is
    not the manager's own.
    """

    move: str
    stage: str
    at: datetime
    by: str
    role: str
    note: str = ""
    amount_pence: int | None = None
    content_sha256: str | None = None
    signature: bytes | None = None
    revision: int = 0
    manager: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
