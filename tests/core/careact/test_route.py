"""Who should complete this: every rule and every border with its explanation, one person, several, and none."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.careact.route import Facts, policy, read_policy, route
from carer_desktop.caseload import shapes
from carer_desktop.errors import FormError
from carer_desktop.forms import library
from carer_desktop.paths import RESOURCES
from carer_desktop.words import words

ADULT = {"id": "a", "adult": "yes"}
CLDS = {**ADULT, "known_asc": "yes", "supported_by": "clds", "complex": ("none",), "support_hours": Decimal(5)}
NOT_KNOWN = {**ADULT, "known_asc": "no", "supported_by": "nobody", "complex": ("none",)}
HOSPITAL = {**NOT_KNOWN, "supported_by": "hospital", "hospital": "yes"}
WARD = {**NOT_KNOWN, "hospital": "yes"}

# One row a rule and a border: the person, what is known besides, who, the rule, and words of its explanation.
CASES: list[tuple[str, dict[str, Any], dict[str, int], str, str, str]] = [
    ("not known", NOT_KNOWN, {}, "camden_carers", "not_known", "Camden Carers do this for the council"),
    ("not known, details kept to a minimum", {**ADULT, "known_asc": "no"}, {}, "camden_carers", "not_known", "Camden"),
    ("not known, safeguarding", {**NOT_KNOWN, "complex": ("safeguarding",)}, {}, "asc", "not_known_complex", "checks"),
    ("not known, risks", {**NOT_KNOWN, "complex": ("risks",)}, {}, "asc", "not_known_complex", "it is complex"),
    ("not known, services", {**NOT_KNOWN, "complex": ("services",)}, {}, "asc", "not_known_complex", "it is complex"),
    ("not sure whether known", {**NOT_KNOWN, "known_asc": "unknown"}, {}, "undetermined", "not_sure_if_known", "Find"),
    ("not asked", ADULT, {}, "undetermined", "not_asked", "Say whether adult social care knows"),
    ("known", {**NOT_KNOWN, "known_asc": "yes"}, {}, "asc", "known", "knows this person"),
    ("known and complex", {**NOT_KNOWN, "known_asc": "yes", "complex": ("risks",)}, {}, "asc", "known", "practitioner"),
    ("supported by adult social care", {**NOT_KNOWN, "supported_by": "asc"}, {}, "asc", "supported_by_asc", "supports"),
    ("none used", CLDS, {"clds_used": 0}, "camden_carers", "clds_month", "(0 of 6 used)"),
    ("the sixth of a month", CLDS, {"clds_used": 5}, "camden_carers", "clds_month", "(5 of 6 used)"),
    ("the seventh of a month", CLDS, {"clds_used": 6}, "clds", "clds_month_full", "(6 of 6 used)"),
    ("more than the month allows", CLDS, {"clds_used": 9}, "clds", "clds_month_full", "(9 of 6 used)"),
    ("the first of the next month", CLDS, {"clds_used": 0}, "camden_carers", "clds_month", "up to 6 of these a month"),
    ("count not known", CLDS, {}, "camden_carers", "clds_month", "up to 6 of these a month."),
    ("12 hours", {**CLDS, "support_hours": Decimal(12)}, {"clds_used": 0}, "camden_carers", "clds_month", "Camden"),
    ("just over 12", {**CLDS, "support_hours": Decimal("12.01")}, {"clds_used": 0}, "clds", "clds_hours", "12 hours"),
    ("12 and a half", {**CLDS, "support_hours": Decimal("12.5")}, {"clds_used": 0}, "clds", "clds_hours", "more than"),
    ("no hours", {**CLDS, "support_hours": Decimal(0)}, {"clds_used": 0}, "camden_carers", "clds_month", "Camden"),
    ("CLDS safeguarding", {**CLDS, "complex": ("safeguarding",)}, {}, "clds", "clds_safeguarding", "case is open"),
    ("CLDS risks", {**CLDS, "complex": ("risks",)}, {}, "clds", "clds_risks", "several high and complex risks"),
    ("CLDS services", {**CLDS, "complex": ("services",)}, {}, "clds", "clds_services", "Several services"),
    ("CLDS everything", {**CLDS, "complex": ("safeguarding", "risks")}, {}, "clds", "clds_safeguarding", "open"),
    ("mental health", {**NOT_KNOWN, "supported_by": "mh"}, {}, "mh_team", "mental_health", "case note"),
    ("mental health, known", {**CLDS, "supported_by": "mh"}, {}, "mh_team", "mental_health", "The Prevention and"),
    ("mental health, ward", {**HOSPITAL, "supported_by": "mh"}, {}, "mh_team", "mental_health", "the request"),
    ("leaving, new service", {**HOSPITAL, "discharge": "yes"}, {}, "asc", "hospital_new_service", "takes over"),
    ("leaving, none", {**HOSPITAL, "discharge": "no"}, {}, "camden_carers", "hospital_no_service", "Carers do it"),
    ("leaving, complex", {**HOSPITAL, "discharge": "no", "complex": ("risks",)}, {}, "asc", "hospital_complex", "too"),
    ("leaving, not known", {**HOSPITAL, "discharge": "unknown"}, {}, "undetermined", "hospital_not_yet_known", "if"),
    ("leaving, not asked", HOSPITAL, {}, "undetermined", "hospital_not_yet_known", "Hospital teams never"),
    ("on a ward, new service", {**WARD, "discharge": "yes"}, {}, "asc", "hospital_new_service", "Hospital teams never"),
    ("on a ward, none", {**WARD, "discharge": "no"}, {}, "camden_carers", "hospital_no_service", "No service follows"),
    ("on a ward, ASC", {**WARD, "supported_by": "asc", "discharge": "no"}, {}, "asc", "supported_by_asc", "offers"),
    ("carer of 17", NOT_KNOWN, {"carer_age": 17}, "children", "carer_under_18", "young carer’s"),
    ("carer of 18", NOT_KNOWN, {"carer_age": 18}, "camden_carers", "not_known", "Camden Carers"),
    ("a child is cared for", {**NOT_KNOWN, "adult": "no"}, {}, "children", "cared_for_child", "parent carer’s"),
    ("not known whether adult", {**NOT_KNOWN, "adult": "unknown"}, {}, "camden_carers", "not_known", "Camden Carers"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "besides", "who", "rule", "said"), [row[1:] for row in CASES], ids=[c[0] for c in CASES]
)
def test_every_rule_and_border(person, besides, who, rule, said):
    found = route(Facts((person,), **besides))
    assert (found.who, found.why[0].rule) == (who, rule)
    assert said in found.why[0].text
    assert "{" not in found.why[0].text
    assert shapes.route(found)["people"] == [{"item": "a", "who": who}]


def test_every_rule_has_a_row_words_and_a_source():
    rules = policy().rules
    assert {row[4] for row in CASES} == {rule.id for rule in rules}
    assert all(rule.words and rule.source and rule.who in policy().order for rule in rules)
    assert set(words()["route"]) == set(policy().order)


def test_the_rules_ask_what_the_forms_ask():
    """Every answer a rule looks at is a column of the shipped forms, and every choice it names is offered there."""
    form = library.find("carer_conversation")
    for rule in (*policy().rules, *policy().warnings):
        for question in rule.when.questions():
            assert question in form.by_key or question.startswith("limit.") or question in ("carer_age", "clds_used")
    offered = {choice.id for key in ("cf.complex", "cf.supported_by") for choice in form.by_key[key].choices}
    named = {
        word
        for person in (row[1] for row in CASES)
        for word in (*person.get("complex", ()), person.get("supported_by"))
    }
    assert named - {None} <= offered
    assert set(policy().doing) == {choice.id for choice in form.by_key["setting"].choices}


def test_nobody_listed():
    found = route(Facts())
    assert (found.who, found.why[0].rule, found.people) == ("undetermined", "nobody_listed", ())
    young = route(Facts(carer_age=15))
    assert (young.who, young.why[0].rule, young.people) == ("children", "carer_under_18", ())


def test_several_people_are_each_judged_and_one_line_says_that_they_differ():
    ben = {**NOT_KNOWN, "id": "b", "name": "Ben Example", "supported_by": "mh"}
    found = route(Facts((NOT_KNOWN, ben)))
    assert found.who == "mh_team"
    assert [(each.item, each.who) for each in found.people] == [("a", "camden_carers"), ("b", "mh_team")]
    assert [line.rule for line in found.why] == ["not_known", "mental_health", "people_differ"]
    assert found.why[0].text.startswith("Person 1: ") and found.why[1].text.startswith("Ben Example: ")
    alike = route(Facts((NOT_KNOWN, {**NOT_KNOWN, "id": "b"})))
    assert [line.rule for line in alike.why] == ["not_known", "not_known"]


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("children", [{**NOT_KNOWN, "adult": "no"}, {**NOT_KNOWN, "supported_by": "mh"}]),
        ("mh_team", [{**CLDS, "complex": ("risks",)}, {**NOT_KNOWN, "supported_by": "mh"}]),
        ("clds", [{**CLDS, "complex": ("risks",)}, {**NOT_KNOWN, "supported_by": "asc"}]),
        ("asc", [NOT_KNOWN, {**NOT_KNOWN, "supported_by": "asc"}]),
        ("camden_carers", [NOT_KNOWN, ADULT]),
    ],
)
def test_the_conversation_goes_to_the_first_in_order(who, people):
    assert route(Facts(tuple(people))).who == who
    assert route(Facts(tuple(reversed(people)))).who == who


def test_what_is_still_to_ask_is_said_and_never_counts_against_anybody():
    open_ = route(Facts(({**ADULT, "known_asc": "no", "supported_by": "nobody"},)))
    assert open_.who == "camden_carers"
    assert any("whether anything makes this complex" in text for text in open_.warnings)
    service = route(Facts(({**ADULT, "known_asc": "yes"},)))
    assert service.who == "asc" and any("which service supports" in text for text in service.warnings)
    hours = route(Facts(({**CLDS, "support_hours": None},), clds_used=1))
    assert hours.who == "camden_carers" and any("More than 12 a week" in text for text in hours.warnings)
    assert route(Facts((NOT_KNOWN,))).warnings == ()


def test_where_nobody_keeps_the_count_it_is_not_asked_for():
    assert route(Facts((CLDS,))).warnings == ("How many of this month’s 6 are used is not known here.",)
    assert route(Facts((CLDS,), counted=False)).warnings == ()


def test_what_does_not_decide_is_a_warning():
    differ = route(Facts(({**NOT_KNOWN, "supported_by": "asc"},)))
    assert any("Check both answers" in text for text in differ.warnings)
    both = route(Facts(({**NOT_KNOWN, "known_asc": "yes", "needs_review_due": "yes"},)))
    assert any("Do both together" in text for text in both.warnings)
    other = route(Facts((NOT_KNOWN,), doing="mh"))
    assert other.who == "camden_carers" and any("Another team" in text for text in other.warnings)
    assert route(Facts((NOT_KNOWN,), doing="camden_carers")).warnings == ()
    assert not any("Another team" in text for text in route(Facts((ADULT,), doing="mh")).warnings)


def test_a_council_names_who_checks():
    found = route(
        Facts(({**NOT_KNOWN, "known_asc": "unknown"},)), names={"checker": "the Carer Practice Development Lead"}
    )
    assert "The Carer Practice Development Lead can check." in found.why[0].text


def test_another_limit_is_another_border():
    text = (RESOURCES / "routing.toml").read_text("utf-8").replace("clds_hours = 12", "clds_hours = 8")
    other = read_policy(text)
    eight = {**CLDS, "support_hours": Decimal(8)}
    assert route(Facts((eight,), clds_used=0), other).who == "camden_carers"
    assert (
        route(Facts(({**eight, "support_hours": Decimal("8.5")},), clds_used=0), other).why[0].text.count("8 hours")
        == 1
    )


def test_a_rule_that_cannot_be_read_is_named():
    rows = tomllib.loads((RESOURCES / "routing.toml").read_text("utf-8"))
    assert rows["rule"][0]["id"] == "carer_under_18"
    with pytest.raises(FormError, match=r"routing\.toml, carer_under_18"):
        read_policy((RESOURCES / "routing.toml").read_text("utf-8").replace("less_than", "lessthan", 1))


YNU = st.sampled_from([None, "yes", "no", "unknown"])
PEOPLE = st.fixed_dictionaries(
    {
        "id": st.just("a"), "adult": YNU, "known_asc": YNU, "hospital": YNU, "discharge": YNU, "needs_review_due": YNU,
        "supported_by": st.sampled_from([None, "nobody", "asc", "clds", "mh", "hospital"]),
        "support_hours": st.sampled_from([None, Decimal(0), Decimal(12), Decimal("12.5"), Decimal(168)]),
        "complex": st.sampled_from([None, ("none",), ("safeguarding",), ("risks", "services")]),
    }
)  # fmt: skip


@given(st.lists(PEOPLE, max_size=3), st.sampled_from([None, 3, 40]), st.sampled_from([None, 0, 5, 6, 20]))
def test_any_answers_have_an_advice_and_never_the_hospital(people, age, used):
    found = route(Facts(tuple(people), carer_age=age, clds_used=used))
    assert found.who in policy().order
    assert len(found.people) == len(people)
    assert found.why and all(line.text and "{" not in line.text and "None" not in line.text for line in found.why)
