"""What lies on the way beside the answers: the queue before the form, contacts, visits, comments, ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

REFERRAL_KINDS = ("referral", "self", "review", "named")
"""Somebody refers; the carer asks; a review is asked for; a carer was named in an assessment and not asked yet."""
REFERRAL_STATES = ("waiting", "begun", "passed_on", "closed")
OFFER_ANSWERS = ("yes", "not_now", "no", "register")
REQUEST_STATES = ("waiting", "accepted", "refused")
VISIT_STATES = ("planned", "done", "cancelled")


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody who waits for a conversation: who asked and when, urgent and why, and what became of it."""

    id: str
    kind: str
    received_on: date
    carer_name: str
    mosaic_id: str
    reach: str
    asked_by: str
    source: str
    cared_for: str
    urgent: bool
    urgent_why: str
    may_contact: str
    note: str
    by: str
    at: datetime
    state: str = "waiting"
    assessment: str = ""
    closed_on: date | None = None
    closed_why: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A conversation was offered: to whom, what they said, what was given; nothing more is asked of a no."""

    id: str
    on_day: date
    carer_name: str
    mosaic_id: str
    answer: str
    given: str
    knows_can_return: bool
    referral: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One team asks another to take a case on: waiting, accepted, or refused with a reason."""

    id: str
    asked_on: date
    from_team: str
    to_team: str
    about: str
    text: str
    referral: str
    assessment: str
    by: str
    at: datetime
    state: str = "waiting"
    reply: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A call or message about a carer: what was said and done, and what was promised, by whom and until when."""

    id: str
    on_day: date
    carer_name: str
    mosaic_id: str
    assessment: str
    how: str
    who: str
    asked_for: str
    right_person: str
    said: str
    done_now: str
    message_for: str
    expect_by: date | None
    if_no_call: str
    filed_where: str
    told_carer_on: date | None
    follow_up: str
    due_on: date | None
    by: str
    at: datetime
    done_on: date | None = None
    done_note: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit or call that is planned: when, how the carer is safely reached, what they need, what to bring.

    *assessment* is the record it belongs to; the referral, while there is no record yet. *person* goes.
    """

    id: str
    on_day: date
    time: str
    carer_name: str
    assessment: str
    place: str
    safe_contact: str
    needs: str
    bring: str
    person: str
    by: str
    at: datetime
    state: str = "planned"


@dataclass(frozen=True, slots=True)
class Comment:
    """A manager's comment on one question of a version that was sent back."""

    id: str
    assessment: str
    revision: int
    question: str
    item: str
    column: str
    person: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One step of the checklist done, or taken back, on a day by somebody; signed."""

    assessment: str
    sequence: int
    revision: int
    step: str
    done: bool
    on_day: date
    note: str
    by: str
    at: datetime
    signature: bytes | None = None
