"""The key file: who gets in, what damage does, and that no change of it goes unseen."""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import Refused, StoreError
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.store import files, slots
from tests.core.store.given import CHEAP, PASSPHRASE

VAULT_KEY = bytes(range(32))
KEYS, KEYS2 = "team.vault.keys", "team.vault.keys2"


def key_file(*names: str) -> tuple[slots.KeyFile, list[slots.Unlocked]]:
    people = [slots.new_unlocked(name, ["assessor"], VAULT_KEY) for name in names]
    made = tuple(slots.make_slot("v1", each, f"{PASSPHRASE} {each.person.name}", CHEAP) for each in people)
    return slots.KeyFile("v1", False, 1, bytes(16), bytes(32), made), people


def opened(file: slots.KeyFile, person: str | None, passphrase: str) -> slots.Unlocked:
    return slots.unlock(file, person, passphrase, "team.vault")


def test_a_person_gets_back_what_was_sealed_by_name_or_id() -> None:
    file, people = key_file("Ann Example", "Ben Example")
    for each in people:
        passphrase = f"{PASSPHRASE} {each.person.name}"
        for called in (each.person.name, each.person.name.upper(), f"  {each.person.name} ", each.person.id):
            assert opened(file, called, passphrase) == each


def test_a_slot_alone_needs_no_name_and_two_do() -> None:
    one, (ann,) = key_file("Ann Example")
    assert opened(one, None, f"{PASSPHRASE} Ann Example") == ann
    two, _ = key_file("Ann Example", "Ben Example")
    with pytest.raises(Refused, match="Several people use this vault"):
        opened(two, None, PASSPHRASE)


@pytest.mark.parametrize(
    ("person", "passphrase"),
    [
        ("Ann Example", f"{PASSPHRASE} Ben Example"),
        ("Nobody Example", f"{PASSPHRASE} Ann Example"),
        ("", f"{PASSPHRASE} Ann Example"),
        ("Ann\ud83d", f"{PASSPHRASE} Ann Example"),
        ("Ann Example", ""),
        ("Ann Example", "x" * 10_000),
        ("Ann Example", "nul \x00 inside it"),
    ],
)
def test_a_wrong_person_and_a_wrong_passphrase_give_the_same_sentence(person: str, passphrase: str) -> None:
    file, _ = key_file("Ann Example", "Ben Example")
    with pytest.raises(StoreError) as refused:
        opened(file, person, passphrase)
    assert str(refused.value) == (
        "This person and passphrase do not open the vault (team.vault). Check both and try again."
    )


def test_somebody_unknown_does_not_get_in_with_anybodys_passphrase() -> None:
    file, _ = key_file("Ann Example")
    assert slots.attempt(file, "Ann Example", f"{PASSPHRASE} Ann Example") is not None
    assert slots.attempt(file, "Nobody Example", f"{PASSPHRASE} Ann Example") is None


@pytest.mark.parametrize(
    ("name", "roles", "says"),
    [
        (" \n", ["assessor"], "needs a name"),
        ("A" * 201, ["assessor"], "at most 200 letters"),
        ("Ann", ["assessor", "boss"], "no role “boss”"),
        ("Ann", [], "needs at least one role"),
    ],
)
def test_a_person_needs_a_name_and_known_roles(name: str, roles: list[str], says: str) -> None:
    with pytest.raises(Refused, match=says):
        slots.new_unlocked(name, roles, VAULT_KEY)


def test_roles_are_kept_once_and_in_one_order() -> None:
    person = slots.new_unlocked(" Ann\tExample ", ["keeper", "assessor", "keeper"], VAULT_KEY).person
    assert (person.name, person.roles) == ("Ann Example", ("assessor", "keeper"))


def test_no_key_shows_itself_or_leaves() -> None:
    _, (ann,) = key_file("Ann Example")
    shown = repr(ann) + str(ann)
    for secret in (ann.vault_key, ann.signing.secret, ann.receiving.secret, ann.database_key):
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(ann)


def test_both_copies_hold_the_same_and_no_name(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    file, people = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    a, b = (tmp_path / KEYS).read_bytes(), (tmp_path / KEYS2).read_bytes()
    assert a == b
    assert slots.read(path) == file
    assert slots.check(path, file, VAULT_KEY)
    for hidden in ("Ann", "Example", "assessor", VAULT_KEY.hex(), people[0].signing.secret.hex()):
        assert hidden.encode() not in a
    document = json.loads(a)
    assert document["body"]["slots"][0]["receiving_public"] == people[0].person.receiving_public.hex()


def test_the_newer_copy_counts_and_the_older_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    older = (tmp_path / KEYS).read_bytes()
    newer = replace(file, sequence=2)
    slots.write(path, newer, VAULT_KEY)
    (tmp_path / KEYS2).write_bytes(older)
    assert slots.read(path) == newer
    assert not slots.check(path, newer, VAULT_KEY)


@pytest.mark.parametrize("damaged", [KEYS, KEYS2])
def test_every_flipped_byte_of_one_copy_is_seen_and_the_other_used(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "team.vault"
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    whole = (tmp_path / damaged).read_bytes()
    draw = random.Random(7)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << draw.randrange(8)
        (tmp_path / damaged).write_bytes(changed)
        assert slots.read(path) == file
        assert not slots.check(path, file, VAULT_KEY)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"9" * 5_000, b" " * 1_000_001]
)
def test_both_copies_damaged_is_no_wrong_passphrase(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "team.vault"
    for name in (KEYS, KEYS2):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(StoreError, match="Both copies of the key file are damaged"):
        slots.read(path)


def test_a_missing_key_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"key file is missing.*\(team\.vault\.keys\)"):
        slots.read(tmp_path / "team.vault")


def test_a_key_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    (tmp_path / KEYS).mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        slots.read(tmp_path / "team.vault")


@pytest.mark.parametrize("kept_back", [KEYS, KEYS2])
def test_where_one_copy_cannot_be_read_the_other_is_used(tmp_path: Path, kept_back: str) -> None:
    path = tmp_path / "team.vault"
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    (tmp_path / kept_back).unlink()
    (tmp_path / kept_back).mkdir()
    assert slots.read(path) == file
    assert not slots.check(path, file, VAULT_KEY)
    other = {KEYS: KEYS2, KEYS2: KEYS}[kept_back]
    (tmp_path / other).write_bytes(b"x")
    with pytest.raises(StoreError, match=rf"cannot be read \({kept_back}\)"):
        slots.read(path)


def whole_again(body: dict[str, Any], mac: str) -> bytes:
    """What somebody without the key can do: a key file with another body and a right SHA-256."""
    inner = {"body": body, "mac": mac}
    return canonical_bytes({**inner, "sha256": sha256_hex(canonical_bytes(inner))})


def set_(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(body: dict[str, Any]) -> None:
        slot = body["slots"][0]
        target = slot if name in slot else body
        target[name] = value

    return change


DOCTORED = [
    set_("person", "somebody else"),
    set_("id", "another"),
    set_("receiving_public", "11" * 32),
    set_("vault", "v2"),
    set_("kdf", {"memory_kib": 8 * 1024, "passes": 2, "lanes": 1}),
    set_("salt", "22" * 16),
    set_("kind", "recovery"),
    set_("name_hash", "33" * 32),
]


@pytest.mark.parametrize("change", DOCTORED)
def test_a_doctored_slot_does_not_open(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = tmp_path / "team.vault"
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    document = json.loads((tmp_path / KEYS).read_bytes())
    change(document["body"])
    for name in (KEYS, KEYS2):
        (tmp_path / name).write_bytes(whole_again(document["body"], document["mac"]))
    with pytest.raises(StoreError, match="do not open the vault"):
        opened(slots.read(path), None, f"{PASSPHRASE} Ann Example")


@pytest.mark.parametrize("change", [set_("sequence", 9), set_("demo", True), set_("database_salt", "44" * 16)])
def test_what_is_around_the_slots_is_held_by_the_mac(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = tmp_path / "team.vault"
    file, (ann,) = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    document = json.loads((tmp_path / KEYS).read_bytes())
    change(document["body"])
    (tmp_path / KEYS).write_bytes(whole_again(document["body"], document["mac"]))
    (tmp_path / KEYS2).unlink()
    doctored = slots.read(path)
    assert opened(doctored, None, f"{PASSPHRASE} Ann Example") == ann
    with pytest.raises(StoreError, match="changed by something that is not this program"):
        slots.check(path, doctored, VAULT_KEY)


@pytest.mark.parametrize(
    "change",
    [
        set_("kdf", {"memory_kib": 2**31, "passes": 3, "lanes": 4}),
        set_("kdf", {"memory_kib": "8192", "passes": 1, "lanes": 1}),
        set_("salt", "no hex"),
        set_("sequence", "1"),
        set_("vault", 1),
        set_("slots", []),
        set_("recovery", [{"id": "r", "kind": "sheet", "public": "00", "wraps": []}]),
        set_("names", [1]),
        set_("next_salt", 1),
    ],
)
def test_a_hostile_key_file_counts_as_damaged(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = tmp_path / "team.vault"
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    document = json.loads((tmp_path / KEYS).read_bytes())
    change(document["body"])
    for name in (KEYS, KEYS2):
        (tmp_path / name).write_bytes(whole_again(document["body"], document["mac"]))
    with pytest.raises(StoreError, match="damaged"):
        slots.read(path)


def test_a_newer_key_file_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    document = json.loads((tmp_path / KEYS).read_bytes())
    document["body"]["version"] = slots.FILE_VERSION + 1
    (tmp_path / KEYS).write_bytes(whole_again(document["body"], document["mac"]))
    with pytest.raises(StoreError, match="newer version"):
        slots.read(path)


def test_a_slot_of_another_vault_does_not_open() -> None:
    file, (ann,) = key_file("Ann Example")
    moved = replace(file, vault="v2")
    with pytest.raises(StoreError, match="do not open"):
        opened(moved, ann.person.id, f"{PASSPHRASE} Ann Example")


def drawn(slot: slots.Slot) -> tuple[bytes, ...]:
    """What of a slot is drawn by chance: two salts, and the nonce its seal begins with."""
    return slot.name_salt, slot.salt, slot.sealed[: keys.NONCE_BYTES]


def test_ten_thousand_slots_never_repeat_a_salt_a_key_or_a_nonce() -> None:
    ann = slots.new_unlocked("Ann Example", ["assessor"], VAULT_KEY)
    made = [slots.make_slot("v1", ann, PASSPHRASE, keys.Kdf(8, 1, 1)) for _ in range(10_000)]
    assert len({value for slot in made for value in drawn(slot)}) == 30_000
    assert len({slot.id for slot in made}) == 10_000
    assert len({keys.derive(PASSPHRASE, slot.salt, slot.kdf) for slot in made[:500]}) == 500
    again = [slots.seal_again("v1", made[0], ann, bytes(32)) for _ in range(10_000)]
    assert len({slot.sealed[: keys.NONCE_BYTES] for slot in again}) == 10_000


def test_control_one_repeated_salt_among_ten_thousand_is_found() -> None:
    ann = slots.new_unlocked("Ann Example", ["assessor"], VAULT_KEY)
    one, other = (slots.make_slot("v1", ann, PASSPHRASE, keys.Kdf(8, 1, 1)) for _ in range(2))
    assert len({value for slot in (one, replace(other, salt=one.salt)) for value in drawn(slot)}) == 5


def test_the_keys_of_a_vault_are_all_different() -> None:
    ann = slots.new_unlocked("Ann Example", ["assessor"], VAULT_KEY)
    labels = (keys.DATABASE, keys.AUDIT, keys.ANCHOR, keys.INBOX, keys.CHANGE)
    made = {keys.sub_key(VAULT_KEY, label) for label in labels}
    assert len({*made, VAULT_KEY, ann.signing.secret, ann.receiving.secret}) == 8


def test_copies_lie_beside_the_vault(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    assert not slots.exists(path)
    file, _ = key_file("Ann Example")
    slots.write(path, file, VAULT_KEY)
    assert slots.exists(path)
    assert {each.name for each in tmp_path.iterdir()} == {KEYS, KEYS2}
    assert files.beside(path, "keys").name == KEYS
