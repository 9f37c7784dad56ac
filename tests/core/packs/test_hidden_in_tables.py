"""A hidden answer contributes nothing to a guide figure: for every condition of both forms, whatever a table sees."""

from __future__ import annotations

from datetime import date

import pytest

from carer_desktop.budget.table import Table, load
from carer_desktop.budget.writing import file_text
from carer_desktop.findings.find import find
from carer_desktop.findings.given import Given
from carer_desktop.forms.question import Form, Question
from tests.core.packs.generate import Maker
from tests.core.packs.packs import FORMS, TODAY
from tests.core.packs.test_hidden import EVERY, MAKERS, conditions

KINDS = ("choice", "whole", "decimal", "money", "date")
LOOKED_AT = [one for one in EVERY if "." not in one[1] and FORMS[one[0]].by_key[one[1]].type in KINDS]


def table_of(question: Question) -> Table:
    """A table that looks at this one question."""
    head = {"id": "made", "version": "1", "title": "Made", "source": "This test", "from": date(2020, 1, 1)}
    one = {"question": question.id, "title": question.label}
    if question.type == "choice" and question.choices:
        levels = [{"id": choice.id, "label": choice.label} for choice in question.choices]
        amounts = {choice.id: f"{number}.00" for number, choice in enumerate(question.choices, 1)}
        return load(file_text({**head, "mode": "bands", "axis": [{**one, "levels": levels}], "amounts": amounts}))
    if question.type == "date":
        return load(file_text({**head, "mode": "flat", "amount": "5.00", "frequency": {**one, "months": 1200}}))
    return load(file_text({**head, "mode": "points_rate", "rate": "1.00", "number": [one]}))


def suggested(form: Form, maker: Maker, case: dict, table: Table) -> tuple[object, str]:
    """The figure of a record, and why there is none."""
    record = maker.record(case)
    values = dict(find(form, (table,), record, TODAY).values)
    found = Given(form, (table,), record, TODAY, values).suggestion()
    return found.amount, found.why_none or ""


@pytest.mark.parametrize(("name", "key", "number"), LOOKED_AT, ids=[f"{name}-{key}" for name, key, _ in LOOKED_AT])
def test_a_hidden_answer_gives_no_figure_and_takes_none_away(name: str, key: str, number: int) -> None:
    form, maker = FORMS[name], MAKERS[name]
    question, condition = form.by_key[key], list(conditions(form))[number][1]
    if question.type == "choice" and not question.choices:
        assert question.choices_from, "its choices are a setting, which no table can know"
        return
    table = table_of(question)

    def is_asked(case: dict) -> bool:
        return key in find(form, (table,), maker.record(case), TODAY).shown

    shown = next(case for case in maker.showing(key) if is_asked(case))
    hiding = next(case for case in maker.hiding(shown, key, condition) if not is_asked(case))
    assert key in maker.record(hiding).answers, "it is kept"
    if question.type == "date":
        assert suggested(form, maker, shown, table)[0] is None, "while it is asked, it counts"
        assert str(suggested(form, maker, hiding, table)[0]) == "5.00"
    else:
        assert suggested(form, maker, shown, table)[0] is not None, "while it is asked, it counts"
        assert suggested(form, maker, hiding, table) == (None, f"No guide figure: not answered yet: “{question.label}”")


def test_many_conditions_are_tried() -> None:
    assert {name for name, _, _ in LOOKED_AT} == set(FORMS)
    assert len(LOOKED_AT) > 80
