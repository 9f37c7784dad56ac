"""Who sees which record: every role against every kind of record, restrictions, and who knows the carer."""

from __future__ import annotations

import pytest

from carer_desktop.records.person import ROLES, Person
from carer_desktop.workflow.moves import Rule, rules
from carer_desktop.workflow.seeing import Case, may_see, may_see_any, table
from carer_desktop.workflow.stage import STAGES

TEAM = "North"
COLLEAGUE = Case("colleague", TEAM)
CASES = {
    "own": Case("me"),
    "team": COLLEAGUE,
    "other team": Case("colleague", "South"),
    "no team": Case("colleague"),
    "left": Case("colleague", "South", left=True),
    "sent": Case("colleague", "South", stages=frozenset({"completed"})),
    "sent back": Case("colleague", "South", stages=frozenset({"completed", "returned"})),
    "authorised": Case("colleague", "South", stages=frozenset({"completed", "authorised"})),
    "declined": Case("colleague", "South", stages=frozenset({"completed", "declined"})),
    "uploaded": Case("colleague", "South", stages=frozenset({"completed", "authorised", "exported", "uploaded"})),
}
SEEN = {
    "assessor": {"own", "team", "left"},
    "authoriser": {"sent", "sent back", "authorised", "declined", "uploaded"},
    "admin": {"sent", "sent back", "authorised", "declined", "uploaded"},
    "keeper": set(),
}


def person(*roles: str, id: str = "me") -> Person:
    return Person(id, "Sam Example", roles, b"", b"")


def seen(roles: tuple[str, ...], team: str = TEAM) -> set[str]:
    return {name for name, case in CASES.items() if may_see(person(*roles), team, case)}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_the_table_says(role: str) -> None:
    assert seen((role,)) == SEEN[role]
    assert may_see_any(person(role)) == bool(SEEN[role])


@pytest.mark.parametrize("one", ROLES)
@pytest.mark.parametrize("other", ROLES)
def test_two_roles_see_what_either_sees(one: str, other: str) -> None:
    assert seen((one, other)) == SEEN[one] | SEEN[other]


def test_no_team_is_no_team() -> None:
    assert seen(("assessor",), team="") == {"own", "left"}


@pytest.mark.parametrize("name", CASES)
def test_a_restricted_record_is_seen_by_those_named_alone(name: str) -> None:
    case = CASES[name]
    named = Case(case.by, case.team, case.left, case.stages, named=frozenset({"me"}))
    others = Case(case.by, case.team, case.left, case.stages, named=frozenset({"colleague"}))
    everything = person("assessor", "authoriser", "admin")
    assert may_see(everything, TEAM, named)
    assert not may_see(everything, TEAM, others)
    assert not may_see(person("keeper"), TEAM, named)


@pytest.mark.parametrize("name", CASES)
def test_who_knows_the_carer_sees_nothing_even_if_named(name: str) -> None:
    case = CASES[name]
    known = Case(case.by, case.team, case.left, case.stages, frozenset({"me"}), frozenset({"me"}))
    assert not may_see(person(*ROLES), TEAM, known)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.id}-{rule.sources[0]}")
def test_who_may_move_a_record_that_was_sent_may_see_it(rule: Rule) -> None:
    for role in rule.who:
        for stage in rule.sources:
            own = Case("me" if role == "assessor" else "colleague", stages=frozenset({"completed", stage}))
            assert may_see(person(role), "", own), f"{role} makes “{rule.says}” of a record they do not see"


def test_the_table_is_of_our_roles_and_stages() -> None:
    assert [row.role for row in table()] == list(ROLES)
    assert all(row.says for row in table())
    assert {stage for case in CASES.values() for stage in case.stages} <= set(STAGES)
