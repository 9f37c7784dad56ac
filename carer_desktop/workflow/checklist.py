"""The steps after the decision as data (`resources/checklist.toml`): one list for each way of working."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from carer_desktop.paths import RESOURCES

FIRST = "mh_admin"

PATH = (
    ("Conversation", ("draft", "returned"), "assessor"),
    ("Manager", ("completed",), "authoriser"),
    ("Word file", ("authorised", "declined"), "admin"),
    ("Mosaic", ("exported",), "admin"),
    ("Payment, copy and review", ("uploaded",), "admin"),
    ("Finished", ("closed", "withdrawn"), ""),
)
"""The whole way of a record: the name of each stretch, the stages that lie on it, and whose it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whose it is, its words, what ticks it by itself, and what is given and copied with it."""

    id: str
    who: str
    words: str
    move: str = ""
    when: str = ""
    payment: str = ""
    facts: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way of working with its steps."""

    id: str
    title: str
    settings: tuple[str, ...]
    steps: tuple[Step, ...]


@cache
def ways() -> tuple[Way, ...]:
    """Every way of working."""
    return tuple(
        Way(row["id"], row["title"], tuple(row["for"]), tuple(_step(each) for each in row["step"]))
        for row in _read()["way"]
    )


def way_for(setting: str | None, chosen: str | None = None) -> Way:
    """The list of a record: the one the team has chosen, else the one for the service that is doing it.

    >>> way_for("camden_carers").id, way_for(None).id, way_for("mh", "asc").id
    ('camden_carers', 'mh_admin', 'asc')
    """
    known = {way.id: way for way in ways()}
    if chosen in known:
        return known[str(chosen)]
    return next((way for way in ways() if setting in way.settings), known[FIRST])


def texts() -> Mapping[str, str]:
    """The paste-ready texts by name, as they stand in the file."""
    found: Mapping[str, str] = _read()["texts"]
    return found


def filled(text: str, said: Mapping[str, str]) -> str:
    """A text with what is known put in; a line of which something is not known is left out.

    >>> filled("Ring {carer}\\nPhone {phone}", {"carer": "Ann Example", "phone": ""})
    'Ring Ann Example'
    """
    lines = []
    for line in text.strip().splitlines():
        known = {name: said.get(name, "") for _, name, _, _ in Formatter().parse(line) if name}
        if not known or (any(known.values()) and (len(known) > 1 or all(known.values()))):
            lines.append(line.format_map(known).rstrip())
    return "\n".join(lines)


def _step(row: Mapping[str, Any]) -> Step:
    plain = {name: row.get(name, "") for name in ("id", "who", "words", "move", "when", "payment")}
    return Step(**plain, facts=tuple(row.get("facts", ())), copy=tuple(row.get("copy", ())))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "checklist.toml").read_text("utf-8"))
