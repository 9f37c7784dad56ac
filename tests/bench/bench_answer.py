"""From an answer given to its save resolved: is the record on the disk as fast as the disk allows?"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec

from carer_desktop.assessment import Entry
from carer_desktop.records.carer import Carer
from carer_desktop.store import assessments, carers, entries
from carer_desktop.store.engine import _SET_UP  # the floor must not drift from what the vault does
from carer_desktop.store.schema import MIGRATIONS
from tests.bench.case import demo_answers, demo_record, demo_vault
from tests.bench.floors import bare_commit, bare_vault
from tests.bench.row import Row

Statements = list[tuple[str, Sequence[Any]]]
P = ParamSpec("P")
TIMES = {"short": 150, "full": 1000}


class Recorder:
    """Stands where a connection stands and writes down what it is asked to run."""

    rowcount = 1

    def __init__(self) -> None:
        self.statements: Statements = []

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Recorder:
        self.statements.append((statement, values))
        return self

    def fetchone(self) -> None:
        """There is nothing before."""


def measure(size: str) -> list[Row]:
    """Ours and the floor in turn, so that a slow moment of the disk meets both."""
    with tempfile.TemporaryDirectory() as folder:
        caseload, filled = demo_vault(Path(folder, "ours.vault"))
        record = [filled.assessment]
        bare = bare_vault(Path(folder, "bare.vault"), [(n, v) for n, v, _ in _SET_UP], MIGRATIONS[0].statements)
        number = _filled_alike(bare)

        def answer(text: str, look: bool) -> None:
            answered = caseload.records.answer(record[0], "out_home_now", text)
            assert not look or answered.findings.shown
            answered.saved.result()
            record[0] = answered.assessment

        times = TIMES[size]
        timed: dict[str, list[float]] = {"ours": [], "floor": [], "window": []}
        for at in range(times):
            text = f"Some days the washing waits until the weekend ({at})."
            ready = written([entry(number + at, text)])
            timed["ours"].append(_timed(answer, text, False))
            timed["floor"].append(_timed(bare_commit, bare, ready))
            timed["window"].append(_timed(answer, f"{text} Or longer.", True))
        caseload.close()
        bare.close()
    return _rows(timed, len(ready))


def _rows(timed: dict[str, list[float]], statements: int) -> list[Row]:
    ours, floor, window = (statistics.median(timed[name]) for name in ("ours", "floor", "window"))
    slow = sorted(timed["ours"])[int(len(timed["ours"]) * 0.99)]
    against = f"the same {statements} statements in one transaction on a bare connection"
    return [
        Row(
            "answer on the disk", ours, floor, 2.0, "ms",
            f"an answer given until its save is resolved, against {against};"
            f" {len(timed['ours'])} times in turn, one in a hundred takes {slow:.1f} ms or more",
        ),
        Row(
            "the same, page shown", window, floor, None, "ms",
            "as above while what follows is worked out on the window's thread, which shares the interpreter",
        ),
    ]  # fmt: skip


def _filled_alike(bare: Any) -> int:
    """Puts the demo case into the bare vault too; gives the next free sequence number."""
    record = demo_record()[2]
    recorder: Any = Recorder()
    carers.add(recorder, Carer(record.carer_id, "Ann Example"))
    assessments.add(recorder, record)
    bare_commit(bare, recorder.statements)
    answers = demo_answers()
    bare_commit(bare, written(entry(at, "x" * len(str(answer))) for at, answer in enumerate(answers.values(), 1)))
    return len(answers) + 1


def entry(sequence: int, text: str, record: str = "bench") -> Entry:
    """One entry like those of the demo case."""
    now = datetime.now(UTC)
    return Entry(f"{sequence:032x}", record, "out_home_now", None, None, text, "me", now, sequence)


def written(some: Iterable[Entry]) -> Statements:
    """The very statements the store runs for these entries."""
    recorder: Any = Recorder()
    entries.append(recorder, some)
    statements: Statements = recorder.statements
    return statements


def _timed(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> float:
    start = time.perf_counter()
    work(*args, **kwargs)
    return (time.perf_counter() - start) * 1000
