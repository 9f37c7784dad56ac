"""A vault with very many records through the caseload: as quick as with ten?"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.searching import Looked
from carer_desktop.records.carer import Card
from tests.bench.bench_answer import entry, written
from tests.bench.case import PASSPHRASE
from tests.bench.floors import bare_backup, bare_commit, bare_open, bare_read, bare_search
from tests.bench.many import NAME, ORDINARY, SIZES, build, drafts, keys_of
from tests.bench.row import Row

TIMES = {"short": 5, "full": 9}
SAVES = {"short": 300, "full": 1000}
LIST = (
    "SELECT id, reference, carer, form_id, form_version, created_at, created_by, saved_at FROM assessments",
    "SELECT id, name FROM carers",
    "SELECT assessment, stage FROM history",
)


def measure(size: str) -> list[Row]:
    """Ours on the vault, the floors on a copy of its file under the same key."""
    with tempfile.TemporaryDirectory() as folder:
        ours, copy = Path(folder, "ours.vault"), Path(folder, "bare.vault")
        build(ours, SIZES[size])
        shutil.copy(ours, copy)
        key = keys_of(ours)[1]
        rows = [_unlock(ours, copy, key, TIMES[size])]
        caseload = Caseload.open(ours, NAME, PASSPHRASE)
        bare = bare_open(copy, key, ("PRAGMA journal_mode = TRUNCATE", "PRAGMA synchronous = FULL"))
        rows += [
            _list(caseload, bare, TIMES[size]),
            _one(caseload, bare),
            _save(caseload, bare, SAVES[size]),
            *_search(caseload, bare),
            _backup(caseload, bare, key, Path(folder, "copied.vault")),
        ]
        caseload.close()
        bare.close()
    return rows


def _row(name: str, ours: float, floor: float, goal: float, note: str) -> Row:
    return Row(name, ours, floor, goal, "ms", note, by_itself=True)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _unlock(file: Path, copy: Path, key: str, times: int) -> Row:
    opened: list[Any] = []
    first = ("SELECT count(*) FROM sqlite_master", "SELECT * FROM vault")
    ours, floor = [], []
    for _ in range(times):
        ours.append(_timed(lambda: opened.append(Caseload.open(file, NAME, PASSPHRASE))))
        opened.pop().close()
        floor.append(_timed(lambda: opened.append(bare_open(copy, key, first))))
        opened.pop().close()
    size = f"{file.stat().st_size / 1e6:.0f} MB"
    note = (
        f"a file of {size}, with every check of an opening and the cheapest derivation of its key, against a bare"
        " connection that reads one row and checks nothing"
    )
    return _row("load: unlock", median(ours), median(floor), 1000, note)


def _list(caseload: Caseload, bare: Any, times: int) -> Row:
    number = len(caseload.records.all())
    ours = [_timed(caseload.records.all) for _ in range(times)]
    floor = [_timed(lambda: bare_read(bare, LIST)) for _ in range(times)]
    note = f"{number} records of 25 people, who may see each judged, against the rows read and looked at no further"
    return _row("load: list", median(ours), median(floor), 100, note)


def _one(caseload: Caseload, bare: Any) -> Row:
    some = caseload.records.all()[:: max(1, len(caseload.records.all()) // 100)]
    ours = [_timed(lambda id=card.id: caseload.records.open(id)) for card in some]  # type: ignore[misc]
    floor = [_timed(lambda id=card.id: bare_read(bare, _rows_of(id))) for card in some]  # type: ignore[misc]
    note = (
        f"{len(some)} records all over the vault, the slowest {max(ours):.0f} ms, against their rows read and looked at"
        " no further"
    )
    return _row("load: open one", median(ours), median(floor), 50, note)


def _rows_of(id: str) -> list[str]:
    tables = ("entries", "marks", "history", "revisions")
    return [f"SELECT * FROM assessments WHERE id = '{id}'"] + [
        f"SELECT * FROM {table} WHERE assessment = '{id}'" for table in tables
    ]


def _save(caseload: Caseload, bare: Any, times: int) -> Row:
    record = caseload.records.open(drafts(caseload)[-1].id)
    number = bare.execute("SELECT max(sequence) FROM entries WHERE assessment = ?", (record.id,)).fetchone()[0]
    ours, floor = [], []
    for at in range(times):
        start = time.perf_counter()
        answered = caseload.records.answer(record, "out_home_now", f"Some days it waits until the weekend ({at}).")
        answered.saved.result()
        ours.append((time.perf_counter() - start) * 1000)
        record = answered.assessment
        ready = written([entry(number + at + 1, f"Some days it waits until the weekend ({at}).", record.id)])
        floor.append(_timed(lambda ready=ready: bare_commit(bare, ready)))  # type: ignore[misc]
    slow, slow_floor = (sorted(each)[int(times * 0.99)] for each in (ours, floor))
    note = (
        f"one in a hundred of {times} answers takes as long until its save is resolved (half of them {median(ours):.1f}"
        f" ms; bare {median(floor):.1f} ms), against the same statements on a bare connection"
    )
    return _row("load: save, slowest in 100", slow, slow_floor, 25, note)


def _search(caseload: Caseload, bare: Any) -> list[Row]:
    found: list[tuple[float, Card]] = []
    steps: list[float] = []
    start = time.perf_counter()

    def told(looked: Looked) -> None:
        steps.append(time.perf_counter() - start)
        if looked.card is not None:
            found.append((steps[-1], looked.card))

    caseload.records.look_in_answers(ORDINARY, told).result()
    whole = (time.perf_counter() - start) * 1000
    floor = _timed(lambda: bare_search(bare, ORDINARY))
    number = len(caseload.records.seeing.without_reason())
    first = f"until the first of {len(found)} records is told, in every tenth of which “{ORDINARY}” was typed"
    all_ = f"all words of {number} records looked through, told {len(steps)} times how far it has come"
    against = "against every answer read and looked into"
    return [
        _row("load: search, the first", found[0][0] * 1000, floor, 500, f"{first}; the floor is that of the next row"),
        _row("load: search, all", whole, floor, 6000, f"{all_}, {against}"),
    ]


def _backup(caseload: Caseload, bare: Any, key: str, file: Path) -> Row:
    ours = _timed(caseload.backups.make)
    floor = _timed(lambda: bare_backup(bare, key, file))
    note = "a copy, every page and row of it read back, flushed; against the copy alone"
    return _row("load: backup", ours, floor, 5000, note)
