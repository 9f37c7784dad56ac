"""From a passphrase or a recovery key to a connection: who is let in, and what is mended once they are."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from carer_desktop.clock import Clock, day_words
from carer_desktop.records import damage
from carer_desktop.records.damage import VaultFault
from carer_desktop.records.person import Person
from carer_desktop.sealing import keys
from carer_desktop.sealing.keys import SealError
from carer_desktop.store import engine, key_file, opening, people, slots, waiting
from carer_desktop.store.engine import Connection
from carer_desktop.store.key_file import KeyFile, Tried
from carer_desktop.store.slots import Unlocked

_NOBODY = Person("", "", (), b"", b"")


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who could be signed in by the key file, although the vault itself does not open."""

    path: Path
    file: KeyFile
    unlocked: Unlocked = field(repr=False)
    passphrase: str = field(repr=False)

    @classmethod
    def of(cls, path: Path, person: str | None, passphrase: str, clock: Clock | None = None) -> Signed:
        """Raises what signing in raises: VaultFault for the key file, NotOpened for a wrong passphrase."""
        with opening.keys_in_kind(path):
            file = slots.read(path)
            unlocked, _, _ = by_passphrase(path, file, person, passphrase, clock)
            slots.check(path, file, unlocked.before or unlocked.vault_key)
        return cls(path, file, unlocked, passphrase)


def by_passphrase(
    path: Path, file: KeyFile, person: str | None, passphrase: str, clock: Clock | None
) -> tuple[Unlocked, bytes, Tried | None]:
    """What the person holds, the key of their passphrase, and what was tried in vain before.

    VaultFault where the key file is not this vault's. NotOpened for a wrong person or passphrase and while the time to
    wait has not passed. Without a *clock* nobody waits and nothing is counted: that is for what opens a vault but is no
    sign-in.
    """
    opening.check_keys_fit(path, file)
    place = slots.place_of(file, person)
    tried = waiting.check(path, place, clock.now()) if clock else None
    try:
        opened = slots.attempt(file, person, passphrase)
    except SealError as error:
        raise key_file.changed(path) from error
    if opened is None:
        raise slots.wrong(path.name, waiting.count(path, place, clock.now()) if clock else 0)
    return *opened, tried


def by_recovery_key(path: Path, file: KeyFile, secret: bytes) -> Unlocked:
    """What a recovery key opens: the vault key, and nobody's own keys. Refused for the key of another vault."""
    try:
        vault_key, before = slots.recover(file, secret)
    except SealError as error:
        raise key_file.changed(path) from error
    nothing = keys.KeyPair(b"", b"")
    return Unlocked(_NOBODY, vault_key, nothing, nothing, before=before)


def connect(path: Path, file: KeyFile, unlocked: Unlocked) -> tuple[Connection, Unlocked, KeyFile]:
    """The connection, with the vault key that is in force and the key file as it is without a change under way.

    The key until now goes first: if a change was cut off, what was to be undone is under it.
    """
    salt_as_kept = opening.salt_of(path) in (file.database_salt, file.next_salt)
    database_error = engine.driver().DatabaseError
    if unlocked.before:
        until_now = replace(unlocked, vault_key=unlocked.before, before=b"")
        with suppress(database_error):
            connection = engine.connect(path, until_now.database_key, file.database_salt)
            return connection, until_now, slots.not_changed(file)
        unlocked, file = replace(unlocked, before=b""), slots.changed(file, unlocked.vault_key)
    try:
        return engine.connect(path, unlocked.database_key, file.database_salt), unlocked, file
    except database_error as error:
        raise opening.page_one(error, path, salt_as_kept) from error


def known(connection: Connection, path: Path, unlocked: Unlocked) -> Person:
    """The person as the vault knows them today. VaultFault for somebody who has left or whose keys were replaced."""
    if unlocked.person == _NOBODY:
        return _NOBODY
    person = people.one(connection, unlocked.person.id)
    if person is None or person.ended_at is not None:
        raise VaultFault(
            damage.PERSON_GONE,
            "This person is no longer in the vault",
            path.name,
            f"Ask whoever looks after it. {opening.NOT_WRITTEN}",
        )
    ended = people.ended_keys(connection, person.id).get(unlocked.signing.public)
    if ended:
        raise VaultFault(
            damage.PERSON_GONE,
            f"This passphrase was replaced on {day_words(ended)}: the key file is older than that",
            path.name,
            f"Use the newer passphrase, and put back the newest key file. {opening.NOT_WRITTEN}",
        )
    return person
