"""One field for each type of question: it shows an answer and says when it was changed, nothing more."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ui.fields.announce import announce

if TYPE_CHECKING:
    from ui.fields.base import PAUSE_MS, Field, Voice
    from ui.fields.list import ListField
    from ui.fields.make import field

__all__ = ["PAUSE_MS", "Field", "ListField", "Voice", "announce", "field"]
_WHERE = {"PAUSE_MS": "base", "Field": "base", "Voice": "base", "ListField": "list", "field": "make"}


def __getattr__(name: str) -> Any:
    """The fields are loaded when first asked for: the window that asks for the passphrase has none."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"ui.fields.{_WHERE[name]}"), name)
