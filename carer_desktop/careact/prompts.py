"""What the answers call for: safeguarding, advocacy, information, money. Prompts, which never stand in the way.

They are data (`resources/prompts.toml`), each with its condition, its words and where it comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from carer_desktop.forms.condition import Condition, Values
from carer_desktop.forms.load import needed_condition
from carer_desktop.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to think of: its topic as people read it, its words, its source, and where it is written down."""

    id: str
    topic: str
    text: str
    source: str
    at: tuple[str, ...]


@cache
def known() -> tuple[tuple[Condition, Prompt], ...]:
    """Every prompt that comes with the program, with the condition it is said on."""
    return read((RESOURCES / "prompts.toml").read_text("utf-8"))


def read(text: str) -> tuple[tuple[Condition, Prompt], ...]:
    """Prompts out of a table file."""
    data = tomllib.loads(text)
    return tuple((_when(row), _prompt(row, data["topics"])) for row in data["prompt"])


def prompts(values: Values, among: tuple[tuple[Condition, Prompt], ...] | None = None) -> tuple[Prompt, ...]:
    """What these answers call for, in the order of the file; what is not known calls for nothing.

    >>> [one.id for one in prompts({"sg_concern": "yes"})]
    ['sg_act']
    """
    return tuple(one for when, one in (known() if among is None else among) if when.truth(values) is True)


def _when(row: Mapping[str, Any]) -> Condition:
    return needed_condition(row["when"], f"prompts.toml, {row['id']}")


def _prompt(row: Mapping[str, Any], topics: Mapping[str, str]) -> Prompt:
    return Prompt(row["id"], topics[row["topic"]], row["words"], row["source"], tuple(row["at"]))
