"""A practitioner at work on a disk whose calls fail; everything is said on the output when it is done, never earlier.

python -m tests.faults.failing FOLDER SEED ROUNDS whole|boast   (below LD_PRELOAD of tests/faults/disk.c)
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import engine
from tests.core.store.given import NOW, PASSPHRASE

WRITE, SYNC, TRUNCATE, OPEN, SHORT, RENAME = 1, 2, 4, 8, 16, 32
KINDS: tuple[int, ...] = (WRITE, SYNC, TRUNCATE, OPEN, SHORT, RENAME, WRITE | SYNC | TRUNCATE | OPEN | RENAME)
NUMBERS = (errno.EIO, errno.ENOSPC, errno.EDQUOT)
QUESTION = "role_narrative"
DISK = ctypes.CDLL(None)


def say(line: str) -> None:
    """Tell the parent, past every buffer."""
    os.write(1, f"{line}\n".encode())


def made(folder: Path) -> Path:
    """A closed vault with one record in it."""
    path = folder / "team.vault"
    caseload = Caseload.create(
        path, "Kay Example", ["assessor", "keeper"], PASSPHRASE, kdf=Kdf(8, 1, 1), clock=FixedClock(NOW)
    )
    caseload.records.begin("carer_conversation")
    caseload.close()
    return path


def numbered(text: object) -> int:
    """Which round an answer was given in; 0 for none."""
    return int(str(text or "0").split()[-1])


@contextmanager
def boasting(connection: engine.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """The control: whatever the disk says, it is said to be saved."""
    with suppress(engine.driver().Error):
        connection.execute(f"BEGIN {kind}")
    yield
    with suppress(engine.driver().Error):
        connection.execute("COMMIT")
    if connection.in_transaction:
        connection.execute("ROLLBACK")


class Work:
    """One record, answered again and again; now and then a backup."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.caseload = Caseload.open(path, None, PASSPHRASE, clock=FixedClock(NOW))
        self.record = self.caseload.records.open(self.caseload.records.all()[0].id)
        # Its form is read with the page that asks the question.
        self.caseload.records.form(self.record)
        self.number = numbered(self.record.answers.get(QUESTION))
        self.chance = chance

    def answer(self) -> None:
        """One answer; said when it is on the disk."""
        self.number += 1
        answered = self.caseload.records.answer(self.record, QUESTION, f"{'words ' * 300}{self.number}")
        self.record = answered.assessment
        answered.saved.result()
        assert self.caseload.records.unsaved() == 0
        say(f"answer {self.number}")

    def again(self) -> None:
        """What is not yet saved, once more."""
        self.caseload.records.retry().result()
        assert self.caseload.records.unsaved() == 0
        say(f"answer {self.number}")

    def backup(self) -> None:
        """A proven backup; said when it is there."""
        say(f"backup {self.caseload.backups.make().number}")


def fails(work: Callable[[], None], what: str) -> bool:
    """Whether it failed, and then in words for a person who may try again."""
    try:
        work()
    except StoreError as error:
        told: StoreError | None = error
    else:
        told = None
    assert told is None or (told.retry and told.mend), f"{what}: {told}, {told.__cause__!r}"
    return told is not None


def round_(work: Work) -> tuple[bool, bool]:
    """One call to the disk fails, once or from then on: whether it came to that, and whether it was noticed."""
    chance, answers = work.chance, work.chance.random() < 0.85
    sticky = chance.random() < 0.5
    DISK.fault_arm(chance.choice(KINDS), chance.randrange(1, 9), sticky, chance.choice(NUMBERS))
    failed = fails(work.answer if answers else work.backup, "first")
    if failed and answers:
        assert work.caseload.records.unsaved() == 1, "what failed is not kept for another try"
        if sticky and chance.random() < 0.5 and not fails(work.again, "while it lasts"):
            # A call of another kind than the one that fails was enough this time.
            failed = False
    if failed and chance.random() < 0.1:
        os._exit(9)  # killed while the disk still fails
    hit = bool(DISK.fault_hits())
    DISK.fault_arm(0, 0, 0, 0)
    if failed and answers:
        work.again()
    elif failed:
        work.backup()
    return hit, failed


if __name__ == "__main__":
    if sys.argv[4] == "boast":
        engine.transaction, KINDS = boasting, (WRITE, SYNC)
    at_work = Work(Path(sys.argv[1], "team.vault"), random.Random(int(sys.argv[2])))
    for _ in range(int(sys.argv[3])):
        hit, failed = round_(at_work)
        say(f"round {int(hit)}{int(failed)}")
    at_work.caseload.close()
