"""The moves of a record as data (`resources/moves.toml`): who makes each from where, and what must hold for it.

Every condition a move can name stands here once, with the words it is refused in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from carer_desktop.errors import Refused, StillToGive
from carer_desktop.paths import RESOURCES
from carer_desktop.words import say
from carer_desktop.workflow import standing as read
from carer_desktop.workflow.standing import Standing


@dataclass(frozen=True, slots=True)
class Rule:
    """One move from some stages."""

    id: str
    says: str
    done: str
    sources: tuple[str, ...]
    who: tuple[str, ...]
    reason: str
    to: str = ""
    holds: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    version: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """Every move, in the order of the file."""
    return tuple(_rule(row) for row in _data()["move"])


@cache
def moves() -> tuple[str, ...]:
    """The ids of all moves."""
    return tuple(dict.fromkeys(rule.id for rule in rules()))


def done(move: str) -> str:
    """What the history calls a move; one that the file does not know is called as it is.

    >>> done("upload")
    'On Mosaic'
    """
    return next((rule.done for rule in rules() if rule.id == move), move)


def decision_stages() -> Mapping[str, str]:
    """What a decision made outside leads to."""
    stages: Mapping[str, str] = _data()["decisions"]
    return stages


def payment_states() -> Mapping[str, str]:
    """What can be said of a payment, in words by id."""
    states: Mapping[str, str] = _data()["payment"]
    return states


def dialog(move: str) -> tuple[str, tuple[str, ...]]:
    """What the window says before a move is made: the words on its button, and what to know of it first."""
    row = _data()["dialog"].get(move, {})
    return row.get("go", "Go on"), tuple(row.get("tells", ()))


def reasons(move: str) -> Mapping[str, str]:
    """Reasons to choose from for a move, in words by id; a person may write their own."""
    return {row["id"]: row["label"] for row in _data()["reason"] if row["move"] == move}


def rule_of(move: str, stage: str) -> Rule:
    """The rule of a move from a stage; Refused where there is no such move, or not from there."""
    known = [rule for rule in rules() if rule.id == move]
    if not known:
        raise Refused(f"There is no move “{move}”", mend=f"Choose one of {', '.join(moves())}.")
    for rule in known:
        if stage in rule.sources:
            return rule
    where = ", ".join(f"“{say('stage', each)}”" for rule in known for each in rule.sources)
    raise Refused(f"“{known[0].says}” cannot be done while this is “{say('stage', stage)}”", mend=f"Only from {where}.")


def role_for(rule: Rule, roles: tuple[str, ...]) -> str:
    """The role in which somebody with these roles makes the move; Refused where none of them may."""
    for role in rule.who:
        if role in roles:
            return role
    called = " or ".join(say("role", role).lower() for role in rule.who)
    raise Refused(f"“{rule.says}” is for the {called}", mend="Ask them.")


def check(rule: Rule, at: Standing) -> str:
    """Refused, in words, unless the move may be made now by this person with what is given; gives their role."""
    role = role_for(rule, at.roles)
    if rule.reason == "must" and not at.reason:
        raise Refused("A reason is needed", mend=f"Say why: “{rule.says}”.")
    for name in rule.holds:
        _HOLDS[name](at)
    return role


def offered(stage: str, roles: tuple[str, ...]) -> tuple[Rule, ...]:
    """The moves somebody with these roles can think of at this stage, whatever else must hold."""
    return tuple(rule for rule in rules() if stage in rule.sources and set(rule.who) & set(roles))


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["id"],
        row["says"],
        row["done"],
        tuple(row["from"]),
        tuple(row["who"]),
        row["reason"],
        row.get("to", ""),
        tuple(row.get("holds", ())),
        tuple(row.get("asks", ())),
        row.get("version", ""),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "moves.toml").read_text("utf-8"))


# --- what must hold ------------------------------------------------------------------------------


def _wanting(gate: str, what: str) -> Callable[[Standing], None]:
    def hold(at: Standing) -> None:
        wanting = at.wanting.get(gate, {})
        left, questions = list(wanting), tuple(dict.fromkeys(wanting.values()))
        if left:
            named = ", ".join(f"“{label}”" for label in left[:3])
            named += "" if len(left) <= 3 else f" and {len(left) - 3} more"
            it = "it" if len(left) == 1 else "them"
            mend = f"Answer {it} in the record first." if gate == "C" else f"Give {it} with this step."
            raise StillToGive(f"{what}: {named}", mend, questions, with_it=gate != "C")

    return hold


def _no_decision_yet(at: Standing) -> None:
    if read.decisions(at.history):
        raise Refused("There is a decision already", mend="Wait for the second one, or ask the manager.")


def _decision_needed(at: Standing) -> None:
    if at.no_decision:
        raise Refused(
            "No decision is needed: the carer said no, or nobody cared for is an adult",
            mend="Make the Word file.",
        )


def _no_decision_needed(at: Standing) -> None:
    if not at.no_decision:
        raise Refused("A manager has not decided yet", mend="Enter the decision first.")


def _not_own(at: Standing) -> None:
    if at.manager in at.authors:
        raise Refused("Nobody decides on what they wrote themselves", mend="Another manager decides.")


def _not_twice(at: Standing) -> None:
    first = read.waits_for_second(at.history)
    if first is None:
        return
    if at.manager == first.manager:
        raise Refused("The second decision is another person’s", mend="Ask another manager.")
    if at.decision in ("authorise", "") and at.amount != first.amount_pence:
        raise Refused("The first manager agreed another amount", mend="Agree the same amount, or send it back.")


def _addressed(at: Standing) -> None:
    if not at.may_decide:
        raise Refused("This was sent to somebody else", mend="Ask for it to be sent to you, or to your team.")


def _amount(at: Standing) -> None:
    if at.amount is not None and not at.budget:
        raise Refused("No budget is asked for in this record", mend="Leave the amount out.")
    if at.decision in ("authorise", "") and at.budget and at.amount is None:
        raise Refused("The amount agreed is missing", mend="Give the amount in pounds.")


def _reason_for_change(at: Standing) -> None:
    if (at.changed or at.decision in ("return", "decline")) and not at.reason:
        raise Refused("A reason is needed for anything but the amount and use asked for", mend="Say why.")


def _check_code(at: Standing) -> None:
    if not at.code_is_right:
        raise Refused(
            "The check code is not that of the version that was sent",
            mend="The manager saw another version: send them this one, or look at the code again.",
        )


def _to_confirm(at: Standing) -> None:
    if not read.to_confirm(at.history):
        raise Refused("There is no decision here that waits to be confirmed")


def _own_signature_or_reference(at: Standing) -> None:
    if "authoriser" in at.roles:
        _not_own(at)
        _addressed(at)
    elif not at.reference:
        raise Refused("The reference of the manager’s e-mail is missing", mend="Give what finds their words again.")


def _to_somebody(at: Standing) -> None:
    if not at.sent_to:
        raise Refused("Say to whom it goes", mend="Name a manager, a team or a folder.")


def _payment_agreed(at: Standing) -> None:
    given = read.decided(at.history)
    if given is None or not given.amount_pence:
        raise Refused("No payment was agreed")


def _not_instructed(at: Standing) -> None:
    if read.purchase(at.history):
        raise Refused("The purchase is instructed already")


def _carer_told(at: Standing) -> None:
    if read.carer_must_be_told(at.history):
        raise Refused("The carer has not been told yet that something else was agreed", mend="Tell them first.")


def _instructed(at: Standing) -> None:
    if not read.purchase(at.history):
        raise Refused("No purchase is in hand", mend="The practitioner instructs it first.")


def _payment_state(at: Standing) -> None:
    if at.payment not in payment_states():
        raise Refused("Say what happened to the payment", mend=f"Choose one of {', '.join(payment_states())}.")


def _not_paid(at: Standing) -> None:
    if read.paid(at.history):
        raise Refused("The carer has the money already", mend="Make a new version, or talk to the manager.")


def _not_taken(at: Standing) -> None:
    if read.taken_by(at.history) == at.me:
        raise Refused("You are doing this one already")
    if read.taken_by(at.history):
        raise Refused("A colleague is doing this one", mend="Talk to them.")


_HOLDS: Mapping[str, Callable[[Standing], None]] = {
    "core": _wanting("C", "It cannot be sent yet"),
    "decision_facts": _wanting("A", "The decision is not complete"),
    "file_facts": _wanting("X", "The council’s file cannot be made yet"),
    "mosaic_facts": _wanting("U", "It cannot be called on Mosaic yet"),
    "last_facts": _wanting("K", "It cannot be finished yet"),
    "no_decision_yet": _no_decision_yet,
    "decision_needed": _decision_needed,
    "no_decision_needed": _no_decision_needed,
    "not_own": _not_own,
    "not_twice": _not_twice,
    "addressed": _addressed,
    "amount": _amount,
    "reason_for_change": _reason_for_change,
    "check_code": _check_code,
    "to_confirm": _to_confirm,
    "own_signature_or_reference": _own_signature_or_reference,
    "to_somebody": _to_somebody,
    "payment_agreed": _payment_agreed,
    "not_instructed": _not_instructed,
    "carer_told": _carer_told,
    "instructed": _instructed,
    "payment_state": _payment_state,
    "not_paid": _not_paid,
    "not_taken": _not_taken,
}
