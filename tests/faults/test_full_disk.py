"""A full disk, a disk that becomes read-only, a folder that vanishes: what was saved stays, and the way on is open."""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from carer_desktop.assessment import Assessment, Move
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.store import history, manifest, space
from tests.core.store.given import CHEAP, NOW, PASSPHRASE
from tests.faults.sizes import SEED, Budget, inputs

DISKS = inputs("full disks")
QUESTION = "role_narrative"
RESERVE = 400_000


def mounted(folder: Path, size: int) -> bool:
    """Whether a disk of this size of its own is there now; only the administrator may do that."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], check=False, capture_output=True
    )
    return done.returncode == 0


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A folder on a disk of this size; where that may not be, files that cannot grow beyond it."""
    folder.mkdir()
    real = mounted(folder, size)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        if not real:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, limits[1]))
        yield real
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        if real:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def grown(folder: Path) -> None:
    """More room: the disk is made larger, or the limit taken away."""
    if folder.is_mount():
        subprocess.run(["mount", "-o", "remount,size=50m", str(folder)], check=True)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Team:
    """A vault with one record that is due to go and one that is worked on."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.chance = FixedClock(NOW), random.Random(SEED)
        self.path = folder / "team.vault"
        made = Caseload.create(self.path, "Kay Example", ["assessor", "admin"], PASSPHRASE, kdf=CHEAP, clock=self.clock)
        old = made.records.begin("carer_conversation")
        made._store.save(history.append, old.id, Move("upload", "uploaded", NOW, made.me.id, "assessor")).result()
        self.old, self.record = old.id, made.records.begin("carer_conversation").id
        made.close()
        self.clock.at += timedelta(days=30)
        self.caseload = self.opened()

    def opened(self) -> Caseload:
        return Caseload.open(self.path, None, PASSPHRASE, clock=self.clock)

    def look(self) -> Assessment:
        return self.caseload.records.open(self.record)

    def answer(self, words: str) -> None:
        self.caseload.records.answer(self.look(), QUESTION, words).saved.result()

    def fill(self, most: int = 5_000) -> tuple[str, StoreError]:
        """Write until the disk is full: what was last said to be saved, and what was said of the next."""
        kept = ""
        for number in range(most):
            # Of long answers only what is new is kept, so each is new from its first letter to its last.
            words = f"{number} {self.chance.randbytes(9_000).hex()}"
            try:
                self.answer(words)
            except StoreError as error:
                return kept, error
            kept = words
        raise AssertionError("the disk is not full")


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Team]]:
    """Makes a team on a small disk; all of it is gone at the end."""
    monkeypatch.setattr(space, "RESERVE_BYTES", RESERVE)
    monkeypatch.setattr(space, "LITTLE_BYTES", 0)
    monkeypatch.setattr(space, "NONE_BYTES", 0)
    made: list[Team] = []

    def make(size: int) -> Team:
        folder = tmp_path / f"disk{len(made)}"
        disks.enter_context(small_disk(folder, size))
        made.append(Team(folder))
        return made[-1]

    with ExitStack() as disks:
        yield make
        for each in made:
            each.caseload.close()


def test_a_full_disk_keeps_what_was_saved_and_the_reserve_lets_the_work_go_on(
    team: Callable[[int], Team], tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, done = random.Random(SEED), Budget.of("full disks"), 0
    while done < DISKS and budget.left():
        filled_and_freed(team(3_000_000 + chance.randrange(400_000)), tmp_path / f"out{done}")
        done += 1
    ran("full disks, the reserve given free", done, DISKS)


def filled_and_freed(here: Team, out: Path) -> None:
    """Fill the disk, give the reserve free, and do all that must be possible then."""
    space.keep_reserve(here.path)
    kept, told = here.fill()
    assert told.retry
    assert here.caseload.records.unsaved() == 1
    if here.path.parent.is_mount():
        assert (told.what, told.mend) == ("The disk is full", "Free at least 50 MB on it, then try again.")
        with pytest.raises(StoreError, match=r"There is no room for a backup.*Free at least \d+ MB"):
            here.caseload.backups.make()
    # What is no longer needed cannot go while there is no room at all; with the reserve it can.
    assert space.release_reserve(here.path) in (0, RESERVE)
    if not here.path.parent.is_mount():
        grown(here.path.parent)
    here.caseload.records.retry().result()
    assert here.caseload.records.unsaved() == 0
    out.mkdir()
    exported = here.caseload.exports.write(here.look(), out)
    assert Path(exported.folder, exported.file).stat().st_size > 1_000
    here.caseload.retention.remove(here.caseload.retention.look(here.old))
    here.caseload.close()
    here.caseload = here.opened()
    answer = str(here.look().answers[QUESTION])
    assert int(answer.split()[0]) == int(kept.split()[0]) + 1
    assert [card.id for card in here.caseload.records.all()] == [here.record]
    assert here.caseload._store.verify().result() == ()
    here.caseload.close()


def test_a_disk_that_becomes_read_only_is_told_and_works_again_when_it_does(team: Callable[[int], Team]) -> None:
    here = team(6_000_000)
    here.answer("before")
    if here.path.parent.is_mount():
        # A disk on which a file is open for writing cannot be made read-only, so it is closed and opened again.
        here.caseload.close()
        subprocess.run(["mount", "-o", "remount,ro", str(here.path.parent)], check=True)
        with pytest.raises(StoreError, match="can only be read") as told:
            here.opened()
        assert told.value.retry and told.value.mend
        subprocess.run(["mount", "-o", "remount,rw", str(here.path.parent)], check=True)
        here.caseload = here.opened()
    assert here.look().answers[QUESTION] == "before"
    here.answer("after")
    assert here.look().answers[QUESTION] == "after"


def test_a_folder_that_vanishes_is_told_and_nothing_is_said_to_be_saved_until_it_is_back(
    team: Callable[[int], Team], tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    here, budget, done = Team(tmp_path / "laptop"), Budget.of("full disks"), 0
    away = tmp_path / "away"
    while done < DISKS and budget.left():
        here.answer(f"kept {done}")
        here.path.parent.rename(away)
        with pytest.raises(StoreError, match=r"moved, renamed or deleted|cannot be opened|read or written") as told:
            here.answer(f"typed while it was away {done}")
        assert told.value.retry and told.value.mend
        assert here.caseload.records.unsaved() == 1
        away.rename(here.path.parent)
        here.caseload.records.retry().result()
        assert here.look().answers[QUESTION] == f"typed while it was away {done}"
        done += 1
    here.caseload.close()
    here.caseload = here.opened()
    assert here.look().answers[QUESTION] == f"typed while it was away {done - 1}"
    ran("folders that vanished and came back", done, DISKS)


def test_a_folder_removed_for_good_leaves_the_backup_elsewhere(tmp_path: Path) -> None:
    here = Team(tmp_path / "laptop")
    here.answer("kept")
    here.caseload.backups.hand_out(here.caseload.backups.make(), tmp_path / "stick")
    shutil.rmtree(here.path.parent)
    with pytest.raises(StoreError) as told:
        here.answer("typed after it had gone")
    assert told.value.mend
    here.caseload.close()
    (database,) = (tmp_path / "stick").glob("*.vault")
    assert (found := manifest.of(database)) and found.proven
    again = Caseload.open(database, None, PASSPHRASE, clock=here.clock)
    assert again.records.open(here.record).answers[QUESTION] == "kept"
    again.close()


def test_control_a_disk_with_room_refuses_nothing(tmp_path: Path) -> None:
    here = Team(tmp_path / "laptop")
    with pytest.raises(AssertionError, match="the disk is not full"):
        here.fill(25)
    here.caseload.close()
