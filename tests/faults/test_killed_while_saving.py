"""kill -9 in the middle of saving: what was said to be saved is there, nothing is half there, and it opens."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from carer_desktop.store import assessments, entries, open_vault
from tests.core.store.given import PASSPHRASE, Begun, begin, made_vault
from tests.faults.children import killed
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while saving")
IN_ONE_VAULT = 40
"""So many kills in one vault, some two thousand saves; all of them are looked at after each kill."""


def begun(folder: Path) -> Path:
    """A closed vault with one assessment in it."""
    folder.mkdir()
    store = made_vault(folder / "team.vault")
    store.save(begin, Begun(store).assessment).result()
    store.close()
    return folder / "team.vault"


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


def test_every_acknowledged_save_survives_a_kill(tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills, saves, said = random.Random(SEED), Budget.of("kills while saving"), 0, 0, set[int]()
    path = begun(tmp_path / "0")
    while kills < KILLS and budget.left():
        said.update(killed("save", path, chance))
        lost = said - there(path)
        assert not lost, f"{len(lost)} acknowledged saves lost, seed {SEED}"
        kills += 1
        if kills % IN_ONE_VAULT == 0:
            path, saves, said = begun(tmp_path / str(kills)), saves + len(said), set()
    ran(f"kills while saving, {saves + len(said)} acknowledged saves", kills, KILLS)


def test_control_saves_said_too_early_are_lost(tmp_path: Path) -> None:
    chance, budget, lost, path = random.Random(SEED), Budget(15), set[int](), begun(tmp_path / "0")
    while not lost and budget.left():
        lost = set(killed("save_and_boast", path, chance)) - there(path)
    assert lost
