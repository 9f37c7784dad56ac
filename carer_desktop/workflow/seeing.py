"""Who may see which record on one vault: a table in data, asked in one place.

It is a rule of the program and not of the encryption: everybody who signs in opens the same vault.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from carer_desktop.paths import RESOURCES
from carer_desktop.records.person import Person


@dataclass(frozen=True, slots=True)
class Case:
    """What decides who sees a record: who began it, in which team, whether they have left, where it has been.

    *named* are those to whom it was restricted (none: to nobody), *knows* those who know the carer and step back.
    """

    by: str
    team: str = ""
    left: bool = False
    stages: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seeing:
    """What one role sees: the kinds of records, and the same in words."""

    role: str
    sees: tuple[str, ...]
    says: str


@cache
def table() -> tuple[Seeing, ...]:
    """What each role sees, in the order of the roles."""
    return tuple(Seeing(row["id"], tuple(row["sees"]), row["says"]) for row in _read()["role"])


def may_see_any(person: Person) -> bool:
    """Whether any record can be for the person at all."""
    return bool(_kinds(person))


def may_see(person: Person, team: str, case: Case) -> bool:
    """Whether the person, of this team, may see the record."""
    kinds = _kinds(person)
    if person.id in case.knows or not kinds:
        return False
    if case.named:
        return person.id in case.named
    return any(_is(kind, person, team, case) for kind in kinds)


def is_a_colleagues(person: Person, team: str, case: Case) -> bool:
    """Whether a record the person may see is opened with a reason: a colleague's, and not given to them by name."""
    if person.id in case.named:
        return False
    theirs = set(_read()["colleagues"]["kinds"])
    return not any(_is(kind, person, team, case) for kind in _kinds(person) - theirs)


def opens(person: Person, team: str, case: Case) -> bool:
    """Whether the person may see the record and opens it without a reason."""
    return may_see(person, team, case) and not is_a_colleagues(person, team, case)


@cache
def reasons() -> Mapping[str, str]:
    """Why somebody may open a colleague's record, in words by id."""
    return {row["id"]: row["says"] for row in _read()["reason"]}


def _kinds(person: Person) -> set[str]:
    return {kind for row in table() if row.role in person.roles for kind in row.sees}


def _is(kind: str, person: Person, team: str, case: Case) -> bool:
    if kind == "own":
        return case.by == person.id
    if kind == "team":
        return case.left or (team != "" and team == case.team)
    return not case.stages.isdisjoint(_stages()[kind])


@cache
def _stages() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(stages) for kind, stages in _read()["stages"].items()}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "seeing.toml").read_text("utf-8"))
