"""A process that works with words found nowhere else and fails at chosen places: whatever it says must not say them.

python -m tests.faults.raising FOLDER SEED POINTS [quiet|loud]
"""

from __future__ import annotations

import faulthandler
import logging
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

from carer_desktop.applog import AppLog
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import CarerError, Refused, StoreError
from tests.core.store.given import CHEAP

ROOT = str(Path(__file__).parents[2] / "carer_desktop")
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
WORDS = (
    "Canaryfirst", "Canarylast", "canarystory", "canaryjotting", "canaryteam", "canaryfolder", "canarysql",
    "canaryquestion", "canaryname", "canaryphrase",
)  # fmt: skip
FIRST, LAST, STORY, JOTTING, TEAM, FOLDER, SQL, QUESTION, NAME, PHRASE = WORDS
PASSPHRASE = f"{PHRASE} velvet harbour lantern"
OPENING = str(Path("store", "__init__.py"))
# Not raised in: the loop that must go on for the others to be answered, and what asks the trace itself.
_NOT_IN = {"_live", "_run", "settle", "<genexpr>"}
PATIENCE = 60
"""Seconds that one day's work may take; after that somebody waits for ever, and the process says who and ends."""

Place: TypeAlias = tuple[str, str, int]
"""Where a function of the program begins: its file, its name, its line."""


def errors(chance: random.Random) -> BaseException:
    """An error as libraries raise them, with words in every part of it."""
    made: list[BaseException] = [
        RuntimeError(STORY, {"answer": LAST}),
        ValueError(f"could not convert string to float: '{STORY}'"),
        KeyError(FIRST),
        OSError(28, f"No space left for {LAST}", f"/home/{NAME}/{FOLDER}/{LAST}.docx"),
        UnicodeEncodeError("ascii", f"{STORY}\ud800", 3, 4, f"ordinal not in range: {LAST}"),
        StoreError(f"“{STORY}” does not fit", f"{FOLDER}/{LAST}", f"Ask {FIRST}."),
        Refused(f"There is no question “{QUESTION}”", FIRST),
    ]
    error = chance.choice(made)
    error.__cause__ = chance.choice([None, TypeError(f"{FIRST} {LAST}"), LookupError(JOTTING)])
    return error


def work(folder: Path) -> None:
    """A day's work, with words in everything people type, choose and name; and mistakes as people make them."""
    clock, path = FixedClock(NOW), folder / "team.vault"
    caseload = Caseload.create(path, f"{NAME} Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=clock)
    try:
        caseload.settings.set("teams", [TEAM]).result()
        record = caseload.records.fill(
            "carer_conversation",
            {"carer_first": FIRST, "carer_last": LAST, "role_narrative": STORY * 20, "cf": [{"name": STORY}]},
            known=False,
        ).assessment
        caseload.jottings.keep(caseload.jottings.new(record.id, JOTTING)).result()
        record = caseload.records.mark_complete(record, ["start"]).assessment
        (folder / FOLDER).mkdir(exist_ok=True)
        caseload.exports.write(record, folder / FOLDER)
        caseload.audit.export(folder / FOLDER)
        looked_at = caseload.retention.look(record.id)
        mistakes(caseload, folder)
        caseload.retention.remove(looked_at)
        caseload.audit.check()
    finally:
        caseload.close()
    with suppress(StoreError):
        Caseload.open(path, NAME, PASSPHRASE + LAST, clock=clock)
    Caseload.open(path, None, PASSPHRASE, clock=clock).close()


def mistakes(caseload: Caseload, folder: Path) -> None:
    """What people and programs do wrong with words in hand; each is caught as a screen would, and logged."""
    store = caseload._store
    asked: list[Callable[[], Any]] = [
        lambda: caseload.records.open(LAST),
        lambda: caseload.records.fill(QUESTION, {QUESTION: STORY}, known=False),
        lambda: caseload.tables.load(folder / FOLDER / f"{LAST}.toml", FIRST),
        lambda: store.save(lambda c: c.execute("INSERT INTO carers VALUES (?, ?)", (SQL, object()))).result(),
        lambda: store.save(lambda c: c.execute(f"SELECT '{SQL}' FROM {LAST}")).result(),
        lambda: store.save(lambda c: c.execute("INSERT INTO people VALUES (?, ?)", (SQL, LAST))).result(),
    ]
    for ask in asked:
        with suppress(CarerError):
            ask()


class Trap:
    """Counts the calls of every place of the program, on every thread, and raises at one of them."""

    def __init__(self, at: tuple[Place, int] | None, chance: random.Random) -> None:
        self.calls: dict[Place, int] = {}
        self._at = at
        self._chance = chance

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(ROOT) or code.co_name in _NOT_IN:
            return
        # Only where somebody is there to be told: work for a future, or the thread of the window.
        if threading.current_thread() is not threading.main_thread() and not _in_a_job(frame):
            return
        place = code.co_filename, code.co_name, code.co_firstlineno
        self.calls[place] = self.calls.get(place, 0) + 1
        if self._at == (place, self.calls[place]):
            raise errors(self._chance)

    def __enter__(self) -> Trap:
        threading.settrace(self)
        sys.settrace(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        threading.settrace(None)


def _in_a_job(frame: FrameType | None) -> bool:
    """Whether an error here comes to somebody: in the work of a job, its callbacks, or while the vault is opened."""
    while frame is not None:
        code = frame.f_code
        if code.co_name in ("_run", "_invoke_callbacks") or code.co_filename.endswith(OPENING):
            return True
        if code.co_name == "settle":
            return False
        frame = frame.f_back
    return False


def trials(folder: Path, chance: random.Random, points: int) -> Iterator[tuple[Path, tuple[Place, int]]]:
    """A folder for each trial and the call it fails at, every place as likely as any other; one to warm, one to count.

    Were every call as likely, the places that are called once a day would hardly ever fail.
    """
    for warm in ("warm", "count"):
        (folder / warm).mkdir()
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    work(folder / "warm")
    with Trap(None, chance) as counting:
        work(folder / "count")
    places = sorted(counting.calls)
    for number in range(points):
        folder_of_trial = folder / str(number)
        folder_of_trial.mkdir()
        place = chance.choice(places)
        yield folder_of_trial, (place, chance.randint(1, counting.calls[place]))


def main(folder: Path, seed: int, points: int, quiet: bool) -> None:
    """Works and fails; says on stdout at how many places it did, or on stderr where each thread waits for ever."""
    log, chance, failed = AppLog(folder / "log", lambda: NOW), random.Random(seed), 0
    if quiet:
        log.listen()
    for place, at in trials(folder, chance, points):
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        try:
            with Trap(at, chance):
                work(place)
        except Exception as error:
            failed += 1
            sys.excepthook(type(error), error, error.__traceback__)
    qt_says(log, quiet)
    os.write(1, b"%d\n" % failed)


def qt_says(log: AppLog, quiet: bool) -> None:
    """A message of Qt's with a window's words in it, as its handler gets it."""
    if quiet:
        log.qt_message(1, 12)
    else:
        logging.getLogger("qt").warning("QLineEdit(%s): cannot be focused", LAST)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "quiet")
