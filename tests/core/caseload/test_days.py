"""The days of the list of tasks: what was agreed stands in, switches of the clocks, and the calendar of reviews."""

from datetime import date

import pytest

from carer_desktop.caseload.making import With
from carer_desktop.errors import Refused
from tests.core.caseload.pathway import ADA, MIA, SAM, Team, case
from tests.core.caseload.test_moves import UPLOADED, act, handed


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner, manager and admin worker on one laptop."""
    made = Team(path, fixed_clock, MIA, ADA)
    yield made
    made.open.close()


def uploaded(team, folder, facts=(), **answers):
    """A record that is on Mosaic, with these facts given on the way."""
    record = handed(team, act(team, MIA, team.sent(**answers), "authorise"))
    if facts:
        record = team.open.moves.give_facts(team.again(record), dict(facts))
    team(ADA).exports.write(team.again(record), folder)
    return team.open.moves.make(team.again(record), "upload", With(facts=UPLOADED))


def reviews(team):
    return [(task.clock, task.due) for task in team(ADA).todo.mine() if task.kind == "review"]


def test_an_agreed_day_stands_in_for_twelve_months(team, tmp_path):
    record = uploaded(team, tmp_path, {"review_due": "2027-03-01"})
    assert reviews(team) == [("review", date(2027, 3, 1))]
    team.open.moves.give_facts(team.again(record), {"review_due": "2027-05-04"})
    assert reviews(team) == [("review", date(2027, 5, 4))]


def test_a_first_check_runs_from_the_start_of_the_plan_where_it_is_switched_on(team, tmp_path):
    uploaded(team, tmp_path, proposed_type="recurring", dp_start="2026-12-07")
    assert reviews(team) == [("review", date(2027, 11, 18))]
    team.open.settings.set("clock.check", True).result()
    assert reviews(team) == [("check", date(2027, 2, 1)), ("review", date(2027, 11, 18))]


def test_a_payment_made_once_has_one_reminder(team, tmp_path):
    team(SAM).settings.set("clock.check", True).result()
    uploaded(team, tmp_path, proposed_type="oneoff")
    assert reviews(team) == [("review", date(2027, 11, 18))]


def test_urgent_comes_first_only_where_the_council_has_it_so(team):
    team.record(urgent="yes", urgent_why="A fall")
    assert team(SAM).todo.mine()[0].urgent
    team.open.settings.set("clock.urgent", False).result()
    assert not team.open.todo.mine()[0].urgent


def test_each_day_in_the_calendar_has_an_id_and_a_title_of_its_own(team, tmp_path):
    team(SAM).settings.set("clock.check", True).result()
    record = uploaded(team, tmp_path, proposed_type="recurring", dp_start="2026-12-07")
    text = team(ADA).todo.write_calendar(tmp_path).read_text("utf-8")
    for clock, title in (("check", "First check"), ("review", "Carer Review")):
        assert f"UID:{record.id}-{clock}@" in text and f"SUMMARY:{title} due\\, record {record.reference}" in text
    assert "Example" not in text


def test_a_calendar_without_a_review_is_refused_in_words(team, tmp_path):
    team.record()
    with pytest.raises(Refused, match="No review is due yet"):
        team(SAM).todo.write_calendar(tmp_path)
    assert list(tmp_path.glob("*.ics")) == []


@pytest.mark.parametrize(("often", "expected"), [("monthly", ["check", "review"]), ("oneoff", ["review"])])
def test_where_nobody_says_whether_it_is_paid_once_the_plan_does(team, tmp_path, often, expected):
    team(SAM).settings.set("clock.check", True).result()
    items = [{**row, "freq": often} if row.get("by_budget") == "yes" else row for row in case()["plan_items"]]
    uploaded(team, tmp_path, proposed_type=None, plan_items=items)
    assert [clock for clock, _ in reviews(team)] == expected


def test_where_no_admin_worker_signs_in_the_practitioner_finishes_it(team, tmp_path):
    record = handed(team, act(team, MIA, team.sent(), "authorise"))
    assert "to_export" not in [task.kind for task in team(SAM).todo.mine()]
    team.open.people.remove(ADA)
    assert "to_export" in [task.kind for task in team.open.todo.mine()]
    team.open.exports.write(team.again(record), tmp_path)
    assert "to_upload" in [task.kind for task in team.open.todo.mine()]
    team.open.moves.make(team.again(record), "upload", With(facts=UPLOADED))
    assert "to_finish" in [task.kind for task in team.open.todo.mine()]
