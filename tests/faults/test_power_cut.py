"""The power fails: what the disk had not synced is there by chance, and nothing that was said to be saved is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import assessments, backup, entries, jottings, manifest, open_vault
from tests.faults.disk import Image, Recording, recorded
from tests.faults.sizes import SEED, Budget, inputs, seconds
from tests.faults.working import PASSPHRASES, made

CUTS = inputs("power cuts")
SECONDS = seconds("power cuts")
ROUNDS = 40
CONTROL_CUTS = inputs("power cuts, the control")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own, so that nothing else is recorded."""
    work = tmp_path / "work"
    work.mkdir()
    return work


@dataclass
class Found:
    """What is left after a cut."""

    pairs: set[int]
    halves: int
    jotting: int
    sound: bool


def said(image: Image, what: str) -> list[int]:
    """The numbers that were said to be done, of one kind."""
    return [int(line.split()[1]) for line in image.said if line.startswith(what)]


def look(path: Path, passphrases: list[str]) -> Found:
    """Open what is left, with one of the passphrases that may be in force."""
    for each in passphrases[:-1]:
        try:
            store = open_vault(path, None, each)
        except StoreError:
            continue
        break
    else:
        store = open_vault(path, None, passphrases[-1])
    (card,) = store.read(assessments.cards).result()
    kept = store.read(entries.of, card.id).result()
    notes = store.read(jottings.of, card.id).result()
    sound = store.verify().result() == ()
    store.close()
    pairs = {each.sequence // 2 for each in kept}
    return Found(pairs, 2 * len(pairs) - len(kept), int(notes[0].text) if notes else 0, sound)


def lost(image: Image, target: Path) -> str:
    """What a cut has cost of that which was said to be done; empty if nothing."""
    image.lay(target)
    words = (said(image, "words") or [0])[-1]
    try:
        found = look(target / "team.vault", [PASSPHRASES[words], PASSPHRASES[1 - words]])
    except (StoreError, ValueError) as error:
        return f"does not open: {error}"
    if not set(said(image, "pair")) <= found.pairs:
        return f"{len(set(said(image, 'pair')) - found.pairs)} saves lost"
    if found.halves or not found.sound:
        return "half a save, or not sound"
    if found.jotting < max(said(image, "jotting"), default=0):
        return "a jotting went back"
    return lost_backup(image, target / "team.vault.backups")


def lost_backup(image: Image, folder: Path) -> str:
    there = {each.number: each for each in manifest.all_(folder)}
    if not set(said(image, "backup")) <= {number for number, each in there.items() if each.proven}:
        return "a proven backup lost"
    for each in there.values():
        if each.proven:
            backup.check_unchanged(folder / each.file)
    return ""


def after_cuts(recording: Recording, target: Path, cuts: int, at_most: float) -> tuple[int, list[str]]:
    """How many cuts were made, and what those cost that cost something."""
    chance, budget, done, costs = random.Random(SEED), Budget(at_most), 0, list[str]()
    end = len(recording.events)
    while done < cuts and budget.left():
        moments = sorted(chance.randrange(1, end + 1) for _ in range(min(20, cuts - done)))
        for image in recording.cuts(moments, chance):
            cost = lost(image, target)
            costs += [cost] if cost else []
            done += 1
    return done, costs


def test_nothing_that_was_said_to_be_done_is_lost(
    folder: Path, tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    made(folder)
    recording = recorded("tests.faults.working", folder, str(ROUNDS), "")
    assert len(said(next(recording.kills([len(recording.events)])), "pair")) == ROUNDS
    done, costs = after_cuts(recording, tmp_path / "after", CUTS, SECONDS)
    assert costs == [], f"seed {SEED}"
    ran(f"power cuts, {len(recording.events)} calls to the disk", done, CUTS)


@pytest.mark.parametrize(
    ("broken", "least"), [("off", 0.2), ("wal", 0.2), ("delete", 0.01)], ids=["off", "wal normal", "delete full"]
)
def test_control_with_another_way_of_writing_it_is_lost(
    folder: Path, tmp_path: Path, broken: str, least: float, ran: Callable[[str, int, int], None]
) -> None:
    made(folder)
    recording = recorded("tests.faults.working", folder, str(ROUNDS), broken)
    done, costs = after_cuts(recording, tmp_path / "after", CONTROL_CUTS, seconds("power cuts, the control"))
    assert len(costs) >= least * done, f"{costs}, seed {SEED}"
    ran(f"control: power cuts that lost something, {broken}", len(costs), done)
