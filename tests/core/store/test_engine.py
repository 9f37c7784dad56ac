"""SQLCipher as it is set up: every setting, what it refuses to do, and its errors in words."""

from __future__ import annotations

import errno
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import Connection, Store, engine, files

KEY, SALT = bytes(range(32)), bytes(range(16))
SET = {
    "locking_mode": "exclusive", "journal_mode": "truncate", "synchronous": 2, "fullfsync": 1, "foreign_keys": 1,
    "recursive_triggers": 1, "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1, "temp_store": 2,
    "mmap_size": 0, "cipher_status": "1", "cipher_memory_security": "1",
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    files.make_empty(tmp_path / "made.db")
    return tmp_path / "made.db"


@pytest.fixture
def connection(file: Path) -> Iterator[Connection]:
    made = engine.connect(file, KEY, SALT)
    yield made
    made.close()


@pytest.mark.parametrize(("name", "value"), SET.items())
def test_every_setting_is_as_it_must_be(connection: Connection, name: str, value: Any) -> None:
    connection.set_authorizer(None)
    assert connection.execute(f"PRAGMA {name}").fetchone() == (value,)


def test_a_file_that_its_maker_brings_to_the_disk_is_not_flushed_and_set_up_as_any_other(file: Path) -> None:
    made = engine.connect(file, KEY, SALT, flushing=False)
    made.set_authorizer(None)
    found = {name: made.execute(f"PRAGMA {name}").fetchone()[0] for name in SET}  # type: ignore[index]
    made.close()
    assert found == {**SET, "synchronous": 0}


def test_the_file_is_encrypted_under_our_salt_and_key(connection: Connection, file: Path) -> None:
    connection.execute("CREATE TABLE found (text)")
    connection.execute("INSERT INTO found VALUES ('a marker to look for')")
    connection.close()
    content = file.read_bytes()
    assert content[:16] == SALT
    assert b"marker" not in content
    with pytest.raises(engine.driver().DatabaseError, match="file is not a database"):
        engine.connect(file, bytes(32), SALT)


FORBIDDEN = [
    "ATTACH DATABASE ':memory:' AS other",
    "DETACH DATABASE main",
    "SELECT load_extension('libm.so.6')",
    "PRAGMA key = 'x'",
    "PRAGMA rekey = 'x'",
    "PRAGMA hexkey = '00'",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = NORMAL",
    "PRAGMA writable_schema = ON",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA cipher_log = '/tmp/log'",
    "PRAGMA temp_store_directory = '/tmp'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_leads_out_of_the_vault_or_changes_how_it_is_kept(connection: Connection, statement: str) -> None:
    with pytest.raises(engine.driver().DatabaseError, match=r"not authorized|prohibited"):
        connection.execute(statement)


@pytest.mark.parametrize("pragma", ["quick_check", "integrity_check", "cipher_integrity_check", "user_version"])
def test_checks_are_allowed(connection: Connection, pragma: str) -> None:
    connection.execute("CREATE TABLE found (text)")
    assert connection.execute(f"PRAGMA {pragma}").fetchall() in ([("ok",)], [], [(0,)])


def test_a_file_opened_without_a_key_is_refused(file: Path) -> None:
    plain = engine.driver().connect(str(file))
    plain.execute("PRAGMA cipher_memory_security = ON")
    with pytest.raises(StoreError, match="“cipher_status” is 0 and must be 1"):
        engine._check_cipher(plain, file)
    plain.close()


class NoCipher:
    """A database part that is not SQLCipher answers these questions with nothing."""

    def execute(self, statement: str) -> NoCipher:
        self.asked = statement
        return self

    def fetchone(self) -> tuple[str] | None:
        return None if "cipher_version" in self.asked else ("1",)


def test_a_database_part_without_the_cipher_is_refused(file: Path) -> None:
    plain: Any = NoCipher()
    with pytest.raises(StoreError, match="cannot encrypt: its database part is not SQLCipher"):
        engine._check_cipher(plain, file)


def _insert(connection: Connection, *values: str) -> None:
    with engine.transaction(connection):
        for value in values:
            connection.execute(f"INSERT INTO found VALUES ({value})")


def test_a_transaction_is_all_or_nothing(connection: Connection) -> None:
    connection.execute("CREATE TABLE found (text NOT NULL)")
    _insert(connection, "'kept'")
    with pytest.raises(engine.driver().IntegrityError):
        _insert(connection, "'not kept'", "NULL")
    assert not connection.in_transaction
    assert connection.execute("SELECT text FROM found").fetchall() == [("kept",)]


def test_an_error_after_which_sqlite_has_rolled_back_itself_is_told_as_it_is(connection: Connection) -> None:
    connection.execute("CREATE TABLE found (text)")
    connection.execute("CREATE TRIGGER stop BEFORE INSERT ON found BEGIN SELECT RAISE(ROLLBACK, 'no'); END")
    with pytest.raises(engine.driver().IntegrityError, match="no"):
        _insert(connection, "'x'")
    assert not connection.in_transaction


def real_errors() -> Iterator[tuple[BaseException, str, bool]]:
    """Errors as the engine itself raises them."""
    driver = engine.driver()
    for statements, says, retry in (
        (["PRAGMA max_page_count = 2", "CREATE TABLE a (b)", "INSERT INTO a VALUES (zeroblob(99999))"], "full", True),
        (["CREATE TABLE a (b UNIQUE)", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (1)"], "does not fit", False),
        (["PRAGMA query_only = ON", "CREATE TABLE a (b)"], "can only be read", True),
        (["ATTACH '/gone/gone.db' AS gone"], "cannot be opened", True),
        (["SELECT nothing FROM nowhere"], "could not do this", False),
    ):
        connection = driver.connect(":memory:", isolation_level=None)
        try:
            for statement in statements:
                connection.execute(statement)
        except driver.Error as error:
            yield error, says, retry
        connection.close()
    # As a backup raises it: in words alone.
    yield driver.OperationalError("disk I/O error"), "could not be read or written", True
    yield MemoryError(), "run out of memory", True
    yield OSError(errno.ENOSPC, "no space"), "disk is full", True
    yield OSError(errno.EROFS, "read-only"), "can only be read", True
    yield OSError(errno.EIO, "input/output"), "could not be read or written", True
    yield OSError("nobody knows"), "could not be read or written", True
    yield KeyError("x"), "could not do this", False


def test_errors_are_told_in_words_that_can_be_acted_on() -> None:
    told = [(engine.in_words(error, "team.vault"), says, retry) for error, says, retry in real_errors()]
    assert len(told) == 12
    for error, says, retry in told:
        assert re.search(says, error.what), (error, says)
        assert error.retry is retry
        assert error.mend
        assert error.where == "team.vault"


def test_a_save_that_finds_the_disk_full_says_so_and_works_once_there_is_room(store: Store, path: Path) -> None:
    store.save(lambda connection: connection.execute("CREATE TABLE found (text)")).result()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limits[1]))
    try:
        full = store.save(lambda connection: connection.execute("INSERT INTO found VALUES (zeroblob(200000))"))
        error = full.exception()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert isinstance(error, StoreError)
    assert error.retry
    assert store.read(lambda connection: connection.execute("SELECT count(*) FROM found").fetchone()).result() == (0,)
    store.save(lambda connection: connection.execute("INSERT INTO found VALUES ('x')")).result()
    assert store.verify().result() == ()
