"""A second start is refused at once and by name, and the first never notices; also when the first was killed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import assessments, engine, entries, files, open_vault, slots
from tests.core.store.given import PASSPHRASE, Begun, begin, made_vault
from tests.faults.children import killed, running
from tests.faults.sizes import inputs

STARTS = inputs("second starts")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault with one assessment in it."""
    store = made_vault(tmp_path / "team.vault")
    store.save(begin, Begun(store).assessment).result()
    store.close()
    return tmp_path / "team.vault"


def test_a_second_start_is_refused_while_the_first_saves(path: Path, ran: Callable[[str, int, int], None]) -> None:
    with running("save", path) as first:
        assert first.stdout
        assert first.stdout.readline()
        for _ in range(STARTS):
            with pytest.raises(StoreError, match=rf"already open \(process {first.pid}\)"):
                open_vault(path, None, PASSPHRASE)
        first.kill()
        said = [int(line) for line in first.stdout.read().split(b"\n") if line]
    store = open_vault(path, None, PASSPHRASE)
    (card,) = store.read(assessments.cards).result()
    there = {each.sequence // 2 for each in store.read(entries.of, card.id).result()}
    store.close()
    assert said
    assert set(said) <= there
    ran("second starts refused", STARTS, STARTS)


def test_a_vault_whose_holder_was_killed_opens_at_once(path: Path) -> None:
    assert killed("hold", path, random.Random(1)) == [1]
    open_vault(path, None, PASSPHRASE).close()


def test_control_without_the_lock_two_open_and_the_first_can_no_longer_save(path: Path) -> None:
    file = slots.read(path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    first, second = (engine.connect(path, key, file.database_salt) for _ in range(2))
    for connection in (first, second):
        assert connection.execute("SELECT count(*) FROM assessments").fetchone() == (1,)
    with pytest.raises(engine.driver().OperationalError, match="database is locked"):
        engine.take(first, "UPDATE vault SET id = id WHERE false")
    first.close()
    second.close()
    assert not files.beside(path, "lock").read_bytes()
