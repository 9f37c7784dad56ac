"""Eligibility under regulation 3 against a table made by hand, and as a three-valued rule."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.careact.conditions import OUTCOMES
from carer_desktop.careact.eligibility import QUESTIONS, Facts, draft_reasons, judge
from carer_desktop.caseload import shapes

FINE: dict[str, str | None] = dict.fromkeys(OUTCOMES, "achieves")
NONE: dict[str, str | None] = {}
Y, N, U = "yes", "no", "undetermined"

# name, necessary care, adults, health, outcomes, significant impact -> suggested, three conditions, decisive words
CASES = [
    # the ten of the published truth table
    ("health only", Y, (Y,), "deteriorating", FINE, Y, Y, (Y, Y, Y), "all three conditions are met"),
    ("one outcome only", Y, (Y,), "no", FINE | {"home": "assist"}, Y, Y, (Y, Y, Y), "“Maintaining a habitable home”"),
    ("health and outcome", Y, (Y,), "risk", FINE | {"work": "assist"}, Y, Y, (Y, Y, Y), "At risk of deteriorating"),
    ("neither", Y, (Y,), "no", FINE, Y, N, (Y, N, Y), "condition 2 is not met"),
    ("no significant impact", Y, (Y,), "risk", FINE | {"home": "danger"}, N, N, (Y, Y, N), "condition 3 is not met"),
    ("care not necessary", N, (Y,), "risk", FINE | {"home": "assist"}, Y, N, (N, Y, Y), "condition 1 is not met"),
    ("a child cared for", Y, (N,), "risk", FINE | {"home": "assist"}, Y, N, (N, Y, Y), "consider a parent carer's"),
    ("health unknown, outcome", Y, (Y,), "unknown", FINE | {"home": "assist"}, Y, Y, (Y, Y, Y), "all three conditions"),
    ("health unknown, none", Y, (Y,), "unknown", FINE, Y, U, (Y, U, Y), "Still to ask: “Is the carer's health"),
    ("impact unknown", Y, (Y,), "risk", FINE, U, U, (Y, Y, U), "Still to ask: “Is there, or is there likely"),
    # condition 1: any over the people cared for
    ("nobody listed", Y, (), "risk", FINE, Y, U, (U, Y, Y), "nobody is listed yet"),
    ("adult not answered", Y, (None,), "risk", FINE, Y, U, (U, Y, Y), "not answered yet (1 of 1 listed)"),
    ("adult not known", Y, ("unknown",), "risk", FINE, Y, U, (U, Y, Y), "Not known (1 of 1 listed)"),
    ("one adult of two", Y, (N, Y), "risk", FINE, Y, Y, (Y, Y, Y), "Yes (1 of 2 listed)"),
    ("adult beside unknown", Y, ("unknown", Y), "risk", FINE, Y, Y, (Y, Y, Y), "Yes (1 of 2 listed)"),
    ("child beside unknown", Y, (N, "unknown"), "risk", FINE, Y, U, (U, Y, Y), "Not known (1 of 2 listed)"),
    ("child beside unanswered", Y, (N, None), "risk", FINE, Y, U, (U, Y, Y), "not answered yet (1 of 2 listed)"),
    ("unknown and unanswered", Y, ("unknown", None), "risk", FINE, Y, U, (U, Y, Y), "Not known (2 of 2 listed)"),
    ("two children", Y, (N, N), "risk", FINE, Y, N, (N, Y, Y), "No (2 of 2 listed)"),
    ("two adults", Y, (Y, Y), "risk", FINE, Y, Y, (Y, Y, Y), "Yes (2 of 2 listed)"),
    ("necessary not known", "unknown", (Y,), "risk", FINE, Y, U, (U, Y, Y), "for the adult?”: Not known"),
    ("necessary not answered", None, (Y,), "risk", FINE, Y, U, (U, Y, Y), "Still to ask: “Is the care necessary"),
    ("not necessary, nobody", N, (), "risk", FINE, Y, N, (N, Y, Y), "“Is the care necessary for the adult?”: No."),
    ("unanswered, child", None, (N,), "risk", FINE, Y, N, (N, Y, Y), "Nobody listed is 18 or over"),
    ("not necessary, child", N, (N,), "risk", FINE, Y, N, (N, Y, Y), "for the adult?”: No; “Aged"),
    # condition 2: health or any one outcome; no only when all nine are answered so
    ("at risk alone", Y, (Y,), "risk", NONE, Y, Y, (Y, Y, Y), "At risk of deteriorating. One is enough."),
    ("distress counts", Y, (Y,), "no", FINE | {"nutrition": "distress"}, Y, Y, (Y, Y, Y), "anxiety (counts as unable)"),
    ("danger counts", Y, (Y,), "no", FINE | {"recreation": "danger"}, Y, Y, (Y, Y, Y), "health or safety (counts as"),
    ("unable, rest open", Y, (Y,), None, {"community": "assist"}, Y, Y, (Y, Y, Y), "Unable without assistance. One is"),
    ("child not applicable", Y, (Y,), "no", FINE | {"child": "na"}, Y, N, (Y, N, Y), "for a child”: Not applicable"),
    ("two not applicable", Y, (Y,), "no", FINE | {"child": "na", "others": "na"}, Y, N, (Y, N, Y), "Not applicable"),
    ("one not discussed", Y, (Y,), "no", FINE | {"work": "unknown"}, Y, U, (Y, U, Y), "volunteering”: Not known"),
    ("one not answered", Y, (Y,), "no", FINE | {"work": None}, Y, U, (Y, U, Y), "volunteering”: not answered yet"),
    ("outcomes not begun", Y, (Y,), "no", NONE, Y, U, (Y, U, Y), "“Engaging in recreational activities”: not answered"),
    ("health not answered", Y, (Y,), None, FINE, Y, U, (Y, U, Y), "caring?”: not answered yet. One is enough."),
    ("unread outcome", Y, (Y,), "no", FINE | {"home": "longer"}, Y, U, (Y, U, Y), "home”: longer"),
    ("unread health", Y, (Y,), "often", FINE, Y, U, (Y, U, Y), "because of caring?”: often"),
    # condition 3, and several at once
    ("impact not answered", Y, (Y,), "risk", FINE, None, U, (Y, Y, U), "impact on well-being?”: not answered"),
    ("impact undecided", Y, (Y,), "risk", FINE, U, U, (Y, Y, U), "on well-being?”: Undetermined"),
    ("two fail", N, (Y,), "no", FINE, Y, N, (N, N, Y), "conditions 1 and 2 are not met"),
    ("all fail", N, (N,), "no", FINE, N, N, (N, N, N), "conditions 1, 2 and 3 are not met"),
    ("no beside unknown", Y, (Y,), None, NONE, N, N, (Y, U, N), "cannot tell yet, and it would not change the result"),
    ("no beside two unknown", N, (), None, NONE, None, N, (N, U, U), "condition 1 is not met"),
    ("nothing answered", None, (), None, NONE, None, U, (U, U, U), "Cannot tell yet. Still to ask: “Is the care"),
    ("two conditions open", Y, (Y,), "unknown", FINE, None, U, (Y, U, U), "caring?”; “Is there, or is there likely"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("necessary", "adults", "health", "outcomes", "impact", "suggested", "conditions", "words"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_against_the_table(
    necessary: str | None,
    adults: tuple[str | None, ...],
    health: str | None,
    outcomes: dict[str, str | None],
    impact: str | None,
    suggested: str,
    conditions: tuple[str, ...],
    words: str,
) -> None:
    found = judge(Facts(necessary, adults, health, outcomes, impact))
    assert found.suggested == suggested
    assert tuple(found.conditions.items()) == tuple(
        zip(("necessary_care", "effect", "significant_impact"), conditions, strict=True)
    )
    assert words in found.why
    assert found.why.count("\n") == 3
    assert [line[:2] for line in found.why.splitlines()[1:]] == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    ("facts", "rests_on"),
    [
        (Facts("yes", ("yes",), "unknown", FINE | {"home": "assist"}, "yes"),
         ("necessary_care", "cf.adult", "out_home", "significant_impact")),
        (Facts("no", ("yes",), "risk", FINE, None), ("necessary_care", "health_state", "significant_impact")),
        (Facts("yes", (), "no", FINE | {"work": "unknown"}, "no"), ("cf", "out_work", "significant_impact")),
        (Facts("yes", ("no",), "no", FINE, "no"),
         ("cf.adult", "health_state", *(f"out_{name}" for name in OUTCOMES), "significant_impact")),
    ],
)  # fmt: skip
def test_rests_on_what_decides_each_condition(facts: Facts, rests_on: tuple[str, ...]) -> None:
    assert judge(facts).rests_on == rests_on
    assert set(rests_on) <= set(QUESTIONS)


def test_the_forms_own_words_are_used_where_they_are_handed_in() -> None:
    labels = {
        "necessary_care": {"": "Is the care needed?", "yes": "Yes, it is"},
        "out_home": {"": "Keeping the home", "assist": "Not without help"},
    }
    why = judge(Facts("yes", ("yes",), "no", FINE | {"home": "assist"}, None), labels).why
    assert "“Is the care needed?”: Yes, it is; “Aged 18 or over?”: Yes (1 of 1 listed)." in why
    assert "“Keeping the home”: Not without help." in why
    assert "Still to ask: “Is there, or is there likely to be, a significant impact on well-being?”." in why


def test_like_answers_stand_together() -> None:
    why = judge(Facts("yes", ("yes",), "no", FINE | {"home": "assist", "work": "assist"}, "yes")).why
    assert "“Maintaining a habitable home” and “Engaging in work, training, education or volunteering”: Unable" in why


def test_draft_reasons_quote_the_carer_only_where_the_answer_decides() -> None:
    facts = Facts("yes", ("yes",), "no", FINE | {"home": "assist"}, "yes")
    quotes = {"out_home": "The stairs\nare too much", "out_work": "I work", "significant_impact": "  "}
    draft = draft_reasons(facts, None, quotes)
    assert "The carer said about “Maintaining a habitable home”: “The stairs are too much”" in draft.splitlines()
    assert "I work" not in draft
    assert draft.count("The carer said") == 1
    assert draft_reasons(facts, {}, {}) == judge(facts).why


def test_facts_come_out_of_a_forms_values() -> None:
    values = {
        "necessary_care": "yes",
        "cf": ({"id": "a", "adult": "yes"}, {"id": "b"}, {"id": "c", "adult": {"typed": "perhaps"}}),
        "health_state": {"not_covered": True},
        "out_home": "assist",
        "significant_impact": "yes",
    }
    facts = Facts.from_values(values)
    assert facts.adults == ("yes", None, None)
    assert facts.health_state is None
    assert facts.outcomes["home"] == "assist"
    assert facts.outcomes["work"] is None
    assert judge(facts).suggested == "yes"
    assert Facts.from_values({}) == Facts(outcomes=dict.fromkeys(OUTCOMES))


def test_json_is_what_the_door_prints() -> None:
    found = judge(Facts("yes", ("yes",), "risk", FINE, "yes"))
    assert json.loads(json.dumps(shapes.eligibility(found))) == {
        "suggested": "yes",
        "conditions": {"necessary_care": "yes", "effect": "yes", "significant_impact": "yes"},
        "why": found.why,
        "rests_on": ["necessary_care", "cf.adult", "health_state", "significant_impact"],
    }


def test_what_was_judged_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        judge(Facts()).conditions["effect"] = "yes"  # type: ignore[index]


yes_no = st.sampled_from([None, "unknown", "yes", "no"])
a_health = st.sampled_from([None, "unknown", "no", "risk", "deteriorating"])
an_outcome = st.sampled_from([None, "unknown", "achieves", "na", "assist", "distress", "danger"])
some_facts = st.builds(
    Facts,
    yes_no,
    st.lists(yes_no, max_size=4).map(tuple),
    a_health,
    st.fixed_dictionaries({}, optional=dict.fromkeys(OUTCOMES, an_outcome)),
    st.sampled_from([None, "undetermined", "yes", "no"]),
)


def _learnt(data: st.DataObject, was: str | None, among: list[str | None]) -> str | None:
    return data.draw(st.sampled_from(among)) if was in (None, "unknown", "undetermined") else was


@given(some_facts, st.data())
def test_learning_more_never_flips_what_was_decided(facts: Facts, data: st.DataObject) -> None:
    more = replace(
        facts,
        necessary_care=_learnt(data, facts.necessary_care, [None, "yes", "no"]),
        adults=tuple(_learnt(data, adult, [None, "yes", "no"]) for adult in facts.adults),
        health_state=_learnt(data, facts.health_state, [None, "no", "risk", "deteriorating"]),
        outcomes={
            name: _learnt(data, facts.outcomes.get(name), [None, "achieves", "na", "assist", "danger"])
            for name in OUTCOMES
        },
        significant_impact=_learnt(data, facts.significant_impact, [None, "yes", "no"]),
    )
    before, after = judge(facts), judge(more)
    if before.suggested != "undetermined":
        assert after.suggested == before.suggested
    for name, was in before.conditions.items():
        assert was in ("undetermined", after.conditions[name])


@given(some_facts)
def test_the_result_is_the_three_valued_and_of_its_conditions(facts: Facts) -> None:
    found = judge(facts)
    said = set(found.conditions.values())
    assert found.suggested == ("no" if "no" in said else "undetermined" if "undetermined" in said else "yes")
    assert found.rests_on
    assert len(set(found.rests_on)) == len(found.rests_on)


@given(some_facts)
def test_undetermined_always_names_the_questions_still_to_ask(facts: Facts) -> None:
    found = judge(facts)
    assert ("Still to ask: “" in found.why) == (found.suggested == "undetermined")
    assert "None" not in found.why


@given(some_facts)
def test_answering_what_is_still_to_ask_decides(facts: Facts) -> None:
    """Yes to everything that `rests_on` names turns every undetermined condition into one that is met."""
    asked = judge(facts).rests_on if judge(facts).suggested == "undetermined" else ()
    told = replace(
        facts,
        necessary_care="yes" if "necessary_care" in asked else facts.necessary_care,
        adults=("yes",) if {"cf", "cf.adult"} & set(asked) else facts.adults,
        health_state="risk" if "health_state" in asked else facts.health_state,
        outcomes={**facts.outcomes, **{name: "assist" for name in OUTCOMES if f"out_{name}" in asked}},
        significant_impact="yes" if "significant_impact" in asked else facts.significant_impact,
    )
    assert judge(told).suggested == ("yes" if asked else judge(facts).suggested)
