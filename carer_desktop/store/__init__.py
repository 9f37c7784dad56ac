"""Where everything is kept: an encrypted vault on this machine; the only room that imports `sqlcipher3`.

The caseload opens a `Store` and hands it jobs from the noun modules: `store.save(entries.append, [entry])`.
It never makes a document, never asks the clock, and never decides what an answer means.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from carer_desktop.clock import Clock
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import (
    access,
    assessments,
    carers,
    cases,
    entries,
    exports,
    history,
    jottings,
    marks,
    moves,
    packs,
    people,
    places,
    queue,
    revisions,
    rows,
    settings,
    slots,
    tables,
    unsent,
    vault,
    waiting,
)
from carer_desktop.store.engine import Connection
from carer_desktop.store.thread import Store
from carer_desktop.store.vault import sign_in

__all__ = [
    "Connection",
    "Store",
    "access",
    "assessments",
    "carers",
    "cases",
    "create_vault",
    "entries",
    "exports",
    "history",
    "jottings",
    "marks",
    "moves",
    "open_vault",
    "packs",
    "people",
    "places",
    "queue",
    "recover_vault",
    "revisions",
    "rows",
    "settings",
    "sign_in",
    "slots",
    "tables",
    "unsent",
    "waiting",
]


def create_vault(
    path: Path,
    person_name: str,
    roles: Sequence[str],
    passphrase: str,
    *,
    now: datetime,
    kdf: Kdf | None = None,
    demo: bool = False,
    clock: Clock | None = None,
) -> Store:
    """A new vault with one person, open. Takes a second (or four, where *kdf* is left out and calibrated).

    Raises Refused for a weak passphrase, an empty name or an unknown role, StoreError where it cannot be made.
    """
    return Store(lambda: vault.create(path, person_name, roles, passphrase, kdf, demo, now, clock))


def open_vault(
    path: Path, person: str | None, passphrase: str, *, clock: Clock | None = None, older_is_right: bool = False
) -> Store:
    """The vault opened by this person (name or id; None where there is only one). Takes a second.

    Raises VaultFault, by its kind, for a vault that has something wrong with it (an older copy too, unless
    *older_is_right*), StoreError for any other reason, Refused where several people use it and none is named.
    """
    return Store(lambda: vault.open_(path, person, passphrase, clock, older_is_right))


def recover_vault(
    path: Path, secret: bytes, person_name: str, passphrase: str, *, clock: Clock, kdf: Kdf | None, told: str
) -> Store:
    """The vault opened by its recovery key, with a new slot and new keys for this person; the others are *told*.

    Raises Refused for a key of another vault and for a weak passphrase, else as `open_vault`.
    """
    return Store(lambda: access.recover(path, secret, person_name, passphrase, clock, kdf, told))
