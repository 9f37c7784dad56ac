"""Before and beside the form: who waits, offers, requests, the month's count, contacts with promises, visits."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carer_desktop.errors import Refused
from carer_desktop.records.pathway import Referral
from carer_desktop.records.teams import Shared
from carer_desktop.store import rows
from tests.core.caseload.pathway import MIA, SAM, Team

TODAY = date(2026, 11, 22)


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner and manager on one laptop."""
    made = Team(path, fixed_clock, MIA)
    yield made
    made.open.close()


@pytest.fixture
def queue(team):
    """The practitioner's queue."""
    return team(SAM).queue


def test_who_waits_comes_in_order_unless_it_is_urgent(queue):
    late = queue.take("self", "Cal Example", received_on=date(2026, 11, 20))
    early = queue.take("referral", "Ann Example", received_on=date(2026, 11, 3), asked_by="Her GP", source="gp")
    urgent = queue.take(
        "review", "Bo Example", received_on=date(2026, 11, 21), urgent=True, urgent_why="At breaking point"
    )
    named = queue.take(
        "named", mosaic_id="M1", received_on=date(2026, 11, 22), asked_by="Mary Example", may_contact="yes"
    )
    assert queue.waiting() == (urgent, early, late, named)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "rumour", "carer_name": "Ann Example"}, "no kind"),
        ({"kind": "self"}, "name or Mosaic ID"),
        ({"kind": "self", "carer_name": "  "}, "name or Mosaic ID"),
        ({"kind": "self", "carer_name": "Ann Example", "urgent": True}, "why it is urgent"),
        ({"kind": "self", "carer_name": "Ann Example", "received_on": date(2026, 11, 23)}, "in the future"),
    ],
)
def test_what_cannot_wait(queue, given, words):
    with pytest.raises(Refused, match=words):
        queue.take(**given)
    assert queue.all() == ()


def test_a_record_is_begun_from_a_referral_once_with_what_is_known(team, queue):
    day = date(2026, 11, 3)
    waits = queue.take("referral", "Ann van Example", received_on=day, source="gp", urgent=True, urgent_why="A fall")
    record = queue.begin(waits)
    known = {
        "carer_first": "Ann van", "carer_last": "Example", "referral_date": "2026-11-03", "referral_source": "gp",
        "urgent": "yes", "urgent_why": "A fall",
    }  # fmt: skip
    assert {name: record.answers[name] for name in known} == known
    assert queue.waiting() == ()
    with pytest.raises(Refused, match="no longer waits"):
        queue.begin(waits)
    assert len(team.open.records.all()) == 1


def test_closed_and_passed_on_with_a_reason(queue):
    one, other = queue.take("self", "Ann Example"), queue.take("self", "Bo Example")
    with pytest.raises(Refused, match="A reason is needed"):
        queue.close(one, " ")
    assert queue.close(one, "Moved away").state == "closed"
    passed = queue.close(other, "To the young carers’ team", passed_on=True)
    assert (passed.state, passed.closed_on, passed.closed_why) == ("passed_on", TODAY, "To the young carers’ team")
    with pytest.raises(Refused, match="no longer waits"):
        queue.close(one, "Again")


def test_an_offer_is_one_line_and_a_yes_waits(queue):
    no = queue.offered("no", "Ann Example", given="Leaflet", knows_can_return=True)
    assert (no.answer, no.referral, no.on_day) == ("no", "", TODAY) and queue.waiting() == ()
    yes = queue.offered("yes", mosaic_id="M7")
    assert [one.id for one in queue.waiting()] == [yes.referral]
    queue.offered("not_now", "Bo Example")
    queue.offered("register", "Cal Example")
    assert {one.answer for one in queue.offers()} == {"no", "yes", "not_now", "register"}
    for bad in ({"answer": "maybe", "carer_name": "A"}, {"answer": "no"}):
        with pytest.raises(Refused):
            queue.offered(**bad)


def test_a_request_between_teams_is_answered_once(queue):
    made = queue.ask("Prevention and Wellbeing", "MH North", "Ann Example", "Will you lead?")
    with pytest.raises(Refused, match="A reason is needed"):
        queue.answer(made, accepted=False, reply="")
    answered = queue.answer(made, accepted=True, reply="We are picking this up")
    assert (answered.state, answered.answered_on) == ("accepted", TODAY)
    assert queue.requests() == (answered,)
    with pytest.raises(Refused, match="answered already"):
        queue.answer(answered, accepted=False, reply="Changed our mind")
    with pytest.raises(Refused, match="which team"):
        queue.ask("", " ", "Ann Example", "")


CLDS: dict[str, Any] = {
    "setting": "camden_carers",
    "cf": [{"adult": "yes", "known_asc": "yes", "consent": "yes", "supported_by": "clds", "support_hours": "4"}],
}


def begun(team, **more):
    """A conversation by Camden Carers for somebody whom the learning disability service supports."""
    return (
        team(SAM)
        .records.fill("carer_conversation", {**CLDS, "conv_date": "2026-11-05", **more}, known=False)
        .assessment
    )


def test_the_months_count_says_what_it_counts(team):
    first = begun(team)
    begun(team, conv_date="2026-11-30")
    begun(team, conv_date="2026-10-31")
    begun(team, conv_date="2026-12-01")
    begun(team, setting="clds")
    begun(team, cf=[{**CLDS["cf"][0], "supported_by": "nobody"}])
    gone = begun(team)
    team.open.moves.make(gone, "close", team_reason())
    queue = team.open.queue
    assert queue.clds_count(TODAY).here == 2
    assert queue.clds_count(TODAY).words.endswith("2 on this laptop, none entered for other laptops")
    assert queue.clds_count(date(2026, 12, 9)).here == 1
    assert queue.clds_count(TODAY, but=first.id).here == 1
    count = queue.set_clds_elsewhere(3)
    assert (count.used, count.limit) == (5, 6)
    assert count.words == (
        "5 of 6 used in November: 2 on this laptop, 3 entered for other laptops by Sam Example on 22 November 2026"
    )
    assert queue.clds_count(date(2026, 12, 9)).elsewhere == 0
    with pytest.raises(Refused, match="nought or more"):
        queue.set_clds_elsewhere(-1)


def team_reason():
    from carer_desktop.caseload.making import With

    return With(reason="did_not_proceed")


def test_the_sixth_and_the_seventh_of_a_month_and_the_first_of_the_next(team):
    for _ in range(5):
        begun(team)
    sixth = begun(team)
    assert team.open.queue.advice(sixth)[0].why[0].rule == "clds_month"
    seventh = begun(team)
    advice, _ = team.open.queue.advice(seventh)
    assert (advice.who, advice.why[0].rule) == ("clds", "clds_month_full")
    team.later(days=9)
    assert team.open.queue.advice(begun(team, conv_date="2026-12-01"))[0].who == "camden_carers"


def test_the_councils_names_and_criteria(team):
    team(SAM).teams.keep_shared(Shared(checker="the Carer Practice Development Lead", criteria="See the CLDS page"))
    record = team.record(cf=[{"adult": "yes", "known_asc": "unknown", "consent": "yes"}])
    assert "Carer Practice Development Lead" in team.open.queue.advice(record)[0].why[0].text
    assert team.open.queue.further_criteria() == "See the CLDS page"


def test_a_promised_call_shows_until_it_is_done(team):
    contacts = team(SAM).contacts
    made = contacts.note(
        "Ann Example", who="Her sister", asked_for="Priya", right_person="no", said="She cannot sleep", how="phone",
        message_for="Priya", expect_by=date(2026, 11, 24), if_no_call="Ring the duty line", due_on=date(2026, 11, 24),
    )  # fmt: skip
    assert made.follow_up == team.ids[SAM] and contacts.promised() == (made,)
    assert [(task.kind, task.due) for task in team.open.todo.mine()] == [("promised", date(2026, 11, 24))]
    done = contacts.done(made, "Rang back")
    assert contacts.promised() == () and contacts.about("ann example") == (done,)
    with pytest.raises(Refused, match="done already"):
        contacts.done(made)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"carer_name": ""}, "name or Mosaic ID"),
        ({"carer_name": "A", "on": date(2026, 11, 23)}, "in the future"),
        ({"carer_name": "A", "due_on": date(2026, 11, 21)}, "before it was promised"),
        ({"carer_name": "A", "promise": "x"}, "does not say “promise”"),
    ],
)
def test_contacts_that_cannot_be(team, given, words):
    with pytest.raises(Refused, match=words):
        team(SAM).contacts.note(**given)


def test_visits_of_a_day(team):
    contacts = team(SAM).contacts
    later = contacts.plan("Bo Example", TODAY, "14:00")
    first = contacts.plan("Ann Example", TODAY, "09:30", place="At home", safe_contact="By text", bring="Large print")
    contacts.plan("Cal Example", date(2026, 11, 23))
    assert contacts.visits(TODAY) == (first, later)
    assert [task.words for task in team.open.todo.mine() if task.kind == "visit"] == ["09:30 At home", "14:00", ""]
    contacts.visited(later)
    with pytest.raises(Refused):
        contacts.visited(first, "lost")
    assert contacts.visits(TODAY) == (first,)
    with pytest.raises(Refused, match="in the past"):
        contacts.plan("Ann Example", date(2026, 11, 21))
    assert team(MIA).contacts.visits() == ()


def test_the_access_lead_alone_sees_none_of_it(team):
    referral = team(SAM).queue.take("self", "Ann Example")
    team.open.people.set_roles(SAM, ["keeper"])
    lead = team.open
    assert lead.queue.all() == lead.queue.offers() == lead.queue.requests() == lead.contacts.all() == ()
    assert lead.todo.mine() == ()
    with pytest.raises(Refused, match="those who work with carers"):
        lead.queue.take("self", "Bo Example")
    assert lead._store.read(rows.all_, Referral).result() == (replace(referral),)


def test_a_visit_is_planned_with_a_referral_for_whoever_goes_and_follows_into_the_record(team):
    team(SAM).people.set_roles(MIA, ["assessor"])
    queue, contacts = team.open.queue, team.open.contacts
    waits = queue.take("self", "Ann Example")
    visit = contacts.plan("Ann Example", TODAY, "2.30pm", person=team.ids[MIA], record=waits.id, needs="Interpreter")
    assert (visit.time, visit.person, visit.by) == ("14:30", team.ids[MIA], team.ids[SAM])
    assert contacts.planned_for(waits.id) == (visit,) and contacts.visits() == ()
    record = queue.begin(waits)
    assert contacts.planned_for(waits.id) == () and contacts.planned_for(record.id)[0].id == visit.id
    assert [each.id for each in team(MIA).contacts.visits(TODAY)] == [visit.id]
    team.later(days=1)
    (task,) = (each for each in team.open.todo.mine() if each.kind == "visit")
    assert task.due == TODAY, "a visit nobody said anything of does not go by itself"


def test_visits_that_cannot_be(team):
    contacts = team(SAM).contacts
    for given, words in (
        ({"time": "25:00"}, "not a time"), ({"time": "14:75"}, "not a time"), ({"time": "13pm"}, "not a time"),
        ({"time": "soon"}, "not a time"), ({"person": "nobody"}, "not here any more"), ({"carer_name": " "}, "name or"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            contacts.plan(**{"carer_name": "Ann Example", "on": TODAY, **given})
    assert contacts.visits() == ()


def test_a_request_is_waited_for_until_it_is_answered(team):
    queue = team(SAM).queue
    made = queue.ask("", "MH North", "Ann Example", "Will you lead?", referral="r")
    (task,) = team.open.todo.mine()
    assert (task.kind, task.subject, task.who, task.words) == ("request", made.id, "Ann Example", "We → MH North")
    queue.answer(made, accepted=False, reply="Not ours")
    assert team.open.todo.mine() == () and queue.asked() == ()


def test_what_a_leaver_promised_and_planned_is_every_practitioners(team):
    team(SAM).people.set_roles(MIA, ["assessor"])
    mia = team(MIA)
    mia.contacts.note("Ann Example", said="Tired", due_on=TODAY)
    visit = mia.contacts.plan("Bo Example", TODAY)
    assert team(SAM).todo.mine() == ()
    team.open.people.remove(MIA)
    assert [task.kind for task in team.open.todo.mine()] == ["promised", "visit"]
    team.open.contacts.visited(visit)
    team.open.contacts.done(team.open.contacts.promised()[0])
    assert team.open.todo.mine() == ()
