"""Who should complete the conversation, as the record says it: the advice and why, without the month's count."""

from __future__ import annotations

from carer_desktop.careact.route import Facts, Route, route
from carer_desktop.findings.given import Given
from carer_desktop.words import say


def who_in_words(given: Given) -> str:
    """Whom the rules name, in words."""
    return say("route", _advice(given).who)


def why_in_words(given: Given) -> str:
    """The rules that say so, and what to look at, one line each."""
    found = _advice(given)
    return "\n".join((*(line.text for line in found.why), *found.warnings))


def _advice(given: Given) -> Route:
    return route(Facts.from_values(given.values, counted=False))
