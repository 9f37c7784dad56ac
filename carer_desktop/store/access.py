"""Who opens the vault and how, changed while it is open: added, removed, reset, recovered, and given a new key.

Where the key file and the database both change, a cut-off between the two leaves somebody who can be added or reset
once more, and never somebody who gets in although they must not. Nobody's signing key can be had by anybody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from carer_desktop.clock import Clock
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event
from carer_desktop.records.person import Person
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import sha256_hex
from carer_desktop.sealing.keys import Kdf
from carer_desktop.sealing.passphrase import check_passphrase
from carer_desktop.store import audit, engine, opening, people, slots, vault, waiting
from carer_desktop.store.slots import Unlocked
from carer_desktop.store.vault import Vault

KEEPER = "keeper"


def add(
    to: Vault, name: str, roles: Sequence[str], passphrase: str, now: datetime, kdf: Kdf | None, must_change: bool
) -> Person:
    """A new person with a slot of their own. Refused for a weak passphrase, and a name that somebody has here."""
    check_passphrase(passphrase, name)
    new = replace(slots.new_unlocked(name, roles, to.unlocked.vault_key), must_change=must_change)
    _check_name_is_free(to, new.person.name)
    slot = slots.make_slot(to.facts.id, new, passphrase, kdf or _my_kdf(to))
    with to.writing():
        people.add(to.connection, new.person, now)
        to.log(audit.person_event("person_added", new.person, now))
        to.keep_keys(slots.with_slot(to.keys, slot))
    return new.person


def remove(of: Vault, id: str, now: datetime) -> None:
    """The person has left: their slot goes, their public keys stay for what they signed, with an end date."""
    left = [slot for slot in of.keys.slots if slot.person == id]
    person = people.one(of.connection, id)
    if person is None or (person.ended_at and not left):
        raise _nobody()
    if id == of.person.id:
        raise Refused("You cannot remove yourself", mend="Ask another access lead to do it.")
    if person.ended_at is None:
        with of.writing():
            people.end(of.connection, id, now)
            of.log(Event("person_removed", now, id))
    with of.writing():
        of.keep_keys(of.keys)


def set_roles(of: Vault, id: str, roles: Sequence[str], now: datetime) -> Person:
    """What the person may do from now on. Refused where nobody would be left to look after who signs in."""
    person = _here(of, id)
    changed = replace(person, roles=slots.ordered_roles(person.name, roles))
    others = [each for each in people.all_(of.connection) if each.id != id and each.ended_at is None]
    if KEEPER not in changed.roles and not any(KEEPER in each.roles for each in others):
        raise Refused("Somebody must look after who can sign in", person.name, "Make another person access lead first.")
    with of.writing():
        people.set_roles(of.connection, id, changed.roles)
        of.log(Event("roles_changed", now, id, says={"roles": " ".join(changed.roles)}))
    if id == of.person.id:
        of.unlocked = replace(of.unlocked, person=changed)
    return changed


def reset(of: Vault, id: str, words: str, now: datetime, kdf: Kdf | None, told: str) -> Person:
    """A new slot with new key pairs for somebody who has forgotten, opened by words they must change at once.

    What only their old passphrase opened, above all their old signing key, is gone for everybody.
    """
    person = _here(of, id)
    if id == of.person.id:
        raise Refused("You are signed in and cannot reset yourself", mend="Change your passphrase instead.")
    check_passphrase(words, person.name)
    new = replace(_with_new_keys(person, of.unlocked.vault_key), must_change=True)
    slot = slots.make_slot(of.facts.id, new, words, kdf or _my_kdf(of))
    with of.writing():
        people.set_keys(of.connection, new.person, now)
        people.tell(of.connection, id, told, now)
        of.log(_key_event("access_reset", new.person, now))
        of.keep_keys(slots.with_slot(of.keys, slot))
    return new.person


def change_passphrase(of: Vault, old: str, new: str, now: datetime, kdf: Kdf | None) -> None:
    """One's own: the slot is made anew and nothing else changes. Wrong tries count and wait as at the sign-in."""
    check_passphrase(new, of.person.name)
    slot = next(each for each in of.keys.slots if each.person == of.person.id)
    waiting.check(of.path, slot.id, now)
    if slots.attempt(of.keys, of.person.id, old) is None:
        raise slots.wrong(of.path.name, waiting.count(of.path, slot.id, now))
    if slots.attempt(of.keys, of.person.id, new) is not None:
        raise Refused("This is the passphrase you have", mend="Choose another one.")
    mine = replace(of.unlocked, must_change=False)
    made = slots.make_slot(of.facts.id, mine, new, kdf or slot.kdf)
    with of.writing():
        of.log(Event("passphrase_changed", now, of.person.id))
        of.keep_keys(slots.with_slot(of.keys, made))
    of.unlocked = mine


def keep_recovery(of: Vault, kind: str, public: bytes, now: datetime) -> None:
    """A recovery key of this kind (the sheet, the organisation's) in the place of the one before."""
    slot = slots.recovery_slot(of.facts.id, kind, public, of.unlocked.vault_key)
    others = tuple(each for each in of.keys.recovery if each.kind != kind)
    with of.writing():
        of.log(Event("recovery_made", now))
        of.keep_keys(replace(of.keys, recovery=(*others, slot)))


def show_names(of: Vault, shown: bool, now: datetime) -> None:
    """Whether names stand at the sign-in, where anybody reads them."""
    with of.writing():
        people.show_names(of.connection, shown)
        of.log(Event("setting_changed", now, says={"setting": "names_at_sign_in"}))
        of.keep_keys(of.keys)


def rotate(of: Vault, now: datetime) -> int:
    """A new vault key for everybody and every page, and how many people it was wrapped to.

    Each step can be cut off: until the last one the key file leads to the key until now and to the next one.
    """
    if of.keys.next_salt:
        of.keys = slots.not_changed(of.keys)
    until_now, after, salt = of.unlocked.vault_key, keys.new_key(), secrets.token_bytes(opening.SALT_BYTES)
    with of.writing():
        of.log(Event("rotation_begun", now))
        audit.hand_over(of.connection, of.pen, keys.sub_key(after, keys.AUDIT))
        of.keep_keys(slots.changing(of.keys, until_now, after, salt))
    engine.change_key(of.connection, keys.sub_key(after, keys.DATABASE), salt)
    of.unlocked = replace(of.unlocked, vault_key=after, outdated=True)
    of.keys = slots.changed(of.keys, after)
    with of.writing():
        of.log(Event("key_rotated", now, says={"people": len(of.keys.slots)}))
        of.keep_keys(of.keys)
    of.anchored = None
    with suppress(OSError):
        of.keep_anchor()
    return len(of.keys.slots)


def recover(path: Path, secret: bytes, name: str, passphrase: str, clock: Clock, kdf: Kdf | None, told: str) -> Vault:
    """The vault by its recovery key, with a new slot and new keys for this person, who is access lead from now on.

    Somebody of this name keeps their id and roles, and their old signing key is ended; anybody else is added.
    """
    check_passphrase(passphrase, name)
    opened = vault.open_to_recover(path, secret, clock)
    try:
        _enter(opened, name, passphrase, clock.now(), kdf or keys.calibrated(), told)
    except BaseException as error:
        opened.close()
        if isinstance(error, OSError | engine.driver().Error):
            raise engine.in_words(error, path.name) from error
        raise
    return opened


def _enter(opened: Vault, name: str, passphrase: str, now: datetime, kdf: Kdf, told: str) -> None:
    connection = opened.connection
    everybody = people.all_(connection)
    # Somebody who is here goes before somebody of the same name who has left.
    named = [each for each in everybody if slots.same_name(each.name, name)]
    before = next(iter(sorted(named, key=lambda each: each.ended_at is not None)), None)
    if before:
        me = _with_new_keys(before, opened.unlocked.vault_key)
        me = replace(me, person=replace(me.person, roles=slots.ordered_roles(name, [*before.roles, KEEPER])))
    else:
        me = slots.new_unlocked(name, [KEEPER], opened.unlocked.vault_key)
    slot = slots.make_slot(opened.facts.id, me, passphrase, kdf)
    opened.unlocked = me
    with opened.writing():
        if before:
            people.set_keys(connection, me.person, now)
            people.set_roles(connection, me.person.id, me.person.roles)
        else:
            people.add(connection, me.person, now)
        for each in everybody:
            if each.ended_at is None and each.id != me.person.id:
                people.tell(connection, each.id, told, now)
        opened.log(_key_event("access_recovered", me.person, now))
        opened.keep_keys(slots.with_slot(opened.keys, slot))


def _with_new_keys(person: Person, vault_key: bytes) -> Unlocked:
    signing, receiving = keys.signing_pair(), keys.receiving_pair()
    known = replace(person, signing_public=signing.public, receiving_public=receiving.public, ended_at=None)
    return Unlocked(known, vault_key, signing, receiving)


def _key_event(name: str, person: Person, now: datetime) -> Event:
    return Event(name, now, person.id, says={"key": sha256_hex(person.signing_public)})


def _check_name_is_free(of: Vault, name: str) -> None:
    for each in people.all_(of.connection):
        if each.ended_at is None and slots.same_name(each.name, name):
            raise Refused(
                f"Somebody called “{name}” is here already", mend="Add something to the name that tells them apart."
            )


def _here(of: Vault, id: str) -> Person:
    person = people.one(of.connection, id)
    if person is None or person.ended_at is not None:
        raise _nobody()
    return person


def _nobody() -> Refused:
    return Refused("There is nobody of this name here", mend="Look the name up in the list of people.")


def _my_kdf(of: Vault) -> Kdf:
    """The derivation of one's own slot, which was measured on this machine."""
    return next(each.kdf for each in of.keys.slots if each.person == of.person.id)
