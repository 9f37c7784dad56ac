"""`vault verify` at the door: one line while all is as it was written, and one for each thing that is not."""

import re

from carer_desktop.store import engine, files, slots
from tests.core.door import PASSPHRASE, SECOND


def change(door, statement):
    """What somebody does to the vault with the key and another program; the anchor beside it stays as it was."""
    file = slots.read(door.vault)
    key = slots.unlock(file, "Sam Example", PASSPHRASE, "").database_key
    connection = engine.connect(door.vault, key, file.database_salt)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def test_a_vault_that_was_used_in_every_way_is_sound(vault):
    second = vault.file("second", SECOND)
    vault.filled({"carer_first": "Ann"})
    assert vault.at("vault", "people", "add", "--person", "Bo Example", "--role", "assessor",
                    "--new-passphrase-file", second).code == 0  # fmt: skip
    sam = ("--as", "Sam Example")
    for verb in (("rotate",), ("people", "roles", "--person", "Bo Example", "--role", "authoriser"), ("rotate",)):
        assert vault.at("vault", *verb, *sam).code == 0
    assert vault.at("vault", "people", "reset", "--person", "Bo Example", *sam).code == 0
    assert vault.at("vault", "people", "remove", "--person", "Bo Example", *sam).code == 0
    for _ in range(2):
        ran = vault.at("vault", "verify", *sam)
        assert (ran.code, ran.err) == (0, "")
        assert re.fullmatch(r"1 record, \d+ rows of the log: nothing wrong\n", ran.out)


def test_each_finding_is_a_line_and_the_end_is_1(vault):
    vault.filled({"carer_first": "Ann"})
    change(vault, "UPDATE audit SET roles = 'keeper' WHERE event = 'record_begun'")
    change(vault, "UPDATE audit SET signature = NULL WHERE event = 'person_added'")
    files.beside(
        vault.vault, "anchor"
    ).unlink()  # else it is not even opened: the anchor knows the file as it was closed
    ran = vault.at("vault", "verify")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    lost, *found = ran.out.splitlines()
    assert ran.err.startswith(lost) and "how far the records had come is missing" in lost
    number = found[1].split()[1]
    assert found == [
        "Entry 2 of the log is not signed by who is named in it",
        f"Entry {number} of the log was changed, put in or moved",
    ]


def test_a_lost_anchor_is_told_once_at_the_door_and_bars_nobody(vault):
    id = vault.filled({"carer_first": "Ann"})
    anchor = files.beside(vault.vault, "anchor")
    anchor.unlink()
    ran = vault.at("vault", "verify")
    assert ran.code == 1 and ran.out.startswith("The note of how far the records had come is missing")
    assert "Look whether your newest work is here." in ran.err and ran.err.count("\n") == 1
    anchor.unlink()
    ran = vault.at("list", "--json")
    assert (ran.code, [card["id"] for card in ran.json]) == (0, [id]) and "an older copy could not be told" in ran.err
    ran = vault.at("vault", "verify")
    assert ran.code == 0 and "how far the records had come" not in ran.out + ran.err


def test_an_end_that_was_cut_off_is_told_at_the_door(vault):
    vault.filled({"carer_first": "Ann"})
    change(vault, "DELETE FROM audit WHERE sequence > (SELECT max(sequence) - 2 FROM audit)")
    ran = vault.at("vault", "verify")
    assert ran.code == 1
    assert ran.err.startswith("This is an older copy of the vault")


def test_who_waits_at_a_terminal_is_told_that_it_is_under_way(vault, monkeypatch):
    quiet = vault.at("vault", "verify")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    ran = vault.at("vault", "verify")
    assert (quiet.code, quiet.err) == (ran.code, "") == (0, "") and "nothing wrong" in ran.out
    assert ran.err.startswith("Checking every page and every row.") and ran.err.count("\n") == 1
