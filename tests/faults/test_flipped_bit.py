"""One flipped bit in the vault: found at opening or by the full check, or it changes nothing; never a wrong answer."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Plain
from carer_desktop.errors import StoreError
from carer_desktop.store import assessments, entries, open_vault, schema
from tests.core.store.given import PASSPHRASE, Begun, begin, made_vault
from tests.faults.sizes import SEED, Budget, inputs

FLIPS = inputs("flipped bits")
SALT_BYTES = 16
ANSWERS = 300


def answered(path: Path) -> dict[str, Plain]:
    """A closed vault with answers in it, and those answers."""
    store = made_vault(path)
    made = Begun(store)
    store.save(begin, made.assessment).result()
    given = [made.entry(f"q{number}", f"answer {number} " * 20) for number in range(ANSWERS)]
    store.save(entries.append, given).result()
    store.close()
    return entries.answers(given)


def flipped(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def flagged(path: Path, answers: dict[str, Plain]) -> str:
    """How the fault shows: "opening", "reading", "check", or "" where all is as it was."""
    try:
        store = open_vault(path, None, PASSPHRASE)
    except StoreError:
        return "opening"
    try:
        sound = store.verify().result() == ()
        (card,) = store.read(assessments.cards).result()
        found = store.read(assessments.one, card.id).result()
        assert found is not None
        assert found.answers == answers, "a wrong answer was read"
    except StoreError:
        return "reading"
    finally:
        store.close()
    return "" if sound else "check"


def test_every_flipped_bit_is_found_or_changes_nothing(tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    path = tmp_path / "team.vault"
    answers = answered(path)
    whole = path.read_bytes()
    chance, budget, done = random.Random(SEED), Budget.of("flipped bits"), 0
    while done < FLIPS and budget.left():
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        path.write_bytes(flipped(whole, place, bit))
        how = flagged(path, answers)
        # The salt in the header is kept in the key file as well, so there a flip is survived.
        assert bool(how) is (place >= SALT_BYTES), f"place {place}, bit {bit}: {how or 'nothing found'}; seed {SEED}"
        done += 1
    path.write_bytes(flipped(whole, 3, 0))
    assert flagged(path, answers) == ""
    path.write_bytes(whole)
    assert flagged(path, answers) == ""
    ran("flipped bits", done, FLIPS)


def test_control_without_the_cipher_a_flipped_bit_is_read_as_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "plain.vault"
    plain: Any = sqlite3.connect(path, isolation_level=None)
    schema.migrate(plain, schema.MIGRATIONS)
    made = Begun(plain)
    begin(plain, made.assessment)
    given = [made.entry(f"q{number}", f"answer {number} " * 20) for number in range(ANSWERS)]
    entries.append(plain, given)
    plain.close()
    whole = path.read_bytes()
    place = whole.index(b"answer 77 answer 77")
    path.write_bytes(flipped(whole, place, 0))
    plain = sqlite3.connect(path, isolation_level=None)
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert entries.answers(entries.of(plain, made.assessment.id)) != entries.answers(given)
    plain.close()
