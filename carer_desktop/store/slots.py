"""The slots of the key file: from a passphrase, or a recovery key, to the vault key and the keys of one person.

A slot's sealed part holds the vault key and the person's own secrets. When the vault key is changed by somebody else,
the new one is sealed under the old one and wrapped to the person: neither a leaver who kept the old key nor a stranger
who has the file can come to it or put another in its place. At the person's next sign-in the slot is sealed anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from carer_desktop.errors import Refused
from carer_desktop.records.person import ROLES, Person
from carer_desktop.records.sign_in import NotOpened
from carer_desktop.sealing import keys, wrapping
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.sealing.chance import random_id
from carer_desktop.store.key_file import FILE_VERSION as FILE_VERSION
from carer_desktop.store.key_file import KeyFile as KeyFile
from carer_desktop.store.key_file import RecoverySlot, slot_as_plain
from carer_desktop.store.key_file import Slot as Slot
from carer_desktop.store.key_file import check as check
from carer_desktop.store.key_file import exists as exists
from carer_desktop.store.key_file import read as read
from carer_desktop.store.key_file import write as write
from carer_desktop.text import one_line

SHEET, ORGANISATION = "sheet", "organisation"
LONGEST_NAME = 200
_SALT_BYTES = 16
# So many places do the people share whom nobody knows. Few enough that a place tells next to nothing of what was
# typed there, which may have been a passphrase in the wrong field.
_SHARED_PLACES = 256


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a slot gives to the person whose passphrase opened it; no key is ever shown.

    *before* is the vault key until now, while that is being changed; *outdated* tells that the slot is to be sealed
    anew.
    """

    person: Person
    vault_key: bytes = field(repr=False)
    signing: keys.KeyPair = field(repr=False)
    receiving: keys.KeyPair = field(repr=False)
    must_change: bool = field(default=False, compare=False)
    before: bytes = field(default=b"", repr=False, compare=False)
    outdated: bool = field(default=False, compare=False)

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
    if len(called) > LONGEST_NAME:
        raise Refused(f"A person’s name has at most {LONGEST_NAME} letters", mend="Shorten it.")
    ordered = ordered_roles(called, roles)
    signing, receiving = keys.signing_pair(), keys.receiving_pair()
    return Unlocked(
        Person(random_id(), called, ordered, signing.public, receiving.public), vault_key, signing, receiving
    )


def ordered_roles(name: str, roles: Sequence[str]) -> tuple[str, ...]:
    """The roles, each once and in their order. Refused for none and for an unknown one."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise Refused(
            f"There is no role “{unknown[0]}”" if unknown else "A person needs at least one role",
            name,
            f"The roles are {', '.join(ROLES)}.",
        )
    return tuple(role for role in ROLES if role in roles)


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
    return seal_again(vault, open_part, unlocked, keys.derive(passphrase, open_part.salt, kdf))


def seal_again(vault: str, slot: Slot, unlocked: Unlocked, key: bytes) -> Slot:
    """The same slot for the same passphrase, with what the person holds today."""
    held = {
        "vault_key": unlocked.vault_key.hex(),
        "signing": unlocked.signing.secret.hex(),
        "receiving": unlocked.receiving.secret.hex(),
        "name": unlocked.person.name,
        "roles": unlocked.person.roles,
        "must_change": unlocked.must_change,
    }
    return replace(slot, sealed=keys.seal(key, canonical_bytes(held), _bound(vault, slot)), wraps=())


def with_slot(file: KeyFile, slot: Slot) -> KeyFile:
    """The key file with this slot as the only one of its person."""
    others = tuple(each for each in file.slots if each.person != slot.person)
    return replace(file, slots=(*others, slot))


def find(file: KeyFile, person: str | None) -> Slot | None:
    """The slot of the person with this name (case does not matter) or id; None for somebody nobody knows.

    *person* may be left out where there is one slot; Refused where there are several.
    """
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


def place_of(file: KeyFile, person: str | None) -> str:
    """Where this person's tries are counted: by the slot, or in one of the places that unknown people share."""
    slot = find(file, person)
    return slot.id if slot else f"{_shared_place(file, person or ''):02x}"


def attempt(file: KeyFile, person: str | None, passphrase: str) -> tuple[Unlocked, bytes] | None:
    """What the person's slot holds, and the key the passphrase gives for it; None for a wrong passphrase.

    An unknown person costs the same work. SealError where the slot opens and what leads on from it does not.
    """
    slot = find(file, person)
    tried = slot or file.slots[_shared_place(file, person or "") % len(file.slots)]
    key = keys.derive(passphrase, tried.salt, tried.kdf)
    try:
        held = json.loads(keys.unseal(key, tried.sealed, _bound(file.vault, tried)))
    except keys.SealError:
        return None
    if slot is None:
        return None
    signing = keys.signing_pair(bytes.fromhex(held["signing"]))
    receiving = keys.receiving_pair(bytes.fromhex(held["receiving"]))
    vault_key, before = bytes.fromhex(held["vault_key"]), b""
    for number, wrap in enumerate(slot.wraps):
        bound = _bound_wrap(file.vault, slot, number)
        inner = wrapping.unwrap(receiving.secret, wrap, bound)
        before, vault_key = vault_key, keys.unseal(keys.sub_key(vault_key, keys.CHANGE), inner, bound)
    known = Person(slot.person, held["name"], tuple(held["roles"]), signing.public, receiving.public)
    unlocked = Unlocked(
        known,
        vault_key,
        signing,
        receiving,
        held.get("must_change", False),
        before if file.next_salt else b"",
        bool(slot.wraps),
    )
    return unlocked, key


def unlock(file: KeyFile, person: str | None, passphrase: str, where: str) -> Unlocked:
    """What the person's slot holds. An unknown person and a wrong passphrase give the same sentence."""
    opened = attempt(file, person, passphrase)
    if opened is None:
        raise wrong(where)
    return opened[0]


def wrong(where: str, seconds: int = 0) -> NotOpened:
    """The one sentence for a wrong person and a wrong passphrase; *seconds* to wait before the next try."""
    return NotOpened("This person and passphrase do not open the vault", where, "Check both and try again.", seconds)


# --- without the passphrase ------------------------------------------------------------------------


def recovery_slot(vault: str, kind: str, public: bytes, vault_key: bytes) -> RecoverySlot:
    """The slot for a recovery key, of which only the public half is known. Refused for one that is none."""
    id = random_id()
    try:
        wrap = wrapping.wrap(public, vault_key, _bound_recovery(vault, id, kind, public))
    except ValueError:
        raise Refused("This is not a rescue key to which anything can be wrapped") from None
    return RecoverySlot(id, kind, public, (wrap,))


def recover(file: KeyFile, secret: bytes) -> tuple[bytes, bytes]:
    """The vault key by a recovery key, and the one before it while that is being changed. Refused for another's."""
    public = keys.receiving_pair(secret).public
    for slot in file.recovery:
        if hmac.compare_digest(slot.public, public):
            bound = _bound_recovery(file.vault, slot.id, slot.kind, slot.public)
            opened = [wrapping.unwrap(secret, wrap, bound) for wrap in slot.wraps]
            return opened[-1], opened[0] if file.next_salt else b""
    raise Refused(
        "This rescue sheet or key does not open these records, or no longer",
        mend="Use the sheet that was printed for them last.",
    )


def changing(file: KeyFile, before: bytes, after: bytes, next_salt: bytes) -> KeyFile:
    """The key file from which both the vault key until now and the next one can be reached."""
    return replace(
        file,
        slots=tuple(_with_wrap(file.vault, slot, before, after) for slot in file.slots),
        recovery=tuple(
            replace(each, wraps=(each.wraps[0], *recovery_slot_again(file.vault, each, after).wraps))
            for each in file.recovery
        ),
        next_salt=next_salt,
    )


def recovery_slot_again(vault: str, slot: RecoverySlot, vault_key: bytes) -> RecoverySlot:
    """The same recovery slot with another vault key in it."""
    bound = _bound_recovery(vault, slot.id, slot.kind, slot.public)
    return replace(slot, wraps=(wrapping.wrap(slot.public, vault_key, bound),))


def changed(file: KeyFile, after: bytes) -> KeyFile:
    """The key file once the database is under the next key: the recovery slots forget the one before."""
    return replace(
        file,
        database_salt=file.next_salt,
        receiving_public=keys.receiving_pair(keys.sub_key(after, keys.INBOX)).public,
        recovery=tuple(replace(each, wraps=each.wraps[-1:]) for each in file.recovery),
        next_salt=b"",
    )


def not_changed(file: KeyFile) -> KeyFile:
    """The key file as it was before a change of the vault key that was cut off."""
    return replace(
        file,
        slots=tuple(replace(slot, wraps=slot.wraps[:-1]) for slot in file.slots),
        recovery=tuple(replace(each, wraps=each.wraps[:1]) for each in file.recovery),
        next_salt=b"",
    )


def same_name(one: str, other: str) -> bool:
    """Whether two names are one at sign-in.

    >>> same_name("Ann  Example", "ann example")
    True
    """
    return _folded(one) == _folded(other)


def _with_wrap(vault: str, slot: Slot, before: bytes, after: bytes) -> Slot:
    bound = _bound_wrap(vault, slot, len(slot.wraps))
    inner = keys.seal(keys.sub_key(before, keys.CHANGE), after, bound)
    return replace(slot, wraps=(*slot.wraps, wrapping.wrap(slot.receiving_public, inner, bound)))


def _shared_place(file: KeyFile, person: str) -> int:
    return _name_hash(person, file.vault.encode())[0] % _SHARED_PLACES


def _name_hash(name: str, salt: bytes) -> bytes:
    return hashlib.sha256(salt + _folded(name).encode("utf-8", "replace")).digest()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", one_line(name)).casefold()


def _bound(vault: str, slot: Slot) -> bytes:
    """All that lies in clear in a slot, with the vault's id: change one of them and the slot no longer opens."""
    return canonical_bytes({"vault": vault, **slot_as_plain(slot)})


def _bound_wrap(vault: str, slot: Slot, number: int) -> bytes:
    return canonical_bytes({"vault": vault, **slot_as_plain(slot), "wrap": number})


def _bound_recovery(vault: str, id: str, kind: str, public: bytes) -> bytes:
    return canonical_bytes({"vault": vault, "id": id, "kind": kind, "public": public.hex()})
