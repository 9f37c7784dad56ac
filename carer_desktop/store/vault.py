"""Making and opening a vault: every check in its fixed order, each with its own sentence, before a byte is written.

While a vault is open nothing else in the process may open, hash or copy its file: closing any such handle
would drop SQLite's lock (the POSIX rule), and acknowledged answers could then be overwritten.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from carer_desktop.clock import Clock
from carer_desktop.errors import StoreError
from carer_desktop.records.audit import Event
from carer_desktop.records.person import Person
from carer_desktop.records.vault import SignIn, VaultFacts
from carer_desktop.sealing import keys
from carer_desktop.sealing.chance import random_id
from carer_desktop.sealing.passphrase import check_passphrase
from carer_desktop.store import (
    anchor,
    audit,
    engine,
    entering,
    files,
    moment,
    opening,
    people,
    rollback,
    schema,
    slots,
    waiting,
)
from carer_desktop.store.anchor import Anchor
from carer_desktop.store.backup import Source
from carer_desktop.store.engine import Connection
from carer_desktop.store.key_file import KeyFile, Tried
from carer_desktop.store.upgrade import bring_up_to_date
from carer_desktop.there import is_folder, is_there

_ANCHOR_SECONDS = 30.0


@dataclass(slots=True)
class Vault:
    """An open vault, ours alone until it is closed; lives on the store thread."""

    path: Path
    connection: Connection = field(repr=False)
    facts: VaultFacts
    unlocked: slots.Unlocked = field(repr=False)
    _hold: files.Hold = field(repr=False)
    keys: KeyFile
    failed: Tried | None = None
    keys_older: bool = False
    anchored: Anchor | None = None
    anchor_lost: bool = False
    clock: Clock | None = None
    _place: tuple[int, int] | None = None
    _anchored_at: float = 0.0

    @property
    def person(self) -> Person:
        """Who signed in, with the roles the vault gives them today."""
        return self.unlocked.person

    @property
    def cut_off(self) -> bool:
        """Whether the program was cut off when this vault was last open."""
        return self._hold.cut_off

    @property
    def source(self) -> Source:
        """What a backup of this vault is made and proven with."""
        return Source(self.path, self.facts.id, self.unlocked.vault_key, self.unlocked.database_key)

    @property
    def pen(self) -> audit.Pen:
        """What this person writes into the log with."""
        return _pen(self.facts.id, self.unlocked)

    def log(self, event: Event) -> int:
        """Write an event into the log, in the transaction that is open."""
        return audit.append(self.connection, self.pen, event)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of it or none of it, counted as one save."""
        with engine.transaction(self.connection):
            yield
            anchor.count_up(self.connection)
        self.note_saves()

    def note_saves(self) -> None:
        """Note how many saves the vault has seen, before anybody is told that the last one is done."""
        self._hold.note(anchor.saves(self.connection))

    def keep_keys(self, file: KeyFile) -> None:
        """Put a key file in place as the newest, without those who have left; in the transaction that is open."""
        here = {person.id: person.name for person in people.all_(self.connection) if person.ended_at is None}
        number = max(file.sequence, people.key_sequence(self.connection)) + 1
        people.keep_key_sequence(self.connection, number)
        new = replace(
            file,
            slots=tuple(slot for slot in file.slots if slot.person in here),
            names=tuple(here.values()) if people.names_are_shown(self.connection) else (),
            sequence=number,
            version=slots.FILE_VERSION,
        )
        slots.write(self.path, new, self.unlocked.vault_key)
        self.keys = new

    def settle(self, read: KeyFile, alike: bool, key: bytes) -> None:
        """Mend what was found at the sign-in: a copy, a slot of an earlier vault key, keys nobody entered."""
        mine = slots.find(self.keys, self.person.id)
        file = self.keys
        if self.unlocked.outdated and mine:
            file = slots.with_slot(file, slots.seal_again(file.vault, mine, self.unlocked, key))
            self.unlocked = replace(self.unlocked, outdated=False)
        held = replace(
            self.person, signing_public=self.unlocked.signing.public, receiving_public=self.unlocked.receiving.public
        )
        if file != read or (held != self.person and self.clock):
            with self.writing():
                if held != self.person and self.clock:
                    people.set_keys(self.connection, held, self.clock.now())
                    self.unlocked = replace(self.unlocked, person=held)
                self.keep_keys(file)
        elif not alike:
            slots.write(self.path, file, self.unlocked.vault_key)

    def close(self) -> None:
        """Close the file first and only then let the next one in."""
        try:
            seen = None
            # Whatever goes wrong with the anchor must not end the thread that saves answers.
            with suppress(Exception):
                seen = self._seen()
            self.connection.close()
            with suppress(Exception):
                self._keep_closed(seen)
        finally:
            self._hold.release()

    def _seen(self) -> Anchor:
        return anchor.of(self.connection, self.facts.id, self.clock.now() if self.clock else None)

    def _keep_closed(self, seen: Anchor | None) -> None:
        """The anchor of a file that nobody writes to any more, unless it is the one that was found at opening."""
        self.check_in_place()
        known = self.anchored
        if seen is None or (known and known.file and known.heads == seen.heads):
            return
        file = opening.digest(self.path)
        if file or not known or known.heads != seen.heads:
            self._write_anchor(replace(seen, file=file))

    def _write_anchor(self, anchored: Anchor) -> None:
        anchor.write(self.path, anchored, self.unlocked.vault_key)
        self.anchored = anchored

    def check_in_place(self) -> None:
        """StoreError if the file is no longer where it was: what is written to it then would be lost at closing."""
        with suppress(OSError):
            if self._place in (None, opening.identity(self.path)):
                return
        raise StoreError(
            "The vault file was moved, renamed or deleted while it was open",
            self.path.name,
            f"Put it back where it was, in {self.path.absolute().parent}, then try again.",
            retry=True,
        )

    def keep_anchor(self) -> None:
        """Bring the anchor up to date, unless it is."""
        seen = self._seen()
        if self.anchored is None or seen.heads != self.anchored.heads:
            self._write_anchor(seen)

    def keep_anchor_now_and_then(self) -> None:
        """The same, at most every 30 seconds; where it cannot be written, the next time will do."""
        if monotonic() - self._anchored_at >= _ANCHOR_SECONDS:
            self._anchored_at = monotonic()
            # Whatever goes wrong with the anchor must not end the thread that saves answers.
            with suppress(Exception):
                self.keep_anchor()


def create(
    path: Path,
    name: str,
    roles: Sequence[str],
    passphrase: str,
    kdf: keys.Kdf | None,
    demo: bool,
    now: datetime,
    clock: Clock | None = None,
) -> Vault:
    """A new vault with one person, open; *kdf* left out is calibrated on this machine.

    Refused for a weak passphrase, an empty name or an unknown role; StoreError where something lies there already.
    """
    check_passphrase(passphrase, name)
    unlocked = slots.new_unlocked(name, roles, keys.new_key())
    _check_free(path)
    try:
        files.make_folder(path.parent)
    except OSError as error:
        raise engine.in_words(error, path.parent.name) from error
    hold = files.Hold(path)
    with opening.letting_go(hold, path):
        _clear_unfinished(path)
        file = _new_key_file(unlocked, passphrase, kdf or keys.calibrated(), demo)
        try:
            _make_database(path, file, unlocked, now)
        except BaseException:
            _clear_unfinished(path)
            raise
        vault = replace(_connect(path, file, unlocked, hold), clock=clock)
        # Without an anchor the vault is whole all the same.
        with suppress(OSError):
            vault.keep_anchor()
        return vault


def open_(
    path: Path, person: str | None, passphrase: str, clock: Clock | None = None, older_is_right: bool = False
) -> Vault:
    """The vault, open and ours alone. StoreError (or Refused: several people, none named) with nothing written.

    An older copy is refused as a VaultFault unless somebody has said that it is the right one.
    """
    opening.check_may_be_used(path)
    hold = files.Hold(path)
    with opening.letting_go(hold, path):
        opening.check_header(path)
        with opening.keys_in_kind(path):
            file = slots.read(path)
        unlocked, key, tried = entering.by_passphrase(path, file, person, passphrase, clock)
        with opening.keys_in_kind(path):
            alike = slots.check(path, file, unlocked.before or unlocked.vault_key)
        vault = replace(_connect(path, file, unlocked, hold, older_is_right), clock=clock, failed=tried)
        # What cannot be mended on a full disk is mended another time.
        with suppress(OSError, engine.driver().Error):
            vault.settle(file, alike, key)
            if tried:
                waiting.forget(path, slots.place_of(file, person))
        return vault


def open_to_recover(path: Path, secret: bytes, clock: Clock, older_is_right: bool = False) -> Vault:
    """The vault by its recovery key, open, with nobody signed in yet. Refused for another vault's key."""
    opening.check_may_be_used(path)
    hold = files.Hold(path)
    with opening.letting_go(hold, path):
        opening.check_header(path)
        with opening.keys_in_kind(path):
            file = slots.read(path)
        unlocked = entering.by_recovery_key(path, file, secret)
        with opening.keys_in_kind(path):
            slots.check(path, file, unlocked.before or unlocked.vault_key)
        return replace(_connect(path, file, unlocked, hold, older_is_right), clock=clock)


def sign_in(path: Path) -> SignIn:
    """What may be known before anybody signs in. VaultFault if there is no vault there, or no key file."""
    opening.check_may_be_used(path)
    with opening.keys_in_kind(path):
        file = slots.read(path)
    return SignIn(file.vault, file.demo, len(file.slots), file.names, files.is_held(path))


def verify(connection: Connection) -> tuple[str, ...]:
    """What a full check finds, one line each; none means every page is as it was written. Slow for a large vault."""
    found: list[str] = []
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        found += (" ".join(map(str, row)) for row in connection.execute(f"PRAGMA {pragma}"))
    return tuple(line for line in found if line != "ok")


def _connect(
    path: Path, file: slots.KeyFile, unlocked: slots.Unlocked, hold: files.Hold, older_is_right: bool = False
) -> Vault:
    before = unlocked.before
    rollback.settle(path, file, unlocked, hold.acknowledged, older_is_right)
    found = opening.digest(path)
    connection, unlocked, file = entering.connect(path, file, unlocked)
    try:
        facts = opening.check_content(connection, path, file)
        anchored = anchor.read(path, facts.id, unlocked.vault_key)
        # Large, and byte for byte what was whole when it was closed: to look at each row again would only take time.
        if hold.cut_off or not opening.is_known(path, anchored, found):
            opening.check_whole(connection, path, hold.cut_off)
        lost = anchored is None and anchor.is_lost(connection, path, before)
        source = Source(path, facts.id, unlocked.vault_key, unlocked.database_key)
        if not older_is_right:
            _check_not_older(connection, source, anchored, hold.acknowledged, found)
        elif anchored:
            anchor.go_on_from(connection, anchored)
        hold.note(anchor.saves(connection))
        engine.take(connection, "UPDATE vault SET id = id WHERE false")
        bring_up_to_date(connection, source, (anchored and anchored.at) or facts.created_at)
        unlocked = replace(unlocked, person=entering.known(connection, path, unlocked))
        older = file.sequence < people.key_sequence(connection)
    except BaseException:
        connection.close()
        raise
    return Vault(
        path,
        connection,
        facts,
        unlocked,
        hold,
        file,
        keys_older=older,
        anchored=anchored,
        anchor_lost=lost,
        _place=opening.identity(path),
        _anchored_at=monotonic(),
    )


def _check_not_older(
    connection: Connection, source: Source, anchored: Anchor | None, acknowledged: int, found: str
) -> None:
    """Step 7; where the anchor is lost, by the newest backup."""
    seen = anchored or anchor.of_newest_backup(source.path, source.vault, source.vault_key)
    opening.check_not_older(connection, source.path, anchor.furthest(seen, source.vault, acknowledged))
    if anchored:
        opening.check_as_closed(connection, source.path, anchored, found)


def _make_database(path: Path, file: slots.KeyFile, unlocked: slots.Unlocked, now: datetime) -> None:
    """The database under another name, then its key file, then the name: a vault is there whole or not at all."""
    new = files.beside(path, "new")
    files.make_empty(new)
    connection = engine.connect(new, unlocked.database_key, file.database_salt)
    try:
        with engine.transaction(connection):
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            schema.migrate(connection, schema.MIGRATIONS)
            connection.execute("INSERT INTO vault VALUES (1, ?, ?, ?)", (file.vault, file.demo, moment.written(now)))
            people.add(connection, unlocked.person, now)
            pen = _pen(file.vault, unlocked)
            made = Event("vault_created", now, says={"schema": schema.VERSION, "demo": int(file.demo)})
            audit.append(connection, pen, made)
            audit.append(connection, pen, audit.person_event("person_added", unlocked.person, now))
    finally:
        connection.close()
    new.with_name(f"{new.name}-journal").unlink(missing_ok=True)
    slots.write(path, file, unlocked.vault_key)
    opening.check_header(new)
    files.system.replace(new, path)
    files.system.sync_folder(path.parent)


def _pen(vault: str, unlocked: slots.Unlocked) -> audit.Pen:
    key = keys.sub_key(unlocked.vault_key, keys.AUDIT)
    return audit.Pen(vault, unlocked.person.id, unlocked.person.roles, key, unlocked.signing.secret)


def _new_key_file(unlocked: slots.Unlocked, passphrase: str, kdf: keys.Kdf, demo: bool) -> slots.KeyFile:
    vault = random_id()
    inbox = keys.receiving_pair(keys.sub_key(unlocked.vault_key, keys.INBOX))
    slot = slots.make_slot(vault, unlocked, passphrase, kdf)
    return slots.KeyFile(vault, demo, 1, secrets.token_bytes(opening.SALT_BYTES), inbox.public, (slot,))


def _check_free(path: Path) -> None:
    files.check_name(path)
    if is_folder(path):
        mend = "Choose another name, or name a new file in the folder."
        raise StoreError("There is a folder of this name already", path.name, mend)
    if path.is_symlink() and not is_there(path):
        mend = "Plug in or connect what it leads to, or choose another name."
        raise StoreError("There is a link of this name, and what it leads to is not there", path.name, mend)
    if is_there(path):
        raise StoreError("There is a file of this name already", path.name, "Choose another name for the new vault.")
    if slots.exists(path) and not files.beside(path, "new").exists():
        raise StoreError(
            "The key file of another vault lies there, and that vault is missing",
            files.beside(path, "keys").name,
            "Choose another name for the new vault; without the key file the other one could never be opened.",
        )


def _clear_unfinished(path: Path) -> None:
    """Remove what a creation that was cut off has left: nothing in it was ever said to be there."""
    new = files.beside(path, "new")
    if new.exists():
        for each in (new, *(files.beside(path, ending) for ending in ("new-journal", "keys", "keys2"))):
            each.unlink(missing_ok=True)
