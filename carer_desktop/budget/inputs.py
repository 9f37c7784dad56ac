"""The ratings a table looks at: a question, and the levels that may be its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carer_desktop.budget.reading import Reader


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a rating: its id, which is the answer's choice id, and its name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One rating a table looks at: the question it is the answer to, its title and its levels, lowest first."""

    question: str
    title: str
    levels: tuple[Level, ...]

    def level(self, answer: object) -> Level | None:
        """The level an answer names, if it names one."""
        return next((level for level in self.levels if level.id == answer), None)


def read_axis(reader: Reader, data: Mapping[str, Any], at: str) -> Axis:
    """One `[[axis]]` of a table file."""
    reader.known(data, ("question", "title", "levels"), at)
    levels: list[Level] = []
    for number, one in enumerate(reader.tables(data, "levels", at), 1):
        here = f"{at}.levels {number}"
        reader.known(one, ("id", "label"), here)
        level = Level(reader.name(one, "id", here), reader.text(one, "label", here))
        if level.id and level.id in [before.id for before in levels]:
            reader.wrong(here, f"The level “{level.id}” stands twice", "Give every level an id of its own.")
        levels.append(level)
    if "levels" not in data or data["levels"] == []:
        reader.wrong(f"{at}.levels", "A rating needs levels", 'Write levels = [{ id = "low", label = "Low" }, …].')
    return Axis(reader.name(data, "question", at), reader.text(data, "title", at), tuple(levels))
