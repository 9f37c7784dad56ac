"""What follows from the answers: shown and hidden, problems, gates, path, sections; one small form, many cases."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carer_desktop.assessment import Assessment
from carer_desktop.findings.find import find, kept
from carer_desktop.findings.result import Count
from carer_desktop.forms.load import read_pack
from tests.core.forms.small import FILES
from tests.core.packs.packs import CONVERSATION
from tests.core.packs.packs import found as found_in

FORM = read_pack(FILES)
TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def assessment(**more) -> Assessment:
    return Assessment("id1", "ABCD1234", "carer1", "small", "0.1.0", FORM.sha256, MADE, "person1", **more)


def found(answers, **more):
    return find(FORM, (), assessment(answers=answers, **more), TODAY)


def texts(findings, kind):
    return {p.place: p.text for p in findings.problems if p.kind == kind}


def test_nothing_answered():
    findings = found({})
    assert findings.shown == {
        "day", "depth", "first", "last_level", "most_hours", "hours", "crisis", "tasks",
    }  # fmt: skip
    assert set(texts(findings, "needed")) == {"day", "first"}
    assert findings.progress["C"] == Count(2, 0)
    assert findings.progress["E"] == Count(1, 0)
    assert [(s.id, s.shown, s.status) for s in findings.sections] == [
        ("one", True, "not_started"), ("two", False, "closed"),
    ]  # fmt: skip
    assert findings.path == "short"
    assert findings.defaults == {"depth": "short unless you say otherwise"}
    assert findings.values["depth"] == "short"


def test_a_hidden_answer_is_kept_and_counts_for_nothing():
    open_ = found({"crisis": "weeks", "detail": "She cannot go on"})
    assert open_.values["detail"] == "She cannot go on"
    shut = found({"crisis": "no", "detail": "She cannot go on"})
    assert shut.hidden == {"detail": "She cannot go on"}
    assert "detail" not in shut.values and "detail" not in shut.shown
    assert shut.progress["C"].needed == open_.progress["C"].needed - 1


def test_short_turns_full_by_itself_and_says_why():
    assert found({"crisis": "weeks"}).path_why == ("It may break down within weeks",)
    assert found({"depth": "full"}).path_why == ("You chose the full form",)
    assert found({"crisis": "no"}).path == "short"


def test_the_short_path_folds_what_is_not_core_and_has_no_answer():
    assert found({"most_hours": "50"}).folded == {"depth", "last_level", "hours", "crisis", "tasks"}
    assert found({"crisis": "weeks"}).folded == frozenset()


def test_not_covered_counts_for_expected_rows_alone():
    findings = found({"hours": {"not_covered": True}})
    assert findings.progress["E"] == Count(1, 0, 1)
    assert "hours" not in findings.values


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"hours": "190"}, "hours"),
        ({"hours": {"typed": "lots"}}, "hours"),
        ({"day": {"typed": "31/2/2026"}}, "day"),
        ({"day": "2027-01-01"}, "day"),
        ({"first": ["not", "text"]}, "first"),
        ({"crisis": "never"}, "crisis"),
    ],
)
def test_a_bad_value_is_a_problem_and_never_an_error(answers, where):
    assert where in texts(found(answers), "hard")


def test_a_hard_problem_is_not_also_asked_for():
    assert "day" not in texts(found({"day": {"typed": "31/2/2026"}}), "needed")


def test_nothing_follows_from_an_answer_that_has_to_be_put_right():
    findings = found_in(CONVERSATION, {"hours_week": "500", "carer_dob": "2031-03-27"})
    assert {"hours_week", "carer_dob"} <= set(texts(findings, "hard"))
    assert {"hours_week", "hours_band", "carer_dob", "carer_age"}.isdisjoint(findings.values)
    assert found_in(CONVERSATION, {"hours_week": "50"}).values["hours_band"] == "50+"
    born = {"carer_dob": "1964-03-27"}
    assert "carer_age" in found_in(CONVERSATION, born).values
    assert "carer_age" not in found_in(CONVERSATION, {**born, "conv_date": {"typed": "31/2/2026"}}).values


def test_what_is_worked_out_is_shown_once_it_has_a_value():
    begun = found_in(CONVERSATION, {"carer_first": "Ann"})
    assert {"hours_band", "carer_age", "outcomes_unable", "cf_count"}.isdisjoint(begun.shown)
    assert "elig_suggested" in begun.shown, "“Cannot tell yet” is a value"
    assert begun.eligibility is not None
    later = found_in(CONVERSATION, {"hours_week": "30"})
    assert "hours_band" in later.shown and later.calculated["hours_band"] == "20–49"


def test_a_guide_figure_without_a_value_still_says_why():
    rated = {"caring_level": "l2", "impact_level": "i2", "impact_reason": "The nights"}
    findings = found_in(CONVERSATION, {"elig_determination": "yes", "budget_wanted": "yes", **rated}, tables=())
    assert "suggested" not in findings.shown and "suggested_why" in findings.shown
    assert findings.suggestion is not None and findings.suggestion.amount is None


def test_a_soft_warning_may_be_kept_until_the_answer_changes():
    assert "hours" in texts(found({"hours": "150"}), "soft")
    keeping = frozenset({kept("hours", "150")})
    assert texts(found({"hours": "150"}, kept_warnings=keeping), "soft") == {}
    assert "hours" in texts(found({"hours": "160"}, kept_warnings=keeping), "soft")


def test_a_rule_between_two_questions():
    assert "Hours cannot be more" in texts(found({"hours": "60", "most_hours": "50"}), "hard")["hours"]
    assert "hours" not in texts(found({"hours": "50", "most_hours": "50"}), "hard")
    assert texts(found({"hours": "110"}), "soft")["hours"] == "That is a lot of hours"


def test_a_grid_row_opens_a_question():
    assert "trained" in found({"tasks": {"moving": "daily"}}).shown
    assert "trained" not in found({"tasks": {"meals": "daily"}}).shown


def test_a_list_is_looked_at_item_by_item():
    people = [{"id": "a", "known_asc": "yes", "name": "Ann Example"}, {"id": "b", "known_asc": "no", "name": "Bo"}]
    findings = found({"first": "Cy", "cf": people})
    assert {"cf/a/name", "cf/b/note"} <= findings.shown
    assert "cf/b/name" not in findings.shown
    assert findings.hidden == {"cf/b/name": "Bo"}
    assert findings.calculated["cf/b/minimise"] == "yes"
    assert findings.values["cf_count"] == 2
    assert findings.values["cf"][0] == {"id": "a", "known_asc": "yes", "minimise": "no", "name": "Ann Example"}
    assert not any(key.startswith("cf.") for key in findings.values), "a row's values stay in its row"


def test_core_cells_are_asked_for_in_each_item():
    findings = found({"first": "Cy", "cf": [{"id": "a", "known_asc": "yes"}, {"id": "b"}]})
    assert {"cf/a/name", "cf/b/known_asc"} <= set(texts(findings, "needed"))
    assert findings.problem_at("cf/a/name") is None


def test_an_empty_list_that_is_core_is_asked_for():
    assert "cf" in texts(found({"first": "Cy"}), "needed")


def test_a_fact_of_the_last_record_opens_a_question():
    assert "after" in found({"first": "Cy"}, prior={"level": "yes"}).shown
    assert "after" in found({"first": "Cy", "last_level": "yes"}).shown
    assert "after" not in found({"first": "Cy", "last_level": "yes"}, prior={"level": "no"}).shown


def test_facts_are_counted_by_their_own_gate_and_never_asked_for_in_a_draft():
    findings = found({"first": "Cy"})
    assert findings.progress["X"] == Count(1, 0)
    assert "mosaic" not in texts(findings, "needed")


def status(answers, **more):
    return {s.id: s.status for s in found(answers, **more).sections}["one"]


def test_the_status_of_a_section():
    core = {"day": "2026-11-20", "first": "Cy"}
    assert status({"crisis": "no"}) == "in_progress"
    assert status(core) == "in_progress"
    assert status(core, complete_sections=frozenset({"one"})) == "complete"
    assert status(core | {"hours": "30"}) == "complete"
    assert status(core | {"hours": {"not_covered": True}}) == "complete"
    assert status({"day": "2026-11-20"}, complete_sections=frozenset({"one"})) == "problem"
    assert status(core | {"hours": "190"}, complete_sections=frozenset({"one"})) == "problem"
    assert status(core | {"hours": "190"}) == "in_progress"


def test_unmet_is_what_stands_in_the_way_of_sending():
    findings = found({"hours": "190", "most_hours": "x"})
    assert {problem.place for problem in findings.unmet} >= {"hours", "day", "first"}


def test_find_changes_nothing(tmp_path: Path):
    answers = {"first": "Cy", "cf": [{"id": "a", "known_asc": "yes"}]}
    before = repr(answers)
    found(answers)
    assert repr(answers) == before


@pytest.mark.parametrize("said", ["", "  ", [], {}, {"not_covered": True}])
def test_an_answer_that_says_nothing_is_asked_for_like_any_other(said):
    findings = found({"first": said, "day": "2026-11-20"})
    assert set(texts(findings, "needed")) == {"first"}
    assert findings.progress["C"] == Count(2, 1)
    assert found({"first": "Cy", "cf": [{"id": "a", "known_asc": said}]}).unmet


@pytest.mark.parametrize("rows", [["Ann"], [{"known_asc": "yes"}], [None, 3]])
def test_a_row_that_is_none_counts_for_nothing(rows):
    assert "cf" in texts(found({"first": "Cy", "cf": rows}), "needed")
