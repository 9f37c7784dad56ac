"""Who may read what: a row without a mark is the council's alone, and what could harm the carer stays out of copies."""

import pytest

from carer_desktop.documents.audience import may_see
from carer_desktop.forms.load import read_pack
from tests.core.forms.small import changed
from tests.core.packs.packs import FORMS, NAMES, every_question

EACH = pytest.mark.parametrize("name", NAMES)
READERS = ("carer", "carer_asked", "cared_for", "purchase")
# What the carer gets only when they ask for it, where the form has it.
ONLY_WHEN_ASKED = [
    "treatment_concern",
    "wb_protection",
    "wb_protection_note",
    "willing_future",
    "able_detail",
    "choice",
    "crisis_risk",
    "crisis_detail",
    "capacity_doubt",
    "mca_done",
    "mca_ref",
    "share_agree",
    "share_other",
    "share_not",
    "share_refused_detail",
    "contact_safe",
    "contact_safe_how",
    "risk_any",
    "risk_plan",
    "lone_worker",
    "others",
    "urgent_why",
]


@EACH
def test_what_could_harm_is_for_the_carer_only_when_asked(name):
    form = FORMS[name]
    marked = [form.question[key] for key in ONLY_WHEN_ASKED if key in form.question]
    assert len(marked) >= 18
    for question in marked:
        assert "carer" not in question.audience and "cared_for" not in question.audience, question.id
        assert "carer_asked" in question.audience, question.id


@EACH
def test_a_tick_of_the_carer_releases_what_was_held_back(name):
    form = FORMS[name]
    ticks = form.question["copy_include"].choice_labels
    for key in ONLY_WHEN_ASKED:
        question = form.question.get(key)
        if question is None or key.startswith("contact_safe"):  # the purchase page needs it whatever the carer ticks
            continue
        assert not may_see(question, "carer_asked", {}), f"{key} goes to nobody before the carer was asked"
        assert any(may_see(question, "carer_asked", {"copy_include": (tick,)}) for tick in ticks), key


@EACH
def test_safeguarding_is_the_councils_alone(name):
    for question in FORMS[name].section["safeguarding"].questions:
        if question.id in ("treatment_concern", "risk_any", "risk_plan", "lone_worker"):
            continue
        assert set(question.audience) <= {"council"}, question.id
        assert not any(may_see(question, reader, {}) for reader in READERS)


@EACH
def test_what_the_national_return_and_fairness_need_is_in_nobodys_copy(name):
    form = FORMS[name]
    for section in ("return", "fairness"):
        for question in form.section[section].questions:
            assert not any(may_see(question, reader, {}) for reader in READERS), question.id
    for key in ("auth_snapshot", "use_check", "elig_override", "alone_time"):
        assert not may_see(form.question[key], "carer", {}), key


@EACH
def test_the_person_cared_for_is_in_the_carers_copy_only_if_they_know_or_the_council_does(name):
    for key, question, _ in every_question(FORMS[name]):
        if key.startswith("cf.") and question.answerable:
            assert not may_see(question, "carer", {"cf.consent": "no", "cf.known_asc": "no"}), key
            assert not may_see(question, "carer", {}), f"{key}: not known is no"
    name_column = FORMS[name].by_key["cf.name"]
    assert may_see(name_column, "carer", {"cf.consent": "yes"})


@EACH
def test_feeling_safe_is_not_given_away_by_the_tick_list(name):
    question = FORMS[name].question.get("wb_areas")
    if question is not None:
        assert not may_see(question, "carer", {"wb_areas": ("protection", "health")})
        assert may_see(question, "carer", {"wb_areas": ("health",)})


@EACH
def test_the_council_reads_everything(name):
    assert all(may_see(question, "council", {}) for _, question, _ in every_question(FORMS[name]))


def test_a_question_nobody_has_marked_is_the_councils_alone():
    form = read_pack(changed("one.toml", 'audience = ["carer"]\n', ""))
    question = form.question["first"]
    assert question.audience == ("council",)
    assert not any(may_see(question, reader, {}) for reader in (*READERS, "somebody else"))
