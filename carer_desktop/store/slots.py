"""The key file beside the vault: one slot a person, from whose passphrase the vault key is reached.

`FILE.keys` and `FILE.keys2` are two copies. Neither holds a name, a role or a key in clear; a change of any
byte is told from a wrong passphrase by the file's own SHA-256, and a doctored file by its MAC after unlocking.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.person import ROLES, Person
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import files
from carer_desktop.text import one_line

FILE_VERSION = 1
SLOT_VERSION = 1
_ENDINGS = ("keys", "keys2")
_MOST_BYTES = 1_000_000
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Slot:
    """How one person reaches the vault key; all of it but *sealed* is in clear, and all of it is bound to *sealed*."""

    id: str
    person: str
    name_salt: bytes
    name_hash: bytes
    kdf: keys.Kdf
    salt: bytes
    receiving_public: bytes
    sealed: bytes = b""
    kind: str = "passphrase"
    version: int = SLOT_VERSION


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The whole key file: whose vault, which copy is newer, and the slots.

    *receiving_public* is the vault's own: what is taken down before anybody signs in can be sealed to it.
    """

    vault: str
    demo: bool
    sequence: int
    database_salt: bytes
    receiving_public: bytes
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a slot gives to the person whose passphrase opened it; no key is ever shown."""

    person: Person
    vault_key: bytes = field(repr=False)
    signing: keys.KeyPair = field(repr=False)
    receiving: keys.KeyPair = field(repr=False)

    @property
    def database_key(self) -> bytes:
        return keys.sub_key(self.vault_key, keys.DATABASE)

    def __reduce__(self) -> str:
        raise TypeError("Keys are not copied out of the program")


def new_unlocked(name: str, roles: Sequence[str], vault_key: bytes) -> Unlocked:
    """A new person with new key pairs, holding the vault key. Refused for an empty name or an unknown role."""
    called = one_line(name)
    if not called:
        raise Refused("A person needs a name")
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise Refused(
            f"There is no role “{unknown[0]}”" if unknown else "A person needs at least one role",
            called,
            f"The roles are {', '.join(ROLES)}.",
        )
    signing, receiving = keys.signing_pair(), keys.receiving_pair()
    ordered = tuple(role for role in ROLES if role in roles)
    return Unlocked(
        Person(random_id(), called, ordered, signing.public, receiving.public), vault_key, signing, receiving
    )


def make_slot(vault: str, unlocked: Unlocked, passphrase: str, kdf: keys.Kdf) -> Slot:
    """The slot through which this passphrase reaches what the person holds."""
    name_salt = secrets.token_bytes(_SALT_BYTES)
    open_part = Slot(
        random_id(),
        unlocked.person.id,
        name_salt,
        _name_hash(unlocked.person.name, name_salt),
        kdf,
        secrets.token_bytes(_SALT_BYTES),
        unlocked.receiving.public,
    )
    held = {
        "vault_key": unlocked.vault_key.hex(),
        "signing": unlocked.signing.secret.hex(),
        "receiving": unlocked.receiving.secret.hex(),
        "name": unlocked.person.name,
        "roles": unlocked.person.roles,
    }
    key = keys.derive(passphrase, open_part.salt, kdf)
    return replace(open_part, sealed=keys.seal(key, canonical_bytes(held), _bound(vault, open_part)))


def unlock(file: KeyFile, person: str | None, passphrase: str, where: str) -> Unlocked:
    """What the person's slot holds. An unknown person costs the same work and gives the same sentence.

    *person* is a name (case does not matter) or a person id, and may be left out where there is one slot.
    """
    slot = _slot_of(file, person)
    tried = slot or file.slots[0]
    key = keys.derive(passphrase, tried.salt, tried.kdf)
    try:
        held = json.loads(keys.unseal(key, tried.sealed, _bound(file.vault, tried)))
    except keys.SealError:
        held = None
    if slot is None or held is None:
        raise StoreError("This person and passphrase do not open the vault", where, "Check both and try again.", True)
    signing = keys.signing_pair(bytes.fromhex(held["signing"]))
    receiving = keys.receiving_pair(bytes.fromhex(held["receiving"]))
    known = Person(slot.person, held["name"], tuple(held["roles"]), signing.public, receiving.public)
    return Unlocked(known, bytes.fromhex(held["vault_key"]), signing, receiving)


def write(path: Path, file: KeyFile, vault_key: bytes) -> None:
    """Write both copies, one after the other, each whole or not at all."""
    body = _as_plain(file)
    mac = hmac.digest(keys.sub_key(vault_key, keys.ANCHOR), canonical_bytes(body), "sha256").hex()
    inner = {"body": body, "mac": mac}
    content = canonical_bytes({**inner, "sha256": sha256_hex(canonical_bytes(inner))})
    for ending in _ENDINGS:
        files.replace_whole(files.beside(path, ending), content)


def read(path: Path) -> KeyFile:
    """The newer of the two copies that are whole. StoreError if there is none."""
    copies = [copy for copy in (_read_copy(files.beside(path, ending)) for ending in _ENDINGS) if copy]
    if copies:
        return max((copy[0] for copy in copies), key=lambda file: file.sequence)
    if any(files.beside(path, ending).exists() for ending in _ENDINGS):
        raise StoreError(
            "Both copies of the key file are damaged",
            files.beside(path, "keys").name,
            "Put both back from the newest backup. Nothing was written.",
        )
    raise StoreError(
        "The key file is missing: without it nobody can open this vault",
        files.beside(path, "keys").name,
        "Put it back beside the vault; every backup holds it.",
    )


def check(path: Path, file: KeyFile, vault_key: bytes) -> bool:
    """Whether both copies lie there whole and alike. StoreError if the file was changed by somebody without the key."""
    expected = hmac.digest(keys.sub_key(vault_key, keys.ANCHOR), canonical_bytes(_as_plain(file)), "sha256").hex()
    copies = [_read_copy(files.beside(path, ending)) for ending in _ENDINGS]
    if not any(copy and copy[0] == file and hmac.compare_digest(copy[1], expected) for copy in copies):
        raise StoreError(
            "The key file was changed by something that is not this program",
            files.beside(path, "keys").name,
            "Put both copies back from the newest backup. Nothing was written.",
        )
    return all(copy is not None and copy == (file, expected) for copy in copies)


def exists(path: Path) -> bool:
    """Whether a copy of a key file lies beside the vault."""
    return any(files.beside(path, ending).exists() for ending in _ENDINGS)


def _slot_of(file: KeyFile, person: str | None) -> Slot | None:
    if person is None:
        if len(file.slots) > 1:
            raise Refused("Several people use this vault", mend="Say who you are.")
        return file.slots[0]
    found = None
    # Every slot is looked at, found or not, so that the time tells nothing.
    for slot in file.slots:
        named = hmac.compare_digest(_name_hash(person, slot.name_salt), slot.name_hash)
        if named or hmac.compare_digest(person.strip().encode("utf-8", "replace"), slot.person.encode()):
            found = slot
    return found


def _name_hash(name: str, salt: bytes) -> bytes:
    folded = unicodedata.normalize("NFKC", one_line(name)).casefold()
    return hashlib.sha256(salt + folded.encode("utf-8", "replace")).digest()


def _bound(vault: str, slot: Slot) -> bytes:
    """All that lies in clear in a slot, with the vault's id: change one of them and the slot no longer opens."""
    return canonical_bytes({"vault": vault, **_slot_as_plain(slot, with_sealed=False)})


def _slot_as_plain(slot: Slot, *, with_sealed: bool = True) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": slot.id,
        "person": slot.person,
        "name_salt": slot.name_salt.hex(),
        "name_hash": slot.name_hash.hex(),
        "kdf": {"memory_kib": slot.kdf.memory_kib, "passes": slot.kdf.passes, "lanes": slot.kdf.lanes},
        "salt": slot.salt.hex(),
        "receiving_public": slot.receiving_public.hex(),
        "kind": slot.kind,
        "version": slot.version,
    }
    return {**plain, "sealed": slot.sealed.hex()} if with_sealed else plain


def _as_plain(file: KeyFile) -> dict[str, Any]:
    return {
        "version": FILE_VERSION,
        "vault": file.vault,
        "demo": file.demo,
        "sequence": file.sequence,
        "database_salt": file.database_salt.hex(),
        "receiving_public": file.receiving_public.hex(),
        "slots": [_slot_as_plain(slot) for slot in file.slots],
    }


def _read_copy(path: Path) -> tuple[KeyFile, str] | None:
    """One copy with its MAC, or None where it is missing, cut short or changed by a byte."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        document = json.loads(content)
        inner = {"body": document["body"], "mac": document["mac"]}
        whole = canonical_bytes({**inner, "sha256": sha256_hex(canonical_bytes(inner))})
        if not hmac.compare_digest(whole, content):
            return None
        return _from_plain(document["body"]), str(document["mac"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            "The key file cannot be read", path.name, f"Check that you may read it ({error.strerror}).", True
        ) from error
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _from_plain(body: dict[str, Any]) -> KeyFile:
    _check_version(_whole(body["version"]), FILE_VERSION)
    slots = tuple(_slot_from_plain(each) for each in body["slots"])
    if not slots:
        raise ValueError("a key file without slots")
    return KeyFile(
        _text(body["vault"]),
        body["demo"] is True,
        _whole(body["sequence"]),
        bytes.fromhex(body["database_salt"]),
        bytes.fromhex(body["receiving_public"]),
        slots,
    )


def _slot_from_plain(plain: dict[str, Any]) -> Slot:
    _check_version(_whole(plain["version"]), SLOT_VERSION)
    kdf = plain["kdf"]
    return Slot(
        _text(plain["id"]),
        _text(plain["person"]),
        bytes.fromhex(plain["name_salt"]),
        bytes.fromhex(plain["name_hash"]),
        keys.Kdf(_whole(kdf["memory_kib"]), _whole(kdf["passes"]), _whole(kdf["lanes"])),
        bytes.fromhex(plain["salt"]),
        bytes.fromhex(plain["receiving_public"]),
        bytes.fromhex(plain["sealed"]),
        _text(plain["kind"]),
    )


def _check_version(found: int, known: int) -> None:
    if found > known:
        raise StoreError(
            "The key file was made by a newer version of this program",
            mend="Install the newest version. Nothing was written.",
        )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("not a whole number")
    return value
