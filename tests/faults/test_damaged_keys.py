"""The key file broken in every way: each bit of it, one copy or both, older, another vault's, slots moved about."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import access, files, key_file, open_vault, slots
from tests.core.store.given import LATER, NAME, PASSPHRASE, made_vault
from tests.faults.sizes import SEED, Budget, inputs

FLIPS = inputs("flipped bits of the key file")
DOCTORED = inputs("doctored key files")
BEN, BEN_SAYS = "Ben Example", "wrong mule dynamo paperclip"
FAST = Kdf(8, 1, 1)
COPIES = ("keys", "keys2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault of two people with a recovery slot and a wrong try."""
    path = tmp_path / "team.vault"
    store = made_vault(path, kdf=FAST)
    store.change_keys(access.add, BEN, ["assessor"], BEN_SAYS, LATER, None, False).result()
    store.change_keys(access.keep_recovery, slots.SHEET, store.person.receiving_public, LATER).result()
    store.change_keys(access.rotate, LATER).result()
    store.close()
    # Signing in seals one's own slot anew; the other's still leads to the new key by its wrap.
    open_vault(path, NAME, PASSPHRASE).close()
    key_file.write_tries(path, {slots.place_of(key_file.read(path), BEN): key_file.Tried(3, LATER)})
    return path


def flips(content: bytes, chance: random.Random) -> list[tuple[int, int]]:
    """Every byte and bit in an order drawn by chance."""
    every = [(place, bit) for place in range(len(content)) for bit in range(8)]
    chance.shuffle(every)
    return every


@pytest.mark.parametrize("damaged", COPIES)
def test_each_flipped_bit_of_one_copy_is_seen_and_the_other_serves(
    path: Path, damaged: str, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, done = random.Random(SEED), Budget.of("flipped bits of the key file"), 0
    target, expected = files.beside(path, damaged), key_file.read(path)
    whole = target.read_bytes()
    for place, bit in flips(whole, chance)[:FLIPS]:
        if not budget.left():
            break
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        target.write_bytes(changed)
        assert key_file.read(path) == expected, f"byte {place} bit {bit}, seed {SEED}"
        assert len(key_file._copies(path)) == 1, f"byte {place} bit {bit}, seed {SEED}"
        if done % 100 == 0:
            open_vault(path, NAME, PASSPHRASE).close()
            assert len(key_file._copies(path)) == 2
            expected = key_file.read(path)
            whole = target.read_bytes()
        done += 1
    ran(f"bits flipped in {damaged}", done, FLIPS)


def test_each_flipped_bit_of_both_copies_is_damage_and_no_wrong_passphrase(
    path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, done = random.Random(SEED), Budget.of("flipped bits of the key file"), 0
    whole = files.beside(path, "keys").read_bytes()
    for place, bit in flips(whole, chance)[:FLIPS]:
        if not budget.left():
            break
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        for each in COPIES:
            files.beside(path, each).write_bytes(changed)
        with pytest.raises(StoreError, match="Both copies of the key file are damaged"):
            key_file.read(path)
        done += 1
    with pytest.raises(StoreError, match="Both copies"):
        open_vault(path, NAME, PASSPHRASE)
    for each in COPIES:
        files.beside(path, each).write_bytes(whole)
    open_vault(path, NAME, PASSPHRASE).close()
    ran("bits flipped in both copies", done, FLIPS)


def doctored(path: Path, change: Callable[[dict[str, Any]], None], again: bool = True) -> None:
    """What somebody without the key can do: another body, with a SHA-256 that fits it (or not)."""
    for each in COPIES:
        document = json.loads(files.beside(path, each).read_bytes())
        change(document["body"])
        inner = {name: value for name, value in document.items() if name != "sha256"}
        whole = sha256_hex(canonical_bytes(inner)) if again else document["sha256"]
        files.beside(path, each).write_bytes(canonical_bytes({**inner, "sha256": whole}))


def test_each_flipped_bit_of_what_is_sealed_is_seen_even_with_a_right_sum(
    path: Path, ran: Callable[[str, int, int], None]
) -> None:
    """The SHA-256 made to fit: now only the seals and the MAC are left."""
    chance, budget, done = random.Random(SEED), Budget.of("doctored key files"), 0
    kept = {each: files.beside(path, each).read_bytes() for each in COPIES}
    fields = [
        (kind, number, name)
        for kind, names in (("slots", ("sealed", "salt", "name_salt", "name_hash", "receiving_public")),)
        for number in (0, 1)
        for name in names
    ] + [("recovery", 0, "public")]
    while done < DOCTORED and budget.left():
        kind, number, name = chance.choice(fields)

        def flip(body: dict[str, Any], kind: str = kind, number: int = number, name: str = name) -> None:
            content = bytearray.fromhex(body[kind][number][name])
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            body[kind][number][name] = content.hex()

        for each in COPIES:
            files.beside(path, each).write_bytes(kept[each])
        doctored(path, flip)
        with pytest.raises(StoreError, match=r"changed by something|do not open the vault|Both copies"):
            open_vault(path, NAME, PASSPHRASE)
        done += 1
    ran("doctored key files", done, DOCTORED)


def test_copies_swapped_with_another_vault_do_not_open(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.vault"
    made_vault(other, kdf=FAST).close()
    for each in COPIES:
        shutil.copy(files.beside(other, each), files.beside(path, each))
    with pytest.raises(StoreError, match="not the vault that the key file beside it belongs to"):
        open_vault(path, NAME, PASSPHRASE)


def test_one_copy_of_another_vault_is_passed_by_when_it_is_older(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.vault"
    made_vault(other, kdf=FAST).close()
    shutil.copy(files.beside(other, "keys"), files.beside(path, "keys"))
    open_vault(path, NAME, PASSPHRASE).close()
    assert len({files.beside(path, each).read_bytes() for each in COPIES}) == 1


@pytest.mark.parametrize("older", COPIES)
def test_an_older_copy_beside_a_newer_one_is_brought_up_to_date(path: Path, older: str) -> None:
    kept = files.beside(path, older).read_bytes()
    store = open_vault(path, BEN, BEN_SAYS)
    store.change_keys(access.change_passphrase, BEN_SAYS, "seventh anchor pickle drum", LATER, None).result()
    store.close()
    files.beside(path, older).write_bytes(kept)
    with pytest.raises(StoreError, match="do not open"):
        open_vault(path, BEN, BEN_SAYS)
    open_vault(path, BEN, "seventh anchor pickle drum").close()
    assert files.beside(path, older).read_bytes() != kept


def test_both_copies_older_open_as_they_were_then_and_it_is_told(path: Path) -> None:
    kept = {each: files.beside(path, each).read_bytes() for each in COPIES}
    store = open_vault(path, BEN, BEN_SAYS)
    store.change_keys(access.change_passphrase, BEN_SAYS, "seventh anchor pickle drum", LATER, None).result()
    assert not store.vault.keys_older
    store.close()
    for each, content in kept.items():
        files.beside(path, each).write_bytes(content)
    store = open_vault(path, NAME, PASSPHRASE)
    assert store.vault.keys_older
    store.close()


def test_a_slot_moved_to_another_person_does_not_open(path: Path) -> None:
    def move(body: dict[str, Any]) -> None:
        first, second = body["slots"]
        for name in ("sealed", "salt", "kdf"):
            first[name], second[name] = second[name], first[name]

    doctored(path, move)
    for person, passphrase in ((NAME, PASSPHRASE), (NAME, BEN_SAYS), (BEN, BEN_SAYS), (BEN, PASSPHRASE)):
        with pytest.raises(StoreError, match="do not open"):
            open_vault(path, person, passphrase)


def test_a_slot_of_another_vault_put_in_here_does_not_open(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.vault"
    made_vault(other, kdf=FAST, name="Carl Example").close()
    strange = json.loads(files.beside(other, "keys").read_bytes())["body"]["slots"]
    doctored(path, lambda body: body["slots"].extend(strange))
    with pytest.raises(StoreError, match="do not open"):
        open_vault(path, "Carl Example", PASSPHRASE)
    with pytest.raises(StoreError, match="changed by something"):
        open_vault(path, NAME, PASSPHRASE)


def test_a_hostile_derivation_is_refused_before_it_costs_anything(path: Path) -> None:
    def make_dear(body: dict[str, Any]) -> None:
        for slot in body["slots"]:
            slot["kdf"] = {"memory_kib": 2**31, "passes": 3, "lanes": 4}

    doctored(path, make_dear)
    began = time.perf_counter()
    with pytest.raises(StoreError, match="damaged"):
        open_vault(path, NAME, PASSPHRASE)
    assert time.perf_counter() - began < 0.05


def test_control_a_reader_that_trusts_its_file_takes_what_was_changed(path: Path) -> None:
    """Without sum and MAC a flipped bit is another key file, and nobody would know."""
    document = json.loads(files.beside(path, "keys").read_bytes())
    before = key_file._from_plain(document["body"])
    document["body"]["slots"][0]["sealed"] = "00" + document["body"]["slots"][0]["sealed"][2:]
    assert key_file._from_plain(document["body"]) != before
    assert replace(before, sequence=before.sequence) == before
