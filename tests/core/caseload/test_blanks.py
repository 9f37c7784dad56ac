"""A new record asked for by somebody who left the last one as it was."""

from datetime import timedelta

import pytest

from carer_desktop.assessment import Move
from carer_desktop.caseload.blanks import TAKEN_FOR
from carer_desktop.caseload.filling import Step
from carer_desktop.records.kept import Jotting
from carer_desktop.store import history

FORM = "carer_conversation"


@pytest.fixture
def blank(caseload):
    """The id of a record into which nobody has put anything."""
    caseload.settings.set_my_details({"assessor_team": "North", "assessor_phone": "020 7946 0000"}).result()
    return caseload.blanks.begin(FORM)


def test_the_one_left_as_it_was_is_taken(caseload, blank):
    assert [caseload.blanks.begin(FORM) for _ in range(3)] == [blank] * 3
    assert [card.id for card in caseload.records.all()] == [blank]
    review = caseload.blanks.begin("carer_review")
    assert review != blank and caseload.blanks.begin("carer_review") == review


def named(caseload, record):
    return caseload.records.answer(record, "carer_first", "Ann").saved


def cleared(caseload, record):
    answered = caseload.records.answer(record, "hours_week", "20")
    return caseload.records.answer(answered.assessment, "hours_week", None).saved


def from_a_referral(caseload, record):
    return caseload.records.give(record, [Step("carer_mosaic_id", "123456")], "filled").saved


def jotted(caseload, record):
    return caseload.jottings.keep(Jotting("j1", record.id, caseload.clock.now(), "ring the daughter"))


def marked(caseload, record):
    return caseload.records.mark_complete(record, ["start"]).saved


def moved(caseload, record):
    made = Move("x", "withdrawn", caseload.clock.now(), caseload.me.id, "assessor")
    return caseload._store.save(history.append, record.id, made)


def details_changed(caseload, record):
    return caseload.settings.set_my_details({"assessor_team": "South"})


@pytest.mark.parametrize("touch", [named, cleared, from_a_referral, jotted, marked, moved, details_changed])
def test_one_that_anything_was_put_into_is_left_alone(caseload, blank, touch):
    touch(caseload, caseload.records.open(blank)).result()
    another = caseload.blanks.begin(FORM)
    assert another != blank and caseload.blanks.begin(FORM) == another


def test_one_begun_long_ago_is_left_alone(caseload, blank, fixed_clock):
    fixed_clock.at += TAKEN_FOR + timedelta(days=1)
    assert caseload.blanks.begin(FORM) != blank
