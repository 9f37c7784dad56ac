"""What is kept beside the answers: packs, tables, revisions, jottings, places and the register of exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pack:
    """A form pack as it was used: its files by name, so that the record opens anywhere with the labels as asked."""

    sha256: str
    kind: str
    id: str
    version: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A budget table loaded into a vault, the text of its file, and who approved it."""

    sha256: str
    id: str
    version: str
    text: str
    approved_by: str
    loaded_at: datetime
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """Numbered content of an assessment; canonical bytes and their SHA-256 once it has been completed."""

    id: str
    assessment: str
    number: int
    parent: str | None
    content: bytes | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Jotting:
    """A note taken down while talking, outside the answers; *used_for* names the question it went into."""

    id: str
    assessment: str
    at: datetime
    text: str
    used_for: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person was: which assessment, section and question."""

    person: str
    assessment: str
    section: str
    question: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that left: of which revision, for whom, where it was written and what it was.

    *points* is the size of print where it was chosen by hand, *reason* why, as a word of `words.toml`; *protected*:
    locked with a password. *settled* is empty until it was `handed_over` or `deleted`. *number* is its place in the
    register, 0 for one that is not in it yet.
    """

    assessment: str
    revision: int
    file: str
    folder: str
    audience: str
    format: str
    sha256: str
    at: datetime
    by: str
    points: int = 0
    reason: str = ""
    protected: bool = False
    settled: str = ""
    settled_at: datetime | None = None
    number: int = 0
