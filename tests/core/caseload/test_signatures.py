"""The full check goes through every signature in the records, and says in words which one does not hold."""

from __future__ import annotations

import pytest

from carer_desktop.caseload import signatures
from carer_desktop.records.pathway import Tick
from carer_desktop.store import engine, moves, rows, signed
from tests.core.caseload.pathway import ADA, MIA, SAM, Team
from tests.core.caseload.test_moves import act, handed


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner, manager and admin worker on one laptop, and a record the manager has agreed to."""
    made = Team(path, fixed_clock, MIA, ADA)
    yield made
    made.open.close()


def forge(team, *statements):
    """What somebody with the key of the vault and another program would do to it while it is open."""

    def work(connection):
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        with engine.transaction(connection):
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, sql in triggers:
                connection.execute(sql)

    team.open._store.read(work).result()


def test_ticks_that_hold_are_not_spoken_of_and_each_forged_one_is(team):
    record = handed(team, act(team, MIA, team.sent(), "authorise"))
    ada = team(ADA)
    ada.checklist.tick(team.again(record), "find_person", note="M1234567")
    ada.checklist.tick(team.again(record), "case_note")
    ada.checklist.tick(team.again(record), "case_note", done=False)
    assert ada.audit.verify() == ()
    assert len(ada._store.read(rows.all_, Tick).result()) == 3
    forge(
        team,
        f"UPDATE ticks SET by = '{team.ids[SAM]}' WHERE step = 'find_person'",
        "UPDATE ticks SET done = 1 WHERE done = 0",
    )
    start = f"{record.reference}: “"
    day = "with the day 22 November 2026, in the name of"
    assert ada.audit.verify() == (
        f"{start}Find the person on Mosaic: by Mosaic ID, else search first by birth date and name, then make a new "
        f"person” was ticked as done, {day} Sam Example, and is not signed by them",
        f"{start}Write the case note on Mosaic” was ticked as done, {day} Ada Example, and is not signed by them",
    )


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE history SET amount_pence = 99900 WHERE move = 'authorise'", "is not signed by who is named in it"),
        ("UPDATE history SET signature = NULL WHERE move = 'authorise'", "is a decision without a signature"),
    ],
)
def test_a_forged_decision_is_found_with_its_record(team, statement, says):
    record = act(team, MIA, team.sent(), "authorise")
    assert team(SAM).audit.verify() == ()
    forge(team, statement)
    assert team.open.audit.verify() == (f"{record.reference}: Step 2 of the history {says}",)


def test_saves_and_reads_go_between_two_records(team, monkeypatch):
    for _ in range(3):
        team.record()
    store, order, check = team.open._store, [], moves.check

    def noted(*given):
        order.append("record")
        if len(order) == 1:
            store.save(lambda _: order.append("save"))
            store.read(lambda _: order.append("read"))
        return check(*given)

    monkeypatch.setattr("carer_desktop.store.thread._SLICE_SECONDS", 0)
    monkeypatch.setattr(moves, "check", noted)
    assert signatures.faults(store) == ()
    assert order == ["record", "save", "read", "record", "record"]


def test_who_gets_a_key_while_it_goes_on_is_known_by_then(team):
    team.record()
    record = handed(team, act(team, MIA, team.sent(), "authorise"))
    ada = team(ADA)
    ada.checklist.tick(team.again(record), "find_person", note="M1234567")
    forge(team, f"UPDATE signing_keys SET person = 'not yet' WHERE person = '{ada.me.id}'")
    steps = ada._store.read(signed.unsound, ada.vault.id).result()
    assert ada._store.read(lambda _: next(steps)).result() is None, "the first record"
    forge(team, f"UPDATE signing_keys SET person = '{ada.me.id}' WHERE person = 'not yet'")
    assert ada._store.read(lambda _: [*steps]).result() == [None]
