"""Whether a record needs a manager's decision at all."""

from __future__ import annotations

from carer_desktop.findings.result import Findings


def no_decision(findings: Findings) -> bool:
    """A record without a decision: the carer said no, caring has ended, or nobody who is cared for is an adult."""
    return "decision" not in findings.shown or no_adult(findings)


def no_adult(findings: Findings) -> bool:
    """Whether everybody who is cared for is known to be a child."""
    people = findings.values.get("cf") or ()
    return bool(people) and all(person.get("adult") == "no" for person in people)
