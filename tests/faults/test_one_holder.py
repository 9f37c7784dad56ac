"""One holder at a time, whatever befalls it: another person, a forked child, a stop for an hour, a clock gone wrong."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.store import access, assessments, entries, open_vault
from tests.core.store.given import CHEAP, LATER, NAME, NOW, PASSPHRASE, Begun, begin, made_vault
from tests.faults.children import running
from tests.faults.disk import ROOT
from tests.faults.sizes import SEED, inputs

JUMPS = inputs("clocks gone wrong")
BEN, BEN_SAYS = "Ben Example", "wrong mule dynamo paperclip"
QUESTION = "role_narrative"
YEARS = timedelta(days=3_653)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault of two people with one assessment in it."""
    store = made_vault(tmp_path / "team.vault")
    store.change_keys(access.add, BEN, ["assessor"], BEN_SAYS, LATER, None, False).result()
    store.save(begin, Begun(store).assessment).result()
    store.close()
    return tmp_path / "team.vault"


def test_another_person_is_told_who_holds_it_and_does_no_damage(path: Path) -> None:
    first = open_vault(path, NAME, PASSPHRASE)
    with pytest.raises(StoreError, match=rf"already open \(process {os.getpid()}\)"):
        open_vault(path, BEN, BEN_SAYS)
    (card,) = first.read(assessments.cards).result()
    first.save(entries.append, [Begun(first).entry("sleep", "often")]).exception()
    first.close()
    second = open_vault(path, BEN, BEN_SAYS)
    assert second.read(assessments.cards).result() == (card,)
    second.close()


FORKS = """
import os, sys, pathlib
from carer_desktop.errors import StoreError
from carer_desktop.store import open_vault, settings
store = open_vault(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3])
store.save(settings.put, "wanted", "before").result()
child = os.fork()
if child == 0:
    error = store.save(settings.put, "wanted", "by the child").exception()
    assert isinstance(error, StoreError), error
    store.close()
    sys.exit(7)  # with all that is done at the end of a process
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
try:
    open_vault(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3])
except StoreError as error:
    print(error)
store.save(settings.put, "wanted", "after").result()
assert store.verify().result() == ()
store.close()
"""


def test_a_forked_child_can_do_nothing_and_the_parent_goes_on(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKS, str(path), NAME, PASSPHRASE],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "already open" in done.stdout
    open_vault(path, NAME, PASSPHRASE).close()


def test_a_holder_that_is_stopped_keeps_it_and_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "alone.vault"
    store = made_vault(path)
    store.save(begin, Begun(store).assessment).result()
    store.close()
    with running("save", path) as holder:
        assert holder.stdout
        said = [int(holder.stdout.readline())]
        for _ in range(5):
            holder.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, holder.pid, os.WSTOPPED)
            with pytest.raises(StoreError, match=rf"already open \(process {holder.pid}\)"):
                open_vault(path, None, PASSPHRASE)
            holder.send_signal(signal.SIGCONT)
            said.append(int(holder.stdout.readline()))
        holder.kill()
        said += [int(line) for line in holder.stdout.read().split(b"\n") if line]
    store = open_vault(path, None, PASSPHRASE)
    (card,) = store.read(assessments.cards).result()
    assert set(said) <= {each.sequence // 2 for each in store.read(entries.of, card.id).result()}
    assert store.verify().result() == ()
    store.close()


def test_the_sequence_and_not_the_time_says_which_answer_is_the_last(
    tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, clock, path = random.Random(SEED), FixedClock(NOW), tmp_path / "team.vault"
    caseload = Caseload.create(path, NAME, ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=clock)
    record = caseload.records.begin("carer_conversation")
    for number in range(JUMPS):
        clock.at = NOW + chance.choice((-YEARS, YEARS, timedelta(hours=1), -timedelta(hours=1), timedelta()))
        caseload.records.answer(record, QUESTION, f"answer {number}").saved.result()
        made = caseload.backups.make()
        assert caseload.backups.newest() == made, f"seed {SEED}"
        caseload.backups.turn_over()
        assert made in caseload.backups.all()
        caseload.close()
        caseload = Caseload.open(path, None, PASSPHRASE, clock=clock)
        record = caseload.records.open(record.id)
        assert record.answers[QUESTION] == f"answer {number}", f"seed {SEED}"
    assert caseload.audit.verify() == ()
    caseload.close()
    ran("clocks gone wrong by up to ten years", JUMPS, JUMPS)


def test_control_by_time_an_answer_of_a_wrong_clock_would_be_the_last(tmp_path: Path) -> None:
    clock = FixedClock(NOW + YEARS)
    caseload = Caseload.create(tmp_path / "team.vault", NAME, ["assessor"], PASSPHRASE, kdf=CHEAP, clock=clock)
    record = caseload.records.begin("carer_conversation")
    record = caseload.records.answer(record, QUESTION, "first").assessment
    clock.at = NOW
    answered = caseload.records.answer(record, QUESTION, "second")
    record = answered.assessment
    answered.saved.result()
    kept = [each for each in caseload._store.read(entries.of, record.id).result() if each.question == QUESTION]
    newest = max(kept, key=lambda each: each.at)
    assert (newest.value, record.answers[QUESTION]) == ("first", "second")
    caseload.close()
