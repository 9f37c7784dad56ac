"""Who may decide on what was sent: a manager, their deputies, a team, or a folder of which any member takes a case.

It is data, kept in the setting *deciders*:
`{"teams": {"North": {"authorisers": [ids], "deputies": [ids]}}, "folders": {"Virtual worker carer": [ids]}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SETTING = "deciders"
SECOND_ABOVE = "second_decision_above"
TEAM, FOLDER = "team:", "folder:"


def may_decide(person: str, sent_to: str, settings: Mapping[str, Any] | None) -> bool:
    """Whether a manager may decide on what was sent to a person, a team, a folder, or to nobody in particular.

    >>> may_decide("mia", "", None), may_decide("mia", "max", None)
    (True, False)
    >>> may_decide("mia", "max", {"teams": {"North": {"authorisers": ["max"], "deputies": ["mia"]}}})
    True
    """
    if sent_to in ("", person):
        return True
    teams, folders = _part(settings, "teams"), _part(settings, "folders")
    if sent_to.startswith(TEAM):
        return person in _of_team(teams.get(sent_to.removeprefix(TEAM)))
    if sent_to.startswith(FOLDER):
        return person in _ids(folders.get(sent_to.removeprefix(FOLDER)))
    return any(
        sent_to in _ids(team.get("authorisers")) and person in _of_team(team)
        for team in teams.values()
        if isinstance(team, Mapping)
    )


def known(sent_to: str, people: frozenset[str], settings: Mapping[str, Any] | None) -> bool:
    """Whether there is somebody to send it to under this name."""
    if sent_to.startswith(TEAM):
        return sent_to.removeprefix(TEAM) in _part(settings, "teams")
    if sent_to.startswith(FOLDER):
        return sent_to.removeprefix(FOLDER) in _part(settings, "folders")
    return sent_to == "" or sent_to in people


def _of_team(team: Any) -> frozenset[str]:
    return _ids(team.get("authorisers")) | _ids(team.get("deputies")) if isinstance(team, Mapping) else frozenset()


def _ids(listed: Any) -> frozenset[str]:
    return frozenset(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else frozenset()


def _part(settings: Mapping[str, Any] | None, name: str) -> Mapping[str, Any]:
    part = settings.get(name) if isinstance(settings, Mapping) else None
    return part if isinstance(part, Mapping) else {}
