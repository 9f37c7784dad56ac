"""Faults planted in small forms: each is found with its file, its question and a mend; a sound form has none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from carer_desktop.forms import reach
from carer_desktop.forms.check import Finding, check
from carer_desktop.forms.condition import Comparison
from carer_desktop.forms.question import Choice, FullWhen, Rule
from tests.core.forms.made import Other, answered, both, choices, either, form, negated, q, section, when

CALCULATIONS = {"age": (), "sum": (), "tri": ("yes", "no", "undetermined"), "always": ("yes",)}
LEVEL = choices("low", "high")
TASKS = {"rows": (Choice("moving", "Moving"),), "choices": choices("never", "daily")}


def plant(*questions, **more):
    """A form whose section `start` has every kind of question in front of what is planted."""
    before = (
        q("live", "choice", required="C"),
        q("level", "choice", choices=LEVEL, required="C"),
        q("times", "choices", required="C"),
        q("hours", "decimal", required="C", least=Decimal(0), most=Decimal(168)),
        q("children", "whole", required="C"),
        q("cost", "money", required="C"),
        q("born", "date", required="C"),
        q("note"),
        q("tasks", "grid", required="C", **TASKS),
        q("tri", "calculated", calculation="tri"),
        q("sure", "calculated", calculation="always", gives=("yes",)),
        q("age", "calculated", calculation="age"),
        q("told", "message"),
        q("maybe", "choice"),
    )
    extra = more.pop("sections", ())
    return form(section("start", *before), section("planted", *questions, **more.pop("planted", {})), *extra, **more)


def found(*questions, **more):
    return check(plant(*questions, **more), CALCULATIONS)


def asked(condition, kind="text", **more):
    return q("planted", kind, show_when=condition, **more)


def people(*columns, **more):
    return q("cf", "list", columns=columns, **more)


def the_one(findings, where, question, words):
    """The one finding there is, which must say where, what and how to mend it."""
    assert [(one.where, one.question) for one in findings] == [(where, question)], "\n".join(map(str, findings))
    assert words in findings[0].what
    assert findings[0].mend.endswith((".", "?", "`"))


# --- 1 a required set of ticks without a none ----------------------------------------------------

WITHOUT = [
    q("planted", "choices", required=gate, choices=choices(*ids))
    for gate in ("C", "E")
    for ids in (
        ("a", "b"),
        ("day", "night", "other"),
        ("gp", "family", "hospital"),
        ("one", "unknown"),
        ("x", "y", "z"),
    )
]


@pytest.mark.parametrize("question", WITHOUT)
def test_required_ticks_without_a_none(question):
    the_one(found(question), "planted.toml", "planted", "without a none")


@pytest.mark.parametrize("gate", ["C", "E"])
def test_required_ticks_without_a_none_in_a_list(gate):
    column = q("needs", "choices", required=gate, choices=choices("a", "b"))
    the_one(found(people(column)), "planted.toml", "cf.needs", "without a none")


@pytest.mark.parametrize(
    "question",
    [
        q("planted", "choices", choices=choices("a", "b")),
        q("planted", "choices", required="C", choices=choices("yes")),
        q("planted", "choices", required="C", choices=choices("a", "unknown", alone=("unknown",))),
        q("planted", "choices", required="C", choices=choices("a", "b"), never_none=True),
        q("planted", "choice", required="C", choices=choices("a", "b")),
        q("planted", "choices", required="C", choices=(), choices_from="teams"),
    ],
)
def test_ticks_that_need_no_none(question):
    assert found(question) == []


# --- 2 a none that can stand beside others -------------------------------------------------------

NONES = [
    ("none", "None"),
    ("nobody", "Nobody outside this service"),
    ("nothing", "Nothing"),
    ("no_one", "Not anybody"),
    ("neither", "Not either"),
    ("nowhere", "Nowhere"),
    ("n", "None of these"),
    ("n", "No one"),
    ("n", "Nobody, thank you"),
    ("n", "nothing."),
    ("n", "Neither of them"),
    ("n", "Not any"),
]


@pytest.mark.parametrize(("one", "label"), NONES)
@pytest.mark.parametrize("gate", [None, "C"])
def test_a_none_beside_others(one, label, gate):
    question = q("planted", "choices", required=gate, choices=(Choice("a", "A"), Choice(one, label)))
    the_one(found(question), "planted.toml", "planted", "can stand beside")


@pytest.mark.parametrize("label", ["Nonetheless", "Noon", "Not yet", "Normal", "Another"])
def test_words_that_only_begin_like_none(label):
    assert found(q("planted", "choices", choices=(Choice("a", "A"), Choice("b", label)))) == []


# --- 3 different from an answer that may be empty ------------------------------------------------

DIFFERS = [
    (when("maybe", "is_not", "yes"), "maybe"),
    (negated(when("maybe", "is", "yes")), "maybe"),
    (negated(when("maybe", "is_any_of", ("yes",))), "maybe"),
    (when("note", "is_not", "x"), "note"),
    (when("age", "is_not", 18), "age"),
    (negated(when("age", "at_least", 18)), "age"),
    (when("cost", "is_not", Other("age")), "age"),
    (both(answered("note"), when("maybe", "is_not", "yes")), "maybe"),
    (either(when("live", "is", "yes"), when("maybe", "is_not", "yes")), "maybe"),
    (either(answered("maybe"), when("maybe", "is_not", "yes")), "maybe"),
    (both(either(answered("maybe"), answered("note")), when("maybe", "is_not", "yes")), "maybe"),
    (negated(either(when("maybe", "is", "yes"), when("live", "is", "no"))), "maybe"),
    (when("prior.fact", "is_not", "yes"), "prior.fact"),
]


@pytest.mark.parametrize(("condition", "name"), DIFFERS)
def test_differs_from_what_may_be_empty(condition, name):
    findings = found(asked(condition), prior={"fact": "maybe"})
    the_one(findings, "planted.toml", "planted", f"“{name}” may be empty")


def test_differs_in_a_section_and_in_a_row():
    later = section("later", q("more"), show_when=when("maybe", "is_not", "yes"))
    the_one(found(sections=(later,)), "later.toml", "", "“maybe” may be empty")
    row = people(q("adult", "choice"), q("why", show_when=when("cf.adult", "is_not", "yes")))
    the_one(found(row), "planted.toml", "cf.why", "“cf.adult” may be empty")


@pytest.mark.parametrize("gate", [None, "E", "K"])
def test_differs_from_a_row_whose_gate_comes_later(gate):
    first = q("first", "choice", required=gate, fact=gate == "K")
    row = q("planted", show_when=when("first", "is_not", "yes"), fact=True)
    the_one(found(first, row), "planted.toml", "planted", "may be empty")


def test_differs_below_a_section_that_opens_in_several_cases():
    more = {"planted": {"show_when": either(answered("maybe"), when("live", "is", "yes"))}}
    the_one(found(asked(when("maybe", "is_not", "yes")), **more), "planted.toml", "planted", "may be empty")


def test_differs_from_a_row_that_is_hidden_in_other_cases():
    first = q("first", "choice", required="C", show_when=when("level", "is", "high"))
    the_one(found(first, asked(when("first", "is_not", "yes"))), "planted.toml", "planted", "“first” may be empty")
    beside = both(when("level", "is", "high"), when("first", "is_not", "yes"))
    assert found(first, asked(beside)) == []


@pytest.mark.parametrize(
    "condition",
    [
        when("live", "is_not", "yes"),
        negated(when("times", "includes", "day")),
        when("tasks.moving", "is_not", "daily"),
        when("tri", "is_not", "yes"),
        when("maybe", "is_any_of", ("yes", "no")),
        negated(answered("maybe")),
        both(answered("maybe"), when("maybe", "is_not", "yes")),
        both(when("maybe", "is_any_of", ("no",)), when("maybe", "is_not", "yes")),
        both(answered("note"), both(when("note", "is_not", "x"), when("live", "is", "yes"))),
        both(negated(answered("maybe", False)), negated(when("maybe", "is", "yes"))),
        either(answered("maybe", False), when("maybe", "is_not", "yes")),
        either(answered("maybe", False), both(when("level", "is", "high"), when("maybe", "is_not", "yes"))),
        negated(both(answered("maybe"), when("maybe", "is", "yes"))),
        negated(when("maybe", "is_not", "yes")),
    ],
)
def test_differences_that_say_what_empty_means(condition):
    assert found(asked(condition)) == []


def test_a_default_is_never_empty():
    first = q("first", "choice", choices=LEVEL, default="low")
    assert found(first, asked(when("first", "is_not", "low"))) == []


def test_rules_readers_and_the_full_path_may_stay_silent():
    differs = when("maybe", "is_not", "yes")
    reader = q("planted", audience=("council", "carer"), audience_when=differs)
    rule = Rule("planted", differs, "Look again", "soft")
    assert found(reader, rules=(rule,), full_when=(FullWhen(differs, "so"),)) == []


# --- 4 a required row that only a later move can know --------------------------------------------

MOVED = [
    (q("planted", kind, required=gate, fact=fact), {"planted": {"by_moves": not fact}})
    for gate in ("C", "E")
    for kind, fact in (("text", True), ("text", False), ("date", True), ("money", False))
] + [(q("planted", kind, required=gate), {}) for gate in ("A", "X", "U", "K") for kind in ("text", "choice")]


@pytest.mark.parametrize(("question", "more"), MOVED)
def test_required_rows_that_only_a_later_move_can_know(question, more):
    the_one(found(question, **more), "planted.toml", "planted", "Required")


@pytest.mark.parametrize(
    ("own", "other"), [("C", "A"), ("E", "X"), ("C", None), ("A", "X"), ("X", "U"), ("U", "K"), ("A", "K"), ("X", "K")]
)
def test_required_rows_whose_condition_a_later_move_answers(own, other):
    first = q("first", "choice", required=other, fact=True)
    row = asked(when("first", "is", "yes"), required=own, fact=own not in ("C", "E"))
    the_one(found(first, row), "planted.toml", "planted", "rests on “first”")


@pytest.mark.parametrize("gate", ["A", "X", "U", "K"])
def test_facts_with_the_gate_of_their_move(gate):
    first = q("first", "choice", required="A", fact=True)
    row = asked(when("first", "is", "yes"), required=gate, fact=True)
    due = q("due", "date", required="K", fact=True, default_from="sum")
    after = q("after", required="U", fact=True, show_when=answered("due"))
    assert found(first, row, due, after, planted={"by_moves": True}) == []


# --- 5 a row required in a section it is hidden from ---------------------------------------------

OPEN_WHEN = [
    (when("live", "is", "yes"), when("live", "is", "no")),
    (when("live", "is", "yes"), when("live", "is_not", "yes")),
    (when("live", "is_not", "yes"), when("live", "is", "yes")),
    (when("hours", "at_least", 20), when("hours", "less_than", 20)),
    (when("hours", "more_than", 20), when("hours", "is", 20)),
    (when("times", "includes", "day"), when("times", "includes", "none")),
    (negated(when("times", "includes", "day")), when("times", "includes", "day")),
    (answered("note"), answered("note", False)),
    (answered("maybe", False), when("maybe", "is", "yes")),
    (when("tasks.moving", "is", "daily"), when("tasks.moving", "is", "never")),
    (when("born", "less_than", date(2000, 1, 1)), when("born", "at_least", date(2000, 1, 1))),
    (when("tri", "is_any_of", ("yes", "no")), when("tri", "is", "undetermined")),
    (both(when("live", "is", "yes"), when("level", "is", "low")), when("level", "is", "high")),
]


@pytest.mark.parametrize(("open_when", "condition"), OPEN_WHEN)
@pytest.mark.parametrize("gate", ["C", "E"])
def test_rows_required_in_a_section_they_are_hidden_from(open_when, condition, gate):
    findings = found(asked(condition, required=gate), planted={"show_when": open_when})
    the_one(findings, "planted.toml", "planted", f"can never be asked, though it is required ({gate})")
    assert "open only when" in findings[0].what


def test_a_column_hidden_from_its_list():
    row = people(q("name", show_when=when("live", "is", "no"), required="C"), show_when=when("live", "is", "yes"))
    the_one(found(row), "planted.toml", "cf.name", "open only when")


# --- conditions that can never be true -----------------------------------------------------------

EXCLUSIVE = [
    both(when("live", "is", "yes"), when("live", "is", "no")),
    both(when("level", "is_not", "low"), when("level", "is_not", "high")),
    both(when("times", "includes", "none"), when("times", "includes", "day")),
    both(when("times", "includes", ("day", "night")), negated(either(when("times", "includes", ("day", "night"))))),
    negated(when("times", "includes", ("day", "night", "none"))),
    both(when("tasks.moving", "is", "daily"), when("tasks.moving", "is", "never")),
    both(when("note", "is", "a"), when("note", "is", "b")),
    both(when("note", "is", "a"), when("note", "is_not", "a")),
    both(answered("live"), answered("live", False)),
    both(answered("note", False), when("note", "is", "a")),
    both(when("note", "is", "a"), answered("note", False)),
    both(when("age", "more_than", Other("children")), answered("age", False)),
    both(answered("age", False), when("age", "more_than", Other("children"))),
    both(when("live", "is", "yes"), either(when("live", "is", "no"), both(answered("live", False)))),
]
RANGES = [
    both(when("hours", "at_least", 20), when("hours", "less_than", 10)),
    both(when("hours", "at_least", 20), when("hours", "less_than", 20)),
    both(when("hours", "more_than", 20), when("hours", "at_most", 20)),
    both(when("children", "more_than", 1), when("children", "less_than", 2)),
    both(when("children", "at_least", 1), when("children", "at_most", 1), when("children", "is_not", 1)),
    both(when("cost", "is", Decimal("5.00")), when("cost", "more_than", Decimal("5.00"))),
    both(when("cost", "at_least", 5), when("cost", "at_most", 5), when("cost", "is_not", 5)),
    both(when("born", "more_than", date(2026, 1, 1)), when("born", "less_than", date(2026, 1, 2))),
    both(when("born", "at_least", date(2026, 1, 1)), when("born", "less_than", date(2025, 1, 1))),
    both(when("age", "at_least", 18), when("age", "less_than", 18)),
]


@pytest.mark.parametrize("condition", EXCLUSIVE + RANGES)
def test_conditions_that_contradict_themselves(condition):
    the_one(found(asked(condition)), "planted.toml", "planted", "contradicts itself")


@pytest.mark.parametrize(
    "condition",
    [
        when("hours", "more_than", 168),
        when("hours", "less_than", 0),
        when("hours", "is", 200),
        both(when("hours", "at_least", 168), when("hours", "is_not", 168)),
        when("cost", "less_than", 0),
        when("sure", "is_not", "yes"),
    ],
)
def test_conditions_out_of_reach(condition):
    the_one(found(asked(condition)), "planted.toml", "planted", "out of reach")


@pytest.mark.parametrize(
    ("name", "value"), [("tri", "maybe"), ("tri", ("yes", "perhaps")), ("sure", "no"), ("sure", "undetermined")]
)
def test_calculations_that_never_give_the_value(name, value):
    operator = "is_any_of" if isinstance(value, tuple) else "is"
    the_one(found(asked(when(name, operator, value))), "planted.toml", "planted", "never given by the calculation")


def test_parents_that_can_never_be_shown():
    never = q("never", "choice", show_when=both(when("live", "is", "yes"), when("live", "is", "no")))
    child = asked(when("never", "is", "yes"))
    findings = found(never, child)
    assert [one.question for one in findings] == ["never", "planted"]
    assert "which can never be asked" in findings[1].what


@pytest.mark.parametrize(
    ("condition", "more"),
    [
        (both(when("live", "is", "no"), answered("first")), {}),
        (both(when("live", "is", "no"), when("cost", "more_than", Other("amount"))), {}),
        (answered("second"), {"planted": {"show_when": when("live", "is", "no")}}),
    ],
)
def test_parents_that_are_not_shown_then(condition, more):
    only = when("live", "is", "yes")
    other = section(
        "before",
        q("first", show_when=only),
        q("amount", "money", show_when=only),
        q("second", show_when=answered("first")),
    )
    made = plant(asked(condition), **more)
    made = replace(made, sections=(*made.sections[:2], other, *made.sections[2:]))
    the_one(check(made, CALCULATIONS), "planted.toml", "planted", "which is asked only when")


def test_parents_that_are_never_asked_together():
    first = q("first", show_when=when("live", "is", "yes"))
    second = q("second", show_when=when("live", "is", "no"))
    findings = found(first, second, asked(both(answered("first"), answered("second"))))
    the_one(findings, "planted.toml", "planted", "never asked together")


def test_a_closed_section_is_found_once():
    shut = {"planted": {"show_when": when("hours", "more_than", 168)}}
    the_one(found(q("one"), asked(when("live", "is", "yes")), **shut), "planted.toml", "", "section can never open")


@pytest.mark.parametrize("part", [*EXCLUSIVE[:4], *RANGES[:4], when("cost", "less_than", 0)])
def test_a_part_that_can_never_be_the_reason(part):
    findings = found(asked(both(answered("note"), either(when("live", "is", "yes"), part))))
    the_one(findings, "planted.toml", "planted", "can never be the reason")


def test_readers_rules_and_the_full_path_that_never_come_true():
    never = both(when("live", "is", "yes"), when("live", "is", "no"))
    reader = q("planted", audience=("council", "carer"), audience_when=never)
    the_one(found(reader), "planted.toml", "planted", "never be read by others")
    the_one(found(rules=(Rule("live", never, "No", "hard"),)), "form.toml", "live", "never fires")
    the_one(found(full_when=(FullWhen(never, "so"),)), "form.toml", "", "never opens the full path")


def test_a_rule_at_a_row_that_is_hidden_then():
    row = asked(when("live", "is", "yes"))
    rule = Rule("planted", when("live", "is", "no"), "No", "soft")
    the_one(found(row, rules=(rule,)), "form.toml", "planted", "never fires")
    high = replace(rule, when=when("level", "is", "high"))
    closed = found(row, planted={"show_when": when("level", "is", "low")}, rules=(high,))
    the_one(closed, "form.toml", "planted", "never fires")


def test_a_search_that_grows_too_large_says_so(monkeypatch):
    monkeypatch.setattr(reach, "STEPS", 10)
    wide = both(*(either(when("hours", "at_least", n), when("hours", "less_than", n)) for n in range(9)))
    the_one(found(asked(wide)), "planted.toml", "planted", "too large")


# --- names, order and operators ------------------------------------------------------------------

FITS = [
    (when("livee", "is", "yes"), "which is not a question"),
    (when("tasks.moove", "is", "daily"), "which is not a question"),
    (when("prior.live", "is", "yes"), "which is not a question"),
    (when("live", "is", Other("livee")), "not a question"),
    (when("live", "is", "maybe"), "is not a choice of"),
    (when("level", "is_any_of", ("low", "middle")), "is not a choice of"),
    (when("times", "includes", "noon"), "is not a choice of"),
    (when("tasks.moving", "is", "weekly"), "is not a choice of"),
    (when("live", "includes", "yes"), "does not fit"),
    (when("times", "is", "day"), "does not fit"),
    (when("times", "is_not", "day"), "does not fit"),
    (when("note", "at_least", 3), "does not fit"),
    (when("note", "includes", "x"), "does not fit"),
    (when("live", "more_than", 3), "does not fit"),
    (when("tasks", "is", "daily"), "does not fit"),
    (when("told", "is", "x"), "does not fit"),
    (when("hours", "includes", 3), "does not fit"),
    (when("age", "includes", 3), "does not fit"),
    (answered("told"), "is a message"),
    (when("hours", "at_least", "20"), "cannot be compared"),
    (when("children", "is", True), "cannot be compared"),
    (when("born", "less_than", 2000), "cannot be compared"),
    (when("age", "at_least", "18"), "cannot be compared"),
    (when("note", "is", 3), "cannot be compared"),
    (when("live", "is", Other("live")), "with itself"),
    (when("hours", "more_than", Other("hours")), "with itself"),
    (when("hours", "more_than", Other("born")), "cannot be compared with"),
    (when("live", "is", Other("note")), "compared with"),
    (when("live", "is", Other("level")), "no choice in common"),
]


@pytest.mark.parametrize(("condition", "words"), FITS)
def test_names_choices_and_operators(condition, words):
    the_one(found(asked(condition)), "planted.toml", "planted", words)


@pytest.mark.parametrize(
    "condition",
    [
        when("hours", "more_than", Other("children")),
        when("hours", "more_than", Other("age")),
        when("live", "is", Other("maybe")),
        when("age", "at_least", date(2026, 1, 1)),
        when("tri", "is", "yes"),
        when("note", "is", "x"),
        when("age", "is", 18),
        both(when("children", "more_than", 1), when("children", "less_than", 3), when("children", "is_not", 5)),
        both(when("born", "more_than", date(2026, 1, 1)), when("born", "less_than", date(2026, 1, 3))),
        both(when("hours", "more_than", 1), when("hours", "less_than", 2)),
        both(
            when("hours", "at_least", 5),
            when("hours", "more_than", 4),
            when("hours", "at_most", 9),
            when("hours", "less_than", 9),
        ),
        both(when("hours", "less_than", 9), when("hours", "at_most", 9), when("hours", "is", 5)),
        both(when("live", "is", "yes"), when("live", "is_any_of", ("yes", "no"))),
        both(when("times", "includes", "day"), when("times", "includes", "night")),
        either(
            when("hours", "at_least", 20), both(when("live", "is", "yes"), negated(when("times", "includes", "none")))
        ),
        both(answered("maybe", False), when("live", "is", "yes")),
        when("prior.fact", "is", "yes"),
    ],
)
def test_sound_conditions(condition):
    assert found(asked(condition), prior={"fact": "maybe"}) == []


def test_ticks_from_a_setting_may_be_anything():
    teams = q("teams", "choices", choices=(), choices_from="teams")
    assert found(teams, asked(both(when("teams", "includes", "North"), when("teams", "includes", "South")))) == []
    never = both(when("teams", "includes", "North"), negated(when("teams", "includes", "North")))
    the_one(found(replace(teams, required="C"), asked(never)), "planted.toml", "planted", "contradicts itself")


def test_conditions_look_back_only():
    later = q("later", "choice")
    the_one(found(asked(when("later", "is", "yes")), later), "planted.toml", "planted", "asked only later")
    the_one(found(asked(when("planted", "is", "yes"), "choice")), "planted.toml", "planted", "this question itself")
    opens = {"planted": {"show_when": when("later", "is", "yes")}}
    the_one(found(later, **opens), "planted.toml", "", "only in it or after it")
    empty = section("empty", show_when=when("later", "is", "yes"))
    assert found(later, sections=(empty,)) == []


def test_columns_are_known_within_their_row():
    adult = q("adult", "choice")
    row = people(
        adult, q("why", show_when=when("cf.adult", "is", "yes")), q("team", show_when=when("live", "is", "yes"))
    )
    assert found(row) == []
    outside = "known only within its own row"
    the_one(found(row, asked(when("cf.adult", "is", "yes"))), "planted.toml", "planted", outside)
    other = q("plan", "list", columns=(q("who", show_when=when("cf.adult", "is", "yes")),))
    the_one(found(row, other), "planted.toml", "plan.who", outside)
    early = people(q("why", show_when=when("cf.adult", "is", "yes")), adult)
    the_one(found(early), "planted.toml", "cf.why", "asked only later")
    own = people(adult, q("why", show_when=answered("cf")))
    the_one(found(own), "planted.toml", "cf.why", "the list it stands in")
    reader = people(q("note", audience=("council", "carer"), audience_when=when("cf.adult", "is", "yes")), adult)
    assert found(reader) == []
    rule = Rule("live", when("cf.adult", "is", "yes"), "No", "soft")
    the_one(found(row, rules=(rule,)), "form.toml", "live", outside)


def test_faulty_parents_do_not_stop_the_search():
    first = q("first", "choice", show_when=when("hours", "at_least", "20"))
    reader = replace(first, audience=("council", "carer"), audience_when=when("live", "is", "yes"))
    findings = found(reader, asked(when("first", "is", "yes")))
    the_one(findings, "planted.toml", "first", "cannot be compared")


# --- the form itself and its rows ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "key", "words"),
    [
        (q("planted", "message", required="C"), "planted", "cannot be required"),
        (q("planted", "calculated", calculation="age", required="X", fact=True), "planted", "cannot be required"),
        (q("planted", "calculated", calculation="agee"), "planted", "no calculation “agee”"),
        (q("planted", "calculated", calculation="tri", gives=("yes", "perhaps")), "planted", "never given by"),
        (q("planted", default_from="summ"), "planted", "no calculation “summ”"),
        (q("planted", "choice", default="maybe"), "planted", "default is not an answer"),
        (q("planted", "whole", default="3"), "planted", "default is not an answer"),
        (q("planted", audience=("council", "neighbour")), "planted", "no audience “neighbour”"),
        (q("planted", audience_when=when("live", "is", "yes")), "planted", "nobody but the council"),
        (q("planted", "choice", choices=choices("a", "a", "b")), "planted", "“a” is there twice"),
        (q("planted", "choice", choices=(Choice("a", "A"), Choice("b", "A"))), "planted", "read the same"),
        (q("planted", "grid", rows=choices("r", "r", "r"), choices=LEVEL), "planted", "“r” is there 3 times"),
        (q("planted", least=Decimal(1)), "planted", "Limits at a question of type text"),
        (q("planted", "whole", least=Decimal(9), most=Decimal(1)), "planted", "limits leave nothing"),
        (q("planted", least_items=2), "planted", "least_items at what is no list"),
        (q("planted", when_empty="Enter it"), "planted", "nobody needs one"),
        (people(q("name"), q("name")), "cf", "column “name” is there twice"),
        (people(q("name"), item_title="nam"), "cf", "no column “nam”"),
        (people(q("inner", "grid", **TASKS)), "cf.inner", "A column cannot be a grid"),
    ],
)
def test_faults_of_rows(question, key, words):
    findings = [one for one in found(question) if words in one.what]
    the_one(findings, "planted.toml", key, words)


def test_an_unknown_type():
    assert "There is no type “texte”" in found(q("planted", "texte"))[0].what


def test_faults_of_the_form():
    the_one(found(q("live")), "form.toml", "", "question “live” is there twice")
    the_one(found(sections=(section("planted"),)), "form.toml", "", "section “planted” is there twice")
    made = plant(q("one"))
    elsewhere = replace(made, sections=(*made.sections[:2], replace(made.sections[2], group="alll")))
    the_one(check(elsewhere, CALCULATIONS), "planted.toml", "", "no group")
    the_one(found(check_questions=("carer",)), "form.toml", "carer", "no question “carer”")
    the_one(found(date_question="live"), "form.toml", "live", "must be a full date")
    the_one(found(rules=(Rule("lives", answered("live"), "No", "soft"),)), "form.toml", "lives", "no question “lives”")
    the_one(found(asked(answered("live")), prior={"fact": "lives"}), "form.toml", "lives", "no question “lives”")


def test_a_sound_form_has_no_fault():
    assert found() == []
    rule = Rule("hours", when("hours", "more_than", 100), "That is many hours", "soft")
    path = FullWhen(when("level", "is", "high"), "It may break down")
    assert found(q("more", show_when=Comparison("live", "is", "yes")), rules=(rule,), full_when=(path,)) == []


def test_a_finding_is_one_line():
    assert (
        str(Finding("form.toml", "", "It is there twice.", "Take one out."))
        == "form.toml: It is there twice. Take one out."
    )
