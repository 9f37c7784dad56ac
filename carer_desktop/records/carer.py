"""A carer, and the card of one assessment as lists show it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

# Named tuples, because a list may have ten thousand of them and is made anew whenever it is shown.


class Carer(NamedTuple):
    """Somebody who cares for another adult; *name* is what the newest record calls them, perhaps still empty."""

    id: str
    name: str = ""


class Card(NamedTuple):
    """One assessment as a list shows it: enough to find it again without reading its answers.

    *begun_by* is the id of whoever began it, *assessor* their name.
    """

    id: str
    reference: str
    form_id: str
    form_version: str
    stage: str
    carer: Carer
    begun_by: str
    assessor: str
    created_at: datetime
    saved_at: datetime
