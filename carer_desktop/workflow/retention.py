"""When a record's time on this laptop has come: rules read from data, and dates worked out from what is handed in."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from carer_desktop.paths import RESOURCES
from carer_desktop.records.retention import Due, Holding, Rule

SETTING = "retention"
_URGENCY = ("confirm", "tell", "offer", "remind")


@cache
def shipped() -> tuple[tuple[Rule, ...], Mapping[str, str]]:
    """The rules as they come with the program, and the reasons to keep a record longer, in words by id."""
    read = tomllib.loads((RESOURCES / "retention.toml").read_text("utf-8"))
    rules = tuple(Rule(**{"kind": kind.pop("id"), **kind}) for kind in read["kind"])
    return rules, {reason["id"]: reason["label"] for reason in read["reason"]}


def rules(settings: Mapping[str, Any]) -> dict[str, Rule]:
    """The rules of this vault by kind. A time set outside its bounds counts as the bound, anything else as not set.

    >>> rules({"retention.assessment": 400})["assessment"].after
    90
    """
    return {rule.kind: _set(rule, settings.get(f"{SETTING}.{rule.kind}")) for rule in shipped()[0]}


def due(holdings: Iterable[Holding], settings: Mapping[str, Any], today: date) -> tuple[Due, ...]:
    """What is to be done about these records today, the most urgent and the longest due first.

    >>> uploaded = Holding("assessment", "a", "ABCD1234", "uploaded", date(2026, 11, 22))
    >>> [(one.what, one.since.isoformat()) for one in due([uploaded], {}, date(2026, 12, 22))]
    [('offer', '2026-12-22')]
    """
    known = rules(settings)
    found = [one for holding in holdings for one in _due(holding, known[holding.kind], today)]
    return tuple(sorted(found, key=lambda one: (_URGENCY.index(one.what), one.since, one.holding.id)))


def is_over(holding: Holding, settings: Mapping[str, Any], today: date) -> bool:
    """Whether its time is long over: it can only be removed, or kept with a reason."""
    return any(one.what == "confirm" for one in due([holding], settings, today))


def time_comes(holding: Holding, rule: Rule, times: int = 1) -> date | None:
    """The day on which so many times the rule's time is over; None while it has not begun to count."""
    if holding.since is None:
        return None
    return later(max(holding.since, holding.kept_on or holding.since), rule.after * times, rule.unit)


def later(day: date, number: int, unit: str) -> date:
    """So many days, months or years on; the last day of a month that is too short, the last day there is at most.

    >>> later(date(2024, 1, 31), 1, "months"), later(date(2024, 2, 29), 7, "years")
    (datetime.date(2024, 2, 29), datetime.date(2031, 2, 28))
    """
    if unit == "days":
        return date.fromordinal(min(day.toordinal() + number, date.max.toordinal()))
    years, month = divmod(day.month - 1 + number * {"months": 1, "years": 12}[unit], 12)
    if day.year + years > date.max.year:
        return date.max
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _due(holding: Holding, rule: Rule, today: date) -> Iterator[Due]:
    comes = time_comes(holding, rule)
    if comes is None or holding.since is None:
        return
    locks = time_comes(holding, rule, rule.lock_after) if rule.lock_after else None
    if locks and today >= locks:
        yield Due(holding, "confirm", locks, None)
    elif today >= comes:
        yield Due(holding, rule.then, comes, locks)
    elif rule.remind_every and (today - holding.since).days >= rule.remind_every:
        weeks = (today - holding.since).days // rule.remind_every
        yield Due(holding, "remind", holding.since + timedelta(days=weeks * rule.remind_every), comes)


def _set(rule: Rule, value: Any) -> Rule:
    if not isinstance(value, int) or isinstance(value, bool):
        return rule
    return replace(rule, after=min(max(value, rule.least), rule.most))
