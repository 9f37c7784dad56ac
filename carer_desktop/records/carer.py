"""A carer, and the card of one assessment as lists show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who cares for another adult; *name* is what the newest record calls them, perhaps still empty."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One assessment as a list shows it: enough to find it again without reading its answers."""

    id: str
    reference: str
    form_id: str
    form_version: str
    stage: str
    carer: Carer
    assessor: str
    created_at: datetime
    saved_at: datetime
