"""A page of the vault put back as it was some time ago: found at opening, whatever stood on it, and nothing is written.

Nothing in the cipher or in the database itself can tell: the page is one of this very vault and rightly sealed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.records.carer import Carer
from carer_desktop.records.kept import Jotting
from carer_desktop.store import Store, assessments, carers, entries, files, jottings, open_vault, settings
from carer_desktop.store.engine import PAGE_BYTES
from tests.core.store.given import LATER, PASSPHRASE, Begun, begin, made_vault
from tests.faults.sizes import SEED, Budget, inputs

PAGES = inputs("older pages")
DAYS = inputs("days of older pages")


def work(store: Store, made: Begun, day: int) -> None:
    """A day: new answers, and what is written over where it stands."""
    store.save(entries.append, [made.entry(f"d{day}q{number}", f"answer {number} " * 20) for number in range(15)])
    store.save(jottings.keep, Jotting("j", made.assessment.id, LATER, f"noted on day {day}"))
    store.save(carers.rename, Carer(made.assessment.carer_id, f"Ann Example {day}"))
    store.save(settings.put, "wanted", f"day {day} " * 400).result()


@pytest.fixture
def days(tmp_path: Path) -> tuple[Path, list[bytes]]:
    """A closed vault, and how its file was at the end of every day."""
    path = tmp_path / "team.vault"
    store = made_vault(path)
    made, seen = Begun(store), list[bytes]()
    store.save(begin, made.assessment).result()
    for day in range(DAYS):
        work(store, made, day)
        store.close()
        seen.append(path.read_bytes())
        store = open_vault(path, None, PASSPHRASE)
    store.close()
    return path, seen


def older_pages(seen: list[bytes]) -> list[tuple[int, bytes]]:
    """Every page of today, with each content it had on an earlier day and has no more."""
    today = seen[-1]
    found: dict[tuple[int, bytes], None] = {}
    for day in seen[:-1]:
        for at in range(0, len(day), PAGE_BYTES):
            page = day[at : at + PAGE_BYTES]
            if page != today[at : at + PAGE_BYTES]:
                found[at, page] = None
    return list(found)


def read(path: Path) -> list[object]:
    """Everything a person would see."""
    store = open_vault(path, None, PASSPHRASE)
    try:
        (card,) = store.read(assessments.cards).result()
        return [
            store.read(entries.of, card.id).result(),
            store.read(jottings.of, card.id).result(),
            store.read(carers.all_).result(),
            store.read(settings.own, "wanted").result(),
        ]
    finally:
        store.close()


def test_every_older_page_is_found_at_opening(
    days: tuple[Path, list[bytes]], ran: Callable[[str, int, int], None]
) -> None:
    path, seen = days
    right, today, pages = read(path), path.read_bytes(), older_pages(seen)
    chance, budget, done = random.Random(SEED), Budget.of("older pages"), 0
    planned = min(PAGES, len(pages))
    for at, page in chance.sample(pages, planned):
        if not budget.left():
            break
        # Its first bytes are the salt, which is the same every day.
        spoilt = today[:at] + page + today[at + PAGE_BYTES :]
        path.write_bytes(spoilt)
        with pytest.raises(StoreError, match=r"not what it was when it was last closed|damaged|older copy"):
            read(path)
        assert path.read_bytes() == spoilt, f"page {at // PAGE_BYTES}: written to; seed {SEED}"
        done += 1
    path.write_bytes(today)
    assert read(path) == right
    ran(f"older pages put back, of {len(pages)} there were", done, PAGES)


def test_control_without_what_the_anchor_says_of_the_file_wrong_things_are_read(
    days: tuple[Path, list[bytes]], ran: Callable[[str, int, int], None]
) -> None:
    path, seen = days
    right, today, wrong, tried = read(path), path.read_bytes(), 0, 0
    pages = older_pages(seen)
    for at, page in random.Random(SEED).sample(pages, len(pages)):
        if wrong and tried >= 20:
            break
        path.write_bytes(today[:at] + page + today[at + PAGE_BYTES :])
        files.beside(path, "anchor").unlink(missing_ok=True)
        tried += 1
        try:
            wrong += read(path) != right
        except StoreError:
            continue
    assert wrong, f"seed {SEED}"
    ran("control: older pages that were believed", wrong, tried)
