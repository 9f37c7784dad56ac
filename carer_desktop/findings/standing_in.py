"""Values that stand in while a person has said nothing else: each comes from other answers of the same form."""

from __future__ import annotations

from datetime import date
from typing import Any

from carer_desktop.clock import day_words
from carer_desktop.findings.given import Given, full_day
from carer_desktop.findings.times import year_after


def conv_day(given: Given) -> date | None:
    """The day of the conversation itself."""
    return full_day(given.values.get(given.form.date_question))


def out_others_na(given: Given) -> str | None:
    """Why caring for others does not apply: only one person is cared for."""
    return "Cares for one person only" if len(given.values.get("cf") or ()) == 1 else None


def ordinary_residence(given: Given) -> str | None:
    """Yes when everyone cared for lives with a carer in this area; else it has to be asked (s.20)."""
    people = given.values.get("cf") or ()
    together = bool(people) and all(person.get("lives") == "yes" for person in people)
    return "yes" if together and not given.values.get("carer_outside") else None


def elig_ne_advice(given: Given) -> str | None:
    """The written advice s.24(2) asks for, begun with what was given in the conversation."""
    ticked = [label for choice, label in _labels(given, "info_given") if choice in given.values.get("info_given", ())]
    begun = [f"Information and advice given: {'; '.join(ticked)}."] if ticked else []
    if given.values.get("prevention"):
        begun.append(given.values["prevention"])
    return "\n".join(begun) or None


def plan_items_goal(given: Given) -> str | None:
    """What the carer said they want for this outcome."""
    return given.values.get(f"out_{given.values.get('plan_items.need')}_want")


def proposed_type(given: Given) -> str | None:
    """One-off unless an item comes back."""
    rows = _bought(given)
    if not rows:
        return None
    return "oneoff" if all(row.get("freq", "oneoff") == "oneoff" for row in rows) else "recurring"


def dp_action(given: Given) -> str | None:
    """A one-off payment, or a new one."""
    return {"oneoff": "oneoff", "recurring": "new"}.get(given.values.get("proposed_type", ""))


def dp_needs(given: Given) -> str | None:
    """What the payment is for, item by item."""
    often = dict(_labels(given, "plan_items.freq"))
    lines = []
    for row in _bought(given):
        total = row.get("total")
        cost = "" if total is None else f", £{total:,.2f}"
        lines.append(f"{row.get('description', 'Item')}{cost} ({often.get(str(row.get('freq')), 'One-off').lower()})")
    return "\n".join(lines) or None


def purchase_text(given: Given) -> str | None:
    """The instruction to whoever sets up the payment: amount, use, how often, from when."""
    amount = given.values.get("decision_amount") or given.values.get("proposed")
    if amount is None:
        return None
    start = full_day(given.values.get("dp_start"))
    parts = [f"£{amount:,.2f}", dict(_labels(given, "proposed_type")).get(given.values.get("proposed_type", ""), "")]
    if start:
        parts.append(f"from {day_words(start)}")
    use = given.values.get("decision_use") or given.values.get("dp_needs") or ""
    return f"{', '.join(part for part in parts if part)}. For: {use}"


def review_due(given: Given) -> date | None:
    """Twelve months after the conversation; 29 February becomes 28 February."""
    day = conv_day(given)
    return None if day is None else year_after(day)


def _bought(given: Given) -> list[dict[str, Any]]:
    return [row for row in given.values.get("plan_items") or () if row.get("by_budget") == "yes"]


def _labels(given: Given, key: str) -> list[tuple[str, str]]:
    return [(choice.id, choice.label) for choice in given.form.by_key[key].choices]
