"""What would be undone at opening: only what was not yet saved, and only where that is sure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from carer_desktop.records import damage
from carer_desktop.records.damage import VaultFault
from carer_desktop.store import Store, anchor, engine, entries, files, open_vault, rollback, slots
from tests.core.store.given import PASSPHRASE, Begun

MAGIC = bytes.fromhex("d9d505f920a163d7")


def answers(path: Path, begun: Begun) -> set[str]:
    """Open, look and close."""
    store = open_vault(path, None, PASSPHRASE)
    found = {each.question for each in store.read(entries.of, begun.assessment.id).result()}
    store.close()
    return found


def save(store: Store, begun: Begun, question: str) -> None:
    store.save(entries.append, [begun.entry(question, "often")]).result()


@pytest.fixture
def hot(begun: Begun, path: Path) -> tuple[bytes, bytes]:
    """A closed vault with one answer; the file and its journal of a save after it that was cut off half written."""
    save(begun.store, begun, "sleep")
    begun.store.close()
    shutil.copy(path, path.with_name("trying"))
    file = slots.read(path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    connection = engine.connect(path.with_name("trying"), key, file.database_salt)
    connection.set_authorizer(None)
    # Pages go to the file before the end of a transaction where there is no room for them in memory.
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    anchor.count_up(connection)
    connection.execute("UPDATE carers SET name = 'Half Written Example'")
    entries.append(connection, [begun.entry(f"q{number}", "x" * 3_000) for number in range(40)])
    found = path.with_name("trying").read_bytes(), rollback.journal_of(path.with_name("trying")).read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    assert found[0] != path.read_bytes()
    assert found[1].startswith(MAGIC)
    return found


def test_what_was_half_written_is_undone(begun: Begun, path: Path, hot: tuple[bytes, bytes]) -> None:
    for content, at in zip(hot, (path, rollback.journal_of(path)), strict=True):
        at.write_bytes(content)
    assert answers(path, begun) == {"sleep"}
    assert answers(path, begun) == {"sleep"}


def test_a_journal_beside_a_file_that_is_as_it_was_closed_is_none_of_its(
    begun: Begun, path: Path, hot: tuple[bytes, bytes]
) -> None:
    before = path.read_bytes()
    rollback.journal_of(path).write_bytes(hot[1])
    open_vault(path, None, PASSPHRASE).close()
    assert path.read_bytes() == before


def test_an_earlier_journal_does_not_take_a_save_back(begun: Begun, path: Path, hot: tuple[bytes, bytes]) -> None:
    store = open_vault(path, None, PASSPHRASE)
    save(store, begun, "meals")
    killed, content = files.beside(path, "lock").read_bytes(), path.read_bytes()
    store.close()
    path.write_bytes(content)
    rollback.journal_of(path).write_bytes(hot[1])
    files.beside(path, "anchor").unlink()
    files.beside(path, "lock").write_bytes(killed)
    with pytest.raises(VaultFault, match="older copy"):
        open_vault(path, None, PASSPHRASE)
    assert (path.read_bytes(), rollback.journal_of(path).read_bytes()) == (content, hot[1])


def test_a_damaged_length_in_the_journal_makes_no_file_of_terabytes(
    begun: Begun, path: Path, hot: tuple[bytes, bytes]
) -> None:
    damaged = hot[1][:16] + (2**31).to_bytes(4, "big") + hot[1][20:]
    path.write_bytes(hot[0])
    rollback.journal_of(path).write_bytes(damaged)
    assert not rollback.fits(path)
    with pytest.raises(VaultFault, match="damaged or has been cut short"):
        open_vault(path, None, PASSPHRASE)
    assert (path.read_bytes(), rollback.journal_of(path).read_bytes()) == (hot[0], damaged)


def test_without_room_for_a_copy_the_journal_is_believed(
    begun: Begun, path: Path, hot: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for content, at in zip(hot, (path, rollback.journal_of(path)), strict=True):
        at.write_bytes(content)
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=1_000))
    assert answers(path, begun) == {"sleep"}


def test_an_older_copy_is_recognised_after_a_kill_although_the_anchor_lags(begun: Begun, path: Path) -> None:
    old = path.read_bytes()
    for question in ("sleep", "meals"):
        save(begun.store, begun, question)
    killed = files.beside(path, "lock").read_bytes()
    anchored = files.beside(path, "anchor").read_bytes()
    begun.store.close()
    path.write_bytes(old)
    files.beside(path, "lock").write_bytes(killed)
    files.beside(path, "anchor").write_bytes(anchored)
    with pytest.raises(VaultFault, match="older copy") as told:
        open_vault(path, None, PASSPHRASE)
    assert told.value.kind == damage.OLDER
    # It is known the next time too, until somebody says that this one is right.
    assert files.beside(path, "lock").read_bytes() == killed
    open_vault(path, None, PASSPHRASE, older_is_right=True).close()
    open_vault(path, None, PASSPHRASE).close()


def test_a_part_put_back_from_before_is_told_although_every_page_is_right(begun: Begun, path: Path) -> None:
    begun.store.close()
    file = slots.read(path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    connection = engine.connect(path, key, file.database_salt)
    connection.execute("UPDATE carers SET name = 'Somebody Else Example'")
    connection.close()
    with pytest.raises(VaultFault, match="not what it was when it was last closed") as told:
        open_vault(path, None, PASSPHRASE)
    assert told.value.kind == damage.DAMAGED
    # Somebody who has read it may say that it is right all the same.
    open_vault(path, None, PASSPHRASE, older_is_right=True).close()


def test_where_the_anchor_cannot_be_written_before_undoing_it_goes(
    begun: Begun, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.store.close()
    shutil.copy(path, path.with_name("whole"))
    unlocked = slots.unlock(slots.read(path), None, PASSPHRASE, "")
    anchored = anchor.read(path, begun.store.facts.id, unlocked.vault_key)
    assert anchored and anchored.file

    def full(*given: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(files, "replace_whole", full)
    rollback._no_longer_as_closed(path, anchored, unlocked)
    assert anchor.peek(path) is None
