"""Carers: a random id each, and what the newest record calls them."""

from __future__ import annotations

from carer_desktop.records.carer import Carer
from carer_desktop.store.engine import Connection


def add(connection: Connection, carer: Carer) -> None:
    """Keep a new carer."""
    connection.execute("INSERT INTO carers (id, name) VALUES (?, ?)", (carer.id, carer.name))


def rename(connection: Connection, carer: Carer) -> None:
    """Call a known carer by this name from now on."""
    connection.execute("UPDATE carers SET name = ? WHERE id = ?", (carer.name, carer.id))


def one(connection: Connection, id: str) -> Carer | None:
    """The carer with this id."""
    row = connection.execute("SELECT id, name FROM carers WHERE id = ?", (id,)).fetchone()
    return Carer(*row) if row else None


def all_(connection: Connection) -> tuple[Carer, ...]:
    """Every carer, by name."""
    return tuple(Carer(*row) for row in connection.execute("SELECT id, name FROM carers ORDER BY name, id"))
