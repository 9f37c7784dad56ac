"""Pages of a vault are damaged by chance, and what can be read is put together with the backup: what it had is back."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload, With
from carer_desktop.caseload.rescue import Rescue
from carer_desktop.clock import FixedClock
from carer_desktop.errors import CarerError
from carer_desktop.records.damage import VaultFault
from carer_desktop.store import entries, manifest, salvage
from tests.core.caseload.pathway import MIA, SAM, Team
from tests.core.door import PASSPHRASE
from tests.core.store.spoilt import pages_of, spoil_pages
from tests.faults.sizes import SEED, Budget, inputs

HOW_MANY = (1, 1, 1, 2, 5, 20, 60)


@dataclass(frozen=True)
class Record:
    """How a record stands: its steps, and the ids of its answers."""

    steps: tuple[str, ...]
    answers: frozenset[str]


@dataclass(frozen=True)
class Laptop:
    """A closed vault on its way, what its backup had of each record and of the log, and what it had itself."""

    path: Path
    clock: FixedClock
    in_backup: dict[str, Record]
    logged: int
    whole: dict[str, Record]

    def put_back_whole(self) -> None:
        """As it was before anything was damaged."""
        shutil.rmtree(self.path.parent)
        shutil.copytree(self.path.parent.with_name("whole"), self.path.parent)

    def is_damaged(self) -> bool:
        """Whether opening says so."""
        try:
            Caseload.open(self.path, SAM, PASSPHRASE, clock=self.clock).close()
        except VaultFault:
            return True
        return False

    def had_not(self, fault: str) -> bool:
        """Whether this is said of rows of the log that the backup did not have, and a damaged page took."""
        first = re.match(r"(?:Entries|Entry) (\d+)\b", fault)
        return first is not None and int(first[1]) > self.logged

    def merge(self) -> tuple[str, ...]:
        """What can be read, with what the backup has; and what is said of it."""
        newest = manifest.newest_proven(manifest.folder_of(self.path))
        assert newest is not None
        return Rescue(self.path, self.clock).salvage(SAM, PASSPHRASE, newest).told


def standing(caseload: Caseload) -> dict[str, Record]:
    """Every record, opened."""
    found = {}
    for card in caseload.records.all():
        record = caseload.records.open(card.id)
        answers = frozenset(entry.id for entry in caseload._store.read(entries.of, card.id).result())
        found[card.id] = Record(tuple(move.move for move in record.history), answers)
    return found


@pytest.fixture
def laptop(tmp_path: Path, fixed_clock: FixedClock) -> Laptop:
    """Records begun, sent, sent back and begun anew, decided; after the backup one is sent and one changed."""
    path = tmp_path / "laptop" / "team.vault"
    path.parent.mkdir()
    team = Team(path, fixed_clock, MIA)
    team.sent()
    again, decided, begun = team.sent(), team.sent(), team.record()
    mia = team(MIA)
    mia.moves.make(mia.records.open(again.id), "return", With(reason="Since when?"))
    mia.moves.make(mia.records.open(decided.id), "authorise", With())
    sam = team(SAM)
    anew = sam.moves.make(sam.records.open(again.id), "resume")
    sam.records.answer(anew, "role_narrative", "Since the spring").saved.result()
    logged = sam.backups.make().counts["audit"]
    in_backup = standing(sam)
    sam.records.answer(sam.records.open(again.id), "role_narrative", "Since the summer").saved.result()
    sam.moves.make(sam.records.open(begun.id), "complete")
    whole = standing(sam)
    sam.close()
    shutil.copytree(path.parent, path.parent.with_name("whole"))
    return Laptop(path, fixed_clock, in_backup, logged, whole)


def wrong_after(laptop: Laptop, told: tuple[str, ...]) -> list[str]:
    """What is not as it should be: less than the backup had, more than there was, a step that proves nothing."""
    caseload = Caseload.open(laptop.path, SAM, PASSPHRASE, clock=laptop.clock)
    try:
        found, wrong = standing(caseload), [each for each in caseload.health.verify() if not laptop.had_not(each)]
    except CarerError as error:
        return [str(error)]
    finally:
        caseload.close()
    for id, had in laptop.in_backup.items():
        now, before = found.get(id, Record((), frozenset())), laptop.whole[id]
        if now.steps != before.steps[: len(now.steps)] or len(now.steps) < len(had.steps):
            wrong.append(f"{now.steps} of {before.steps}, in the backup {had.steps}")
        if not had.answers <= now.answers <= before.answers:
            wrong.append(f"{len(had.answers - now.answers)} answers of the backup are gone")
    back = sum(len(found[id].steps) < len(laptop.whole[id].steps) for id in found)
    if not back and any("earlier on the way" in sentence for sentence in told):
        wrong.append(f"no record stands earlier, and it is told: {told}")
    return wrong


def damage(laptop: Laptop, chance: random.Random) -> list[int]:
    """Pages here and there, or one behind the other."""
    pages = pages_of(laptop.path)
    many = min(chance.choice(HOW_MANY), pages - 2)
    first = chance.randrange(1, pages - many)
    hit = list(range(first, first + many)) if chance.random() < 0.5 else chance.sample(range(1, pages), many)
    spoil_pages(laptop.path, hit)
    return hit


def test_with_the_backup_everything_it_had_is_back(laptop: Laptop, ran: Callable[[str, int, int], None]) -> None:
    budget, done, planned = Budget.of("damaged pages"), 0, inputs("damaged pages")
    chance = random.Random(SEED)
    while done < planned and budget.left():
        hit = damage(laptop, chance)
        if laptop.is_damaged():
            told = laptop.merge()
            assert wrong_after(laptop, told) == [], f"pages {hit}; seed {SEED}"
            done += 1
        laptop.put_back_whole()
    ran("damaged vaults put together with their backup", done, planned)


def test_control_with_the_rules_of_a_save_steps_are_lost(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "_without_rules", lambda _new: [])
    monkeypatch.setattr(salvage, "_set_back", lambda _new: 0)
    spoil_pages(laptop.path, [pages_of(laptop.path) - 2])
    assert laptop.is_damaged()
    assert wrong_after(laptop, laptop.merge()) != []
