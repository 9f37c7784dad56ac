"""Who sees which record on one vault, through the same calls as the windows and the command line."""

import pytest

from carer_desktop.assessment import Move
from carer_desktop.caseload import Caseload, Wanted
from carer_desktop.errors import ReasonNeeded, Refused
from carer_desktop.store import history
from tests.core.door import CHEAP, PASSPHRASE

PEOPLE = {
    "Ben Example": ["assessor"],
    "Mia Example": ["authoriser"],
    "Ada Example": ["admin"],
    "Kit Example": ["keeper"],
}


class Team:
    """A vault of five people, opened by one after the other."""

    def __init__(self, path, clock):
        self._path, self._clock = path, clock
        self.now = Caseload.create(path, "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=clock)
        for name, roles in PEOPLE.items():
            self.now.people.add(name, roles, f"{PASSPHRASE} {name[:3]}", must_change=False)

    def __call__(self, name):
        """Who is there leaves, and this person comes."""
        self.now.close()
        words = PASSPHRASE if name == "Sam Example" else f"{PASSPHRASE} {name[:3]}"
        self.now = Caseload.open(self._path, name, words, clock=self._clock)
        return self.now


@pytest.fixture
def team(path, fixed_clock):
    """A vault of five people, open for the first."""
    made = Team(path, fixed_clock)
    yield made
    made.now.close()


def moved(caseload, record, *stages):
    for stage in stages:
        made = Move("x", stage, caseload.clock.now(), caseload.me.id, "assessor")
        caseload._store.save(history.append, record.id, made).result()


def sees(team, name, record):
    """Whether somebody sees a record: in the list, by search, and when it is opened by name or reference."""
    caseload = team(name)
    listed = record.id in {card.id for card in caseload.records.all()}
    assert listed == (record.id in {card.id for card in caseload.records.search("")})
    for called in (record.id, record.reference):
        if listed:
            assert caseload.records.open(called, "covering").id == record.id
        else:
            with pytest.raises(Refused) as refused:
                caseload.records.open(called)
            with pytest.raises(Refused) as unknown:
                caseload.records.open("ZZZZ9999")
            assert str(refused.value) == str(unknown.value).replace("ZZZZ9999", called)
    return listed


@pytest.fixture
def record(team):
    """A draft of Sam's."""
    return team.now.records.begin("carer_conversation")


def test_a_draft_is_its_practitioners(team, record):
    assert [sees(team, name, record) for name in ("Sam Example", *PEOPLE)] == [True, False, False, False, False]


def test_what_was_sent_is_seen_by_managers_and_by_admin_workers_who_enter_what_they_answer(team, record):
    moved(team.now, record, "completed")
    assert [sees(team, name, record) for name in PEOPLE] == [False, True, True, False]
    moved(team.now, record, "authorised")
    assert [sees(team, name, record) for name in PEOPLE] == [False, True, True, False]


def test_a_team_shares_its_records_and_no_team_is_none(team, record):
    team("Sam Example").settings.set_my_details({"assessor_team": "North"}).result()
    team("Ben Example").settings.set_my_details({"assessor_team": "South"}).result()
    assert not sees(team, "Ben Example", record)
    team("Ben Example").settings.set_my_details({"assessor_team": "North"}).result()
    assert sees(team, "Ben Example", record)


def test_what_a_leaver_began_is_taken_over_by_practitioners(team):
    record = team("Ben Example").records.begin("carer_conversation")
    assert not sees(team, "Sam Example", record)
    team("Sam Example").people.remove("Ben Example")
    assert sees(team, "Sam Example", record)
    assert not sees(team, "Kit Example", record)


def test_a_restricted_record_is_seen_by_those_named(team, record):
    caseload = team("Sam Example")
    moved(caseload, record, "completed")
    ben = caseload.people.find("Ben Example")
    caseload.records.seeing.restrict(record, [ben.id], "A neighbour of Mia")
    assert [sees(team, name, record) for name in ("Sam Example", *PEOPLE)] == [True, True, False, False, False]
    team("Sam Example").records.seeing.lift(record)
    assert [sees(team, name, record) for name in ("Sam Example", *PEOPLE)] == [True, False, True, True, False]


def test_a_restriction_needs_a_reason_and_people_who_are_here(team, record):
    seeing = team("Sam Example").records.seeing
    with pytest.raises(Refused, match="reason is needed"):
        seeing.restrict(record, [], " ")
    with pytest.raises(Refused, match="not here"):
        seeing.restrict(record, ["somebody"], "A neighbour")


def test_who_knows_the_carer_steps_back_and_managers_are_told(team, record):
    team("Sam Example").records.seeing.step_back(record)
    assert not sees(team, "Sam Example", record)
    (notice,) = team("Mia Example").people.notices()
    assert notice.text == f"Sam Example knows the carer of {record.reference} and no longer sees the record."
    assert team("Ben Example").people.notices() == ()


def test_only_a_practitioner_begins_a_record(team):
    for name in ("Mia Example", "Ada Example", "Kit Example"):
        with pytest.raises(Refused, match="Only a practitioner"):
            team(name).records.begin("carer_conversation")


def test_each_is_told_what_their_roles_let_them_see(team):
    assert team("Sam Example").records.seeing.words() == (
        "Their own records, their team’s, and those of people who have left",
        "No records: people, backups and the log",
    )


def test_control_without_the_table_everybody_would_see_everything(team, record):
    """The encryption keeps nobody apart on one laptop, and this is said: the rule is the program's."""
    from carer_desktop.store import assessments

    caseload = team("Kit Example")
    assert [card.id for card in caseload._store.read(assessments.cards).result()] == [record.id]


# A colleague's record ----------------------------------------------------------------------------


@pytest.fixture
def colleague(team, record):
    """Ben, of Sam's team, signed in."""
    team.now.settings.set_my_details({"assessor_team": "North"}).result()
    team("Ben Example").settings.set_my_details({"assessor_team": "North"}).result()
    return team.now


def viewed(team, record):
    """Who looked at the record, and why."""
    rows = team("Sam Example").audit.page(Wanted(event="record_viewed", subject=record.id))
    return [(line.name, line.row.says.get("reason")) for line in reversed(rows)]


def test_a_colleagues_record_is_opened_with_a_reason_which_is_logged(team, record, colleague):
    seeing = colleague.records.seeing
    assert seeing.colleague(record.id) == "Sam Example"
    for reason in ("", "because", "to_remove"):
        with pytest.raises(ReasonNeeded, match="This is Sam Example’s record"):
            colleague.records.open(record.id, reason)
    for reason in seeing.reasons():
        team("Ben Example").records.open(record.reference, reason)
    told = [("Ben Example", reason) for reason in seeing.reasons()]
    assert viewed(team, record) == told


def test_a_reason_holds_until_one_leaves(team, record, colleague):
    colleague.records.open(record.id, "covering")
    assert colleague.records.seeing.colleague(record.id) == ""
    colleague.records.open(record.id)
    with pytest.raises(ReasonNeeded):
        team("Ben Example").records.open(record.id)


def test_answers_are_set_in_a_colleagues_record_with_a_reason_too(record, colleague):
    with pytest.raises(ReasonNeeded):
        colleague.records.fill(record.id, {"carer_first": "Ann"}, known=True)
    answered = colleague.records.fill(record.id, {"carer_first": "Ann"}, known=True, reason="urgent")
    assert answered.assessment.answers["carer_first"] == "Ann"


@pytest.mark.parametrize("name", ["Sam Example", "Mia Example", "Ada Example"])
def test_control_ones_own_record_and_ones_own_part_of_the_work_need_none(team, record, colleague, name):
    moved(team("Sam Example"), record, "completed", "authorised")
    there = team(name)
    assert there.records.seeing.colleague(record.id) == ""
    there.records.open(record.id, "no reason of the list")
    assert viewed(team, record)[-1] == (name, None)


def test_who_was_named_for_a_record_needs_no_reason(team, record, colleague):
    ben = colleague.me.id
    team("Sam Example").records.seeing.restrict(record, [ben], "A neighbour of Mia")
    assert team("Ben Example").records.open(record.id).id == record.id


def test_what_a_leaver_began_is_taken_over_with_a_reason(team):
    record = team("Ben Example").records.begin("carer_conversation")
    sam = team("Sam Example")
    sam.people.remove("Ben Example")
    assert sam.records.seeing.colleague(record.id) == "Ben Example"
    sam.records.open(record.id, "taking_over")
    assert viewed(team, record)[-1] == ("Sam Example", "taking_over")


def test_listing_a_record_is_not_looking_at_it(team, record):
    (card,) = team("Sam Example").records.all()
    assert team.now.records.form_of(card.id).id == "carer_conversation"
    assert viewed(team, record) == []
