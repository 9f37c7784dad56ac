"""kill -9 while the key file is written: both copies are whole, and no older than what was said to be written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import files, open_vault, slots
from tests.core.store.given import PASSPHRASE, made_vault
from tests.faults.children import killed
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while writing the key file")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault."""
    made_vault(tmp_path / "team.vault").close()
    return tmp_path / "team.vault"


def whole(path: Path, ending: str) -> int | None:
    """The sequence of one copy alone; None where it is torn."""
    alone = path.with_name("alone")
    for each in ("keys", "keys2"):
        files.beside(alone, each).unlink(missing_ok=True)
    files.beside(alone, "keys").write_bytes(files.beside(path, ending).read_bytes())
    try:
        return slots.read(alone).sequence
    except StoreError:
        return None


def test_both_copies_stay_whole(path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills = random.Random(SEED), Budget.of("kills while writing the key file"), 0
    while kills < KILLS and budget.left():
        said = killed("rewrite_keys", path, chance)[-1]
        a, b = whole(path, "keys"), whole(path, "keys2")
        assert a is not None, f"torn, seed {SEED}"
        assert b is not None, f"torn, seed {SEED}"
        assert said <= b <= a <= said + 1, f"seed {SEED}"
        open_vault(path, None, PASSPHRASE).close()
        assert whole(path, "keys2") == a
        kills += 1
    assert {each.name for each in path.parent.glob("*.tmp")} <= {f"{path.name}.keys.tmp", f"{path.name}.keys2.tmp"}
    ran("kills while writing the key file", kills, KILLS)


def test_control_a_file_written_in_place_is_torn(path: Path) -> None:
    chance, budget, torn = random.Random(SEED), Budget(15), False
    while not torn and budget.left():
        killed("rewrite_keys_in_place", path, chance)
        torn = whole(path, "keys") is None
    assert torn
