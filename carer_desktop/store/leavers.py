"""Whoever has left since a backup was made stays out when it is put back: it comes under the key file of today.

A backup from before a change of the key is put under the key of today where whoever puts it back still has the
passphrase of its day. Otherwise its own key files come with it, and who can sign in again by them is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from carer_desktop.errors import CarerError
from carer_desktop.records.audit import Event
from carer_desktop.records.person import Person
from carer_desktop.sealing import keys
from carer_desktop.store import access, anchor, audit, engine, entering, people, schema, slots
from carer_desktop.store.engine import Connection
from carer_desktop.store.entering import Signed
from carer_desktop.store.key_file import KeyFile
from carer_desktop.store.slots import Unlocked


def keep_out(ready: Path, signed: Signed, today: Mapping[str, Person], now: datetime) -> tuple[str, ...] | None:
    """Bring a copy of a backup under the key file of today; the names of those who had left and are now known to have.

    *today* is everybody the vault tells of that stands until now. None, with the copy as it was, where that cannot be
    done, or where nobody who may sign in by that file would look after who signs in.
    """
    try:
        connection, mine, before = _connected(ready, signed)
    except (CarerError, engine.driver().Error):
        return None
    journal = ready.with_name(f"{ready.name}-journal")
    with closing(connection):
        try:
            with engine.transaction(connection):
                left = _settled(connection, signed, mine, before, today, now)
            if before:
                engine.change_key(connection, mine.database_key, signed.file.database_salt)
        except _NotKeptError:
            return None
        anchor.write(ready, anchor.of(connection, signed.file.vault, now), mine.vault_key)
    journal.unlink(missing_ok=True)
    return left


def let_in_again(file: KeyFile, signed: Signed, today: Mapping[str, Person]) -> tuple[str, ...] | None:
    """Who can sign in by the key file of a backup and no more today, by name where that is known; None: nobody knows.

    An empty name is somebody whose name cannot be told.
    """
    if file.vault != signed.file.vault:
        return None
    here = {slot.person for slot in signed.file.slots} - {each.id for each in today.values() if each.ended_at}
    again = [slot.person for slot in file.slots if slot.person not in here]
    return tuple(today[id].name if id in today else "" for id in again)


def has_left(connection: Connection, person: Person, signed: Signed, today: Mapping[str, Person]) -> bool:
    """Whether somebody who was here on the day of the backup is known to have left by now.

    A key file that is older than the backup tells nothing of who had no slot in it.
    """
    known = today.get(person.id)
    if known and known.ended_at:
        return True
    newer = signed.file.sequence >= people.key_sequence(connection)
    return newer and all(slot.person != person.id for slot in signed.file.slots)


class _NotKeptError(Exception):
    """The key file of today does not fit this backup."""


def _connected(ready: Path, signed: Signed) -> tuple[Connection, Unlocked, bytes]:
    """The copy open, what opens it from now on, and the vault key it is under where that is an earlier one."""
    with suppress(CarerError):
        connection, mine, _ = entering.connect(ready, signed.file, signed.unlocked)
        return connection, mine, b""
    file = slots.read(ready)
    earlier = slots.unlock(file, signed.unlocked.person.id, signed.passphrase, ready.name)
    slots.check(ready, file, earlier.before or earlier.vault_key)
    connection, theirs, _ = entering.connect(ready, file, earlier)
    # While the key is being changed the one until now goes first.
    mine = replace(signed.unlocked, vault_key=signed.unlocked.before or signed.unlocked.vault_key, before=b"")
    return connection, mine, theirs.vault_key


def _settled(
    connection: Connection, signed: Signed, mine: Unlocked, before: bytes, today: Mapping[str, Person], now: datetime
) -> tuple[str, ...]:
    """Write down who has left, and hand the log over to the key of today; in the transaction that is open."""
    if schema.version(connection) > schema.VERSION:
        raise _NotKeptError
    migrated = schema.migrate(connection, schema.MIGRATIONS)
    here = [each for each in people.all_(connection) if each.ended_at is None]
    gone = [each for each in here if has_left(connection, each, signed, today)]
    staying = [each for each in here if each not in gone]
    me = next((each for each in staying if each.id == mine.person.id), None)
    if me is None or not any(access.KEEPER in each.roles for each in staying):
        raise _NotKeptError
    if before:
        audit.hand_over(connection, _pen(signed, mine, me, before), keys.sub_key(mine.vault_key, keys.AUDIT))
    if gone or before or migrated:
        _write_down(connection, _pen(signed, mine, me, mine.vault_key), mine, me, gone, today, now)
    return tuple(each.name for each in gone)


def _write_down(
    connection: Connection, pen: audit.Pen, mine: Unlocked, me: Person, gone: list[Person],
    today: Mapping[str, Person], now: datetime,
) -> None:  # fmt: skip
    def log(event: Event) -> int:
        return audit.append(connection, pen, event)

    audit.begin(connection, log, now, schema.VERSION)
    if me.signing_public != mine.signing.public:
        # Reset since the backup: what is signed from now on is proven by the key of today.
        held = replace(me, signing_public=mine.signing.public, receiving_public=mine.receiving.public)
        people.set_keys(connection, held, now)
        log(audit.person_event("person_known", held, now))
    for each in gone:
        known = today.get(each.id)
        people.end(connection, each.id, (known and known.ended_at) or now)
        log(Event("person_removed", now, each.id))
    anchor.count_up(connection)


def _pen(signed: Signed, mine: Unlocked, me: Person, vault_key: bytes) -> audit.Pen:
    return audit.Pen(signed.file.vault, me.id, me.roles, keys.sub_key(vault_key, keys.AUDIT), mine.signing.secret)
