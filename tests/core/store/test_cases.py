"""What decides who sees a record, as it is kept."""

from __future__ import annotations

from dataclasses import replace

from carer_desktop.assessment import Move
from carer_desktop.store import Store, access, assessments, cases, history, settings
from carer_desktop.workflow.seeing import Case
from tests.core.store.given import LATER, Begun, begin


def all_of(store: Store) -> dict[str, Case]:
    """The cases of all records, from what the list of them says."""
    begun = [(card.id, card.begun_by) for card in store.read(assessments.cards).result()]
    case_of = store.read(cases.finder).result()
    return {id: case_of(id, by) for id, by in begun}


def test_a_record_begun_by_nobody_we_know_belongs_to_no_team(begun: Begun) -> None:
    expected = Case("p1")
    assert begun.store.read(cases.one, begun.assessment.id).result() == expected
    assert all_of(begun.store) == {begun.assessment.id: expected}
    assert begun.store.read(cases.one, "another").result() is None
    begun.store.save(begin, replace(begun.assessment, id="22" * 16, reference="ZZZZ2222", carer_id="c3")).result()
    first, second = all_of(begun.store).values()
    assert first is second


def test_team_stages_and_leaving_come_from_what_is_kept_of_them(begun: Begun) -> None:
    store = begun.store
    ben = store.change_keys(
        access.add, "Ben Example", ["assessor"], "wrong mule dynamo paperclip", LATER, None, False
    ).result()
    mine = replace(begun.assessment, id="11" * 16, reference="ZZZZ1111", carer_id="c2", created_by=ben.id)
    store.save(begin, mine).result()
    store.save(settings.put, f"details.{ben.id}", {cases.TEAM: "North", "assessor_role": "Nurse"})
    store.save(settings.put, "details.somebody", {"assessor_role": "Nurse"})
    store.save(settings.put, "details.odd", "no details")
    for stage in ("completed", "returned", "completed"):
        store.save(history.append, mine.id, Move("x", stage, LATER, ben.id, "assessor")).result()
    assert store.read(cases.teams).result() == {ben.id: "North"}
    expected = Case(ben.id, "North", False, frozenset({"completed", "returned"}))
    assert store.read(cases.one, mine.id).result() == expected
    store.change_keys(access.remove, ben.id, LATER).result()
    assert store.read(cases.one, mine.id).result() == replace(expected, left=True)
    assert all_of(store) == {mine.id: replace(expected, left=True), begun.assessment.id: Case("p1")}


def test_a_restriction_replaces_the_one_before_and_is_lifted(begun: Begun) -> None:
    store, id, me = begun.store, begun.assessment.id, begun.store.person.id
    ben = store.change_keys(
        access.add, "Ben Example", ["assessor"], "wrong mule dynamo paperclip", LATER, None, False
    ).result()
    store.save(cases.restrict, id, [me, ben.id, me], "A neighbour", me, LATER).result()
    assert store.read(cases.one, id).result() == Case("p1", named=frozenset({me, ben.id}))
    store.save(cases.restrict, id, [me], "A neighbour", me, LATER).result()
    assert store.read(cases.one, id).result() == Case("p1", named=frozenset({me}))
    store.save(cases.lift, id, LATER).result()
    assert store.read(cases.one, id).result() == Case("p1")
    kept = store.read(lambda c: c.execute("SELECT count(*) FROM case_rules").fetchone()).result()
    assert kept == (3,)


def test_who_steps_back_does_so_once(begun: Begun) -> None:
    store, id, me = begun.store, begun.assessment.id, begun.store.person.id
    for _ in range(2):
        store.save(cases.step_back, id, me, LATER).result()
    assert store.read(cases.one, id).result() == Case("p1", knows=frozenset({me}))
    assert len(store.read(assessments.cards).result()) == 1
