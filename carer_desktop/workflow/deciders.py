"""Who may decide on what was sent: a manager, who stands in for them, a team, or a folder of which any member takes it.

It is data, kept in the setting *deciders*; the dates of a deputy may be left out:
`{"teams": {"North": {"authorisers": [ids]}}, "folders": {"Virtual worker carer": [ids]},
"deputies": [{"person": id, "for": id, "from": "2026-11-22", "until": "2026-12-05"}]}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

SETTING = "deciders"
SECOND_ABOVE = "second_decision_above"
TEAM, FOLDER = "team:", "folder:"


def may_decide(person: str, sent_to: str, settings: Mapping[str, Any] | None, today: date) -> bool:
    """Whether a manager may decide today on what was sent to a person, a team, a folder, or to nobody in particular.

    >>> day = date(2026, 11, 22)
    >>> may_decide("mia", "", None, day), may_decide("mia", "max", None, day)
    (True, False)
    >>> may_decide("mia", "max", {"deputies": [{"person": "mia", "for": "max", "until": "2026-11-22"}]}, day)
    True
    """
    managers = {person, *stands_in_for(person, settings, today)}
    if sent_to == "" or sent_to in managers:
        return True
    if sent_to.startswith(TEAM):
        team = _part(settings, "teams").get(sent_to.removeprefix(TEAM))
        return isinstance(team, Mapping) and not managers.isdisjoint(_ids(team.get("authorisers")))
    if sent_to.startswith(FOLDER):
        return not managers.isdisjoint(_ids(_part(settings, "folders").get(sent_to.removeprefix(FOLDER))))
    return False


def stands_in_for(person: str, settings: Mapping[str, Any] | None, today: date) -> frozenset[str]:
    """The managers for whom somebody decides today."""
    return frozenset(row["for"] for row in deputies(settings) if row["person"] == person and _holds(row, today))


def deputies(settings: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], ...]:
    """Everybody who stands in for somebody, whenever, as it is kept."""
    listed = settings.get("deputies") if isinstance(settings, Mapping) else None
    rows = listed if isinstance(listed, list) else []
    return tuple(row for row in rows if isinstance(row, Mapping) and {"person", "for"} <= set(row))


def known(sent_to: str, people: frozenset[str], settings: Mapping[str, Any] | None) -> bool:
    """Whether there is somebody to send it to under this name."""
    if sent_to.startswith(TEAM):
        return sent_to.removeprefix(TEAM) in _part(settings, "teams")
    if sent_to.startswith(FOLDER):
        return sent_to.removeprefix(FOLDER) in _part(settings, "folders")
    return sent_to == "" or sent_to in people


def _holds(row: Mapping[str, Any], today: date) -> bool:
    day = today.isoformat()
    return (row.get("from") or day) <= day <= (row.get("until") or day)


def _ids(listed: Any) -> frozenset[str]:
    return frozenset(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else frozenset()


def _part(settings: Mapping[str, Any] | None, name: str) -> Mapping[str, Any]:
    part = settings.get(name) if isinstance(settings, Mapping) else None
    return part if isinstance(part, Mapping) else {}
