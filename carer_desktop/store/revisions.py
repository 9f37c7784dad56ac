"""Revisions: numbered content; the canonical bytes are kept once, when the revision is completed."""

from __future__ import annotations

from carer_desktop.errors import StoreError
from carer_desktop.records.kept import Revision
from carer_desktop.sealing.canonical import sha256_hex
from carer_desktop.store.engine import Connection

_COLUMNS = "id, assessment, number, parent, content, sha256"


def add(connection: Connection, revision: Revision) -> None:
    """Keep a new revision, still without content."""
    connection.execute(
        "INSERT INTO revisions (id, assessment, number, parent) VALUES (?, ?, ?, ?)",
        (revision.id, revision.assessment, revision.number, revision.parent),
    )


def complete(connection: Connection, id: str, content: bytes) -> str:
    """Keep the canonical bytes of a revision for good, and give their SHA-256."""
    sha256 = sha256_hex(content)
    done = connection.execute("UPDATE revisions SET content = ?, sha256 = ? WHERE id = ?", (content, sha256, id))
    if done.rowcount != 1:
        raise StoreError("There is no such revision", mend="Close this record and open it again.")
    return sha256


def current(connection: Connection, assessment: str) -> Revision:
    """The newest revision of an assessment."""
    return of(connection, assessment)[-1]


def of(connection: Connection, assessment: str) -> tuple[Revision, ...]:
    """All revisions of an assessment, r1 first. StoreError where stored bytes are not those of their hash."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM revisions WHERE assessment = ? ORDER BY number", (assessment,))
    found = tuple(Revision(*row) for row in rows)
    if any(each.content is not None and sha256_hex(each.content) != each.sha256 for each in found):
        raise StoreError("The completed content of this record is not what was completed", mend="Do not use it.")
    return found
