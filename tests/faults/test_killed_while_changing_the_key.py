"""kill -9 while the vault is given a new key: everybody still gets in, and nothing of what was kept is lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.sealing import keys
from carer_desktop.store import Store, access, entries, key_file, open_vault, recover_vault, slots
from tests.core.store.given import CHEAP, LATER, NAME, PASSPHRASE, Begun, begin, made_vault
from tests.faults.children import killed, pair
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while changing the key")
IN_ONE_VAULT = 40
BEN, BEN_SAYS = "Ben Example", "wrong mule dynamo paperclip"
PAIRS = 1_500


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault of two people, some 3 MB large: a change of its key is killed in the midst of its pages."""
    path = tmp_path_factory.mktemp("made") / "team.vault"
    store = made_vault(path)
    store.change_keys(access.add, BEN, ["assessor"], BEN_SAYS, LATER, None, False).result()
    assessment = Begun(store).assessment
    store.save(begin, assessment).result()
    every = [entry for number in range(1, PAIRS + 1) for entry in pair(assessment.id, number)]
    store.save(entries.append, every).result()
    store.close()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return copied(made, tmp_path)


def copied(made: Path, folder: Path) -> Path:
    """The vault as it was made, in the place of the last copy: its log is checked whole after every kill."""
    shutil.rmtree(folder / "copy", ignore_errors=True)
    return Path(shutil.copytree(made.parent, folder / "copy"), made.name)


def kept(store: Store) -> int:
    """How many entries are there, all pages and the log being sound."""
    assert store.verify().result() == ()
    assert not [each for each in store.check_log().result() if each.fault]
    row = store.read(lambda connection: connection.execute("SELECT count(*) FROM entries").fetchone()).result()
    assert row
    return int(row[0])


def test_everybody_still_gets_in(made: Path, tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills, midway = random.Random(SEED), Budget.of("kills while changing the key"), 0, 0
    while kills < KILLS and budget.left():
        if kills % IN_ONE_VAULT == 0:
            path = copied(made, tmp_path)
        killed("change_the_key", path, chance)
        midway += key_file.read(path).next_salt != b""
        for person, passphrase in ((BEN, BEN_SAYS), (NAME, PASSPHRASE)):
            store = open_vault(path, person, passphrase)
            if person == NAME:
                assert kept(store) == 2 * PAIRS, f"seed {SEED}"
            store.close()
        kills += 1
    assert midway > 0, "no kill fell into a change"
    ran("kills while changing the key", kills, KILLS)


def test_the_rescue_sheet_gets_in_as_well(path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills = random.Random(SEED), Budget.of("kills, then the rescue sheet"), 0
    planned, held = inputs("kills, then the rescue sheet"), keys.receiving_pair()
    store = open_vault(path, NAME, PASSPHRASE)
    store.change_keys(access.keep_recovery, slots.SHEET, held.public, LATER).result()
    store.close()
    while kills < planned and budget.left():
        killed("change_the_key", path, chance)
        made = recover_vault(path, held.secret, NAME, PASSPHRASE, clock=_clock(), kdf=CHEAP, told="came in")
        assert kept(made) == 2 * PAIRS, f"seed {SEED}"
        made.close()
        kills += 1
    ran("kills while changing the key, then the rescue sheet", kills, planned)


def test_control_pages_before_the_key_file_keeps_everybody_out(path: Path) -> None:
    chance, budget, out = random.Random(SEED), Budget(30), False
    while not out and budget.left():
        killed("change_the_key_first", path, chance)
        try:
            open_vault(path, NAME, PASSPHRASE).close()
        except StoreError:
            out = True
    assert out


def _clock() -> FixedClock:
    return FixedClock(LATER)
