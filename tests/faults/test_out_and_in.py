"""What goes out in the council's file comes back in the same, whatever was typed; the pages say nothing otherwise."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.incoming import steps_of
from carer_desktop.caseload.incoming_rows import carried_found, rows_of, said_otherwise
from carer_desktop.documents.carried import carried_in
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.template import Template, read_template
from carer_desktop.documents.word import drawn
from carer_desktop.findings.find import find
from carer_desktop.forms.question import Form, Question
from carer_desktop.paths import TEMPLATES
from carer_desktop.text import clean_text
from tests.core.caseload.test_incoming import AWKWARD, TYPED, awkward_answers, without_ids
from tests.core.packs.packs import FORMS, TABLES, TODAY, record
from tests.faults.sizes import SEED, Budget, inputs

pytestmark = pytest.mark.faults
PLANES = ((0, 0x80), (0, 0x2000), (0, 0x30000), (0xE000, 0x10FFFF))
LONGEST = 400


def typed(chance: random.Random) -> str:
    """Words as nobody types them: any characters, or what is awkward; as a record keeps them."""
    if chance.random() < 0.3:
        return chance.choice(AWKWARD)
    plane = chance.choice(PLANES)
    return clean_text("".join(chr(chance.randrange(*plane)) for _ in range(chance.randrange(1, LONGEST)))) or "x"


def answers_of(form: Form, chance: random.Random) -> dict[str, Any]:
    """A form full of answers, with other words in each that is typed."""
    found = awkward_answers(form, chance.randrange(10**6))
    for name, value in found.items():
        question = form.question[name]
        if question.type in TYPED:
            found[name] = typed(chance)
        elif question.type == "list" and isinstance(value, list):
            found[name] = [_row(question, row, chance) for row in value]
    return found


def _row(question: Question, row: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    columns = question.column_by_id
    return {name: typed(chance) if columns[name].type in TYPED else cell for name, cell in row.items()}


def written(form: Form, assessment: Assessment, house: Template) -> dict[str, bytes]:
    """The parts of the council's file of a record."""
    report = make_report(form, assessment, find(form, TABLES, assessment, TODAY), today=TODAY)
    with zipfile.ZipFile(io.BytesIO(drawn(report, house))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_whatever_was_typed_comes_back_in() -> None:
    house, chance = read_template(TEMPLATES / "house.docx"), random.Random(SEED)
    budget, tried = Budget.of("answers out and in"), 0
    while tried < inputs("answers out and in") and budget.left():
        form = chance.choice(tuple(FORMS.values()))
        parts = written(form, record(form, answers_of(form, chance)), house)
        held = carried_in(parts)
        assert held is not None and held.whole, f"seed {SEED}"
        pages = said_otherwise(form, held, parts)
        assert pages == {}, f"seed {SEED}"
        after = record(form, {})
        for step in steps_of(rows_of(form, carried_found(form, form, held, True, pages)), None):
            after = after.with_entry(*step)
        assert without_ids(after.answers) == without_ids(held.answers), f"seed {SEED}"
        tried += 1
    print(f"{tried} records out and in again; seed {SEED}")
