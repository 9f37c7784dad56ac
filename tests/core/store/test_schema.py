"""The tables: strict, append-only where they must be, and every released vault opens for ever."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import Connection, Store, assessments, entries, history, open_vault, schema
from carer_desktop.store.schema import Migration
from tests.core.store.given import Begun, made_vault
from tests.core.store.make_vault import NAME, PASSPHRASE, REFERENCE

VAULTS = Path(__file__).parents[2] / "data" / "vaults"


def rows(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    return connection.execute(statement).fetchall()


def test_every_table_is_strict(store: Store) -> None:
    tables = store.read(rows, "SELECT sql FROM sqlite_master WHERE type = 'table'").result()
    assert len(tables) >= 14
    assert all("STRICT" in str(each[0]) for each in tables)


APPEND_ONLY = [
    "UPDATE entries SET value = '\"never\"'",
    "DELETE FROM entries",
    "INSERT OR REPLACE INTO entries SELECT * FROM entries",
    "REPLACE INTO entries (assessment, sequence, id, question, by, at, source) "
    "SELECT assessment, sequence, 'other', 'sleep', by, at, source FROM entries",
    "UPDATE history SET stage = 'authorised'",
    "DELETE FROM history",
    "INSERT OR REPLACE INTO history SELECT * FROM history",
    "UPDATE packs SET content = ''",
]


@pytest.mark.parametrize("statement", APPEND_ONLY)
def test_what_was_entered_is_never_changed_or_removed(begun: Begun, statement: str) -> None:
    from carer_desktop.assessment import Move
    from carer_desktop.records.kept import Pack
    from carer_desktop.store import packs
    from tests.core.store.given import LATER

    store, record = begun.store, begun.assessment.id
    store.save(entries.append, [begun.entry("sleep", "often")]).result()
    store.save(history.append, record, Move("complete", "completed", LATER, "p1", "assessor")).result()
    store.save(packs.keep, Pack("00", "form", "carer_conversation", "0.1.0", {"form.toml": "x"})).result()
    error = store.save(lambda connection: connection.execute(statement)).exception()
    assert isinstance(error, StoreError)
    assert not error.retry
    found = store.read(assessments.one, record).result()
    assert found is not None
    assert (found.answers, found.stage) == ({"sleep": "often"}, "completed")


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [each.number for each in schema.MIGRATIONS] == list(range(1, schema.VERSION + 1))


def test_only_what_is_due_is_run(store: Store) -> None:
    second = Migration(schema.VERSION + 1, ("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT",))
    steps = (*schema.MIGRATIONS, second)
    assert store.save(schema.migrate, steps).result() == 1
    assert store.save(schema.migrate, steps).result() == 0
    assert store.read(schema.version).result() == second.number


def test_a_migration_that_fails_leaves_the_vault_as_it_was(store: Store) -> None:
    broken = Migration(schema.VERSION + 1, ("CREATE TABLE later (id TEXT) STRICT", "CREATE TABLE later (id TEXT)"))
    assert isinstance(store.save(schema.migrate, (*schema.MIGRATIONS, broken)).exception(), StoreError)
    assert store.read(schema.version).result() == schema.VERSION
    assert store.read(rows, "SELECT name FROM sqlite_master WHERE name = 'later'").result() == []


@pytest.mark.parametrize("folder", sorted(VAULTS.iterdir()), ids=lambda folder: folder.name)
def test_a_vault_of_every_schema_opens_for_ever(folder: Path, tmp_path: Path) -> None:
    for each in folder.iterdir():
        shutil.copy(each, tmp_path)
    store = open_vault(tmp_path / "team.vault", NAME, PASSPHRASE)
    found = store.read(assessments.one, REFERENCE).result()
    sound = store.verify().result()
    made = store.read(rows, "SELECT name, sql FROM sqlite_master ORDER BY name").result()
    store.close()
    assert sound == ()
    assert found is not None
    assert found.answers == {"sleep": "often", "cf": [{"id": "one", "name": "Ben Example"}]}
    assert (found.stage, store.facts.demo) == ("completed", True)
    fresh = made_vault(tmp_path / "fresh.vault")
    assert made == fresh.read(rows, "SELECT name, sql FROM sqlite_master ORDER BY name").result()
    fresh.close()


def test_there_is_a_vault_of_every_schema() -> None:
    assert {each.name for each in VAULTS.iterdir()} == {f"schema_{each.number}" for each in schema.MIGRATIONS}
