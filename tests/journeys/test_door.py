"""The whole job through the headless door: set up, fill, look, hand over; once as a process that pays the second."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from docx import Document

from carer_desktop.findings.find import kept
from carer_desktop.paths import RESOURCES
from carer_desktop.store import marks, open_vault
from tests.core.door import PASSPHRASE

DEMO = json.loads((RESOURCES / "demo" / "carer_conversation.json").read_text("utf-8"))


def words_of(file):
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_one_practitioner_from_an_empty_folder_to_a_word_file(door):
    assert door.create("--demo", "--role", "assessor").code == 0
    begun = door.fill({"conv_date": "2026-11-18", "carer_first": "Ann", "carer_last": "Example"}, "--json").json
    assert begun["problems"] > 20

    filled = door.fill(DEMO["answers"], "--json", id=begun["id"]).json
    assert filled["id"] == begun["id"] and filled["hidden"] == ["plan_where"]
    shape = door.show(begun["reference"])
    assert [one["kind"] for one in shape["problems"]] == ["soft"] == ["soft"] * filled["problems"]
    assert shape["path"] == "full" and shape["eligibility"]["suggested"] == "yes"
    assert shape["suggestion"]["amount"] == "300.00"
    assert shape["progress"]["C"]["needed"] == shape["progress"]["C"]["done"]

    ran = door.at("export", begun["id"], "--to", door.out, "--json")
    assert ran.code == 0
    text = words_of(ran.json["written"][0]["file"])
    for name in ("role_narrative", "what_matters", "elig_reasons", "carer_view"):
        for paragraph in DEMO["answers"][name].split("\n\n"):
            assert paragraph in text
    assert DEMO["answers"]["plan_where"] not in text, "what is hidden is in no document"
    assert [card["carer"] for card in door.at("list", "--json").json] == ["Ann Example"]


def test_a_warning_a_person_kept_stays_quiet_through_the_door(door):
    assert door.create("--demo").code == 0
    id = door.filled(DEMO["answers"])
    store = open_vault(door.vault, None, PASSPHRASE)
    token = kept("hours_week", DEMO["answers"]["hours_week"])
    store.save(marks.put, id, "warning", token, store.person.id, store.facts.created_at).result()
    store.close()
    assert door.show(id)["problems"] == []
    door.filled({"hours_week": "130"}, id=id)
    assert [one["question"] for one in door.show(id)["problems"]] == ["hours_week"], "until the answer changes"


def test_a_batch_of_everything_the_program_knows(door):
    assert door.create().code == 0
    files = sorted((RESOURCES / "forms").glob("*/*/cases/*.json"))
    lines = [
        json.dumps({"form": file.parents[2].name, "answers": json.loads(file.read_text("utf-8"))["answers"]})
        for file in files
    ]
    ran = door.at("fill", "--batch", door.file("all.jsonl", "\n".join(lines)))
    assert ran.code == 0 and len(ran.out.split()) == len(files)
    exported = door.at("export", *ran.out.split(), "--to", door.out, "--json")
    assert exported.code == 0 and len(exported.json["written"]) == len(files)
    assert not [one for id in ran.out.split() for one in door.show(id)["problems"] if one["kind"] != "soft"]


def test_as_a_real_process_with_the_real_second(tmp_path):
    """What IT would run: the installed program, its own derivation, no terminal."""
    vault, passphrase = tmp_path / "team.vault", tmp_path / "passphrase"
    passphrase.write_text(f"{PASSPHRASE}\n", "utf-8")
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"carer_first": "Zoë", "carer_last": "Example"}, ensure_ascii=False), "utf-8")

    def run(*argv, words=True):
        given = ("--vault", vault, *(("--passphrase-file", passphrase) if words else ()))
        return subprocess.run(
            [sys.executable, "-m", "carer_desktop", *argv, *given],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONUTF8": "1"},
            timeout=60,
        )

    made = run("vault", "create", "--person", "Sam Example")
    assert (made.returncode, made.stderr) == (0, "")
    filled = run("fill", "--form", "carer_conversation", "--answers", answers, "--json")
    assert (filled.returncode, filled.stderr) == (0, "")
    began = time.monotonic()
    listed = run("list", "--json")
    assert time.monotonic() - began > 0.3, "the passphrase is stretched for real"
    assert [card["carer"] for card in json.loads(listed.stdout)] == ["Zoë Example"]
    assert json.loads(filled.stdout)["id"] == json.loads(listed.stdout)[0]["id"]
    asked = run("list", words=False)
    assert asked.returncode == 2 and "no terminal" in asked.stderr and asked.stdout == ""
    unknown = run("show", "nobody", "--json")
    assert unknown.returncode == 1 and "There is no record" in json.loads(unknown.stdout)["error"]
    assert unknown.stderr.count("\n") == 1
