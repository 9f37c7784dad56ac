"""The door's advice on who should complete a conversation: its shape, its borders, and what it refuses."""

import pytest

from tests.core.test_cli import refused

PERSON = {"adult": "yes", "known_asc": "yes", "supported_by": "clds", "support_hours": "12", "complex": ["none"]}


def advised(door, *more, **answers):
    """What the door says of one cared-for person with these answers."""
    given = door.file("a.json", {"cf": [{**PERSON, **answers}]})
    return door.run("route", "--answers", given, "--json", *more).json


def test_the_shape_of_the_advice(door):
    shape = advised(door, "--clds-used", "5")
    assert set(shape) == {"who", "why", "warnings", "people"}
    assert (shape["who"], shape["people"]) == ("camden_carers", [{"item": "0", "who": "camden_carers"}])
    assert shape["why"][0]["rule"] == "clds_month" and "5 of 6 used" in shape["why"][0]["text"]
    assert shape["warnings"] == []


def test_borders_of_hours_and_month(door):
    assert advised(door, "--clds-used", "6")["who"] == "clds"
    assert advised(door, "--clds-used", "5", support_hours="12.5")["why"][0]["rule"] == "clds_hours"
    unknown = advised(door)
    assert unknown["who"] == "camden_carers" and "not known here" in unknown["warnings"][0]


def test_a_young_carer_by_the_day_of_the_conversation(door):
    born = {"carer_dob": "2008-11-23", "cf": [PERSON]}
    the_day_before = door.run("route", "--answers", door.file("a.json", {**born, "conv_date": "2026-11-22"}), "--json")
    assert the_day_before.json["who"] == "children"
    the_day = door.run("route", "--answers", door.file("a.json", {**born, "conv_date": "2026-11-23"}), "--json")
    assert the_day.json["who"] == "camden_carers"


def test_in_words(door):
    ran = door.run("route", "--answers", door.file("a.json", {"cf": [{**PERSON, "needs_review_due": "yes"}]}))
    assert ran.code == 0
    assert ran.out.startswith("Camden Carers\n") and "(clds_month)" in ran.out and "To look at: " in ran.out
    assert "Cannot tell yet" in door.run("route", "--answers", door.file("a.json", {})).out


@pytest.mark.parametrize("number", ["-1", "six", "6.5"])
def test_a_count_is_a_number(door, number):
    ran = door.run("route", "--answers", door.file("a.json", {}), "--clds-used", number)
    assert ran.code == 2 and "invalid" in ran.err


def test_unknown_questions_are_refused(door):
    refused(door.run("route", "--answers", door.file("a.json", {"slep": "often"}), "--json"), "slep")
