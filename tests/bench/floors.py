"""The least that the same work can cost: bare versions, none over 20 lines, none of them asleep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def plain_loop(answers: Mapping[str, Any]) -> int:
    """One loop over the same answers that only looks at each: how many values there are."""
    seen = 0
    for answer in answers.values():
        cells = answer if isinstance(answer, list) else [answer]
        for cell in cells:
            seen += len(cell) if isinstance(cell, dict) else 1
    return seen


def bare_vault(file: Path, pragmas: Sequence[tuple[str, str]], tables: Sequence[str]) -> Any:
    """A bare SQLCipher connection under a raw key, with these pragmas and tables, ours alone."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA cipher_memory_security = ON")
    connection.set_key("x'" + "5a" * 48 + "'")
    for name, value in pragmas:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    for statement in tables:
        connection.execute(statement)
    return connection


def bare_commit(connection: Any, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """These statements in one transaction, committed."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in statements:
        connection.execute(statement, values)
    connection.execute("COMMIT")
