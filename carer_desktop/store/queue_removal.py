"""What lies beside the records when its time has come: from which day it counts, and taking it out for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.pathway import Contact, Offer, Referral, Request, Visit
from carer_desktop.records.retention import OldRow
from carer_desktop.store import moment, rows
from carer_desktop.store.engine import Connection


def all_(connection: Connection) -> tuple[OldRow, ...]:
    """Every referral, offer, contact, request and visit with the day its time counts from; None while it is open."""
    begun = dict(connection.execute("SELECT id, created_at FROM assessments").fetchall())
    referrals = rows.all_(connection, Referral)
    ended = {one.id: _referral_ended(one, begun.get(one.assessment)) for one in referrals}
    return (
        *(OldRow("referral", one, ended[one.id]) for one in referrals),
        *(OldRow("offer", one, ended.get(one.referral, one.on_day)) for one in rows.all_(connection, Offer)),
        *(OldRow("contact", one, one.done_on if one.due_on else one.on_day) for one in rows.all_(connection, Contact)),
        *(OldRow("request", one, one.answered_on) for one in rows.all_(connection, Request)),
        *(OldRow("visit", one, one.on_day) for one in rows.all_(connection, Visit)),
    )


def remove(connection: Connection, log: Log, looked_at: Iterable[OldRow], at: datetime) -> None:
    """Take these out for good, each written into the log by its id; Refused, with nothing done, if one has changed."""
    there = {one.row.id: one for one in all_(connection)}
    for old in looked_at:
        if there.pop(old.row.id, None) != old:
            raise Refused("Something here has changed since you looked at it", mend="Look at the list again.")
        rows.remove(connection, old.row)
        log(Event("beside_removed", at, old.row.id, says={"what": old.kind}))


def _referral_ended(row: Referral, begun_at: str | None) -> date | None:
    """When a referral no longer waited: closed, or begun as a record; the day it came where that record has gone."""
    if row.state == "waiting":
        return None
    if row.closed_on is not None:
        return row.closed_on
    return moment.read(begun_at).astimezone().date() if begun_at else row.received_on
