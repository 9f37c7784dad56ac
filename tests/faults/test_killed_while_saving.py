"""kill -9 in the middle of saving: what was said to be saved is there, nothing is half there, and it opens."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.store import assessments, entries, open_vault
from tests.core.store.given import PASSPHRASE, Begun, begin, made_vault
from tests.faults.children import killed
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while saving")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault with one assessment in it."""
    store = made_vault(tmp_path / "team.vault")
    store.save(begin, Begun(store).assessment).result()
    store.close()
    return tmp_path / "team.vault"


def there(path: Path) -> set[int]:
    """The numbers of the pairs in the vault; every pair whole, every page sound."""
    store = open_vault(path, None, PASSPHRASE)
    (card,) = store.read(assessments.cards).result()
    found = store.read(entries.of, card.id).result()
    sound = store.verify().result()
    store.close()
    assert sound == ()
    numbers = {each.sequence // 2 for each in found}
    assert len(found) == 2 * len(numbers), "half a save is there"
    return numbers


def test_every_acknowledged_save_survives_a_kill(path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills, said = random.Random(SEED), Budget.of("kills while saving"), 0, set[int]()
    while kills < KILLS and budget.left():
        said.update(killed("save", path, chance))
        lost = said - there(path)
        assert not lost, f"{len(lost)} acknowledged saves lost, seed {SEED}"
        kills += 1
    ran(f"kills while saving, {len(said)} acknowledged saves", kills, KILLS)


def test_control_saves_said_too_early_are_lost(path: Path) -> None:
    chance, budget, lost = random.Random(SEED), Budget(15), set[int]()
    while not lost and budget.left():
        lost = set(killed("save_and_boast", path, chance)) - there(path)
    assert lost
