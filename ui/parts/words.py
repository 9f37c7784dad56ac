"""Plain lines of text for pages and panels."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.fields.breaks import breakable
from ui.fields.label import link_button, plain_label
from ui.theme import set_role

__all__ = ["breakable", "button", "line", "link_button", "on_screen", "path_line", "still_needed"]
_PROCESS = re.compile(r" \(process \d+\)")
_VAULT = re.compile(r"(?<!\.)vault(?: file)?")


def line(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A wrapping line of plain text: body, hint, small, strong, error, success, figure."""
    return plain_label(text, role, parent)


def path_line(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A line that names a file or folder: it may go on in the next line where a name has no space."""
    made = plain_label(breakable(text), role, parent)
    made.setAccessibleName(text)
    return made


def button(text: str, role: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button with a verb: `primary` for the one main action of a page, `link`, `quiet`, or plain."""
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    if role:
        set_role(made, role)
    return made


YOU = "Where a question says “you”, the carer is meant."
"""Stands above questions of the form that are asked of the carer, in a dialog that speaks to the practitioner."""


def still_needed(number: int) -> str:
    """How much stands in the way of sending a record, as every page says it.

    >>> still_needed(1), still_needed(3)
    ('1 thing is still needed', '3 things are still needed')
    """
    return "1 thing is still needed" if number == 1 else f"{number} things are still needed"


def on_screen(words: str) -> str:
    """The words of an error as people on this side read them: nobody here has a vault, or knows processes by number.

    File names stay as they are.

    >>> on_screen("The vault file is empty (records.vault)"), on_screen("The vault is already open (process 2390)")
    ('The records file is empty (records.vault)', 'The records file is already open')
    """
    return _PROCESS.sub("", _VAULT.sub("records file", words))
