"""Proportionate by rule: which rows of the Conversation are core, expected, filled in, merged or moved."""

import pytest

from tests.core.packs.packs import CONVERSATION, found

STAYS = [
    "conv_date",
    "method",
    "urgent",
    "alone_time",
    "carer_first",
    "carer_last",
    "interpreter",
    "ais_any",
    "diff_any",
    "share_agree",
    "cf",
    "role_narrative",
    "able_future",
    "willing_future",
    "necessary_care",
    "health_state",
    "crisis_risk",
    "work_wish",
    "significant_impact",
    "out_child",
    "out_others",
    "out_home",
    "out_nutrition",
    "out_relationships",
    "out_work",
    "out_community",
    "out_recreation",
    "support_contrib",
    "elig_determination",
    "elig_reasons",
    "sg_concern",
    "children",
    "plan_have",
    "info_given",
    "budget_wanted",
    "copies",
]
NEW = ["what_matters", "told_start", "contact_safe", "wb_areas", "draft_shared", "end_told"]
EXPECTED = [
    "joint",
    "carer_gender",
    "carer_ethnicity",
    "own_care_needs",
    "carer_employment",
    "carer_household",
    "duration",
    "times",
    "tasks",
    "other_carers",
    "fluctuates",
    "strengths",
    "health_own",
    "learn_wish",
    "outcomes_other",
    "prevention",
]
FILLED = [
    "setting",
    "assessor_name",
    "assessor_role",
    "assessor_team",
    "assessor_email",
    "manager_name",
    "manager_email",
    "referral_date",
    "referral_source",
    "first_language",
    "ordinary_residence",
    "worker_sign_name",
    "worker_sign_date",
]
MERGED = [
    "ssa_offered",
    "information_given",
    "privacy_explained",
    "agree_proceed",
    "able_now",
    "willing_now",
    "significant_reason",
    "other_matters",
    "challenge_told",
]
FOR_A_BUDGET = ["caring_level", "impact_level", "impact_reason"]
HAND_OVER = ["carer_agree", "carer_sign", "copies_how"]


def test_the_numbers_are_those_that_were_agreed():
    assert (len(STAYS), len(NEW), len(EXPECTED)) == (36, 6, 16)


@pytest.mark.parametrize("key", [*STAYS, *NEW])
def test_core_and_asked_of_everybody(key):
    assert CONVERSATION.question[key].required == "C"
    assert key in found(CONVERSATION, {}).shown


@pytest.mark.parametrize("key", EXPECTED)
def test_expected_and_asked_of_everybody(key):
    assert CONVERSATION.question[key].required == "E"
    assert key in found(CONVERSATION, {}).shown


@pytest.mark.parametrize("key", FILLED)
def test_filled_in_and_never_asked_for(key):
    assert CONVERSATION.question[key].filled


@pytest.mark.parametrize("key", MERGED)
def test_merged_rows_are_gone(key):
    assert key not in CONVERSATION.by_key


def test_the_nine_parts_of_well_being_are_one_core_question_and_rated_only_where_ticked():
    question = CONVERSATION.question["wb_areas"]
    areas = [choice.id for choice in question.choices if not choice.alone]
    assert len(areas) == 9
    shown = found(CONVERSATION, {"wb_areas": ["health"]}).shown
    assert [area for area in areas if f"wb_{area}" in shown] == ["health"]


@pytest.mark.parametrize("key", FOR_A_BUDGET)
def test_ratings_are_core_only_when_a_budget_is_wanted(key):
    assert CONVERSATION.question[key].required == "C"
    assert key not in found(CONVERSATION, {}).shown
    assert key not in found(CONVERSATION, {"budget_wanted": "no"}).shown
    assert key in found(CONVERSATION, {"budget_wanted": "yes"}).shown


@pytest.mark.parametrize("key", HAND_OVER)
def test_agreement_and_copies_are_facts_of_the_hand_over(key):
    question = CONVERSATION.question[key]
    assert (question.fact, question.required) == (True, "K")


def test_what_everybody_is_asked_is_what_was_agreed_and_no_more():
    needed = {p.question for p in found(CONVERSATION, {}).problems if p.kind == "needed"}
    unasked = {"ordinary_residence"}  # filled in from the people cared for, once they are known
    until_ticked = {"carer_dob", "carer_address", "hours_week", "not_covered_why"}
    assert needed == {*STAYS, *NEW, *unasked, *until_ticked}


def test_the_language_of_things_in_writing_is_asked_only_of_who_speaks_another():
    assert "english_fluency" not in found(CONVERSATION, {}).shown
    assert "english_fluency" in found(CONVERSATION, {"first_language": "Bengali"}).shown


def test_capacity_is_presumed():
    question = CONVERSATION.question["capacity_doubt"]
    assert question.required is None and [choice.id for choice in question.choices] == ["yes"]
