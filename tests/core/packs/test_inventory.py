"""The packs hold the whole question paper, but for what was changed on purpose."""

import tomllib
from pathlib import Path

import pytest

from carer_desktop.caseload.checking import form_findings
from carer_desktop.findings.calculations import CALCULATIONS
from carer_desktop.forms import library
from tests.core.packs.packs import FORMS, NAMES, every_question

DATA = Path(__file__).parents[2] / "data"
INVENTORY = tomllib.loads((DATA / "inventory.toml").read_text("utf-8"))
LEFT_OUT = tomllib.loads((DATA / "left_out.toml").read_text("utf-8"))

TYPES = {
    "textarea": "long_text", "text": "text", "radio": "choice", "select": "choice", "checkbox": "choices",
    "int": "whole", "decimal": "decimal", "money": "money", "date": "date", "phone": "phone", "email": "email",
    "postcode": "postcode", "nhs_number": "nhs_number", "person_name": "name", "table": "list",
    "signature": "signature", "calc": "calculated", "info": "message",
}  # fmt: skip

# Another type than the paper's, and why.
OTHER_TYPE = {
    "carer_benefits": "choices: one tick list instead of two questions about benefits",
    "carer_key_contacts.name": "name: it is a person's",
    "capacity_doubt": "choices: one tick, the law presumes capacity",
    "tasks": "grid: fixed rows, one choice each",
    "carer_sign": "signature: name, how it was given and the date in one",
    "adv_sign_name": "name: it is a person's",
    "worker_sign_name": "name: it is a person's",
    "upload_by": "name: it is a person's",
    "upload_state": "calculated: the history says it",
    "route": "calculated: worked out by the council's rules",
    "prog.need": "choice: carried answers come with the pathway; until then it is said by hand",
    "prog.support": "text: the same",
    "rev_end_support": "choices: at most ten answers when caring has ended, so a tick each",
}
# Choices of the paper that are not offered, and why.
NOT_OFFERED = {
    "status": "worked out from the history, in words of their own",
    "cf.minimise": "worked out",
    "elig_c1": "worked out",
    "elig_c2": "worked out",
    "elig_c3": "worked out",
    "elig_suggested": "worked out",
    "upload_state": "worked out",
    "route": "worked out, in words",
    "carer_sign": "a signature is no choice",
    "advocate_needed": "declined is only ever the carer's word for the whole: refused",
    "capacity_doubt": "one tick",
    "budget_how": "asked only when a budget is wanted",
    **{
        f"wb_{area}": "only parts that are harder are rated"
        for area in (
            "dignity", "health", "protection", "control", "participation", "economic", "relations", "accommodation",
            "contribution",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("folder", library.shipped(), ids=str)
def test_a_shipped_form_has_no_findings(folder):
    assert form_findings(folder) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_paper_is_there_or_left_out_with_a_reason(name):
    form, left = FORMS[name], LEFT_OUT[name]
    ids = [row["id"] for row in INVENTORY[name]]
    rows = {f"{q.id}.{row.id}" for q in form.question.values() for row in q.rows}
    assert [one for one in ids if one not in form.by_key and one not in rows and one not in left] == []
    assert [one for one in left if one in form.by_key] == [], "what is there is not left out"
    assert [one for one in left if one not in ids] == [], "nothing is left out that was never there"
    assert all(len(why.split()) > 1 for why in left.values())


@pytest.mark.parametrize("name", NAMES)
def test_types_are_those_of_the_paper_or_changed_with_a_reason(name):
    form = FORMS[name]
    for row in INVENTORY[name]:
        question = form.by_key.get(row["id"])
        if question is not None and "type" in row and TYPES[row["type"]] != question.type:
            assert OTHER_TYPE[row["id"]].split(":")[0] == question.type, row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_the_ids_of_choices_stay_those_of_the_paper(name):
    form = FORMS[name]
    for row in INVENTORY[name]:
        question, named = form.by_key.get(row["id"]), row.get("choices", [])
        offered = INVENTORY["sets"].get(named, {}).get("choices", []) if isinstance(named, str) else named
        if question is not None:
            lost = [one["id"] for one in offered if one["id"] not in question.choice_labels]
            assert not lost or row["id"] in NOT_OFFERED, (row["id"], lost)


@pytest.mark.parametrize("name", NAMES)
def test_every_calculation_the_form_names_exists_and_gives_what_the_form_says(name):
    for key, question, _ in every_question(FORMS[name]):
        if question.type == "calculated":
            assert question.calculation in CALCULATIONS, key
            known = CALCULATIONS[question.calculation].gives
            assert not question.gives or set(question.gives) <= set(known), key
        assert not question.default_from or question.default_from in CALCULATIONS, key


def test_every_calculation_is_used_by_a_form():
    used = {
        name
        for form in FORMS.values()
        for _, question, _ in every_question(form)
        for name in (question.calculation, question.default_from)
    }
    assert set(CALCULATIONS) - used == set()
