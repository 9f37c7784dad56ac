"""Putting back: never over anything, the damaged files kept, today's sign-ins kept where they fit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.sealing import keys
from carer_desktop.store import Store, backup, files, manifest, open_vault, restore, slots
from carer_desktop.store.entering import Signed
from tests.core.store.given import CHEAP, LATER, NOW, PASSPHRASE, made_vault
from tests.core.store.spoilt import AFTER, BEFORE, Lost, answers_in, spoil_pages, with_backup

OTHER = "four other words entirely"


@pytest.fixture
def lost(path: Path) -> Lost:
    """A closed vault with a backup and newer answers."""
    return with_backup(path)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below the folder that is part of a vault or a backup."""
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and each.suffix != ".lock"
    }


def opened(path: Path, passphrase: str = PASSPHRASE) -> Store:
    return open_vault(path, None, passphrase)


# --- into a new file -----------------------------------------------------------------------------------


def test_a_new_file_holds_what_the_backup_held(lost: Lost, tmp_path: Path) -> None:
    target = tmp_path / "new" / "restored.vault"
    assert restore.to_new_file(lost.database, target) == lost.backup
    store = opened(target)
    assert len(answers_in(store, lost.assessment)) == BEFORE
    store.close()


@pytest.mark.parametrize("ending", ["", "-journal", ".keys", ".keys2", ".anchor"])
def test_nothing_is_ever_overwritten(lost: Lost, tmp_path: Path, ending: str) -> None:
    target = tmp_path / "new.vault"
    taken = target.with_name(f"{target.name}{ending}")
    taken.write_bytes(b"somebody's")
    before = everything(tmp_path)
    with pytest.raises(StoreError, match="a file of this name already"):
        restore.to_new_file(lost.database, target)
    assert everything(tmp_path) == before


def test_a_backup_that_has_changed_is_not_restored(lost: Lost, tmp_path: Path) -> None:
    spoil_pages(lost.database, [3])
    with pytest.raises(StoreError, match="not what it was when it was made"):
        restore.to_new_file(lost.database, tmp_path / "new.vault")
    assert not (tmp_path / "new.vault").exists()


def test_a_vault_without_a_manifest_may_be_copied(lost: Lost, tmp_path: Path) -> None:
    assert restore.to_new_file(lost.path, tmp_path / "new.vault") is None
    store = opened(tmp_path / "new.vault")
    assert len(answers_in(store, lost.assessment)) == BEFORE + AFTER
    store.close()


def test_a_restore_that_fails_leaves_nothing(lost: Lost, tmp_path: Path) -> None:
    files.beside(lost.path, "anchor").unlink()
    lost.path.unlink()
    with pytest.raises(StoreError):
        restore.to_new_file(lost.path, tmp_path / "new" / "new.vault")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_backup_handed_out_is_a_backup_there_too(lost: Lost, tmp_path: Path) -> None:
    target = restore.hand_out(lost.database, tmp_path / "stick")
    assert backup.check_unchanged(target) == lost.backup
    assert manifest.all_(tmp_path / "stick") == (lost.backup,)


# --- in the vault's place ------------------------------------------------------------------------------


def test_the_damaged_files_are_put_aside_and_the_backup_takes_their_place(lost: Lost) -> None:
    spoil_pages(lost.path, [4])
    damaged = {each.name: each.read_bytes() for each in lost.path.parent.glob("team.vault*") if each.is_file()}
    done = restore.put_back(lost.path, lost.database, LATER)
    assert (done.backup, done.aside, done.keys_kept) == (lost.backup, "team.vault.damaged-20261122T100100Z", False)
    aside = lost.path.parent / (done.aside or "")
    kept = {each.name: each.read_bytes() for each in aside.iterdir()}
    assert kept == {name: content for name, content in damaged.items() if not name.endswith(".lock")}
    store = opened(lost.path)
    assert len(answers_in(store, lost.assessment)) == BEFORE
    assert store.verify().result() == ()
    store.close()
    assert list(lost.path.parent.glob("*restoring*")) == []


def test_no_backup_goes_until_somebody_confirms_and_the_log_is_told_once(lost: Lost) -> None:
    folder = manifest.folder_of(lost.path)
    assert not restore.suspended(folder)
    assert restore.not_yet_logged(folder) == {}
    restore.put_back(lost.path, lost.database, LATER)
    assert restore.suspended(folder)
    assert restore.not_yet_logged(folder)["number"] == "1"
    restore.logged(folder)
    assert restore.suspended(folder)
    assert restore.not_yet_logged(folder) == {}
    restore.confirm(folder)
    assert not restore.suspended(folder)


def test_twice_in_one_second_makes_two_folders(lost: Lost) -> None:
    asides = [restore.put_back(lost.path, lost.database, LATER).aside for _ in range(3)]
    assert asides == [f"team.vault.damaged-20261122T100100Z{more}" for more in ("", "-2", "-3")]


def test_where_nothing_lies_there_nothing_is_put_aside(lost: Lost) -> None:
    for ending in ("", ".keys", ".keys2", ".anchor", "-journal"):
        lost.path.with_name(f"{lost.path.name}{ending}").unlink(missing_ok=True)
    assert restore.put_back(lost.path, lost.database, LATER).aside is None
    opened(lost.path).close()


def new_passphrase(path: Path) -> None:
    """The passphrase of today is another than that of the backup."""
    file = slots.read(path)
    unlocked = slots.unlock(file, None, PASSPHRASE, "")
    slot = slots.make_slot(file.vault, unlocked, OTHER, CHEAP)
    slots.write(path, replace(file, slots=(slot,), sequence=9), unlocked.vault_key)


def test_a_passphrase_changed_since_the_backup_stays_the_new_one(lost: Lost) -> None:
    new_passphrase(lost.path)
    signed = Signed.of(lost.path, None, OTHER)
    done = restore.put_back(lost.path, lost.database, LATER, signed)
    assert done.keys_kept
    assert (lost.path.parent / (done.aside or "") / "team.vault.keys").exists()
    opened(lost.path, OTHER).close()
    with pytest.raises(StoreError, match="do not open"):
        opened(lost.path)


def test_without_signing_in_the_passphrase_is_that_of_the_backup(lost: Lost) -> None:
    new_passphrase(lost.path)
    restore.put_back(lost.path, lost.database, LATER)
    opened(lost.path).close()


def test_todays_keys_do_not_stay_where_they_do_not_open_the_backup(lost: Lost, tmp_path: Path) -> None:
    made_vault(tmp_path / "other.vault").close()
    signed = Signed.of(tmp_path / "other.vault", None, PASSPHRASE)
    assert not restore.put_back(lost.path, lost.database, LATER, signed).keys_kept
    opened(lost.path).close()


def test_a_vault_that_is_open_is_not_replaced(lost: Lost) -> None:
    store = opened(lost.path)
    with pytest.raises(StoreError, match="already open"):
        restore.put_back(lost.path, lost.database, LATER)
    store.close()


def test_a_backup_that_has_changed_is_not_put_back(lost: Lost) -> None:
    spoil_pages(lost.database, [2])
    before = everything(lost.path.parent)
    with pytest.raises(StoreError, match="not what it was when it was made"):
        restore.put_back(lost.path, lost.database, LATER)
    assert everything(lost.path.parent) == before


def test_where_it_cannot_be_copied_the_damaged_files_stay_where_they_are(lost: Lost) -> None:
    files.beside(lost.path, "restoring.keys2").mkdir()
    before = lost.path.read_bytes()
    with pytest.raises(StoreError, match="could not be read or written"):
        restore.put_back(lost.path, lost.database, LATER)
    assert lost.path.read_bytes() == before
    files.beside(lost.path, "restoring.keys2").rmdir()
    store = opened(lost.path)
    assert len(answers_in(store, lost.assessment)) == BEFORE + AFTER
    store.close()


STEPS = ("suspend", "put_aside", "replace 1", "replace 2", "replace 3", "replace 4")


@pytest.mark.parametrize("step", STEPS)
def test_cut_off_at_any_step_it_is_done_by_doing_it_again(
    lost: Lost, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file of the damaged vault is still there afterwards, wherever it was cut off."""
    damaged = lost.path.read_bytes()
    with monkeypatch.context() as cut:
        _cut_off_at(step, cut)
        with pytest.raises(KeyboardInterrupt):
            restore.put_back(lost.path, lost.database, LATER)
    restore.put_back(lost.path, lost.database, LATER + timedelta(seconds=1))
    asides = [each.read_bytes() for each in lost.path.parent.glob("team.vault.damaged-*/team.vault")]
    assert damaged in asides
    store = opened(lost.path)
    assert len(answers_in(store, lost.assessment)) == BEFORE
    store.close()


def _cut_off_at(step: str, cut: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if not step.startswith("replace"):
        cut.setattr(restore, step, stop)
        return
    left = int(step[-1])
    real: Callable[[Path, Path], None] = files.system.replace

    def replace(new: Path, path: Path) -> None:
        nonlocal left
        left -= "restoring" in new.name and path.name.startswith("team.vault") and "restoring" not in path.name
        if not left:
            raise KeyboardInterrupt
        real(new, path)

    cut.setattr(files.system, "replace", replace)


# --- only the key files --------------------------------------------------------------------------------


def test_key_files_come_back_alone(lost: Lost) -> None:
    for ending in ("keys", "keys2"):
        files.beside(lost.path, ending).write_bytes(b"rubbish")
    done = restore.keys_back(lost.path, lost.database, LATER)
    store = opened(lost.path)
    assert len(answers_in(store, lost.assessment)) == BEFORE + AFTER
    store.close()
    aside = lost.path.parent / (done.aside or "")
    assert {each.name for each in aside.iterdir()} == {"team.vault.keys", "team.vault.keys2"}
    assert (aside / "team.vault.keys").read_bytes() == b"rubbish"


def test_key_files_of_another_vault_do_not_come_back(lost: Lost, tmp_path: Path) -> None:
    made_vault(tmp_path / "other.vault").close()
    for ending in ("keys", "keys2"):
        shutil.copy(files.beside(tmp_path / "other.vault", ending), files.beside(lost.database, ending))
    with pytest.raises(StoreError, match="does not belong together"):
        restore.keys_back(lost.path, lost.database, LATER)


# --- trying out ----------------------------------------------------------------------------------------


@pytest.fixture
def running(lost: Lost) -> Store:
    """The same vault, open."""
    return opened(lost.path)


def test_a_sound_backup_passes_its_trial_and_nothing_of_the_trial_stays(lost: Lost, running: Store) -> None:
    folder = manifest.folder_of(lost.path)
    before = set(everything(folder))
    tested = restore.try_out(running.vault.source, LATER)
    assert tested and (tested.at, tested.file, tested.made_at, tested.fault) == (LATER, lost.backup.file, NOW, "")
    assert set(everything(folder)) == before | {"restore-test.json"}
    assert restore.last_test(folder) == tested
    running.close()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda lost: spoil_pages(lost.database, [3]), "not what it was"),
        (lambda lost: spoil_keys(lost), "damaged"),
        (lambda lost: drop_keys(lost), "missing"),
    ],
)
def test_a_spoilt_backup_fails_its_trial(
    lost: Lost, running: Store, spoil: Callable[[Lost], object], says: str
) -> None:
    spoil(lost)
    tested = restore.try_out(running.vault.source, LATER)
    assert tested and says in tested.fault
    assert not (manifest.folder_of(lost.path) / "trial").exists()
    running.close()


def spoil_keys(lost: Lost) -> None:
    for ending in ("keys", "keys2"):
        files.beside(lost.database, ending).write_bytes(b"x")


def drop_keys(lost: Lost) -> None:
    for ending in ("keys", "keys2"):
        files.beside(lost.database, ending).unlink()


def test_a_trial_on_a_disk_that_refuses_says_so(lost: Lost, running: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(restore, "copy_set", refuse)
    tested = restore.try_out(running.vault.source, LATER)
    assert tested and tested.fault == "The disk could not be read or written"
    running.close()


def test_without_a_backup_there_is_no_trial(tmp_path: Path) -> None:
    store = made_vault(tmp_path / "new.vault")
    assert restore.try_out(store.vault.source, NOW) is None
    assert restore.last_test(manifest.folder_of(tmp_path / "new.vault")) is None
    store.close()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"at":"never","file":"x","fault":""}'])
def test_a_note_of_a_trial_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "restore-test.json").write_bytes(content)
    assert restore.last_test(tmp_path) is None


def test_a_trial_of_a_backup_that_has_gone_is_still_known(lost: Lost, running: Store) -> None:
    folder = manifest.folder_of(lost.path)
    restore.try_out(running.vault.source, LATER)
    manifest.remove(folder, lost.backup.file)
    found = restore.last_test(folder)
    assert found and (found.file, found.made_at) == (lost.backup.file, LATER)
    running.close()


def test_a_key_of_an_earlier_day_opens_no_trial_of_another_vaults(lost: Lost, running: Store) -> None:
    source = running.vault.source
    other = backup.Source(source.path, source.vault, keys.new_key(), keys.new_key())
    tested = restore.try_out(other, LATER)
    assert tested and "changed by something" in tested.fault
    running.close()


def test_so_many_damaged_vaults_in_one_second_are_refused(lost: Lost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "_MOST_ASIDE", 1)
    restore.put_back(lost.path, lost.database, LATER)
    with pytest.raises(StoreError):
        restore.put_back(lost.path, lost.database, LATER)
    opened(lost.path).close()
