"""`vault backup` and `vault restore` at the door: what is made, listed and put back, and what is never touched."""

import re
import shutil
from pathlib import Path

import pytest

from carer_desktop import VERSION
from carer_desktop.caseload import Caseload
from carer_desktop.store import files, manifest
from tests.core.door import PASSPHRASE, SECOND
from tests.core.store.spoilt import pages_of, spoil_pages
from tests.core.test_cli import refused


@pytest.fixture
def lost(vault):
    """A vault of two records with a backup of the first alone, and the id of each."""
    vault.first = vault.filled({"carer_first": "Ann"})
    assert vault.at("vault", "backup").code == 0
    vault.second = vault.filled({"carer_first": "Beth"})
    vault.wrong = vault.file("wrong", SECOND)
    return vault


def everything(door):
    """Every file below the folder and what is in it, but who holds a lock, and how often somebody typed in vain."""
    found = {each: each.read_bytes() for each in door.folder.rglob("*") if each.is_file() and each.suffix != ".lock"}
    counted = re.compile(rb'"sha256":"[0-9a-f]+","tries":{[^}]*}')
    return {each: counted.sub(b"", content) if ".keys" in each.suffix else content for each, content in found.items()}


def newest(door):
    return manifest.all_(manifest.folder_of(door.vault))[0]


def cut(door):
    door.vault.write_bytes(door.vault.read_bytes()[:-7])


def no_keys(door):
    for ending in ("keys", "keys2"):
        files.beside(door.vault, ending).unlink()


def aside(door):
    (found,) = door.folder.glob("team.vault.damaged-*")
    return found


# --- backup ----------------------------------------------------------------------------------------


def test_a_backup_is_made_proven_and_said_where(vault):
    ran = vault.at("vault", "backup", "--to", vault.folder / "stick")
    assert (ran.code, ran.err) == (0, f"Made the folder {vault.folder / 'stick'}\n")
    said, where, copy = ran.out.splitlines()
    assert said == "A backup is made and read back whole"
    made = newest(vault)
    assert made.proven and made.why == "asked"
    assert Path(where) == manifest.folder_of(vault.vault) / made.file
    assert Path(copy).read_bytes() == Path(where).read_bytes()


def test_backups_are_listed_by_number_also_for_a_vault_that_does_not_open(vault):
    made = vault.at("vault", "backup", "--json").json
    damaged = manifest.folder_of(vault.vault) / manifest.all_(manifest.folder_of(vault.vault))[1].file
    files.beside(damaged, "manifest").write_text("{")
    cut(vault)
    lines = vault.run("vault", "backup", "--vault", vault.vault, "--list").out.splitlines()
    assert re.fullmatch(r"2  \d{1,2} \w+ \d{4} at \d\d:\d\d  asked for  proven  \d+\.\d MB", lines[0])
    assert lines[1].startswith("1  ") and "not proven" in lines[1]
    listed = vault.at("vault", "backup", "--list", "--json").json
    assert [(each["number"], each["why"], each["proven"]) for each in listed] == [
        (2, "asked", True), (1, "asked", False),
    ]  # fmt: skip
    assert {**listed[0], "copy": None, "removed": 0} == made


def test_older_backups_go_only_for_the_access_lead(lost):
    second = lost.second_person()
    refused(lost.at("vault", "backup", "--rebuild", "--as", "Bo Example", passphrase=second))
    assert len(manifest.all_(manifest.folder_of(lost.vault))) == 2
    ran = lost.at("vault", "backup", "--rebuild", "--as", "Sam Example")
    assert ran.out.splitlines()[-1] == "2 older backups are removed"
    (made,) = manifest.all_(manifest.folder_of(lost.vault))
    assert made.proven and made.counts["assessments"] == 2


# --- restore ---------------------------------------------------------------------------------------


def test_the_newest_backup_is_put_back_and_what_lay_there_put_aside(lost):
    cut(lost)
    as_it_was = lost.vault.read_bytes()
    held_up = lost.at("list")
    refused(held_up)
    assert held_up.err.rstrip().endswith("Ways out: vault restore --merge, vault restore, vault restore --salvage.")
    assert "Put back" not in held_up.err and "Nothing was written." in held_up.err
    ran = lost.at("vault", "restore")
    assert (ran.code, ran.err) == (0, "")
    what, newer, *_ = ran.out.splitlines()
    assert re.fullmatch(r"The backup of \d+ \w+ \d{4} at \d\d:\d\d was put back\.", what)
    assert newer.startswith("One answer came after it. Neither that nor anything else done since is in it.")
    assert newer.endswith("1 newer answer can still be read in the files that were put aside.")
    assert f"lie in the folder “{aside(lost).name}” beside the records. Nothing was deleted." in ran.out
    assert ran.out.splitlines()[-1].endswith("No backup is removed until you say that they are right: "
                                             "vault restore --confirm.")  # fmt: skip
    assert (aside(lost) / "team.vault").read_bytes() == as_it_was
    assert lost.ids() == [lost.first]


def test_nothing_that_was_put_back_lets_a_backup_go_until_it_is_confirmed(lost):
    cut(lost)
    assert lost.at("vault", "restore").code == 0
    refused(lost.at("vault", "backup", "--rebuild"))
    assert len(manifest.all_(manifest.folder_of(lost.vault))) == 2
    assert lost.at("vault", "restore", "--confirm").out == "Noted. Backups are removed again in their time.\n"
    assert lost.at("vault", "restore", "--confirm").out == "Nothing waits to be confirmed.\n"
    assert lost.at("vault", "backup", "--rebuild").code == 0


def test_answers_that_can_still_be_read_are_counted(lost):
    spoil_pages(lost.vault, [pages_of(lost.vault) - 1])
    told = lost.at("vault", "restore", "--json").json
    assert told["backup"] == 2 and told["newer_changes"] > 0 and told["aside"] == aside(lost).name
    assert told["newer_answers"] == 1, "what the program filled in by itself nobody counts"


@pytest.mark.parametrize("keys_too", [False, True])
def test_a_vault_that_is_gone_comes_back_from_its_backups(lost, keys_too):
    lost.vault.unlink()
    if keys_too:
        no_keys(lost)
    before = everything(lost)
    refused(lost.at("vault", "restore", passphrase=lost.wrong))
    assert everything(lost) == before
    assert lost.at("vault", "restore").code == 0
    assert lost.ids() == [lost.first]


def test_a_named_backup_is_put_back(lost):
    cut(lost)
    assert "no proven backup number 7" in lost.at("vault", "restore", "--backup", 7).err
    assert lost.at("vault", "restore", "--backup", 1).code == 0
    assert lost.ids() == []


def test_records_that_open_are_left_alone_unless_the_access_lead_names_a_backup(lost):
    second = lost.second_person()
    bo, sam = ("--as", "Bo Example"), ("--as", "Sam Example")
    for argv in ((), ("--merge",), ("--salvage",), ("--keys",), ("--as-it-is",)):
        held_up = lost.at("vault", "restore", *argv, *sam)
        refused(held_up)
        assert held_up.err.startswith("These records open, so nothing is put back")
    refused(lost.at("vault", "restore", "--backup", 1, *bo, passphrase=second))
    assert lost.at("vault", "restore", "--backup", 2, *sam).code == 0
    assert [card["id"] for card in lost.at("list", "--json", *sam).json] == [lost.first]
    assert lost.at("vault", "restore", "--backup", 2).code == 2, "several people: who?"


@pytest.mark.parametrize("rotate", [True, False])
def test_who_was_removed_stays_out_when_an_older_backup_is_put_back(lost, rotate):
    bo = lost.second_person()
    sam = ("--as", "Sam Example")
    number = lost.at("vault", "backup", "--json", *sam).json["number"]
    assert lost.at("vault", "people", "remove", "--person", "Bo Example", *sam).code == 0
    if rotate:
        assert lost.at("vault", "rotate", *sam).code == 0
    ran = lost.at("vault", "restore", "--backup", number, *sam)
    assert ran.code == 0 and "1 person who has left since stays out: Bo Example.\n" in ran.out
    refused(lost.at("vault", "people", "list", "--as", "Bo Example", passphrase=bo))
    listed = lost.at("vault", "people", "list", *sam).out.splitlines()
    assert len(listed) == 2 and listed[1].startswith("Bo Example  ") and "left on" in listed[1]


def test_who_can_sign_in_again_is_said(lost):
    bo = lost.second_person()
    sam = ("--as", "Sam Example")
    number = lost.at("vault", "backup", "--json", *sam).json["number"]
    assert lost.at("vault", "people", "remove", "--person", "Bo Example", *sam).code == 0
    cut(lost)
    no_keys(lost)
    ran = lost.at("vault", "restore", "--backup", number, *sam)
    assert "Whoever has left since can sign in again. Remove them" in ran.out
    assert lost.at("vault", "people", "list", "--as", "Bo Example", passphrase=bo).code == 0


def test_nothing_is_written_when_it_cannot_be_put_back(lost):
    cut(lost)
    database = manifest.folder_of(lost.vault) / newest(lost).file
    before = everything(lost)
    refused(lost.at("vault", "restore", passphrase=lost.wrong))
    assert everything(lost) == before
    hold = files.Hold(lost.vault)
    held_up = lost.at("vault", "restore")
    hold.release()
    assert held_up.code == 1 and "already open" in held_up.err
    assert everything(lost) == before
    spoil_pages(database, [3])
    before = everything(lost)
    held_up = lost.at("vault", "restore", "--backup", 2)
    assert held_up.code == 1 and "not what it was when it was made" in held_up.err
    assert everything(lost) == before


@pytest.mark.parametrize("way", [(), ("--merge",)])
def test_a_newest_backup_that_is_not_what_it_was_is_passed_over_and_that_is_said(lost, way):
    spoil_pages(manifest.folder_of(lost.vault) / newest(lost).file, [3])
    cut(lost)
    listed = lost.at("vault", "backup", "--list").out.splitlines()
    assert "  not proven  " in listed[0] and "  proven  " in listed[1]
    ran = lost.at("vault", "restore", *way)
    assert (ran.code, ran.err) == (0, "")
    assert "is newer, but it is not what it was when it was made.\n" in ran.out
    assert len(lost.ids()) == (2 if way else 0)


def test_without_a_backup_that_stands_no_backup_is_spoken_of_as_if_it_did(lost):
    for each in manifest.folder_of(lost.vault).glob("*.manifest"):
        each.unlink()
    cut(lost)
    held_up = lost.at("list")
    refused(held_up)
    assert "newest backup" not in held_up.err
    assert held_up.err.rstrip().endswith("Nothing was written. Ways out: vault restore --salvage.")
    lost.vault.write_bytes(b"")
    held_up = lost.at("list")
    assert held_up.err.rstrip().endswith("There is no backup beside it that can be put back. Nothing was written.")


def test_a_vault_open_in_another_window_is_left_alone(lost):
    caseload = Caseload.open(lost.vault, None, PASSPHRASE)
    before = everything(lost)
    held_up = lost.at("vault", "restore", "--backup", 1)
    assert everything(lost) == before
    caseload.close()
    assert held_up.code == 1 and "already open" in held_up.err


def test_what_can_be_read_is_kept_with_the_backup_and_without(lost):
    spoil_pages(lost.vault, [pages_of(lost.vault) - 1])
    spoilt = {each: each.read_bytes() for each in lost.folder.glob("team.vault*") if each.is_file()}
    ran = lost.at("vault", "restore", "--merge")
    assert ran.code == 0 and " saved answers are back" in ran.out
    assert set(lost.ids()) == {lost.first, lost.second}
    shutil.rmtree(aside(lost))
    for each, content in spoilt.items():
        each.write_bytes(content)
    ran = lost.at("vault", "restore", "--salvage", "--json")
    assert ran.code == 0 and ran.json["backup"] is None and ran.json["aside"] == aside(lost).name


def test_the_key_file_alone_comes_back_with_the_passphrase_of_its_day(lost):
    no_keys(lost)
    assert lost.at("list").err.rstrip().endswith("Ways out: vault restore --keys, vault restore.")
    before = everything(lost)
    refused(lost.at("vault", "restore", "--keys", passphrase=lost.wrong))
    assert everything(lost) == before
    said, whose, *_ = lost.at("vault", "restore", "--keys").out.splitlines()
    assert re.fullmatch(r"The key file of the backup of \d+ \w+ \d{4} at \d\d:\d\d was put back\.", said)
    assert whose == "Everyone signs in with the passphrase they had on that day."
    assert set(lost.ids()) == {lost.first, lost.second}
    refused(lost.at("vault", "restore", "--keys"))


@pytest.mark.parametrize("same_words", [True, False])
def test_another_vaults_key_file_gives_way_to_that_of_a_backup_and_nothing_is_lost(lost, same_words):
    words = lost.passphrase if same_words else lost.wrong
    other = lost.folder / "other.vault"
    made = lost.run("vault", "create", "--vault", other, "--person", "Ola Example", "--passphrase-file", words)
    assert made.code == 0
    for ending in ("keys", "keys2"):
        shutil.copy(files.beside(other, ending), files.beside(lost.vault, ending))
    held_up = lost.at("list")
    refused(held_up, "The key file beside these records is not theirs")
    assert held_up.err.rstrip().endswith("Ways out: vault restore --keys, vault restore.")
    third = lost.file("third", "third horse bicycle moon")
    before = everything(lost)
    for way in ((), ("--keys",)):
        refused(lost.at("vault", "restore", *way, passphrase=third))
    assert everything(lost) == before
    assert lost.at("vault", "restore", "--keys").code == 0
    assert set(lost.ids()) == {lost.first, lost.second}


def test_an_older_copy_can_be_said_to_be_right(lost):
    old = lost.vault.read_bytes()
    third = lost.filled({"carer_first": "Cara"})
    lost.vault.write_bytes(old)
    assert lost.at("list").err.rstrip().endswith("Ways out: vault restore, vault restore --as-it-is.")
    assert lost.at("vault", "restore", "--as-it-is").code == 0
    assert third not in lost.ids() and len(lost.ids()) == 2


def test_a_backup_goes_into_a_new_file_and_never_over_one_that_is_there(lost):
    source, new = manifest.folder_of(lost.vault) / newest(lost).file, lost.folder / "new" / "copy.vault"
    ran = lost.run("vault", "restore", "--from", source, "--to", new)
    assert (ran.err, ran.out) == (f"Made the folder {new.parent}\n", f"{new}\n")
    listed = lost.run("list", "--json", "--vault", new, "--passphrase-file", lost.passphrase).json
    assert [card["id"] for card in listed] == [lost.first]
    before = everything(lost)
    refused(lost.run("vault", "restore", "--from", source, "--to", new))
    refused(lost.run("vault", "restore", "--from", lost.folder / "none", "--to", lost.folder / "other"))
    refused(lost.run("vault", "restore", "--from", lost.passphrase, "--to", lost.folder / "other"))
    hold = files.Hold(lost.vault)
    refused(lost.run("vault", "restore", "--from", lost.vault, "--to", lost.folder / "other"), "are open")
    hold.release()
    assert everything(lost) == before
    assert lost.at("vault", "restore", "--from", lost.vault, "--to", lost.folder / "other").code == 0


def test_a_folder_is_no_vault_and_has_no_way_out(lost):
    for argv in (("list",), ("vault", "restore"), ("vault", "backup"), ("vault", "backup", "--list")):
        ran = lost.run(*argv, "--vault", ".", "--passphrase-file", lost.passphrase)
        refused(ran, "This is a folder and no vault")
        assert "Ways out" not in ran.err


def test_bad_usage_of_backup_and_restore(lost):
    for argv in (
        ("backup", "--list", "--rebuild"),
        ("restore", "--merge", "--salvage"),
        ("restore", "--from", "x", "--to", "y", "--confirm"),
    ):
        assert lost.at("vault", *argv).code == 2, argv
    for there, missing in (("--from", "--to"), ("--to", "--from")):
        ran = lost.run("vault", "restore", there, "x")
        assert (ran.code, ran.out) == (2, "") and ran.err.startswith(f"{missing} is missing: "), ran.err
    assert lost.run("vault", "restore").code == 2


def test_the_version_is_said(door):
    assert door.run("--version").out == f"Carer Desktop {VERSION}\n"
