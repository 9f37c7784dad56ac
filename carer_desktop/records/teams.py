"""How people work together: a team, who stands in for a manager, a folder that managers share, and what is shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Team:
    """A team: who is in it, which managers decide for it, its way of working, and its folder for reviews on Mosaic.

    People are named by their ids; *way* is the id of a checklist, empty where the service that is doing it decides.
    """

    name: str
    members: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    way: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Deputy:
    """A manager who decides for another, from and until which day; no day is no bound."""

    person: str
    stands_for: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A virtual worker: a group of managers, any of whom takes what was sent to it."""

    name: str
    managers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """What holds for every team here; empty where nobody has set it.

    *second_above* is pounds as text, *purchaser* a choice of the form's `purchase_team`.
    """

    second_above: str = ""
    purchaser: str = ""
    dp_email: str = ""
    duty: str = ""
    out_of_hours: str = ""
    checker: str = ""
    criteria: str = ""
