"""A vault at work, for recordings: pairs of answers, changed passphrases, anchors, and backups while it is saved into.

Each is said when it is done.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from itertools import count
from pathlib import Path
from typing import Any

from carer_desktop.records.kept import Jotting
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import (
    Store,
    access,
    anchor,
    assessments,
    backup,
    engine,
    entries,
    jottings,
    manifest,
    open_vault,
)
from tests.core.store.given import LATER, Begun, begin, made_vault
from tests.faults.children import pair

QUICK = Kdf(8, 1, 1)
PASSPHRASES = ("correct horse battery staple", "four other words entirely")
JOTTINGS = count(1)
# What is broken for a control: how the disk is written to.
BROKEN: dict[str, dict[str, tuple[str, str]]] = {
    "": {},
    "off": {"synchronous": ("OFF", "0")},
    # With the lock kept between saves the journal would only be emptied here as well.
    "delete": {"locking_mode": ("NORMAL", "normal"), "journal_mode": ("DELETE", "delete")},
    "wal": {"journal_mode": ("WAL", "wal"), "synchronous": ("NORMAL", "1")},
}


def say(line: str) -> None:
    """Tell the recording, past every buffer, that this is done."""
    os.write(1, f"{line}\n".encode())


def made(folder: Path) -> Path:
    """A closed vault with one assessment in it."""
    path = folder / "team.vault"
    store = made_vault(path, kdf=QUICK, passphrase=PASSPHRASES[0])
    store.save(begin, Begun(store).assessment).result()
    store.close()
    return path


def break_(how: str) -> None:
    """Set the disk up as no vault is ever set up."""
    changes = BROKEN[how]
    engine._SET_UP = tuple((name, *changes.get(name, (value, back))) for name, value, back in engine._SET_UP)


def work(store: Store, rounds: int) -> None:
    """So many rounds; everything is said when its future is done, and never earlier."""
    (card,) = store.read(assessments.cards).result()
    words = 0
    for number in range(1, rounds + 1):
        store.save(entries.append, pair(card.id, number)).result()
        say(f"pair {number}")
        if number % 5 == 0:
            jot(store, card.id).result()
        if number % 7 == 0:
            words = 1 - words
            change = store.change_keys(
                access.change_passphrase, PASSPHRASES[1 - words], PASSPHRASES[words], LATER, QUICK
            )
            change.result()
            say(f"words {words}")
        if number % 6 == 0:
            store.read(_keep_anchor, store).result()
        if number % 13 == 0:
            back_up(store, card.id)
    store.close()


def jot(store: Store, record: str) -> Future[None]:
    """The one jotting with the next number."""
    number = next(JOTTINGS)
    kept = store.save(jottings.keep, Jotting("j", record, LATER, str(number)))
    kept.add_done_callback(lambda done: None if done.exception() else say(f"jotting {number}"))
    return kept


def back_up(store: Store, record: str) -> None:
    """A backup while something is saved after each step of it, always in the same order."""
    source, saved = store.vault.source, list[Future[None]]()

    def between() -> None:
        saved.append(jot(store, record))
        store._do_between_steps()

    folder = manifest.folder_of(source.path)
    copied = store.read(backup.copy, source, folder, LATER, "asked", between).result()
    assert len(saved) > 5, "hardly a step"
    assert all(each.done() for each in saved)
    say(f"backup {backup.prove(copied, source).number}")


def _keep_anchor(connection: engine.Connection, store: Store) -> None:
    assert anchor.heads(connection)
    store.vault.keep_anchor()


if __name__ == "__main__":
    break_(sys.argv[3])
    room: Any = backup
    room._STEP_PAGES = 10
    work(open_vault(Path(sys.argv[1], "team.vault"), None, PASSPHRASES[0]), int(sys.argv[2]))
