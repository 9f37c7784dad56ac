"""Teams, who stands in, folders and what all share: set by the access lead, refused in words, taken back again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carer_desktop.caseload.making import With
from carer_desktop.errors import Refused
from carer_desktop.records.teams import Deputy, Folder, Shared
from carer_desktop.records.teams import Team as Group
from tests.core.caseload.pathway import ADA, MAX, MIA, SAM, Team
from tests.core.caseload.test_moves import HANDED, UPLOADED

TODAY = date(2026, 11, 22)


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner and access lead, two managers and an admin worker on one laptop."""
    made = Team(path, fixed_clock, MIA, MAX, ADA)
    yield made
    made.open.close()


@pytest.fixture
def teams(team):
    """The teams, as the access lead has them."""
    return team(SAM).teams


def test_a_team_is_made_changed_called_something_else_and_removed_and_each_is_taken_back(team, teams):
    north = Group("North", (team.ids[SAM],), (team.ids[MIA],), "asc", "MH North reviews")
    teams.keep_team(north)
    teams.keep_team(Group("South", (team.ids[ADA],)))
    assert teams.all() == (north, Group("South", (team.ids[ADA],)))
    renamed = replace(north, name="North Camden", way="")
    teams.keep_team(renamed, was="North")
    assert [each.name for each in teams.all()] == ["North Camden", "South"]
    teams.remove_team("South")
    assert teams.all() == (renamed,)
    assert [teams.undo() for _ in range(5)] == [
        "South is removed", "North Camden is kept", "South is kept", "North is kept", ""
    ]  # fmt: skip
    assert teams.all() == () and team.open.settings.get("teams") is None


def test_nobody_is_in_two_teams(team, teams):
    teams.keep_team(Group("North", (team.ids[SAM], team.ids[ADA])))
    teams.keep_team(Group("South", (team.ids[ADA],)))
    assert [each.members for each in teams.all()] == [(team.ids[SAM],), (team.ids[ADA],)]


def test_who_is_in_a_team_is_what_the_access_lead_says_and_not_what_people_say_of_themselves(team, teams):
    record = team.record()
    team.open.people.set_roles(ADA, ["assessor"])
    team(ADA).settings.set_my_details({"assessor_team": "North"}).result()
    teams = team(SAM).teams
    teams.keep_team(Group("North", (team.ids[SAM],)))
    assert team.open.settings.my_details["assessor_team"] == "North"
    assert record.id not in {card.id for card in team(ADA).records.all()}
    team(SAM).teams.keep_team(Group("North", (team.ids[SAM], team.ids[ADA])), was="North")
    assert record.id in {card.id for card in team(ADA).records.all()}
    assert team.open.records.begin("carer_conversation").answers["assessor_team"] == "North"


def test_what_cannot_be_a_team(team, teams):
    teams.keep_team(Group("North"))
    for made, words in (
        (Group(" "), "needs a name"),
        (Group("north"), "already"),
        (Group("x" * 61), "longer than 60"),
        (Group("South", ("nobody",)), "not here any more"),
        (Group("South", managers=(team.ids[ADA],)), "Ada Example is not a manager"),
        (Group("South", way="odd"), "no way of working"),
    ):
        with pytest.raises(Refused, match=words):
            teams.keep_team(made)
    assert teams.all() == (Group("North"),)


def test_a_team_or_folder_that_records_wait_for_keeps_its_name(team, teams):
    teams.keep_team(Group("North", managers=(team.ids[MIA],)))
    teams.keep_folder(Folder("Virtual worker", (team.ids[MIA],)))
    sam = team(SAM)
    for to in ("team:North", "folder:Virtual worker"):
        sam.moves.make(team.record(), "complete", With(to=to))
    for change in (
        lambda: sam.teams.remove_team("North"),
        lambda: sam.teams.keep_team(Group("South"), was="North"),
        lambda: sam.teams.remove_folder("Virtual worker"),
        lambda: sam.teams.keep_folder(Folder("Other", (team.ids[MIA],)), was="Virtual worker"),
    ):
        with pytest.raises(Refused, match="1 record waits there"):
            change()
    sam.teams.keep_team(Group("North", managers=(team.ids[MAX],)), was="North")


def test_deputies_have_days_and_are_gone_when_they_are_over(team, teams):
    mia, max_ = team.ids[MIA], team.ids[MAX]
    holiday = Deputy(mia, max_, TODAY, TODAY + timedelta(days=1))
    teams.keep_deputy(holiday)
    always = replace(holiday, until=None)
    teams.keep_deputy(always, was=holiday)
    assert teams.deputies() == (always,)
    assert teams.undo() == "Who stands in is kept" and teams.deputies() == (holiday,)
    for wrong, words in (
        (Deputy(mia, mia), "for themselves"),
        (Deputy(mia, team.ids[ADA]), "not a manager"),
        (Deputy(mia, max_, TODAY, TODAY - timedelta(days=1)), "is over"),
        (Deputy(mia, max_, TODAY + timedelta(days=3), TODAY + timedelta(days=1)), "before the first"),
    ):
        with pytest.raises(Refused, match=words):
            teams.keep_deputy(wrong)
    team.later(days=2)
    assert team.open.teams.deputies() == ()
    teams.keep_deputy(always)
    teams.end_deputy(always)
    assert teams.deputies() == ()


def test_folders_of_managers(team, teams):
    teams.keep_folder(Folder("Virtual worker", (team.ids[MIA],)))
    teams.keep_folder(Folder("Virtual worker", (team.ids[MIA], team.ids[MAX])), was="Virtual worker")
    assert teams.folders() == (Folder("Virtual worker", (team.ids[MIA], team.ids[MAX])),)
    with pytest.raises(Refused, match="needs a manager"):
        teams.keep_folder(Folder("Empty"))
    with pytest.raises(Refused, match="no folder “Gone” any more"):
        teams.keep_folder(Folder("New", (team.ids[MIA],)), was="Gone")
    teams.remove_folder("Virtual worker")
    assert teams.folders() == ()


def test_what_all_teams_share(team, teams):
    given = Shared("£1,250.5", "rct", "payments@example.org", "020 7946 0000, 9 to 5", "020 7946 0001", "the lead", "x")
    teams.keep_shared(given)
    assert teams.shared == replace(given, second_above="1250.50")
    for wrong, words in (
        (Shared(second_above="-5"), "not an amount"), (Shared(dp_email="payments"), "e-mail"),
        (Shared(purchaser="me"), "Nobody sets up payments"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            teams.keep_shared(wrong)
    assert teams.undo() == "It is kept" and teams.shared == Shared()
    team.open.teams.keep_shared(Shared())
    assert teams.undo() == ""


def test_which_clocks_run_is_set_and_taken_back(team, teams):
    before = teams.clocks_on()
    assert before == ("urgent", "paperwork", "payment", "review") and set(before) < set(teams.clocks())
    teams.keep_shared(Shared(duty="020 7946 0000"), ["urgent", "review", "check"])
    assert teams.clocks_on() == ("urgent", "review", "check")
    assert team.open.settings.get("clock.payment") is False and team.open.settings.get("clock.dp_review") is None
    teams.keep_shared(Shared(duty="020 7946 0000"))
    assert teams.undo() == "It is kept" and teams.clocks_on() == before and teams.shared == Shared()


def test_only_the_access_lead_sets_them_and_every_change_is_in_the_log(team, teams):
    teams.keep_team(Group("North"))
    (line, *_) = team.open.audit.page()
    assert line.row.event == "setting_changed"
    mia = team(MIA).teams
    assert mia.all() == (Group("North"),)
    for change in (
        lambda: mia.keep_team(Group("South")), lambda: mia.remove_team("North"), lambda: mia.keep_shared(Shared("5")),
        lambda: mia.keep_deputy(Deputy(team.ids[MIA], team.ids[MAX])), lambda: mia.keep_folder(Folder("F")),
        mia.undo,
    ):  # fmt: skip
        with pytest.raises(Refused, match="Only the access lead"):
            change()


def test_the_teams_settings_fill_in_the_hand_over(team, teams):
    teams.keep_team(Group("North", (team.ids[SAM],), folder="MH North reviews"))
    teams.keep_shared(Shared(purchaser="rct"))
    record = team.sent()
    record = team(MIA).moves.make(team.again(record), "authorise")
    sam = team(SAM)
    record = sam.moves.give_facts(sam.moves.make(team.again(record), "instruct"), HANDED)
    assert record.answers["purchase_team"] == "rct"
    assert sam.teams.fills(record, "upload") == {"review_folder": "MH North reviews"}
    sam.moves.make(record, "export")
    facts = {name: value for name, value in UPLOADED.items() if name != "review_folder"}
    record = team(ADA).moves.make(team.again(record), "upload", With(facts=facts))
    assert record.answers["review_folder"] == "MH North reviews"
