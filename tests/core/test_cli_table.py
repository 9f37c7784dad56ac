"""The verbs of budget tables at the door: over every shipped and every published table, and in a vault."""

import json

import pytest
from docx import Document
from openpyxl import load_workbook

from carer_desktop.cli_table import day
from carer_desktop.paths import RESOURCES
from carer_desktop.words import words
from tests.core.budget.test_published import DAY, NO_FIGURE, TABLES, WORKED
from tests.core.test_cli import refused

ILLUSTRATIVE = RESOURCES / "budget" / "illustrative-2026.toml"
EVERY = [*sorted(TABLES.glob("*.toml")), ILLUSTRATIVE]
ANSWERS = {"caring_level": "l3", "impact_level": "i3"}


def scheme(door, name="scheme.toml", **changes):
    """A table somebody may approve, in a file."""
    text = ILLUSTRATIVE.read_text("utf-8").replace("illustrative = true\n", "").replace('"illustrative"', '"scheme"')
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return door.file(name, text)


DEARER = {"dearer": ('i4 = "600.00"', 'i4 = "650.00"')}


@pytest.mark.parametrize("file", EVERY, ids=lambda path: path.stem)
def test_every_table_is_in_order(door, file):
    ran = door.run("check-table", file)
    assert ran.code == 0 and ran.err == "" and "kept" in ran.out


@pytest.mark.parametrize(("name", "answers", "amount"), WORKED)
def test_every_published_figure_comes_out_of_the_door(door, name, answers, amount):
    file = door.file("a.json", answers)
    shape = door.run("suggest", "--table", TABLES / f"{name}.toml", "--answers", file, "--on", DAY, "--json").json
    assert shape["amount"] == amount and shape["why_none"] is None
    assert set(shape["table"]) == {"id", "version", "sha256", "illustrative"}
    assert shape["lines"][-1]["running"] == amount


@pytest.mark.parametrize(("name", "answers", "why"), NO_FIGURE)
def test_no_figure_has_its_reason_at_the_door(door, name, answers, why):
    file = door.file("a.json", answers)
    shape = door.run("suggest", "--table", TABLES / f"{name}.toml", "--answers", file, "--on", DAY, "--json").json
    assert (shape["amount"], shape["lines"]) == (None, [])
    assert shape["why_none"] == f"No guide figure: {why}"


def test_a_real_figure_in_words_says_nothing_of_practice(door):
    ran = door.run(
        "suggest", "--table", TABLES / "halton-2015.toml", "--answers", door.file("a.json", {"impact": "high"})
    )
    assert ran.out.splitlines()[0] == "Guide figure: £300.00"
    assert ran.out.splitlines()[-1] == "Table halton, version 2015" and "practice" not in ran.out


def test_without_a_day_it_is_today(door):
    ran = door.run("suggest", "--table", TABLES / "rochdale.toml", "--answers", door.file("a.json", {}), "--json")
    assert ran.json["amount"] == "500.00"
    ran = door.run("suggest", "--table", TABLES / "rochdale.toml", "--answers", "a.json", "--on", "soon")
    assert ran.code == 2 and "invalid day value" in ran.err
    assert str(day("2026-11-22")) == "2026-11-22"


def test_a_table_is_checked_against_a_form(door):
    assert door.run("check-table", ILLUSTRATIVE, "--form", "carer_conversation").code == 0
    ran = door.run("check-table", TABLES / "halton-2015.toml", "--form", "carer_conversation")
    assert ran.code == 1 and "“Carer Conversation” has no question “impact”" in ran.out


def test_two_tables_are_compared_in_words_and_as_json(door):
    new = scheme(door, **DEARER, step=('step = "5.00"', 'step = "10.00"'))
    ran = door.run("table", "compare", "illustrative", new)
    assert ran.out.splitlines() == [
        "Very high, More than I can manage: £600.00 -> £650.00",
        "No longer: Rounded to the nearest £5.00",
        "New: Rounded to the nearest £10.00",
        "1 amount differs, 19 are the same.",
    ]
    shape = door.run("table", "compare", "illustrative", new, "--json").json
    assert len(shape["amounts"]) == 20
    assert shape["amounts"][-1] == {
        "words": "Very high, More than I can manage", "before": "£600.00", "after": "£650.00", "difference": "50.00",
        "kind": "more",
    }  # fmt: skip
    assert (shape["rules_gone"], shape["rules_new"]) == (
        ["Rounded to the nearest £5.00"], ["Rounded to the nearest £10.00"],
    )  # fmt: skip
    assert shape["origin"] == []
    later = scheme(door, "later.toml", start=("2020-01-01", "2027-04-01"), author=('"Carer Desktop"', '"Ola Example"'))
    assert door.run("table", "compare", "illustrative", later).out.splitlines() == [
        "Holds from: 1 January 2020 -> 1 April 2027",
        "Written by: Carer Desktop -> Ola Example",
        "0 amounts differ, 20 are the same.",
    ]
    gone = door.run("table", "compare", TABLES / "birmingham-2017.toml", new, "--json").json["amounts"][-1]
    assert (gone["kind"], gone["difference"]) == ("gone", None)
    refused(door.run("table", "compare", "illustrative", "nothing"), "There is no table “nothing”")


def test_a_table_in_plain_words(door):
    ran = door.run("table", "describe", "illustrative")
    assert ran.code == 0 and "It is not an offer and not a limit" in ran.out and "£600.00" in ran.out


def test_a_table_in_plain_words_as_a_word_file(door):
    target = door.folder / "table.docx"
    assert door.run("table", "describe", "illustrative", "--to", target).out == f"{target}\n"
    assert door.run("table", "describe", "illustrative", "--to", target).out == f"{door.folder / 'table (2).docx'}\n"
    cells = [cell.text for one in Document(str(target)).tables for row in one.rows for cell in row.cells]
    assert "£600.00" in cells and "Nobody yet" in cells
    refused(door.run("table", "describe", "illustrative", "--to", door.folder / "none" / "t.docx"), "none")


def test_what_the_next_level_would_give(door):
    file = door.file("a.json", ANSWERS)
    ran = door.run("table", "neighbours", "--table", "illustrative", "--answers", file)
    assert ran.out.splitlines()[1] == "Level of the caring role: Very high: £450.00"
    shape = door.run("table", "neighbours", "--table", "illustrative", "--answers", file, "--json").json
    assert [one["step"] for one in shape] == [-1, 1, -1, 1]
    assert shape[0]["suggestion"]["amount"] == "225.00"
    half = door.run(
        "table", "neighbours", "--table", "illustrative", "--answers", door.file("b.json", {"caring_level": "l1"})
    )
    assert "not answered yet" in half.out


def test_a_table_goes_to_a_workbook_and_back(door):
    book, back = door.folder / "t.xlsx", door.folder / "back.toml"
    assert door.run("table", "export", "--table", ILLUSTRATIVE, "--to", book).out == f"{book}\n"
    assert door.run("check-table", book).code == 0
    assert door.run("table", "import", "--table", book, "--to", back).out == f"illustrative@2026.1: {back}\n"
    assert "20 are the same" in door.run("table", "compare", ILLUSTRATIVE, back).out
    refused(door.run("table", "export", "--table", ILLUSTRATIVE, "--to", book), "There is a file of that name already")
    opened = load_workbook(book)
    opened["Ratings"]["C4"] = "Level 3"
    opened.save(book)
    ran = door.run("table", "import", "--table", book, "--to", door.folder / "never.toml")
    assert ran.code == 1 and "t.xlsx, sheet “Ratings”, row 4, column C: “Level 3” cannot be an id." in ran.out
    assert not (door.folder / "never.toml").exists()
    refused(door.run("check-table", door.file("no.xlsx", "no")), "This is not an Excel workbook")


def test_what_is_no_workbook_is_not_imported_as_one(door):
    ran = door.run("table", "import", "--table", door.file("text.txt", "hello"), "--to", door.folder / "n.toml")
    refused(ran, "This is not an Excel workbook (text.txt). Choose a file whose name ends in .xlsx.")
    assert not (door.folder / "n.toml").exists()


def test_a_table_waits_and_is_approved_by_whoever_signs_in(vault):
    assert vault.at("table", "load", "--table", scheme(vault)).out == "scheme 2026.1\n"
    assert "waits to be approved" in vault.at("table", "list").out
    assert vault.at("table", "approve", "scheme@2026.1").out == "scheme@2026.1\n"
    assert "approved by Sam Example" in vault.at("table", "list").out
    (one,) = vault.at("table", "list", "--json").json
    assert set(one) == {"id", "version", "title", "from", "until", "author", "approved_by", "sha256"}
    assert (one["from"], one["until"], one["author"]) == ("2020-01-01", None, "Carer Desktop")
    refused(vault.at("table", "approve", "scheme@2026.1"), "No table “scheme@2026.1” waits to be approved")


def test_a_table_that_waits_is_taken_out_for_a_reason(vault):
    vault.at("table", "load", "--table", scheme(vault))
    refused(vault.at("table", "take-out", "scheme@2026.1", "--reason", "no"), "Choose one of by_mistake, corrected")
    assert vault.at("table", "take-out", "scheme@2026.1", "--reason", "by_mistake").out == "scheme@2026.1\n"
    assert vault.at("table", "list").out == ""
    named = " ".join(vault.run("table", "take-out", "--help").out.split())
    assert all(reason in named for reason in words()["taken_out"])


def test_an_approval_on_paper_says_so_and_who_entered_it(vault):
    ran = vault.at("table", "load", "--table", scheme(vault), "--approved-by", "Dana Example, Finance")
    assert ran.code == 0
    listed = vault.at("table", "list").out
    assert "approved on paper by Dana Example, Finance, entered by Sam Example" in listed


@pytest.mark.parametrize(
    ("changes", "by", "words"),
    [
        ({"author": ('"Carer Desktop"', '"Dana Example"')}, "Dana Example", "Dana Example wrote this table and cannot"),
        ({"author": ('author = "Carer Desktop"\n', "")}, "Dana Example", "does not say who wrote it"),
        ({"example": ('amount = "300.00"', 'amount = "299.00"')}, "Dana Example", "should give £299.00"),
        ({"question": ("impact_level", "impact_lvel")}, "Dana Example", "has no question “impact_lvel”"),
        ({"author": ('"Carer Desktop"', '"Sam Example"')}, "Nobody At All", "Sam Example wrote this table and cannot"),
        ({}, " ", "A table needs the name of who approved it"),
    ],
)
def test_what_may_not_be_approved_is_not_loaded(vault, changes, by, words):
    refused(vault.at("table", "load", "--table", scheme(vault, **changes), "--approved-by", by), words)
    assert vault.at("table", "list", "--json").json == []


def test_what_a_table_would_have_cost(vault):
    file = scheme(vault)
    assert vault.at("table", "load", "--table", file, "--approved-by", "Dana Example").code == 0
    period = ("--from", "2026-04-01", "--to", "2027-03-31")
    refused(vault.at("table", "cost", "--table", file, *period), "There are 0 cases in this time, too few")
    assert vault.at("table", "cost", "--table", file, "--from", "x", "--to", "2027-03-31").code == 2


def test_the_picture_in_words_and_as_json(vault, fixed_clock):
    from carer_desktop.caseload import Caseload
    from tests.core.caseload.test_tables import given
    from tests.core.door import PASSPHRASE

    file = scheme(vault)
    assert vault.at("table", "load", "--table", file, "--approved-by", "Dana Example").code == 0
    caseload = Caseload.open(vault.vault, None, PASSPHRASE)
    for caring, impact in (("l1", "i1"), ("l2", "i2"), ("l3", "i3"), ("l4", "i4"), ("l4", "i0")):
        given(caseload, caring, impact, "2025-11-01")
    caseload.close()
    dearer = scheme(vault, "dearer.toml", **DEARER)
    asked = ("table", "cost", "--table", dearer, "--from", "2025-04-01", "--to", "2026-03-31")
    ran = vault.at(*asked)
    assert ran.out.splitlines()[:3] == [
        "5 cases, 5 with a figure: £1,150.00, before £1,100.00",
        "1 rise, 0 fall, 4 stay the same",
        "     2  £0.00 to £99.99",
    ]
    shape = vault.at(*asked, "--json").json
    assert {name: shape[name] for name in ("cases", "total", "before", "rise", "fall", "same", "reasons")} == {
        "cases": 5, "total": "1150.00", "before": "1100.00", "rise": 1, "fall": 0, "same": 4, "reasons": [],
    }  # fmt: skip
    assert shape["bars"][0] == {"range": "£0.00 to £99.99", "cases": 2}
    assert "Example" not in json.dumps(shape)
