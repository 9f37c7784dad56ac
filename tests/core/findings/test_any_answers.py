"""Whatever lies in a record, findings follow and nothing raises: any JSON at any question of both forms."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carer_desktop.documents.pages import make_report
from carer_desktop.findings.content import content
from carer_desktop.findings.find import find
from carer_desktop.findings.times import year_after
from carer_desktop.sealing.canonical import canonical_bytes
from tests.core.packs.generate import sample
from tests.core.packs.packs import FORMS, NAMES, TABLES, TODAY, found, record

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ODD = st.sampled_from([
    "", " ", "yes", "none", "9999-12-31", "0001-01-01", "2026-02-30", "2026-13", "999999999999999", "-1", "1e9",
    "999999999999999.99", "0.001", [], {}, {"not_covered": True}, {"typed": "soon"}, {"typed": None}, {"order": ["a"]},
    [{"id": "a"}], [{"id": "a"}, {"id": "a"}], [{"id": None}], [{}], [None], [["x"]], ["none", "yes"],
    {"name": "A", "on": "x"}, 10**15 - 1, True, 0,
])  # fmt: skip


def plausible(question):
    """An answer of the question's own kind, every choice of it, or a list with such cells."""
    if question.type == "list":
        cells = {column.id: plausible(column) for column in question.columns if column.answerable}
        row = st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional=cells)
        return st.lists(row, max_size=2, unique_by=lambda one: one["id"])
    kinds = [st.just(sample(question)), ODD]
    if question.choices:
        one = st.sampled_from([choice.id for choice in question.choices])
        kinds.append(one if question.type == "choice" else st.lists(one, max_size=3, unique=True))
    if question.rows:
        rows = st.sampled_from([row.id for row in question.rows])
        kinds.append(st.dictionaries(rows, st.sampled_from([choice.id for choice in question.choices]), max_size=4))
    return st.one_of(kinds)


def answers_of(form):
    answerable = [question for question in form.question.values() if question.answerable]
    one = st.sampled_from(answerable).flatmap(lambda q: st.tuples(st.just(q.id), plausible(q) | JSON))
    return st.lists(one, max_size=40).map(dict)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60)
@given(data=st.data())
def test_nothing_a_record_may_hold_makes_findings_raise(name, data):
    form = FORMS[name]
    answers = data.draw(answers_of(form))
    findings = find(form, TABLES, record(form, answers), TODAY)
    assert all(problem.place.split("/")[0] in findings.shown for problem in findings.problems)
    assert not set(findings.hidden) & findings.shown
    assert findings.folded <= findings.shown
    for count in findings.progress.values():
        assert count.done + count.not_covered <= count.needed
    again = find(form, TABLES, record(form, answers), TODAY)
    assert again == findings, "the same answers, the same findings"


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(data=st.data())
def test_what_a_person_can_answer_can_be_sealed_and_printed(name, data):
    form = FORMS[name]
    answerable = [question for question in form.question.values() if question.answerable]
    one = st.sampled_from(answerable).flatmap(lambda q: st.tuples(st.just(q.id), kept(q)))
    answers = dict(data.draw(st.lists(one, max_size=40)))
    assessment = record(form, answers)
    findings = find(form, TABLES, assessment, TODAY)
    first = canonical_bytes(content(form, assessment, findings))
    assert first == canonical_bytes(content(form, assessment, find(form, TABLES, assessment, TODAY)))
    assert make_report(form, assessment, findings, today=TODAY).parts


def kept(question):
    """An answer as the program itself may keep it."""
    kinds = [st.just(sample(question)), st.just({"typed": "soon"})]
    if question.type in ("text", "long_text", "name"):
        kinds.append(st.text(max_size=50))
    if question.required == "E":
        kinds.append(st.just({"not_covered": True}))
    if question.type == "list":
        cells = {column.id: kept(column) for column in question.columns if column.answerable}
        row = st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional=cells)
        return st.lists(row, min_size=1, max_size=2, unique_by=lambda one: one["id"])
    if question.choices and question.type == "choice":
        kinds.append(st.sampled_from([choice.id for choice in question.choices]))
    return st.one_of(kinds)


def test_figures_beyond_all_reason_do_not_stop_the_form():
    row = {"by_budget": "yes", "qty": 10**15 - 1, "unit_cost": "999999999999999.99", "freq": "weekly"}
    answers = {"elig_determination": "yes", "budget_wanted": "yes", "plan_items": [row, row, row]}
    total = found(FORMS["carer_conversation"], answers).values["items_total"]
    assert total == Decimal("155999999999999842440000000000001.56")


def test_the_last_year_there_is_has_none_after_it():
    assert year_after(date(9999, 3, 1)) == date.max
    answers = {"conv_date": "9999-03-01", "decision": "authorise", "budget_wanted": "yes"}
    assert "review_due" not in found(FORMS["carer_conversation"], answers).values, "a day to put right gives no date"
