"""Finding records by what was typed in them."""

from concurrent.futures import Future
from threading import Event

import pytest

from carer_desktop.assessment import order_of
from carer_desktop.caseload.searching import Looked
from tests.core.caseload.test_seeing import Team

FORM = "carer_conversation"
WORRY = "What if I fall ill? “Nobody” knows the Boiler,\nhe said."


@pytest.fixture
def team(path, fixed_clock):
    """A vault of five people, open for the first."""
    made = Team(path, fixed_clock)
    yield made
    made.now.close()


def begun(caseload, **answers):
    answered = caseload.records.fill(FORM, answers, known=False)
    answered.saved.result()
    return answered.assessment


def found(caseload, words):
    """The references and questions of what is found, once everything was looked into."""
    told: list[Looked] = []
    caseload.records.look_in_answers(words, told.append).result()
    assert not told or (told[-1].done, told[-1].of) == (len(caseload.records.seeing.without_reason()),) * 2
    return [(each.card.reference, each.label) for each in told if each.card]


def test_every_word_must_stand_in_what_was_typed_or_in_the_name(team):
    records = team.now.records
    one = begun(team.now, carer_first="Ann", carer_last="Example", out_home_now=WORRY)
    other = begun(team.now, carer_first="Ben", carer_last="Sample", out_home_now="The boiler was mended.")
    label = records.form(one).by_key["out_home_now"].label
    assert set(found(team.now, "boiler")) == {(other.reference, label), (one.reference, label)}
    for words in ("BOILER nobody", "boiler ann", "“nobody” ill?", "  boiler,  he "):
        assert found(team.now, words) == [(one.reference, label)]
    for words in ("boiler mended ann", "heating", "ann", "", '"'):
        assert found(team.now, words) == []


def test_only_what_stands_there_now_is_found_and_no_word_of_a_choice(team):
    record = begun(team.now, carer_first="Ann", out_home_now="The boiler.", method="home")
    for value in ("The heating.", None):
        answered = team.now.records.answer(record, "out_home_now", value)
        answered.saved.result()
        record = answered.assessment
        assert [len(found(team.now, word)) for word in ("boiler", "heating", "home")] == [0, int(value is not None), 0]


def test_a_word_is_found_that_was_saved_in_the_middle_of_it(team):
    answered = team.now.records.fill(FORM, {"carer_first": "Ann"}, known=False)
    text = "The washing waits until the weekend. " * 20
    for end in ("boi", "boiler is", "boiler is old"):
        answered = team.now.records.answer(answered.assessment, "out_home_now", f"{text}{end}")
        answered.saved.result()
    reference = answered.assessment.reference
    assert [each for each, _ in found(team.now, "boiler old")] == [reference]
    assert found(team.now, "boilerplate") == []


def test_the_cells_of_a_list_are_looked_into(team):
    record = begun(team.now, carer_first="Ann")
    answered = team.now.records.set_items(record, "cf", ["a"])
    answered = team.now.records.answer(answered.assessment, "cf", "Wilhelmina", "a", "name")
    answered.saved.result()
    label = team.now.records.form(record).by_key["cf.name"].label
    assert found(team.now, "wilhelm") == [(record.reference, label)]
    team.now.records.answer(answered.assessment, "cf", order_of([])).saved.result()
    assert found(team.now, "wilhelm") == []


def test_a_colleagues_record_is_not_looked_into(team):
    for name in ("Sam Example", "Ben Example"):
        team(name).settings.set_my_details({"assessor_team": "North"}).result()
    record = begun(team("Ben Example"), carer_first="Ann", out_home_now="The boiler.")
    assert found(team.now, "boiler")
    caseload = team("Sam Example")
    assert record.id in {card.id for card in caseload.records.all()}
    assert found(caseload, "boiler") == []
    assert found(team("Kit Example"), "boiler") == []


def test_it_is_given_up_between_two_records(team, monkeypatch):
    monkeypatch.setattr("carer_desktop.store.thread._SLICE_SECONDS", 0)
    for name in ("Ann", "Ben"):
        begun(team.now, carer_first=name, out_home_now="The boiler.")
    known, given_up = Event(), Event()
    asked: list[Future[list[None]]] = []
    told: list[Looked] = []

    def give_up(looked):
        told.append(looked)
        known.wait(10)
        asked[0].cancel()
        given_up.set()

    asked.append(team.now.records.look_in_answers("boiler", give_up))
    known.set()
    assert given_up.wait(10)
    assert len(team.now.records.all()) == 2
    assert asked[0].cancelled() and [each.done for each in told] == [1]
