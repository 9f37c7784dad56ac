"""A vault cut short at any length is told to be so, stays as it is, and nothing of it ever becomes a new vault."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import engine, open_vault, slots
from tests.core.store.given import PASSPHRASE
from tests.faults.sizes import SEED, Budget, inputs
from tests.faults.test_flipped_bit import answered

ODD = inputs("lengths")


def sizes(whole: int) -> list[int]:
    """Every page border, a few famous lengths, and odd ones by chance."""
    chance = random.Random(SEED)
    borders = list(range(0, whole, engine.PAGE_BYTES))
    return [*borders, 1, 15, 16, 100, whole - 1, *(chance.randrange(whole) for _ in range(ODD))]


def test_every_length_but_the_whole_is_refused(tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    path = tmp_path / "team.vault"
    answered(path)
    whole = path.read_bytes()
    budget, done, planned = Budget.of("lengths"), 0, sizes(len(whole))
    said: set[str] = set()
    for size in planned:
        if not budget.left():
            break
        path.write_bytes(whole[:size])
        with pytest.raises(StoreError) as told:
            open_vault(path, None, PASSPHRASE)
        said.add(told.value.what)
        assert path.read_bytes() == whole[:size], f"{size} bytes: written to; seed {SEED}"
        done += 1
    path.write_bytes(whole)
    open_vault(path, None, PASSPHRASE).close()
    assert said == {
        "The vault file is empty",
        "The vault file has been cut short, or is not a vault",
        "The vault is damaged or has been cut short",
    }
    ran("lengths of a vault cut short", done, len(planned))


def test_control_the_engine_alone_takes_an_empty_file_for_a_new_vault(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    answered(path)
    file = slots.read(path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    whole = path.read_bytes()
    for size in (0, len(whole) // 2 // engine.PAGE_BYTES * engine.PAGE_BYTES):
        path.write_bytes(whole[:size])
        connection = engine.driver().connect(str(path))
        connection.set_key(f"x'{key.hex()}{file.database_salt.hex()}'")
        # Its own check of every page finds nothing wrong with what is left.
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        connection.close()
    path.write_bytes(b"")
    connection = engine.driver().connect(str(path))
    connection.set_key(f"x'{key.hex()}{file.database_salt.hex()}'")
    connection.execute("CREATE TABLE anything (text)")
    connection.close()
    assert path.stat().st_size > 0
