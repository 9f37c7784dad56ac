"""What the checklist says of a step: done by whom and when, whose it is, and what it waits for."""

from __future__ import annotations

from datetime import date

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.checklist import Shown
from carer_desktop.words import say
from carer_desktop.workflow.clocks import on_day
from carer_desktop.workflow.standing import decided

NO_BANK = (
    "Bank details have no place here, and in no document of this program: what is not written down cannot be lost or "
    "misused. The Direct Payments Team rings the carer for them."
)
FIRST_FILE = "Comes once the Word file is made."


def done_words(shown: Shown, today: date) -> str:
    """That a step is done, by whom and when.

    >>> from carer_desktop.workflow.checklist import Step
    >>> step = Step("a", "admin", "Write the case note")
    >>> done_words(Shown(step, True, "Ada Example", date(2026, 11, 23)), date(2026, 11, 24))
    '✓ Ada Example, Monday 23 November'
    """
    by = shown.by or "Somebody who is no longer here"
    day = f", {on_day(shown.on_day, today)}" if shown.on_day else ""
    return f"✓ {by}{day}" + (f": {shown.note}" if shown.note else "")


def whose(shown: Shown, roles: tuple[str, ...]) -> str:
    """Whose step it is, where it is not one's own."""
    return "" if shown.step.who in roles else f"For the {say('role', shown.step.who).lower()}"


def waits_for(shown: Shown, record: Assessment) -> str:
    """What has to come first; empty where nothing has to."""
    return FIRST_FILE if shown.step.move == "upload" and record.stage in ("authorised", "declined") else ""


def about(record: Assessment, title: str, names: dict[str, str], today: date) -> str:
    """What was decided: by whom, when, and how much."""
    parts = [title, say("stage", record.stage), record.reference]
    given = decided(record.history)
    if given is not None:
        who = str(record.answers.get("decision_name") or names.get(given.manager, ""))
        day = given.says.get("on")
        on = f" on {on_day(date.fromisoformat(day), today)}" if day else ""
        pounds = f"£{given.amount_pence / 100:,.2f} agreed" if given.amount_pence else say("stage", given.stage)
        parts.append(f"{pounds}{f' by {who}' if who else ''}{on}")
    return "  ·  ".join(parts)


def waiting_words(more: int) -> str:
    """How many cases wait after this one.

    >>> waiting_words(0), waiting_words(1), waiting_words(4)
    ('No other case is waiting.', '1 more case is waiting.', '4 more cases are waiting.')
    """
    if not more:
        return "No other case is waiting."
    return "1 more case is waiting." if more == 1 else f"{more} more cases are waiting."
