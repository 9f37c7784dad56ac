"""The key file beside the vault as it lies on the disk: two copies, each whole or known to be damaged.

Neither copy holds a role or a key in clear, nor a name unless the people of the vault want to choose theirs from a
list. A change of any byte is told from a wrong passphrase by the file's own SHA-256, a doctored file by its MAC.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from carer_desktop.errors import StoreError
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from carer_desktop.store import files, moment
from carer_desktop.there import is_there

FILE_VERSION = 2
SLOT_VERSION = 1
_ENDINGS = ("keys", "keys2")
_MOST_BYTES = 1_000_000
_FIRST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """How one person reaches the vault key; all of it but *sealed* is in clear, and all of it is bound to *sealed*.

    *wraps* lead from the vault key in *sealed* to the one in force, where that was changed since the person was here.
    """

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
    wraps: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class RecoverySlot:
    """The vault key for whoever holds the secret half of *public*: a printed sheet, or the organisation.

    There are two wraps only while the vault key is being changed, the one in force until then first.
    """

    id: str
    kind: str
    public: bytes
    wraps: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The whole key file: whose vault, which copy is newer, and the slots.

    *receiving_public* is the vault's own: what is taken down before anybody signs in can be sealed to it. *next_salt*
    is there while the vault key is being changed: the database is then under the old key or already under the new.
    """

    vault: str
    demo: bool
    sequence: int
    database_salt: bytes
    receiving_public: bytes
    slots: tuple[Slot, ...]
    recovery: tuple[RecoverySlot, ...] = ()
    names: tuple[str, ...] = ()
    next_salt: bytes = b""
    version: int = FILE_VERSION


@dataclass(frozen=True, slots=True)
class Tried:
    """How often somebody tried in vain, and when last."""

    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class _Copy:
    file: KeyFile
    inner: dict[str, Any]

    @property
    def mac(self) -> str:
        return str(self.inner["mac"])


def write(path: Path, file: KeyFile, vault_key: bytes) -> None:
    """Write both copies, one after the other, each whole or not at all. The tries of its slots stay counted."""
    body = _as_plain(file)
    known = {slot.id for slot in file.slots}
    kept = {place: tried for place, tried in read_tries(path).items() if place in known or len(place) <= 2}
    inner = {"body": body, "mac": _mac(file, vault_key), "tries": _tries_as_plain(kept)}
    for ending in _ENDINGS:
        _put(files.beside(path, ending), inner)


def read(path: Path) -> KeyFile:
    """The newer of the two copies that are whole. StoreError if there is none, or the disk keeps them back."""
    copies = _copies(path)
    if copies:
        return max((copy.file for copy in copies.values()), key=lambda file: file.sequence)
    if exists(path):
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
    expected = _mac(file, vault_key)
    alike = [copy.file == file and hmac.compare_digest(copy.mac, expected) for copy in _copies(path).values()]
    if not any(alike):
        raise changed(path)
    return alike == [True] * len(_ENDINGS)


def changed(path: Path) -> StoreError:
    """That somebody without the vault key has been at the key file."""
    return StoreError(
        "The key file was changed by something that is not this program",
        files.beside(path, "keys").name,
        "Put both copies back from the newest backup. Nothing was written.",
    )


def exists(path: Path) -> bool:
    """Whether a copy of a key file lies beside the vault."""
    return any(is_there(files.beside(path, ending)) for ending in _ENDINGS)


def read_tries(path: Path) -> dict[str, Tried]:
    """The tries in vain, by slot or, for people nobody knows, by a place they share; the longest memory of both copies.

    They are counted by whoever tries and so lie outside what the MAC holds: they guard the window, and not the file.
    """
    found: dict[str, Tried] = {}
    for copy in _copies(path).values():
        for place, tried in _tries_from_plain(copy.inner.get("tries")).items():
            before = found.get(place)
            if before is None or tried.count > before.count:
                found[place] = tried
    return found


def write_tries(path: Path, tries: Mapping[str, Tried]) -> None:
    """Put these tries into each whole copy and leave the rest of it as it is: nobody has signed in yet."""
    for ending, copy in _copies(path).items():
        _put(files.beside(path, ending), {**copy.inner, "tries": _tries_as_plain(tries)})


def slot_as_plain(slot: Slot) -> dict[str, Any]:
    """All that lies in clear in a slot and never changes."""
    return {
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


def _mac(file: KeyFile, vault_key: bytes) -> str:
    return hmac.digest(keys.sub_key(vault_key, keys.ANCHOR), canonical_bytes(_as_plain(file)), "sha256").hex()


def _put(path: Path, inner: dict[str, Any]) -> None:
    files.replace_whole(path, canonical_bytes({**inner, "sha256": sha256_hex(canonical_bytes(inner))}))


def _as_plain(file: KeyFile) -> dict[str, Any]:
    plain = {
        "version": file.version,
        "vault": file.vault,
        "demo": file.demo,
        "sequence": file.sequence,
        "database_salt": file.database_salt.hex(),
        "receiving_public": file.receiving_public.hex(),
        "slots": [_whole_slot(slot) for slot in file.slots],
    }
    if file.version == _FIRST_VERSION:
        return plain
    return {
        **plain,
        "recovery": [
            {"id": each.id, "kind": each.kind, "public": each.public.hex(), "wraps": [w.hex() for w in each.wraps]}
            for each in file.recovery
        ],
        "names": list(file.names),
        "next_salt": file.next_salt.hex(),
    }


def _whole_slot(slot: Slot) -> dict[str, Any]:
    whole = {**slot_as_plain(slot), "sealed": slot.sealed.hex()}
    return {**whole, "wraps": [wrap.hex() for wrap in slot.wraps]} if slot.wraps else whole


def _tries_as_plain(tries: Mapping[str, Tried]) -> dict[str, Any]:
    return {place: [tried.count, moment.written(tried.last)] for place, tried in tries.items()}


def _tries_from_plain(plain: Any) -> dict[str, Tried]:
    return {
        _text(place): Tried(_whole(count), moment.read(_text(last))) for place, (count, last) in (plain or {}).items()
    }


def _copies(path: Path) -> dict[str, _Copy]:
    """The whole copies by their ending. StoreError where the disk keeps one back and there is no other."""
    found, kept_back = {}, None
    for ending in _ENDINGS:
        try:
            copy = _read_copy(files.beside(path, ending))
        except StoreError as error:
            if not error.retry:
                raise
            kept_back = kept_back or error
        else:
            found.update({ending: copy} if copy else {})
    if kept_back and not found:
        raise kept_back
    return found


def _read_copy(path: Path) -> _Copy | None:
    """One copy, or None where it is missing, cut short or changed by a byte."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        inner = json.loads(content)
        del inner["sha256"]
        whole = canonical_bytes({**inner, "sha256": sha256_hex(canonical_bytes(inner))})
        if not hmac.compare_digest(whole, content):
            return None
        _tries_from_plain(inner.get("tries"))
        _text(inner["mac"]).encode("ascii")
        return _Copy(_from_plain(inner["body"]), inner)
    except FileNotFoundError:
        return None
    except OSError as error:
        mend = "Check that you may read it, and the disk it is on."
        raise StoreError("The key file cannot be read", path.name, mend, retry=True) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _from_plain(body: dict[str, Any]) -> KeyFile:
    version = _known_version(_whole(body["version"]), FILE_VERSION)
    slots = tuple(_slot_from_plain(each) for each in body["slots"])
    if not slots:
        raise ValueError("a key file without slots")
    first = KeyFile(
        _text(body["vault"]),
        body["demo"] is True,
        _whole(body["sequence"]),
        bytes.fromhex(body["database_salt"]),
        bytes.fromhex(body["receiving_public"]),
        slots,
        version=version,
    )
    if version == _FIRST_VERSION:
        return first
    return KeyFile(
        first.vault,
        first.demo,
        first.sequence,
        first.database_salt,
        first.receiving_public,
        slots,
        tuple(_recovery_from_plain(each) for each in body["recovery"]),
        tuple(_text(name) for name in body["names"]),
        bytes.fromhex(body["next_salt"]),
        version,
    )


def _slot_from_plain(plain: dict[str, Any]) -> Slot:
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
        _known_version(_whole(plain["version"]), SLOT_VERSION),
        tuple(bytes.fromhex(wrap) for wrap in plain.get("wraps", ())),
    )


def _recovery_from_plain(plain: dict[str, Any]) -> RecoverySlot:
    wraps = tuple(bytes.fromhex(wrap) for wrap in plain["wraps"])
    if not wraps:
        raise ValueError("a recovery slot without a key")
    return RecoverySlot(_text(plain["id"]), _text(plain["kind"]), bytes.fromhex(plain["public"]), wraps)


def _known_version(found: int, known: int) -> int:
    if found > known:
        raise StoreError(
            "The key file was made by a newer version of this program",
            mend="Install the newest version. Nothing was written.",
        )
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("not a whole number")
    return value
