"""Where one record stands, read from its history: what has been decided, sent, taken, instructed and paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carer_desktop.records.move import DECISIONS, Move

_NEW_VERSION = ("resume", "take_back", "reopen")
_PURCHASE = ("instruct", "payment", "cancel_purchase")


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides which moves may be made now, and by whom; the caseload puts it together.

    *authors* are the ids of everybody who gave an answer or began the record, *by_name* the names it is signed with;
    *asked* and *amount* are pence; *wanting* holds, by gate, what is still to give: labels and the questions
    they belong to.
    """

    stage: str
    history: tuple[Move, ...] = ()
    me: str = ""
    roles: tuple[str, ...] = ()
    authors: frozenset[str] = frozenset()
    wanting: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    no_decision: bool = False
    asked: int | None = None
    amount: int | None = None
    budget: bool = False
    changed: bool = False
    may_decide: bool = True
    manager: str = ""
    sent_to: str = ""
    reason: str = ""
    code_is_right: bool = True
    reference: str = ""
    payment: str = ""
    decision: str = ""


def since_sent(history: Sequence[Move]) -> tuple[Move, ...]:
    """The rows from the last time it was sent on; none while it has not been, or is being changed again.

    >>> since_sent(())
    ()
    """
    for number in range(len(history) - 1, -1, -1):
        if history[number].move in _NEW_VERSION:
            return ()
        if history[number].move == "complete":
            return tuple(history[number:])
    return ()


def decisions(history: Sequence[Move]) -> tuple[Move, ...]:
    """The decisions on the version that was sent last: one, or two where a second person decides too."""
    return tuple(row for row in since_sent(history) if row.move in DECISIONS)


def decided(history: Sequence[Move]) -> Move | None:
    """The decision that stands now; None before one, and while a second one is waited for."""
    found = decisions(history)
    return found[-1] if found and found[-1].stage not in ("completed", "returned") else None


def sent_back(history: Sequence[Move]) -> Move | None:
    """The manager's no-not-yet that the practitioner is answering; None once it was sent again.

    >>> sent_back(()) is None
    True
    """
    for row in reversed(history):
        if row.stage == "returned":
            return row
        if row.move == "complete":
            return None
    return None


def waits_for_second(history: Sequence[Move]) -> Move | None:
    """The first of two decisions, while the second is waited for."""
    found = decisions(history)
    return found[-1] if found and found[-1].stage == "completed" else None


def sent_to(history: Sequence[Move]) -> str:
    """To whom it was sent last: a person's id, `team:NAME`, `folder:NAME`, or nobody in particular."""
    rows = [row for row in since_sent(history) if row.move in ("complete", "redirect")]
    return rows[-1].says.get("to", "") if rows else ""


def taken_by(history: Sequence[Move]) -> str:
    """Who said that they are doing it, at the stage where it is now; nobody since it moved on."""
    for row in reversed(history):
        if row.move == "take":
            return row.by
        if row.move in ("complete", "record", "authorise", "decline", "upload", "redirect"):
            return ""
    return ""


def to_confirm(history: Sequence[Move]) -> bool:
    """Whether the decision was given by word of mouth and is still to be confirmed in writing."""
    given = decided(history)
    if given is None or given.says.get("how") != "phone":
        return False
    rows = since_sent(history)
    return not any(row.move == "confirm" for row in rows)


def purchase(history: Sequence[Move]) -> tuple[Move, ...]:
    """The rows of the purchase in hand: from its instruction on; none before it, and none once it was cancelled."""
    rows = [row for row in history if row.move in _PURCHASE]
    begun = max((number for number, row in enumerate(rows) if row.move == "instruct"), default=None)
    if begun is None or rows[-1].move == "cancel_purchase":
        return ()
    return tuple(rows[begun:])


def paid(history: Sequence[Move]) -> bool:
    """Whether the carer has the money."""
    return any(row.says.get("state") == "paid" for row in purchase(history))


def payment_day(history: Sequence[Move], state: str) -> str:
    """The day (ISO) on which the payment reached this state; empty while it has not."""
    return next((row.says.get("on", "") for row in purchase(history) if row.says.get("state") == state), "")


def payment_days(history: Sequence[Move]) -> dict[str, str]:
    """The days (ISO) of the payment by the names the clocks know; money that came had its paperwork before it."""
    named = {"dp_told": "told", "paperwork_back": "paperwork", "paid": "paid"}
    found = {name: payment_day(history, state) for name, state in named.items()}
    if found["paid"]:
        found["paperwork_back"] = found["paperwork_back"] or found["paid"]
    return {name: day for name, day in found.items() if day}


def carer_told(history: Sequence[Move]) -> bool:
    """Whether the carer was told of the decision that stands now."""
    return any(row.move == "tell_carer" for row in since_sent(history))


def carer_must_be_told(history: Sequence[Move]) -> bool:
    """Whether something else than was asked for was agreed, and the carer has not been told yet."""
    given = decided(history)
    return given is not None and "changed" in given.says and not carer_told(history)
