"""Ways out for a vault that does not open: what is newer than a backup, and what can be read, in a vault of its own.

Only copies are opened here. The damaged files stay as they are and are put aside at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from carer_desktop.errors import CarerError, StoreError
from carer_desktop.records.backup import BackupInfo
from carer_desktop.records.damage import Newer, Salvaged
from carer_desktop.records.person import Person
from carer_desktop.store import (
    anchor,
    backup,
    engine,
    entering,
    files,
    leavers,
    manifest,
    moment,
    people,
    restore,
    rollback,
    salvage,
    schema,
    slots,
)
from carer_desktop.store.engine import Connection
from carer_desktop.store.entering import Signed
from carer_desktop.store.salvage import Damaged, Union


def newer(path: Path, info: BackupInfo) -> Newer | None:
    """What came after a backup, as the anchor tells; None where nobody can know.

    So it is where the anchor is missing, another vault's or behind the backup, and where the program was cut off or is
    at work: then there may be more than it has seen.
    """
    seen = anchor.peek(path)
    if seen is None or seen.vault != info.vault_id or not seen.file or not files.was_let_go(path):
        return None
    saves = seen.heads.get(anchor.SAVES, 0) - info.saves
    changes = seen.work.get(anchor.CHANGES, info.changes + saves) - info.changes
    if saves < 0 or changes < 0:
        return None
    if saves == 0 or changes == 0:
        return Newer(0, 0)
    answers = seen.work.get(anchor.ANSWERS, -1) - info.answers if info.answers is not None else -1
    return Newer(changes, answers) if answers >= 0 else None


def newer_answers(signed: Signed, database: Path) -> int:
    """How many answers that can still be read in the damaged vault are not in the backup."""
    looking = restore.held(signed.path, as_found=True)
    with looking, _damaged(signed) as (_, damaged), _copied(signed, database) as kept:
        known = {row[0] for row in kept.execute("SELECT id FROM entries")}
        records = [row[0] for row in kept.execute("SELECT id FROM assessments")]
        return sum(1 for id in salvage.answer_ids(damaged, records) if id not in known)


def people_today(signed: Signed) -> dict[str, Person]:
    """Everybody whom the damaged vault still tells of, by id; nobody where that cannot be read."""
    try:
        with restore.held(signed.path, as_found=True), _damaged(signed) as (_, damaged):
            known = [people.of_row(row) for row in damaged.rows(people.EVERYBODY)]
    except (CarerError, engine.driver().Error):
        return {}
    return {each.id: each for each in known}


def rebuild(signed: Signed, now: datetime, database: Path | None) -> Salvaged:
    """Put in the vault's place what can still be read of it, with what a backup has beside that; the rest goes aside.

    StoreError, with everything left as it was, where nothing at all could be read.
    """
    path = signed.path
    manifest.check_no_backup(path)
    new = files.beside(path, "salvaged")
    info = manifest.of(database) if database else None
    came_after = newer(path, info) if info else None
    with restore.held(path):
        try:
            with _damaged(signed) as (right, damaged):
                if database is None:
                    union = _gathered(right, damaged, new, None, now)
                else:
                    with _copied(signed, database) as kept:
                        union = _gathered(right, damaged, new, kept, now)
            aside = _into_place(signed, new, now, union)
        finally:
            _clear(new)
    read = Salvaged(union.rows, union.from_backup, union.lost, union.left_out, union.set_back, now, aside)
    return replace(read, merged=database is not None, newer=came_after)


def _gathered(signed: Signed, damaged: Damaged, new: Path, kept: Connection | None, now: datetime) -> Union:
    _clear(new)
    files.make_empty(new)
    connection = engine.connect(new, signed.unlocked.database_key, signed.file.database_salt)
    try:
        with engine.transaction(connection):
            salvage.make_tables(connection, _made_at_migration(damaged, kept))
            union = salvage.gather(connection, damaged, kept)
            if not any(union.rows.values()):
                raise StoreError(
                    "Nothing of this vault can be read", signed.path.name, "Put back the newest backup instead."
                )
            schema.migrate(connection, schema.MIGRATIONS)
            _complete(connection, signed, now)
            anchored = anchor.peek(signed.path)
            answers = union.rows["entries"]
            anchor.raise_to(connection, salvage.came_furthest(damaged, anchored, kept, answers))
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StoreError("What was read does not fit together", signed.path.name, "Put back the newest backup.")
        seen = anchor.of(connection, signed.file.vault, now)
    finally:
        connection.close()
    anchor.write(new, seen, signed.unlocked.vault_key)
    return union


def _complete(connection: Connection, signed: Signed, now: datetime) -> None:
    """What a vault cannot be without: what it says of itself, whoever is signing in, and who has left."""
    connection.execute(
        "INSERT INTO vault VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE SET id = excluded.id",
        (signed.file.vault, signed.file.demo, moment.written(now)),
    )
    person = signed.unlocked.person
    if people.one(connection, person.id) is None:
        # Their key comes with them once more.
        connection.execute("DELETE FROM signing_keys WHERE person = ?", (person.id,))
        people.add(connection, person, now)
    for each in people.all_(connection):
        # The backup may know of somebody who is no longer among those who sign in.
        if each.ended_at is None and leavers.has_left(connection, each, signed, {}):
            people.end(connection, each.id, now)


def _made_at_migration(damaged: Damaged, kept: Connection | None) -> int:
    with suppress(engine.driver().Error):
        return int(damaged.rows("PRAGMA user_version")[0][0])
    return schema.version(kept) if kept else schema.VERSION


def _into_place(signed: Signed, new: Path, now: datetime, union: Union) -> str | None:
    path = signed.path
    new.with_name(f"{new.name}-journal").unlink(missing_ok=True)
    read = {"what": "vault_salvaged", "rows": str(sum(union.rows.values())), "lost": str(union.lost)}
    restore.suspend(manifest.folder_of(path), now, read)
    aside = restore.put_aside(path, now, (anchor.ENDING,))
    files.system.replace(files.beside(new, anchor.ENDING), files.beside(path, anchor.ENDING))
    files.system.replace(new, path)
    files.system.sync_folder(path.parent)
    return aside


@contextmanager
def _damaged(signed: Signed) -> Iterator[tuple[Signed, Damaged]]:
    """A copy of the damaged vault with its journal, to read, and whose key it is under; gone afterwards."""
    copy = files.beside(signed.path, "reading")
    journal = signed.path.with_name(f"{signed.path.name}-journal")
    try:
        if signed.path.is_file():
            restore.copy_file(signed.path, copy)
        if journal.exists() and rollback.fits(signed.path):
            restore.copy_file(journal, copy.with_name(f"{copy.name}-journal"))
        right = _under_its_key(signed, copy)
        with closing(Damaged(copy, right.unlocked.database_key, right.file.database_salt)) as damaged:
            yield right, damaged
    finally:
        _clear(copy)


def _under_its_key(signed: Signed, copy: Path) -> Signed:
    """Whoever signed in, with the vault key that opens the copy: a change of key may have been cut off."""
    try:
        connection, unlocked, file = entering.connect(copy, signed.file, signed.unlocked)
    except (CarerError, OSError, engine.driver().Error):
        return signed
    connection.close()
    return replace(signed, unlocked=unlocked, file=file)


@contextmanager
def _copied(signed: Signed, database: Path) -> Iterator[Connection]:
    """A copy of a backup, open under today's key or the one of its day; gone afterwards."""
    backup.check_unchanged(database)
    copy = files.beside(signed.path, "merging")
    restore.copy_file(database, copy)
    try:
        connection = _under_some_key(signed, database, copy)
        try:
            yield connection
        finally:
            connection.close()
    finally:
        _clear(copy)


def _under_some_key(signed: Signed, database: Path, copy: Path) -> Connection:
    with suppress(CarerError, engine.driver().Error):
        return entering.connect(copy, signed.file, signed.unlocked)[0]
    try:
        file = slots.read(database)
        unlocked = slots.unlock(file, signed.unlocked.person.id, signed.passphrase, database.name)
        return entering.connect(copy, file, unlocked)[0]
    except (CarerError, engine.driver().Error) as error:
        raise StoreError(
            "This backup was made under another passphrase, which is not the one of today",
            database.name,
            "Put it into a new file and open it there with the passphrase of its day.",
        ) from error


def _clear(database: Path) -> None:
    for each in (database, database.with_name(f"{database.name}-journal"), files.beside(database, anchor.ENDING)):
        each.unlink(missing_ok=True)
