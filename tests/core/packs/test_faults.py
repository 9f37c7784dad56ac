"""The faults Q-a to Q-v found in the rules of the question paper: each is mended in the packs, one test each."""

import pytest

from carer_desktop.findings.content import content
from carer_desktop.words import say
from carer_desktop.workflow.stage import STAGES
from tests.core.packs.generate import Maker, sample
from tests.core.packs.packs import CASES as WORKED
from tests.core.packs.packs import (
    CONVERSATION,
    FORMS,
    NAMES,
    REVIEW,
    TABLES,
    case_of,
    comparisons,
    every_question,
    found,
    problems,
    record,
)

BY_NAME = {(file.parents[1].parent.name, file.stem): case_of(file)[1]["answers"] for file in WORKED}
ORDINARY = BY_NAME["carer_conversation", "ordinary"]
EACH = pytest.mark.parametrize("name", NAMES)


@EACH
def test_q_a_nothing_is_needed_for_the_file_that_only_a_later_move_can_know(name):
    form = FORMS[name]
    gates = {key: form.question[key].required for key in form.question if form.question[key].section == "handover"}
    assert "X" not in gates.values() and "A" not in gates.values()
    assert gates["upload_by"] == gates["upload_date"] == gates["inputting_workflow"] == gates["review_folder"] == "U"
    assert form.question["copies_date"].required == form.question["copies_how"].required == "K"
    assert "copies_redact" not in form.question
    needed_for_the_file = {key for key, question, _ in every_question(form) if question.required == "X"}
    assert needed_for_the_file == {"carer_mosaic_id", "ais_flagged"}


@EACH
def test_q_b_what_is_recorded_after_sending_changes_no_content(name):
    form = FORMS[name]
    facts = [question for question in form.question.values() if question.fact and question.answerable]
    later = ("carer_agree", "carer_sign", "copies_how", "carer_mosaic_id", "decision", "decision_amount", "upload_by")
    assert {"review_due", *later} <= {question.id for question in facts}
    answers = {"conv_date": "2026-11-18", "rev_date": "2026-11-18", "still_caring": "yes", "carer_first": "Ann"}
    with_facts = {**answers, **{question.id: sample(question) for question in facts}}
    assert of(form, answers) == of(form, with_facts)


def of(form, answers):
    return content(form, record(form, answers), found(form, answers))


@EACH
def test_q_c_a_carer_may_agree_to_nobody(name):
    nobody = next(one for one in FORMS[name].question["share_agree"].choices if one.id == "nobody")
    assert nobody.alone
    answers = {"still_caring": "yes", "share_agree": ["nobody"], "confirm_communication": "changed"}
    assert "share_agree" not in problems(found(FORMS[name], answers), "needed")


@EACH
def test_q_d_none_excludes_the_others(name):
    seen = 0
    for key, question, _ in every_question(FORMS[name]):
        if question.type == "choices" and "none" in question.choice_labels:
            seen += 1
            assert [choice.alone for choice in question.choices if choice.id == "none"] == [True], key
    assert seen >= 5
    wrong = found(FORMS[name], {"still_caring": "yes", "diff_any": ["none", "retain"]})
    assert "not both" in problems(wrong, "hard")["diff_any"]


@EACH
def test_q_e_nothing_opens_because_something_is_unanswered(name):
    early = {"able_detail", "elig_override", "variance_reason", "decision_reason", "proposed_mismatch"}
    opened = {"still_caring": "yes", "rev_outcome": "plan_budget", "needs_changed": "yes", "depth": "full"}
    for answers in ({}, opened):
        assert not early & found(FORMS[name], answers).shown


def test_q_e_no_reason_is_asked_for_a_difference_from_no_figure():
    without = found(CONVERSATION, ORDINARY, tables=())
    assert without.suggestion is not None and without.suggestion.amount is None
    assert "variance_reason" not in without.shown
    assert "variance_reason" in found(CONVERSATION, {**ORDINARY, "proposed": "301.00", "proposed_mismatch": "x"}).shown


def test_q_e_a_manager_who_agrees_gives_no_reasons():
    agreed = {**ORDINARY, "decision": "authorise", "decision_amount": "300.00"}
    assert "decision_reason" not in found(CONVERSATION, agreed).shown
    assert "decision_reason" in found(CONVERSATION, {**agreed, "decision_amount": "250.00"}).shown
    no_budget = {**BY_NAME["carer_conversation", "advice_only"], "decision": "authorise"}
    assert "decision_reason" not in found(CONVERSATION, no_budget).shown


@EACH
def test_q_f_a_mental_health_team_is_asked_for_only_where_there_is_one(name):
    def cells(**cell):
        row = {"adult": "yes", "known_asc": "yes", "consent": "yes", **cell}
        answers = {"still_caring": "yes", "confirm_people": "changed", "setting": "mh", "cf": [row]}
        return found(FORMS[name], answers).shown

    assert "cf/i0/mh_team" not in cells(conditions=["dementia"], supported_by="asc")
    assert "cf/i0/mh_team" in cells(supported_by="mh")
    assert FORMS[name].by_key["cf.mh_team"].required == "E"


@EACH
@pytest.mark.parametrize("known", ["no", "unknown"])
def test_q_g_as_little_as_possible_is_asked_about_who_has_not_agreed(name, known):
    row = {"adult": "yes", "relation": "parent", "known_asc": known, "consent": "no"}
    answers = {"still_caring": "yes", "confirm_people": "changed", "cf": [row]}
    findings = found(FORMS[name], answers)
    cells = {place.rpartition("/")[2] for place in findings.shown if place.startswith("cf/")}
    assert cells == {"adult", "relation", "known_asc", "consent", "minimise", "initials"}


@EACH
def test_q_h_nothing_is_drawn(name):
    form = FORMS[name]
    assert "carer_sign_image" not in form.by_key
    assert not any("drawn" in question.choice_labels for question in form.by_key.values())


def test_q_i_a_plan_rests_on_the_last_record_where_outcomes_are_not_asked_again():
    again = {**BY_NAME["carer_review", "again"], "last_unmet": ["home", "recreation"]}
    findings = found(REVIEW, again)
    assert "out_home" not in findings.shown
    rows = {row["need"]: row["eligible"] for row in findings.values["plan_items"]}
    assert rows["recreation"] == "yes"
    assert "home" not in rows


def test_q_j_same_again_is_an_outcome_and_opens_the_budget():
    assert "again" in REVIEW.question["rev_outcome"].choice_labels
    findings = found(REVIEW, BY_NAME["carer_review", "again"])
    assert findings.values["budget_wanted"] == "yes" and "proposed" in findings.shown
    assert findings.path == "short" and not findings.unmet


def test_q_k_a_new_conversation_waits_for_no_manager():
    findings = found(REVIEW, {"still_caring": "yes", "rev_outcome": "reassess"})
    assert {"rev_reassess_stop", "rev_reassess_date"} <= findings.shown
    assert not {"decision", "decision_name"} & findings.shown
    assert "without waiting for the manager" in REVIEW.question["rev_reassess_stop"].label


@pytest.mark.parametrize(("reason", "asked"), [("deceased", False), ("deceased_cf", False), ("moved", True)])
def test_q_l_nobody_is_asked_when_a_carer_who_has_died_was_told(reason, asked):
    answers = {"still_caring": "yes", "rev_outcome": "end", "rev_end_reason": reason, "rev_reduce": "yes"}
    assert ("rev_reduce_notice" in found(REVIEW, answers).shown) is asked


@pytest.mark.parametrize(
    ("form", "key"), [(REVIEW, "rev_reassess_date"), *((f, "referrals.date") for f in FORMS.values())]
)
def test_q_m_days_to_come_may_lie_in_the_future(form, key):
    assert form.by_key[key].future


@EACH
@pytest.mark.parametrize("reason", ["young", "parent", "team"])
def test_q_n_another_route_can_be_closed(name, reason):
    answers = {**BY_NAME[name, "declined"], "declined_reason": reason}
    assert not found(FORMS[name], answers).unmet


def test_q_n_the_sentence_for_a_young_carer_says_what_to_do():
    findings = found(CONVERSATION, {"conv_date": "2026-11-18", "carer_dob": "2012-01-01"})
    assert "could not go ahead" in problems(findings, "hard")["carer_dob"]


@EACH
def test_q_o_a_no_asks_for_six_answers_and_opens_information(name):
    answers = {"declined": ["yes"], "declined_reason": "later", "conv_date": "2026-11-18", "rev_date": "2026-11-18"}
    findings = found(FORMS[name], answers)
    assert {"declined_told", "carer_first", "carer_last"} <= set(problems(findings, "needed"))
    findings = found(FORMS[name], {**answers, "declined_told": "yes"})
    assert set(problems(findings, "needed")) == {"carer_first", "carer_last", "info_given"}
    assert {"info_given", "referrals"} <= findings.shown
    assert not {"alone_time", "carer_dob", "carer_address", "told_start", "decision_name"} & findings.shown


@EACH
def test_q_p_the_three_questions_for_adults_are_not_asked_about_a_child(name):
    about = {"still_caring": "yes", "sg_concern": "yes"}
    child = found(FORMS[name], {**about, "sg_who": ["child"]}).shown
    assert not {"sg_c1", "sg_c2", "sg_c3"} & child and "sg_child_route" in child
    assert {"sg_c1", "sg_c2", "sg_c3"} <= found(FORMS[name], {**about, "sg_who": ["child", "cared_for"]}).shown


def test_q_q_a_review_falls_due_only_when_something_was_agreed():
    assert "review_due" not in found(CONVERSATION, {**ORDINARY, "decision": "decline"}).shown
    assert found(CONVERSATION, {**ORDINARY, "decision": "authorise"}).values["review_due"].isoformat() == "2027-11-18"
    advice = {**BY_NAME["carer_conversation", "advice_only"], "decision": "authorise"}
    assert "review_due" not in found(CONVERSATION, advice).shown
    discretion = {**advice, "elig_discretion": "The local scheme helps all the same"}
    assert "review_due" in found(CONVERSATION, discretion).shown


@EACH
def test_q_r_without_both_agreements_it_is_the_carers_own(name):
    answers = {"still_caring": "yes", "joint": "both", "joint_agree": "no"}
    findings = found(FORMS[name], answers)
    assert "own" in problems(findings, "soft")["joint_agree"]
    assert findings.values["cld_method"] == "Carer only"
    assert found(FORMS[name], {**answers, "joint_agree": "yes"}).values["cld_method"] == "Service user and carer"


@EACH
def test_q_s_the_carers_no_and_the_managers_no_have_words_of_their_own(name):
    form = FORMS[name]
    assert "said no" in form.question["declined"].label
    assert form.question["decision"].choice_labels["decline"] == "Not agreed"
    assert say("stage", "declined") == "Not agreed by manager"
    assert len({say("stage", stage) for stage in STAGES}) == len(STAGES)
    words = [q.label + q.hint for _, q, _ in every_question(form)]
    words += [choice.label for _, q, _ in every_question(form) for choice in q.choices]
    assert not any("declined" in text.lower() for text in words)


@EACH
def test_q_t_a_title_is_enough_for_mosaic(name):
    assert FORMS[name].question["upload_doc_ref"].required is None


@EACH
def test_q_u_the_purchase_page_has_what_it_needs_and_nothing_clinical(name):
    marked = {key for key, question, _ in every_question(FORMS[name]) if "purchase" in question.audience}
    assert {
        "carer_first", "carer_last", "carer_mosaic_id", "contact_safe", "contact_safe_how", "decision_amount",
        "decision_use", "decision_name", "decision_role", "decision_on", "decision_ref", "dp_start", "proposed_type",
        "purchase_text", "budget_how",
    } <= marked  # fmt: skip
    sections = {FORMS[name].by_key[key].section for key in marked}
    assert not sections & {
        "safeguarding",
        "wellbeing",
        "impact",
        "role",
        "outcomes",
        "eligibility",
        "children",
        "people",
    }


@EACH
def test_q_v_the_ratings_stand_after_the_wish_for_a_budget(name):
    form = FORMS[name]
    order = [question.id for question in form.section["budget"].questions]
    assert order.index("budget_wanted") < order.index("caring_level") < order.index("suggested")
    for key in ("caring_level", "impact_level", "impact_reason"):
        assert "budget_wanted" in {test.question for test in comparisons(form.question[key].show_when)}


def test_every_condition_of_both_forms_can_be_met():
    """What the tests of hiding rest on: a case is found for each."""
    for form in FORMS.values():
        maker = Maker(form)
        for key, question, _ in every_question(form):
            if question.show_when is not None:
                assert next(maker.showing(key), None) is not None, key
    assert TABLES
