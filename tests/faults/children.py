"""Processes that are killed: each works on a vault and says on its output what it was told is done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from carer_desktop.assessment import Entry
from carer_desktop.sealing import keys
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import Store, access, assessments, engine, entries, files, open_vault, slots
from carer_desktop.store.vault import Vault
from tests.core.store.given import LATER, NAME, PASSPHRASE, made_vault
from tests.faults.forks import forked

ROOT = Path(__file__).parents[2]
AT_ONCE = 50


def pair(assessment: str, number: int) -> list[Entry]:
    """Two entries that are saved together: after a kill both are there or neither."""
    return [
        Entry(random_id(), assessment, name, None, None, "x" * 300, "p1", LATER, 2 * number + at, "typed")
        for at, name in enumerate(("first", "second"))
    ]


def say(number: int) -> None:
    """Tell the parent, past every buffer, that this much is done."""
    os.write(1, b"%d\n" % number)


def save(path: Path) -> None:
    """Save pairs for ever; each is said when its future is done."""
    for store, record, number in _pairs(path):
        store.save(entries.append, pair(record, number)).result()
        say(number)


def save_and_boast(path: Path) -> None:
    """The control: each pair is said when it was handed over, before it is on the disk."""
    waiting = []
    for store, record, number in _pairs(path):
        waiting.append(store.save(entries.append, pair(record, number)))
        say(number)
        if len(waiting) > AT_ONCE:
            waiting.pop(0).result()


def _pairs(path: Path) -> Iterator[tuple[Store, str, int]]:
    store = open_vault(path, None, PASSPHRASE)
    (card,) = store.read(assessments.cards).result()
    number = store.read(entries.last_sequence, card.id).result() // 2
    while True:
        number += 1
        yield store, card.id, number


def rewrite_keys(path: Path) -> None:
    """Write the key file for ever, a higher sequence each time."""
    file = slots.read(path)
    key = slots.unlock(file, None, PASSPHRASE, "").vault_key
    while True:
        file = replace(file, sequence=file.sequence + 1)
        slots.write(path, file, key)
        say(file.sequence)


def rewrite_keys_in_place(path: Path) -> None:
    """The control: the key file is opened and written over, as anybody would at first."""
    content = files.beside(path, "keys").read_bytes()
    number = 1
    while True:
        files.beside(path, "keys").write_bytes(content)
        number += 1
        say(number)


def change_the_key(path: Path) -> None:
    """Give the vault a new key for ever; each is said when it is in force."""
    store = open_vault(path, NAME, PASSPHRASE)
    number = 0
    while True:
        store.change_keys(access.rotate, LATER).result()
        number += 1
        say(number)


def change_the_key_first(path: Path) -> None:
    """The control: the pages go first and the key file after them, as anybody would at first."""
    store, number = open_vault(path, NAME, PASSPHRASE), 0

    def rotate(vault: Vault) -> None:
        after, salt = keys.new_key(), keys.new_key()[:16]
        pending = slots.changing(vault.keys, vault.unlocked.vault_key, after, salt)
        engine.change_key(vault.connection, keys.sub_key(after, keys.DATABASE), salt)
        say(number)
        vault.unlocked = replace(vault.unlocked, vault_key=after)
        with vault.writing():
            vault.keep_keys(slots.changed(pending, after))

    while True:
        store.change_keys(rotate).result()
        number += 1


def create(path: Path) -> None:
    """Make one vault after the other; each is said when it is there."""
    number = 0
    while True:
        made_vault(path.with_name(f"{number}.vault")).close()
        say(number)
        number += 1


def hold(path: Path) -> None:
    """Open the vault, say so, and keep it until killed."""
    store = open_vault(path, None, PASSPHRASE)
    say(1)
    signal.pause()
    store.close()


@contextmanager
def running(work: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that does this; killed at the end whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.children", work, str(path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def killed(work: str, path: Path, chance: random.Random) -> Sequence[int]:
    """What the process said until it was killed, at a random moment of its first tenth of a second of work."""
    with forked(WORKS[work], path) as fork:
        first = fork.said.readline()
        assert first, "the process ended by itself"
        time.sleep(chance.uniform(0, 0.12))
        said = (first + fork.kill()).split(b"\n")
    return [int(line) for line in said if line]


WORKS = {
    each.__name__: each
    for each in (
        save,
        save_and_boast,
        rewrite_keys,
        rewrite_keys_in_place,
        create,
        hold,
        change_the_key,
        change_the_key_first,
    )
}

if __name__ == "__main__":
    WORKS[sys.argv[1]](Path(sys.argv[2]))
