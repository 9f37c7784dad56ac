"""How long things stay, what is due to go, and the two things that remain when a record has gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from carer_desktop.records.pathway import Contact, Offer, Referral, Request, Visit

Beside: TypeAlias = Referral | Offer | Contact | Request | Visit
"""What lies beside the records and has a time of its own."""

What: TypeAlias = Literal["remind", "tell", "offer", "confirm"]
"""A reminder; the access lead is told; removal is offered; only removing, or saying why not, is possible any more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of record stays: *after* so many days, months or years, which a council sets within bounds."""

    kind: str
    title: str
    counted_from: str
    after: int
    unit: str
    least: int
    most: int
    then: Literal["offer", "tell"]
    remind_every: int | None = None
    lock_after: int | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """One record as far as its time here matters.

    *since* is the day its time counts from, None while there is none; *kept_on* the day somebody last said that
    it must stay longer, from which the time counts anew.
    """

    kind: str
    id: str
    reference: str
    stage: str
    since: date | None
    kept_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done about a record, since which day, and (None: never) when it becomes more than that."""

    holding: Holding
    what: What
    since: date
    more_on: date | None


@dataclass(frozen=True, slots=True)
class OldRow:
    """One referral, offer, contact, request or visit as far as its time here matters; *since* as in a Holding."""

    kind: str
    row: Beside
    since: date | None


@dataclass(frozen=True, slots=True)
class ReviewStub:
    """What stays of a removed record until its next review is done or handed on: how to find it again, and no more."""

    id: str
    mosaic_id: str
    initials: str
    safe_contact: str
    review_due: date | None
    budgets: tuple[tuple[date, int], ...]
    document_title: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CountRow:
    """What stays of a removed record for the numbers: month, team, form and bands; nothing that leads to a person."""

    id: str
    month: str
    team: str
    form: str
    bands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """One record as somebody looks at it before it goes: what goes, by kind and number, and what stays.

    *stub* is None for a record that never was on Mosaic. *seen* is what it was when they looked: removed is that or
    nothing. *carer* is for the eye alone and stays nowhere.
    """

    assessment: str
    reference: str
    carer: str
    stage: str
    goes: Mapping[str, int]
    stub: ReviewStub | None
    count: CountRow
    seen: str
    revision: int = 1
    content_sha256: str = ""
