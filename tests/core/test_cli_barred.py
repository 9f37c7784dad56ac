"""A path that no file can have or that may not be read, at every command that takes one.

One line in words, none of the system's own, and nothing is left behind.
"""

import errno
import io
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.checklist import free_name
from carer_desktop.errors import StoreError
from carer_desktop.paths import RESOURCES
from carer_desktop.store import manifest
from tests.core.door import PASSPHRASE
from ui import tour

NEW = "seventh anchor pickle drum"
TOO_LONG = "a" * 300
SAID = f"This name is too long ({'a' * 40}…). Choose a shorter one.\n"


def left(door):
    return {each.name for each in door.folder.rglob("*")}


def refused(door, *argv):
    before = left(door)
    ran = door.run(*argv)
    assert (ran.code, ran.out + ran.err, left(door)) == (1, SAID, before)


def test_a_vault_that_is_to_be_opened_made_or_recovered(door):
    own = ("--person", "Sam Example", "--passphrase-file", door.passphrase)
    barred = door.folder / TOO_LONG
    refused(door, "list", "--vault", barred, "--passphrase-file", door.passphrase)
    refused(door, "vault", "create", "--vault", barred, *own)
    assert door.create("--recovery-file", door.folder / "rescue").code == 0
    sheet = door.folder / "rescue"
    asked = ("--recovery-file", sheet, "--person", "Sam Example", "--new-passphrase-file", door.file("new", NEW))
    refused(door, "vault", "recover", "--vault", barred, *asked)
    refused(door, "vault", "recover", "--vault", door.folder / "new.vault", "--from", barred, *asked)
    refused(door, "vault", "recover", "--vault", barred, "--from", door.file("copy.age", "x"), *asked)


def test_a_name_that_leaves_no_room_for_what_lies_beside_a_vault(door):
    before = left(door)
    ran = door.run(
        "vault", "create", "--vault", door.folder / ("a" * 245), "--person", "Sam Example", "--passphrase-file",
        door.passphrase,
    )  # fmt: skip
    assert (ran.code, ran.err) == (1, SAID) and left(door) == before
    long = door.folder / ("a" * 200)
    made = door.run("vault", "create", "--vault", long, "--person", "Sam Example", "--passphrase-file", door.passphrase)
    assert made.code == 0


def test_folders_and_files_that_are_handed_over(vault):
    id, barred = vault.filled({"carer_first": "Ann"}), vault.folder / TOO_LONG
    at = ("--vault", vault.vault, "--passphrase-file", vault.passphrase)
    vault.at("list")
    refused(vault, "export", id, "--to", barred, *at)
    refused(vault, "check-form", barred)
    said = vault.at("vault", "backup", "--to", barred)
    assert (said.code, said.err) == (1, SAID)
    refused(vault, "suggest", "--table", barred, "--answers", vault.file("answers", {}))


def test_the_tour(door):
    with pytest.raises(StoreError, match="This name is too long"):
        tour.run(door.folder / TOO_LONG)


def test_a_folder_that_may_be_seen_and_not_entered(vault, monkeypatch):
    closed, stat = vault.folder / "closed", Path.stat
    closed.mkdir()

    def as_somebody_else(path, **how):
        if path.parent == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, **how)

    caseload = Caseload.open(vault.vault, None, PASSPHRASE)
    monkeypatch.setattr(Path, "stat", as_somebody_else)
    for way in (lambda: caseload.audit.export(closed), lambda: free_name(closed / "letter.eml")):
        with pytest.raises(StoreError, match=r"^You may not go into this folder \(closed\)"):
            way()
    caseload.close()


SYSTEM = (
    "Errno",
    "No such file or",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File exists",
    "name too",
)
TABLE = RESOURCES / "budget" / "illustrative-2026.toml"


def handed_in(door, id):
    """Every command that reads a file from outside, as a way from that file to its words."""
    at = ("--vault", door.vault, "--passphrase-file", door.passphrase)
    own, answers = ("--person", "Sam Example"), door.file("ok.json", {})
    new = (*own, "--new-passphrase-file", door.file("new", NEW))
    return {
        "check-table": lambda file: ("check-table", file),
        "check-table of a workbook": lambda file: ("check-table", file.with_suffix(".xlsx")),
        "check-template": lambda file: ("check-template", file.with_suffix(".docx")),
        "suggest": lambda file: ("suggest", "--table", TABLE, "--answers", file),
        "neighbours": lambda file: ("table", "neighbours", "--table", file.with_suffix(".toml"), "--answers", answers),
        "compare": lambda file: ("table", "compare", TABLE, file.with_suffix(".toml")),
        "table import": lambda file: (
            "table", "import", "--table", file.with_suffix(".xlsx"), "--to", door.folder / "n",
        ),
        "table load": lambda file: ("table", "load", "--table", file.with_suffix(".toml"), *at),
        "eligibility": lambda file: ("eligibility", "--answers", file),
        "route": lambda file: ("route", "--answers", file),
        "fill": lambda file: ("fill", "--form", "carer_review", "--answers", file, *at),
        "fill many": lambda file: ("fill", "--batch", file, *at),
        "advance": lambda file: ("advance", id, "complete", "--answers", file, *at),
        "check-file": lambda file: ("check-file", file.with_suffix(".docx"), *at),
        "template load": lambda file: ("template", "load", file.with_suffix(".docx"), *at),
        "import": lambda file: ("import", file.with_suffix(".docx"), *at),
        "import of a PDF": lambda file: ("import", file.with_suffix(".pdf"), *at),
        "a passphrase": lambda file: ("list", "--vault", door.vault, "--passphrase-file", file),
        "a rescue sheet": lambda file: ("vault", "recover", "--vault", door.vault, "--recovery-file", file, *new),
        "a backup": lambda file: ("vault", "restore", "--from", file, "--to", door.folder / "n"),
    }  # fmt: skip


def said_in_words(door, argv):
    before = left(door)
    ran = door.run(*argv)
    said = ran.out + ran.err
    assert ran.code == 1 and said.count("\n") == 1 and left(door) == before, argv
    assert not any(each in said for each in SYSTEM), said
    return said


def test_a_file_that_is_missing_a_folder_or_closed_at_every_command(vault, monkeypatch):
    id = vault.filled({"carer_first": "Ann"})
    for ending in ("", ".toml", ".xlsx", ".docx", ".pdf"):
        (vault.folder / f"folder{ending}").mkdir()
        (vault.folder / f"closed{ending}").write_text("precious")
    opened = io.open

    def as_somebody_else(file, *how, **named):
        if Path(str(file)).stem == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return opened(file, *how, **named)

    monkeypatch.setattr("io.open", as_somebody_else)
    for argv in handed_in(vault, id).values():
        said_in_words(vault, argv(vault.folder / "none"))
        said = said_in_words(vault, argv(vault.folder / "folder"))
        assert "This is a folder and " in said, said
        assert "You may not read this file" in said_in_words(vault, argv(vault.folder / "closed"))


def test_one_folder_that_was_named_is_made_and_said_and_never_the_way_to_it(vault):
    id, own = vault.filled({"carer_first": "Ann"}), ("--person", "Sam Example", "--passphrase-file", vault.passphrase)
    opening = ("--vault", vault.vault, "--passphrase-file", vault.passphrase)
    made = manifest.folder_of(vault.vault)
    for number, argv in enumerate((
        lambda folder: ("vault", "create", "--vault", folder / "new.vault", *own),
        lambda folder: ("vault", "backup", "--to", folder, *opening),
        lambda folder: ("vault", "restore", "--from", made / manifest.all_(made)[0].file, "--to", folder / "old.vault"),
        lambda folder: ("export", id, "--to", folder, *opening),
    )):  # fmt: skip
        slip, folder = vault.folder / "slip" / "on" / "the way", vault.folder / str(number)
        refused = vault.run(*argv(slip))
        assert refused.code == 1 and "There is no such folder" in refused.err, refused
        assert not slip.parent.parent.exists()
        ran = vault.run(*argv(folder))
        assert (ran.code, ran.err) == (0, f"Made the folder {folder}\n") and any(folder.iterdir())


def test_a_folder_that_stands_where_new_records_are_wanted(vault):
    (vault.folder / "folder").mkdir()
    own = ("--person", "Sam Example", "--passphrase-file", vault.passphrase)
    ran = vault.run("vault", "create", "--vault", vault.folder / "folder", *own)
    assert ran.code == 1 and ran.err.startswith("There is a folder of this name already (folder). "), ran.err


def test_a_file_that_stands_where_a_folder_is_wanted(vault):
    file = vault.file("file", "precious")
    for argv in (
        ("vault", "create", "--vault", file / "new", "--person", "Sam Example", "--passphrase-file", vault.passphrase),
        ("vault", "backup", "--to", file, "--vault", vault.vault, "--passphrase-file", vault.passphrase),
        ("table", "export", "--table", TABLE, "--to", file / "n.xlsx"),
        ("table", "describe", TABLE, "--to", file / "n.docx"),
        ("paper", "--to", file),
    ):
        assert "“file” is a file, not a folder" in vault.run(*argv).err


def test_a_new_file_without_a_name_is_refused(vault):
    own = ("--person", "Sam Example", "--passphrase-file", vault.passphrase)
    for argv in (("create", "--vault", "", *own), ("restore", "--from", vault.vault, "--to", ".")):
        ran = vault.run("vault", *argv)
        assert (ran.code, ran.err) == (1, "This is a folder and no file (.). Give the new file a name.\n")


def test_no_backups_are_listed_of_records_that_are_not_there(vault):
    for name, said in (("none", "There is no vault here"), (".", "This is a folder and no vault")):
        ran = vault.run("vault", "backup", "--list", "--vault", vault.folder / name)
        assert (ran.code, ran.out) == (1, "") and said in ran.err


def test_a_link_to_what_is_not_there_is_not_replaced_by_a_new_vault(vault):
    link = vault.folder / "stick.vault"
    link.symlink_to(vault.folder / "not plugged in" / "team.vault")
    own = ("--person", "Sam Example", "--passphrase-file", vault.passphrase)
    ran = vault.run("vault", "create", "--vault", link, *own)
    said = "There is a link of this name, and what it leads to is not there (stick.vault). Plug in"
    assert ran.code == 1 and ran.err.startswith(said), ran.err
    assert link.is_symlink() and not [each for each in vault.folder.iterdir() if each.name.startswith("stick.vault.")]
