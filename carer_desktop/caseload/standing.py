"""What decides which moves may be made of a record now: put together from its answers, its history and the settings."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.errors import Refused
from carer_desktop.findings.decision import no_decision
from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import Form
from carer_desktop.workflow.standing import Standing, sent_to

MOST_POUNDS = Decimal("1000000")


def standing(form: Form, assessment: Assessment, findings: Findings) -> Standing:
    """What the record itself says; who acts, and with what, is added by whoever makes a move."""
    budget = findings.values.get("budget_wanted") == "yes"
    return Standing(
        stage=assessment.stage,
        history=assessment.history,
        wanting=_labels(form, findings),
        no_decision=no_decision(findings),
        budget=budget,
        asked=pence(findings.values.get("proposed")) if budget else None,
        sent_to=sent_to(assessment.history),
    )


def pence(amount: Any) -> int | None:
    """Pounds as pence; None where there is no amount."""
    return int(amount * 100) if isinstance(amount, Decimal) else None


def amount_of(text: str) -> Decimal:
    """An amount in pounds as somebody gives it, with two places; Refused for what is not money.

    >>> amount_of("£1,250.5")
    Decimal('1250.50')
    """
    plain = text.strip().removeprefix("£").replace(",", "").strip()
    try:
        amount = Decimal(plain) if plain.isascii() and set(plain) <= set("0123456789.") else None
        exact = amount is not None and amount == amount.quantize(Decimal("0.01")) and amount <= MOST_POUNDS
    except InvalidOperation:
        amount, exact = None, False
    if amount is None or not exact:
        raise Refused(f"“{text}” is not an amount in pounds", mend="Write it as 300 or 300.50.")
    return amount.quantize(Decimal("0.01"))


def _labels(form: Form, findings: Findings) -> dict[str, dict[str, str]]:
    """What is still to give, by gate, in the labels people know; in the core also what has to be put right."""
    places = {**findings.wanting, "C": tuple(problem.place for problem in findings.unmet)}
    return {gate: dict(_label(form, place) for place in some) for gate, some in places.items()}


def _label(form: Form, place: str) -> tuple[str, str]:
    """The label of a place, and the question it belongs to."""
    question, _, cell = place.partition("/")
    column = cell.partition("/")[2]
    asked = form.question[question]
    return asked.column_by_id[column].label if column else asked.label, question
