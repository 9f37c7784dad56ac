"""A manager's comments that are not sent yet: kept for that manager alone, until somebody has decided."""

import pytest

from carer_desktop.caseload.making import With
from carer_desktop.errors import Refused
from tests.core.caseload.pathway import MAX, MIA, SAM, Team


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner and two managers on one laptop."""
    made = Team(path, fixed_clock, MIA, MAX)
    yield made
    made.open.close()


def test_comments_come_back_with_their_manager_and_go_with_the_decision(team):
    record = team.sent()
    mia = team(MIA)
    for place, text in (("duration", "x"), ("health_detail", "Since"), ("health_detail", "Since when?\n")):
        mia.unsent.keep(record, place, text).result()
    mia.unsent.keep(record, "duration", " ").result()
    mia.unsent.keep_reason(record, "See my comments").result()
    assert team(MAX).unsent.of(team.again(record)) == {}
    team.open.unsent.keep(record, "role_narrative", "Which days?").result()
    mia = team(MIA)
    assert mia.unsent.of(team.again(record)) == {"health_detail": "Since when?"}
    assert mia.unsent.reason(record) == "See my comments"
    back = mia.moves.make(
        team.again(record), "return", With(reason="See", comments=list(mia.unsent.of(record).items()))
    )
    assert [each.text for each in mia.moves.comments(back)] == ["Since when?"] and mia.unsent.of(back) == {}
    assert mia.unsent.reason(back) == ""
    team(SAM).moves.make(team.again(back), "complete")
    for who in (MIA, MAX):
        assert team(who).unsent.of(team.again(back)) == {}


def test_what_is_taken_back_and_sent_again_still_has_its_comments(team):
    record = team.sent()
    team(MIA).unsent.keep(record, "health_detail", "Since when?").result()
    sam = team(SAM)
    taken = sam.moves.make(team.again(record), "take_back", With(reason="A slip"))
    with pytest.raises(Refused, match="Only a manager"):
        sam.unsent.keep(taken, "health_detail", "Mine")
    assert sam.unsent.of(taken) == {}
    sam.moves.make(taken, "complete")
    mia = team(MIA)
    assert mia.unsent.of(team.again(record)) == {"health_detail": "Since when?"}
    with pytest.raises(Refused, match="no question"):
        mia.unsent.keep(team.again(record), "weather", "Rain")
