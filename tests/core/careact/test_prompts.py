"""What the answers call for: each prompt is said on its answers, and goes once it is written down; none blocks."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from carer_desktop.careact.prompts import known, prompts
from carer_desktop.caseload.standing import standing
from carer_desktop.paths import RESOURCES
from carer_desktop.workflow import moves
from tests.core.packs import packs

CONVERSATION, REVIEW = packs.CONVERSATION, packs.REVIEW
DIFF, GIVEN = {"diff_any": ("understand",)}, {"info_given": ("peer",)}
# prompt, the answers that call for it, what makes it go
CALLED_FOR = [
    ("sg_act", {"sg_concern": "yes"}, {"sg_action": ("raised",)}),
    ("sg_act", {"sg_declined": "yes"}, {"sg_action": ("none",)}),
    ("sg_ask", {"wb_protection": "i3"}, {"sg_concern": "no"}),
    ("sg_ask", {"treatment_concern": "He shouts"}, {"sg_concern": "yes"}),
    ("sg_ask", {"wb_dignity": "i4"}, {"sg_concern": "no"}),
    ("breakdown", {"crisis_risk": "now"}, {"referrals": ({"id": "a", "to": "Duty"},)}),
    ("breakdown", {"crisis_risk": "weeks"}, {"crisis_risk": "months"}),
    ("child_caring", {"child_caring": "yes"}, {"child_refer": "no"}),
    ("advocate_arrange", {**DIFF, "advocate_appropriate": "no"}, {"advocate_needed": "yes"}),
    ("advocate_waits", {"advocate_needed": "pending"}, {"advocate_wait": "yes"}),
    ("advocate_look", {"capacity_doubt": ("yes",)}, DIFF),
    ("advocate_look", {"capacity_doubt": ("yes",), "diff_any": ("none",)}, {"diff_any": ("weigh",)}),
    ("advocate_enquiry", {"sg_concern": "yes", "sg_who": ("carer",)}, {"sg_action": ("already",)}),
    ("info_format", {"info_format": "no"}, {"info_format": "yes"}),
    ("info_health", {"health_state": "risk", **GIVEN}, {"info_given": ("health",)}),
    ("info_emergency", {"plan_have": "no", **GIVEN}, {"info_given": ("emergency", "peer")}),
    ("info_moving", {"moving_trained": "no", **GIVEN}, {"info_given": ("training",)}),
    ("info_no", {"declined": ("yes",)}, GIVEN),
    ("info_no", {"elig_determination": "no", "info_given": ("none",)}, GIVEN),
    ("money_benefits", {"carer_benefits": ("check",)}, {"info_given": ("benefits",)}),
    ("money_benefits", {"wb_economic": "i2", **GIVEN}, {"info_given": ("benefits",)}),
    ("money_charging", {"cf_support": "Sitting service"}, {"info_given": ("charging",)}),
]


def ids(values):
    return [one.id for one in prompts(values)]


@pytest.mark.parametrize(("prompt", "answers", "done"), CALLED_FOR)
def test_it_is_said_on_its_answers_and_goes_once_written_down(prompt, answers, done):
    assert prompt in ids(answers)
    assert prompt not in ids({**answers, **done})


def test_every_prompt_is_tried_and_nothing_is_said_of_an_empty_record():
    assert {prompt for prompt, _, _ in CALLED_FOR} == {one.id for _, one in known()}
    assert ids({}) == []


def test_a_child_alone_has_no_section_68():
    assert "advocate_enquiry" not in ids({"sg_concern": "yes", "sg_who": ("child",)})
    assert "advocate_arrange" not in ids({"diff_any": ("none",), "advocate_appropriate": "no"})


def test_each_has_a_topic_words_a_source_and_a_place():
    topics = set(tomllib.loads((RESOURCES / "prompts.toml").read_text("utf-8"))["topics"].values())
    assert topics == {"Safeguarding", "Advocacy", "Information and advice", "Financial information"}
    assert {one.topic for _, one in known()} == topics
    for when, one in known():
        assert one.text.endswith(".") and one.source and one.at, one.id
        named = {*when.questions(), *one.at}
        assert named <= set(CONVERSATION.question), one.id
        assert named & set(REVIEW.question), one.id
    danger = [one for _, one in known() if one.topic == "Safeguarding"]
    assert all("in danger now, ring 999 first" in one.text for one in danger)
    sources = " ".join(one.source for _, one in known() if one.topic == "Advocacy")
    assert "s.67" in sources and "s.68" in sources


def test_every_choice_a_prompt_looks_for_is_offered():
    for when, one in known():
        for test in _comparisons(when):
            question = CONVERSATION.question.get(test.question)
            wanted = test.value if isinstance(test.value, list | tuple) else [test.value]
            if question is not None and question.choices and test.operator in ("is", "is_any_of", "includes"):
                assert set(wanted) <= {choice.id for choice in question.choices}, (one.id, test.question)


def _comparisons(condition):
    parts = getattr(condition, "parts", None) or ([condition.part] if hasattr(condition, "part") else [])
    return [condition] if not parts else [each for part in parts for each in _comparisons(part)]


def test_a_record_that_calls_for_something_is_sent_all_the_same():
    file = next(case for case in packs.CASES if case.stem == "ordinary")
    answers = {**packs.case_of(file)[1]["answers"], "carer_benefits": ["check"]}
    record, found = packs.record(CONVERSATION, answers), packs.found(CONVERSATION, answers)
    assert {"money_benefits", "info_health"} <= {one.id for one in found.prompts}
    sends = replace(standing(CONVERSATION, record, found), roles=("assessor",))
    assert moves.check(moves.rule_of("complete", "draft"), sends) == "assessor"


def test_they_follow_from_a_record():
    answers = {"sg_concern": "yes", "sg_who": ["carer"], "conv_date": "2026-11-18"}
    found = packs.found(CONVERSATION, answers)
    assert {"sg_act", "advocate_enquiry"} <= {one.id for one in found.prompts}
    hidden = packs.found(CONVERSATION, {**answers, "declined": ["yes"]})
    assert "sg_act" not in {one.id for one in hidden.prompts}, "an answer whose question is hidden calls for nothing"
