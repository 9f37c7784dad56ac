"""A database part that is not what it must be: the vault is not opened, nothing is written, and it is said why."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import engine, open_vault
from tests.core.store.given import PASSPHRASE, made_vault


def refused(path: Path) -> StoreError:
    with pytest.raises(StoreError) as told:
        open_vault(path, None, PASSPHRASE)
    return told.value


def test_plain_sqlite_in_the_place_of_sqlcipher_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_vault(path).close()
    before = path.read_bytes()
    plain = ModuleType("sqlcipher3")
    plain.dbapi2 = sqlite3  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sqlcipher3", plain)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", sqlite3)
    told = refused(path)
    assert "its database part is not SQLCipher" in told.what and "Install the program again" in told.mend
    # A new vault is not made with it either, and nothing of one is left.
    with pytest.raises(StoreError, match="is not SQLCipher"):
        made_vault(path.with_name("new.vault"))
    assert not path.with_name("new.vault").exists()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("question", "answer", "says"),
    [
        ("cipher_version", None, "is not SQLCipher"),
        ("cipher_version", ("",), "is not SQLCipher"),
        ("cipher_status", ("0",), "“cipher_status” is 0 and must be 1"),
        ("cipher_memory_security", ("0",), "“cipher_memory_security” is 0 and must be 1"),
        ("journal_mode", ("wal",), "“journal_mode” is wal and must be truncate"),
        ("synchronous", ("0",), "“synchronous” is 0 and must be 2"),
        ("locking_mode", ("normal",), "“locking_mode” is normal and must be exclusive"),
    ],
)
def test_whatever_the_database_part_does_not_do_is_found_before_anything_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch, question: str, answer: tuple[str] | None, says: str
) -> None:
    made_vault(path).close()
    before = path.read_bytes()
    real = engine.driver()
    monkeypatch.setattr(engine, "driver", lambda: Instead(real, question, answer))
    assert says in refused(path).what
    assert path.read_bytes() == before


class Instead:
    """The real database part, which says something else to one question."""

    def __init__(self, driver: ModuleType, question: str, answer: tuple[str] | None) -> None:
        self._driver, self._question, self._answer = driver, question, answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def connect(self, *given: Any, **more: Any) -> Any:
        question, answer = self._question, self._answer

        class Changed(self._driver.Connection):  # type: ignore[name-defined, misc]
            def execute(self, statement: str, *values: Any) -> Any:
                if statement == f"PRAGMA {question}":
                    return Said(answer)
                return super().execute(statement, *values)

        return self._driver.connect(*given, **more, factory=Changed)


class Said:
    """One row."""

    def __init__(self, row: tuple[str] | None) -> None:
        self._row = row

    def fetchone(self) -> tuple[str] | None:
        return self._row

    def fetchall(self) -> list[tuple[str]]:
        return [self._row] if self._row else []


def test_an_sqlite_of_another_day_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_vault(path).close()
    before = path.read_bytes()
    for version in ((3, 51, 2), (3, 6, 99), (2, 8, 17)):
        monkeypatch.setattr(engine.driver(), "sqlite_version_info", version)
        told = refused(path)
        assert f"too old (SQLite {'.'.join(map(str, version))})" in told.what
        assert "3.51.3 or newer" in told.mend
    assert path.read_bytes() == before


def test_control_with_the_right_answers_it_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_vault(path).close()
    real = engine.driver()
    monkeypatch.setattr(engine, "driver", lambda: Instead(real, "cipher_status", ("1",)))
    open_vault(path, None, PASSPHRASE).close()
