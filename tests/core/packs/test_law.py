"""Each limb of the law is asked for by questions that exist, in the gate the table of legal coverage says."""

import tomllib
from pathlib import Path

import pytest

from tests.core.packs.generate import Maker
from tests.core.packs.packs import FORMS, TABLES, TODAY

TABLE = tomllib.loads((Path(__file__).parents[2] / "data" / "legal_coverage.toml").read_text("utf-8"))
ROWS = [(name, row) for name, rows in TABLE.items() for row in rows]
GATES = {"core": ("C",), "expected": ("E", "C"), "later": ("X", "U", "K", None), "optional": (None,)}


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name}: {row['law']}" for name, row in ROWS])
def test_the_law_is_asked_for(name, row):
    form, maker = FORMS[name], Maker(FORMS[name])
    assert set(row) <= {"law", "worked_out", *GATES}
    for kind in set(row) - {"law"}:
        for key in row[kind]:
            question = form.by_key[key]
            if kind == "worked_out":
                assert question.type == "calculated", key
            else:
                assert question.required in GATES[kind], key
            assert kind != "later" or question.fact, f"{key} is recorded later"
            assert any(asked(form, maker, case, key) for case in maker.showing(key)), f"{key} is never asked"


def asked(form, maker, case, key):
    from carer_desktop.findings.find import find

    top, _, column = key.partition(".")
    return (f"{top}/one/{column}" if column else top) in find(form, TABLES, maker.record(case), TODAY).shown


def test_every_limb_of_section_10_5_is_in_the_table():
    said = " ".join(row["law"] for row in TABLE["carer_conversation"])
    for limb in ("s.10(5)(a)", "s.10(5)(b)", "s.10(5)(c)", "s.10(5)(d)", "s.10(5)(e)", "s.10(6)", "s.10(7)", "s.10(8)"):
        assert limb in said
    for section in ("s.12", "s.13", "s.24(2)", "s.25", "s.26", "s.31", "s.42", "s.67"):
        assert section in said
