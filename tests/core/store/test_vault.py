"""Making and opening a vault: each thing that can be wrong has its own sentence, and nothing is written then."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import CarerError, Refused, StoreError
from carer_desktop.records.vault import SignIn
from carer_desktop.store import (
    Connection,
    Store,
    assessments,
    engine,
    entries,
    files,
    open_vault,
    opening,
    people,
    schema,
    sign_in,
    slots,
)
from tests.core.store.given import NAME, NOW, PASSPHRASE, Begun, made_vault

ROOT = Path(__file__).parents[3]


def opened(path: Path, person: str | None = None, passphrase: str = PASSPHRASE) -> Store:
    return open_vault(path, person, passphrase)


@pytest.fixture
def closed(begun: Begun, path: Path) -> Path:
    """A vault with an answer in it, closed."""
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    begun.store.close()
    return path


def raw_connection(path: Path) -> engine.Connection:
    """The same file under the right key, without a check of ours."""
    file = slots.read(path)
    unlocked = slots.unlock(file, None, PASSPHRASE, "")
    connection: engine.Connection = engine.driver().connect(str(path), isolation_level=None)
    connection.set_key(f"x'{unlocked.database_key.hex()}{file.database_salt.hex()}'")
    return connection


def change(path: Path, *statements: str) -> None:
    connection = raw_connection(path)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    # Or every change would be the same fault: that the file is not what it was when it was closed.
    files.beside(path, "anchor").unlink(missing_ok=True)


def test_what_was_saved_is_there_after_opening_again(closed: Path) -> None:
    store = opened(closed)
    (card,) = store.read(assessments.cards).result()
    found = store.read(assessments.one, card.id).result()
    store.close()
    assert found is not None
    assert found.answers == {"sleep": "often"}
    assert (store.person.name, store.person.roles) == (NAME, ("assessor", "keeper"))
    assert (store.facts.demo, store.facts.created_at) == (False, NOW)


def test_a_demo_vault_says_so_before_and_after_signing_in(path: Path) -> None:
    store = made_vault(path, demo=True)
    assert store.facts.demo
    store.close()
    assert sign_in(path) == SignIn(store.facts.id, demo=True, people=1)


def test_every_file_is_its_owners_alone(begun: Begun, path: Path) -> None:
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes == dict.fromkeys(
        (path.name, f"{path.name}-journal", *(f"{path.name}.{end}" for end in ("anchor", "keys", "keys2", "lock"))),
        0o600,
    )


def test_a_vault_may_have_any_name_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "a b?c#d%41 é.vault"
    made_vault(path).close()
    opened(path).close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_calibrated_vault_keeps_its_floor(path: Path) -> None:
    made_vault(path, kdf=None).close()
    (slot,) = slots.read(path).slots
    assert slot.kdf.memory_kib >= 64 * 1024
    opened(path).close()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"passphrase": "too short"}, "Too short"),
        ({"passphrase": "Priya Example 2026"}, "Too easy to guess"),
        ({"name": ""}, "needs a name"),
        ({"roles": ["boss"]}, "no role"),
    ],
)
def test_a_vault_is_not_made_for_a_weak_passphrase_or_an_unknown_role(
    path: Path, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        made_vault(path, **changes)
    assert list(path.parent.iterdir()) == []


def test_a_vault_never_takes_the_place_of_another_file(closed: Path) -> None:
    before = contents(closed.parent)
    with pytest.raises(StoreError, match="a file of this name already"):
        made_vault(closed)
    assert contents(closed.parent) == before


def test_a_vault_never_takes_the_key_file_of_one_that_is_missing(closed: Path) -> None:
    closed.rename(closed.with_name("elsewhere"))
    before = contents(closed.parent)
    with pytest.raises(StoreError, match="key file of another vault lies there"):
        made_vault(closed)
    assert contents(closed.parent) == before


def test_what_an_interrupted_creation_left_is_cleared_by_the_next(closed: Path) -> None:
    # Killed after the key file was written and before the database got its name.
    closed.rename(files.beside(closed, "new"))
    made_vault(closed, name="Ben Example").close()
    assert opened(closed).person.name == "Ben Example"
    assert not files.beside(closed, "new").exists()


def test_a_creation_that_fails_leaves_nothing_behind(path: Path) -> None:
    # The second copy of the key file cannot be put in place.
    files.beside(path, "keys2").mkdir()
    files.beside(path, "new").touch()
    with pytest.raises(StoreError):
        made_vault(path)
    files.beside(path, "keys2").rmdir()
    made_vault(path).close()


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file by name, its hash and its time; the lock file, which is no part of the vault, left out."""
    return {
        each.name: (sha256(each.read_bytes()).hexdigest(), each.stat().st_mtime_ns)
        for each in folder.iterdir()
        if each.is_file() and not each.name.endswith(".lock")
    }


def plain_sqlite(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE answers (text)")
    connection.close()


def cut(to: Callable[[int], int]) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, to(path.stat().st_size))


def filled_with(content: bytes) -> Callable[[Path], None]:
    def fill(path: Path) -> None:
        path.write_bytes(content)

    return fill


def flip_page_one(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def other_vault(path: Path) -> None:
    other = path.with_name("other.vault")
    made_vault(other).close()
    other.replace(path)


def keys_of_other_vault(path: Path) -> None:
    other = path.with_name("other.vault")
    made_vault(other).close()
    for ending in ("keys", "keys2"):
        files.beside(other, ending).replace(files.beside(path, ending))


def no_keys(path: Path) -> None:
    for ending in ("keys", "keys2"):
        files.beside(path, ending).unlink()


def spoil_keys(path: Path) -> None:
    for ending in ("keys", "keys2"):
        files.beside(path, ending).write_bytes(b"{}")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WRONG: list[tuple[str, Callable[[Path], None], str]] = [
    ("missing", lambda path: path.unlink(), "There is no vault here"),
    ("a folder", a_folder, "This is a folder"),
    ("empty", cut(lambda size: 0), "The vault file is empty"),
    ("one byte short", cut(lambda size: size - 1), "has been cut short, or is not a vault"),
    ("half", cut(lambda size: size // 8192 * 4096), "is damaged or has been cut short"),
    ("one page short", cut(lambda size: size - 4096), "is damaged or has been cut short"),
    ("one page left", cut(lambda size: 4096), "is damaged or has been cut short"),
    ("a hundred bytes left", cut(lambda size: 100), "has been cut short, or is not a vault"),
    ("never keyed", plain_sqlite, "was never encrypted"),
    ("another kind of file", filled_with(b"%PDF" * 1024), "not the vault that the key file beside"),
    ("text", filled_with(b"hello"), "has been cut short, or is not a vault"),
    ("first page damaged", flip_page_one, "is damaged or has been cut short"),
    ("another vault's file", other_vault, "not the vault that the key file beside it belongs to"),
    ("another vault's keys", keys_of_other_vault, "not the vault that the key file beside it belongs to"),
    ("no key file", no_keys, "key file is missing"),
    ("both key files damaged", spoil_keys, "Both copies of the key file are damaged"),
    (
        "newer",
        lambda path: change(path, f"PRAGMA user_version = {schema.VERSION + 1}"),
        "made by a newer version of the program",
    ),
    ("another program", lambda path: change(path, "PRAGMA application_id = 7"), "a vault of another program"),
    ("another id", lambda path: change(path, "UPDATE vault SET id = 'other'"), "do not belong together"),
    (
        "a row that cannot be",
        lambda path: change(path, "PRAGMA ignore_check_constraints = ON", "UPDATE vault SET demo = 7"),
        "is damaged or has been cut short",
    ),
    ("no facts", lambda path: change(path, "DELETE FROM vault"), "do not belong together"),
    ("person gone", lambda path: change(path, "DELETE FROM people"), "no longer in the vault"),
]


@pytest.mark.parametrize(("spoil", "says"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_each_fault_has_its_own_sentence_and_nothing_is_written(
    closed: Path, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(closed)
    before = contents(closed.parent)
    with pytest.raises(StoreError, match=says) as told:
        opened(closed)
    assert contents(closed.parent) == before
    assert told.value.mend
    assert str(closed.parent) not in str(told.value)
    files.Hold(closed).release()


def test_a_wrong_passphrase_writes_nothing(closed: Path) -> None:
    before = contents(closed.parent)
    for person, passphrase in ((None, "wrong horse battery"), ("Nobody", PASSPHRASE)):
        with pytest.raises(StoreError, match="do not open the vault") as told:
            opened(closed, person, passphrase)
        assert passphrase not in str(told.value)
    assert contents(closed.parent) == before


def test_opening_and_closing_leaves_the_file_as_it_was(closed: Path) -> None:
    before = contents(closed.parent)
    opened(closed).close()
    assert contents(closed.parent) == before


def test_a_damaged_salt_in_the_header_is_survived(closed: Path) -> None:
    content = closed.read_bytes()
    closed.write_bytes(bytes(16) + content[16:])
    store = opened(closed)
    assert len(store.read(assessments.cards).result()) == 1
    store.close()


@pytest.mark.parametrize("ending", ["keys", "keys2"])
def test_a_damaged_copy_of_the_key_file_is_mended_once_somebody_has_signed_in(closed: Path, ending: str) -> None:
    whole = files.beside(closed, ending).read_bytes()
    files.beside(closed, ending).write_bytes(whole[:-10])
    opened(closed).close()
    assert files.beside(closed, ending).read_bytes() == whole


def test_the_roles_are_those_the_vault_gives_today(closed: Path) -> None:
    change(closed, "UPDATE people SET roles = 'admin'")
    store = opened(closed)
    assert store.person.roles == ("admin",)
    assert store.read(people.all_).result() == (store.person,)
    store.close()


def opened_elsewhere(path: Path) -> subprocess.CompletedProcess[str]:
    """What another process says when it opens the vault."""
    code = (
        "import sys, pathlib; from carer_desktop.store import open_vault;"
        "open_vault(pathlib.Path(sys.argv[1]), None, sys.argv[2])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(path), PASSPHRASE], check=False, capture_output=True, text=True, cwd=ROOT
    )


def test_a_second_opening_is_refused_here_and_in_another_process(store: Store, path: Path) -> None:
    with pytest.raises(StoreError, match=rf"already open \(process {os.getpid()}\)") as told:
        opened(path)
    assert told.value.retry
    other = opened_elsewhere(path)
    assert f"already open (process {os.getpid()})" in other.stderr


def test_a_vault_held_without_its_lock_file_is_still_refused(store: Store, path: Path) -> None:
    # Somebody removed the lock file of an open vault: SQLite's own lock is the second one.
    files.beside(path, "lock").unlink()
    other = opened_elsewhere(path)
    assert "The vault is in use by another program" in other.stderr


def test_a_transaction_cut_off_is_undone_at_the_next_opening(closed: Path) -> None:
    # A hot journal, as a kill in the middle of a commit leaves it: copied while the transaction is open.
    connection = raw_connection(closed)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE carers SET name = 'half'")
    for number in range(400):
        connection.execute("INSERT INTO carers VALUES (?, ?)", (str(number), "x" * 2000))
    copy = closed.with_name("copy.vault")
    for end in ("", "-journal", ".keys", ".keys2"):
        shutil.copyfile(f"{closed}{end}", f"{copy}{end}")
    connection.execute("ROLLBACK")
    connection.close()
    # Cut off in the middle of a page as well.
    os.truncate(copy, copy.stat().st_size - 100)
    store = opened(copy)
    assert store.verify().result() == ()
    assert [card.carer.name for card in store.read(assessments.cards).result()] == [""]
    store.close()


def test_a_large_vault_is_checked_later(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carer_desktop.store.opening._CHECKED_FULLY_BYTES", 0)
    monkeypatch.setattr("carer_desktop.store.opening._CHECKED_AT_ONCE_BYTES", 0)
    opened(closed).close()


def test_a_large_vault_is_looked_through_unless_it_is_as_it_was_closed(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    check = opening._check

    def noted(connection: Connection, path: Path, pragma: str) -> None:
        seen.append(pragma)
        check(connection, path, pragma)

    monkeypatch.setattr(opening, "_check", noted)
    opened(closed).close()
    assert seen == ["integrity_check"]  # a small one always
    monkeypatch.setattr(opening, "_CHECKED_FULLY_BYTES", 0)
    opened(closed).close()
    assert seen == ["integrity_check"]
    files.beside(closed, "anchor").unlink()
    opened(closed).close()
    assert seen == ["integrity_check", "quick_check"]
    opened(closed).close()
    assert len(seen) == 2
    content = bytearray(closed.read_bytes())
    content[-4096 - 2000] ^= 0x10
    closed.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        opened(closed)
    assert seen[2:] == ["quick_check"]


def test_damage_beyond_the_first_page_is_found_at_opening(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    # The last page but one: some table or index.
    content[-4096 - 2000] ^= 0x10
    closed.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        opened(closed)


def test_rows_that_do_not_belong_are_found_by_the_full_check(closed: Path) -> None:
    change(closed, "PRAGMA foreign_keys = OFF", "DELETE FROM carers")
    store = opened(closed)
    found = store.verify().result()
    store.close()
    assert len(found) == 1
    assert "assessments" in found[0]


def test_an_old_engine_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.driver(), "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StoreError, match=r"too old \(SQLite 3\.51\.2\)"):
        made_vault(path)
    assert not path.exists()


def test_an_older_vault_is_brought_up_to_date_when_it_is_opened(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next_ = schema.Migration(schema.VERSION + 1, ("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT",))
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, next_))
    monkeypatch.setattr(schema, "VERSION", next_.number)
    store = opened(closed)
    assert store.read(schema.version).result() == next_.number
    store.close()


def test_failing_says_nothing_of_the_key(closed: Path) -> None:
    unlocked = slots.unlock(slots.read(closed), None, PASSPHRASE, "")
    flip_page_one(closed)
    with pytest.raises(CarerError) as told:
        opened(closed)
    error: BaseException | None = told.value
    while error:
        for secret in (unlocked.vault_key, unlocked.database_key):
            assert secret.hex() not in repr(error)
        assert PASSPHRASE not in repr(error)
        error = error.__cause__ or error.__context__
