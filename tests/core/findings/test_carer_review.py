"""The shipped Carer Review: its worked cases, what closes when caring ends, and what rests on the last record."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carer_desktop.assessment import Assessment
from carer_desktop.findings.burden import burden
from carer_desktop.findings.find import find
from carer_desktop.findings.result import Findings
from carer_desktop.forms.load import load
from carer_desktop.paths import RESOURCES

FOLDER = RESOURCES / "forms" / "carer_review" / "0.1.0"
FORM = load(FOLDER)
CASES = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((FOLDER / "cases").glob("*.json"))}
DAY = date(2026, 11, 22)


def found(case: str, prior: dict[str, Any] | None = None, **changed: Any) -> Findings:
    """What follows from a worked case with some answers changed (None takes one away)."""
    answers = {key: plain for key, plain in (CASES[case]["answers"] | changed).items() if plain is not None}
    numbered = {
        key: [{"id": str(number), **row} for number, row in enumerate(plain)] if _is_list(key) else plain
        for key, plain in answers.items()
    }
    made = datetime(2026, 11, 22, tzinfo=UTC)
    assessment = Assessment(
        "a", "ABCD1234", "c", FORM.id, FORM.version, FORM.sha256, made, "p", answers=numbered, prior=prior or {}
    )
    return find(FORM, (), assessment, DAY)


def _is_list(key: str) -> bool:
    return FORM.question[key].type == "list"


def sections(findings: Findings) -> set[str]:
    return {section.id for section in findings.sections if section.shown}


@pytest.mark.parametrize("case", CASES)
def test_worked_case_is_complete_and_within_its_bounds(case: str) -> None:
    measured = burden(FORM, found(case))
    assert not measured.open
    assert measured.core <= CASES[case]["core"]
    assert measured.typed <= CASES[case]["typed"]


@pytest.mark.parametrize("case", CASES)
def test_worked_case_answers_nothing_that_is_hidden(case: str) -> None:
    assert not found(case).hidden


def test_bounds_are_those_promised() -> None:
    promised = {"light": (40, 6), "ended": (10, 2), "declined": (6, 2)}
    assert {name: (CASES[name]["core"], CASES[name]["typed"]) for name in promised} == promised


def test_end_of_caring_opens_one_page_only() -> None:
    assert sections(found("ended")) == {"start", "carer", "ending", "record", "handover", "return"}


def test_end_of_caring_needs_only_day_names_offer_and_reason() -> None:
    without = found("ended", rev_end_support=None, rev_end_reason=None, carer_first=None, carer_last=None)
    assert {problem.place for problem in without.unmet} == {
        "rev_end_support", "rev_end_reason", "carer_first", "carer_last",
    }  # fmt: skip


def test_a_carer_who_died_is_told_nothing_and_given_nothing() -> None:
    findings = found("declined", declined_reason="deceased", declined_told=None, info_given=None)
    assert not findings.unmet


def test_changed_needs_in_a_short_review_are_a_problem_and_change_no_answer() -> None:
    findings = found("light", needs_changed="yes", reassess_detail="Nights are new.")
    assert [(one.place, one.kind) for one in findings.unmet] == [("needs_changed", "hard")]
    assert findings.values["depth"] == "light"
    assert "outcomes" not in sections(findings)


@pytest.mark.parametrize("test", ["depth_t2", "depth_t3"])
def test_a_short_review_needs_its_tests(test: str) -> None:
    findings = found("light", None, **{test: "no"})
    assert [(one.place, one.kind) for one in findings.unmet] == [("depth", "hard")]


def test_what_has_changed_asks_whether_needs_are_as_they_were() -> None:
    assert "depth_t1" not in found("light").shown
    assert "depth_t1" in found("light", chg_any=["circ"]).shown


def test_confirmed_sections_ask_nothing_more_until_something_changed() -> None:
    rows = {"interpreter", "carer_dob", "cf", "plan_have", "share_agree"}
    assert not rows & found("light").shown
    changed: dict[str, Any] = dict.fromkeys(
        ("confirm_communication", "confirm_carer", "confirm_people", "confirm_emergency"), "changed"
    )
    assert rows <= found("light", **changed).shown


def test_the_last_record_answers_what_was_decided() -> None:
    findings = found("light", {"elig_determination": "yes", "unmet": ["recreation"]}, last_determination=None)
    assert not {"last_determination", "last_unmet"} & findings.shown
    assert "cf" in findings.shown


@pytest.mark.parametrize(
    ("unmet", "eligible", "left"),
    [(None, None, None), (["recreation"], "yes", None), (["home"], "no", "Keeping the home fit to live in")],
)
def test_plan_rows_rest_on_the_last_record(unmet: list[str] | None, eligible: str | None, left: str | None) -> None:
    findings = found("again", last_unmet=unmet)
    assert findings.values["plan_items"][0].get("eligible") == eligible
    assert findings.values.get("plan_coverage") == left


def test_plan_rows_rest_on_outcomes_asked_again() -> None:
    findings = found("full", last_unmet=["home"])
    assert findings.values["plan_items"][0]["eligible"] == "yes"
    assert findings.values.get("plan_coverage") is None


def test_same_again_asks_no_rating_and_wants_a_budget() -> None:
    findings = found("again")
    assert findings.values["budget_wanted"] == "yes"
    assert not {"caring_level", "impact_level", "suggested"} & findings.shown


def test_a_new_conversation_needs_no_decision() -> None:
    assert "decision" not in sections(found("light", rev_outcome="reassess", rev_reassess_date="2027-01-12"))


@pytest.mark.parametrize(("reason", "asked"), [("declined", True), ("deceased", False), ("deceased_cf", False)])
def test_notice_is_not_asked_after_a_death(reason: str, asked: bool) -> None:
    ended: dict[str, Any] = {
        "rev_outcome": "end",
        "rev_end_support": ["call"],
        "rev_end_reason": reason,
        "rev_reduce": "yes",
    }
    assert ("rev_reduce_notice" in found("light", **ended).shown) is asked


@pytest.mark.parametrize("outcome", ["none", "again"])
def test_support_that_goes_on_sets_the_next_review(outcome: str) -> None:
    case = "again" if outcome == "again" else "light"
    agreed = found(case, decision="authorise")
    assert agreed.values["review_due"] == date(2027, 11, 20)
    assert "review_due" not in found(case, decision="decline").shown
