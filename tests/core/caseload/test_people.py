"""People of a vault as the windows and the command line know them: who may do what, and what each is told."""

from datetime import timedelta

import pytest

from carer_desktop.caseload import Caseload, Wanted
from carer_desktop.errors import Refused
from carer_desktop.records.sign_in import NotOpened
from carer_desktop.sealing import keys
from carer_desktop.sealing.passphrase import words as known_words
from carer_desktop.store import key_file
from tests.core.door import CHEAP, PASSPHRASE

BEN, BEN_SAYS, NEW = "Ben Example", "wrong mule dynamo paperclip", "seventh anchor pickle drum"


class Team:
    """A vault that is opened by one person after the other; the first is practitioner and access lead."""

    def __init__(self, path, clock):
        self._path, self._clock = path, clock
        made = Caseload.create(path, "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=clock)
        self._opened = [made]

    def __call__(self, name="Sam Example", passphrase=PASSPHRASE):
        """Who is there leaves, and this person comes."""
        self._opened.pop().close()
        self._opened.append(Caseload.open(self._path, name, passphrase, clock=self._clock))
        return self._opened[-1]

    def now(self):
        """The vault as the person who is there has it."""
        return self._opened[-1]

    def take(self, made):
        """A vault that somebody else has opened is closed at the end."""
        self._opened.append(made)

    def close(self):
        """Everything that was opened is closed."""
        for each in self._opened:
            each.close()


@pytest.fixture
def team(path, fixed_clock):
    """A vault of one person, open."""
    made = Team(path, fixed_clock)
    yield made
    made.close()


def texts(caseload):
    return [notice.text for notice in caseload.people.notices()]


def test_the_access_lead_looks_after_people(team):
    people = team.now().people
    ben = people.add(BEN, ["assessor"], BEN_SAYS)
    assert [each.name for each in people.all()] == ["Sam Example", BEN]
    assert people.find("ben  EXAMPLE") == people.find(ben.id) == ben
    assert people.set_roles(BEN, ["authoriser", "admin"]).roles == ("authoriser", "admin")
    assert people.remove(BEN).id == ben.id
    with pytest.raises(Refused, match="nobody called “Ben Example”"):
        people.find(BEN)
    assert people.all()[1].ended_at == team.now().clock.now()


@pytest.mark.parametrize(
    "act",
    [
        lambda people: people.add("Carl Example", ["keeper"], NEW),
        lambda people: people.remove("Sam Example"),
        lambda people: people.reset("Sam Example"),
        lambda people: people.set_roles(BEN, ["keeper"]),
        lambda people: people.show_names(True),
        lambda people: people.make_recovery(),
        lambda people: people.draw_sheet(),
        lambda people: people.set_organisation_key("00" * 32),
        lambda people: people.rotate(),
    ],
)
def test_nobody_else_does(team, act):
    team.now().people.add(BEN, ["assessor", "authoriser", "admin"], BEN_SAYS, must_change=False)
    before = key_file.read(team.now().path)
    with pytest.raises(Refused, match="Only the access lead"):
        act(team(BEN, BEN_SAYS).people)
    assert key_file.read(team.now().path) == before


def test_given_words_are_changed_first_and_a_reset_is_told(team):
    people = team.now().people
    people.add(BEN, ["assessor"], BEN_SAYS)
    assert team(BEN, BEN_SAYS).people.must_change
    team.now().people.change_my_passphrase(BEN_SAYS, NEW)
    assert not team.now().people.must_change
    words = team().people.reset(BEN)
    assert set(words.split()) <= known_words()
    ben = team(BEN, words)
    assert ben.people.must_change
    assert texts(ben) == [
        "Sam Example gave you new words to sign in. You sign with a new key; what you signed before stands."
    ]
    (notice,) = ben.people.notices()
    ben.people.seen(notice)
    assert ben.people.notices() == ()
    assert team(BEN, words).people.notices() == ()


def test_words_for_a_reset_may_be_chosen(team):
    team.now().people.add(BEN, ["assessor"], BEN_SAYS)
    assert team.now().people.reset(BEN, NEW) == NEW
    assert team(BEN, NEW).people.must_change


def test_new_roles_are_told_in_the_words_of_the_screen(team):
    people = team.now().people
    people.add(BEN, ["assessor"], BEN_SAYS)
    people.set_roles(BEN, ["assessor", "authoriser"])
    people.set_roles("Sam Example", ["keeper"])
    assert people.me.roles == ("keeper",)
    assert people.notices() == ()
    assert texts(team(BEN, BEN_SAYS)) == ["Sam Example changed what you do here: Practitioner, Manager."]


def test_ten_failed_attempts_are_told_and_nine_are_not(team, fixed_clock):
    for count, told in ((9, []), (10, ["10 failed attempts to sign in, the last on 22 November 2026."])):
        team.now().close()
        for _ in range(count):
            with pytest.raises(NotOpened):
                Caseload.open(team.now().path, "Sam Example", NEW, clock=fixed_clock)
            fixed_clock.at += timedelta(seconds=900)
        assert texts(team()) == told
        for notice in team.now().people.notices():
            team.now().people.seen(notice)
        assert team.now().people.notices() == ()


def test_an_older_key_file_is_told(team, path):
    kept = path.with_name(f"{path.name}.keys").read_bytes()
    team.now().people.add(BEN, ["assessor"], BEN_SAYS)
    team.now().close()
    for ending in ("keys", "keys2"):
        path.with_name(f"{path.name}.{ending}").write_bytes(kept)
    assert texts(team()) == ["The key file is older than the records: passphrases are as they were when it was copied."]


def test_names_at_the_sign_in_are_a_setting(team, path):
    assert Caseload.sign_in(path).names == ()
    team.now().people.show_names(True)
    assert Caseload.sign_in(path).names == ("Sam Example",)


def test_a_rescue_sheet_is_plain_values_and_shows_its_key_to_nobody_else(team, path, fixed_clock):
    assert not team.now().people.has_recovery
    sheet = team.now().people.make_recovery()
    assert team.now().people.has_recovery
    assert (sheet.title, sheet.records, sheet.made_at) == ("Rescue sheet", path.name, fixed_clock.now())
    assert len(sheet.groups) == 13
    assert len(sheet.squares) == 33
    assert sheet.lines[0].startswith("This is the only way back in if everyone forgets")
    assert not any(group in f"{sheet!r} {sheet}" for group in sheet.groups)
    with pytest.raises(TypeError, match="not copied"):
        sheet.__reduce__()


def test_a_sheet_opens_nothing_until_somebody_holds_it_and_the_one_before_does(team, path, fixed_clock):
    people = team.now().people
    first = people.draw_sheet()
    assert not people.has_recovery
    people.keep_sheet(first)
    second = people.draw_sheet()
    team.now().close()
    with pytest.raises(Refused, match="does not open these records"):
        Caseload.recover(path, " ".join(second.groups), "Sam Example", NEW, clock=fixed_clock, kdf=CHEAP)
    made = Caseload.recover(path, " ".join(first.groups), "Sam Example", NEW, clock=fixed_clock, kdf=CHEAP)
    made.people.keep_sheet(second)
    made.close()
    with pytest.raises(Refused, match="does not open these records"):
        Caseload.recover(path, " ".join(first.groups), "Sam Example", NEW, clock=fixed_clock, kdf=CHEAP)
    team.take(Caseload.recover(path, " ".join(second.groups), "Sam Example", NEW, clock=fixed_clock, kdf=CHEAP))


def test_everyone_has_forgotten_and_the_sheet_lets_one_in(team, path, fixed_clock):
    team.now().people.add(BEN, ["assessor"], BEN_SAYS, must_change=False)
    record = team.now().records.begin("carer_conversation")
    sheet = team.now().people.make_recovery()
    team.now().close()
    groups = list(sheet.groups)
    slip = "7" if groups[6][0] != "7" else "8"
    typed = [*groups[:6], slip + groups[6][1:], *groups[7:]]
    with pytest.raises(Refused, match="Group 7 has a slip"):
        Caseload.recover(path, " ".join(typed), "Sam Example", NEW, clock=fixed_clock, kdf=CHEAP)
    made = Caseload.recover(path, "\n".join(groups), "Sam Example", NEW, clock=fixed_clock, kdf=CHEAP)
    team.take(made)
    assert made.me.roles == ("assessor", "keeper")
    assert made.records.open(record.id).reference == record.reference
    made.close()
    assert texts(team(BEN, BEN_SAYS)) == [
        "Sam Example got in with the rescue sheet or the organisation’s rescue key on 22 November 2026."
    ]


def test_the_organisation_gets_in_with_its_own_key(team, path, fixed_clock):
    pair = keys.receiving_pair()
    team.now().people.set_organisation_key(f"# Example Council\n{pair.public.hex()}\n")
    team.now().close()
    made = Caseload.recover(path, pair.secret.hex(), "IT Example", NEW, clock=fixed_clock, kdf=CHEAP)
    team.take(made)
    assert (made.me.name, made.me.roles) == ("IT Example", ("keeper",))
    assert made.records.all() == ()


def test_other_access_leads_are_told_of_a_new_sheet(team):
    people = team.now().people
    people.add(BEN, ["keeper"], BEN_SAYS, must_change=False)
    people.add("Carl Example", ["assessor"], NEW, must_change=False)
    people.make_recovery()
    people.set_organisation_key(keys.receiving_pair().public.hex())
    assert set(texts(team(BEN, BEN_SAYS))) == {
        "Sam Example made a new rescue sheet. Earlier sheets open nothing.",
        "Sam Example set the organisation’s rescue key.",
    }
    assert texts(team("Carl Example", NEW)) == []


def test_a_new_key_comes_between_two_proven_backups_and_counts_the_older_ones(team):
    people, backups = team.now().people, team.now().backups
    people.add(BEN, ["assessor"], BEN_SAYS, must_change=False)
    done = people.rotate()
    assert (done.people, done.older_backups) == (2, 1)
    assert [(each.why, each.proven) for each in backups.all()] == [
        ("key_change", True), ("before_key_change", True),
    ]  # fmt: skip
    assert backups.rebuild() != ()
    assert len(backups.all()) == 1
    assert team(BEN, BEN_SAYS).me.name == BEN
    assert team().audit.page() != ()


def test_waiting_holds_for_ones_own_passphrase(team):
    for _ in range(4):
        with pytest.raises(NotOpened, match="do not open"):
            team.now().people.change_my_passphrase(BEN_SAYS, NEW)
    with pytest.raises(NotOpened, match="too many") as refused:
        team.now().people.change_my_passphrase(PASSPHRASE, NEW)
    assert refused.value.seconds == 2


def test_a_passphrase_under_the_cover_waits_and_counts_as_at_the_sign_in(team):
    caseload = team.now()
    for _ in range(4):
        assert not caseload.is_my_passphrase(BEN_SAYS)
    with pytest.raises(NotOpened, match="too many") as refused:
        caseload.is_my_passphrase(PASSPHRASE)
    assert refused.value.seconds == 2
    caseload.clock.at += timedelta(seconds=2)
    assert caseload.is_my_passphrase(PASSPHRASE)
    assert not caseload.is_my_passphrase(BEN_SAYS), "the right one begins anew"
    (line,) = caseload.audit.page(Wanted(event="sign_in_failed"))
    assert (line.row.subject, line.row.says) == (caseload.me.id, {"tries": 4})
    again = team()
    assert [line.row.says["tries"] for line in again.audit.page(Wanted(event="sign_in_failed"))] == [1, 4]
