"""Locking with real processes: covered at once, the old process gone, nothing lost, nothing left, back in the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.sealing.keys import Kdf
from tests.faults.lock_scene import TRIGGERS, Program, Scene, scene
from tests.faults.sizes import Budget, inputs
from ui.session import RECORDS

CYCLES = inputs("locks")
SCANS = inputs("scans of memory")
EXPORTS = inputs("locks during an export")
PASSPHRASE, PIN = "sparrow lantern orchard teacup", "580213746915"
FORM, SECTION, PLACE = "carer_conversation", "role", "role_narrative"
COVERED, GONE = 0.25, 2.0
NEAR = 0.05
CANARIES = 50
WRITTEN = ("text", "long_text")

Ran = Callable[[str, int, int], None]


@pytest.fixture
def record(tmp_path: Path) -> str:
    """A vault with one record in it, in which fifty questions are answered with words found nowhere else."""
    caseload = Caseload.create(
        tmp_path / RECORDS, "Sam Example", ["assessor"], PASSPHRASE, demo=True, kdf=Kdf(8 * 1024, 1, 1)
    )
    begun = caseload.records.begin(FORM)
    form = caseload.records.form(begun)
    asked = [
        q.id for q in form.question.values() if q.type in WRITTEN and q.answerable and q.id != PLACE and not q.fact
    ]
    assert len(asked) >= CANARIES
    for question, word in zip(asked, canaries(), strict=False):
        answered = caseload.records.answer(begun, question, word)
        begun = answered.assessment
        answered.saved.result()
    caseload.close()
    return begun.id


def canaries() -> list[str]:
    return [f"canary{number:03d}feather" for number in range(CANARIES)]


@pytest.fixture
def here(tmp_path: Path, record: str) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


def at_work(here: Scene, record: str) -> Program:
    """Signed in, the record open, the keyboard in the field."""
    program = here.start()
    program.ask("sign_in", passphrase=PASSPHRASE, pin=PIN)
    assert program.ask("open", record=record, section=SECTION, place=PLACE)["place"] == PLACE
    return program


def vault_files(program: Program) -> list[str]:
    return [name for name in program.files() if RECORDS in name]


def test_lock_and_unlock(here: Scene, record: str, ran: Ran) -> None:
    program, typed, triggers = at_work(here, record), "", ["key", *TRIGGERS]
    resident: list[int] = []
    slowest_cover = slowest_end = 0.0
    budget = Budget.of("locks")
    while len(resident) < CYCLES and budget.left():
        number = len(resident)
        words = f"words of round {number} "
        program.ask("type", words=words)  # nothing is waited for: what was typed last is locked with the rest
        typed += words
        assert not here.screen.shows_nothing
        at = here.lock(program, triggers[number % len(triggers)])
        covered = here.seconds_until(lambda: here.screen.shows_nothing, program, at, COVERED)
        gone = here.seconds_until(program.is_gone, program, at, GONE)
        assert covered <= COVERED and gone <= GONE, f"round {number}: covered after {covered}, gone after {gone}"
        slowest_cover, slowest_end = max(slowest_cover, covered), max(slowest_end, gone)
        program = here.next_program()
        assert vault_files(program) == []
        found = program.ask("sign_in", passphrase=PASSPHRASE)
        assert (found["section"], found["place"]) == (SECTION, PLACE)
        assert found["text"] == typed
        resident.append(program.resident)
    assert abs(resident[-1] / resident[0] - 1) <= NEAR, resident
    what = f"locks (covered in {slowest_cover * 1000:.0f} ms, gone in {slowest_end:.2f} s at the most)"
    ran(what, len(resident), CYCLES)


def test_control_of_what_is_measured(here: Scene, record: str) -> None:
    """Before a lock everything that must not be there afterwards is there, and is seen; a kill instead loses words."""
    program = at_work(here, record)
    assert not here.screen.shows_nothing
    assert vault_files(program) != []
    before = program.resident
    program.ask("grow", megabytes=64)
    assert abs(program.resident / before - 1) > NEAR
    program.ask("type", words="never heard of again")
    program.kill()
    program = here.start()
    found = program.ask("sign_in", passphrase=PASSPHRASE)
    assert found["place"] == "" and found["section"] == ""
    assert program.ask("open", record=record, section=SECTION, place=PLACE)["text"] != "never heard of again"


def test_control_a_program_that_dawdles_is_found_late(here: Scene, record: str) -> None:
    program = at_work(here, record)
    program.ask("dawdle", seconds=1.5 * COVERED)
    at = here.lock(program, "key")
    assert here.seconds_until(lambda: here.screen.shows_nothing, program, at, COVERED) > COVERED
    here.next_program()


def test_nothing_is_in_the_memory_of_the_new_process(here: Scene, record: str, ran: Ran) -> None:
    program = at_work(here, record)
    budget, number = Budget.of("scans of memory"), 0
    while number < SCANS and budget.left():
        known = program.remembers(canaries())
        assert known == set(canaries()), "the control: the process before the lock knows every answer"
        here.lock(program, "key")
        program = here.next_program()
        assert program.remembers(canaries()) | program.remembers([PASSPHRASE, PIN]) == set(), f"scan {number}"
        program.ask("sign_in", passphrase=PASSPHRASE, pin=PIN)
        number += 1
    ran(f"scans of the new process for {CANARIES} answers, passphrase and PIN", number, SCANS)


def test_without_a_new_process_everything_is_closed_all_the_same(here: Scene, record: str, ran: Ran) -> None:
    program = at_work(here, record)
    program.ask("type", words="kept")
    program.ask("stay")
    at = here.lock(program, "key")
    assert here.seconds_until(lambda: not vault_files(program), program, at, GONE) <= GONE
    left = len(program.remembers(canaries()))
    # Python cannot wipe what it has read: this is why a lock ends the process, and this way is the last resort.
    ran(f"soft lock, answers still in memory (at the most {CANARIES})", max(left, 1), CANARIES)
    found = program.ask("sign_in", passphrase=PASSPHRASE)
    assert (found["section"], found["place"], found["text"]) == (SECTION, PLACE, "kept")


def test_a_lock_in_the_middle_of_an_export_leaves_a_whole_file_or_none(here: Scene, record: str, ran: Ran) -> None:
    out = here.folder / "out"
    out.mkdir()
    program = at_work(here, record)
    budget, number = Budget.of("locks during an export"), 0
    while number < EXPORTS and budget.left():
        number += 1
        assert program.ask("export", folder=str(out))["busy"]
        here.lock(program, "key")
        program = here.next_program()
        assert [file.suffix for file in out.iterdir()] == [".docx"] * number
        found = program.ask("sign_in", passphrase=PASSPHRASE)
        assert found["place"] == PLACE
    ran("locks in the middle of an export", number, EXPORTS)


def test_a_lock_puts_away_every_dialog(here: Scene, record: str) -> None:
    program = at_work(here, record)
    assert program.ask("dialogs")["dialogs"] == 3
    at = here.lock(program, "session lock")
    assert here.seconds_until(lambda: here.screen.shows_nothing, program, at, COVERED) <= COVERED
    assert here.seconds_until(program.is_gone, program, at, GONE) <= GONE
    program = here.next_program()
    assert program.ask("sign_in", passphrase=PASSPHRASE)["place"] == PLACE
