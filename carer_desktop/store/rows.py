"""Plain records kept as they are: one table a kind, one column a field of the same name."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

from carer_desktop.records.pathway import Comment, Contact, Offer, Referral, Request, Tick, Visit
from carer_desktop.records.retention import Beside
from carer_desktop.store import moment
from carer_desktop.store.engine import Connection

Row = TypeVar("Row", Referral, Offer, Request, Contact, Visit, Comment, Tick)

TABLES: dict[type, str] = {
    Referral: "referrals",
    Offer: "offers",
    Request: "requests",
    Contact: "contacts",
    Visit: "visits",
    Comment: "comments",
    Tick: "ticks",
}


def add(connection: Connection, row: Row) -> None:
    """Keep a new one."""
    names = [each.name for each in fields(type(row))]
    marks = ", ".join("?" * len(names))
    values: list[Any] = [_written(getattr(row, name)) for name in names]
    connection.execute(f"INSERT INTO {TABLES[type(row)]} ({', '.join(names)}) VALUES ({marks})", values)


def change(connection: Connection, row: Row, *names: str) -> None:
    """Keep what has become of a known one: these fields of it."""
    values: list[Any] = [_written(getattr(row, name)) for name in names]
    sets = ", ".join(f"{name} = ?" for name in names)
    connection.execute(f"UPDATE {TABLES[type(row)]} SET {sets} WHERE id = ?", [*values, _id(row)])


def remove(connection: Connection, row: Beside) -> None:
    """Take one out for good."""
    connection.execute(f"DELETE FROM {TABLES[type(row)]} WHERE id = ?", (_id(row),))


def all_(connection: Connection, kind: type[Row], **wanted: str) -> tuple[Row, ...]:
    """Every one of a kind with these values in these columns, in the order they were kept."""
    names = [each.name for each in fields(kind)]
    where = " AND ".join(f"{name} = ?" for name in wanted)
    order = "sequence" if "sequence" in names else "at, id"
    rows = connection.execute(
        f"SELECT {', '.join(names)} FROM {TABLES[kind]} {f'WHERE {where}' if where else ''} ORDER BY {order}",
        tuple(wanted.values()),
    )
    types = [str(each.type) for each in fields(kind)]
    return tuple(kind(*(_read(value, type_) for value, type_ in zip(row, types, strict=True))) for row in rows)


def one(connection: Connection, kind: type[Row], id: str) -> Row | None:
    """The one with this id."""
    found = all_(connection, kind, id=id)
    return found[0] if found else None


def _id(row: Any) -> str:
    return str(row.id)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment.written(value)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _read(value: Any, type_: str) -> Any:
    if value is None:
        return None
    if type_.startswith("datetime"):
        return moment.read(value)
    if type_.startswith("date"):
        return date.fromisoformat(value)
    return bool(value) if type_ == "bool" else value
