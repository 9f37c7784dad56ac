"""The anchor: an older copy is recognised, a lost anchor locks nobody out, and a save is counted once."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.records import damage
from carer_desktop.records.audit import Event
from carer_desktop.records.damage import VaultFault
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import Store, access, anchor, entries, files, open_vault, settings, slots
from carer_desktop.store.anchor import Anchor
from tests.core.store.given import NOW, PASSPHRASE, Begun, made_vault
from tests.core.store.make_vault import NAME as OLDS_NAME
from tests.core.store.make_vault import PASSPHRASE as OLDS_PASSPHRASE

OLD = Path(__file__).parents[2] / "data" / "vaults" / "schema_1"
KEY = bytes(range(32))
SEEN = Anchor("a" * 32, {"saves": 7, "log": 3}, NOW)


def copy_of(path: Path) -> bytes:
    return path.read_bytes()


def seen(store: Store) -> int:
    return store.read(anchor.heads).result()[anchor.SAVES]


def changed(store: Store) -> int:
    return store.read(anchor.changes).result()


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    anchor.write(path, SEEN, KEY)
    assert anchor.read(path, SEEN.vault, KEY) == SEEN == anchor.peek(path)


def test_it_may_know_no_time(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    anchor.write(path, Anchor(SEEN.vault, SEEN.heads, None), KEY)
    found = anchor.read(path, SEEN.vault, KEY)
    assert found is not None and found.at is None


def test_another_vaults_or_another_keys_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    assert anchor.read(path, SEEN.vault, KEY) is None
    anchor.write(path, SEEN, KEY)
    assert anchor.read(path, "b" * 32, KEY) is None
    assert anchor.read(path, SEEN.vault, bytes(32)) is None


def test_every_changed_byte_makes_it_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    anchor.write(path, SEEN, KEY)
    lying = files.beside(path, "anchor")
    whole = lying.read_bytes()
    for place in range(len(whole)):
        for bit in (0, 5):
            lying.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            assert anchor.read(path, SEEN.vault, KEY) is None
    for size in range(len(whole)):
        lying.write_bytes(whole[:size])
        assert anchor.read(path, SEEN.vault, KEY) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"7",
        b"[]",
        b'{"body":7,"mac":""}',
        b'{"body":{"what":"anchor","version":2},"mac":""}',
        b'{"body":{"what":"keys","version":1},"mac":""}',
        canonical_bytes({"body": {"what": "anchor", "version": 1, "vault": "a", "heads": [], "at": ""}, "mac": ""}),
        canonical_bytes({"body": {"what": "anchor", "version": 1, "vault": "a", "heads": {}, "at": "now"}, "mac": ""}),
        b"[" * 100_000,
    ],
)
def test_rubbish_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "team.vault"
    files.beside(path, "anchor").write_bytes(content)
    assert anchor.peek(path) is None
    assert anchor.read(path, "a", KEY) is None


@pytest.mark.parametrize(
    ("heads", "older"),
    [
        ({"saves": 7, "log": 3}, False),
        ({"saves": 8, "log": 9}, False),
        ({"saves": 6, "log": 3}, True),
        ({"saves": 9, "log": 2}, True),
        ({"saves": 9}, True),
    ],
)
def test_older_is_what_has_any_head_behind(heads: dict[str, int], older: bool) -> None:
    assert anchor.is_older(heads, SEEN) is older


def test_each_save_that_changes_something_is_counted_once(begun: Begun) -> None:
    store, before = begun.store, seen(begun.store)
    store.save(entries.append, [begun.entry("sleep", "often")]).result()
    assert seen(store) == before + 1
    store.save(settings.put, "name", "value").result()
    store.save(lambda connection: connection.execute("SELECT 1")).result()
    with pytest.raises(StoreError):
        store.save(lambda connection: connection.execute("INSERT INTO carers VALUES ('x', NULL)")).result()
    assert seen(store) == before + 2
    assert store.read(settings.all_).result() == {"name": "value"}


def test_what_is_written_to_the_log_alone_is_counted_but_no_change(begun: Begun) -> None:
    store, saves, changes = begun.store, seen(begun.store), changed(begun.store)
    store.log(Event("covered", NOW)).result()
    assert (seen(store), changed(store)) == (saves + 1, changes)
    store.save(entries.append, [begun.entry("sleep", "often")]).result()
    assert (seen(store), changed(store)) == (saves + 2, changes + 1)


def test_a_vault_that_has_seen_no_save_has_changed_nothing(path: Path) -> None:
    store = made_vault(path)
    store.save(lambda connection: connection.execute("DELETE FROM settings")).result()
    store.save(lambda connection: connection.execute("DELETE FROM settings WHERE key = '.changes'")).result()
    assert changed(store) == 0
    store.close()


def test_an_older_copy_is_refused_and_may_be_said_to_be_right(begun: Begun, path: Path) -> None:
    begun.store.close()
    old = copy_of(path)
    store = open_vault(path, None, PASSPHRASE, clock=FixedClock(NOW))
    store.save(entries.append, [begun.entry("sleep", "often")]).result()
    store.close()
    path.write_bytes(old)
    with pytest.raises(VaultFault, match=r"older copy.* last used on 22 November 2026") as told:
        open_vault(path, None, PASSPHRASE)
    assert told.value.kind == damage.OLDER
    assert path.read_bytes() == old
    open_vault(path, None, PASSPHRASE, older_is_right=True).close()
    # From now on this one is the newest.
    open_vault(path, None, PASSPHRASE).close()


def test_a_lost_or_damaged_anchor_locks_nobody_out(begun: Begun, path: Path) -> None:
    begun.store.close()
    for spoil in (lambda file: file.unlink(), lambda file: file.write_bytes(b"rubbish")):
        spoil(files.beside(path, "anchor"))
        store = open_vault(path, None, PASSPHRASE)
        assert store.vault.anchored is None
        store.close()
        assert anchor.peek(path) is not None


def test_it_is_lost_where_it_is_missing_or_another_vaults_and_only_until_it_is_written_anew(
    begun: Begun, path: Path
) -> None:
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    begun.store.close()
    of_another = path.with_name("another.vault")
    made_vault(of_another).close()
    beside = files.beside(path, "anchor")
    for spoil in (beside.unlink, lambda: shutil.copy(files.beside(of_another, "anchor"), beside)):
        spoil()
        store = open_vault(path, None, PASSPHRASE)
        assert store.vault.anchor_lost
        store.close()
        store = open_vault(path, None, PASSPHRASE)
        assert not store.vault.anchor_lost
        store.close()


def test_a_vault_that_never_had_one_has_lost_none(path: Path) -> None:
    store = made_vault(path)
    assert not store.vault.anchor_lost
    store.close()
    for each in OLD.iterdir():
        shutil.copy(each, path.parent)
    files.beside(path, "anchor").unlink()
    store = open_vault(path, OLDS_NAME, OLDS_PASSPHRASE)
    assert not store.vault.anchor_lost
    store.close()


def test_without_it_an_older_copy_is_still_told_by_the_newest_backup(begun: Begun, path: Path) -> None:
    begun.store.close()
    old = copy_of(path)
    store = open_vault(path, None, PASSPHRASE)
    store.save(entries.append, [begun.entry("sleep", "often")]).result()
    store.back_up(NOW, "asked")
    store.close()
    files.beside(path, "anchor").unlink()
    newest = copy_of(path)
    open_vault(path, None, PASSPHRASE).close()
    path.write_bytes(old)
    files.beside(path, "anchor").unlink()
    with pytest.raises(VaultFault) as told:
        open_vault(path, None, PASSPHRASE)
    assert told.value.kind == damage.OLDER
    store = open_vault(path, None, PASSPHRASE, older_is_right=True)
    assert store.vault.anchor_lost
    store.close()
    path.write_bytes(newest)
    # Where the backups cannot be read, nobody is kept out for that.
    files.beside(path, "anchor").unlink()
    shutil.rmtree(files.beside(path, "backups"))
    files.beside(path, "backups").touch()
    open_vault(path, None, PASSPHRASE).close()


def test_the_anchor_from_before_a_change_of_key_that_was_cut_off_is_not_a_lost_one(begun: Begun, path: Path) -> None:
    begun.store.close()
    before = files.beside(path, "anchor").read_bytes()
    store = open_vault(path, None, PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        # Cut off once the pages are under the next key, before the key file says that the change is over.
        patch.setattr(slots, "changed", _cut_off)
        assert isinstance(store.change_keys(access.rotate, NOW).exception(), StoreError)
    store.close()
    files.beside(path, "anchor").write_bytes(before)
    again = open_vault(path, None, PASSPHRASE)
    assert again.vault.anchored is None
    assert not again.vault.anchor_lost
    again.close()


def _cut_off(*_: object) -> None:
    raise OSError


def test_opening_and_closing_leaves_it_as_it_was(begun: Begun, path: Path) -> None:
    begun.store.close()
    before = files.beside(path, "anchor").stat().st_mtime_ns
    open_vault(path, None, PASSPHRASE).close()
    assert files.beside(path, "anchor").stat().st_mtime_ns == before


def test_it_is_written_now_and_then_and_not_at_every_save(begun: Begun, path: Path) -> None:
    written = files.beside(path, "anchor")
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    before = anchor.peek(path)
    begun.store.save(entries.append, [begun.entry("sleep", "never")]).result()
    assert anchor.peek(path) == before
    vault: Any = begun.store.vault
    vault._anchored_at -= 31
    begun.store.read(lambda connection: None).result()
    begun.store.read(lambda connection: None).result()
    assert json.loads(written.read_bytes())["body"]["heads"]["saves"] == seen(begun.store)


def test_where_it_cannot_be_written_saving_and_closing_go_on(begun: Begun, path: Path) -> None:
    files.beside(path, "anchor").unlink()
    files.beside(path, "anchor").mkdir()
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    vault: Any = begun.store.vault
    vault._anchored_at -= 31
    begun.store.read(lambda connection: None).result()
    assert begun.store.save(entries.append, [begun.entry("sleep", "never")]).result() is None
    begun.store.close()
    files.beside(path, "anchor").rmdir()
    open_vault(path, None, PASSPHRASE).close()


def test_a_vault_is_made_where_the_anchor_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    files.beside(path, "anchor").mkdir()
    made_vault(path).close()
    files.beside(path, "anchor").rmdir()
    open_vault(path, None, PASSPHRASE).close()


@pytest.mark.parametrize("away", ["moved", "deleted", "replaced"])
def test_a_vault_that_is_no_longer_in_its_place_saves_nothing_that_is_said_to_be_saved(
    begun: Begun, path: Path, away: str
) -> None:
    keep = path.with_name("kept")
    if away == "replaced":
        shutil.copy(files.beside(path, "keys"), keep)
        keep.replace(path)
    else:
        path.rename(keep)
        if away == "deleted":
            keep.unlink()
    given = [begun.entry("sleep", "often")]
    error = begun.store.save(entries.append, given).exception()
    assert isinstance(error, StoreError)
    assert "moved, renamed or deleted" in error.what and f"in {path.parent}, then" in error.mend
    assert error.retry
    if away == "moved":
        keep.rename(path)
        begun.store.save(entries.append, given).result()
        assert begun.store.read(entries.of, begun.assessment.id).result() == tuple(given)


def test_time_is_that_of_the_clock(path: Path, fixed_clock: FixedClock) -> None:
    store = made_vault(path, clock=fixed_clock)
    first = anchor.peek(path)
    fixed_clock.at += timedelta(hours=3)
    store.save(settings.put, "name", "value").result()
    store.close()
    second = anchor.peek(path)
    assert first and second and first.at and second.at
    assert second.at - first.at == timedelta(hours=3)
