"""Times, days and amounts of the page, as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carer_desktop.clock import day_words
from carer_desktop.records.pathway import Offer, Referral, Request, Visit
from carer_desktop.records.retention import Due, OldRow, Rule
from carer_desktop.words import say


def due_words(due: Due) -> str:
    """Why a record stands on this page."""
    held, since = due.holding, day_words(due.since)
    if due.what == "confirm":
        return f"Its time is long over, since {since}. It can only be removed, or kept with a reason."
    if due.what == "offer":
        more = f" From {day_words(due.more_on)} on it cannot be opened any more." if due.more_on else ""
        return f"It may go since {since}.{more}"
    began = f"begun on {day_words(held.since)}" if held.since else "begun long ago"
    if due.what == "tell":
        return f"Not on Mosaic, {began}: longer than it should be. Finish it, or remove it."
    return f"Not on Mosaic yet, {began}."


def heading_words(due: Due) -> str:
    """Which record it is; no name stands in this list."""
    return f"{due.holding.reference}  –  {say('stage', due.holding.stage)}"


def rule_words(rule: Rule) -> str:
    """How long one kind of record stays."""
    unit = rule.unit if rule.after != 1 else rule.unit.removesuffix("s")
    return f"{rule.title}: {rule.after} {unit} from {rule.counted_from}"


def beside_words(old: OldRow) -> str:
    """One referral, offer, contact, request or visit, as far as somebody needs it to decide that it may go."""
    row = old.row
    if isinstance(row, Request):
        return f"{row.about}: {row.to_team} was asked on {day_words(row.asked_on)}, and answered. {row.reply}".strip()
    who = row.carer_name or f"Mosaic ID {row.mosaic_id}" if not isinstance(row, Visit) else row.carer_name
    if isinstance(row, Referral):
        ended = f", until {day_words(old.since)}" if old.since else ""
        return f"{who}: waited from {day_words(row.received_on)}{ended}. {row.closed_why}".strip()
    if isinstance(row, Offer):
        return f"{who}: a conversation was offered on {day_words(row.on_day)}. {_SAID[row.answer]}"
    if isinstance(row, Visit):
        return f"{who}: planned for {day_words(row.on_day)}. {row.place}".strip()
    return f"{who}, {day_words(row.on_day)}: {' '.join(row.said.split())}"


_SAID = {
    "yes": "They said yes.", "not_now": "They said not now.", "no": "They said no.",
    "register": "They went on the register.",
}  # fmt: skip


def budget_words(budgets: Sequence[tuple[date, int]]) -> str:
    """Amounts and their days.

    >>> budget_words([(date(2026, 11, 2), 30050)])
    '£300.50 on 2 November 2026'
    """
    return ", ".join(f"£{pence / 100:,.2f} on {day_words(day)}" for day, pence in budgets)
