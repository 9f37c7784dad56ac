"""Plain lines of text for pages and panels."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.fields.label import link_button, plain_label
from ui.theme import set_role

__all__ = ["button", "line", "link_button", "on_screen"]
_VAULT = re.compile(r"(?<!\.)vault(?: file)?")


def line(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A wrapping line of plain text: body, hint, small, strong, error, success, figure."""
    return plain_label(text, role, parent)


def button(text: str, role: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button with a verb: `primary` for the one main action of a page, `link`, `quiet`, or plain."""
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    if role:
        set_role(made, role)
    return made


def on_screen(words: str) -> str:
    """The words of an error as people on this side read them: nobody here has a vault. File names stay as they are.

    >>> on_screen("The vault file is empty (records.vault)")
    'The records file is empty (records.vault)'
    """
    return _VAULT.sub("records file", words)
