"""The headless door backs up too: what it says of backups when something is damaged is true."""

import shutil

from carer_desktop.caseload import Caseload
from carer_desktop.store import manifest
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
    assert ran.code == 1 and "every backup holds it" in ran.err
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
