"""What is written down of who did what: the closed list of events, and what each may say beside its ids.

Nothing a person typed can get in: an event says random ids, a record's reference, numbers, hashes and words of
closed lists. Names are looked up when the log is read and are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias

from carer_desktop.clock import day_words
from carer_desktop.records.person import ROLES
from carer_desktop.words import say

Said: TypeAlias = Mapping[str, int | str]

FOLDERS = ("own", "stick", "share", "synchronised")
"""Kinds of place a file was written to: on this machine, a stick, a share, a folder that copies itself elsewhere."""

# Event -> what it may say. Later events are added at the end; one that was ever written is never taken out.
EVENTS: Final[Mapping[str, frozenset[str]]] = {
    event: frozenset(says.split())
    for event, says in {
        "vault_created": "schema demo",
        "log_begun": "schema",
        "person_known": "roles key",
        "person_added": "roles key",
        "person_removed": "",
        "roles_changed": "roles",
        "passphrase_changed": "",
        "access_reset": "key",
        "access_recovered": "key",
        "recovery_made": "",
        "rotation_begun": "",
        "key_rotated": "people",
        "signed_in": "",
        "sign_in_failed": "tries last",
        "covered": "",
        "locked": "",
        "signed_out": "",
        "version_changed": "program schema",
        "setting_changed": "setting",
        "table_loaded": "sha256",
        "table_approved": "sha256",
        "record_begun": "form version",
        "record_viewed": "reason",
        "record_saved": "answers by",
        "record_moved": "move stage pence content",
        "exported": "kind audience sha256 folder",
        "printed": "kind audience sha256",
        "jottings_removed": "jottings",
        "record_kept": "reason",
        "record_removed": "answers moves files jottings stub content",
        "stub_finished": "how",
        "package_made": "kind sha256",
        "package_opened": "kind sha256",
        "backup_made": "why number",
        "backup_failed": "why",
        "backup_tested": "number findings",
        "backup_restored": "number",
        "backups_rebuilt": "removed",
        "vault_salvaged": "rows lost",
        "checked": "findings",
        "check_failed": "findings",
        "log_exported": "rows sha256 folder",
        "log_shortened": "rows upto",
        "record_restricted": "people",
        "stepped_back": "",
        "step_ticked": "step done",
        "queue_changed": "what state",
        "calendar_made": "rows folder",
        "file_handed_over": "kind audience sha256",
        "file_deleted": "kind audience sha256",
        "batch_made": "kind audience files folder",
        "beside_removed": "what",
        "template_loaded": "sha256",
        "table_taken_out": "sha256 reason",
        "backup_kept": "number",
        "anchor_lost": "",
    }.items()
}

MILESTONES = frozenset(
    {
        "exported", "printed", "record_moved", "record_removed", "beside_removed", "person_added", "person_removed",
        "roles_changed", "access_reset", "access_recovered", "key_rotated", "backup_restored", "vault_salvaged",
        "package_made", "log_exported", "log_shortened", "table_approved",
    }
)  # fmt: skip
"""What the person signs with their own key, so that not even a holder of the vault key can have done it for them."""

_MOST = 2**53
_WORD = r"[a-z][a-z0-9_]{0,31}"
_ID = re.compile(r"[0-9a-zA-Z_]{0,64}")
_TEXTS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "roles": rf"(?:{'|'.join(ROLES)})(?: (?:{'|'.join(ROLES)}))*",
        "folder": "|".join(FOLDERS),
        "kind": "docx|pdf|txt|csv|eml|age|sheet|submit|return|authorise|decline|uploaded",
        "audience": "council|carer|cared_for|purchase|safeguarding",
        "by": _ID.pattern,
        "key": "[0-9a-f]{64}",
        "sha256": "[0-9a-f]{64}",
        "content": "[0-9a-f]{64}",
        "program": r"[0-9][0-9a-z.+]{0,31}",
        "last": r"\d{4}-\d\d-\d\dT\d\d:\d\d\+00:00",
        "version": r"[0-9][0-9a-z.+]{0,31}",
        "setting": rf"{_WORD}(?:\.{_WORD}|\.[0-9a-f]{{32}})?",
        **dict.fromkeys(("form", "move", "stage", "reason", "how", "why", "step", "what", "state"), _WORD),
    }.items()
}


def said(name: str, value: int | str) -> str:
    """One thing that a row says, in words: what it is called, and its value.

    >>> said("why", "sign_in"), said("roles", "assessor keeper")
    ('at sign-in', 'as Practitioner, Access lead')
    """
    text = str(value)
    if name == "roles":
        text = ", ".join(say("role", role) for role in text.split())
    elif name == "setting":  # of a person’s own details only that they are; whose is said already
        text = say("setting", text.partition(".")[0])
    elif name == "last":
        at = datetime.fromisoformat(text)
        text = f"{day_words(at)}, {at.astimezone():%H:%M}"
    elif name == "pence":
        text = f"£{int(value) / 100:.2f}"
    else:
        text = say({"what": "beside", "form": "form", "stage": "stage"}.get(name, "log"), text)
    return f"{say('log', name)} {text}".strip()


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be written down. *subject* is the random id of what it was done to, *says* what the list allows.

    ValueError for anything that is not on the list; its text never repeats what was handed in.
    """

    name: str
    at: datetime
    subject: str = ""
    reference: str = ""
    revision: int = 0
    says: Said = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name not in EVENTS:
            raise ValueError("There is no such event")
        if not set(self.says) <= EVENTS[self.name]:
            raise ValueError(f"“{self.name}” does not say that")
        if not all(_may_be_said(name, value) for name, value in self.says.items()):
            raise ValueError(f"“{self.name}” cannot say this in the log")
        if not (_ID.fullmatch(self.subject) and _ID.fullmatch(self.reference) and 0 <= self.revision < _MOST):
            raise ValueError(f"“{self.name}” was done to something that is no id")


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log as it is read: who (a person id), in which roles, did what to what, and whether signed."""

    sequence: int
    at: datetime
    person: str
    roles: tuple[str, ...]
    event: str
    subject: str
    reference: str
    revision: int
    says: Said
    signed: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the log somebody wants to see; what is left empty does not matter."""

    person: str = ""
    event: str = ""
    subject: str = ""
    reference: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def columns(self) -> tuple[tuple[str, str], ...]:
        """What is asked of a row's own words, by column."""
        return tuple((name, getattr(self, name)) for name in ("person", "event", "subject", "reference"))


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a check of the log has come, and what it found there (empty: nothing)."""

    sequence: int
    fault: str = ""


Log: TypeAlias = Callable[[Event], int]
"""Writes an event down in the transaction that is open, and gives its number."""


def _may_be_said(name: str, value: object) -> bool:
    if name in _TEXTS:
        return isinstance(value, str) and _TEXTS[name].fullmatch(value) is not None
    return isinstance(value, int) and 0 <= value < _MOST
