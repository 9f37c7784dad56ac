"""The teams that the access lead has set, read from their setting: `{"North": {"members": [ids], "way": "asc", ...}}`.

A team may also be a bare name, in a list: then nobody has been put into it, and its people say it of themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SETTING = "teams"


def names(setting: Any) -> tuple[str, ...]:
    """The names of the teams, in their order.

    >>> names({"North": {"members": ["sam"]}}), names(["North", "South"]), names(None)
    (('North',), ('North', 'South'), ())
    """
    return tuple(each for each in setting if isinstance(each, str)) if isinstance(setting, Mapping | list) else ()


def part(name: str, setting: Any) -> Mapping[str, Any]:
    """What is set of one team."""
    found = setting.get(name) if isinstance(setting, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def team_of(person: str, setting: Any) -> str:
    """The team somebody was put into; empty where they were not.

    >>> team_of("sam", {"North": {"members": ["sam"]}}), team_of("bea", {"North": {"members": ["sam"]}})
    ('North', '')
    """
    return next((name for name in names(setting) if person in part(name, setting).get("members", ())), "")


def has_members(name: str, setting: Any) -> bool:
    """Whether the access lead says who is in this team: then nobody is in it by saying so themselves."""
    return "members" in part(name, setting)
