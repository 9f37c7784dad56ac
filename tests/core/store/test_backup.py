"""Backups: read back with every check, whole or not there at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import (
    Store,
    anchor,
    backup,
    engine,
    entries,
    files,
    manifest,
    open_vault,
    restore,
    settings,
    slots,
)
from tests.core.store.given import LATER, NOW, PASSPHRASE, Begun, made_vault

ROOT = Path(__file__).parents[3]
NAME = "000001-20261122T100000Z.vault"
SET = {NAME, *(f"{NAME}.{ending}" for ending in manifest.BESIDE)}


@pytest.fixture
def folder(path: Path) -> Path:
    """Where the backups lie."""
    return manifest.folder_of(path)


@pytest.fixture
def answered(begun: Begun) -> Begun:
    """An open vault with answers in it."""
    begun.store.save(entries.append, [begun.entry(f"q{number}", "x" * 300) for number in range(50)]).result()
    return begun


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def copied(store: Store, folder: Path) -> backup.Copied:
    return store.read(backup.copy, store.vault.source, folder, NOW, "asked").result()


def test_a_backup_holds_what_the_vault_holds_and_opens_by_itself(answered: Begun, folder: Path, tmp_path: Path) -> None:
    made = answered.store.back_up(NOW, "asked")
    assert names(folder) == SET
    assert (made.file, made.number, made.made_at, made.why, made.proven) == (NAME, 1, NOW, "asked", True)
    assert made.counts["entries"] == 50
    assert made.bytes == (folder / NAME).stat().st_size
    assert manifest.all_(folder) == (made,)
    restore.to_new_file(folder / NAME, tmp_path / "new" / "team.vault")
    store = open_vault(tmp_path / "new" / "team.vault", None, PASSPHRASE)
    assert len(store.read(entries.of, answered.assessment.id).result()) == 50
    assert store.verify().result() == ()
    store.close()


def test_every_file_of_it_is_its_owners_alone(answered: Begun, folder: Path) -> None:
    answered.store.back_up(NOW, "asked")
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_it_is_encrypted_with_the_vaults_key_and_holds_no_word_of_it(answered: Begun, folder: Path) -> None:
    answered.store.back_up(NOW, "asked")
    content = b"".join(each.read_bytes() for each in folder.iterdir())
    assert b"x" * 50 not in content
    assert not content.startswith(b"SQLite format 3")


def test_numbers_go_on_and_the_newest_comes_first(answered: Begun, folder: Path) -> None:
    first, second = (answered.store.back_up(NOW + timedelta(hours=hour), "close") for hour in (1, 0))
    assert [each.number for each in manifest.all_(folder)] == [2, 1]
    assert manifest.newest_proven(folder) == second
    assert second.made_at < first.made_at
    manifest.remove(folder, second.file)
    assert manifest.all_(folder) == (first,)
    assert len(names(folder)) == len(SET)


def test_saving_goes_on_while_a_backup_is_proven(answered: Begun) -> None:
    source = answered.store.vault.source
    made = copied(answered.store, manifest.folder_of(source.path))
    answered.store.save(entries.append, [answered.entry("later", "y")]).result()
    assert backup.prove(made, source).counts["entries"] == 50


def test_two_at_once_come_one_after_the_other(answered: Begun, folder: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda why: answered.store.back_up(NOW, why), ("asked", "close", "removal")))
    assert sorted(each.number for each in made) == [1, 2, 3]
    assert len(manifest.all_(folder)) == 3


def test_inside_a_transaction_it_is_refused_at_once(answered: Begun, folder: Path) -> None:
    source = answered.store.vault.source

    def inside(connection: Any) -> None:
        backup.copy(connection, source, folder, NOW, "asked")

    error = answered.store.save(inside).exception()
    assert isinstance(error, StoreError)
    assert isinstance(error.__cause__, RuntimeError)


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def replaced_entry(made: backup.Copied, source: backup.Source) -> None:
    """A copy that is sound in itself and holds one row too few, or ends elsewhere."""
    connection = engine.connect(made.unproven, source.database_key, made.salt)
    connection.execute("DROP TRIGGER entries_refuse_delete")
    connection.execute("DELETE FROM entries WHERE question = 'q7'")
    connection.close()


def other_end(made: backup.Copied, source: backup.Source) -> None:
    connection = engine.connect(made.unproven, source.database_key, made.salt)
    anchor.raise_to(connection, {anchor.SAVES: 1})
    connection.close()


def bent(made: backup.Copied, source: backup.Source) -> None:
    """A copy whose pages are each as written and do not fit together."""
    size = made.unproven.stat().st_size
    with made.unproven.open("r+b") as file:
        file.truncate(size - engine.PAGE_BYTES)


def other_keys(made: backup.Copied, source: backup.Source) -> None:
    other = source.path.with_name("other.vault")
    made_vault(other).close()
    for ending in ("keys", "keys2"):
        files.beside(other, ending).replace(files.beside(made.database, ending))


def other_anchor(made: backup.Copied, source: backup.Source) -> None:
    files.beside(made.database, "anchor").write_bytes(b"{}")


SPOILT: list[tuple[Callable[[backup.Copied, backup.Source], Any], str]] = [
    (lambda made, source: flip(made.unproven, 9_000), "a page is not what was written"),
    (lambda made, source: flip(made.unproven, 100), "the vault is damaged, or is not the file"),
    (lambda made, source: made.unproven.write_bytes(b"SQLite format 3\x00" * 256), "never encrypted"),
    (lambda made, source: made.unproven.write_bytes(made.unproven.read_bytes()[:-5]), "cut short"),
    (lambda made, source: made.unproven.unlink(), "could not be read or written"),
    (bent, "pages do not fit together|is damaged"),
    (replaced_entry, "does not hold as many rows as the vault did"),
    (other_end, "does not end where the vault did"),
    (other_keys, "changed by something that is not this program|another vault"),
    (other_anchor, "its anchor is not the vault's"),
    (lambda made, source: flip(files.beside(made.database, "keys"), 50), ""),
]


@pytest.mark.parametrize(("spoil", "says"), SPOILT[:-1], ids=[str(number) for number in range(len(SPOILT) - 1)])
def test_what_is_not_the_vault_is_never_proven_and_leaves_nothing(
    answered: Begun, folder: Path, spoil: Callable[[backup.Copied, backup.Source], Any], says: str
) -> None:
    source, made = answered.store.vault.source, copied(answered.store, folder)
    spoil(made, source)
    with pytest.raises(StoreError, match=says):
        backup.prove(made, source)
    assert names(folder) == set()


def test_key_files_of_which_one_is_damaged_prove_nothing_wrong_yet(answered: Begun, folder: Path) -> None:
    source, made = answered.store.vault.source, copied(answered.store, folder)
    SPOILT[-1][0](made, source)
    assert backup.prove(made, source).proven


def test_where_the_name_cannot_be_given_nothing_is_left(answered: Begun, folder: Path) -> None:
    source, made = answered.store.vault.source, copied(answered.store, folder)
    made.database.mkdir()
    with pytest.raises(StoreError, match="could not be proven"):
        backup.prove(made, source)
    made.database.rmdir()
    assert names(folder) == set()


def test_where_there_is_no_room_it_says_how_much_is_missing(
    answered: Begun, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_SPARE_BYTES", 10**15)
    with pytest.raises(StoreError, match=r"no room for a backup.*Free at least \d+ MB") as told:
        answered.store.back_up(NOW, "asked")
    assert told.value.retry
    assert names(folder) == set()


def test_a_copy_that_fails_leaves_nothing(answered: Begun, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    files.beside(folder / NAME, "keys2").mkdir()
    with pytest.raises(StoreError):
        answered.store.back_up(NOW, "asked")
    assert names(folder) == {f"{NAME}.keys2"}


def test_what_a_backup_that_was_cut_off_has_left_goes_with_the_next(answered: Begun, folder: Path) -> None:
    made = copied(answered.store, folder)
    made.unproven.with_name(f"{made.unproven.name}-journal").write_bytes(b"x")
    files.beside(folder / "000009-20261122T090000Z.vault", "keys").write_bytes(b"x")
    (folder / "notes.txt").write_bytes(b"somebody's")
    second = answered.store.back_up(LATER, "asked")
    assert names(folder) == {"notes.txt", second.file, *(f"{second.file}.{ending}" for ending in manifest.BESIDE)}
    assert second.number == 1


def test_a_key_file_that_is_gone_from_beside_the_vault_is_no_backup(answered: Begun, path: Path, folder: Path) -> None:
    whole = {ending: files.beside(path, ending).read_bytes() for ending in ("keys", "keys2")}
    files.beside(path, "keys2").unlink()
    with pytest.raises(StoreError):
        answered.store.back_up(NOW, "asked")
    assert names(folder) == set()
    for ending, content in whole.items():
        files.beside(path, ending).write_bytes(content)


# --- manifests ---------------------------------------------------------------------------------------


def test_without_a_manifest_it_counts_as_not_proven(answered: Begun, folder: Path) -> None:
    made = answered.store.back_up(NOW, "asked")
    lying = files.beside(folder / NAME, manifest.ENDING)
    whole = lying.read_bytes()
    contents: list[bytes] = [b"", b"[]", b"{}", whole.replace(b'"version":1', b'"version":2'), whole[:-1]]
    for content in contents:
        lying.write_bytes(content)
        (found,) = manifest.all_(folder)
        assert (found.number, found.made_at, found.proven) == (1, NOW, False)
    lying.unlink()
    assert manifest.newest_proven(folder) is None
    with pytest.raises(StoreError, match="not what it was when it was made"):
        backup.check_unchanged(folder / NAME)
    assert made.proven


def test_one_that_is_shorter_than_it_was_counts_as_not_proven(answered: Begun, folder: Path) -> None:
    answered.store.back_up(NOW, "asked")
    (folder / NAME).write_bytes((folder / NAME).read_bytes()[:-4096])
    assert [each.proven for each in manifest.all_(folder)] == [False]


def test_one_of_which_a_byte_changed_is_refused(answered: Begun, folder: Path) -> None:
    made = answered.store.back_up(NOW, "asked")
    assert backup.check_unchanged(folder / NAME) == made
    flip(folder / NAME, 5_000)
    with pytest.raises(StoreError, match="not what it was when it was made"):
        backup.check_unchanged(folder / NAME)


def test_other_files_in_the_folder_are_no_backups(folder: Path) -> None:
    assert manifest.all_(folder) == ()
    assert manifest.next_number(folder) == 1
    folder.mkdir()
    (folder / "000003-99999999T999999Z.vault").write_bytes(b"")
    (folder / "readme").write_bytes(b"")
    assert manifest.all_(folder) == ()
    assert manifest.next_number(folder) == 4


def test_a_folder_that_cannot_be_read_is_said_so(folder: Path) -> None:
    with pytest.raises(StoreError, match="folder of the backups cannot be read"):
        manifest.all_(folder.with_name("x" * 300))
    folder.write_bytes(b"a file")
    with pytest.raises(StoreError, match="A file stands where the folder of the backups belongs"):
        manifest.all_(folder)


def test_names_are_of_utc() -> None:
    assert manifest.name(7, datetime(2026, 7, 1, 12, 30, tzinfo=UTC)) == "000007-20260701T123000Z.vault"


# --- the lock on the vault is never lost ---------------------------------------------------------------


def test_no_job_opens_the_file_of_the_open_vault(path: Path) -> None:
    code = """
import sys, pathlib
from datetime import datetime, UTC
from tests.core.store.given import PASSPHRASE, NOW
from carer_desktop.store import open_vault, entries, settings, restore, space, elsewhere, manifest
from carer_desktop.sealing import keys
path = pathlib.Path(sys.argv[1])
touched = []
def hook(event, args):
    if event == "open" and str(args[0]) in (str(path), f"{path}-journal"):
        touched.append(args[0])
store = open_vault(path, None, PASSPHRASE)
sys.addaudithook(hook)
store.save(settings.put, "name", "value").result()
made = store.back_up(NOW, "asked")
restore.try_out(store.vault.source, NOW)
folder = manifest.folder_of(path)
restore.to_new_file(folder / made.file, path.with_name("new.vault"))
other = path.with_name("stick"); other.mkdir()
elsewhere.send(folder / made.file, other, [keys.receiving_pair().public], "records", NOW)
space.look(path), space.keep_reserve(path), space.flush_time(path.parent), space.release_reserve(path)
store.verify().result()
store.vault.check_in_place()
print(touched)
store.close()
touched.clear()
open(path).close()
assert touched, "the hook sees nothing"
"""
    made_vault(path).close()
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


# --- before a migration --------------------------------------------------------------------------------


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A vault of the first schema."""
    for each in (ROOT / "tests" / "data" / "vaults" / "schema_1").iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    return tmp_path / "team.vault"


def test_an_older_vault_is_backed_up_as_it_was_before_it_is_brought_up_to_date(older: Path) -> None:
    people = slots.read(older)
    store = open_vault(older, "Priya Example" if len(people.slots) > 1 else None, PASSPHRASE)
    store.close()
    (made,) = manifest.all_(manifest.folder_of(older))
    assert (made.why, made.proven) == ("migration", True)
    assert "audit" not in made.counts
    assert made.made_at == store.facts.created_at


def test_where_that_backup_cannot_be_made_the_vault_stays_as_it_was(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older.read_bytes()
    monkeypatch.setattr(backup, "_SPARE_BYTES", 10**15)
    with pytest.raises(StoreError, match="no room for a backup"):
        open_vault(older, None, PASSPHRASE)
    assert older.read_bytes() == before


def test_settings_of_the_store_are_not_shown(store: Store) -> None:
    store.save(settings.put, "name", "value").result()
    assert set(store.read(settings.all_).result()) == {"name"}
