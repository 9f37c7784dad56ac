"""Saves between the steps of a backup's copy on a disk whose calls fail: the copy is the vault as it then is.

python -m tests.faults.failing_between FOLDER SEED COPIES whole|early   (below LD_PRELOAD of tests/faults/disk.c)
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from carer_desktop.records.kept import Jotting
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import Connection, Store, backup, engine, entries, jottings, manifest
from tests.core.store.given import LATER, NOW, Begun, begin, made_vault
from tests.core.store.test_copy_steps import Rows, all_rows
from tests.faults.failing import DISK, NUMBERS, OPEN, SHORT, SYNC, TRUNCATE, WRITE, say

KINDS = (WRITE, SYNC, TRUNCATE, OPEN, SHORT)
HURT = 0.4
"""After so many of all steps the disk fails."""
JOTTINGS = 40


class Work:
    """An open vault that is saved into after each step of a copy of it; what came of that is counted."""

    def __init__(self, begun: Begun, chance: random.Random, early: bool) -> None:
        self.store, self.record, self.chance, self.early = begun.store, begun.assessment.id, chance, early
        self.saves: list[Future[None]] = []
        self.found = Counter[str]()
        self.seen: Rows = {}

    def between(self) -> None:
        """One save, now and then on a disk of which a call fails."""
        if self.early and not self.seen:
            self.seen = all_rows(self.store.vault.connection)
        if self.chance.random() < HURT:
            sticky = self.chance.random() < 0.3
            DISK.fault_arm(self.chance.choice(KINDS), self.chance.randrange(1, 6), sticky, self.chance.choice(NUMBERS))
        self.saves.append(self.store.save(self.write))
        self.store._do_between_steps()
        self.found["hit"] += bool(DISK.fault_hits())
        DISK.fault_arm(0, 0, 0, 0)

    def write(self, connection: Connection) -> None:
        """Every jotting is longer, and one is another."""
        connection.execute("UPDATE jottings SET text = text || 'a'")
        text = "j" * self.chance.randrange(9_000)
        jottings.keep(connection, Jotting(str(self.chance.randrange(JOTTINGS)), self.record, LATER, text))

    def copy(self) -> None:
        """One backup, held against every row of the vault."""
        source = self.store.vault.source
        folder = manifest.folder_of(source.path)
        made = self.store.read(backup.copy, source, folder, NOW, "asked", self.between).result()
        there = self.seen if self.early else self.store.read(all_rows).result()
        copied = engine.connect(made.unproven, source.database_key, made.salt)
        self.found["same" if all_rows(copied) == there else "other"] += 1
        copied.close()
        manifest.remove(folder, backup.prove(made, source).file)


def opened(folder: Path) -> Begun:
    """A new vault of some two dozen steps."""
    begun = Begun(made_vault(folder / "team.vault", kdf=Kdf(8, 1, 1)))
    begun.store.save(begin, begun.assessment).result()
    begun.store.save(entries.append, [begun.entry(f"q{number}", "x" * 2_000) for number in range(150)]).result()
    return begun


def finished(work: Work) -> None:
    """What came of it, said; the vault sound."""
    store: Store = work.store
    assert store.verify().result() == ()
    store.close()
    failed = sum(each.exception() is not None for each in work.saves)
    say(f"{work.found['same']} {work.found['other']} {work.found['hit']} {failed} {len(work.saves)}")


if __name__ == "__main__":
    room: Any = backup
    room._STEP_PAGES, room._STEP_ROWS = 10, 5
    at_work = Work(opened(Path(sys.argv[1])), random.Random(int(sys.argv[2])), sys.argv[4] == "early")
    for _ in range(int(sys.argv[3])):
        at_work.copy()
    finished(at_work)
