"""The verbs of templates and of files that come back in, at the door."""

from tests.core.documents.bad_templates import BAD, GOOD, own_layout, written
from tests.core.documents.wordfile import form_of_somebody_else, word_file
from tests.core.test_cli import refused

ANSWERS = {"carer_first": "Ann", "carer_last": "Example", "conv_date": "2026-11-18"}


def test_a_template_is_checked_taken_in_and_used(door):
    bad = written(door.folder / "bad.docx", BAD["an unknown tag"][0])
    ran = door.run("check-template", bad)
    assert ran.code == 1 and ran.err == "" and ran.out.count("\n") == 1 and "“carer_dobb”" in ran.out
    good = written(door.folder / "good.docx", own_layout(GOOD))
    ran = door.run("check-template", good, "--form", "carer_review")
    assert ran.code == 0 and "the layout of carer_review" in ran.out, "both forms ask these"
    assert door.create("--role", "assessor", "--role", "keeper").code == 0
    refused(door.at("template", "load", bad), "The template cannot be used")
    assert "the layout of carer_conversation" in door.at("template", "load", good).out
    refused(door.at("template", "use", "nothing.docx"), "There is no template “nothing.docx”")
    assert door.at("template", "use", "good.docx").code == 0
    (one,) = door.at("template", "list", "--json").json
    assert one["used"] and one["for"] == "carer_conversation" and one["taken_by"] == "Sam Example"
    assert "used now" in door.at("template", "list").out
    assert door.at("template", "use", "none", "--for", "carer_conversation").code == 0
    assert not door.at("template", "list", "--json").json[0]["used"]


def test_a_file_shows_what_it_holds_and_only_what_is_named_is_taken(door):
    door.create()
    filled = door.at("fill", "--form", "carer_conversation", "--answers", door.file("a.json", ANSWERS), "--json").json
    out = door.folder / "out"
    (wrote,) = door.at("export", filled["id"], "--to", out, "--json").json["written"]
    file = out / wrote["file"]
    shown = door.at("import", file, "--json").json
    assert shown["kind"] == "answers" and shown["form"] == "carer_conversation"
    number = next(row["number"] for row in shown["rows"] if row["answers"][0]["question"] == "carer_first")
    assert len(door.at("list", "--json").json) == 1, "looking takes nothing"
    taken = door.at("import", file, "--take", number, "--json").json["id"]
    answers = door.at("show", taken, "--json").json["answers"]
    assert answers["carer_first"] == "Ann" and "carer_last" not in answers
    everything = door.at("import", file, "--take", "all", "--form", "carer_review").out.strip()
    begun = door.at("show", everything, "--json").json
    assert {**begun["answers"], **begun["hidden"]}["last_ref"] == filled["reference"]
    into = door.at("import", file, "--take", "all", "--into", taken).out.strip()
    assert into == taken and door.at("show", taken, "--json").json["answers"]["carer_last"] == "Example"


def test_somebody_elses_form_is_shown_row_by_row_and_misuse_is_told(door):
    door.create()
    old = word_file(door.folder / "old.docx", form_of_somebody_else())
    said = door.at("import", old).out
    assert "No question fits" in said and "Favourite colour: Green" in said and "not quite those" in said
    for words in ("0", "x", "1,99"):
        assert door.at("import", old, "--take", words).code == 2
    assert door.at("import", old, "--form", "carer_review", "--into", "X").code == 2
    refused(door.at("import", door.passphrase), "not a Word file")
