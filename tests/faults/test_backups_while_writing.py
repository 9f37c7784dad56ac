"""Backups while answers are saved without a pause: each one, put back, is the vault as it was at one moment."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.sealing import keys
from carer_desktop.store import Store, assessments, backup, elsewhere, entries, files, manifest, open_vault, restore
from tests.core.store.given import LATER, PASSPHRASE, Begun, begin, made_vault
from tests.faults.children import pair
from tests.faults.disk import ROOT, surroundings
from tests.faults.sizes import SEED, Budget, inputs

PART_BYTES = 16 * 4_096
BACKUPS = inputs("backups while writing")
COPIES = inputs("copies on a failing disk")
AT_ONCE = 10
IN_ONE_VAULT = 20
"""So many backups of one vault: it grows all the time, and every answer is looked at after each."""
AWAY = 4
"""Every so many backups the second place is away."""
STEP_PAGES = 2
"""So small a step that saves come between many of them, as they do in a vault of hundreds of records."""


class Writer:
    """Saves pairs of answers for ever; *done* is the last one that was said to be saved."""

    def __init__(self, store: Store, record: str) -> None:
        self.store, self.record, self.done, self.begun = store, record, 0, 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self.stopped.is_set():
            self.begun += 1
            self.store.save(entries.append, pair(self.record, self.begun)).result()
            self.done = self.begun

    def past(self, number: int) -> None:
        """Wait until this many were said to be saved."""
        while self.done < number and self.thread.is_alive():
            self.stopped.wait(0.002)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    store = made_vault(path)
    record = Begun(store).assessment
    store.save(begin, record).result()
    writer = Writer(store, record.id)
    writer.thread.start()
    try:
        yield writer
    finally:
        writer.stopped.set()
        writer.thread.join()
        store.close()


def kept(path: Path) -> int:
    """How many pairs are there: the first so many, each whole, every page and the log sound."""
    store = open_vault(path, None, PASSPHRASE)
    try:
        (card,) = store.read(assessments.cards).result()
        found = [each.sequence for each in store.read(entries.of, card.id).result()]
        assert store.verify().result() == ()
        assert not [each for each in store.check_log().result() if each.fault]
    finally:
        store.close()
    assert found == list(range(2, len(found) + 2)), "a pair is missing or only half there"
    return len(found) // 2


def test_each_backup_is_the_vault_at_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: Callable[[str, int, int], None]
) -> None:
    monkeypatch.setattr(backup, "_STEP_PAGES", STEP_PAGES)
    budget, done, within, saves = Budget.of("backups while writing"), 0, 0, 0
    while done < BACKUPS and budget.left():
        some = backed_up(tmp_path / str(done), min(IN_ONE_VAULT, BACKUPS - done), budget)
        done, within, saves = done + some.backups, within + some.within, saves + some.saves
    assert within > done, "hardly a save came between two steps of a copy"
    what = f"{saves} saves beside them, {within} while they were copied, second place away {done // AWAY} times"
    ran(f"backups while writing, {what}", done, BACKUPS)


class Some(NamedTuple):
    """So many backups of one vault; how many saves were made while they were copied, and how many beside them."""

    backups: int
    within: int
    saves: int


def backed_up(place: Path, most: int, budget: Budget) -> Some:
    """So many backups of one vault, each put back and looked at."""
    stick, pair_of, done, within = place / "stick", keys.receiving_pair(), 0, 0
    stick.mkdir(parents=True)
    with writing(place / "team.vault") as writer:
        folder = manifest.folder_of(writer.store.vault.path)
        while done < most and (budget.left() or not done):
            writer.past(writer.done + 3)
            before = writer.done
            made = writer.store.back_up(LATER, "asked")
            after = writer.begun
            target = place / f"back {done}" / "team.vault"
            restore.to_new_file(folder / made.file, target)
            there = kept(target)
            assert before <= there <= after
            # At most two were under way before the first step.
            done, within = done + 1, within + max(0, there - before - 2)
            if done % AWAY == 0:
                refused_without(stick, folder / made.file, pair_of.public)
            elsewhere.send(folder / made.file, stick, [pair_of.public], "records", LATER)
        last = writer.done
        (newest, *_) = sorted(stick.glob("*.age"), reverse=True)
        elsewhere.fetch(newest, [pair_of.secret], place / "fetched" / "team.vault")
    assert kept(place / "fetched" / "team.vault") <= last
    assert kept(place / "team.vault") >= last
    return Some(done, within, last)


def refused_without(stick: Path, database: Path, public: bytes) -> None:
    """While the second place is away it is said so, and the same may be tried again."""
    stick.rename(stick.with_name("pocket"))
    with pytest.raises(StoreError, match="second place for backups is not there") as told:
        elsewhere.send(database, stick, [public], "records", LATER)
    assert told.value.retry
    stick.with_name("pocket").rename(stick)


def copied_on_a_failing_disk(folder: Path, seed: int, copies: int, how: str = "whole") -> list[int]:
    """Copies that were the vault, and that were not; then faults, saves that failed, and all saves."""
    folder.mkdir()
    words = [str(folder), str(seed), str(copies), how]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.failing_between", *words],
        cwd=ROOT,
        env=surroundings(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-1_500:]}"
    return [int(each) for each in done.stdout.split()]


def test_each_copy_is_the_vault_where_the_disk_fails_between_its_steps(
    tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, found = random.Random(SEED), Budget.of("copies on a failing disk"), [0] * 5
    while sum(found[:2]) < COPIES and budget.left():
        some = copied_on_a_failing_disk(tmp_path / str(sum(found[:2])), chance.randrange(2**31), min(AT_ONCE, COPIES))
        found = [before + now for before, now in zip(found, some, strict=True)]
    same, other, hit, failed, saves = found
    assert not other, f"seed {SEED}"
    assert failed < saves, f"seed {SEED}"
    assert failed or saves < 100, f"seed {SEED}"
    ran(f"copies on a failing disk, {hit} faults, {failed} of {saves} saves between steps failed", same, COPIES)


def test_control_a_vault_read_after_the_first_step_is_not_the_copy(tmp_path: Path) -> None:
    same, other, *_ = copied_on_a_failing_disk(tmp_path / "early", SEED % 2**31, 1, "early")
    assert (same, other) == (0, 1)


def test_control_a_file_read_while_it_is_written_is_no_backup(tmp_path: Path) -> None:
    target = tmp_path / "read" / "team.vault"
    target.parent.mkdir()
    with writing(tmp_path / "team.vault") as writer:
        writer.past(20)
        content = b""
        with writer.store.vault.path.open("rb") as file:
            for _ in range(writer.store.vault.path.stat().st_size // PART_BYTES + 1):
                content += file.read(PART_BYTES)
                writer.past(writer.done + 4)
        for ending in restore.KEYS:
            files.beside(target, ending).write_bytes(files.beside(writer.store.vault.path, ending).read_bytes())
    target.write_bytes(content)
    with pytest.raises((StoreError, AssertionError)):
        kept(target)
