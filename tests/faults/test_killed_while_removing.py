"""kill -9 while a record is removed: it is whole, or gone whole with its review note and its line for the counts."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.assessment import Move
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.store import Connection, history, open_vault
from tests.core.store.given import CHEAP, NOW, PASSPHRASE
from tests.faults.forks import ended
from tests.faults.removing import remove
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while a record is removed")
NEAR_THE_END = 4
TABLES = ("assessments", "carers", "entries", "history", "revisions", "jottings", "exports", "removals")
STAYS = ("review_stubs", "count_rows")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A closed vault with one record that has been on Mosaic for thirty days."""
    path = tmp_path / "given" / "team.vault"
    made = Caseload.create(path, "Kay Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=FixedClock(NOW))
    answers = {"carer_first": "Ann", "carer_last": "Example", "role_narrative": "Every night. " * 200}
    record = made.records.fill("carer_conversation", answers, known=False).assessment
    made.jottings.keep(made.jottings.new(record.id, "Rang twice")).result()
    made._store.save(history.append, record.id, Move("upload", "uploaded", NOW, made.me.id, "assessor")).result()
    made.close()
    return path


def counted(connection: Connection) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in (*TABLES, *STAYS):
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        found[table] = row[0] if row else 0
    row = connection.execute("SELECT count(*) FROM audit WHERE event = 'record_removed'").fetchone()
    found["log"] = row[0] if row else 0
    return found


def left(path: Path) -> dict[str, int]:
    """What is there after opening, pages and log sound."""
    store = open_vault(path, None, PASSPHRASE)
    found = store.read(counted).result()
    assert store.verify().result() == ()
    assert [each for each in store.check_log().result() if each.fault] == []
    store.close()
    return found


def copy_of(vault: Path, to: Path) -> Path:
    shutil.copytree(vault.parent, to)
    return to / vault.name


def ends(vault: Path, tmp_path: Path, how: str = "whole") -> tuple[int, dict[str, int], dict[str, int]]:
    """How many lines the way has, and what there is before it and behind it."""
    path = copy_of(vault, tmp_path / f"count {how}")
    before = left(path)
    code, said = ended(remove, path, 0, how)
    assert code == 0, said
    return int(said), before, left(path)


def test_a_record_is_whole_or_gone_whole(vault: Path, tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills = random.Random(SEED), Budget.of("kills while a record is removed"), 0
    lines, before, after = ends(vault, tmp_path)
    assert {table: number for table, number in after.items() if number} == {
        "removals": 1, "review_stubs": 1, "count_rows": 1, "log": 1
    }  # fmt: skip
    seen = {"whole": 0, "gone": 0}
    while kills < KILLS and budget.left():
        path = copy_of(vault, tmp_path / str(kills))
        # Every other time near the end, where the commit is.
        line = lines if kills == 0 else chance.randrange(1 if kills % 2 else lines - NEAR_THE_END, lines + 1)
        assert ended(remove, path, line)[0] == -signal.SIGKILL
        now = left(path)
        assert now in (before, after), f"line {line} of {lines}; seed {SEED}"
        seen["whole" if now == before else "gone"] += 1
        kills += 1
    ran(f"kills while a record is removed, {seen['whole']} whole and {seen['gone']} gone", kills, KILLS)


def test_control_without_a_transaction_half_a_record_is_left(vault: Path, tmp_path: Path) -> None:
    lines, before, after = ends(vault, tmp_path, "loose")
    budget, chance, halves = Budget(30), random.Random(SEED), 0
    while not halves and budget.left():
        path = copy_of(vault, tmp_path / f"loose {chance.random()}")
        ended(remove, path, chance.randrange(1, lines + 1), "loose")
        store = open_vault(path, None, PASSPHRASE)
        halves += store.read(counted).result() not in (before, after)
        store.close()
    assert halves
