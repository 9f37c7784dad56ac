"""kill -9 while a vault of an older schema is brought up to date: the old one is intact or the new one whole."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import assessments, engine, manifest, open_vault, schema, slots
from tests.core.store.given import made_vault
from tests.core.store.make_vault import NAME, PASSPHRASE, REFERENCE
from tests.faults.forks import ended
from tests.faults.migrating import migrate
from tests.faults.sizes import SEED, Budget, inputs

ROOT = Path(__file__).parents[2]
VAULTS = ROOT / "tests" / "data" / "vaults"
OLDER = sorted(folder for folder in VAULTS.iterdir() if folder.name != f"schema_{schema.VERSION}")
NEAR_THE_END = 12
POINTS = inputs("kills while a schema is brought up to date")


def copy_of(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to / "team.vault"


def lines_of(folder: Path, tmp_path: Path, how: str = "whole") -> int:
    code, said = ended(migrate, copy_of(folder, tmp_path / f"count {how} {folder.name}"), 0, how)
    assert code == 0, said
    return int(said)


def shape(path: Path) -> tuple[int, list[tuple[Any, ...]]]:
    """Which schema the file says it has, and everything the database is made of; no check of ours in between."""
    file = slots.read(path)
    unlocked = slots.unlock(file, NAME, PASSPHRASE, "")
    connection = engine.connect(path, unlocked.database_key, file.database_salt)
    try:
        made = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return schema.version(connection), made
    finally:
        connection.close()


@pytest.fixture
def new(tmp_path: Path) -> tuple[int, list[tuple[Any, ...]]]:
    """What a vault made today is made of."""
    made_vault(tmp_path / "new.vault", name=NAME, passphrase=PASSPHRASE).close()
    return shape(tmp_path / "new.vault")


def assert_all_is_there(path: Path) -> None:
    """It opens without a question, up to date, with everything that was in it."""
    store = open_vault(path, NAME, PASSPHRASE)
    found = store.read(assessments.one, REFERENCE).result()
    sound, version = store.verify().result(), store.read(schema.version).result()
    store.close()
    assert (sound, version) == ((), schema.VERSION)
    assert found is not None
    assert found.answers == {"sleep": "often", "cf": [{"id": "one", "name": "Ben Example"}]}


@pytest.mark.parametrize("folder", OLDER, ids=lambda folder: folder.name)
def test_the_old_vault_is_intact_or_the_new_one_whole(
    folder: Path, tmp_path: Path, new: tuple[int, list[tuple[Any, ...]]], ran: Callable[[str, int, int], None]
) -> None:
    chance, budget = random.Random(SEED), Budget.of("kills while a schema is brought up to date")
    old = shape(copy_of(folder, tmp_path / "old"))
    lines, seen, done = lines_of(folder, tmp_path), {"old": 0, "new": 0}, 0
    while done < POINTS and budget.left():
        # Every other time near the end, where the commit is; most of the way is the backup.
        line = chance.randrange(1 if done % 2 else max(1, lines - NEAR_THE_END), lines + 1)
        path = copy_of(folder, tmp_path / str(done))
        assert ended(migrate, path, line)[0] == -signal.SIGKILL
        now = shape(path)
        assert now in (old, new), f"line {line} of {lines}: neither the old nor the new; seed {SEED}"
        seen["new" if now == new else "old"] += 1
        if now == new:
            assert [each.why for each in manifest.all_(manifest.folder_of(path))] == ["migration"], "no backup first"
        assert_all_is_there(path)
        done += 1
    ran(f"kills while {folder.name} is brought up to date, {seen['old']} old and {seen['new']} new", done, POINTS)


@pytest.mark.parametrize("folder", OLDER, ids=lambda folder: folder.name)
def test_without_room_the_old_vault_stays_as_it_was(folder: Path, tmp_path: Path) -> None:
    path = copy_of(folder, tmp_path / "full")
    before = shape(path)
    code, said = ended(migrate, path, 0, most_bytes=path.stat().st_size)
    assert code == 1
    assert "StoreError" in said
    assert shape(path) == before
    assert_all_is_there(path)


@pytest.mark.parametrize("folder", OLDER, ids=lambda folder: folder.name)
def test_what_does_not_fit_the_new_schema_leaves_the_old_vault_as_it_was(folder: Path, tmp_path: Path) -> None:
    """Something in the vault is in the way of the last migration: it is said, and nothing has been changed."""
    path = copy_of(folder, tmp_path / "odd")
    file = slots.read(path)
    key = slots.unlock(file, NAME, PASSPHRASE, "").database_key
    connection = engine.connect(path, key, file.database_salt)
    in_the_way = schema.MIGRATIONS[-1].statements[-1].split()
    name = next(word for word in in_the_way if word not in ("CREATE", "UNIQUE", "INDEX", "TABLE", "TRIGGER"))
    connection.execute(f"CREATE TABLE {name} (anything TEXT)")
    connection.close()
    before = shape(path)
    with pytest.raises(StoreError):
        open_vault(path, NAME, PASSPHRASE)
    assert shape(path) == before


def test_control_without_a_transaction_something_in_between_is_left(
    tmp_path: Path, new: tuple[int, list[tuple[Any, ...]]]
) -> None:
    folder = OLDER[0]
    old = shape(copy_of(folder, tmp_path / "old"))
    lines, budget, chance, left = lines_of(folder, tmp_path, "loose"), Budget(30), random.Random(SEED), 0
    while not left and budget.left():
        path = copy_of(folder, tmp_path / f"loose {chance.random()}")
        ended(migrate, path, chance.randrange(1, lines + 1), "loose")
        left += shape(path) not in (old, new)
    assert left
