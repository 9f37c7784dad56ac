"""Who may approve which table, and whether a table fits a form: one row for every way it may not."""

from __future__ import annotations

from datetime import date

import pytest

from carer_desktop.budget.approval import may_be_approved
from carer_desktop.budget.fits import fits
from carer_desktop.budget.table import Table, load
from carer_desktop.errors import Refused
from carer_desktop.paths import RESOURCES
from tests.core.budget.test_published import LOADED
from tests.core.packs.packs import CONVERSATION, FORMS, REVIEW

TEXT = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
REAL = TEXT.replace("illustrative = true\n", "").replace('"Carer Desktop"', '"Ola Example, Finance"')
HEAD = f'id = "t"\nversion = "1"\ntitle = "T"\nsource = "Made up"\nfrom = {date(2026, 4, 1)}\n'


def rated(question: str, *levels: str) -> Table:
    """A table that looks at one rating."""
    listed = ", ".join(f'{{ id = "{level}", label = "{level}" }}' for level in levels)
    amounts = "\n".join(f'{level} = "1.00"' for level in levels)
    axis = f'[[axis]]\nquestion = "{question}"\ntitle = "Q"\nlevels = [{listed}]\n'
    return load(f'{HEAD}mode = "bands"\n{axis}[amounts]\n{amounts}\n', "t")


def counted(question: str) -> Table:
    """A table that looks at one number."""
    return load(f'{HEAD}mode = "points_rate"\nrate = "1.00"\n[[number]]\nquestion = "{question}"\ntitle = "N"\n', "t")


def paid(question: str, column: str = "") -> Table:
    """A table that looks at earlier payments."""
    more = f'column = "{column}"\n' if column else ""
    frequency = f'[frequency]\nquestion = "{question}"\n{more}title = "P"\nmonths = 2\n'
    return load(f'{HEAD}mode = "flat"\namount = "1.00"\n{frequency}', "t")


def test_a_table_that_proves_itself_may_be_approved_by_somebody_else() -> None:
    may_be_approved(load(REAL), "Dana Example, Head of Service", (CONVERSATION, REVIEW))


def test_a_table_for_one_of_the_forms_alone_may_be_approved() -> None:
    """The Review asks for last year's ratings, the Conversation does not."""
    review_only = load(REAL.replace("caring_level", "last_caring_level").replace("impact_level", "last_impact_level"))
    assert fits(review_only, CONVERSATION) and not fits(review_only, REVIEW)
    may_be_approved(review_only, "Dana Example", (CONVERSATION, REVIEW))
    with pytest.raises(Refused, match="has no question “last_caring_level”"):
        may_be_approved(review_only, "Dana Example", (CONVERSATION,))


@pytest.mark.parametrize(
    ("text", "by", "words"),
    [
        (TEXT, "Dana Example", "This table is marked illustrative and cannot be approved (t.toml)"),
        (REAL, "  ", "A table needs the name of who approved it (t.toml)"),
        (REAL, "ola  EXAMPLE", "Ola Example, Finance wrote this table and cannot approve it (t.toml). Somebody else"),
        (REAL, "Ola Example, Head of Service", "wrote this table and cannot approve it"),
        (REAL.replace('author = "Ola Example, Finance"\n', ""), "Dana", "The table does not say who wrote it (t.toml)"),
        (
            REAL[: REAL.index("[[example]]")],
            "Dana",
            "The table has no worked example to prove it (t.toml). Write at least",
        ),
        (
            REAL.replace('amount = "300.00"', 'amount = "301.00"'),
            "Dana",
            "should give £301.00. The table gives £300.00 (t.toml, example 1). Correct the example",
        ),
        (
            REAL.replace('"illustrative"', '"illustrative"\nrising = true').replace('i4 = "600.00"', 'i4 = "400.00"'),
            "Dana",
            "£400.00 is less than the £450.00 of the lower level l4.i3 (t.toml, amounts.l4.i4)",
        ),
        (
            REAL.replace("caring_level", "caring_levle"),
            "Dana",
            "“Carer Conversation” has no question “caring_levle” (t.toml, caring_levle). Did you mean “caring_level”?",
        ),
    ],
)
def test_who_may_not_approve_what_and_why(text: str, by: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        may_be_approved(load(text), by, (CONVERSATION, REVIEW), "t.toml")
    assert words in str(refused.value)


def test_a_table_has_to_fit_one_of_the_forms() -> None:
    review_only = rated("last_caring_level", "l1", "l2", "l3", "l4")
    assert fits(review_only, REVIEW) == []
    assert [str(one) for one in fits(review_only, CONVERSATION)] == [
        "t@1, last_caring_level: “Carer Conversation” has no question “last_caring_level”. Did you mean “caring_level”?"
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (rated("caring_level", "l1", "l2", "l3", "l4"), []),
        (counted("hours_week"), []),
        (counted("items_total"), []),
        (counted("outcomes_unable"), []),
        (rated("budget_wanted", "yes", "no"), []),
        (rated("elig_suggested", "yes", "no", "undetermined"), []),
        (rated("hours_band", "x"), []),
        (rated("caring_level", "l1", "l2", "l3", "l5"),
         ["The level “l5” is not a choice of “Overall level of the caring role” in “Carer Conversation”",
          "has no level, so it gives no figure"]),
        (rated("caring_level", "zzz", "l2", "l3", "l4"), ["The level “zzz” is not a choice", "has no level"]),
        (rated("caring_level", "l1", "l2", "l3"), ["has no level, so it gives no figure"]),
        (rated("hours_week", "a"), ["is not answered with one choice in “Carer Conversation”"]),
        (counted("caring_level"), ["“Overall level of the caring role” is not answered with a number"]),
        (rated("info_given", "a"), ["is not answered with one choice"]),
        (rated("zzzzzz", "a"), ["“Carer Conversation” has no question “zzzzzz”"]),
        (counted("proposed"), ["“Amount asked for” is asked after the guide figure in “Carer Conversation”"]),
        (paid("conv_date"), []),
        (paid("hours_week"), ["is not a date in “Carer Conversation”"]),
        (paid("plan_items", "start"), []),
        (paid("plan_items", "zzz"), ["“Support plan” has no column “zzz” in “Carer Conversation”"]),
        (paid("plan_items", "how"), ["“How it will be met” is not a date"]),
        (paid("zzzzzz"), ["has no question “zzzzzz”"]),
        (paid("prior_payments", "date"), []),
        (paid("dp_start"), ["is asked after the guide figure"]),
    ],
)  # fmt: skip
def test_what_of_a_table_does_not_fit_the_form(table: Table, said: list[str]) -> None:
    found = fits(table, CONVERSATION, "t.toml")
    assert len(found) == len(said), [str(one) for one in found]
    for one, words in zip(found, said, strict=True):
        assert words in str(one)
        assert one.file == "t.toml" and one.mend
        assert one.kind == ("warning" if "no level" in words else "error")


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_the_illustrative_table_fits_both_forms_and_a_councils_own_questions_do_not(form) -> None:
    assert fits(load(TEXT), form) == []
    assert {one.kind for one in fits(LOADED["halton-2015"], form)} == {"error"}
