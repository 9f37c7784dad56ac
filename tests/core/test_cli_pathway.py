"""The door on the way from a draft to finished: each move with its stage, its refusals, and who may make it."""

import json
import re

import pytest

from carer_desktop.words import say
from carer_desktop.workflow.moves import rules
from tests.core.caseload.pathway import case
from tests.core.caseload.test_moves import HANDED, LAST, OUTSIDE, UPLOADED
from tests.core.door import SECOND
from tests.core.test_cli import refused


@pytest.fixture
def team(vault):
    """A practitioner, a manager and an admin worker at one door; each with a passphrase file of their own."""
    file = vault.file("second", SECOND)
    for name, role in (("Mia Example", "authoriser"), ("Ada Example", "admin")):
        ran = vault.at(
            "vault",
            "people",
            "add",
            "--as",
            "Sam Example",
            "--person",
            name,
            "--role",
            role,
            "--new-passphrase-file",
            file,
        )
        assert ran.code == 0, ran.err
    return vault


def act(door, who, *argv):
    """One command by somebody."""
    mine = None if who == "Sam Example" else door.folder / "second"
    return door.at(*argv, "--as", who, passphrase=mine)


def began(door, **more):
    """A Conversation that can be sent."""
    ran = act(door, "Sam Example", "fill", "--form", "carer_conversation", "--answers",
              door.file("answers.json", {**case(), **more}))  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.out.strip()


def moved(door, who, record, move, *more):
    """The stage after a move, as the door says it in JSON."""
    ran = act(door, who, "advance", record, move, "--json", *more)
    assert ran.code == 0, ran.err
    assert set(ran.json) == {"id", "stage", "content_sha256"}
    return ran.json["stage"]


def facts(door, given):
    """A file of facts."""
    return ("--answers", door.file("facts.json", given))


def test_from_a_draft_to_finished(team, tmp_path):
    record = began(team)
    assert moved(team, "Sam Example", record, "complete") == "completed"
    assert moved(team, "Mia Example", record, "authorise") == "authorised"
    with_id = ("--answers", team.file("more.json", HANDED))
    assert moved(team, "Sam Example", record, "tell_carer", *with_id) == "authorised"
    ran = act(team, "Ada Example", "export", record, "--to", tmp_path, "--json")
    assert ran.json["written"][0]["file"].endswith("M1234567 Carer Conversation 2026-11-18 v1.docx")
    assert moved(team, "Ada Example", record, "upload", *facts(team, UPLOADED)) == "uploaded"
    listed = act(team, "Ada Example", "list", "--json").json
    assert (listed[0]["stage"], listed[0]["due_on"]) == ("uploaded", "2027-11-18")
    assert moved(team, "Sam Example", record, "instruct") == "uploaded"
    assert moved(team, "Ada Example", record, "payment", "--state", "paid") == "uploaded"
    assert (
        moved(team, "Ada Example", record, "close", *facts(team, {**LAST, "dp_team_notified": "2026-11-22"}))
        == "closed"
    )
    history = act(team, "Sam Example", "show", record, "--json").json["history"]
    assert [row["move"] for row in history] == [
        "complete", "authorise", "tell_carer", "export", "upload", "instruct", "payment", "close",
    ]  # fmt: skip
    assert history[1]["amount"] == "300.00" and history[1]["signed"] and history[1]["role"] == "authoriser"
    assert history[1]["content_sha256"] == history[0]["content_sha256"]


def test_what_is_wanting_is_named_by_its_id_with_the_command_that_takes_it(team):
    record = began(team, proposed="310.00")
    held_up = act(team, "Sam Example", "advance", record, "complete")
    shown = act(team, "Sam Example", "show", record, "--json").json
    assert [each["question"] for each in shown["problems"] if each["gate"] == "C"] == ["proposed_mismatch"]
    refused(held_up, "It cannot be sent yet: “Why the amount asked for differs from the total of the items”. ",
            f"Answer proposed_mismatch first: fill --id {shown['reference']} --answers FILE.")  # fmt: skip
    why = {"proposed_mismatch": "A grant pays the rest."}
    with_it = act(team, "Sam Example", "advance", record, "complete", *facts(team, why))
    refused(with_it, "Answer it in the record first (fill --id), then make this move.")
    answers = team.file("answers.json", why)
    assert act(team, "Sam Example", "fill", "--id", shown["reference"], "--answers", answers).code == 0
    assert moved(team, "Sam Example", record, "complete") == "completed"
    late = act(team, "Sam Example", "advance", record, "take_back", "--reason", "Late", *facts(team, why))
    refused(late, "Make a new version to change it.")
    outside = act(team, "Sam Example", "advance", record, "record", "--decision", "authorise")
    refused(outside, "The decision is not complete: ", "Give decision_name, ", " with --answers FILE.")


def test_sent_back_with_comments_and_a_new_version(team):
    record = began(team)
    moved(team, "Sam Example", record, "complete")
    refused(act(team, "Mia Example", "advance", record, "return"), "A reason is needed")
    refused(act(team, "Mia Example", "advance", record, "return", "--reason", "x", "--comment", "cf"), "QUESTION=TEXT")
    back = ("--reason", "See", "--comment", "health_detail=Since when?")
    assert moved(team, "Mia Example", record, "return", *back) == "returned"
    changed = team.file("answers.json", {"health_detail": "Since the spring."})
    assert act(team, "Sam Example", "fill", "--id", record, "--answers", changed).code == 0
    assert moved(team, "Sam Example", record, "complete") == "completed"
    assert moved(team, "Mia Example", record, "authorise", "--amount", "250", "--reason", "Less") == "authorised"
    shown = act(team, "Sam Example", "show", record, "--json").json
    assert (shown["revision"], shown["history"][-1]["amount"], shown["history"][-1]["note"]) == (2, "250.00", "Less")
    refused(act(team, "Sam Example", "advance", record, "reopen"), "A reason is needed")
    assert moved(team, "Sam Example", record, "reopen", "--reason", "Hours") == "draft"


def test_one_person_records_what_others_decided_outside(vault, tmp_path):
    record = vault.filled(case())
    assert vault.at("advance", record, "complete").out == "completed\n"
    from carer_desktop.sealing.canonical import check_code

    right = check_code(vault.show(record)["history"][0]["content_sha256"])
    refused(
        vault.at("advance", record, "record", "--decision", "authorise", *facts(vault, {**OUTSIDE, "check_code": "0"})),
        "check code",
    )
    mine = {**OUTSIDE, "check_code": right, "decision_name": "sam example"}
    refused(vault.at("advance", record, "record", "--decision", "authorise", *facts(vault, mine)), "wrote themselves")
    given = facts(vault, {**OUTSIDE, "check_code": right.lower().replace("-", " ")})
    refused(vault.at("advance", record, "record", *given), "Say what the manager decided")
    ran = vault.at("advance", record, "record", "--decision", "authorise", *given, "--json")
    assert ran.json["stage"] == "authorised"
    assert vault.show(record)["history"][-1]["signed"] is False


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("finish",), "no move"),
        (("authorise",), "cannot be done while"),
        (("upload",), "cannot be done while"),
        (("complete", "--on", "yesterday"), "is not a day"),
        (("complete", "--to", "Nobody Example"), "nobody called"),
        (("complete", "--to", "folder:None"), "nobody to send it to"),
    ],
)
def test_refusals_are_one_line_and_change_nothing(team, argv, words):
    record = began(team)
    refused(act(team, "Sam Example", "advance", record, *argv), words)
    refused(act(team, "Sam Example", "advance", record, *argv, "--json"), words)
    assert act(team, "Sam Example", "show", record, "--json").json["history"] == []
    refused(act(team, "Ada Example", "advance", record, *argv[:1]), f"no record “{record}”")


def test_what_each_does_next(team):
    record = began(team, urgent="yes", urgent_why="A fall")
    moved(team, "Sam Example", record, "complete", "--to", "Mia Example")
    (task,) = act(team, "Mia Example", "todo", "--json").json
    assert (task["kind"], task["id"], task["urgent"], task["due_on"]) == ("to_decide", record, True, None)
    assert act(team, "Mia Example", "todo").out.startswith("urgent  Waiting for your decision: Bill Example")
    assert json.loads(act(team, "Ada Example", "todo", "--json").out) == []
    moved(team, "Sam Example", began(team, carer_first="Wilhelmina" * 9), "complete", "--to", "Mia Example")
    assert "WilhelminaWilhelmin… " in act(team, "Mia Example", "todo").out


def test_a_carer_without_a_name_is_said_to_have_none_yet(vault):
    vault.filled({"conv_date": "2026-11-18"})
    assert vault.at("todo").out.startswith(f"{say('todo', 'draft')}: Carer not named yet ")


def test_what_a_carer_was_given_before_is_told_at_the_door(team):
    known = {"carer_mosaic_id": "M1234567"}
    before = began(team, **known)
    moved(team, "Sam Example", before, "complete")
    moved(team, "Mia Example", before, "authorise")
    agreed = act(team, "Sam Example", "show", before, "--json").json
    today = agreed["history"][-1]["at"][:10]
    now = began(team, **known, conv_date=today)
    (told,) = act(team, "Sam Example", "earlier-budgets", now, "--json").json
    assert told == {"on": today, "amount": agreed["history"][-1]["amount"], "where": agreed["reference"]}
    ran = act(team, "Sam Example", "earlier-budgets", now)
    assert ran.code == 0 and ran.out.startswith(f"£{told['amount']} on ") and told["where"] in ran.out
    assert act(team, "Sam Example", "earlier-budgets", before, "--json").json == []


@pytest.fixture
def of_another(team):
    """A record of somebody who has left: whoever opens it says why."""
    own = ("--person", "Bo Example")
    new = ("--role", "assessor", "--new-passphrase-file", team.folder / "second")
    assert act(team, "Sam Example", "vault", "people", "add", *own, *new).code == 0
    answers = team.file("answers.json", {"carer_first": "Ann"})
    record = act(team, "Bo Example", "fill", "--form", "carer_conversation", "--answers", answers).out.strip()
    assert act(team, "Sam Example", "vault", "people", "remove", *own).code == 0
    return record


def test_a_colleagues_record_names_the_option_and_what_may_be_given(team, of_another):
    answers = team.file("answers.json", {"carer_last": "Brown"})
    batch = team.file("many.jsonl", json.dumps({"id": of_another, "answers": {"carer_last": "Brown"}}))
    ways = (
        ("show", of_another),
        ("show", of_another, "--json"),
        ("advance", of_another, "withdraw", "--reason", "Moved"),
        ("fill", "--id", of_another, "--answers", answers),
        ("fill", "--batch", batch),
        ("export", of_another, "--to", team.out),
    )
    words = "covering (I am covering for them), asked_to (They, or our manager, asked me to look), "
    for argv in ways:
        ran = act(team, "Sam Example", *argv)
        assert ran.code == 1 and "This is Bo Example’s record" in ran.err and ran.err.count("\n") == 1, argv
        assert f"Say why you open it, with --why and one of these: {words}" in ran.err, argv
        wrong = act(team, "Sam Example", *argv, "--why", "holiday").err
        assert f"“holiday” is not one of the reasons to open it. Give one of these with --why: {words}" in wrong, argv
    refused(act(team, "Sam Example", "show", of_another, "--json"), "with --why and one of these")
    assert act(team, "Sam Example", "show", of_another, "--json", "--why", "covering").json["id"] == of_another


def test_the_help_lists_the_moves_and_the_reasons_in_the_words_of_the_window(door):
    ran = door.run("advance", "--help")
    moves, _, reasons = ran.out.partition("Why you open a colleague’s record:")
    assert ran.code == 0 and ".toml" not in ran.out
    for rule in rules():
        assert re.search(rf"^  {rule.id} .*{rule.says}", moves, re.MULTILINE), rule
    for verb in (("show",), ("fill",), ("export",), ("check-file",), ("import",), ("earlier-budgets",)):
        assert door.run(*verb, "--help").out.endswith(reasons)
    assert "  covering      I am covering for them\n" in reasons
