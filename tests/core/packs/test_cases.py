"""The worked cases of both forms keep to their bounds, and the demonstration cases answer what they should."""

import pytest

from carer_desktop.caseload.checking import burdens, measured
from carer_desktop.caseload.filling import steps
from carer_desktop.findings.find import kept
from carer_desktop.forms import library
from tests.core.packs.packs import CASES, DEMOS, FORMS, case_of, found, problems, record

# Agreed at most: core answers, and typed texts among them.
BOUNDS = {
    ("carer_conversation", "ordinary"): (90, 25),
    ("carer_conversation", "advice_only"): (55, 8),
    ("carer_conversation", "declined"): (6, 2),
    ("carer_review", "light"): (40, 6),
    ("carer_review", "ended"): (10, 2),
    ("carer_review", "declined"): (6, 2),
}
EACH = pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parents[2].name}-{file.stem}")


@EACH
def test_a_worked_case_keeps_to_its_bounds_and_is_complete(file):
    name, case = case_of(file)
    burden = measured(FORMS[name], case["answers"])
    assert burden.core <= case["core"] and burden.typed <= case["typed"]
    assert burden.open == (), "nothing core is left open, and nothing is wrong"
    assert case["about"].strip()


@EACH
def test_a_worked_case_is_as_the_headless_door_takes_it(file):
    name, case = case_of(file)
    assert steps(FORMS[name], {}, case["answers"])


def test_the_agreed_bounds_are_not_widened():
    found_here = {(file.parents[2].name, file.stem): case_of(file)[1] for file in CASES}
    for which, (core, typed) in BOUNDS.items():
        assert found_here[which]["core"] <= core and found_here[which]["typed"] <= typed, which


def test_the_burdens_are_told_to_people():
    for folder in library.shipped():
        first, *rest = burdens(folder)
        assert "no findings" in first
        assert len(rest) == len(list((folder / "cases").glob("*.json")))
        assert all(", 0 core answers missing" in line for line in rest)


@pytest.mark.parametrize("file", DEMOS, ids=lambda file: file.stem)
def test_a_demonstration_answers_every_core_question_and_nothing_is_wrong(file):
    name, case = case_of(file)
    findings = found(FORMS[name], case["answers"])
    assert findings.unmet == () and findings.path == "full"
    counts = findings.progress["E"]
    assert counts.done == counts.needed, "and everything that is expected"
    assert steps(FORMS[name], {}, case["answers"])


@pytest.mark.parametrize("file", DEMOS, ids=lambda file: file.stem)
def test_a_demonstration_keeps_one_warning_and_one_hidden_answer(file):
    name, case = case_of(file)
    findings = found(FORMS[name], case["answers"])
    assert len(findings.hidden) == 1
    assert list(problems(findings, "soft")) == case["kept"]
    tokens = frozenset(kept(place, case["answers"][place]) for place in case["kept"])
    assert problems(found(FORMS[name], case["answers"], kept_warnings=tokens), "soft") == {}


@pytest.mark.parametrize("file", DEMOS, ids=lambda file: file.stem)
def test_a_demonstration_names_nobody_real(file):
    _, case = case_of(file)
    text = file.read_text("utf-8")
    assert "made-up" in case["about"].lower()
    assert "Example" in case["answers"]["carer_last"]
    people = case["answers"]["cf"]
    for number in [case["answers"].get("carer_nhs"), *(person.get("nhs") for person in people)]:
        assert number is None or number.startswith("999"), "the range kept for tests"
    assert "@" not in text.replace("@example.org", "")


def test_the_demonstration_of_the_conversation_is_as_rich_as_was_agreed():
    name, case = case_of(next(file for file in DEMOS if file.stem == "carer_conversation"))
    form, answers = FORMS[name], case["answers"]
    findings = found(form, answers)
    assert answers["conv_date"] == "2026-11-18"
    assert len(answers["cf"]) == 2
    assert sum(row["by_budget"] == "yes" for row in answers["plan_items"]) == 3
    assert 1800 <= words(form, answers) <= 2600
    left = {where for where in findings.shown if "/" not in where and asked(form, where) and where not in answers}
    ticks = {
        "declined",
        "capacity_doubt",
        "carer_dob_unknown",
        "carer_nfa",
        "carer_outside",
        "hours_unknown",
        "talk_alone",
    }
    later = {"assessor_name", "worker_sign_name", "worker_sign_date", "adv_sign_name"}
    assert left - set(findings.defaults) == ticks | later, "only what is not true of her, and what the sign-in fills in"
    assert record(form, answers).stage == "draft"


def asked(form, where):
    question = form.question[where]
    return question.answerable and not question.fact and not form.section[question.section].by_moves


def words(form, answers):
    return sum(
        len(str(cell).split())
        for name, plain in answers.items()
        for row in (plain if form.question[name].type == "list" else [{name: plain}])
        for column, cell in row.items()
        if form.by_key.get(f"{name}.{column}", form.question[name]).type in ("text", "long_text")
    )
