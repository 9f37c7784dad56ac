"""The moves as data, what is read from a history, and who may decide: what must hold whatever the record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from carer_desktop.errors import Refused
from carer_desktop.records.move import DECISIONS, Move
from carer_desktop.records.person import ROLES
from carer_desktop.workflow import deciders, moves, standing
from carer_desktop.workflow.moves import rule_of, rules
from carer_desktop.workflow.stage import STAGES
from carer_desktop.workflow.standing import Standing

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DOOR = ("complete", "return", "authorise", "decline", "record", "export", "upload", "close", "reopen", "withdraw")


def made(*rows: tuple[str, str], **says: str) -> tuple[Move, ...]:
    """A history of these moves and stages; what they say belongs to the last."""
    found = [Move(move, stage, NOW, "p1", "assessor") for move, stage in rows]
    last = rows[-1]
    return (*found[:-1], Move(*last, NOW, "p1", "assessor", says=says))


def test_every_move_has_words_and_known_stages_roles_and_conditions():
    assert set(DOOR) <= set(moves.moves()) and set(DECISIONS) <= set(moves.moves())
    for rule in rules():
        assert (
            rule.says and rule.done and rule.reason in ("no", "may", "must") and rule.version in ("", "freeze", "new")
        )
        assert set(rule.sources) <= set(STAGES) and (rule.to in STAGES or not rule.to)
        assert rule.who and set(rule.who) <= set(ROLES)
        assert set(rule.holds) <= set(moves._HOLDS)
    assert {name for rule in rules() for name in rule.holds} == set(moves._HOLDS)
    assert set(moves.decision_stages().values()) <= set(STAGES)
    keys = [(rule.id, source) for rule in rules() for source in rule.sources]
    assert len(keys) == len(set(keys))


def test_every_stage_can_be_reached_and_left_but_the_withdrawn():
    before: set[str] = set()
    reached = {"draft"}
    while reached != before:
        before = set(reached)
        reached |= {rule.to for rule in rules() if rule.to and reached & set(rule.sources)}
        reached |= set(moves.decision_stages().values()) if "completed" in reached else set()
    assert reached == set(STAGES)
    ends = {stage for stage in STAGES if not any(stage in rule.sources and rule.to for rule in rules())}
    assert ends == {"withdrawn"}


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.id in DECISIONS], ids=lambda rule: rule.id)
def test_every_decision_is_refused_to_whoever_wrote(rule):
    assert "not_own" in rule.holds
    with pytest.raises(Refused, match="wrote themselves"):
        moves._HOLDS["not_own"](Standing("completed", authors=frozenset({"p1"}), manager="p1"))


def test_a_reason_that_must_be_given():
    must = [rule for rule in rules() if rule.reason == "must"]
    assert {rule.id for rule in must} >= {"return", "decline", "reopen", "withdraw", "take_back", "redirect"}
    for rule in must:
        with pytest.raises(Refused, match="A reason is needed"):
            moves.check(rule, Standing(rule.sources[0], roles=ROLES))


def test_what_is_not_from_here_names_where_it_is_from():
    with pytest.raises(Refused, match=r"cannot be done while this is “Draft”.*“Word file made”"):
        rule_of("upload", "draft")
    with pytest.raises(Refused, match="for the manager"):
        moves.role_for(rule_of("authorise", "completed"), ("assessor", "admin"))


def test_the_decision_that_stands():
    assert standing.decided(()) is None
    agreed = made(("complete", "completed"), ("authorise", "authorised"))
    assert standing.decided(agreed) == agreed[1]
    assert standing.decided((*agreed, *made(("export", "exported")))) == agreed[1]
    assert standing.decided((*agreed, *made(("reopen", "draft")))) is None
    assert standing.decided(made(("complete", "completed"), ("return", "returned"))) is None
    first = made(("complete", "completed"), ("authorise", "completed"))
    assert standing.decided(first) is None and standing.waits_for_second(first) == first[1]


def test_to_whom_it_was_sent_last():
    sent = made(("complete", "completed"), to="max")
    assert standing.sent_to(sent) == "max"
    assert standing.sent_to((*sent, *made(("redirect", "completed"), to="mia"))) == "mia"
    assert standing.sent_to(()) == ""


def test_taken_until_it_moves_on():
    taken = made(("complete", "completed"), ("take", "completed"))
    assert standing.taken_by(taken) == "p1"
    assert standing.taken_by((*taken, *made(("authorise", "authorised")))) == ""
    assert standing.taken_by(()) == ""


def test_the_purchase_in_hand():
    assert standing.purchase(()) == ()
    begun = made(("authorise", "authorised"), ("instruct", "authorised"))
    told = (*begun, *made(("payment", "authorised"), state="told", on="2026-12-04"))
    assert standing.payment_day(told, "told") == "2026-12-04" and not standing.paid(told)
    assert standing.paid((*told, *made(("payment", "authorised"), state="paid", on="2026-12-18")))
    cancelled = (*told, *made(("cancel_purchase", "authorised")))
    assert standing.purchase(cancelled) == () and standing.payment_day(cancelled, "told") == ""
    assert len(standing.purchase((*cancelled, *made(("instruct", "authorised"))))) == 1


def test_word_of_mouth_is_to_be_confirmed():
    phone = (*made(("complete", "completed")), *made(("record", "authorised"), how="phone"))
    assert standing.to_confirm(phone)
    assert not standing.to_confirm((*phone, *made(("confirm", "authorised"))))
    assert not standing.to_confirm((*made(("complete", "completed")), *made(("record", "authorised"), how="email")))


SETTINGS = {
    "teams": {"North": {"authorisers": ["max"]}, "odd": "nothing"},
    "folders": {"Virtual worker": ["mia", "noa"]},
    "deputies": [{"person": "mia", "for": "max", "from": "2026-11-22", "until": "2026-11-23"}, "odd", {"for": "mia"}],
}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("person", "sent_to", "may"),
    [
        ("mia", "", True), ("mia", "mia", True), ("mia", "max", True), ("max", "mia", False), ("noa", "max", False),
        ("max", "team:North", True), ("mia", "team:North", True), ("noa", "team:North", False),
        ("noa", "folder:Virtual worker", True), ("max", "folder:Virtual worker", False), ("max", "team:South", False),
        ("max", "team:odd", False), ("mia", "folder:None", False),
    ],
)  # fmt: skip
def test_who_may_decide(person, sent_to, may):
    assert deciders.may_decide(person, sent_to, SETTINGS, TODAY) is may


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_deputy_decides_on_their_days(days, may):
    day = TODAY + timedelta(days=days)
    assert deciders.may_decide("mia", "max", SETTINGS, day) is may
    assert deciders.may_decide("mia", "team:North", SETTINGS, day) is may
    assert deciders.may_decide("noa", "mia", {"deputies": [{"person": "noa", "for": "mia"}]}, day)


@pytest.mark.parametrize("settings", [None, {}, {"teams": []}, {"folders": "x"}, {"deputies": {"mia": "max"}}])
def test_settings_that_say_nothing_let_nobody_else_in(settings):
    assert deciders.may_decide("mia", "", settings, TODAY) and not deciders.may_decide("mia", "max", settings, TODAY)
    assert not deciders.known("folder:Virtual worker", frozenset({"mia"}), settings)
    assert deciders.known("mia", frozenset({"mia"}), settings) and not deciders.known("max", frozenset(), settings)
