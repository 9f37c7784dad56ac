"""The search agrees with trying every set of answers of a small form, by the truth that conditions themselves give."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from carer_desktop.forms.condition import All, Any_, Not
from carer_desktop.forms.reach import Names, Reach
from tests.core.forms.made import answered, form, q, section, when

DAY = when("live", "is", "yes")
FORM = form(
    section(
        "start",
        q("live", "choice"),
        q("times", "choices"),
        q("children", "whole"),
        q("more", "choice", show_when=DAY),
    )
)
TICKS = (None, ("day",), ("night",), ("day", "night"), ("none",))
EVERY = [
    {name: value for name, value in zip(("live", "times", "children", "more"), row, strict=True) if value is not None}
    for row in product((None, "yes", "no"), TICKS, (None, *range(-1, 6)), (None, "yes", "no"))
]
TESTS = some.one_of(
    some.builds(answered, some.sampled_from(["live", "times", "children", "more"]), some.booleans()),
    some.builds(
        when, some.sampled_from(["live", "more"]), some.sampled_from(["is", "is_not"]), some.sampled_from(["yes", "no"])
    ),
    some.builds(when, some.just("live"), some.just("is_any_of"), some.sampled_from([("yes",), ("yes", "no")])),
    some.builds(
        when,
        some.just("times"),
        some.just("includes"),
        some.sampled_from(["day", "none", ("day", "night"), ("none", "day")]),
    ),
    some.builds(
        when,
        some.just("children"),
        some.sampled_from(["is", "is_not", "at_least", "more_than", "at_most", "less_than"]),
        some.integers(0, 4),
    ),
)
CONDITIONS = some.recursive(
    TESTS,
    lambda inner: some.one_of(
        some.builds(Not, inner),
        some.builds(All, some.lists(inner, min_size=1, max_size=4).map(tuple)),
        some.builds(Any_, some.lists(inner, min_size=1, max_size=4).map(tuple)),
    ),
    max_leaves=10,
)


@given(CONDITIONS)
def test_possible_means_that_some_answers_make_it_true(condition):
    alone = any(condition.truth(values) is True for values in EVERY)
    assert Reach(Names(FORM, {}), follow=False).possible(condition) is alone
    asked = any(condition.truth(values) is True for values in EVERY if "more" not in values or DAY.truth(values))
    assert Reach(Names(FORM, {})).possible(condition) is asked
