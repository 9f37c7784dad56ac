"""The anchor beside the vault: how far it had come when it was last used, so that an older copy is recognised.

Nothing in the database itself can tell its own older copy. `FILE.anchor` holds how many saves the vault had seen,
under a MAC that only somebody who has signed in can make. It is written outside the way of an answer, so it may lag
behind the vault and never runs ahead of it. Whoever puts back all files together is not recognised. A lost anchor
is told and locks nobody out; the newest backup still knows how far the vault had come by then.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from carer_desktop.errors import StoreError
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import files, manifest, moment
from carer_desktop.store.engine import Connection, transaction

ENDING = "anchor"
SAVES = "saves"
LOG = "log"
CHANGES = "changes"
ANSWERS = "answers"
COUNTED = (SAVES, CHANGES, ANSWERS)
_WORK = (CHANGES, ANSWERS)
_VERSION = 1
_MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far a vault had come, by the numbers in it that only ever grow, and when (None where no clock was given).

    *file* is the SHA-256 of the vault file once it was closed; empty where it has been open since. *work* is how many
    saves had changed more than the log and where people are, and how many answers there had been; an older program's
    anchor says nothing of it, and none is held against it.
    """

    vault: str
    heads: Mapping[str, int]
    at: datetime | None
    file: str = ""
    work: Mapping[str, int] = field(default_factory=dict)


def kept_as(name: str) -> str:
    """The key of a counter in the settings table; those that begin with a dot are the store's own and never shown."""
    return f".{name}"


def count_up(connection: Connection, aside: bool = False) -> None:
    """Count one save, in the transaction of that save; *aside* where it is no reason for another backup."""
    _add(connection, {SAVES: 1} if aside else {SAVES: 1, CHANGES: 1})


def count_answers(connection: Connection, number: int) -> None:
    """Count answers that somebody gave, in the transaction that keeps them."""
    _add(connection, {ANSWERS: number})


def _add(connection: Connection, more: Mapping[str, int]) -> None:
    for name, number in more.items():
        connection.execute(
            "INSERT INTO settings (key, value) VALUES (?, CAST(? AS TEXT)) "
            "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + excluded.value",
            (kept_as(name), number),
        )


def changes(connection: Connection) -> int:
    """How many saves have changed more than the log and where people are: what a backup has seen of these, it holds."""
    return counted(connection)[CHANGES]


def counted(connection: Connection) -> dict[str, int]:
    """What this vault has counted so far: its saves, those of them that were work, and the answers."""
    rows = connection.execute("SELECT key, value FROM settings WHERE key IN (?, ?, ?)", [*map(kept_as, COUNTED)])
    found = dict(rows.fetchall())
    return {name: int(found.get(kept_as(name), 0)) for name in COUNTED}


def raise_to(connection: Connection, seen: Mapping[str, int]) -> None:
    """Say that the vault has counted so much; for one that was put together from others."""
    connection.executemany(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [(kept_as(name), str(number)) for name, number in seen.items()],
    )


def go_on_from(connection: Connection, anchored: Anchor) -> None:
    """Of an older copy that is the right one: count on from the anchor, so that no backup holds what comes now."""
    if not is_older(heads(connection), anchored):
        return
    here, seen = counted(connection), {**anchored.heads, **anchored.work}
    with transaction(connection):
        raise_to(connection, {name: max(here[name], seen.get(name, 0)) for name in COUNTED})
        count_up(connection)


def of(connection: Connection, vault: str, at: datetime | None) -> Anchor:
    """How far the vault has come now."""
    seen = counted(connection)
    return Anchor(vault, heads(connection), at, work={name: seen[name] for name in _WORK})


def heads(connection: Connection) -> dict[str, int]:
    """The numbers of this vault that only ever grow."""
    return {SAVES: saves(connection), **_log(connection)}


def saves(connection: Connection) -> int:
    """How many saves this vault has seen."""
    return counted(connection)[SAVES]


def _log(connection: Connection) -> dict[str, int]:
    """How far the log has come; nothing in a vault from before there was one."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit'").fetchone() is None:
        return {}
    row = connection.execute("SELECT max(sequence) FROM audit").fetchone()
    return {LOG: int(row[0] or 0) if row else 0}


def furthest(anchored: Anchor | None, vault: str, acknowledged: int) -> Anchor:
    """The anchor, or as good as one where there is none, brought up to the saves that were said to be done."""
    known = anchored or Anchor(vault, {}, None)
    return replace(known, heads={**known.heads, SAVES: max(known.heads.get(SAVES, 0), acknowledged)})


def is_older(now: Mapping[str, int], anchored: Anchor) -> bool:
    """Whether a vault with these heads is an older one than the anchor has seen."""
    return any(now.get(name, 0) < seen for name, seen in anchored.heads.items())


def write(path: Path, anchored: Anchor, vault_key: bytes) -> None:
    """Put the anchor beside the vault, whole or not at all."""
    body: dict[str, Any] = {
        "what": ENDING,
        "version": _VERSION,
        "vault": anchored.vault,
        "heads": dict(anchored.heads),
        "at": moment.written(anchored.at) if anchored.at else "",
        "file": anchored.file,
        "work": dict(anchored.work),
    }
    files.replace_whole(
        files.beside(path, ENDING), canonical_bytes({"body": body, "mac": _mac(canonical_bytes(body), vault_key)})
    )


def read(path: Path, vault: str, vault_key: bytes) -> Anchor | None:
    """The anchor beside the vault; None where it is missing, damaged, doctored or another vault's."""
    document = _document(path)
    found = _anchor(document)
    if document is None or found is None or found.vault != vault:
        return None
    mac = _mac(canonical_bytes(document["body"]), vault_key)
    return found if hmac.compare_digest(mac, str(document["mac"])) else None


def is_lost(connection: Connection, path: Path, key_before: bytes) -> bool:
    """Whether a vault without its anchor has had one: whatever was ever saved in it brought one with it.

    While the vault key is being changed the anchor may still be under the key *before*.
    """
    facts = connection.execute("SELECT id FROM vault").fetchone()
    known = facts and key_before and read(path, str(facts[0]), key_before)
    return saves(connection) > 0 and not known


def of_newest_backup(path: Path, vault: str, vault_key: bytes) -> Anchor | None:
    """How far the vault had come when its newest backup was made, which is all there is where its own is lost."""
    folder = manifest.folder_of(path)
    with suppress(StoreError):
        for each in manifest.all_(folder):
            found = read(folder / each.file, vault, vault_key)
            if found and found.heads.get(SAVES) == each.saves:
                return found
    return None


def peek(path: Path) -> Anchor | None:
    """What the anchor says before anybody has signed in: nobody can tell yet whether it is to be believed."""
    return _anchor(_document(path))


def _mac(body: bytes, vault_key: bytes) -> str:
    return hmac.digest(keys.sub_key(vault_key, keys.ANCHOR), body, "sha256").hex()


def _document(path: Path) -> dict[str, Any] | None:
    try:
        with files.beside(path, ENDING).open("rb") as file:
            content = file.read(_MOST_BYTES)
        document = json.loads(content)
        whole = {"body": document["body"], "mac": document["mac"]}
        return whole if canonical_bytes(whole) == content else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def _anchor(document: dict[str, Any] | None) -> Anchor | None:
    try:
        body = (document or {})["body"]
        if body["what"] != ENDING or body["version"] != _VERSION:
            return None
        found, work = (
            {str(name): int(seen) for name, seen in some.items()} for some in (body["heads"], body.get("work", {}))
        )
        at = moment.read(body["at"]) if body["at"] else None
        return Anchor(str(body["vault"]), found, at, str(body.get("file", "")), work)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
