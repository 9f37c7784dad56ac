"""A manager's comments that are not sent yet, by question: kept as a setting of that person, for one record."""

from __future__ import annotations

import json

from carer_desktop.store import settings
from carer_desktop.store.engine import Connection

KEY = "unsent"


def of(connection: Connection, assessment: str, person: str) -> dict[str, str]:
    """This person's comments on that record, by the place of the question they are on."""
    row = connection.execute("SELECT value FROM settings WHERE key = ?", (_key(assessment, person),)).fetchone()
    found: dict[str, str] = json.loads(row[0]) if row else {}
    return found


def keep(connection: Connection, assessment: str, person: str, place: str, text: str) -> None:
    """Keep the comment on one question as it stands; without words it is gone."""
    kept = {name: words for name, words in of(connection, assessment, person).items() if name != place}
    settings.put(connection, _key(assessment, person), {**kept, **({place: text} if text else {})} or None)


def remove(connection: Connection, assessment: str) -> None:
    """The record has been decided on, or goes: nobody's comments on it are kept any more."""
    connection.execute("DELETE FROM settings WHERE key GLOB ?", (_key(assessment, "*"),))


def _key(assessment: str, person: str) -> str:
    return f"{KEY}.{assessment}.{person}"
