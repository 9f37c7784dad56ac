"""The rows of the log in a list: when and what first, who and of which record below; all in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidgetItem, QWidget

from carer_desktop.clock import day_words
from carer_desktop.records.audit import said
from ui.parts.two_lines import TwoLines, put_words

if TYPE_CHECKING:
    from carer_desktop.caseload import Line

# What the ids and hashes of a row say is for the export; these parts are for reading.
READ_HERE = (
    "what", "roles", "answers", "tries", "last", "people", "number", "removed", "rows", "lost", "findings", "reason",
    "why", "kind", "audience", "program", "setting",
)  # fmt: skip


def line_words(line: Line) -> tuple[str, str]:
    """The two lines of a row."""
    at = line.row.at.astimezone()
    who = line.name or "Nobody signed in"
    about = [f"record {line.row.reference}"] if line.row.reference else [line.whom] if line.whom else []
    parts = [who, *about, *_details(line)]
    if line.row.signed:
        parts.append("signed")
    return f"{day_words(at)}, {at:%H:%M}  –  {line.words}", "  ·  ".join(parts)


def _details(line: Line) -> list[str]:
    details = []
    for name in READ_HERE:
        if name not in line.row.says:
            continue
        value = line.row.says[name]
        if name != "findings":
            details.append(said(name, value))
        elif line.row.event != "checked":
            details.append(found_words(int(value)))
    return details


def found_words(number: int) -> str:
    """How much a check found.

    >>> found_words(0), found_words(1), found_words(3)
    ('nothing wrong', 'one thing wrong', '3 things wrong')
    """
    return f"{number} things wrong" if number > 1 else "one thing wrong" if number else "nothing wrong"


class LogLines(TwoLines):
    """The rows found, the newest first; nothing opens, they are read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Log")
        self.setAccessibleDescription("The newest first")

    def show_lines(self, lines: Sequence[Line], more: bool = False) -> None:
        """Show these, or add them below with *more*."""
        if not more:
            self.clear()
        for each in lines:
            put_words(QListWidgetItem(self), *line_words(each))
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)
