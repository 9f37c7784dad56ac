"""Waiting after wrong tries, on a clock moved by hand: across restarts, back in time, for people nobody knows."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.records.sign_in import NotOpened
from carer_desktop.store import files, key_file, open_vault, slots, waiting
from carer_desktop.store.key_file import Tried
from tests.core.store.given import CHEAP, NAME, NOW, PASSPHRASE, made_vault

EXPECTED = (0, 0, 0, 2, 4, 8, 30, 120, 300, 900, 900, 900)
WRONG = "wrong mule dynamo paperclip"
UNKNOWN = "Nobody Example"


@pytest.fixture
def clock() -> FixedClock:
    """A clock that is moved by hand."""
    return FixedClock(NOW)


@pytest.fixture
def closed(path: Path, clock: FixedClock) -> Path:
    """A closed vault of one person."""
    made_vault(path, clock=clock).close()
    return path


def tried(path: Path, clock: FixedClock, person: str | None = NAME, passphrase: str = WRONG) -> NotOpened:
    with pytest.raises(NotOpened) as refused:
        open_vault(path, person, passphrase, clock=clock)
    return refused.value


def wait_out(clock: FixedClock, seconds: float) -> None:
    clock.at += timedelta(seconds=seconds)


@pytest.mark.parametrize("person", [NAME, UNKNOWN, "", "x" * 10_000, "Ann\ud83d", "nul \x00 inside"])
def test_each_wrong_try_makes_the_next_one_wait_as_long_as_the_table_says(
    closed: Path, clock: FixedClock, person: str
) -> None:
    for wait in EXPECTED:
        wrong = tried(closed, clock, person)
        assert "do not open the vault" in str(wrong)
        assert wrong.seconds == wait
        if wait:
            early = tried(closed, clock, person)
            assert (early.what, early.seconds) == ("There were too many wrong tries", wait)
            wait_out(clock, wait - 0.001)
            assert tried(closed, clock, person).seconds == 1
            wait_out(clock, 0.001)
    assert waiting.seconds_after(0) == 0


def test_a_thousand_wrong_tries_wipe_nothing_and_never_wait_longer(closed: Path, clock: FixedClock) -> None:
    before = key_file.read(closed)
    place = slots.place_of(before, NAME)
    for number in range(1, 1_001):
        assert waiting.count(closed, place, clock.now()) == EXPECTED[min(number, 10) - 1]
    assert key_file.read(closed) == before
    wait_out(clock, 900)
    store = open_vault(closed, NAME, PASSPHRASE, clock=clock)
    assert store.vault.failed == Tried(1_000, NOW)
    store.close()


def test_the_right_passphrase_waits_too_and_then_opens_and_is_told(closed: Path, clock: FixedClock) -> None:
    for wait in EXPECTED[:10]:
        tried(closed, clock)
        wait_out(clock, wait)
    wait_out(clock, -1)
    assert tried(closed, clock, passphrase=PASSPHRASE).seconds == 1
    wait_out(clock, 1)
    store = open_vault(closed, NAME, PASSPHRASE, clock=clock)
    assert store.vault.failed is not None
    assert store.vault.failed.count == 10
    store.close()
    again = open_vault(closed, NAME, PASSPHRASE, clock=clock)
    assert again.vault.failed is None
    again.close()
    assert key_file.read_tries(closed) == {}


def test_a_restart_changes_nothing(closed: Path, clock: FixedClock) -> None:
    for _ in range(4):
        tried(closed, clock)
    # Everything the program knows lies in the files: a copy of them is the same vault after a restart.
    elsewhere = closed.with_name("other.vault")
    for ending in ("", ".keys", ".keys2"):
        Path(f"{elsewhere}{ending}").write_bytes(Path(f"{closed}{ending}").read_bytes())
    assert tried(elsewhere, FixedClock(clock.at), passphrase=PASSPHRASE).seconds == 2


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(hours=3), timedelta(days=4_000)])
def test_a_clock_that_is_put_back_does_not_shorten_it_nor_lock_anybody_out(
    closed: Path, clock: FixedClock, back: timedelta
) -> None:
    for _ in range(4):
        tried(closed, clock)
    for _ in range(3):
        clock.at -= back
        assert tried(closed, clock, passphrase=PASSPHRASE).seconds == 2
    wait_out(clock, 2)
    open_vault(closed, NAME, PASSPHRASE, clock=clock).close()


def test_control_without_the_time_of_the_last_try_a_clock_put_back_would_lock_out_for_years(
    closed: Path, clock: FixedClock
) -> None:
    place = slots.place_of(key_file.read(closed), NAME)
    key_file.write_tries(closed, {place: Tried(4, NOW + timedelta(days=4_000))})
    left = NOW + timedelta(days=4_000, seconds=2) - clock.now()
    assert left > timedelta(days=3_999)
    assert tried(closed, clock, passphrase=PASSPHRASE).seconds == 2


def test_tries_of_one_person_do_not_make_another_wait(path: Path, clock: FixedClock) -> None:
    store = made_vault(path, clock=clock)
    from carer_desktop.store import access

    store.change_keys(access.add, "Ben Example", ["assessor"], f"{PASSPHRASE} ben", NOW, CHEAP, False).result()
    store.close()
    for _ in range(5):
        tried(path, clock, "Ben Example")
        wait_out(clock, 2)
    open_vault(path, NAME, PASSPHRASE, clock=clock).close()
    assert tried(path, clock, "Ben Example").what == "There were too many wrong tries"


def test_one_name_however_it_is_written_waits_once(path: Path, clock: FixedClock) -> None:
    made_vault(path, clock=clock, name="Zo\u00eb Example").close()
    for name in (
        "Zo\u00eb Example",
        "Zoe\u0308 Example",
        "ZO\u00cb  example",
        unicodedata.normalize("NFD", "Zoë Example"),
    ):
        tried(path, clock, name)
    assert tried(path, clock, "Zo\u00eb Example").seconds == 2
    wait_out(clock, 2)
    open_vault(path, "Zoe\u0308 Example", unicodedata.normalize("NFD", PASSPHRASE), clock=clock).close()


def test_both_copies_are_counted_and_the_longer_memory_holds(closed: Path, clock: FixedClock) -> None:
    before = files.beside(closed, "keys").read_bytes()
    for _ in range(4):
        tried(closed, clock)
    for ending in ("keys", "keys2"):
        kept = files.beside(closed, ending).read_bytes()
        files.beside(closed, ending).write_bytes(before)
        assert tried(closed, clock).seconds == 2
        files.beside(closed, ending).write_bytes(kept)


def test_counting_leaves_what_the_mac_holds_as_it_was(closed: Path, clock: FixedClock) -> None:
    """A copy that somebody doctored is not carried over the other by a wrong try."""
    older, good = files.beside(closed, "keys2"), files.beside(closed, "keys")
    before = key_file.read(closed)
    key_file.write(closed.with_name("doctored"), replace(before, sequence=99), bytes(32))
    good.write_bytes(files.beside(closed.with_name("doctored"), "keys").read_bytes())
    tried(closed, clock)
    good.unlink()
    assert key_file.read(closed) == before
    assert older.exists()
    open_vault(closed, NAME, PASSPHRASE, clock=clock).close()


def test_who_opens_without_a_clock_neither_waits_nor_counts(closed: Path) -> None:
    for _ in range(12):
        with pytest.raises(StoreError, match="do not open the vault"):
            open_vault(closed, NAME, WRONG)
    assert key_file.read_tries(closed) == {}


def test_a_place_of_the_unknown_tells_next_to_nothing(closed: Path) -> None:
    """What was typed there may have been a passphrase in the wrong field."""
    file = key_file.read(closed)
    places = {slots.place_of(file, f"somebody {number}") for number in range(5_000)}
    assert len(places) == 256
    assert all(len(place) == 2 for place in places)
    assert slots.place_of(file, NAME) == file.slots[0].id
    tries = {place: Tried(1, NOW) for place in places}
    key_file.write_tries(closed, tries)
    assert key_file.read_tries(closed) == tries


def apart(file: key_file.KeyFile) -> float:
    """By which part the medians differ, of tries taken in turns so that a busy machine is busy for both."""
    took: dict[str, list[float]] = {NAME: [], UNKNOWN: []}
    for _ in range(200):
        for person in took:
            began = time.perf_counter()
            assert slots.attempt(file, person, WRONG) is None
            took[person].append(time.perf_counter() - began)
    return abs(median(took[NAME]) / median(took[UNKNOWN]) - 1)


def test_an_unknown_person_costs_the_same_within_five_per_cent(closed: Path) -> None:
    file = key_file.read(closed)
    # A difference that is there shows every time; a busy machine makes one now and then.
    assert any(apart(file) < 0.05 for _ in range(4))


def test_control_an_answer_without_the_derivation_is_seen_at_once(closed: Path) -> None:
    file = key_file.read(closed)
    began = time.perf_counter()
    slots.attempt(file, NAME, WRONG)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    assert slots.find(file, UNKNOWN) is None
    assert time.perf_counter() - began < 0.5 * whole


def test_a_full_disk_keeps_nobody_out(closed: Path, clock: FixedClock, tmp_path: Path) -> None:
    blocked = [tmp_path / f"{closed.name}.{ending}.tmp" for ending in ("keys", "keys2")]
    for each in blocked:
        each.mkdir()
    assert "do not open" in str(tried(closed, clock))
    open_vault(closed, NAME, PASSPHRASE, clock=clock).close()
    for each in blocked:
        each.rmdir()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "Wait 1 second,"), (2, "Wait 2 seconds,"), (119, "Wait 119 seconds,"), (300, "Wait 5 minutes,")],
)
def test_how_long_is_said_in_words(closed: Path, clock: FixedClock, seconds: int, words: str) -> None:
    place = slots.place_of(key_file.read(closed), NAME)
    wait = next(each for each in EXPECTED if each >= seconds)
    count = EXPECTED.index(wait) + 1
    key_file.write_tries(closed, {place: Tried(count, NOW - timedelta(seconds=wait - seconds))})
    wrong = tried(closed, clock)
    assert wrong.seconds == seconds
    assert words in wrong.mend
    assert wrong.retry
