"""The headless door backs up too: what it says of backups when something is damaged is true."""

import shutil

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.rescue import Rescue, restore_to
from carer_desktop.clock import SystemClock
from carer_desktop.errors import StoreError
from carer_desktop.store import files, manifest
from carer_desktop.store.vault import open_to_recover
from tests.core.door import PASSPHRASE


def backups(door):
    return manifest.all_(manifest.folder_of(door.vault))


def test_there_is_a_backup_once_there_is_a_vault(door):
    assert door.create().err == ""
    (made,) = backups(door)
    assert made.proven and made.counts["people"] == 1


def test_no_backup_for_each_command_of_a_batch(vault):
    for _ in range(3):
        assert vault.fill({"carer_first": "Ann"}).err == ""
    assert len(backups(vault)) == 1, "the next comes after half an hour of change"


def test_a_vault_that_has_none_gets_one_with_the_next_command(vault):
    id = vault.filled({"carer_first": "Ann"})
    shutil.rmtree(manifest.folder_of(vault.vault))
    assert vault.fill({"carer_first": "Anne"}, id=id).code == 0
    (made,) = backups(vault)
    assert made.proven and made.counts["assessments"] == 1


def test_the_key_file_that_is_missing_is_in_the_backup_as_the_words_say(vault):
    for ending in ("keys", "keys2"):
        vault.vault.with_name(f"{vault.vault.name}.{ending}").unlink()
    ran = vault.at("list")
    assert ran.code == 1 and "Ways out: vault restore --keys, " in ran.err
    (made,) = backups(vault)
    held = manifest.folder_of(vault.vault) / made.file
    shutil.copy(held.with_name(f"{held.name}.keys"), vault.vault.with_name(f"{vault.vault.name}.keys"))
    assert vault.at("list").code == 0


def test_what_goes_wrong_with_a_backup_is_told_in_one_line_and_fails_nothing(vault):
    caseload = Caseload.open(vault.vault, None, PASSPHRASE)
    caseload.backups.set_second_place(vault.folder)  # and no rescue sheet: nothing may go there yet
    caseload.close()
    shutil.rmtree(manifest.folder_of(vault.vault))
    ran = vault.fill({"carer_first": "Ann"})
    assert ran.code == 0 and len(ran.out.split()) == 1
    assert ran.err.startswith("Done, but the backup is not in order: ") and ran.err.count("\n") == 1
    assert vault.ids() == ran.out.split() and len(backups(vault)) == 1


def test_a_copy_that_cannot_go_where_it_is_to_is_told_before_the_backup_is_made_or_with_it(vault, monkeypatch):
    file, own = vault.file("p1", "a file"), manifest.folder_of(vault.vault)
    for to, said in (
        (file, f"“p1” is a file, not a folder ({file})"),
        (own, f"This is the folder of the backups ({own})"),
    ):
        ran = vault.at("vault", "backup", "--to", to)
        assert ran.code == 1 and ran.err.startswith(said) and len(backups(vault)) == 1
    place = vault.folder / "stick"
    place.mkdir()

    def full(*_args):
        raise StoreError("There is no room", "000002.vault", "Free some space.")

    monkeypatch.setattr("carer_desktop.store.restore.to_new_file", full)
    ran = vault.at("vault", "backup", "--to", place)
    made = "Backup 2 is made and read back whole, but no copy of it is in"
    assert (ran.code, ran.err) == (1, f"{made} {place}: There is no room. Free some space.\n")
    assert [each.number for each in backups(vault)] == [2, 1]


def test_a_backup_is_not_worked_in_by_any_way_in(vault):
    id = vault.filled({"carer_first": "Ann"})
    (made,) = backups(vault)
    held = manifest.folder_of(vault.vault) / made.file
    before = {each.name: each.read_bytes() for each in held.parent.iterdir()}
    answers = vault.file("answers.json", {"carer_first": "Anne"})
    whose = ("--passphrase-file", vault.passphrase, "--vault")
    for ran in (
        vault.run("fill", "--id", id, "--answers", answers, *whose, held),
        vault.run("list", *whose, held.parent / ".." / held.parent.name / held.name),
    ):
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            f"This is a backup of “{vault.vault.name}” ({made.file}). "
            "Open the records themselves, or put the backup back.\n"
        )
    for way in (
        lambda: Rescue(held).salvage(None, PASSPHRASE),
        lambda: Caseload.sign_in(held),
        lambda: Caseload.open(held, None, PASSPHRASE),
        lambda: open_to_recover(held, bytes(32), SystemClock()),
    ):
        with pytest.raises(StoreError, match="This is a backup of"):
            way()
    assert {each.name: each.read_bytes() for each in held.parent.iterdir()} == before
    # Handed out or put into a file of its own it is no longer turned over, and may be opened.
    restore_to(held, vault.folder / "old.vault")
    assert vault.run("list", *whose, vault.folder / "old.vault").code == 0


def test_where_one_copy_of_the_key_file_cannot_be_read_the_other_does_also_for_a_backup(vault):
    files.beside(vault.vault, "keys").unlink()
    files.beside(vault.vault, "keys").mkdir()
    assert (vault.at("list").code, vault.at("list").err) == (0, "")
    ran = vault.at("vault", "backup")
    assert (ran.code, ran.err) == (0, "")
    held = manifest.folder_of(vault.vault) / backups(vault)[0].file
    assert files.beside(held, "keys").read_bytes() == files.beside(vault.vault, "keys2").read_bytes()
