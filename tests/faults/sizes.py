"""How large each fault test is: one table of inputs and seconds for every size, the seed, and the shard of this run.

Whoever wants to know what is tried at which size reads FAULTS. A test tries its inputs until they are done or its
seconds are spent, whichever comes first, and says how many it tried.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

Size: TypeAlias = Literal["quick", "ci", "release"]
Three: TypeAlias = tuple[int, int, int]

SIZES: Final[tuple[Size, ...]] = ("quick", "ci", "release")
SHARD_SECONDS: Final = 3_600
SHARDS: Final = 12
"""With so many shards each stays under an hour, on one core."""
SEED: Final = int(os.environ.get("CARER_FAULTS_SEED") or random.SystemRandom().randrange(2**32))
"""Where chance begins: another place every time, or where CARER_FAULTS_SEED says, to try the same again."""


class Fault(NamedTuple):
    """One kind of fault: how many inputs, for how many seconds at most, in which file."""

    inputs: Three
    seconds: Three
    file: str


# What is tried: inputs (quick, ci, release), seconds at most (quick, ci, release), test file.
FAULTS: Final[Mapping[str, Fault]] = {
    # --- killed, or the power fails
    "kills while saving": Fault((20, 200, 2_000), (10, 60, 1_800), "killed_while_saving"),
    "kills while a vault is made": Fault((8, 100, 1_000), (6, 45, 900), "killed_while_creating"),
    "kills while writing the key file": Fault((15, 200, 2_000), (8, 60, 1_800), "killed_while_writing_keys"),
    "kills while changing the key": Fault((12, 100, 2_000), (9, 60, 2_400), "killed_while_changing_the_key"),
    "kills, then the rescue sheet": Fault((5, 40, 200), (6, 40, 600), "killed_while_changing_the_key"),
    "kills while a schema is brought up to date": Fault((5, 50, 150), (4, 60, 600), "killed_while_migrating"),
    "kills while a record is removed": Fault((6, 50, 300), (6, 60, 280), "killed_while_removing"),
    "kills while copies are made": Fault((3, 60, 600), (3, 45, 1_500), "killed_while_copying"),
    "kills while somebody types": Fault((3, 8, 40), (20, 60, 300), "kill_typing"),
    "power cuts": Fault((120, 2_000, 50_000), (8, 60, 3_000), "power_cut"),
    "power cuts, the control": Fault((40, 200, 400), (7, 30, 60), "power_cut"),
    # --- the disk fails or is full
    "calls to the disk that fail": Fault((30, 434, 5_000), (2, 60, 2_400), "failing_disk"),
    "full disks": Fault((1, 4, 12), (3, 40, 300), "full_disk"),
    # --- files damaged, cut, exchanged
    "flipped bits": Fault((120, 1_000, 20_000), (10, 45, 1_500), "flipped_bit"),
    "lengths": Fault((60, 500, 3_000), (10, 45, 900), "truncated"),
    "damaged pages": Fault((15, 150, 3_000), (6, 45, 1_200), "damaged_pages"),
    "older pages": Fault((40, 700, 3_000), (2, 40, 600), "older_page"),
    "days of older pages": Fault((8, 28, 60), (0, 0, 0), "older_page"),
    "damaged journals": Fault((36, 400, 2_000), (2, 45, 600), "hot_journal"),
    "flipped bits of the key file": Fault((1_400, 32_000, 200_000), (3, 40, 900), "damaged_keys"),
    "doctored key files": Fault((150, 1_000, 20_000), (5, 40, 600), "damaged_keys"),
    "tamperings of the log": Fault((150, 2_000, 10_000), (8, 60, 2_000), "tampered_log"),
    "rows of the log": Fault((20_000, 100_000, 600_000), (2, 8, 60), "tampered_log"),
    # --- files somebody hands in
    "answers out and in": Fault((4, 60, 1_000), (3, 30, 60), "out_and_in"),
    "changed Word files": Fault((100, 2_000, 100_000), (5, 60, 600), "hostile_files"),
    "changed PDF forms": Fault((60, 1_500, 2_500), (3, 45, 70), "hostile_forms"),
    "tables made by chance": Fault((400, 10_000, 300_000), (2, 60, 900), "tables_by_chance"),
    "workbooks spoilt by chance": Fault((100, 4_000, 60_000), (2, 60, 600), "tables_by_chance"),
    # --- files we hand over
    "texts in documents": Fault((120, 1_500, 20_000), (3, 45, 100), "export_text"),
    "copies made by chance": Fault((2, 300, 300), (6, 300, 300), "copies_by_chance"),
    "files that LibreOffice opens": Fault((1, 20, 30), (6, 40, 40), "office_opens"),
    # --- copies
    "backups while writing": Fault((4, 30, 300), (4, 40, 600), "backups_while_writing"),
    "copies on a failing disk": Fault((1, 30, 1_000), (2, 30, 600), "backups_while_writing"),
    "calendars": Fault((150, 600, 5_000), (4, 10, 120), "calendars"),
    "recovery drills": Fault((1, 3, 20), (3, 10, 120), "recovery_drill"),
    "records in a drill": Fault((5, 20, 50), (0, 0, 0), "recovery_drill"),
    # --- people, processes, threads
    "runs of people coming and going": Fault((5, 15, 500), (15, 60, 3_000), "people_come_and_go"),
    "steps of a run": Fault((20, 30, 200), (0, 0, 0), "people_come_and_go"),
    "clocks gone wrong": Fault((3, 40, 40), (2, 20, 20), "one_holder"),
    "second starts": Fault((40, 400, 4_000), (5, 20, 120), "second_start"),
    "calls of eight threads": Fault((400, 4_000, 40_000), (6, 40, 600), "eight_threads"),
    "locks": Fault((3, 12, 300), (12, 60, 1_200), "lock"),
    "scans of memory": Fault((1, 3, 100), (5, 15, 500), "lock"),
    "locks during an export": Fault((1, 2, 30), (6, 15, 120), "lock"),
    "locks of a long day": Fault((20, 60, 500), (0, 0, 0), "soak"),
    "saves of a long day": Fault((300, 4_000, 50_000), (8, 60, 1_800), "soak"),
    "exports of a long day": Fault((3, 20, 200), (0, 0, 0), "soak"),
    "runs of moves in any order": Fault((10, 300, 1_000), (16, 270, 1_500), "moves_in_any_order"),
    "moves of a run": Fault((50, 50, 50), (0, 0, 0), "moves_in_any_order"),
    # --- what must not be seen
    "words on the disk": Fault((300, 3_000, 30_000), (5, 15, 120), "plaintext_on_disk"),
    "journeys without a network": Fault((1, 2, 2), (3, 30, 60), "no_way_out"),
    "errors with words in them": Fault((12, 150, 1_500), (20, 60, 1_500), "words_in_errors"),
}


def size() -> Size:
    """The size of this run, from CARER_FAULTS_SIZE; quick when it is not set."""
    given = os.environ.get("CARER_FAULTS_SIZE") or "quick"
    if given not in SIZES:
        raise ValueError(f"CARER_FAULTS_SIZE is {given!r}; write one of {', '.join(SIZES)}.")
    return given


def inputs(fault: str) -> int:
    """How many inputs of this kind are tried at this run's size."""
    return FAULTS[fault].inputs[SIZES.index(size())]


def seconds(fault: str) -> int:
    """How many seconds they may take."""
    return FAULTS[fault].seconds[SIZES.index(size())]


class Budget:
    """Seconds that a loop may spend; the first round is always allowed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start = time.monotonic()
        self._asked = False

    @classmethod
    def of(cls, fault: str) -> Budget:
        """What this kind of fault may spend at this run's size."""
        return cls(seconds(fault))

    def left(self) -> bool:
        """True while another round may start."""
        first, self._asked = not self._asked, True
        return first or time.monotonic() - self._start < self._seconds


def shard() -> tuple[int, int]:
    """Which part of how many this run is, from CARER_FAULTS_SHARD ("2/12"); the whole when it is not set."""
    given = os.environ.get("CARER_FAULTS_SHARD") or "1/1"
    number, _, of = given.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise ValueError(f"CARER_FAULTS_SHARD is {given!r}; write a part of how many, as 2/{SHARDS}.")
    return int(number), int(of)


def shards(of: int) -> list[dict[str, int]]:
    """The test files dealt out, with their seconds at release: the longest first, each to who has the least."""
    longest = dict.fromkeys((fault.file for fault in FAULTS.values()), 0)
    for fault in FAULTS.values():
        longest[fault.file] += fault.seconds[SIZES.index("release")]
    dealt: list[dict[str, int]] = [{} for _ in range(of)]
    for file, takes in sorted(longest.items(), key=lambda each: (-each[1], each[0])):
        min(dealt, key=lambda each: sum(each.values()))[file] = takes
    return dealt
