"""A path that no file can have, at every command that takes one: one line in words, and nothing is left behind."""

import errno
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.checklist import free_name
from carer_desktop.errors import StoreError
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
