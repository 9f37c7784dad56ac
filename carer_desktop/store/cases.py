"""What decides who sees a record: who began it, where it has been, to whom it was restricted, who knows the carer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from carer_desktop.store import moment
from carer_desktop.store.engine import Connection
from carer_desktop.workflow import teams as set_teams
from carer_desktop.workflow.seeing import Case

NAMED, KNOWS = "named", "knows"
TEAM = "assessor_team"


def finder(connection: Connection) -> Callable[[str, str], Case]:
    """What gives the case of any record, from its id and who began it."""
    return _finder(connection, "WHERE", ())


def one(connection: Connection, assessment: str) -> Case | None:
    """The case of one record."""
    begun = connection.execute("SELECT created_by FROM assessments WHERE id = ?", (assessment,)).fetchone()
    return _finder(connection, "WHERE assessment = ? AND", (assessment,))(assessment, begun[0]) if begun else None


def teams(connection: Connection) -> dict[str, str]:
    """Each person's team: where the access lead has put them, else as they have said it themselves.

    Nobody is in a team by saying so, once the access lead says who is in it.
    """
    said, found = "SELECT key, value FROM settings WHERE key GLOB 'details.*' OR key = ?", {}
    kept = {key: json.loads(value) for key, value in connection.execute(said, (set_teams.SETTING,)).fetchall()}
    known = kept.pop(set_teams.SETTING, None)
    for key, details in kept.items():
        team = details.get(TEAM) if isinstance(details, dict) else None
        if isinstance(team, str) and not set_teams.has_members(team, known):
            found[key.partition(".")[2]] = team
    for name in set_teams.names(known):
        found |= dict.fromkeys(set_teams.part(name, known).get("members", ()), name)
    return found


def restrict(
    connection: Connection, assessment: str, people: Iterable[str], reason: str, by: str, now: datetime
) -> None:
    """Only these people see the record from now on."""
    lift(connection, assessment, now)
    for person in people:
        _put(connection, assessment, NAMED, person, reason, by, now)


def lift(connection: Connection, assessment: str, now: datetime) -> None:
    """The record is restricted no more; that it was stays written."""
    connection.execute(
        "UPDATE case_rules SET lifted_at = ? WHERE assessment = ? AND kind = ? AND lifted_at IS NULL",
        (moment.written(now), assessment, NAMED),
    )


def step_back(connection: Connection, assessment: str, person: str, now: datetime) -> None:
    """The person knows the carer and sees nothing of the record from now on."""
    _put(connection, assessment, KNOWS, person, "", person, now)


def _put(connection: Connection, assessment: str, kind: str, person: str, reason: str, by: str, now: datetime) -> None:
    connection.execute(
        "INSERT INTO case_rules VALUES (?, ?, ?, ?, ?, ?, NULL) "
        "ON CONFLICT (assessment, kind, person) WHERE lifted_at IS NULL DO NOTHING",
        (assessment, kind, person, reason, by, moment.written(now)),
    )


def _finder(connection: Connection, which: str, values: tuple[str, ...]) -> Callable[[str, str], Case]:
    """Records that are alike share one case, so that ten thousand of them are judged in a few."""
    team = teams(connection)
    gone = {row[0] for row in connection.execute("SELECT id FROM people WHERE ended_at IS NOT NULL").fetchall()}
    rules = f"SELECT assessment, person FROM case_rules {which} lifted_at IS NULL AND kind ="
    named = _gathered(connection, f"{rules} '{NAMED}'", values)
    knows = _gathered(connection, f"{rules} '{KNOWS}'", values)
    been: dict[str, str] = {}
    # Put together here: with its memory kept safe, SQLite takes thirty times as long for it.
    for id, stage in connection.execute(f"SELECT assessment, stage FROM history {which} true", values).fetchall():
        been[id] = f"{been.get(id, '')} {stage}"
    nobody: frozenset[str] = frozenset()

    @cache
    def alike(by: str, stages: str, named: frozenset[str], knows: frozenset[str]) -> Case:
        return Case(by, team.get(by, ""), by in gone, frozenset(stages.split()), named, knows)

    return lambda id, by: alike(by, been.get(id, ""), named.get(id, nobody), knows.get(id, nobody))


def _gathered(connection: Connection, statement: str, values: tuple[str, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for id, value in connection.execute(statement, values).fetchall():
        found.setdefault(id, set()).add(value)
    return {id: frozenset(each) for id, each in found.items()}
