"""kill -9 while a backup is made, put back or sent elsewhere: nothing that was kept is lost, and the next try works."""

from __future__ import annotations

import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.rescue import Rescue, fetch
from carer_desktop.clock import FixedClock
from carer_desktop.errors import CarerError
from carer_desktop.sealing import keys
from carer_desktop.store import access, backup, manifest, slots
from tests.core.store.given import CHEAP, LATER, NOW, PASSPHRASE
from tests.faults.copying import STICK, copy, opened
from tests.faults.forks import ended
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while copies are made")
QUESTION = "role_narrative"


class Given(NamedTuple):
    """A closed vault with a backup and a newer answer, its one record, and the rescue key."""

    path: Path
    record: str
    secret: bytes


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    path, pair = tmp_path_factory.mktemp("given") / "team.vault", keys.receiving_pair()
    (path.parent / STICK).mkdir()
    made = Caseload.create(path, "Kay Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=FixedClock(NOW))
    made._store.change_keys(access.keep_recovery, slots.SHEET, pair.public, NOW).result()
    record = made.records.begin("carer_conversation")
    record = made.records.answer(record, QUESTION, "in the backup").assessment
    made.backups.make()
    made.records.answer(record, QUESTION, "newer").saved.result()
    made.close()
    return Given(path, record.id, pair.secret)


def laid(given: Given, to: Path, work: str) -> Path:
    """A copy of it all; for putting back, with a damaged vault in the place."""
    shutil.copytree(given.path.parent, to)
    path = to / given.path.name
    if work == "put_back":
        path.write_bytes(damaged(path.read_bytes()))
    return path


def damaged(content: bytes) -> bytes:
    return content[: len(content) // 8192 * 4096]


def answer(path: Path, record: str) -> str:
    """What is kept, every page and the log being sound."""
    caseload = Caseload.open(path, None, PASSPHRASE, clock=FixedClock(LATER))
    try:
        assert caseload._store.verify().result() == ()
        assert not [each for each in caseload._store.check_log().result() if each.fault]
        return str(caseload.records.open(record).answers[QUESTION])
    finally:
        caseload.close()


def after_back_up(path: Path, given: Given) -> None:
    folder = manifest.folder_of(path)
    assert answer(path, given.record) == "newer"
    for each in manifest.all_(folder):
        assert each.proven
        backup.check_unchanged(folder / each.file)
    assert [each.number for each in manifest.all_(folder)][-1] == 1, "the one there was is gone"
    caseload = opened(path)
    made = caseload.backups.make()
    caseload.close()
    assert made.proven
    assert not list(folder.glob("*.tmp")), "what was left half made stays for ever"


def after_send(path: Path, given: Given) -> None:
    assert answer(path, given.record) == "newer"
    for sealed in (path.parent / STICK).glob("*.age"):
        fetched = path.parent / f"fetched from {sealed.stem}" / "team.vault"
        fetch(sealed, [given.secret], fetched)
        assert answer(fetched, given.record) == "in the backup"
    caseload = opened(path)
    assert caseload.backups.send()
    caseload.close()
    assert [each.suffix for each in (path.parent / STICK).iterdir()] == [".age"]


def after_put_back(path: Path, given: Given) -> None:
    spoilt = damaged(given.path.read_bytes())
    rescue = Rescue(path, FixedClock(LATER))
    if not path.exists() or path.read_bytes() == spoilt:
        rescue.put_back(rescue.backups()[0], None, PASSPHRASE)
    assert answer(path, given.record) == "in the backup"
    aside = [each.read_bytes() for each in path.parent.glob("team.vault.damaged-*/team.vault")]
    assert spoilt in aside, "what was damaged has been lost"


AFTER: dict[str, Callable[[Path, Given], None]] = {
    "back_up": after_back_up,
    "send": after_send,
    "put_back": after_put_back,
}


def test_nothing_is_lost_and_the_next_try_works(
    given: Given, tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, done = random.Random(SEED), Budget.of("kills while copies are made"), Counter[str]()
    lines: dict[str, int] = {}
    while done.total() < KILLS and budget.left():
        work = list(AFTER)[done.total() % len(AFTER)]
        if work not in lines:
            lines[work] = int(ended(copy, laid(given, tmp_path / work, work), 0, work)[1])
        line = chance.randrange(1, lines[work] + 1)
        path = laid(given, tmp_path / f"{work} {done.total()}", work)
        code, said = ended(copy, path, line, work)
        assert code == -signal.SIGKILL, said
        try:
            AFTER[work](path, given)
        except (AssertionError, CarerError) as error:
            raise AssertionError(f"{work}, killed at line {line} of {lines[work]}, seed {SEED}: {error}") from error
        done[work] += 1
        shutil.rmtree(path.parent)
    what = ", ".join(f"{work} {number}" for work, number in done.items())
    ran(f"kills while copies are made, {what}", done.total(), KILLS)


def test_control_a_copy_written_under_its_own_name_is_torn(
    given: Given, tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, torn, tried = random.Random(SEED), Budget(30), 0, 0
    while not torn and budget.left():
        path = laid(given, tmp_path / str(tried), "send")
        ended(copy, path, chance.randrange(150, 500), "send_in_place")
        tried += 1
        try:
            after_send(path, given)
        except (AssertionError, CarerError):
            torn += 1
    assert torn
    ran("control: copies that were torn", torn, tried)
