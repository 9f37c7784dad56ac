"""The vault's own verbs at the door: people, the rescue sheet, a new key; what each says and refuses."""

import random
import shutil
import stat

import pytest

from carer_desktop.store import files
from carer_desktop.words import words
from tests.core.door import PASSPHRASE, SECOND
from tests.core.test_cli import refused

NEW = "seventh anchor pickle drum"


@pytest.fixture
def both(vault):
    """A vault of two people; *second* holds the other's passphrase."""
    vault.second = vault.file("second", SECOND)
    assert people(vault, "add", "--person", "Bo Example", "--role", "assessor", new=vault.second).code == 0
    return vault


def people(door, *argv, new=None, **more):
    file = ("--new-passphrase-file", new) if new else ()
    return door.at("vault", "people", *argv, *file, **more)


def as_(door, name, *argv, passphrase=None):
    return door.at(*argv, "--as", name, passphrase=passphrase)


def test_people_are_listed_in_words_and_as_json(both):
    ran = as_(both, "Sam Example", "vault", "people", "list")
    assert ran.out.splitlines() == ["Sam Example  assessor, keeper", "Bo Example  assessor"]
    listed = as_(both, "Sam Example", "vault", "people", "list", "--json").json
    assert [(each["name"], each["roles"], each["ended_at"]) for each in listed] == [
        ("Sam Example", ["assessor", "keeper"], None),
        ("Bo Example", ["assessor"], None),
    ]


def test_an_empty_file_is_no_passphrase_for_somebody_else(both):
    empty = both.file("empty", "\n")
    for asked in (("add", "--person", "Carl Example", "--role", "assessor"), ("reset", "--person", "Bo Example")):
        ran = as_(both, "Sam Example", "vault", "people", *asked, "--new-passphrase-file", empty)
        assert (ran.code, ran.out) == (1, "") and ran.err.startswith("Too short: 0 of at least 15 characters")


def test_a_person_added_signs_in_and_with_drawn_words_must_change_them(both):
    assert as_(both, "Bo Example", "list", passphrase=both.second).code == 0
    ran = as_(both, "Sam Example", "vault", "people", "add", "--person", "Carl Example", "--role", "admin")
    assert ran.code == 0
    words = both.file("words", ran.out.strip())
    held_up = as_(both, "Carl Example", "list", passphrase=words)
    refused(held_up)
    assert "words that somebody gave you" in held_up.err
    new = both.file("new", NEW)
    changed = as_(both, "Carl Example", "vault", "people", "passphrase", "--new-passphrase-file", new, passphrase=words)
    assert (changed.code, changed.out) == (0, "Carl Example\n")
    assert as_(both, "Carl Example", "list", passphrase=new).code == 0


def test_somebody_who_left_signs_in_no_more(both):
    ran = as_(both, "Sam Example", "vault", "people", "remove", "--person", "bo example")
    assert ran.out.startswith("Bo Example signs in no more.")
    refused(as_(both, "Bo Example", "list", passphrase=both.second))
    assert "left on" in both.at("vault", "people", "list").out
    listed = both.at("vault", "people", "list", "--json").json
    assert listed[1]["ended_at"].endswith("+00:00")


def test_a_reset_gives_words_or_takes_them_from_a_file(both):
    drawn = as_(both, "Sam Example", "vault", "people", "reset", "--person", "Bo Example").out.strip()
    refused(as_(both, "Bo Example", "list", passphrase=both.second))
    held_up = as_(both, "Bo Example", "list", passphrase=both.file("drawn", drawn))
    assert "words that somebody gave you" in held_up.err
    new = both.file("new", NEW)
    ran = as_(both, "Sam Example", "vault", "people", "reset", "--person", "Bo Example", "--new-passphrase-file", new)
    assert ran.out == "Bo Example\n"
    assert "words that somebody gave you" in as_(both, "Bo Example", "list", passphrase=new).err


def test_roles_are_set_and_somebody_else_may_not(both):
    ran = as_(
        both, "Sam Example", "vault", "people", "roles", "--person", "Bo Example", "--role", "admin", "authoriser"
    )
    assert ran.out == "Bo Example  authoriser, admin\n"
    held_up = as_(both, "Bo Example", "vault", "people", "remove", "--person", "Sam Example", passphrase=both.second)
    refused(held_up)
    assert held_up.err == "Only the access lead can do this. Ask them to do it.\n"


def test_the_door_waits_too_and_says_how_long(vault):
    wrong = vault.file("wrong", NEW)
    for _ in range(4):
        assert "do not open" in vault.at("list", passphrase=wrong).err
    held_up = vault.at("list", "--json")
    refused(held_up)
    assert held_up.json["error"].startswith("There were too many wrong tries (team.vault). Wait ")


def test_each_sees_their_own(both):
    id = as_(both, "Sam Example", "fill", "--form", "carer_conversation", "--answers", both.file("a", {})).out.strip()
    bo = lambda *argv: as_(both, "Bo Example", *argv, passphrase=both.second)  # noqa: E731
    assert bo("list", "--json").json == []
    shown, unknown = bo("show", id, "--json"), bo("show", "ZZZZ9999", "--json")
    assert shown.code == unknown.code == 1
    assert shown.json["error"] == unknown.json["error"].replace("ZZZZ9999", id)
    exported = bo("export", id, "--to", both.out)
    assert (exported.code, "There is no record" in exported.err) == (1, True)
    assert [card["id"] for card in as_(both, "Sam Example", "list", "--json").json] == [id]


# --- the rescue sheet ------------------------------------------------------------------------------


@pytest.fixture
def sheet(door):
    """The rescue sheet of a new vault, in a file."""
    file = door.folder / "sheet.txt"
    assert door.create("--recovery-file", file).code == 0
    return file


def recover(door, sheet, *more, person="Sam Example", vault=None):
    new = door.file("new", NEW)
    return door.run(
        "vault", "recover", "--vault", vault or door.vault, "--recovery-file", sheet, "--person", person,
        "--new-passphrase-file", new, *more,
    )  # fmt: skip


def test_the_sheet_is_written_once_for_its_owner_alone_and_lets_one_in(door, sheet):
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    lines = sheet.read_text("utf-8").splitlines()
    assert lines[0].startswith("# Rescue sheet of team.vault, ")
    assert len([line for line in lines if not line.startswith("#")]) == 13
    ran = recover(door, sheet)
    assert ran.code == 0, ran.err
    said, id = ran.out.splitlines()
    assert said == "Sam Example signs in with the new passphrase from now on, as access lead."
    assert id.removeprefix("Person id: ").isalnum()
    refused(door.at("list"))
    assert door.at("list", passphrase=door.file("new", NEW)).code == 0


def test_a_slip_is_named_by_its_group(door, sheet):
    text = sheet.read_text("utf-8").splitlines()
    text[-3] = ("7" if text[-3][0] != "7" else "8") + text[-3][1:]
    ran = recover(door, door.file("typed", "\n".join(text)))
    refused(ran)
    assert ran.err.startswith("Group 11 has a slip (rescue sheet).")


def test_a_sheet_is_never_written_over_and_not_left_behind_by_a_vault_that_was_not_made(door):
    there = door.file("there", "words")
    held_up = door.create("--recovery-file", there)
    refused(held_up)
    assert "is there already" in held_up.err
    assert not door.vault.exists()
    for beside in (".anchor", ".lock", "-journal", ".keys", ".keys2", ""):
        own = door.create("--recovery-file", door.vault.with_name(f"{door.vault.name}{beside}"))
        refused(own)
        assert "may be a file of the vault itself" in own.err and not door.vault.exists()
    nowhere = door.create("--recovery-file", door.folder / "none" / "sheet")
    refused(nowhere)
    weak = door.at(
        "vault", "create", "--person", "Sam Example", "--recovery-file", door.folder / "new",
        passphrase=door.file("weak", "short"),
    )  # fmt: skip
    refused(weak)
    assert not (door.folder / "new").exists()


def test_a_vault_comes_back_from_the_second_place_with_the_sheet_alone(door, sheet):
    id = door.filled({"carer_first": "Ann"})
    from carer_desktop.caseload import Caseload

    stick = door.folder / "stick"
    stick.mkdir()
    caseload = Caseload.open(door.vault, None, PASSPHRASE)
    caseload.backups.set_second_place(stick)
    caseload.backups.make()
    caseload.backups.send()
    caseload.close()
    (sealed,) = stick.glob("*.age")
    elsewhere = door.folder / "elsewhere" / "records.vault"
    ran = recover(door, sheet, "--from", sealed, vault=elsewhere)
    assert ran.code == 0, ran.err
    new = door.file("new", NEW)
    shown = door.run("show", id, "--json", "--vault", elsewhere, "--passphrase-file", new)
    assert shown.json["answers"]["carer_first"] == "Ann"


# --- a new key -------------------------------------------------------------------------------------


def test_a_new_key_is_told_with_what_is_left_to_do(both):
    ran = as_(both, "Sam Example", "vault", "rotate")
    assert ran.out.splitlines()[0] == "New key for 2 people"
    assert ran.out.splitlines()[1:] == [
        "2 older backups still open with the key before.",
        "`vault backup --rebuild` makes a new one and removes them, once you no longer need them.",
    ]
    assert as_(both, "Sam Example", "vault", "backup", "--rebuild").out.endswith("3 older backups are removed\n")
    assert as_(both, "Bo Example", "list", passphrase=both.second).code == 0
    refused(as_(both, "Bo Example", "vault", "rotate", passphrase=both.second))


def test_a_new_key_for_one_person_alone(vault):
    assert vault.at("vault", "rotate").out.splitlines()[0] == "New key for 1 person"


def test_bad_usage_of_the_new_verbs(vault):
    for argv in (
        ("vault", "people"),
        ("vault", "people", "add", "--person", "Bo Example"),
        ("vault", "people", "roles", "--person", "Bo Example", "--role", "boss"),
        ("vault", "people", "passphrase"),
        ("vault", "recover", "--person", "Bo Example"),
    ):
        assert vault.at(*argv).code == 2


def test_the_help_says_what_the_rule_is_not(vault):
    ran = vault.run("vault", "people", "--help")
    named = ", ".join(f"{role}: {called.lower()}" for role, called in words()["role"].items())
    for each in (ran, vault.run("vault", "people", "add", "--help"), vault.run("vault", "create", "--help")):
        assert named in " ".join(each.out.split())
    assert "rule of the program and not of the encryption" in " ".join(ran.out.split())


def test_what_is_no_vault_is_not_told_of_a_key_file(vault):
    vault.filled({"carer_first": "Ann"})
    chance = random.Random(4).randbytes
    beside = "This lies beside a vault and is not the vault itself"
    others = {
        "text.txt": (b"hello\n" * 5_000, "This is a file of text and no vault (text.txt)."),
        "pages.txt": ("£".encode() * 4_096 + b"\n" * 4_096, "This is a file of text and no vault (pages.txt)."),
        "picture.png": (b"\x89PNG\r\n\x1a\n" * 100, "This is a file of another kind and no vault (picture.png)."),
        "letter.docx": (b"PK\3\4" + chance(8_188), "This is a file of another kind and no vault (letter.docx)."),
        "copy.age": (
            b"age-encryption.org/v1\n" + chance(8_170),
            "This is a locked copy and no vault (copy.age). Only the rescue sheet opens it, where a laptop is set up.",
        ),
        "setup.exe": (b"MZ\x90" + bytes(93) + chance(8_096), "This is not a vault, or only a part of one (setup.exe)."),
        "part.vault": (chance(5_000), "This is not a vault, or only a part of one (part.vault)."),
        "plain.db": (b"SQLite format 3\0" * 512, "This database was never encrypted, so it is not a vault (plain.db)."),
        "gone.vault.keys": (b"{}", f"{beside} (gone.vault.keys). Choose the vault file itself."),
        "none.lock": (b"", f"{beside} (none.lock). Choose the vault file itself."),
    }
    for name, (content, _) in others.items():
        (vault.folder / name).write_bytes(content)
    said = {name: told for name, (_, told) in others.items()}
    said |= {each: f"{beside} ({each}). Choose “team.vault”." for each in ("team.vault.keys", "team.vault.anchor")}
    before = {each.name for each in vault.folder.rglob("*")}
    for name, told in said.items():
        for whom in ((), ("--as", "Sam Example")):
            ran = vault.run("list", "--vault", vault.folder / name, "--passphrase-file", vault.passphrase, *whom)
            refused(ran, told)
            assert "key file" not in ran.err and "Ways out" not in ran.err, ran.err
    assert {each.name for each in vault.folder.rglob("*")} == before


def test_a_vault_whose_key_file_is_missing_is_told_so_wherever_it_lies(vault):
    alone = vault.folder / "elsewhere" / "team.vault"
    alone.parent.mkdir()
    shutil.copy(vault.vault, alone)
    for ending in ("keys", "keys2"):
        files.beside(vault.vault, ending).unlink()
    with_text = vault.file("text.vault", "cut")  # whatever it looks like: its backups lie beside it
    (vault.folder / "text.vault.backups").mkdir()
    for path in (vault.vault, alone, with_text):
        ran = vault.run("list", "--vault", path, "--passphrase-file", vault.passphrase)
        refused(ran, "The key file is missing: without it nobody can open this vault")
