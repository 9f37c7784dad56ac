"""Makes, for a condition of a form, answers under which it holds and answers under which it does not.

A case maps keys to answers: `sleep`, `cf.adult` (a cell of the one item of the list), `tasks.moving` (a row of a
grid), `prior.level` (a fact of the last record); None says that this key must stay without an answer.
"""

from carer_desktop.forms.condition import All, Any_, Comparison, Not, Other
from tests.core.packs.packs import comparisons, record

# What gives a worked-out question the value a condition asks for; the second what takes it away.
WORKED_OUT = {
    ("carer_age", "less_than"): ({"carer_dob": "2015-01-01"}, {"carer_dob": "1970-01-01"}),
    ("cf.minimise", "no"): ({"cf.known_asc": "yes"}, {"cf.known_asc": "no", "cf.consent": "no"}),
    ("cf.minimise", "yes"): ({"cf.known_asc": "no", "cf.consent": "no"}, {"cf.known_asc": "yes"}),
    ("cld_service_type", "answered"): (
        {"decision": "authorise", "budget_wanted": "yes"},
        {"decision": "decline"},
    ),
    ("elig_suggested", "answered"): ({"elig_determination": "yes"}, {}),
    ("items_total", "answered"): (
        {"plan_items.need": "home", "plan_items.by_budget": "yes", "plan_items.unit_cost": "10.00"},
        {"plan_items.by_budget": "no"},
    ),
    ("plan_coverage", "answered"): (
        {"out_home": "assist", "elig_determination": "yes"},
        {"out_home": "achieves"},
    ),
    ("suggested", "answered"): (
        {"caring_level": "l3", "impact_level": "i3", "impact_reason": "Because of the nights"},
        {"caring_level": None},
    ),
    ("prior_imported", "yes"): ({"prior.caring_level": "l2"}, {}),
}
# What gives a worked-out question a value at all: without one it is not shown.
VALUED: dict[str, dict[str, object]] = {
    "cf_count": {"cf.adult": "yes"},
    "plan_items.eligible": {"plan_items.need": "home", "out_home": "assist"},
    "plan_items.total": {"plan_items.need": "home", "plan_items.unit_cost": "10.00"},
    "items_total": {"plan_items.need": "home", "plan_items.by_budget": "yes", "plan_items.unit_cost": "10.00"},
    "items_split": {"plan_items.need": "home", "plan_items.by_budget": "yes", "plan_items.unit_cost": "10.00"},
    "usually_not": {"plan_items.by_budget": "yes", "plan_items.unit_cost": "10.00", "plan_items.description": "Rent"},
    "plan_coverage": {"out_home": "assist"},
    "prior_total": {"prior_payments.amount": "5.00"},
    "depth_warn": {"depth_t1": "no", "chg_any": ["health"]},
    "cld_service_type": {"decision": "authorise", "budget_wanted": "yes"},
    "cld_delivery": {"budget_how": "dp"},
}
PRIOR = {"elig_determination": "yes", "caring_level": "l2", "impact_level": "i2", "unmet": ("home",)}


def worked_out(test):
    """What is known of a comparison with a worked-out question."""
    return WORKED_OUT[test.question, test.value if test.operator == "is" else test.operator]


def sample(question, mark="Zyxw"):
    """An answer of the question's own type; words hold the mark, so that they are found again."""
    words = f"{mark} {question.key}"
    kinds = {
        "date": "2026-11-01", "whole": 3, "decimal": "3", "money": "777.00", "phone": "020 7946 0000",
        "email": "ann@example.org", "postcode": "NW1 2DB", "nhs_number": "9990000018",
        "signature": {"name": words, "mode": "typed", "on": "2026-11-01"},
    }  # fmt: skip
    if question.type == "choice":
        return question.choices[0].id if question.choices else words
    if question.type == "choices":
        return [question.choices[0].id]
    if question.type == "grid":
        return {question.rows[0].id: question.choices[0].id}
    if question.type == "list":
        free = next(column for column in question.columns if column.show_when is None and column.answerable)
        return [{"id": "one", free.id: sample(free, mark)}]
    return kinds.get(question.type, words)


class Maker:
    """Makes cases for one form."""

    def __init__(self, form):
        self.form = form
        self.base = {form.date_question: "2026-11-18"}

    def record(self, case, **more):
        """The record the case stands for."""
        answers: dict = {}
        prior: dict = {}
        for key, value in case.items():
            top, _, part = key.partition(".")
            if value is None:
                continue
            if top == "prior":
                prior[part] = value
            elif not part:
                answers.setdefault(top, value)
            elif self.form.question[top].type == "grid":
                answers.setdefault(top, {})[part] = value
            else:
                if top not in answers:
                    answers[top] = [{"id": "one"}]
                answers[top] = [{**answers[top][0], part: value}]
        return record(self.form, answers, prior=prior, **more)

    def parents(self, key):
        """The conditions under which a key is asked, outermost first."""
        top = self.form.question[key.partition(".")[0]]
        column = self.form.by_key.get(key)
        above = [self.form.section[top.section].show_when, top.show_when]
        if column is not None and column is not top:
            above.append(column.show_when)
        return [condition for condition in above if condition is not None]

    def showing(self, key):
        """Cases under which the question is asked and answered, the likeliest first."""
        question = self.form.by_key[key]
        goals = [(condition, True) for condition in self.parents(key)]
        top, _, column = key.partition(".")
        there = {top: [{"id": "one"}]} if column else {}
        for case in self.solve(goals, dict(self.base)):
            if not question.answerable:
                yield {**there, **VALUED.get(key, {}), **case}
            elif case.get(key, "") is not None:
                yield {key: sample(question), **case}

    def hiding(self, case, key, condition):
        """Cases like this one in which one comparison of the condition comes out otherwise."""
        for test in comparisons(condition):
            # What stands in by itself cannot be taken away, only no longer be asked for.
            above = () if test.question.startswith("prior.") else self.parents(test.question)
            for one in (test, *(each for parent in above for each in comparisons(parent))):
                for change in self.otherwise(one):
                    if key not in change:
                        yield {**case, **change}

    def otherwise(self, test):
        """Changes that turn a comparison round, or leave it unknown."""
        question = self.form.by_key.get(test.question)
        if question is not None and question.type == "calculated":
            yield worked_out(test)[1]
            return
        if test.operator == "answered" and not test.value:
            yield {test.question: self.value(test.question)}
            return
        yield {test.question: None}
        for other in question.choices if question else ():
            yield {test.question: [other.id] if question.type == "choices" else other.id}

    def value(self, name):
        return PRIOR[name[6:]] if name.startswith("prior.") else sample(self.form.by_key[name])

    def solve(self, goals, case):
        """Depth first through the ways to meet every goal; each yields a case."""
        if not goals:
            yield case
            return
        (condition, wanted), *rest = goals
        if isinstance(condition, Not):
            yield from self.solve([(condition.part, not wanted), *rest], case)
        elif isinstance(condition, Comparison):
            for assigned in self.ways(condition, wanted):
                merged = merge(case, assigned)
                if merged is not None:
                    new = [name for name, value in assigned.items() if value is not None and name not in case]
                    parents = [(p, True) for name in new if not name.startswith("prior.") for p in self.parents(name)]
                    yield from self.solve([*rest, *parents], merged)
        elif isinstance(condition, All) is wanted:
            yield from self.solve([*((part, wanted) for part in condition.parts), *rest], case)
        else:
            assert isinstance(condition, All | Any_)
            for part in condition.parts:
                yield from self.solve([(part, wanted), *rest], case)

    def ways(self, test, wanted):
        """Assignments under which a comparison comes out as wanted."""
        question = self.form.by_key.get(test.question)
        if isinstance(test.value, Other):
            yield from self.two(test)
        elif question is not None and question.type == "calculated":
            yield worked_out(test)[not wanted]
        elif test.operator == "answered":
            yield {test.question: self.value(test.question) if test.value is wanted else None}
        else:
            for value in self.values(test, wanted):
                yield {test.question: value}

    def two(self, test):
        """Two questions that differ."""
        other = self.form.by_key[test.value.question]
        first = {test.question: self.value(test.question)}
        if other.type == "calculated":
            yield {**WORKED_OUT[other.id, "answered"][0], **first}
        else:
            yield {**first, other.key: "999.00" if test.operator == "less_than" else "555.00"}

    def values(self, test, wanted):
        several = test.value if isinstance(test.value, tuple) else (test.value,)
        question = self.form.by_key.get(test.question)
        top, _, part = test.question.partition(".")
        asked = question or self.form.question[self.form.prior[part] if top == "prior" else top]
        offered = [one.id for one in asked.choices]
        if test.operator in ("at_least", "more_than", "at_most", "less_than"):
            over = (test.operator in ("at_least", "more_than")) is wanted
            yield int(test.value) + (1 if over else -1)
            return
        same = (test.operator != "is_not") is wanted
        fitting = (
            list(several) if same else [one for one in offered if one not in several] or [self.value(test.question)]
        )
        for value in fitting:
            yield [value] if question is not None and question.type == "choices" else value


def merge(case, assigned):
    """Both together; None where they contradict each other."""
    merged = dict(case)
    for key, value in assigned.items():
        if key in merged and merged[key] != value:
            if not (isinstance(value, list) and isinstance(merged[key], list)):
                return None
            value = [*merged[key], *(one for one in value if one not in merged[key])]
        merged[key] = value
    return merged
