"""Where a record stands: the stages there are, and what each allows."""

from __future__ import annotations

STAGES = ("draft", "completed", "returned", "authorised", "declined", "exported", "uploaded", "closed", "withdrawn")
OPEN_TO_CHANGE = ("draft", "returned")
UNDECIDED = ("draft", "completed", "returned", "withdrawn")


def may_change(stage: str) -> bool:
    """Whether answers may be given: only before a record is sent, or after it was sent back.

    >>> may_change("draft"), may_change("authorised")
    (True, False)
    """
    return stage in OPEN_TO_CHANGE


def marked_draft(stage: str) -> bool:
    """Whether a document of this stage carries the draft mark: everything a manager has not decided does.

    >>> marked_draft("completed"), marked_draft("declined"), marked_draft("uploaded")
    (True, False, False)
    """
    return stage in UNDECIDED
