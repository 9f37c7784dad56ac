"""The headless door, verb by verb: exit codes, one line on stderr, one JSON value on stdout, and every refusal."""

import json
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

import pytest

from carer_desktop.budget.library import shipped
from carer_desktop.forms import library
from carer_desktop.paths import RESOURCES
from tests.core.door import PASSPHRASE
from tests.core.ordinary import ordinary_user

ILLUSTRATIVE = RESOURCES / "budget" / "illustrative-2026.toml"
CONVERSATION = RESOURCES / "forms" / "carer_conversation" / "0.1.0"
ROOT = Path(__file__).parents[2]
LEVELS = {"caring_level": "l3", "impact_level": "i3"}


def refused(ran, *words, code=1):
    """One line on stderr with these words, nothing on stdout but (with --json) the error."""
    assert ran.code == code, ran
    assert ran.err.endswith("\n") and ran.err.count("\n") == 1, ran.err
    for word in words:
        assert word in ran.err
    if ran.out:
        said = ran.json["error"].encode("utf-8", "backslashreplace").decode()
        assert set(ran.json) == {"error"} and " ".join(said.split()) == ran.err.strip()
    assert "Traceback" not in ran.err


# --- usage -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv",
    [
        ["frobnicate"],
        ["fill"],
        ["vault"],
        ["vault", "create"],
        ["questions"],
        ["list"],
        ["export", "--vault", "x"],
        ["vault", "create", "--vault", "x", "--person", "Ann", "--role", "king"],
        ["show", "a", "--vault", "x", "--frob"],
    ],
)
def test_bad_usage_ends_2_and_prints_nothing_on_stdout(door, argv):
    ran = door.run(*argv)
    assert ran.code == 2 and ran.out == "" and "carer-desktop" in ran.err


@pytest.mark.parametrize("argv", [["--help"], ["fill", "--help"], ["vault", "create", "--help"]])
def test_help_ends_0(door, argv):
    ran = door.run(*argv)
    assert ran.code == 0 and "usage" in ran.out


def test_the_help_keeps_the_capitals_of_names(door):
    assert "Check a Word template, and try it with" in door.run("check-template", "--help").out


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--form", "carer_conversation"],
        ["--answers", "a.json"],
        ["--form", "carer_conversation", "--batch", "b.jsonl"],
        ["--answers", "a.json", "--batch", "b.jsonl"],
    ],
)
def test_fill_wants_one_way_of_saying_what(vault, more):
    refused(vault.at("fill", *more), "--batch", code=2)


def test_fill_takes_a_form_or_a_record_and_not_both(vault):
    assert vault.at("fill", "--form", "a", "--id", "b", "--answers", "c").code == 2


# --- without a vault -------------------------------------------------------------------------------


def test_self_test_says_what_works(door):
    ran = door.run("self-test")
    assert ran.code == 0 and ran.out.endswith("Everything loads and works.\n")
    assert [line for line in ran.out.splitlines() if line.startswith("form ")]


def test_check_form_tells_the_burden_of_each_worked_case(door):
    ran = door.run("check-form", CONVERSATION)
    assert ran.code == 0 and ran.err == ""
    assert "ordinary: " in ran.out and "no findings" in ran.out


def test_check_form_ends_1_with_a_line_for_each_finding(door):
    form = door.folder / "form"
    form.mkdir()
    for file in CONVERSATION.glob("*.toml"):
        text = file.read_text("utf-8")
        if file.name == "start.toml":
            text = text.replace('includes = "ssa"', 'includes = "nobody"', 1)
        (form / file.name).write_text(text, "utf-8")
    ran = door.run("check-form", form)
    assert ran.code == 1 and "start.toml" in ran.out and "nobody" in ran.out and ran.err == ""


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_check_form_of_no_form_is_a_finding(door, folder):
    ran = door.run("check-form", door.folder / folder)
    assert ran.code == 1 and len(ran.out.splitlines()) == 1


@pytest.fixture
def form():
    """A form version with a worked case, in a place that an ordinary user can reach."""
    with tempfile.TemporaryDirectory(prefix="carer-desktop-form-") as made:
        yield Path(shutil.copytree(CONVERSATION, Path(made, "form")))
        Path(made, "form").chmod(0o700)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (b"{", "This is not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "too deep"),
        (b"[]", "A JSON object was expected"),
        (b"{}", "A worked case says core, typed and answers"),
        (b'{"core": "6", "typed": 2, "answers": {}}', "whole numbers"),
        (b'{"core": true, "typed": 2, "answers": {}}', "whole numbers"),
        (b'{"core": 6, "typed": 2, "answers": []}', "A worked case says"),
        (b'{"core": 6, "typed": 2, "answers": {"carer_frist": "Ann"}}', "Did you mean \u201ccarer_first\u201d"),
        (b'{"core": 6, "typed": 2, "answers": {"carer_first": 7}}', "carer_first"),
        (b'{"core": 6, "typed": 2, "answers": {"cf": [3]}}', "cf"),
    ],
)
def test_check_form_says_which_worked_case_cannot_be_read(door, form, case, said):
    (form / "cases" / "odd.json").write_bytes(case)
    refused(door.run("check-form", form), "odd.json", said)


@pytest.mark.parametrize(("inside", "rights"), [("", 0o000), ("", 0o300), ("cases", 0o000)])
def test_check_form_says_which_folder_may_not_be_looked_into(door, form, inside, rights):
    (form / inside).chmod(rights)
    with ordinary_user(form.parent):
        ran = door.run("check-form", form)
    (form / inside).chmod(0o700)
    said = f"You may not go into this folder ({(form / inside).name}). Ask for access to it, or choose another place.\n"
    assert (ran.code, ran.out + ran.err) == (1, said)


def test_check_form_says_which_worked_case_may_not_be_read(door, form):
    (form / "cases" / "ordinary.json").chmod(0o000)
    with ordinary_user(form.parent):
        refused(door.run("check-form", form), "You may not read this file (ordinary.json)")


def test_check_table(door):
    good = door.run("check-table", ILLUSTRATIVE)
    assert good.code == 0 and "caring_level" in good.out
    bad = door.run("check-table", door.file("t.toml", ILLUSTRATIVE.read_text("utf-8").replace('"450.00"', '"45O.00"')))
    assert bad.code == 1 and bad.err == "" and "45O.00" in bad.out
    assert door.run("check-table", door.folder / "none.toml").code == 1


def test_questions_lists_every_question_in_order(door):
    shape = door.run("questions", "carer_conversation", "--json").json
    form = library.find("carer_conversation")
    assert (shape["form"], shape["version"], shape["sha256"]) == ("carer_conversation", "0.1.0", form.sha256)
    assert list(shape) == ["form", "version", "sha256", "sections", "questions"]
    assert [one["id"] for one in shape["sections"]] == [section.id for section in form.sections]
    assert [one["id"] for one in shape["questions"]] == list(form.question)
    wanted = {
        "id", "section", "type", "label", "hint", "choices", "columns", "partial", "required", "fact", "filled",
        "asked_of", "show_when", "audience",
    }  # fmt: skip
    for one in shape["questions"]:
        assert wanted <= set(one) <= {*wanted, "rows"}
        assert all(wanted <= set(column) for column in one["columns"])
        assert all(set(choice) == {"id", "label", "alone"} for choice in one["choices"])
    by_id = {one["id"]: one for one in shape["questions"]}
    assert by_id["conv_date"]["filled"] is None and by_id["setting"]["filled"] == "from your sign-in"
    assert by_id["conv_date"]["show_when"] is None and "ticked" in by_id["declined_reason"]["show_when"]
    assert by_id["referral_date"]["partial"] is True and by_id["carer_sign"]["fact"] is True
    assert len(by_id["tasks"]["rows"]) == 12


def test_questions_of_a_version_and_in_words(door):
    assert door.run("questions", "carer_review@0.1.0", "--json").json["form"] == "carer_review"
    words = door.run("questions", "carer_conversation")
    assert words.code == 0 and "Before we start" in words.out and "conv_date" in words.out
    refused(door.run("questions", "carer_talk", "--json"), "There is no form “carer_talk”", "carer_conversation@0.1.0")


@pytest.mark.parametrize("table", [ILLUSTRATIVE, "illustrative", "illustrative@2026.1"])
def test_suggest_gives_the_figure_and_the_working(door, table):
    shape = door.run("suggest", "--table", table, "--answers", door.file("a.json", LEVELS), "--json").json
    assert set(shape) == {"amount", "lines", "table", "why_none"}
    assert (shape["amount"], shape["why_none"]) == ("300.00", None)
    assert all(set(line) == {"rule", "text", "amount", "running"} for line in shape["lines"])
    assert shape["lines"][-1]["running"] == "300.00"
    assert set(shape["table"]) == {"id", "version", "sha256", "illustrative"}
    assert shape["table"]["illustrative"] is True and shape["table"]["sha256"] == shipped()[0].sha256


def test_suggest_reads_a_table_whatever_its_file_is_called(door):
    table = door.file("approved", ILLUSTRATIVE.read_text("utf-8"))
    assert door.run("suggest", "--table", table, "--answers", door.file("a.json", LEVELS), "--json").code == 0


def test_no_suggestion_is_not_nothing_pounds(door):
    ran = door.run("suggest", "--table", "illustrative", "--answers", door.file("a.json", {}), "--json")
    assert ran.code == 0 and ran.json["amount"] is None and "No guide figure" in ran.json["why_none"]
    words = door.run("suggest", "--table", "illustrative", "--answers", door.file("a.json", {}))
    assert "No guide figure" in words.out


def test_suggest_says_the_figure_first_then_how_it_came_about(door):
    said = door.run("suggest", "--table", "illustrative", "--answers", door.file("a.json", LEVELS)).out.splitlines()
    assert said[:2] == ["Guide figure: £300.00", "A guide figure from a table. It is not an offer and not a limit."]
    assert "made-up figures" in said[2]
    assert said[3].startswith("1. ") and said[3].count("£300.00") == 1, "one step needs no sum so far"
    assert said[-1] == "Table illustrative, version 2026.1"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("{", "not JSON: look at line 1, sign 2"),
        ("[1]", "JSON object"),
        ("", "not JSON"),
        ("[" * 100_000, "brackets"),
        ("9" * 5000, "JSON"),
    ],
)
def test_answers_that_are_no_answers(door, answers, words):
    file = door.file("a.json", answers)
    refused(door.run("suggest", "--table", "illustrative", "--answers", file, "--json"), words, "a.json")


def test_files_that_cannot_be_read_are_named(door):
    refused(door.run("suggest", "--table", "illustrative", "--answers", door.folder / "no.json"), "no.json", "no such")
    (door.folder / "latin.json").write_bytes(b'{"a": "\xe9"}')
    refused(door.run("suggest", "--table", "illustrative", "--answers", door.folder / "latin.json"), "UTF-8")
    refused(door.run("suggest", "--table", "illustrative", "--answers", door.folder), "a folder and not a file")
    refused(door.run("suggest", "--table", "other", "--answers", door.file("a.json", {})), "no table “other”")


def test_a_mark_of_the_encoding_at_the_start_of_a_file_is_no_part_of_it(door):
    (door.folder / "bom.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(LEVELS).encode())
    ran = door.run("suggest", "--table", "illustrative", "--answers", door.folder / "bom.json", "--json")
    assert ran.json["amount"] == "300.00"


def test_eligibility_in_three_values(door):
    met = {
        "necessary_care": "yes",
        "cf": [{"adult": "yes"}],
        "health_state": "risk",
        "significant_impact": "yes",
    }
    shape = door.run("eligibility", "--answers", door.file("a.json", met), "--json").json
    assert set(shape) == {"suggested", "conditions", "why", "rests_on"}
    assert shape["suggested"] == "yes"
    assert shape["conditions"] == {"necessary_care": "yes", "effect": "yes", "significant_impact": "yes"}
    assert "health_state" in shape["rests_on"]
    unknown = door.run("eligibility", "--answers", door.file("a.json", {**met, "cf": []}), "--json").json
    assert unknown["suggested"] == "undetermined"
    review = door.run("eligibility", "--form", "carer_review", "--answers", door.file("a.json", met), "--json")
    assert review.json["suggested"] == "yes"
    assert "Cannot tell" in door.run("eligibility", "--answers", door.file("a.json", {})).out


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"helth_state": "no"}, "helth_state"),
        ({"health_state": "fine"}, "fine"),
        ({"health_state": ["no"]}, "wrong type"),
        ({"cf": [{"adult": "perhaps"}]}, "perhaps"),
        ({"elig_suggested": "yes"}, "worked out"),
    ],
)
def test_eligibility_refuses_what_the_form_does_not_know(door, answers, words):
    refused(door.run("eligibility", "--answers", door.file("a.json", answers), "--json"), words)


# --- who knocks ------------------------------------------------------------------------------------


def test_vault_create_makes_assessor_and_keeper(door):
    ran = door.create()
    assert ran.code == 0 and ran.out.strip() == str(door.vault)
    assert {file.name for file in door.folder.iterdir()} >= {"team.vault", "team.vault.keys", "team.vault.keys2"}
    assert roles(door) == ("assessor", "keeper")


@pytest.mark.parametrize("more", [["--role", "authoriser", "--role", "admin"], ["--role", "admin", "authoriser"]])
def test_roles_may_be_repeated_and_the_first_person_is_keeper_too(door, more):
    assert door.create(*more).code == 0
    assert set(roles(door)) == {"authoriser", "admin", "keeper"}


def roles(door):
    from carer_desktop.caseload import Caseload

    caseload = Caseload.open(door.vault, None, PASSPHRASE)
    caseload.close()
    return caseload.me.roles


def test_a_vault_is_never_made_over_something(vault):
    before = vault.vault.read_bytes()
    refused(vault.create(), "a file of this name already")
    assert vault.vault.read_bytes() == before


def test_a_weak_passphrase_is_refused_and_nothing_is_made(door):
    refused(door.at("vault", "create", "--person", "Ann Example", passphrase=door.file("weak", "secret")), "Too short")
    assert sorted(file.name for file in door.folder.iterdir()) == ["passphrase", "weak"]
    refused(door.create(name="  "), "name")


def test_one_final_newline_is_dropped_and_no_more(vault):
    assert vault.at("list", passphrase=vault.file("p", PASSPHRASE)).code == 0
    refused(vault.at("list", passphrase=vault.file("p", f"{PASSPHRASE}\n\n")), "passphrase")
    refused(vault.at("list", passphrase=vault.file("p", f" {PASSPHRASE}")), "passphrase")
    refused(vault.at("list", passphrase=vault.folder / "none"), "none", "no such")


def test_without_a_terminal_or_a_file_there_is_no_passphrase(vault, monkeypatch):
    monkeypatch.setattr(sys, "stdin", StringIO())
    refused(vault.run("list", "--vault", vault.vault), "no terminal", "--passphrase-file", code=2)
    monkeypatch.setattr(sys, "stdin", None)
    refused(vault.run("list", "--vault", vault.vault), "no terminal", code=2)


class Terminal(StringIO):
    def isatty(self):
        return True


def test_at_a_terminal_the_passphrase_is_asked_for(vault, monkeypatch):
    asked = []
    monkeypatch.setattr(sys, "stdin", Terminal())

    def typed(words):
        asked.append(words)
        return PASSPHRASE

    monkeypatch.setattr("carer_desktop.terminal.getpass", typed)
    assert vault.run("list", "--vault", vault.vault).code == 0
    assert asked == ["Passphrase: "]

    def ended(_words):
        raise EOFError

    monkeypatch.setattr("carer_desktop.terminal.getpass", ended)
    refused(vault.run("list", "--vault", vault.vault), "No passphrase was given. Type it, or give")


def test_a_wrong_person_and_a_wrong_passphrase_get_the_same_sentence(vault):
    wrong = vault.at("list", "--json", passphrase=vault.file("p", "some other words entirely"))
    strange = vault.at("list", "--json", "--as", "Nobody Example")
    refused(wrong)
    refused(strange)
    assert wrong.err == strange.err and wrong.out == strange.out


def test_a_person_may_say_who_they_are_by_name_or_id(vault):
    from carer_desktop.store import slots

    assert vault.at("list", "--as", "sam example").code == 0
    assert vault.at("list", "--as", slots.read(vault.vault).slots[0].person).code == 0


def test_with_several_people_one_has_to_say_who_one_is(vault):
    second = vault.second_person()
    refused(vault.at("list"), "--as", code=2)
    assert vault.at("list", "--as", "Bo Example", passphrase=second).code == 0
    refused(vault.at("list", "--as", "Bo Example"), "passphrase")
    assert vault.at("list", "--as", "Sam Example").code == 0


def test_a_vault_that_is_open_elsewhere_ends_1(vault):
    from carer_desktop.caseload import Caseload

    caseload = Caseload.open(vault.vault, None, PASSPHRASE)
    try:
        refused(vault.at("list", "--json"), "already open")
    finally:
        caseload.close()
    assert vault.at("list").code == 0


# --- what it cannot be -----------------------------------------------------------------------------


def test_a_missing_vault(door):
    refused(door.at("list", "--json"), "There is no vault here")


def test_a_folder_an_empty_file_and_a_plain_database(vault):
    import sqlite3

    plain = vault.folder / "plain.vault"
    connection = sqlite3.connect(plain)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    (vault.folder / "empty.vault").touch()
    given = ("--passphrase-file", vault.passphrase)
    refused(vault.run("list", "--vault", vault.folder, *given), "folder")
    refused(vault.run("list", "--vault", vault.folder / "empty.vault", *given), "empty")
    ran = vault.run("list", "--vault", plain, *given)
    refused(ran)
    before = plain.read_bytes()
    (vault.folder / "plain.vault.keys").write_bytes((vault.folder / "team.vault.keys").read_bytes())
    refused(vault.run("list", "--vault", plain, *given), "never encrypted")
    assert plain.read_bytes() == before


def test_a_foreign_and_a_shortened_vault(vault):
    whole = vault.vault.read_bytes()
    other = vault.folder / "other.vault"
    assert (
        vault.run("vault", "create", "--vault", other, "--person", "Eve", "--passphrase-file", vault.passphrase).code
        == 0
    )
    vault.vault.write_bytes(other.read_bytes())
    refused(vault.at("list"), "not the vault that the key file beside it belongs to")
    vault.vault.write_bytes(whole[:5000])
    refused(vault.at("list"), "cut short")
    vault.vault.write_bytes(whole[:-4096])
    refused(vault.at("list"))
    vault.vault.write_bytes(whole)
    assert vault.at("list").code == 0


def test_a_newer_vault(vault):
    from carer_desktop.store import schema

    store = opened(vault)
    store.save(lambda connection: connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")).result()
    store.close()
    refused(vault.at("list", "--json"), "newer version of the program")


def opened(door):
    from carer_desktop.store import open_vault

    return open_vault(door.vault, None, PASSPHRASE)


# --- tables ----------------------------------------------------------------------------------------


def approved(door):
    text = ILLUSTRATIVE.read_text("utf-8").replace("illustrative = true\n", "").replace('"illustrative"', '"scheme"')
    return door.file("scheme.toml", text)


def test_a_table_somebody_approved_is_loaded_and_used(vault):
    answers = {"conv_date": "2026-11-18", "budget_wanted": "yes", **LEVELS, "impact_reason": "Nights"}
    id = vault.filled(answers)
    assert "no approved table" in vault.show(id)["suggestion"]["why_none"].lower()
    ran = vault.at("table", "load", "--table", approved(vault), "--approved-by", "Dana Example, Head of Service")
    assert ran.code == 0 and ran.out == "scheme 2026.1\n"
    shape = vault.show(id)["suggestion"]
    assert shape["amount"] == "300.00" and shape["table"]["illustrative"] is False


def test_an_illustrative_table_cannot_be_approved(vault):
    refused(vault.at("table", "load", "--table", ILLUSTRATIVE, "--approved-by", "Dana"), "illustrative")
    refused(vault.at("table", "load", "--table", approved(vault), "--approved-by", " "), "approved")
    refused(vault.at("table", "load", "--table", vault.folder / "no.toml", "--approved-by", "Dana"), "no such")
    (vault.folder / "odd.toml").write_bytes(b"\xff\xfe")
    refused(vault.at("table", "load", "--table", vault.folder / "odd.toml", "--approved-by", "Dana"), "UTF-8")
    refused(vault.at("table", "load", "--table", vault.file("x.toml", "id = 1"), "--approved-by", "Dana"))


def test_a_demo_vault_has_the_illustrative_table_and_a_real_one_never(door):
    assert door.create("--demo").code == 0
    answers = {"conv_date": "2026-11-18", "budget_wanted": "yes", **LEVELS, "impact_reason": "Nights"}
    shape = door.show(door.filled(answers))["suggestion"]
    assert shape["amount"] == "300.00" and shape["table"]["illustrative"] is True


def test_nobody_is_told_of_a_fault_when_the_reader_of_what_is_printed_has_gone() -> None:
    command = [sys.executable, "-m", "carer_desktop", "questions", "carer_conversation", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as printing:
        assert printing.stdout is not None and printing.stderr is not None
        assert printing.stdout.read(1) == b"{"
        printing.stdout.close()
        assert printing.stderr.read() == b""
    assert printing.returncode == 1
