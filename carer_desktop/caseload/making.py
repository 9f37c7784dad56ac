"""What somebody gives with a move, and what of it becomes facts of the form, words of the history and comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.standing import amount_of, pence
from carer_desktop.errors import Refused
from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import Form
from carer_desktop.records.move import DECISIONS as DECIDING
from carer_desktop.records.pathway import Comment
from carer_desktop.sealing.chance import random_id
from carer_desktop.text import one_line
from carer_desktop.words import say
from carer_desktop.workflow import moves as workflow
from carer_desktop.workflow.moves import Rule
from carer_desktop.workflow.standing import Standing

__all__ = [
    "DECIDING", "NOTHING", "With", "agreed_pence", "comments", "decision_facts", "said_with", "same_code",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class With:
    """What somebody gives with a move, as far as the move asks for it.

    *comments* are (place, text) pairs, *to* is a person's id, `team:NAME` or `folder:NAME`, *decision* one of
    authorise, return and decline, *state* one of `Moves.payment_states()`.
    """

    amount: str | None = None
    use: str = ""
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    comments: Sequence[tuple[str, str]] = ()
    to: str = ""
    decision: str = ""
    state: str = ""
    on: date | None = None
    reference: str = ""
    second: bool = False


NOTHING = With()


def agreed_pence(rule: Rule | None, at: Standing, given: With) -> int | None:
    """The amount agreed in pence: as given, else as asked for; none where nothing is agreed."""
    if rule is not None and rule.id != "authorise" and not (rule.id == "record" and given.decision == "authorise"):
        return None if given.amount is None else pence(amount_of(given.amount))
    text = given.amount if given.amount is not None else given.facts.get("decision_amount")
    return at.asked if text is None else pence(amount_of(str(text)))


def decision_facts(rule: Rule, at: Standing, given: With, name: str, today: date) -> dict[str, Any]:
    """What the form says of a decision, from the move itself; nothing for another move."""
    if rule.id not in DECIDING:
        return {}
    what = given.decision if rule.id == "record" else rule.id
    if what not in workflow.decision_stages():
        raise Refused("Say what the manager decided", mend=f"One of {', '.join(workflow.decision_stages())}.")
    amount, use = agreed_pence(rule, at, given), one_line(given.use)
    changed = what == "authorise" and (amount != at.asked or bool(use or given.facts.get("decision_use")))
    found: dict[str, Any] = {"decision": "authorise_changed" if changed else what}
    if what == "authorise" and amount is not None:
        found["decision_amount"] = f"{amount // 100}.{amount % 100:02d}"
    found |= {"decision_use": use} if use else {}
    found |= {"decision_reason": given.reason} if given.reason else {}
    if rule.id == "record":
        return found
    signed = {"decision_on": today.isoformat(), "decision_how": "app", "decision_name": name}
    return {**found, **signed, "decision_role": say("role", "authoriser")}


def said_with(rule: Rule, at: Standing, given: With, findings: Findings, today: date) -> dict[str, str]:
    """What else belongs to the row of the history, by name."""
    review = findings.values.get("review_due")
    found = {
        "to": given.to,
        "reference": one_line(given.reference),
        "state": given.state if rule.id == "payment" else "",
        "on": (given.on or today).isoformat() if rule.id in ("payment", "tell_carer", "instruct") else "",
        "review_due": review.isoformat() if isinstance(review, date) and rule.id in ("upload", "close") else "",
    }
    if rule.id in ("authorise", "record"):
        found["how"] = "app" if rule.id == "authorise" else str(given.facts.get("decision_how") or "")
        found["on"] = str(given.facts.get("decision_on") or today.isoformat())
        found["changed"] = "yes" if at.changed and given.decision in ("", "authorise") else ""
        found["decision"] = given.decision
    if rule.id == "confirm":
        found["how"] = "writing" if given.reference else "app"
    return {name: text for name, text in found.items() if text}


def comments(
    form: Form, assessment: Assessment, given: Sequence[tuple[str, str]], by: str, at: datetime
) -> tuple[Comment, ...]:
    """Comments on single questions as rows to keep; Refused for a question the form has not, and for no words."""
    found = []
    for place, text in given:
        question, _, cell = place.partition("/")
        item, _, column = cell.partition("/")
        if question not in form.question:
            raise Refused(f"The form has no question “{question}”", form.title)
        if not text.strip():
            raise Refused("A comment needs words", form.question[question].label)
        which = (assessment.id, assessment.revision, question, item, column)
        found.append(Comment(random_id(), *which, by, at, text.strip()))
    return tuple(found)


def same_code(given: Any, code: str) -> bool:
    """Whether a check code as somebody typed it is this one: the letters people mix up count as one.

    >>> same_code("0a1b 2c3d 4e5f", "OAIB-2C3D-4E5F".replace("O", "0").replace("I", "1"))
    True
    """
    plain = "".join(str(given or "").upper().replace("O", "0").replace("I", "1").replace("L", "1").split())
    return plain.replace("-", "") == code.replace("-", "")
