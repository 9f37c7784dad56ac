"""What decides who sees a record: who began it, where it has been, to whom it was restricted, who knows the carer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from carer_desktop.store import moment
from carer_desktop.store.engine import Connection
from carer_desktop.workflow.seeing import Case

NAMED, KNOWS = "named", "knows"
TEAM = "assessor_team"


def all_(connection: Connection) -> dict[str, Case]:
    """Every record's case by its id."""
    return _cases(connection, "", ())


def one(connection: Connection, assessment: str) -> Case | None:
    """The case of one record."""
    return _cases(connection, "WHERE assessment = ?", (assessment,)).get(assessment)


def teams(connection: Connection) -> dict[str, str]:
    """Each person's team, as they have said it themselves; without those who have not."""
    found = {}
    for key, value in connection.execute("SELECT key, value FROM settings WHERE key GLOB 'details.*'").fetchall():
        details = json.loads(value)
        if isinstance(details, dict) and isinstance(details.get(TEAM), str):
            found[key.partition(".")[2]] = details[TEAM]
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


def _cases(connection: Connection, which: str, values: tuple[str, ...]) -> dict[str, Case]:
    """Records that are alike share one case, so that ten thousand of them are judged in a few."""
    team = teams(connection)
    held = f"{which} {'AND' if which else 'WHERE'}"
    rules = f"SELECT assessment, person FROM case_rules {held} lifted_at IS NULL AND kind ="
    named = _gathered(connection, f"{rules} '{NAMED}'", values)
    knows = _gathered(connection, f"{rules} '{KNOWS}'", values)
    been: dict[str, str] = {}
    # Put together here: with its memory kept safe, SQLite takes thirty times as long for it.
    for id, stage in connection.execute(f"SELECT assessment, stage FROM history {which}", values).fetchall():
        been[id] = f"{been.get(id, '')} {stage}"
    nobody: frozenset[str] = frozenset()
    alike: dict[tuple[object, ...], Case] = {}
    found = {}
    for id, by, left in _begun(connection, which.replace("assessment", "a.id"), values):
        stages = been.get(id, "")
        kind = (by, left, stages, named.get(id, nobody), knows.get(id, nobody))
        if kind not in alike:
            alike[kind] = Case(by, team.get(by, ""), bool(left), frozenset(stages.split()), kind[3], kind[4])
        found[id] = alike[kind]
    return found


def _begun(connection: Connection, which: str, values: tuple[str, ...]) -> list[tuple[str, str, int]]:
    return connection.execute(
        "SELECT a.id, a.created_by, p.ended_at IS NOT NULL "
        f"FROM assessments a LEFT JOIN people p ON p.id = a.created_by {which}",
        values,
    ).fetchall()


def _gathered(connection: Connection, statement: str, values: tuple[str, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for id, value in connection.execute(statement, values).fetchall():
        found.setdefault(id, set()).add(value)
    return {id: frozenset(each) for id, each in found.items()}
